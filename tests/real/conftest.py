"""The real reports lie beside the project (../shared/reports), not in it: tests on them are skipped where they are absent."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from flows.parse.normalise import normalise
from flows.parse.sections import sections
from flows.parse.sentences import sentences

FOLDER = Path(__file__).parents[3] / "shared" / "reports"


@pytest.fixture(scope="session")
def report_folder() -> Path:
    if not FOLDER.is_dir():
        pytest.skip("the real reports (../shared/reports) are not here")
    return FOLDER


@pytest.fixture(scope="session")
def raw_texts(report_folder: Path) -> pl.DataFrame:
    """One row a report, decoded and otherwise raw, in the order of the file names."""
    rows = [
        {
            "doc_id": hashlib.sha256(path.read_bytes()).hexdigest(),
            "source_name": path.name,
            "source_uri": path.as_uri(),
            "source_names": [path.name],
            "encoding": "utf-8",
            "media_type": "text/plain",
            "text": path.read_text(encoding="utf-8"),
        }
        for path in sorted(report_folder.glob("*.txt"))
    ]
    return pl.DataFrame(rows)


@pytest.fixture(scope="session")
def normal_texts(raw_texts: pl.DataFrame) -> pl.DataFrame:
    return normalise(raw_texts)


@pytest.fixture(scope="session")
def headings(normal_texts: pl.DataFrame) -> pl.DataFrame:
    return sections(normal_texts)


@pytest.fixture(scope="session")
def all_sentences(normal_texts: pl.DataFrame, headings: pl.DataFrame) -> pl.DataFrame:
    return sentences(normal_texts, headings)
