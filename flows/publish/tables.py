"""Delta tables of a data root: make them, bring them back to a release, replace some documents' rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from pyarrow.lib import RecordBatch, RecordBatchReader

from flows import storage
from flows.layout import Layout
from flows.publish.plan import Touched
from flows.publish.read import opened
from flows.publish.release import Release, TableState
from flows.storage.frames import delta_options

# Rows come in the order of their documents, so that small files and row groups, each with its first and last document,
# let readers pass over almost all of a table, and let a changed document rewrite one file alone.
FILE_BYTES = 16 * 1024 * 1024
WRITER_ROWS = 20_000
WRITER = WriterProperties(max_row_group_size=WRITER_ROWS, compression="ZSTD")
# Releases name versions for as long as they are kept: the log that leads to them is never thinned out by its age.
NOTHING = Touched()
CONFIGURATION = {"delta.enableExpiredLogCleanup": "false", "delta.logRetentionDuration": "interval 36500 days"}


class BrokenReleaseError(RuntimeError):
    """Something that a release names is not there any more."""


def state(layout: Layout, table: str) -> TableState:
    """Version and row count of the table as it lies there, which may be ahead of the release."""
    return _state(opened(layout, table))


def prepare(layout: Layout, table: str, empty: pl.DataFrame, released: TableState | None) -> TableState:
    """Make the table ready for this release: created if need be, and without what a broken run left in it; returns its
    state then.

    Rows beyond the version that the current release names come from a run that died between its tables; nobody has
    read them, and they are taken back.
    """
    if released is None and not _is_there(layout, table):
        _write(layout, table, empty, configuration=CONFIGURATION)
        return state(layout, table)
    delta = opened(layout, table)
    if released is None and delta.count():
        _write(layout, table, empty, mode="overwrite", schema_mode="overwrite")
        delta = opened(layout, table)
    elif released is not None and _is_ahead(delta, layout, table, released):
        delta.restore(released.version)
        delta = opened(layout, table)
    if missing := [name for name in empty.columns if name not in {field.name for field in delta.schema().fields}]:
        _write(layout, table, empty.select(missing), mode="append", schema_mode="merge")
        delta = opened(layout, table)
    return _state(delta)


def bring_to(layout: Layout, table: str, released: TableState) -> None:
    """Let the newest version of the table hold what this version holds; nothing is copied."""
    newest = opened(layout, table)
    if _is_ahead(newest, layout, table, released):
        newest.restore(released.version)


def is_ahead(layout: Layout, table: str, released: TableState) -> bool:
    """Whether the newest version of the table holds other data files than this version."""
    return _is_ahead(opened(layout, table), layout, table, released)


def _is_ahead(newest: DeltaTable, layout: Layout, table: str, released: TableState) -> bool:
    if newest.version() == released.version:
        return False
    return sorted(newest.file_uris()) != sorted(opened(layout, table, released.version).file_uris())


def _state(delta: DeltaTable) -> TableState:
    return TableState(version=delta.version(), rows=delta.count())


def check(layout: Layout, release: Release) -> None:
    """Raise BrokenReleaseError where a table of the release, or a data file of it, is not there."""
    for table, named in release.tables.items():
        lost = missing(layout, table, named)
        if lost:
            raise BrokenReleaseError(f"release {release.release_id} is not whole, table {table}: {lost}")


def missing(layout: Layout, table: str, named: TableState) -> str | None:
    """What is not there of a table as a release names it; None where all is."""
    if not _is_there(layout, table):
        return f"there is no Delta table in {layout.table(table)}"
    try:
        delta = opened(layout, table, named.version)
    except DeltaError as error:
        return f"version {named.version} cannot be read ({error})"
    there = {file.name for file in storage.files(layout.table(table))}
    gone = [uri for uri in delta.file_uris() if uri.rpartition("/")[2] not in there]
    if gone:
        return f"{len(gone)} data files are missing, such as {gone[0]}"
    return None if delta.count() == named.rows else f"{named.rows} rows are named, {delta.count()} are there"


def vacuum(layout: Layout, table: str, versions: Sequence[int], *, dry_run: bool = False) -> list[str]:
    """Delete the data files that neither these versions nor the newest one hold, whatever their age; returns them."""
    return opened(layout, table).vacuum(
        retention_hours=0,
        dry_run=dry_run,
        enforce_retention_duration=False,
        full=True,
        keep_versions=list(versions),
    )


def replace_rows(
    layout: Layout,
    table: str,
    rows: Iterable[pl.DataFrame],
    empty: pl.DataFrame,
    documents: Touched = NOTHING,
    areas: Touched = NOTHING,
) -> None:
    """Add `rows`, frames with the columns of `empty`, as they come; what the table holds of the documents and areas that
    are replaced goes in the same commit. Where a table has rows of both, those of a document are the ones without area.
    """
    if documents.replaced or areas.replaced:
        how = {"mode": "overwrite", "predicate": _touched(documents, areas)}
    else:
        how = {"mode": "append", "schema_mode": "merge"}
    _write(layout, table, _stream(rows, empty), target_file_size=FILE_BYTES, writer_properties=WRITER, **how)


def replace_all(layout: Layout, table: str, rows: Iterable[pl.DataFrame], empty: pl.DataFrame) -> None:
    """Let the table hold `rows` and nothing else."""
    how = {"mode": "overwrite", "schema_mode": "overwrite"}
    _write(layout, table, _stream(rows, empty), target_file_size=FILE_BYTES, writer_properties=WRITER, **how)


def _is_there(layout: Layout, table: str) -> bool:
    where = layout.table(table)
    return DeltaTable.is_deltatable(str(where), storage_options=delta_options(where))


def _write(layout: Layout, table: str, rows: pl.DataFrame | RecordBatchReader, **how: Any) -> None:
    where = layout.table(table)
    write_deltalake(str(where), rows, storage_options=delta_options(where), **how)


def _stream(rows: Iterable[pl.DataFrame], empty: pl.DataFrame) -> RecordBatchReader:
    """The frames as one stream, of which the writer holds a part at a time."""
    schema = empty.to_arrow().schema

    def batches() -> Iterator[RecordBatch]:
        for frame in rows:
            yield from frame.to_arrow().cast(schema).to_batches(max_chunksize=WRITER_ROWS)

    return RecordBatchReader.from_batches(schema, batches())


def _touched(documents: Touched, areas: Touched) -> str:
    """The condition on the rows to replace. Delta asks that the new rows meet it, so that documents and areas which come
    for the first time are named as well."""
    if not areas.all:
        return _among("doc_id", documents.all)
    of_areas = _among("area", areas.all)
    return f"(area IS NULL AND {_among('doc_id', documents.all)}) OR ({of_areas})" if documents.all else of_areas


def _among(key: str, ids: Sequence[str]) -> str:
    """The condition that `key` is one of these; its bounds let whole files be passed over by their statistics."""
    return (
        f"{key} >= {_quoted(min(ids))} AND {key} <= {_quoted(max(ids))} AND {key} IN ({', '.join(map(_quoted, ids))})"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
