"""What needs all documents of a place, old and new: parts and editions of a report, targets beside results, the panel,
and where two reports disagree.

A run stages some documents; their places' other documents come from the current release. What is made of both replaces
what the release has for these places, and for the places that a document read again has left. Places are taken some at
a time, so that memory holds the reports of a few, whatever the size of the run.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from expectations.rules import check_areas
from expectations.schemas import empty
from flows import storage
from flows.layout import Layout
from flows.parse.editions import belonging, editions, of_reports
from flows.parse.outcomes import outcomes
from flows.parse.panel import panel
from flows.parse.places_of_parts import READ as PLACED_BY
from flows.parse.places_of_parts import areas
from flows.publish.plan import Area, Derived, among
from flows.publish.read import scan
from flows.publish.release import Release, current_release
from flows.staging import Staged, grouped
from flows.storage import Location
from flows.storage.frames import write_parquet

READ = ("documents", "observations", "table_cells")
READ_BESIDE = ("sections", "sentences", "milestones")  # of documents that may belong to another alone
DERIVED = ("editions", "outcomes", "panel", "findings")
MOST_DOCUMENTS = 500  # at a time
MEMBERS = pl.Schema({"doc_id": pl.String, "area": pl.String, "staged": pl.Boolean})


@contextmanager
def derived(layout: Layout, staged: Staged, run_id: str) -> Iterator[Derived]:
    """`editions`, `outcomes`, `panel` and findings of every place that the staged documents belong to, or belonged to,
    for as long as the context lasts."""
    if not staged.doc_ids:
        yield Derived()
        return
    folder = layout.derived(run_id)
    try:
        yield Derived(DERIVED, tuple(_derive(layout, staged, folder)))
    finally:
        storage.delete_all(folder)


def _derive(layout: Layout, staged: Staged, folder: Location) -> Iterator[Area]:
    base = current_release(layout)
    members = _members(layout, base, staged)
    sizes = members.group_by("area").agg(pl.col("doc_id").drop_nulls().len()).sort("area")
    for number, places in enumerate(grouped(sizes.iter_rows(), MOST_DOCUMENTS)):
        tables = _of_places(layout, base, staged, members.filter(pl.col("area").is_in(places)).drop_nulls("doc_id"))
        part = Area(tuple(places), folder / f"{number:04}")
        for table, rows in _made_of(tables).items():
            write_parquet(part.folder / f"{table}.parquet", rows)
        yield part


def _made_of(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    beside = editions(tables["documents"], tables["sentences"])
    reports, observations = of_reports(tables["documents"], beside), tables["observations"]
    return {
        "editions": beside,
        "outcomes": outcomes(observations, reports, tables["table_cells"]),
        "panel": panel(observations, reports),
        "findings": check_areas(tables | {"editions": beside}),
    }


def _members(layout: Layout, base: Release | None, staged: Staged) -> pl.DataFrame:
    """The documents of every place concerned (columns of `MEMBERS`), those of this run as staged, the others as
    released. A place that has lost its last document has a row without one."""
    new = staged.frame("documents").select(PLACED_BY).collect()
    released = _placed_by(layout, base)
    kept = released.join(new, on="doc_id", how="anti")
    before, now = areas(released), areas(pl.concat([kept, new]))
    mine = now.join(new, on="doc_id", how="semi")
    stayed = now.join(before, on=["doc_id", "area"], how="semi").join(mine, on="doc_id", how="anti")
    moved = pl.concat([now, before]).join(stayed, on="doc_id", how="anti")
    concerned = now.filter(pl.col("area").is_in(moved["area"].unique().implode()))
    members = concerned.join(new.select("doc_id", staged=pl.lit(True)), on="doc_id", how="left")
    gone = moved.select(pl.lit(None, pl.String).alias("doc_id"), "area", staged=pl.lit(False)).unique()
    return pl.concat([members.with_columns(pl.col("staged").fill_null(False)), gone]).match_to_schema(MEMBERS)


def _placed_by(layout: Layout, base: Release | None) -> pl.DataFrame:
    """What tells the place of every document of the release."""
    none = empty("documents").select(PLACED_BY)
    if base is None:
        return none
    released = scan(layout, "documents", base.release_id)
    there = [name for name in PLACED_BY if name in released.collect_schema()]  # a release of earlier times has fewer
    return pl.concat([none, released.select(there).collect()], how="diagonal")


def _of_places(layout: Layout, base: Release | None, staged: Staged, members: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of these documents, with `area` in `documents`."""
    tables = _tables(layout, base, staged, members, READ)
    documents = tables["documents"].join(members.select("doc_id", "area"), on="doc_id", maintain_order="left")
    related = members.filter(pl.col("doc_id").is_in(belonging(documents)))
    return tables | {"documents": documents} | _tables(layout, base, staged, related, READ_BESIDE)


def _tables(
    layout: Layout, base: Release | None, staged: Staged, members: pl.DataFrame, names: tuple[str, ...]
) -> dict[str, pl.DataFrame]:
    """All rows of these documents in the tables named."""
    mine, others = (members.filter(pl.col("staged") == own)["doc_id"].to_list() for own in (True, False))
    tables = {}
    for table in names:
        parts = [empty(table)]  # has the columns that a release of earlier times has not
        parts += [staged.frame(table).filter(pl.col("doc_id").is_in(mine)).collect()] if mine else []
        if base is not None and others:
            parts.append(scan(layout, table, base.release_id).filter(among(others)).collect())
        tables[table] = pl.concat(parts, how="diagonal")
    return tables
