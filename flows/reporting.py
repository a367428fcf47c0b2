"""The quality report of a run, from the journal's record and the tables that were published or staged."""

from collections.abc import Mapping

import polars as pl

from expectations.accepted import read_accepted, split, unused
from expectations.schemas import empty
from flows.layout import Layout
from flows.listing import rule_texts
from flows.publish.compare import read_comparison
from flows.publish.plan import stamped_findings
from flows.publish.read import rows_of_documents, scan
from flows.publish.release import current_release, find_release
from flows.report.quality import write_quality_report
from flows.run import RunSummary
from flows.settings import Settings
from flows.staging import Staged
from flows.storage import Location

REPORTED = ("documents", "sections", "sentences", "observations", "editions", "findings", "quarantine")
MOST_DOCUMENTS = 500


def reported_tables(layout: Layout, summary: RunSummary) -> dict[str, pl.DataFrame]:
    """The rows that the report shows: of the documents that this run saw (the first 500) and of those in which their
    coming showed something to be wrong, and the whole quarantine; `related` names the documents that these belong to.

    They come from the run's own release, or the one that is current where the run published none; empty before the
    first.
    """
    current = current_release(layout)
    if current is None:
        return {table: empty(table) for table in REPORTED}
    release = find_release(layout, summary.release_id or current.release_id)
    new = scan(layout, "findings", release.release_id).filter(pl.col("first_run_id") == summary.run_id)
    elsewhere = new.select(pl.col("doc_id").unique(maintain_order=True)).collect()["doc_id"].to_list()
    doc_ids = list(dict.fromkeys([*_documents_shown(summary), *elsewhere]))[:MOST_DOCUMENTS]
    tables = {
        table: scan(layout, table, release.release_id).filter(_mine(table, doc_ids)).collect()
        if table in release.tables  # not in a release of earlier times
        else empty(table)
        for table in REPORTED
    }
    beside = tables["editions"]
    related = pl.concat([beside["report_id"], beside["edition_of"].drop_nulls()]).unique()
    names = scan(layout, "documents", release.release_id).filter(pl.col("doc_id").is_in(related.implode()))
    return tables | {"related": names.select("doc_id", "source_name").collect()}


def held_back_tables(
    layout: Layout, summary: RunSummary, staged: Staged, set_aside: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The same of a run whose release a gate held back: what it staged and what it set aside while collecting."""
    doc_ids = _documents_shown(summary)
    tables = {table: empty(table) for table in REPORTED}
    if staged.batches:
        tables |= {
            table: staged.frame(table).filter(_mine(table, doc_ids)).collect()
            for table in REPORTED
            if table in (*staged.tables, "quarantine")
        }
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


def quality_report(layout: Layout, summary: RunSummary, tables: Mapping[str, pl.DataFrame]) -> Location:
    """Write the run's HTML report and return where it lies. Accepted findings are listed apart, at its end."""
    accepted = read_accepted(Settings().accepted)
    divided = split(tables["findings"], accepted)
    left_over = unused(_all_findings(layout, tables["findings"]), accepted)
    shown = {**tables, "findings": divided.shown, "silenced": divided.silenced, "unused": pl.DataFrame(left_over)}
    shown |= _compared(layout, summary)
    return write_quality_report(summary, shown, rule_texts(), layout.report(summary.run_id))


def _compared(layout: Layout, summary: RunSummary) -> dict[str, pl.DataFrame]:
    """What a backfill changed row by row, where it was compared."""
    comparison = read_comparison(layout.changes(summary.run_id))
    if comparison is None:
        return {}
    frames = ("tables", "indicators", "documents", "examples")
    return {f"compared_{name}": getattr(comparison, name) for name in frames}


def _all_findings(layout: Layout, findings: pl.DataFrame) -> pl.DataFrame:
    """What an accepted finding is known by, of the current release and of this run: a run may see a part of the reports."""
    known = ("finding_id", "rule", "doc_id", "source_name")
    here = findings.select(known)
    if current_release(layout) is None:
        return here
    return pl.concat([scan(layout, "findings").select(known).collect(), here])
