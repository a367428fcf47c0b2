"""What one run was: the plain record that the flow fills and that the report, the artifacts and `runs` are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import polars as pl

SEVERITIES = ("info", "warning", "error")

Outcome = Literal["published", "unchanged", "gate_failed", "dry_run"]
SourceStatus = Literal["new", "renamed", "reparsed", "unchanged", "quarantined"]

SOURCES_SCHEMA = pl.Schema(
    {"source_uri": pl.String, "source_name": pl.String, "doc_id": pl.String, "status": pl.String, "detail": pl.String}
)


# `quarantine` as it is filled before the run that publishes it is known
SET_ASIDE_SCHEMA = pl.Schema(
    dict.fromkeys(("quarantine_id", "source_uri", "doc_id", "stage", "reason", "detail"), pl.String)
)


@dataclass(frozen=True)
class RunSummary:
    """One run.

    `sources` has one row a source that came in (columns of `SOURCES_SCHEMA`; status is a `SourceStatus`, detail the
    reason of a quarantine). `rows` and `rows_before` count the rows of every table in this release and the last one.
    `findings_gone` holds the findings (columns of the table) that the last release had and this one has not; a finding
    is new where its `first_run_id` is this run. `findings` counts those of this run's documents by severity, accepted ones left out. `gate_failures` says in plain words why a release was held back.
    """

    run_id: str
    trigger: str
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    parser_version: str
    rules_version: str
    sources: pl.DataFrame
    rows: Mapping[str, int]
    rows_before: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    findings_gone: pl.DataFrame = field(default_factory=pl.DataFrame)
    gate_failures: tuple[str, ...] = ()
    release_id: str | None = None
    data_docs: str | None = None

    def count(self, status: SourceStatus) -> int:
        """How many sources ended this way."""
        return self.sources.filter(pl.col("status") == status).height

    def findings_from(self, severity: str) -> int:
        """How many findings of this severity or above this run's documents have."""
        return sum(self.findings.get(s, 0) for s in SEVERITIES[SEVERITIES.index(severity) :])
