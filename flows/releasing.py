"""From a job's batches to a release, without Prefect: plan, judge, publish, enter into the journal.

In: what a run saw and which documents it reads. Out: the run's summary, and the release if there is anything to publish
and no gate fails. One run at a time works on a data root; the others wait for its lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from expectations.accepted import read_accepted, split
from expectations.findings_profile import TOLD, findings_profile, new_headline_errors
from expectations.judge import PAGE, Verdict, judge, profile, sampled, tally
from expectations.schemas import empty
from flows import storage
from flows.areas import derived
from flows.batch import clear_published, staged_batch
from flows.journal import announce, record, settle
from flows.last_release import last_release
from flows.layout import Layout
from flows.publish.compare import Comparison, compare, write_comparison
from flows.publish.keep import forget_old
from flows.publish.plan import Derived, Plan, plan_release
from flows.publish.publish import publish
from flows.publish.release import SupersededError
from flows.run import Outcome, RunSummary
from flows.settings import Settings
from flows.staging import Staged
from flows.version import parser_version, rules_version
from flows.work import Start, damaged_sources

MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Job:
    """What one run does: the sources it saw (one row each, columns of `RunSummary.sources`), what was set aside while
    collecting (columns of `quarantine` less run_id), the documents to read, in batches, the addresses that were looked
    at and are no reports (`aside`: files left aside, list pages, frames around attached files), and whether its report
    is to compare row by row what changes."""

    start: Start
    sources: pl.DataFrame
    quarantine: pl.DataFrame
    batches: tuple[tuple[str, ...], ...]
    aside: tuple[str, ...] = ()
    compared: bool = False

    @property
    def looked_at(self) -> list[str]:
        """Every address that the run looked at; what was wrong with it before is settled."""
        return [*self.sources["source_uri"], *self.aside]

    def staged(self, layout: Layout) -> Staged:
        """The batches, staged; of one that another run published meanwhile, what the release lacks is read again."""
        found = (staged_batch(layout, doc_ids) for doc_ids in self.batches)
        return Staged(tuple(batch for batch in found if batch is not None))


def release(layout: Layout, settings: Settings, job: Job) -> RunSummary:
    """Judge what the job would change and publish it. Where a gate fails the last release stays.

    Where somebody else wrote meanwhile, though one run at a time should, it is all planned and judged again.
    """
    for _ in range(MOST_ATTEMPTS - 1):
        try:
            return _release(layout, settings, job)
        except SupersededError:
            continue
    return _release(layout, settings, job)


def _release(layout: Layout, settings: Settings, job: Job) -> RunSummary:
    with storage.held(layout.publish_lock, settings.lock_seconds) as still_held:
        settle(layout)
        staged = job.staged(layout)
        with derived(layout, staged, job.start.run_id) as places:
            plan = _plan(layout, job, staged, places)
            verdict = _judge(layout, plan) if plan.changed else None
            summary = _summary(layout, settings, job, plan, verdict)
            if summary.outcome == "published":
                if job.compared:
                    write_comparison(compare(layout, plan), layout.changes(summary.run_id))
                announce(layout, summary)
                publish(layout, plan, _run_row(summary), still_held)
                settle(layout)
            else:
                record(layout, summary)
        if summary.outcome != "gate_failed":
            staged.discard()
        clear_published(layout)
        forget_old(layout, settings.keep_releases)
    return summary


def compare_only(layout: Layout, settings: Settings, job: Job) -> tuple[RunSummary, Comparison]:
    """What publishing the job would change, written beside the report; nothing is published, and what was read stays
    staged for the run that may follow."""
    staged = job.staged(layout)
    with derived(layout, staged, job.start.run_id) as places:
        plan = _plan(layout, job, staged, places)
        comparison = compare(layout, plan)
        summary = _summary(layout, settings, job, plan, None, dry_run=True)
    write_comparison(comparison, layout.changes(summary.run_id))
    record(layout, summary)
    return summary, comparison


def _plan(layout: Layout, job: Job, staged: Staged, places: Derived) -> Plan:
    """What the job's batches change in the release that is current now."""
    looked_at = job.looked_at
    if staged.batches:
        looked_at += staged.frame("documents").select("source_uri").collect()["source_uri"].to_list()
    return plan_release(layout, staged, places, _quarantine(staged, job), looked_at, job.start.run_id)


def _summary(
    layout: Layout, settings: Settings, job: Job, plan: Plan, verdict: Verdict | None, *, dry_run: bool = False
) -> RunSummary:
    """The run as it stands when all is read and judged; without a verdict there was nothing to publish."""
    outcome: Outcome = "dry_run" if dry_run else "unchanged" if verdict is None else "gate_failed"
    published = verdict is not None and verdict.passed_gate
    return RunSummary(
        run_id=job.start.run_id,
        trigger=job.start.trigger,
        started_at=job.start.started_at,
        finished_at=datetime.now(UTC),
        outcome="published" if published else outcome,
        parser_version=parser_version(),
        rules_version=rules_version(),
        sources=damaged_sources(job.sources, _quarantine(plan.staged, job)),
        rows=plan.rows_after(),
        rows_before=plan.rows_before(),
        findings=_open_findings(settings, plan),
        findings_gone=plan.findings_gone,
        gate_failures=verdict.failures if verdict else (),
        release_id=job.start.run_id if published else None,
        data_docs=str(layout.data_docs / PAGE) if verdict else None,
    )


def _judge(layout: Layout, plan: Plan) -> Verdict:
    """What the suites say of the planned release."""
    names = [*plan.staged.tables, "quarantine"] if plan.staged.batches else []
    batches = ({table: batch.frame(table).collect() for table in names} for batch in plan.staged.one_by_one())
    found = plan.findings("finding_id", "doc_id", "rule")
    errors = plan.findings(*TOLD, severity="error")
    observed = plan.staged.frame("observations") if names else empty("observations").lazy()
    last = last_release(layout, plan.base)
    jumps = findings_profile(found, plan.staged.doc_ids, last)
    measures = pl.concat([profile(plan.rows_before(), plan.rows_after(), map(tally, batches)), jumps], how="diagonal")
    shown = sampled(lambda table: [batch.frame(table) for batch in plan.staged.one_by_one()]) if names else {}
    shown["headline_errors"] = new_headline_errors(errors, observed, last)
    with storage.local(layout.data_docs) as folder:
        return judge(shown, measures, folder, plan.run_id)


def _quarantine(staged: Staged, job: Job) -> pl.DataFrame:
    """Everything set aside by this run: while collecting, and while checking."""
    if not staged.batches:
        return job.quarantine
    return pl.concat([job.quarantine, staged.frame("quarantine").collect().select(job.quarantine.columns)])


def _open_findings(settings: Settings, plan: Plan) -> dict[str, int]:
    """How many findings of which severity the run's documents have, accepted ones left out."""
    columns = ("finding_id", "doc_id", "source_name", "rule", "severity")
    found = pl.concat([plan.findings(*columns), plan.found_elsewhere.select(columns)])
    found = split(found, read_accepted(settings.accepted)).shown
    return dict(found.group_by("severity").len().sort("severity").iter_rows())


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
