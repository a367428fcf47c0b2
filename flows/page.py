"""What a run shows on the server's page beside its log: summary, open findings, and the way to the HTML report."""

from collections.abc import Mapping

import polars as pl
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from expectations.accepted import read_accepted, split
from flows.layout import Layout
from flows.listing import rule_texts
from flows.report.markdown import findings_rows, summary_markdown
from flows.reporting import quality_report
from flows.run import RunSummary
from flows.settings import Settings
from flows.storage import Location

MOST_FINDINGS = 200  # the page that lists artifacts carries them all


def show_report(
    layout: Layout, settings: Settings, summary: RunSummary, tables: Mapping[str, pl.DataFrame]
) -> Location:
    """Write the run's HTML report and leave its artifacts on the page of the present run; returns the report's path."""
    path = quality_report(layout, summary, tables)
    findings = open_findings(settings, tables["findings"])
    shown = min(findings.height, MOST_FINDINGS)
    written = summary_markdown(summary, {**tables, "findings": findings}, rule_texts())
    create_markdown_artifact(written, key="quality-summary", description="What the run did")
    create_table_artifact(
        findings_rows(findings, MOST_FINDINGS),
        key="findings",
        description=f"Findings: {shown} of {findings.height}, the gravest first",
    )
    create_link_artifact(
        report_link(settings, path),
        key="quality-report",
        link_text="质量报告 Quality report (HTML)",
        description=str(path),
    )
    return path


def open_findings(settings: Settings, findings: pl.DataFrame) -> pl.DataFrame:
    """The findings that nobody has accepted."""
    return split(findings, read_accepted(settings.accepted)).shown


def report_link(settings: Settings, path: Location) -> str:
    """The report's address for a browser: where a web server shows it, or else the file itself."""
    return f"{settings.reports_url.rstrip('/')}/{path.name}" if settings.reports_url else path.as_uri()
