"""A planned release beside the current one, row by row: what is added, removed, changed, and only moved."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from expectations.schemas import TABLES, empty
from flows.layout import Layout
from flows.publish.compare import IDENTITY, Comparison, compare, read_comparison, write_comparison
from flows.publish.plan import Plan
from flows.publish.release import Release
from flows.staging import Staged

Compared = Callable[..., Comparison]


@pytest.fixture
def compared(
    layout: Layout, stage: Callable[..., Staged], planned: Callable[..., Plan], published: Callable[..., Release]
) -> Compared:
    """compared(甲市="增长5%") compares these documents with a release of 甲市 (with a finding) and 乙市."""
    published(stage(甲市="增长5%！", 乙市="增长6%"), "run-1")
    return lambda **sentences: compare(layout, planned(stage(**sentences), "run-2"))


def counts(comparison: Comparison) -> dict[str, tuple[int, ...]]:
    return {table: tuple(numbers) for table, *numbers in comparison.tables.iter_rows()}


def test_every_table_is_compared_but_those_of_runs() -> None:
    assert set(TABLES) - set(IDENTITY) == {"quarantine", "runs"}
    assert all(set(identity) <= set(empty(table).columns) for table, identity in IDENTITY.items())


def test_the_same_rows_are_no_change(compared: Compared) -> None:
    assert compared(甲市="增长5%！").tables.height == 0


def test_a_row_that_says_something_else_is_changed(compared: Compared) -> None:
    comparison = compared(甲市="增长55%！")
    assert counts(comparison) == {"documents": (0, 0, 1, 0), "findings": (0, 0, 1, 0)}
    [document] = comparison.documents.rows(named=True)
    assert (document["source_name"], document["changed"]) == ("甲市", 2)


def test_a_new_document_adds_rows_and_a_finding_that_is_over_is_removed(compared: Compared) -> None:
    assert counts(compared(甲市="增长5%", 丙市="增长7%")) == {"documents": (1, 0, 1, 0), "findings": (0, 1, 0, 0)}


def test_examples_show_a_row_before_and_after(compared: Compared) -> None:
    shown = compared(甲市="增长55%！").examples.filter(table="documents")
    [example] = shown.rows(named=True)
    assert (example["change"], example["source_name"]) == ("changed", "甲市")
    assert '"chars":5' in example["before"]
    assert '"chars":6' in example["after"]


def test_a_row_under_another_version_alone_has_moved(
    layout: Layout, stage: Callable[..., Staged], planned: Callable[..., Plan], compared: Compared
) -> None:
    assert compared(甲市="增长5%！").tables.height == 0
    staged = stage(乙市="增长6%")
    [path] = staged.files("documents")
    pl.read_parquet(path).with_columns(parser_version=pl.lit("2")).write_parquet(path)
    assert counts(compare(layout, planned(staged, "run-2"))) == {"documents": (0, 0, 0, 1)}


def test_what_was_written_is_read_back(compared: Compared, tmp_path: Path) -> None:
    comparison = compared(甲市="增长55%！")
    back = read_comparison(write_comparison(comparison, tmp_path / "run-2"))
    assert back is not None
    assert back.tables.equals(comparison.tables)
    assert back.examples.equals(comparison.examples)
    assert read_comparison(tmp_path / "run-3") is None
