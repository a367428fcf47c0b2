"""The Prefect tasks that an ingest and a backfill share: read a batch, publish, report."""

import errno
from collections.abc import Sequence

from prefect import get_run_logger, task, unmapped
from prefect.client.schemas.objects import State
from prefect.futures import as_completed
from prefect.states import Completed, Failed

from flows.batch import read_batch
from flows.events import announce
from flows.layout import Layout
from flows.page import open_findings, report_link, show_report
from flows.progress import READING, REPORTING, Way
from flows.releasing import Job, release
from flows.reporting import held_back_tables, reported_tables
from flows.run import RunSummary
from flows.runners import hold_version, reader_version, task_runner
from flows.settings import Settings
from flows.staging import Staged
from flows.storage import Location

HOUR = 3600
# what a disk over the network and a busy system answer for a while
FALTERING = {errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.EBUSY, errno.EHOSTUNREACH, errno.ENETUNREACH}


def _transient(_task: object, _run: object, state: State[object]) -> bool:
    """Whether trying again may help: it does where a disk or network faltered, not where a disk is full or we erred."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, ConnectionError) or (isinstance(error, OSError) and error.errno in FALTERING)


@task(
    name="read documents",
    task_run_name="read batch {number} of {total}",
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_transient,
)
def read_documents(doc_ids: Sequence[str], number: int, total: int, version: str, layout: Layout) -> str:
    """Parse and check one batch, `number` of `total`; returns the name that it is staged under.

    Raises RunnerError where this process reads with another `version` than the run.
    """
    hold_version(version)
    logger = get_run_logger()
    logger.info("batch %d of %d: %d documents to read", number, total, len(doc_ids))
    batch = read_batch(layout, doc_ids)
    staged = Staged((batch,))
    counts = ", ".join(f"{staged.rows(table)} {table}" for table in ("observations", "findings", "quarantine"))
    logger.info("batch %d of %d: %s, staged as %s", number, total, counts, batch.name)
    return batch.name


@task(
    name="publish release",
    task_run_name="publish release",
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_transient,
    timeout_seconds=6 * HOUR,
)
def publish_release(layout: Layout, settings: Settings, job: Job) -> RunSummary:
    """Judge what the run would change and publish it, one run at a time. Where a gate fails the last release stays."""
    summary = release(layout, settings, job)
    get_run_logger().info("%s: %s", summary.outcome, ", ".join(f"{t} {n}" for t, n in summary.rows.items()))
    return summary


@task(
    name="write quality report",
    task_run_name="write quality report",
    retries=1,
    retry_delay_seconds=5,
    retry_condition_fn=_transient,
    timeout_seconds=HOUR,
)
def report_run(layout: Layout, settings: Settings, summary: RunSummary, job: Job) -> Location:
    """The HTML report of the run, and the same in short on the server's page; returns the report's path."""
    held_back = summary.outcome in ("gate_failed", "dry_run")
    tables = (
        held_back_tables(layout, summary, job.staged(layout), job.quarantine)
        if held_back
        else reported_tables(layout, summary)
    )
    path = show_report(layout, settings, summary, tables)
    if summary.outcome != "dry_run":
        announce(summary, open_findings(settings, tables["findings"]), report_link(settings, path))
    get_run_logger().info("quality report: %s", path)
    return path


def read_all(layout: Layout, settings: Settings, job: Job, way: Way) -> None:
    """Read every batch of the job, side by side, where the settings choose."""
    if not job.batches:
        return
    total = len(job.batches)
    parameters = {
        "doc_ids": job.batches,
        "number": range(1, total + 1),
        "total": total,
        "version": reader_version(),
        "layout": unmapped(layout),
    }
    with task_runner(settings) as runner:
        futures = runner.map(read_documents, parameters)  # type: ignore[arg-type]  # Prefect's own types disagree
        for future in way.track(as_completed(list(futures)), total, "reading batches"):
            future.result()


def finish(layout: Layout, settings: Settings, job: Job, way: Way) -> State[RunSummary]:
    """Publish what the job's batches change, report, and say how the run ends."""
    way.move(READING[1], "checking and publishing")
    summary = publish_release(layout, settings, job)
    way.move(REPORTING, "writing the quality report")
    report_run(layout, settings, summary, job)
    way.move(100.0, summary.outcome.replace("_", " "))
    return run_state(layout, summary)


def run_state(layout: Layout, summary: RunSummary) -> State[RunSummary]:
    """How the run ends: Completed, CompletedWithFindings, or Failed where a gate held the release back."""
    if summary.outcome == "gate_failed":
        reasons = "; ".join(summary.gate_failures)
        return Failed(message=f"not published, the last release stays current: {reasons}", data=summary)
    if serious := summary.findings_from("warning"):
        message = f"{summary.outcome}, {serious} warnings and errors: {layout.report(summary.run_id)}"
        return Completed(name="CompletedWithFindings", message=message, data=summary)
    return Completed(message=f"{summary.outcome}: {layout.report(summary.run_id)}", data=summary)
