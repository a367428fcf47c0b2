"""A report tells which place it is of."""

import polars as pl

from expectations.rules.documents import region_code_unknown, region_unknown


def documents(region: str | None, code: str | None) -> dict[str, pl.DataFrame]:
    row = {"doc_id": "d", "source_name": "a.txt", "title": None, "region": region, "region_code": code}
    return {"documents": pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))}


def test_a_report_without_a_place_is_a_warning() -> None:
    assert region_unknown(documents(None, None))["severity"].to_list() == ["warning"]


def test_a_place_without_a_code_is_worth_knowing() -> None:
    found = region_code_unknown(documents("样本县", None)).row(0, named=True)
    assert (found["severity"], found["observed"], found["evidence"]) == ("info", "样本县", "a.txt")


def test_a_place_with_its_code_is_left_alone() -> None:
    assert region_unknown(documents("样本县", "510000")).is_empty()
    assert region_code_unknown(documents("样本县", "510000")).is_empty()


def test_a_report_without_a_place_is_reported_once() -> None:
    assert region_code_unknown(documents(None, None)).is_empty()
