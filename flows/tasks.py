"""The Prefect tasks that an ingest and a backfill share: read a batch, publish, report."""

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from filelock import FileLock
from prefect import get_run_logger, task, unmapped
from prefect.client.schemas.objects import State
from prefect.futures import as_completed
from prefect.states import Completed, Failed

from expectations.accepted import read_accepted, split
from expectations.judge import Verdict, judge, profile
from flows.areas import derive
from flows.batch import read_batch
from flows.events import announce
from flows.journal import record
from flows.layout import Layout
from flows.page import open_findings, report_link, show_report
from flows.progress import READING, REPORTING, Way
from flows.publish.plan import Plan, plan_release
from flows.publish.publish import publish
from flows.reporting import held_back_tables, reported_tables
from flows.run import RunSummary
from flows.runners import task_runner
from flows.settings import Settings
from flows.staging import Staged
from flows.version import parser_version, rules_version
from flows.work import Start

HOUR = 3600
# what a disk over the network and a busy system answer for a while
FALTERING = {errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.EBUSY, errno.EHOSTUNREACH, errno.ENETUNREACH}


@dataclass(frozen=True)
class Job:
    """What one run does: the sources it saw (one row each, columns of `RunSummary.sources`), what was set aside while
    collecting (columns of `quarantine` less run_id), the documents to read, in batches, and the addresses that were
    looked at and are no reports (`aside`): files left aside, list pages, frames around attached files."""

    start: Start
    sources: pl.DataFrame
    quarantine: pl.DataFrame
    batches: tuple[tuple[str, ...], ...]
    aside: tuple[str, ...] = ()

    @property
    def looked_at(self) -> list[str]:
        """Every address that the run looked at; what was wrong with it before is settled."""
        return [*self.sources["source_uri"], *self.aside]

    @property
    def doc_ids(self) -> tuple[str, ...]:
        return tuple(doc_id for batch in self.batches for doc_id in batch)

    def staged(self, layout: Layout) -> Staged:
        """The batches, staged; one that another run has published and cleared away meanwhile is read again."""
        return Staged(tuple(read_batch(layout, batch) for batch in self.batches), self.doc_ids)


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
def read_documents(doc_ids: Sequence[str], number: int, total: int, layout: Layout) -> str:
    """Parse and check one batch, `number` of `total`; returns the name of its staged folder."""
    logger = get_run_logger()
    logger.info("batch %d of %d: %d documents to read", number, total, len(doc_ids))
    folder = read_batch(layout, doc_ids)
    staged = Staged((folder,), tuple(doc_ids))
    counts = ", ".join(f"{staged.rows(table)} {table}" for table in ("observations", "findings", "quarantine"))
    logger.info("batch %d of %d: %s, staged as %s", number, total, counts, folder.name)
    return folder.name


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
    layout.curated.mkdir(parents=True, exist_ok=True)
    with FileLock(layout.publish_lock, timeout=settings.lock_seconds):
        staged = job.staged(layout)
        plan = plan_release(
            layout,
            staged,
            derive(layout, staged),
            _quarantine(staged, job),
            job.looked_at,
            job.start.run_id,
        )
        verdict = _judge(layout, plan) if plan.changed else None
        summary = _summary(job, plan, verdict)
        if summary.outcome == "published":
            publish(layout, plan, _run_row(summary))
            summary = replace(summary, release_id=summary.run_id, finished_at=datetime.now(UTC))
        record(layout, summary)
        if summary.outcome != "gate_failed":
            staged.discard()
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
def report_run(layout: Layout, settings: Settings, summary: RunSummary, job: Job) -> Path:
    """The HTML report of the run, and the same in short on the server's page; returns the report's path."""
    held_back = summary.outcome == "gate_failed"
    tables = (
        held_back_tables(layout, summary, job.staged(layout), job.quarantine)
        if held_back
        else reported_tables(layout, summary)
    )
    path = show_report(layout, settings, summary, tables)
    announce(summary, open_findings(settings, tables["findings"]), report_link(settings, path))
    get_run_logger().info("quality report: %s", path)
    return path


def read_all(layout: Layout, settings: Settings, job: Job, way: Way) -> None:
    """Read every batch of the job, side by side, where the settings choose."""
    if not job.batches:
        return
    total = len(job.batches)
    parameters = {"doc_ids": job.batches, "number": range(1, total + 1), "total": total, "layout": unmapped(layout)}
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


def _judge(layout: Layout, plan: Plan) -> Verdict:
    """What the suites say of the planned release."""
    batch = {table: plan.staged.frame(table).collect() for table in plan.staged.tables}
    batch["quarantine"] = plan.quarantine
    measures = profile(plan.rows_before(), plan.rows_after(), batch)
    return judge(batch, measures, layout.data_docs, plan.run_id)


def _quarantine(staged: Staged, job: Job) -> pl.DataFrame:
    """Everything set aside by this run: while collecting, and while checking."""
    if not staged.folders:
        return job.quarantine
    return pl.concat([job.quarantine, staged.frame("quarantine").collect().select(job.quarantine.columns)])


def _summary(job: Job, plan: Plan, verdict: Verdict | None) -> RunSummary:
    found = (
        plan.staged.frame("findings").group_by("severity").len().collect() if plan.staged.folders else pl.DataFrame()
    )
    return RunSummary(
        run_id=job.start.run_id,
        trigger=job.start.trigger,
        started_at=job.start.started_at,
        finished_at=datetime.now(UTC),
        outcome="unchanged" if verdict is None else "published" if verdict.passed_gate else "gate_failed",
        parser_version=parser_version(),
        rules_version=rules_version(),
        sources=job.sources,
        rows=plan.rows_after(),
        rows_before=plan.rows_before(),
        findings=dict(found.iter_rows()) if found.width else {},
        findings_gone=plan.findings_gone,
        gate_failures=verdict.failures if verdict else (),
        data_docs=str(verdict.data_docs) if verdict else None,
    )


def _open_findings(plan: Plan) -> pl.DataFrame:
    """severity and how many findings of it the run's documents have, accepted ones left out."""
    if not plan.staged.folders:
        return pl.DataFrame()
    shown = split(plan.staged.frame("findings").collect(), read_accepted(Settings().accepted)).shown
    return shown.group_by("severity").len().sort("severity")


def _run_row(summary: RunSummary) -> pl.DataFrame:
    """The run's own row for `runs`, less what publishing adds."""
    known: Mapping[str, object] = {
        "run_id": summary.run_id,
        "started_at": summary.started_at,
        "finished_at": summary.finished_at,
        "trigger": summary.trigger,
        "parser_version": summary.parser_version,
        "rules_version": summary.rules_version,
        "sources_seen": summary.sources.height,
        "sources_new": summary.sources.height - summary.count("unchanged") - summary.count("quarantined"),
        "sources_unchanged": summary.count("unchanged"),
        "sources_quarantined": summary.count("quarantined"),
    }
    return pl.DataFrame([known])
