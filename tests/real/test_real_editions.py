"""Parts and editions of the real reports: two newspaper pages name what is missing, and nothing is linked."""

import polars as pl
import pytest

from flows.parse.documents import documents
from flows.parse.editions import belonging, editions
from flows.parse.outcomes import AREA


@pytest.fixture(scope="module")
def beside(
    raw_texts: pl.DataFrame, normal_texts: pl.DataFrame, headings: pl.DataFrame, all_sentences: pl.DataFrame
) -> pl.DataFrame:
    """`editions` of the reports, with the number of each."""
    reports = documents(raw_texts, normal_texts, headings).with_columns(area=AREA)
    needed = pl.col("doc_id").is_in(belonging(reports))
    names = reports.select("doc_id", number=pl.col("source_name").str.slice(0, 3))
    return editions(reports, all_sentences.filter(needed)).join(names, on="doc_id")


def test_two_newspaper_pages_name_the_pages_that_are_missing(beside: pl.DataFrame) -> None:
    lacking = beside.filter(pl.col("missing_parts").list.len() > 0).sort("number")
    assert lacking.select("number", "missing_parts").rows() == [("000", ["第六版"]), ("001", ["10版", "12版"])]


def test_no_two_of_the_reports_belong_together(beside: pl.DataFrame) -> None:
    assert beside["report_id"].equals(beside["doc_id"])
    assert beside["edition_of"].null_count() == beside.height
