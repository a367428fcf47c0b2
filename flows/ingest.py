"""The main job as a Prefect flow: collect → read batches → publish → report."""

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State

from flows import storage
from flows.batch import cut
from flows.collect import Collected, Limits, RawStore
from flows.collect import collect as collect_sources
from flows.fetching import catalogue, web_options
from flows.layout import Layout
from flows.names import ingest_name
from flows.progress import Way
from flows.releasing import Job
from flows.run import RunSummary
from flows.settings import Settings, settings_for
from flows.tasks import HOUR, finish, read_all
from flows.trouble import explained
from flows.work import Start, document_statuses, set_aside, source_statuses, start


@flow(
    name="ingest",
    description="Read new report texts, check them and publish a release.",
    flow_run_name=ingest_name,
    timeout_seconds=12 * HOUR,
)
def ingest(
    sources: list[str] | None = None, data: str | None = None, force: bool = False, trigger: str = "schedule"
) -> State[RunSummary]:
    """Read new reports, check them, and publish what is new.

    Ends Completed, Completed under the name CompletedWithFindings, or Failed; a failed gate leaves the last release
    current.

    Args:
        sources: Files, folders, catalogues (*.toml) as the worker sees them, addresses of the web or of a bucket (s3://…). Empty: what lies in the
            inbox and what the catalogue names.
        data: The root that holds raw/ and curated/, a folder or s3://bucket/prefix. Empty: as the worker's settings say.
        force: Read again what the release has already.
        trigger: What the run is called in the table of runs.
    """
    settings = settings_for(data)
    layout = Layout(settings.data.resolve())
    with explained(layout.root):
        return read_sources(layout, settings, start(trigger), sources or usual_sources(settings, layout), force=force)


def read_sources(
    layout: Layout, settings: Settings, run: Start, sources: list[str], *, force: bool
) -> State[RunSummary]:
    """Collect, read what the release lacks, publish, report."""
    way = Way()
    way.move(0.0, "collecting sources")
    collected = collect(sources, layout, settings, way)
    statuses = document_statuses(layout, collected.documents, force=force)
    job = Job(
        start=run,
        sources=source_statuses(collected.sources, collected.quarantine, statuses),
        quarantine=set_aside(collected.quarantine),
        aside=tuple(collected.skipped["source_uri"]),
        batches=cut(layout, statuses.filter(pl.col("status") != "unchanged")["doc_id"], settings.batch_documents),
    )
    read_all(layout, settings, job, way)
    return finish(layout, settings, job, way)


def usual_sources(settings: Settings, layout: Layout) -> list[str]:
    """What a run reads that names no sources: the inbox and the catalogue. None where nothing lies in the one and the
    other does not exist, which is no mistake on a quiet morning."""
    inbox = [str(layout.inbox)] if storage.names(layout.inbox) else []
    watched = catalogue(settings)
    return [*inbox, str(watched)] if watched else inbox


@task(name="collect sources", task_run_name="collect sources")
def collect(sources: list[str], layout: Layout, settings: Settings, way: Way) -> Collected:
    """Keep every source's bytes in the store and say what cannot be taken."""
    limits = Limits(max_bytes=settings.max_source_bytes)
    with way.count("fetching") as progress:
        collected = collect_sources(sources, RawStore(layout.store), limits, web_options(settings), progress)
    get_run_logger().info(
        "%d sources: %d documents, %d set aside",
        collected.sources.height,
        collected.documents.height,
        collected.quarantine.height,
    )
    for name, why in collected.skipped.select("source_name", "why").iter_rows():
        get_run_logger().info("left aside: %s (%s)", name, why)
    return collected
