"""The quality report of a run, from the journal's record and the tables that were published or staged."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from expectations.accepted import read_accepted, split, unused
from expectations.schemas import empty
from flows.layout import Layout
from flows.listing import rule_texts
from flows.publish.plan import stamped_findings
from flows.publish.read import rows_of_documents, scan
from flows.publish.release import current_release
from flows.report.quality import write_quality_report
from flows.run import RunSummary
from flows.settings import Settings
from flows.staging import Staged

REPORTED = ("documents", "sections", "sentences", "observations", "findings", "quarantine")
MOST_DOCUMENTS = 500


def reported_tables(layout: Layout, summary: RunSummary) -> dict[str, pl.DataFrame]:
    """The rows that the report shows: of the documents that this run saw (the first 500), and the whole quarantine.

    They come from the run's own release, or the one that is current where the run published none; empty before the
    first.
    """
    doc_ids = _documents_shown(summary)
    release = current_release(layout)
    if release is None:
        return {table: empty(table) for table in REPORTED}
    return {
        table: scan(layout, table, summary.release_id or release.release_id).filter(_mine(table, doc_ids)).collect()
        for table in REPORTED
    }


def held_back_tables(
    layout: Layout, summary: RunSummary, staged: Staged, set_aside: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The same of a run whose release a gate held back: what it staged and what it set aside while collecting."""
    doc_ids = _documents_shown(summary)
    tables = {table: empty(table) for table in REPORTED}
    if staged.folders:
        tables |= {table: staged.frame(table).filter(_mine(table, doc_ids)).collect() for table in REPORTED}
        released = rows_of_documents(layout, "findings", doc_ids)
        known = released if released is not None else pl.DataFrame()
        tables["findings"] = stamped_findings(tables["findings"], known, summary.run_id)
    columns = set_aside.columns
    together = pl.concat([set_aside, tables["quarantine"].select(columns)])
    tables["quarantine"] = together.with_columns(pl.lit(summary.run_id).alias("run_id"))
    return tables


def _documents_shown(summary: RunSummary) -> list[str]:
    return summary.sources["doc_id"].drop_nulls().unique(maintain_order=True).head(MOST_DOCUMENTS).to_list()


def _mine(table: str, doc_ids: list[str]) -> pl.Expr:
    return pl.lit(True) if table == "quarantine" else pl.col("doc_id").is_in(doc_ids)


def quality_report(layout: Layout, summary: RunSummary, tables: Mapping[str, pl.DataFrame]) -> Path:
    """Write the run's HTML report and return where it lies. Accepted findings are listed apart, at its end."""
    accepted = read_accepted(Settings().accepted)
    divided = split(tables["findings"], accepted)
    left_over = unused(_all_findings(layout, tables["findings"]), accepted)
    shown = {**tables, "findings": divided.shown, "silenced": divided.silenced, "unused": pl.DataFrame(left_over)}
    return write_quality_report(summary, shown, rule_texts(), layout.report(summary.run_id))


def _all_findings(layout: Layout, findings: pl.DataFrame) -> pl.DataFrame:
    """What an accepted finding is known by, of the current release and of this run: a run may see a part of the reports."""
    known = ("finding_id", "rule", "doc_id", "source_name")
    here = findings.select(known)
    if current_release(layout) is None:
        return here
    return pl.concat([scan(layout, "findings").select(known).collect(), here])
