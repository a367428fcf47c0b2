"""Delta tables of a data root: make them, bring them back to a release, replace some documents' rows."""

from collections.abc import Iterable, Sequence
from itertools import chain

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


def replace_rows(
    layout: Layout,
    table: str,
    rows: pl.DataFrame,
    replaced: Sequence[str],
    key: str = "doc_id",
    areas: Sequence[str] = (),
) -> None:
    """Add `rows`; whatever the table holds of the documents (or areas) in `replaced` goes in the same commit.

    With `areas` only rows of no area go with their documents, and with them the rows of these areas. Delta asks that new
    rows be among those that are replaced, so that documents (and areas) which come for the first time are named as well.
    """
    path = str(layout.table(table))
    if not (replaced or areas):
        if rows.height:
            write_deltalake(path, rows, mode="append", schema_mode="merge")
        return
    if areas:
        of_documents = rows.filter(pl.col("area").is_null())[key]
        predicate = f"({_among(key, replaced, of_documents)} AND area IS NULL) OR {_among('area', areas, rows['area'].drop_nulls())}"
    else:
        predicate = _among(key, replaced, rows[key])
    write_deltalake(path, rows, mode="overwrite", predicate=predicate, schema_mode="merge")


def _among(column: str, *values: Iterable[str]) -> str:
    """The condition that the column has one of these values, of which there may be none."""
    quoted = ["'" + value.replace("'", "''") + "'" for value in dict.fromkeys(chain(*values))]
    return f"{column} IN ({', '.join(quoted)})" if quoted else "FALSE"


def replace_all(layout: Layout, table: str, rows: pl.DataFrame) -> None:
    """Let the table hold `rows` and nothing else."""
    write_deltalake(str(layout.table(table)), rows, mode="overwrite", schema_mode="overwrite")
