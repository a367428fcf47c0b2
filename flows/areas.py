"""What needs all documents of a place, old and new: parts and editions of a report, targets beside results, the panel,
where two reports disagree, and which observations are flagged for it.

A run stages some documents; their places' other documents come from the current release. What is made of both replaces
what the release has for these places, for the places that a document read again has left, and for those below that a
report of the run speaks of, or spoke of. Places are taken some at a time, so that memory holds the reports of a few,
whatever the size of the run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from expectations.rules import check_areas
from expectations.schemas import empty
from flows import storage
from flows.above import copies_before, higher, named_before, named_now, told_of
from flows.flagging import flags_changed
from flows.layout import Layout
from flows.parse.editions import belonging, editions, of_reports
from flows.parse.outcomes import outcomes
from flows.parse.panel import panel
from flows.parse.places_of_parts import READ as PLACED_BY
from flows.parse.places_of_parts import areas
from flows.publish.plan import FLAGS, Area, Derived
from flows.publish.read import scan
from flows.publish.release import Release, current_release
from flows.staging import Staged, grouped
from flows.standing import Standing
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
    and of the places below that these speak of, for as long as the context lasts."""
    if not staged.doc_ids:
        yield Derived()
        return
    folder = layout.derived(run_id)
    try:
        yield Derived(DERIVED, tuple(_derive(layout, staged, folder)))
    finally:
        storage.delete_all(folder)


def _derive(layout: Layout, staged: Staged, folder: Location) -> Iterator[Area]:
    standing = Standing(layout, current_release(layout), staged)
    concerned = _concerned(standing)
    waiting, done, copies = set(concerned.areas), set[str](), copies_before(standing, concerned.higher)
    while waiting:  # places before those below them, since their codes come first
        places = next(grouped(concerned.sizes(waiting), MOST_DOCUMENTS))
        members = concerned.documents.filter(pl.col("area").is_in(places))
        tables = _of_places(standing, members)
        beside = editions(tables["documents"], tables["sentences"])
        turned = _copies(beside).symmetric_difference(copies.intersection(members["doc_id"]))
        copies ^= turned
        counting = concerned.higher.filter(~pl.col("doc_id").is_in(copies))
        made = _made_of(tables | {"editions": beside, "above": told_of(standing, counting, places)})
        made[FLAGS] = flags_changed(standing, members, tables["observations"], made["findings"])
        part = Area(tuple(places), folder / f"{len(done):06}")
        for table, rows in made.items():
            write_parquet(part.folder / f"{table}.parquet", rows)
        yield part
        done.update(places)
        named = named_now(standing, concerned.higher.filter(pl.col("doc_id").is_in(turned)))
        waiting = (waiting | concerned.known(named)) - done


def _made_of(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    beside = tables["editions"]
    reports, observations = of_reports(tables["documents"], beside), tables["observations"]
    return {
        "editions": beside,
        "outcomes": outcomes(observations, reports, tables["table_cells"]),
        "panel": panel(observations, reports),
        "findings": check_areas(tables),
    }


def _copies(beside: pl.DataFrame) -> set[str]:
    """Documents that are another edition of a report."""
    return set(beside.filter(pl.col("edition_of").is_not_null())["doc_id"])


@dataclass(frozen=True)
class Concerned:
    """`areas` are the places that the run concerns, also those that lose their last document; `documents` (columns of
    `MEMBERS`) all documents of any place after the run, and `higher` those whose place may have others below it."""

    areas: set[str]
    documents: pl.DataFrame
    higher: pl.DataFrame

    def known(self, areas: set[str]) -> set[str]:
        """Those of the areas that have documents."""
        return areas.intersection(self.documents["area"])

    def sizes(self, areas: set[str]) -> list[tuple[str, int]]:
        """How many documents each of the areas has, in order."""
        have = dict(self.documents.filter(pl.col("area").is_in(areas)).group_by("area").len().iter_rows())
        return [(area, have.get(area, 0)) for area in sorted(areas)]


def _concerned(standing: Standing) -> Concerned:
    """Places of documents that come, are read again or leave them, and those below that these speak of, or spoke of."""
    new = standing.staged.frame("documents").select(PLACED_BY).collect()
    placed = _placed_by(standing.layout, standing.base)
    kept = placed.join(new, on="doc_id", how="anti")
    after = pl.concat([kept, new])
    read = pl.col("doc_id").is_in(new["doc_id"].implode())
    before, now = (areas(documents).with_columns(staged=read) for documents in (placed, after))
    stayed = now.filter(~pl.col("staged")).join(before, on=["doc_id", "area"], how="semi")
    come, gone = (documents.join(stayed, on="doc_id", how="anti") for documents in (now, before))
    above = higher(now.join(after, on="doc_id"))
    named = named_now(standing, above.join(come, on="doc_id", how="semi"))
    named |= named_before(standing, higher(gone.join(placed, on="doc_id")))
    known = named.intersection(now["area"])
    return Concerned({*come["area"], *gone["area"], *known}, now.match_to_schema(MEMBERS), above)


def _placed_by(layout: Layout, base: Release | None) -> pl.DataFrame:
    """What tells the place of every document of the release."""
    none = empty("documents").select(PLACED_BY)
    if base is None:
        return none
    released = scan(layout, "documents", base.release_id)
    there = [name for name in PLACED_BY if name in released.collect_schema()]  # a release of earlier times has fewer
    return pl.concat([none, released.select(there).collect()], how="diagonal")


def _of_places(standing: Standing, members: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of these documents, with `area` in `documents`."""
    tables = {table: standing.rows(members, table) for table in READ}
    documents = tables["documents"].join(members.select("doc_id", "area"), on="doc_id", maintain_order="left")
    related = members.filter(pl.col("doc_id").is_in(belonging(documents)))
    beside = {table: standing.rows(related, table) for table in READ_BESIDE}
    return tables | {"documents": documents} | beside
