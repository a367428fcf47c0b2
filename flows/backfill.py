"""A backfill as a Prefect flow: the raw store is read again, never the network, and what changes is shown first."""

from pathlib import Path

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.areas import derive
from flows.collect import RawStore
from flows.layout import Layout
from flows.publish.compare import compare
from flows.publish.plan import plan_release
from flows.run import SET_ASIDE_SCHEMA, RunSummary
from flows.settings import Settings
from flows.tasks import Job, finish, read_all
from flows.work import batches, select_documents, start

WORKERS = 2


@flow(
    name="backfill",
    description="Read stored reports again with the present parser and rules.",
    flow_run_name="backfill region={region} years={years} kind={kind}",
    task_runner=ThreadPoolTaskRunner(max_workers=WORKERS),  # type: ignore[arg-type]  # Prefect's own types disagree
)
def backfill(
    region: str | None = None,
    years: str | None = None,
    kind: str | None = None,
    dry_run: bool = False,
    data: str | None = None,
    trigger: str = "backfill",
) -> State[RunSummary] | State[pl.DataFrame]:
    """Read again the stored documents of this region (GB/T 2260 code), these years (A-B) and this kind; all by default.

    `dry_run` shows what would change and publishes nothing.
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
    read_all(layout, job)
    if dry_run:
        changes = show_changes(layout, job)
        return Completed(message=f"dry run, nothing published; {changes.height} tables would change", data=changes)
    return finish(layout, settings, job)


@task(name="show what would change")
def show_changes(layout: Layout, job: Job) -> pl.DataFrame:
    """One row a table: rows added, removed and changed against the current release."""
    staged = job.staged(layout)
    plan = plan_release(layout, staged, derive(layout, staged), job.quarantine, [], job.start.run_id)
    changes = compare(layout, plan)
    create_table_artifact(changes.to_dicts(), key="backfill-changes", description="What the backfill would change")
    get_run_logger().info("dry run: %d tables would change", changes.height)
    return changes
