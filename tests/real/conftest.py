"""The real reports lie beside the project (../shared/reports), not in it: tests on them are skipped where they are absent."""

from pathlib import Path

import polars as pl
import pytest
from samples import texts_of

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
    return texts_of(report_folder)


@pytest.fixture(scope="session")
def normal_texts(raw_texts: pl.DataFrame) -> pl.DataFrame:
    return normalise(raw_texts)


@pytest.fixture(scope="session")
def headings(normal_texts: pl.DataFrame) -> pl.DataFrame:
    return sections(normal_texts)


@pytest.fixture(scope="session")
def all_sentences(normal_texts: pl.DataFrame, headings: pl.DataFrame) -> pl.DataFrame:
    return sentences(normal_texts, headings)
