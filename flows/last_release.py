"""What the judgement compares a run with: documents and findings of the release that is current."""

import polars as pl

from expectations.findings_profile import LastRelease
from expectations.schemas import empty
from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import Release

KNOWN = ("finding_id", "doc_id", "rule")


def last_release(layout: Layout, base: Release | None) -> LastRelease:
    """The documents of the release and the findings it has on them; nothing before the first release."""
    if base is None:
        return LastRelease(frozenset(), empty("findings").select(KNOWN))
    documents = scan(layout, "documents", base.release_id).select("doc_id").collect()["doc_id"]
    findings: pl.DataFrame = scan(layout, "findings", base.release_id).select(KNOWN).collect()
    return LastRelease(frozenset(documents), findings)
