"""The report of a run, made again as a Prefect flow: after a correction of the page, or where the file was lost."""

from collections.abc import Mapping

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.batch import cut
from flows.journal import recall
from flows.layout import Layout
from flows.names import report_name
from flows.page import show_report
from flows.parameters import RunId
from flows.releasing import Job
from flows.reporting import held_back_tables, reported_tables
from flows.run import RunSummary
from flows.settings import Settings, settings_for
from flows.storage import Location
from flows.tasks import HOUR
from flows.work import Start, set_aside

READ = ("new", "renamed", "reparsed")


@flow(
    name="report", description="Make a run's quality report again.", flow_run_name=report_name, timeout_seconds=2 * HOUR
)
def report(run_id: RunId | None = None, data: str | None = None) -> State[str]:
    """Make the quality report of a run again, with the findings that are accepted by now set apart.

    Args:
        run_id: The run, as the first line of its report and the table of runs name it. Empty: the last run.
        data: The root that holds raw/ and curated/, a folder or s3://bucket/prefix. Empty: as the worker's settings say.
    """
    settings = settings_for(data)
    path = rebuild(Layout(settings.data.resolve()), settings, run_id)
    return Completed(message=f"quality report: {path}", data=str(path))


@task(name="write quality report", task_run_name="write quality report")
def rebuild(layout: Layout, settings: Settings, run_id: str | None) -> Location:
    """The report's file, written again from the journal and the tables, and its artifacts."""
    summary = recall(layout, run_id)
    get_run_logger().info("run %s: %s, %d sources", summary.run_id, summary.outcome, summary.sources.height)
    return show_report(layout, settings, summary, tables_of(layout, settings, summary))


def tables_of(layout: Layout, settings: Settings, summary: RunSummary) -> Mapping[str, pl.DataFrame]:
    """What the run reported on: its release, or what it had staged where nothing was published.

    Batches that were cleared away meanwhile are read again from the raw store.
    """
    if summary.outcome not in ("gate_failed", "dry_run"):
        return reported_tables(layout, summary)
    read = summary.sources.filter(pl.col("status").is_in(READ))["doc_id"].unique()
    job = Job(
        start=Start(summary.run_id, summary.trigger, summary.started_at),
        sources=summary.sources,
        quarantine=_set_aside(summary.sources),
        batches=cut(layout, read, settings.batch_documents),
    )
    return held_back_tables(layout, summary, job.staged(layout), job.quarantine)


def _set_aside(sources: pl.DataFrame) -> pl.DataFrame:
    """The sources that the run set aside while collecting, as rows of `quarantine` less the run's id."""
    why = pl.col("detail").fill_null("").str.split_exact(": ", 1).struct.rename_fields(["reason", "said"])
    rows = sources.filter(status="quarantined").with_columns(why=why).unnest("why")
    return set_aside(
        rows.select("source_uri", "doc_id", pl.lit("collect").alias("stage"), "reason", pl.col("said").alias("detail"))
    )
