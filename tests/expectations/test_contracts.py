"""A row either keeps its table's contract or goes to quarantine saying why; a frame of another shape is our mistake."""

import polars as pl
import pytest

from expectations.contracts import QUARANTINE, BrokenTableError, hold, hold_all, references
from expectations.schemas import empty

DOC, OTHER_DOC = "a" * 64, "b" * 64


def a_row(table: str, **cells: object) -> pl.DataFrame:
    """One row of `table` that keeps its contract, with these cells instead."""
    filled = {**GOOD_ROWS[table], **cells}
    return pl.DataFrame([filled], schema={name: dtype for name, dtype in empty(table).schema.items() if name in filled})


GOOD_ROWS: dict[str, dict[str, object]] = {
    "documents": {
        "doc_id": DOC, "source_name": "甲市.txt", "source_uri": "file:甲市.txt", "source_names": ["甲市.txt"],
        "kind": "plan_report", "region": "甲市", "region_code": None, "region_level": "prefecture", "title": None,
        "issuer": None, "document_number": None, "index_number": None, "given_on": None, "published_on": None,
        "session": None, "review_year": 2024, "plan_year_from": None, "plan_year": 2025, "continued_from": None,
        "continues_on": None, "page": None, "pages": None, "encoding": "utf-8", "media_type": "text/plain",
        "ocr": False, "chars": 100,
        "parser_version": "1", "rules_version": "1", "hints": None,
    },
    "sections": {
        "doc_id": DOC, "section_id": "s1", "parent_id": None, "level": 1, "number": "一、", "title": "总体情况",
        "char_start": 0, "char_end": 6,
    },
    "observations": {
        "observation_id": "o1", "doc_id": DOC, "source_name": "甲市.txt", "section_id": "s1", "indicator": "失业率",
        "indicator_code": None, "measure": "ratio", "value": 5.3, "value_max": None, "unit": "%", "comparator": "eq",
        "year": 2024, "year_from": None, "status": "actual", "region": None, "value_base": 5.3, "unit_base": "%",
        "binding": None, "origin": "text", "evidence": "失业率5.3%。", "quote": "5.3%", "char_start": 10, "char_end": 14,
        "flags": [],
    },
    "tasks": {
        "doc_id": DOC, "task_no": 1, "title": "修路", "theme": None, "leaders": [], "lead_units": [],
        "support_units": [], "char_start": 0, "char_end": 2,
    },
    "milestones": {
        "doc_id": DOC, "task_no": 1, "year_from": 2021, "year": 2025, "text": "修路3公里", "char_start": 5, "char_end": 10,
    },
}  # fmt: skip

BROKEN_CELLS = [
    pytest.param({"measure": "amount"}, "measure: isin", id="a value that is not allowed"),
    pytest.param({"value": None}, "value: must not be empty (is empty)", id="an empty cell where none may be"),
    pytest.param({"value": float("nan")}, "value: must not be empty", id="not a number"),
    pytest.param({"year": 2204}, "year: less_than_or_equal_to(2100) (is 2204)", id="a year out of range"),
    pytest.param({"char_end": 13}, "the span is as long as its text", id="a span that is too short for its quote"),
    pytest.param({"quote": "6.3%"}, "the quote stands in the evidence", id="a quote from elsewhere"),
    pytest.param({"year_from": 2025}, "year_from is not after year", id="a period that ends before it begins"),
    pytest.param({"comparator": "between", "value_max": 4.0}, "value_max is not below value", id="a range upside down"),
    pytest.param({"value_max": 6.0}, "value_max is given for a range alone", id="an upper end without a range"),
]


@pytest.mark.parametrize("table", GOOD_ROWS)
def test_a_good_row_goes_on(table: str) -> None:
    rows = a_row(table)
    held = hold(table, rows)
    assert held.rows.equals(rows)
    assert held.broken.schema == QUARANTINE
    assert held.broken.is_empty()


@pytest.mark.parametrize(("cells", "said"), BROKEN_CELLS)
def test_a_broken_row_is_set_aside_with_the_check_that_it_fails(cells: dict[str, object], said: str) -> None:
    held = hold("observations", a_row("observations", **cells))
    assert held.rows.is_empty()
    assert said in held.broken["detail"].item()


def test_the_detail_names_the_table_and_shows_the_rows_own_text() -> None:
    detail = hold("observations", a_row("observations", measure="amount")).broken["detail"].item()
    assert detail.startswith("observations: ")
    assert "失业率5.3%。" in detail


def test_rows_beside_a_broken_one_go_on_in_their_order() -> None:
    rows = pl.concat([a_row("observations", observation_id=name, value=value) for name, value in NUMBERED])
    assert hold("observations", rows).rows["observation_id"].to_list() == ["o3", "o1"]


NUMBERED = [("o3", 3.0), ("o2", None), ("o1", 1.0)]


def test_a_row_that_fails_twice_is_set_aside_once() -> None:
    broken = hold("observations", a_row("observations", measure="amount", status="maybe")).broken
    assert broken.height == 1
    assert "measure: isin" in broken["detail"].item()
    assert "status: isin" in broken["detail"].item()


def test_of_two_rows_with_one_key_the_first_stays() -> None:
    rows = pl.concat([a_row("observations"), a_row("observations", value=6.0)])
    held = hold("observations", rows)
    assert held.rows["value"].to_list() == [5.3]
    assert "observation_id: must not repeat" in held.broken["detail"].item()


def test_a_broken_row_says_where_its_document_came_from() -> None:
    sources = pl.DataFrame({"doc_id": [DOC], "source_uri": ["file:甲市.txt"]})
    broken = hold("observations", a_row("observations", measure="amount"), sources).broken
    assert broken.select("source_uri", "doc_id", "stage").row(0) == ("file:甲市.txt", DOC, "check")


def test_a_broken_row_keeps_its_id_from_run_to_run() -> None:
    row = a_row("observations", measure="amount")
    one = hold("observations", row).broken["quarantine_id"].item()
    assert hold("observations", pl.concat([a_row("observations"), row])).broken["quarantine_id"].item() == one
    assert hold("observations", a_row("observations", measure="sum")).broken["quarantine_id"].item() != one


def test_columns_that_the_release_stamps_may_be_there_or_not() -> None:
    rows = a_row("documents")
    assert hold("documents", rows).rows.height == 1
    assert hold("documents", rows.with_columns(pl.lit("run-1").alias("run_id"))).rows.height == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda rows: rows.drop("value"), "value", id="a column is missing"),
        pytest.param(lambda rows: rows.with_columns(pl.lit(1).alias("extra")), "extra", id="a column is unknown"),
        pytest.param(lambda rows: rows.cast({"year": pl.Int64}), "year", id="a column has another type"),
        pytest.param(lambda rows: rows.select(reversed(rows.columns)), "out-of-order", id="columns in another order"),
    ],
)
def test_a_frame_of_another_shape_raises(change, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BrokenTableError, match=rf"not the table observations.*{said}"):
        hold("observations", change(a_row("observations")))


def test_references_hold_where_everything_is_in_its_table() -> None:
    assert references({table: a_row(table) for table in GOOD_ROWS}).is_empty()


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        pytest.param("observations", {"section_id": "s9"}, "section_id: s9 is not in sections", id="section"),
        pytest.param("sections", {"parent_id": "s9"}, "parent_id: s9 is not in sections", id="parent heading"),
        pytest.param("tasks", {"doc_id": OTHER_DOC}, f"doc_id: {OTHER_DOC} is not in documents", id="document"),
        pytest.param("milestones", {"task_no": 2}, "task_no: 2 is not in tasks", id="task"),
    ],
)
def test_a_row_that_points_at_nothing_is_reported(table: str, cells: dict[str, object], said: str) -> None:
    tables = {name: a_row(name) for name in GOOD_ROWS} | {table: a_row(table, **cells)}
    broken = references(tables)
    assert any(detail.startswith(f"{table}: {said}") for detail in broken["detail"])


def test_an_empty_reference_is_no_break() -> None:
    tables = {name: a_row(name) for name in GOOD_ROWS} | {"observations": a_row("observations", section_id=None)}
    assert references(tables).is_empty()


def test_all_tables_held_together_lose_broken_and_dangling_rows() -> None:
    tables = {name: a_row(name) for name in GOOD_ROWS}
    tables["observations"] = pl.concat([
        a_row("observations"),
        a_row("observations", observation_id="o2", measure="amount"),
        a_row("observations", observation_id="o3", section_id="s9"),
    ])  # fmt: skip
    held = hold_all(tables)
    assert held.tables["observations"]["observation_id"].to_list() == ["o1"]
    assert held.broken.height == 2
