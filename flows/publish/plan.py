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
    """What happens to one table. `replaced` names the documents (or areas: the `key`) whose rows it holds already."""

    table: str
    changed: bool
    replaced: tuple[str, ...]
    rows_before: int
    rows_after: int
    key: str = "doc_id"


@dataclass(frozen=True)
class Derived:
    """Tables made of all the reports of an area, old and new: their rows for `areas` (column `area`), and those areas."""

    areas: tuple[str, ...] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


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
        old = released_rows(layout, base, table, known)
        new = staged.frame(table).collect()
        tables[table] = _change(table, base, old, new, known)
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
    rows = plan.staged.frame(table).collect()
    if table == "documents":
        return rows.with_columns(pl.lit(plan.run_id).alias("run_id"))
    if table == "findings":
        released = released_rows(layout, plan.base, table, plan.tables[table].replaced)
        return stamped_findings(rows, released, plan.run_id)
    return rows


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


def released_rows(
    layout: Layout, base: Release | None, table: str, ids: tuple[str, ...], key: str = "doc_id"
) -> pl.DataFrame:
    """What the release has of these documents (or areas); a frame without columns where it can have nothing."""
    if base is None or table not in base.tables or not ids:
        return pl.DataFrame()
    return scan(layout, table, base.release_id).filter(pl.col(key).is_in(ids)).collect()


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
