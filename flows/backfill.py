"""A backfill as a Prefect flow: the raw store is read again, never the network, and what changes is shown first."""

from pathlib import Path

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.areas import derive
from flows.collect import RawStore
from flows.layout import Layout
from flows.names import backfill_name
from flows.parameters import Kind, Region, Years
from flows.progress import Way
from flows.publish.compare import compare
from flows.publish.plan import plan_release
from flows.run import SET_ASIDE_SCHEMA, RunSummary
from flows.settings import Settings
from flows.tasks import HOUR, Job, finish, read_all
from flows.work import batches, select_documents, start


@flow(
    name="backfill",
    description="Read stored reports again with the present parser and rules.",
    flow_run_name=backfill_name,
    timeout_seconds=7 * 24 * HOUR,
)
def backfill(
    region: Region | None = None,
    years: Years | None = None,
    kind: Kind | None = None,
    dry_run: bool = False,
    data: str | None = None,
    trigger: str = "backfill",
) -> State[RunSummary] | State[pl.DataFrame]:
    """Read stored reports again with the present parser and rules, never the network, and publish what changes.

    Args:
        region: GB/T 2260 code of six digits; a province (510000) or prefecture (511700) takes in the places below it.
            Empty: everywhere.
        years: Review or plan years, as 2020-2025 or 2024. Empty: all.
        kind: Only reports of this kind. Empty: all.
        dry_run: Show what would change and publish nothing.
        data: The root that holds raw/ and curated/. Empty: as the worker's settings say.
        trigger: What the run is called in the table of runs.
    """
    settings = Settings() if data is None else Settings(data=Path(data))
    layout = Layout(settings.data.resolve())
    chosen = select_documents(layout, RawStore(layout.store), region=region, years=years, kind=kind)
    job = Job(
        start=start(trigger),
        sources=chosen,
        quarantine=pl.DataFrame(schema=SET_ASIDE_SCHEMA),
        batches=batches(chosen["doc_id"], settings.batch_documents),
    )
    way = Way()
    read_all(layout, settings, job, way)
    if dry_run:
        changes = show_changes(layout, job)
        return Completed(message=f"dry run, nothing published; {changes.height} tables would change", data=changes)
    return finish(layout, settings, job, way)


@task(name="show what would change", task_run_name="show what would change")
def show_changes(layout: Layout, job: Job) -> pl.DataFrame:
    """One row a table: rows added, removed and changed against the current release."""
    staged = job.staged(layout)
    plan = plan_release(layout, staged, derive(layout, staged), job.quarantine, [], job.start.run_id)
    changes = compare(layout, plan)
    create_table_artifact(changes.to_dicts(), key="backfill-changes", description="What the backfill would change")
    get_run_logger().info("dry run: %d tables would change", changes.height)
    return changes
