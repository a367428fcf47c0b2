"""The grammar against passages that two people read: the floors that it has reached, kept."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.parse.parse import parse

SHARED = Path(__file__).parents[3] / "shared"
REPORTS, GOLD = SHARED / "reports", SHARED / "gold"

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="the passages read by people (../shared/gold) are not here")

# what the grammar reaches, less the width of one passage
QUANTITY_PRECISION, QUANTITY_RECALL, OBSERVATION_F1 = 0.98, 0.98, 0.95


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[float]]:
    """quantity and observation -> precision, recall, F1, as the scorer prints them."""
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
        for path in sorted(REPORTS.glob("0*.txt")) + sorted(REPORTS.glob("2*.txt"))
    ]
    table = tmp_path_factory.mktemp("gold") / "observations.parquet"
    parse(pl.DataFrame(rows)).tables["observations"].drop("flags").write_parquet(table)
    command = [sys.executable, str(GOLD / "score.py"), "--observations", str(table)]
    command += ["--gold", str(GOLD / "dev.csv"), "--passages", str(GOLD / "dev.jsonl")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^(quantity|observation) +precision ([0-9.]+) +recall ([0-9.]+) +F1 ([0-9.]+)", printed, re.M)
    return {name: [float(value) for value in values] for name, *values in found}


def test_quantities_are_found_and_few_are_made_up(score: dict[str, list[float]]) -> None:
    precision, recall, _ = score["quantity"]
    assert precision >= QUANTITY_PRECISION
    assert recall >= QUANTITY_RECALL


def test_indicator_year_status_comparator_and_region_are_right_too(score: dict[str, list[float]]) -> None:
    assert score["observation"][2] >= OBSERVATION_F1
