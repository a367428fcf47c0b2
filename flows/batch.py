"""One batch of documents, from originals in the store to checked rows in a staged folder."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from expectations.contracts import hold_all
from expectations.rules import check, flag
from flows.collect import RawStore, load_texts
from flows.layout import Layout
from flows.parse.parse import parse
from flows.staging import batch_folder, write_batch
from flows.version import parser_version, rules_version


def read_batch(layout: Layout, doc_ids: Sequence[str]) -> Path:
    """Parse and check these documents of the store and stage their rows; returns the folder.

    A batch that an earlier run finished is returned as it lies. Rows that break their contract are staged as
    `quarantine`. The normalised text is kept beside each original.
    """
    store = RawStore(layout.store)
    sources = store.records(doc_ids).write_json()
    folder = batch_folder(layout.staged, doc_ids, parser_version(), rules_version(), sources)
    if folder.exists():
        return folder
    texts = load_texts(store, doc_ids)
    parsed = parse(texts)
    for doc_id, text in parsed.texts.select("doc_id", "text").iter_rows():
        store.write_text(doc_id, parser_version(), text)
    versions = {"parser_version": parser_version(), "rules_version": rules_version()}
    reports = parsed.tables["documents"].with_columns(pl.lit(v).alias(name) for name, v in versions.items())
    write_batch(folder, _checked(parsed.tables | {"documents": reports}, texts))
    return folder


def _checked(tables: dict[str, pl.DataFrame], texts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables with their findings and flags, less the rows that break a contract, which become `quarantine`."""
    findings = check(tables)
    flagged = tables | {"observations": flag(tables["observations"], findings), "findings": findings}
    held = hold_all(flagged, texts)
    return held.tables | {"quarantine": held.broken}
