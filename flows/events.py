"""What happened, as events on the Prefect server, for automations to act on (deploy/automations.yaml).

| event | when | resource |
|---|---|---|
| jihua.release.published | a release became current | jihua.release.<id> |
| jihua.gate.failed | a gate held a release back | jihua.run.<id> |
| jihua.findings.new-errors | findings of severity error that no release had before | jihua.run.<id> |

Every payload has `text`, a sentence or two for people, `report`, the address of the quality report, and the numbers
behind the text. An event that does not reach the server is logged and harms no run.
"""

from collections.abc import Mapping

import polars as pl
from prefect.events import emit_event

from flows.report.verdict import verdict
from flows.run import RunSummary

PUBLISHED = "jihua.release.published"
GATE_FAILED = "jihua.gate.failed"
NEW_ERRORS = "jihua.findings.new-errors"
MOST_MESSAGES = 10


def announce(summary: RunSummary, findings: pl.DataFrame, report: str) -> None:
    """Tell the server what the run did. `findings` are the open ones of its documents, columns of the table."""
    if summary.outcome == "published":
        _emit(PUBLISHED, f"jihua.release.{summary.release_id}", _said(summary), summary, report)
    if summary.outcome == "gate_failed":
        reasons = "\n".join(summary.gate_failures)
        _emit(GATE_FAILED, f"jihua.run.{summary.run_id}", f"{_said(summary)}\n{reasons}", summary, report)
    new = new_errors(findings, summary.run_id)
    if new.height:
        messages = "\n".join(f"{name}: {message}" for name, message in new.head(MOST_MESSAGES).iter_rows())
        text = f"新错误 New errors: {new.height}\n{messages}"
        _emit(NEW_ERRORS, f"jihua.run.{summary.run_id}", text, summary, report, {"new_errors": new.height})


def new_errors(findings: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """source_name and message of the findings of severity error that this run found first."""
    if findings.is_empty():
        return pl.DataFrame(schema={"source_name": pl.String, "message": pl.String})
    return findings.filter(severity="error", first_run_id=run_id).select("source_name", "message")


def _said(summary: RunSummary) -> str:
    said = verdict(summary)
    return f"{said.zh}\n{said.en}"


def _emit(
    event: str, resource: str, text: str, summary: RunSummary, report: str, more: Mapping[str, object] | None = None
) -> None:
    facts = {
        "text": text,
        "report": report,
        "run_id": summary.run_id,
        "trigger": summary.trigger,
        "rows": dict(summary.rows),
        "findings": dict(summary.findings),
    }
    emit_event(
        event,
        {"prefect.resource.id": resource, "prefect.resource.name": summary.run_id},
        payload={**facts, **(more or {})},
    )
