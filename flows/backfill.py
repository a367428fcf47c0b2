"""A backfill as a Prefect flow: the raw store is read again, never the network, and what changes is shown row by row."""

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.batch import cut
from flows.collect import RawStore
from flows.layout import Layout
from flows.names import backfill_name
from flows.parameters import Document, Kind, Region, Years
from flows.progress import Way
from flows.publish.compare import Comparison
from flows.releasing import Job, compare_only
from flows.run import SET_ASIDE_SCHEMA, RunSummary
from flows.settings import Settings, settings_for
from flows.tasks import HOUR, finish, read_all, report_run
from flows.trouble import explained
from flows.work import select_documents, start


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
    document: Document | None = None,
    dry_run: bool = False,
    data: str | None = None,
    trigger: str = "backfill",
    force: bool = False,
) -> State[RunSummary]:
    """Read stored reports again with the present parser and rules, never the network, and publish what changes.

    A backfill that was killed goes on where it stopped: batches that are read are not read again.

    Args:
        region: GB/T 2260 code of six digits; a province (510000) or prefecture (511700) takes in the places below it.
            Empty: everywhere.
        years: Review or plan years, as 2020-2025 or 2024. Empty: all.
        kind: Only reports of this kind. Empty: all.
        document: Only this document: its doc_id or the beginning of it, or the name of its source. Empty: all.
        dry_run: Show what would change and publish nothing.
        data: The root that holds raw/ and curated/, a folder or s3://bucket/prefix. Empty: as the worker's settings say.
        trigger: What the run is called in the table of runs.
        force: Read again, too, what the release has from this very parser and these rules.
    """
    settings = settings_for(data)
    layout = Layout(settings.data.resolve())
    with explained(layout.root):
        chosen = choose_documents(layout, region=region, years=years, kind=kind, document=document, force=force)
        older = chosen.filter(pl.col("status") != "unchanged")["doc_id"]
        job = Job(
            start=start(trigger),
            sources=chosen,
            quarantine=pl.DataFrame(schema=SET_ASIDE_SCHEMA),
            batches=cut(layout, older, settings.batch_documents),
            compared=True,
        )
        way = Way()
        read_all(layout, settings, job, way)
        if not dry_run:
            return finish(layout, settings, job, way)
        summary = show_changes(layout, settings, job)
        report_run(layout, settings, summary, job)
        return Completed(message=f"dry run, nothing published: {layout.report(summary.run_id)}", data=summary)


@task(name="choose documents", task_run_name="choose documents")
def choose_documents(
    layout: Layout, *, region: str | None, years: str | None, kind: str | None, document: str | None, force: bool
) -> pl.DataFrame:
    """The stored documents that are asked for, and what the release has of each (columns of `SOURCES_SCHEMA`)."""
    chosen = select_documents(
        layout, RawStore(layout.store), region=region, years=years, kind=kind, document=document, force=force
    )
    again = chosen.filter(pl.col("status") != "unchanged").height
    get_run_logger().info("%d documents asked for, %d of them to be read again", chosen.height, again)
    return chosen


@task(name="compare with the release", task_run_name="compare with the release")
def show_changes(layout: Layout, settings: Settings, job: Job) -> RunSummary:
    """What the backfill would change, written beside the report; nothing is published."""
    summary, comparison = compare_only(layout, settings, job)
    get_run_logger().info("dry run: %s", in_short(comparison))
    return summary


def in_short(comparison: Comparison) -> str:
    """What would change, in a line for the log."""
    rows = comparison.tables.iter_rows(named=True)
    said = [f"{row['table']} +{row['added']} -{row['removed']} ~{row['changed']}" for row in rows]
    return ", ".join(said) or "nothing would change"
