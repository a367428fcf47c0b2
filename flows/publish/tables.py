"""Delta tables of a data root: make them, bring them back to a release, replace some documents' rows."""

from collections.abc import Sequence

import polars as pl
from deltalake import DeltaTable, write_deltalake

from flows.layout import Layout
from flows.publish.release import TableState


def state(layout: Layout, table: str) -> TableState:
    """Version and row count of the table as it lies on disk, which may be ahead of the release."""
    delta = DeltaTable(str(layout.table(table)))
    return TableState(version=delta.version(), rows=delta.count())


def prepare(layout: Layout, table: str, empty: pl.DataFrame, released: TableState | None) -> None:
    """Make the table ready for this release: created if need be, and without what a broken run left in it.

    Rows beyond the version that the current release names come from a run that died between its tables; nobody has
    read them, and they are taken back.
    """
    path = str(layout.table(table))
    if not DeltaTable.is_deltatable(path):
        write_deltalake(path, empty)
        return
    delta = DeltaTable(path)
    if released is not None and delta.version() != released.version:
        delta.restore(released.version)
    elif released is None and delta.count():
        write_deltalake(path, empty, mode="overwrite", schema_mode="overwrite")


def replace_rows(layout: Layout, table: str, rows: pl.DataFrame, replaced: Sequence[str], key: str = "doc_id") -> None:
    """Add `rows`; whatever the table holds of the documents (or areas) in `replaced` goes in the same commit."""
    path = str(layout.table(table))
    if replaced:
        quoted = ", ".join("'" + one.replace("'", "''") + "'" for one in replaced)
        write_deltalake(path, rows, mode="overwrite", predicate=f"{key} IN ({quoted})")
    elif rows.height:
        write_deltalake(path, rows, mode="append", schema_mode="merge")


def replace_all(layout: Layout, table: str, rows: pl.DataFrame) -> None:
    """Let the table hold `rows` and nothing else."""
    write_deltalake(str(layout.table(table)), rows, mode="overwrite", schema_mode="overwrite")
