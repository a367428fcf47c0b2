"""A release is read at the versions that it names, whatever the files beneath look like, and at once."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from deltalake import DeltaTable, write_deltalake

from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import Release, TableState, find_release, make_current
from flows.staging import Staged

SLOW_IMPORTS = ("pyarrow", "numpy", "pandas", "pandera", "prefect", "great_expectations", "pydantic_settings")


@pytest.fixture
def released(layout: Layout, stage: Callable[..., Staged], published: Callable[..., Release]) -> Layout:
    published(stage(甲市="增长5%！"), "run-1")
    return layout


def follow_latest(layout: Layout, table: str) -> None:
    """Let the current release name the table as it lies on disk."""
    latest = DeltaTable(str(layout.table(table)))
    release = find_release(layout)
    make_current(layout, replace(release, tables={**release.tables, table: TableState(latest.version(), 0)}))


@pytest.mark.parametrize("table", ["documents", "findings", "runs", "tasks"])
def test_rows_and_columns_are_those_of_the_table(released: Layout, table: str) -> None:
    rows = scan(released, table).collect()
    assert rows.equals(pl.read_delta(str(released.table(table)), version=find_release(released).tables[table].version))
    assert rows.schema == pl.read_delta(str(released.table(table))).schema


def test_rows_from_before_a_column_was_added_have_it_empty(released: Layout) -> None:
    path, rows = str(released.table("findings")), scan(released, "findings").collect()
    write_deltalake(path, rows.drop("tolerance"), mode="overwrite", schema_mode="overwrite")
    write_deltalake(path, rows.with_columns(tolerance=pl.lit("±0.5")), mode="append", schema_mode="merge")
    follow_latest(released, "findings")
    assert set(scan(released, "findings").collect()["tolerance"]) == {None, "±0.5"}


def test_a_table_whose_files_are_not_the_whole_truth_is_left_to_the_library(
    released: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deletion vectors leave the rows that are gone in the files; another program may switch them on."""
    DeltaTable(str(released.table("documents"))).alter.set_table_properties({"delta.enableDeletionVectors": "true"})
    follow_latest(released, "documents")
    by_library = []
    monkeypatch.setattr(pl, "scan_delta", lambda delta: by_library.append(delta.version()) or pl.LazyFrame())
    scan(released, "documents")
    assert by_library == [find_release(released).tables["documents"].version]


def test_listing_findings_imports_nothing_slow(released: Layout) -> None:
    """The command answers in about a second; each of these modules takes a third of one or more to import."""
    listing = (
        "import sys; from flows.cli import cli;"
        f"cli(['findings', '--data', {str(released.root)!r}], standalone_mode=False);"
        f"print('slow:', [name for name in {SLOW_IMPORTS!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    assert "增长5%！" in done.stdout
    assert done.stdout.endswith("slow: []\n")
