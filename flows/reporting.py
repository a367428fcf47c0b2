"""The quality report of a run, from the journal's record and the tables that were published or staged."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from expectations.rules import RULES
from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import current_release
from flows.report.quality import RuleText, write_quality_report
from flows.run import RunSummary
from flows.staging import Staged

REPORTED = ("documents", "sections", "sentences", "observations", "findings", "quarantine")
MOST_DOCUMENTS = 500


def reported_tables(layout: Layout, summary: RunSummary, staged: Staged | None) -> dict[str, pl.DataFrame]:
    """The rows that the report shows: of the documents that this run saw (the first 500), and the whole quarantine.

    They come from the release, or from the staged batches where a gate held the release back.
    """
    doc_ids = summary.sources["doc_id"].drop_nulls().unique(maintain_order=True).head(MOST_DOCUMENTS).to_list()
    release = current_release(layout)
    tables = {}
    for table in REPORTED:
        if staged is not None and staged.folders:
            rows = staged.frame(table).with_columns(pl.lit(summary.run_id).alias("run_id"))
        elif release is not None:
            rows = scan(layout, table, summary.release_id or release.release_id)
        else:
            continue
        mine = pl.lit(True) if table == "quarantine" else pl.col("doc_id").is_in(doc_ids)
        tables[table] = rows.filter(mine).collect()
    return tables


def quality_report(layout: Layout, summary: RunSummary, tables: Mapping[str, pl.DataFrame]) -> Path:
    """Write the run's HTML report and return where it lies."""
    rules = [RuleText(r.id, r.title_zh, r.title_en, r.checks, r.severity, r.tolerance) for r in RULES]
    return write_quality_report(summary, tables, rules, layout.report(summary.run_id))
