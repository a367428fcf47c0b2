"""Write a planned release: every changed table, the run's own row, then the replacement that makes it current."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

import polars as pl

from expectations.schemas import TABLES, empty
from flows.layout import Layout
from flows.publish import tables as delta
from flows.publish.datapackage import write_datapackage
from flows.publish.plan import Plan, TableChange, rows_to_write
from flows.publish.read import scan_version
from flows.publish.release import Release, SupersededError, TableState, make_current


def no_doubt() -> None:
    """The publishing lock is held, whatever happens."""


def publish(layout: Layout, plan: Plan, run: pl.DataFrame, still_held: Callable[[], None] = no_doubt) -> Release:
    """Make the planned release current and return it.

    `run` is one row with the columns of `runs` that the run itself knows (run_id, started_at, finished_at, trigger,
    versions and source counts); rows, findings and table versions are added here. Whoever reads sees the old release
    until the last step. Call it with the data root's publishing lock held; `still_held` is asked before every step and
    raises where it is not. Raises SupersededError where somebody else wrote or published meanwhile all the same.
    """
    released = plan.base.tables if plan.base else {}
    states: dict[str, TableState] = {}
    for table in TABLES:
        still_held()
        states[table] = delta.prepare(layout, table, empty(table), released.get(table))
        change = plan.tables.get(table)
        if table == "runs":
            delta.replace_rows(layout, table, [_run_row(layout, run, states)], empty(table))
        elif change is not None and change.changed:
            _write(layout, plan, change)
        else:
            continue
        prepared, states[table] = states[table], delta.state(layout, table)
        if states[table].version != prepared.version + 1:
            raise SupersededError(f"somebody else wrote to {layout.table(table)} while {plan.run_id} did")
    release = Release(
        release_id=plan.run_id,
        run_id=plan.run_id,
        created_at=_finished(run).isoformat(),
        previous=plan.base.release_id if plan.base else None,
        tables=states,
    )
    still_held()
    make_current(layout, release)
    write_datapackage(layout, release)
    return release


def _write(layout: Layout, plan: Plan, change: TableChange) -> None:
    """Replace what changes; where all of a table goes, nothing of it need be read to find what stays."""
    columns, rows = empty(change.table), rows_to_write(layout, plan, change.table)
    if change.table == "quarantine" or change.rows_replaced == change.rows_before > 0:
        delta.replace_all(layout, change.table, rows, columns)
    else:
        delta.replace_rows(layout, change.table, rows, columns, change.documents, change.areas)


def _run_row(layout: Layout, run: pl.DataFrame, states: Mapping[str, TableState]) -> pl.DataFrame:
    findings = scan_version(layout, "findings", states["findings"].version)
    by_severity = findings.group_by("severity").len().sort("severity").collect()
    facts = {
        "rows": {name: state.rows for name, state in states.items()},
        "findings": dict(zip(by_severity["severity"], by_severity["len"], strict=True)),
        "table_versions": {name: state.version for name, state in states.items()},
    }
    row = run.with_columns(pl.lit(json.dumps(fact)).alias(name) for name, fact in facts.items())
    return row.select(empty("runs").columns)


def _finished(run: pl.DataFrame) -> datetime:
    finished: datetime = run["finished_at"].item()
    return finished
