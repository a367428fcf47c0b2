"""Rows of documents as they stand when a run is done: staged for those that it reads, as released for the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.schemas import empty
from flows.layout import Layout
from flows.publish.plan import among
from flows.publish.read import scan
from flows.publish.release import Release
from flows.staging import Staged

EVERY = pl.lit(True)


@dataclass(frozen=True)
class Standing:
    """A run's staged rows, and the release that they are to follow (None before the first)."""

    layout: Layout
    base: Release | None
    staged: Staged

    def rows(self, members: pl.DataFrame, table: str, which: pl.Expr = EVERY) -> pl.DataFrame:
        """The rows of `table` for which `which` holds, of the documents of `members` (doc_id, and whether it is `staged`);
        columns that a release of earlier times has not are empty."""
        return pl.concat(
            [empty(table), *(part.collect() for part in self._parts(members, table, which))], how="diagonal"
        )

    def some(self, members: pl.DataFrame, table: str, columns: Sequence[str], which: pl.Expr = EVERY) -> pl.DataFrame:
        """The same, of these columns alone, each row once."""
        parts = (_only(part, columns).unique().collect() for part in self._parts(members, table, which))
        return pl.concat([empty(table).select(columns), *parts], how="diagonal")

    def _parts(self, members: pl.DataFrame, table: str, which: pl.Expr) -> Iterator[pl.LazyFrame]:
        mine, others = (members.filter(pl.col("staged") == own)["doc_id"].unique().to_list() for own in (True, False))
        if mine:
            yield self.staged.frame(table).filter(pl.col("doc_id").is_in(mine) & which)
        if self.base is not None and others:
            yield scan(self.layout, table, self.base.release_id).filter(among(others) & which)


def _only(rows: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    there = rows.collect_schema()
    return rows.select(name for name in columns if name in there)
