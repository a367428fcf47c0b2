"""The models are the dictionary: every table and column says what it is."""

import polars as pl
import pytest

from expectations.schemas import TABLES, dictionary, empty


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_what_a_row_is(table: str) -> None:
    assert (TABLES[table].__doc__ or "").strip()


@pytest.mark.parametrize("column", list(dictionary()), ids=lambda column: f"{column.table}.{column.name}")
def test_every_column_has_a_description(column) -> None:  # type: ignore[no-untyped-def]
    assert column.description


def test_every_count_position_and_year_has_a_unit() -> None:
    counted = [c for c in dictionary() if c.name.startswith("char_") or c.name.startswith("year") or c.name == "chars"]
    assert {c.name for c in counted if not c.unit} == {"char_spans"}


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_frame_of_a_table_keeps_its_contract(table: str) -> None:
    assert TABLES[table].validate(empty(table), lazy=True).is_empty()


def test_lists_and_times_have_full_types() -> None:
    types = {(c.table, c.name): c.dtype for c in dictionary()}
    assert types["observations", "flags"] == pl.List(pl.String)
    assert types["findings", "char_spans"] == pl.List(pl.Struct({"start": pl.Int64, "end": pl.Int64}))
    assert types["runs", "started_at"] == pl.Datetime("us", "UTC")


def test_allowed_values_stand_in_the_dictionary() -> None:
    allowed = {(c.table, c.name): c.allowed for c in dictionary()}
    assert allowed["observations", "status"] == ("actual", "target")
