"""What a backfill changes, row by row, as the quality report shows it.

In: the comparison's frames, which stand among the report's tables as `compared_tables`, `compared_indicators`,
`compared_documents` and `compared_examples`. Out: the rows of four small tables, the most changed first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

MOST_LINES = 30
CHANGES = ("added", "removed", "changed", "moved")


@dataclass(frozen=True)
class Counted:
    """Something whose rows change, and how many are added, removed, changed, and moved without saying anything else."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Example:
    """One row that changes, as text; `before` is empty for what is added, `after` for what is removed."""

    table: str
    change: str
    source_name: str
    row: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """The four tables."""

    tables: Sequence[Counted]
    indicators: Sequence[Counted]
    documents: Sequence[Counted]
    examples: Sequence[Example]


def compared_of(tables: Mapping[str, pl.DataFrame]) -> Compared | None:
    """The comparison for the page; None for a run that made none."""
    if "compared_tables" not in tables:
        return None
    examples = tables["compared_examples"].select("table", "change", "source_name", "row", "before", "after")
    return Compared(
        tables=_counted(tables["compared_tables"], pl.col("table")),
        indicators=_counted(tables["compared_indicators"], pl.concat_str("table", "indicator", separator=" · ")),
        documents=_counted(tables["compared_documents"], pl.coalesce("source_name", "doc_id")),
        examples=[Example(*(cell or "" for cell in row)) for row in examples.iter_rows()],
    )


def _counted(rows: pl.DataFrame, name: pl.Expr) -> list[Counted]:
    shown = rows.head(MOST_LINES).select(name, *CHANGES)
    return [Counted(first, tuple(counts)) for first, *counts in shown.iter_rows()]
