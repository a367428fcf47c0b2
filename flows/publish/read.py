"""Reading a release: lazy frames at exactly the versions that belong together."""

from functools import lru_cache
from pathlib import Path

import polars as pl
from deltalake import DeltaTable

from flows.layout import Layout
from flows.publish.release import NoReleaseError, current_release, find_release
from flows.storage import S3Path
from flows.storage.frames import delta_options, scan_parquet

PLAIN_READER = 1  # protocol of tables whose rows are those of their files; ours are, until another program rewrites one


def scan(layout: Layout, table: str, release_id: str | None = None) -> pl.LazyFrame:
    """`table` as the current release, or the release named, has it.

    Raises NoReleaseError where there is no release, or the release has no such table.
    """
    release = find_release(layout, release_id)
    if table not in release.tables:
        known = ", ".join(release.tables)
        raise NoReleaseError(f"release {release.release_id} has no table {table!r}; it has {known}")
    where, version = layout.table(table), release.tables[table].version
    if isinstance(where, Path):
        return _rows(opened(layout, table, version))
    return _rows(_remembered(where, version, release.release_id))


def rows_of_documents(layout: Layout, table: str, doc_ids: list[str]) -> pl.DataFrame | None:
    """Rows of `table` in the current release that belong to these documents; None before the first release."""
    if current_release(layout) is None:
        return None
    return scan(layout, table).filter(pl.col("doc_id").is_in(doc_ids)).collect()


def opened(layout: Layout, table: str, version: int | None = None) -> DeltaTable:
    """The Delta table as it lies there, or in one of its versions."""
    where = layout.table(table)
    return DeltaTable(str(where), version=version, storage_options=delta_options(where))


def scan_version(layout: Layout, table: str, version: int) -> pl.LazyFrame:
    """The rows of a version of a table that no release names yet."""
    return _rows(opened(layout, table, version))


@lru_cache(maxsize=64)
def _remembered(where: S3Path, version: int, _release_id: str) -> DeltaTable:
    """A table in a bucket as a release has it, which never changes and takes several requests to open."""
    return DeltaTable(str(where), version=version, storage_options=delta_options(where))


def _rows(delta: DeltaTable) -> pl.LazyFrame:
    """The rows of a plain table straight from its files: `scan_delta` spends a third of a second on importing pyarrow."""
    if delta.protocol().min_reader_version > PLAIN_READER:
        return pl.scan_delta(delta)
    schema = pl.Schema(delta.schema())
    files = delta.file_uris()
    if not files:
        return pl.LazyFrame(schema=schema)
    return scan_parquet(files, schema=schema, missing_columns="insert", extra_columns="ignore")
