"""What needs all reports of a place, old and new: targets beside results, the panel, and where two reports disagree.

A run stages some documents; their places' other documents come from the current release. What is made of both replaces
what the release has for these places, and for the places that a document read again has left.
"""

import polars as pl

from expectations.rules import check_areas
from flows.layout import Layout
from flows.parse.outcomes import AREA, outcomes
from flows.parse.panel import panel
from flows.publish.plan import Derived
from flows.publish.read import scan
from flows.publish.release import Release, current_release
from flows.staging import Staged

READ = ("documents", "observations", "table_cells")


def derive(layout: Layout, staged: Staged) -> Derived:
    """`outcomes`, `panel` and findings of every place that the staged documents belong to, or belonged to."""
    if not staged.folders:
        return Derived()
    base = current_release(layout)
    new = {table: staged.frame(table) for table in READ}
    if base is None:
        tables = {table: rows.collect() for table, rows in new.items()}
        areas = tables["documents"].select(AREA).to_series()
    else:
        areas, tables = _with_released(layout, base, staged, new)
    return Derived(
        areas=tuple(areas.unique().sort()),
        tables={
            "outcomes": outcomes(tables["observations"], tables["documents"], tables["table_cells"]),
            "panel": panel(tables["observations"], tables["documents"]),
        },
        findings=check_areas(tables | {"documents": tables["documents"].with_columns(area=AREA)}),
    )


def _with_released(
    layout: Layout, base: Release, staged: Staged, new: dict[str, pl.LazyFrame]
) -> tuple[pl.Series, dict[str, pl.DataFrame]]:
    """The places concerned, and the rows of all their documents: staged ones as staged, the others as released."""
    replaced = pl.col("doc_id").is_in(staged.doc_ids)
    released = scan(layout, "documents", base.release_id).with_columns(area=AREA).collect()
    areas = pl.concat([new["documents"].select(area=AREA).collect(), released.filter(replaced).select("area")])["area"]
    others = released.filter(pl.col("area").is_in(areas.implode()) & ~replaced)["doc_id"].to_list()
    tables = {table: rows.collect() for table, rows in new.items()}
    for table in READ if others else ():
        kept = scan(layout, table, base.release_id).filter(pl.col("doc_id").is_in(others)).collect()
        tables[table] = pl.concat([kept, tables[table]], how="diagonal")
    return areas, tables
