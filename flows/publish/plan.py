"""What a run would change in the release, table by table, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from expectations.schemas import TABLES
from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import Release, current_release
from flows.staging import Staged

RUN_COLUMNS = ("run_id", "first_run_id")


@dataclass(frozen=True)
class TableChange:
    """What happens to one table. `replaced` names the documents (or areas: the `key`) whose rows it holds already, `areas`
    those whose rows it holds beside the rows of documents (see `of_areas`)."""

    table: str
    changed: bool
    replaced: tuple[str, ...]
    rows_before: int
    rows_after: int
    key: str = "doc_id"
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Derived:
    """Tables made of all the reports of an area, old and new: their rows for `areas` (column `area`), and those areas.

    `findings` are what comparing the reports of these areas found; they stand in one table with those on single reports.
    """

    areas: tuple[str, ...] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    findings: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class Plan:
    """The changes of one run against the release that is current now (`base`, None before the first)."""

    run_id: str
    base: Release | None
    staged: Staged
    derived: Derived
    quarantine: pl.DataFrame
    tables: Mapping[str, TableChange]
    findings_gone: pl.DataFrame

    @property
    def changed(self) -> bool:
        """Whether there is anything to publish."""
        return any(change.changed for change in self.tables.values())

    def findings(self) -> pl.DataFrame:
        """What is found on the run's documents, alone or beside other reports of their place; without run ids."""
        found = _new_rows(self.staged, self.derived, "findings")
        return found.filter(pl.col("doc_id").is_in(self.staged.doc_ids))

    def rows_before(self) -> dict[str, int]:
        """Rows of every table now, in the order of the data dictionary."""
        return {name: self.tables[name].rows_before for name in TABLES if name in self.tables}

    def rows_after(self) -> dict[str, int]:
        """Rows of every table once this is published, in the order of the data dictionary."""
        return {name: self.tables[name].rows_after for name in TABLES if name in self.tables}


def plan_release(
    layout: Layout, staged: Staged, derived: Derived, quarantine: pl.DataFrame, sources: list[str], run_id: str
) -> Plan:
    """Compare the staged and derived rows with the current release.

    `quarantine` has the rows that this run set aside (columns of the table without run_id) and `sources` every address
    it looked at: what the release has in quarantine for these is replaced. Rows that differ in their run ids alone are
    the same rows.
    """
    base = current_release(layout)
    tables = {name: TableChange(name, False, (), s.rows, s.rows) for name, s in base.tables.items()} if base else {}
    gone = pl.DataFrame()
    known = _known_documents(layout, base, staged.doc_ids)
    for table in staged.tables:
        areas = derived.areas if table == "findings" and _has_areas(layout, base) else ()
        old = released_rows(layout, base, table, known, areas=areas)
        new = _new_rows(staged, derived, table)
        tables[table] = replace(_change(table, base, old, new, known), areas=areas if old.height else ())
        if table == "findings" and old.height:
            gone = old.join(new, on="finding_id", how="anti")
    for table, rows in derived.tables.items():
        old = released_rows(layout, base, table, derived.areas, "area")
        tables[table] = replace(_change(table, base, old, rows, derived.areas), key="area")
    kept = _quarantine_after(layout, base, quarantine, sources, run_id)
    tables["quarantine"] = _quarantine_change(layout, base, kept)
    return Plan(run_id, base, staged, derived, kept, tables, gone)


def rows_to_write(layout: Layout, plan: Plan, table: str) -> pl.DataFrame:
    """The staged or derived rows of `table` with the ids of the runs that published and first found them."""
    if table in plan.derived.tables:
        return plan.derived.tables[table]
    rows = _new_rows(plan.staged, plan.derived, table)
    if table == "documents":
        return rows.with_columns(pl.lit(plan.run_id).alias("run_id"))
    if table == "findings":
        return stamped_findings(rows, rows_replaced(layout, plan.base, plan.tables[table]), plan.run_id)
    return rows


def _new_rows(staged: Staged, derived: Derived, table: str) -> pl.DataFrame:
    """The staged rows of `table`; findings with those that comparing reports gave."""
    rows = staged.frame(table).collect()
    return (
        pl.concat([rows, derived.findings.select(rows.columns)])
        if table == "findings" and derived.findings.width
        else rows
    )


def stamped_findings(rows: pl.DataFrame, released: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """Findings with the run that publishes them, and the one that found each first: this one, if no release has it."""
    first = released.select("finding_id", "first_run_id") if released.height else _no_first_runs()
    return rows.join(first, on="finding_id", how="left").with_columns(
        pl.col("first_run_id").fill_null(run_id), pl.lit(run_id).alias("run_id")
    )


def _known_documents(layout: Layout, base: Release | None, doc_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the documents that the release has: only they have rows to be replaced."""
    rows = released_rows(layout, base, "documents", doc_ids)
    return tuple(rows["doc_id"]) if rows.width else ()


def _has_areas(layout: Layout, base: Release | None) -> bool:
    """Whether the release's findings name areas; those of releases before this column are all of single reports."""
    if base is None or "findings" not in base.tables:
        return False
    return "area" in scan(layout, "findings", base.release_id).collect_schema()


def rows_replaced(layout: Layout, base: Release | None, change: TableChange) -> pl.DataFrame:
    """What the release has that a change of its table takes away; a frame without columns where there is nothing."""
    return released_rows(layout, base, change.table, change.replaced, change.key, change.areas)


def released_rows(
    layout: Layout,
    base: Release | None,
    table: str,
    ids: tuple[str, ...],
    key: str = "doc_id",
    areas: tuple[str, ...] = (),
) -> pl.DataFrame:
    """What the release has of these documents (or areas); a frame without columns where it can have nothing.

    With `areas` the rows of documents are those without an area, and the rows of these areas come to them.
    """
    if base is None or table not in base.tables or not (ids or areas):
        return pl.DataFrame()
    released = scan(layout, table, base.release_id)
    wanted = pl.col(key).is_in(ids)
    if areas:
        wanted = (wanted & pl.col("area").is_null()) | pl.col("area").is_in(areas)
    return released.filter(wanted).collect()


def _change(
    table: str, base: Release | None, old: pl.DataFrame, new: pl.DataFrame, replaced: tuple[str, ...]
) -> TableChange:
    before = base.tables[table].rows if base and table in base.tables else 0
    same = _same_rows(old, new)
    after = before if same else before - old.height + new.height
    return TableChange(table, not same, replaced if old.height else (), before, after)


def _same_rows(old: pl.DataFrame, new: pl.DataFrame) -> bool:
    if old.height != new.height:
        return False
    if not old.height:
        return True
    columns = [name for name in new.columns if name not in RUN_COLUMNS]
    if not set(columns) <= set(old.columns):
        return False
    return old.select(columns).hash_rows().sort().equals(new.select(columns).hash_rows().sort())


def _quarantine_after(
    layout: Layout, base: Release | None, found: pl.DataFrame, sources: list[str], run_id: str
) -> pl.DataFrame:
    """The whole quarantine after this run: what was there, less the sources seen now, plus what this run set aside."""
    found = found.with_columns(pl.lit(run_id).alias("run_id"))
    if base is None:
        return found
    old = scan(layout, "quarantine", base.release_id).collect()
    still = old.filter(pl.col("quarantine_id").is_in(found["quarantine_id"].to_list()))
    elsewhere = old.filter(~pl.col("source_uri").is_in(sources)).join(still, on="quarantine_id", how="anti")
    return pl.concat([elsewhere, still, found.join(still, on="quarantine_id", how="anti")])


def _quarantine_change(layout: Layout, base: Release | None, kept: pl.DataFrame) -> TableChange:
    before = base.tables["quarantine"].rows if base else 0
    old = scan(layout, "quarantine", base.release_id).collect() if base else kept.clear()
    return TableChange("quarantine", not _same_rows(old, kept), (), before, kept.height)


def _no_first_runs() -> pl.DataFrame:
    return pl.DataFrame(schema={"finding_id": pl.String, "first_run_id": pl.String})
