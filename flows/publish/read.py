"""Reading a release: lazy frames at exactly the versions that belong together."""

import polars as pl
from deltalake import DeltaTable

from flows.layout import Layout
from flows.publish.release import NoReleaseError, find_release

PLAIN_READER = 1  # protocol of tables whose rows are those of their files; ours are, until another program rewrites one


def scan(layout: Layout, table: str, release_id: str | None = None) -> pl.LazyFrame:
    """`table` as the current release, or the release named, has it.

    Raises NoReleaseError where there is no release, or the release has no such table.
    """
    release = find_release(layout, release_id)
    if table not in release.tables:
        known = ", ".join(release.tables)
        raise NoReleaseError(f"release {release.release_id} has no table {table!r}; it has {known}")
    return _scan(DeltaTable(str(layout.table(table)), version=release.tables[table].version))


def rows_of_documents(layout: Layout, table: str, doc_ids: list[str]) -> pl.DataFrame | None:
    """Rows of `table` in the current release that belong to these documents; None before the first release."""
    if not (layout.releases / "current.json").exists():
        return None
    return scan(layout, table).filter(pl.col("doc_id").is_in(doc_ids)).collect()


def _scan(delta: DeltaTable) -> pl.LazyFrame:
    """The rows of a plain table straight from its files: `scan_delta` spends a third of a second on importing pyarrow."""
    if delta.protocol().min_reader_version > PLAIN_READER:
        return pl.scan_delta(delta)
    schema = pl.Schema(delta.schema())
    files = delta.file_uris()
    if not files:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(files, schema=schema, missing_columns="insert", extra_columns="ignore")
