"""Collect: sources in, originals in the raw store and a list of documents out; the text itself is loaded later.

The flow hands doc_ids from task to task, and each batch loads its own texts from the store (`load_texts`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.collect.fetch import Limits, read_file
from flows.collect.outcome import Outcome
from flows.collect.reasons import Problem
from flows.collect.record import RECORDS_SCHEMA
from flows.collect.sources import Item, find
from flows.collect.store import RawStore
from flows.run import SOURCES_SCHEMA

DOCUMENTS_SCHEMA = pl.Schema({**RECORDS_SCHEMA, "renamed": pl.Boolean()})
QUARANTINE_SCHEMA = pl.Schema(
    {"source_uri": pl.String, "doc_id": pl.String, "stage": pl.String, "reason": pl.String, "detail": pl.String}
)
SKIPPED_SCHEMA = pl.Schema({"source_uri": pl.String, "source_name": pl.String, "why": pl.String})
TEXTS_SCHEMA = pl.Schema(
    {
        "doc_id": pl.String(),
        "source_name": pl.String(),
        "source_uri": pl.String(),
        "source_names": pl.List(pl.String),
        "encoding": pl.String(),
        "media_type": pl.String(),
        "text": pl.String(),
    }
)


@dataclass(frozen=True)
class Collected:
    """What came in.

    documents   one row a document that these sources hold (columns of `DOCUMENTS_SCHEMA`): its first name and address,
                every name it ever came under, size in bytes, characters lost in decoding; `renamed` where the store
                had the bytes already and learned a name
    quarantine  one row a source that could not be taken (columns of `quarantine` less its id and run); doc_id is empty
                where the bytes were not read
    sources     one row a source (columns of `SOURCES_SCHEMA`); status is new, renamed, unchanged or quarantined as the
                store sees it: what the release lacks is for the flow to say, from doc_id and source_names
    skipped     one row a file left aside in a folder, hidden files and READMEs, with why
    """

    documents: pl.DataFrame
    quarantine: pl.DataFrame
    sources: pl.DataFrame
    skipped: pl.DataFrame


def collect(sources: Sequence[str | Path], store: RawStore, limits: Limits) -> Collected:
    """Keep every source's bytes in the store, and say which documents they are and what could not be taken.

    A source is a file, a folder (read with all below it) or an address. Nothing that is wrong with a source raises.
    """
    items, skipped = find(sources)
    outcomes = [_take(item, store, limits) for item in items]
    return Collected(
        documents=_documents(outcomes),
        quarantine=_quarantine(outcomes),
        sources=_sources(outcomes),
        skipped=pl.DataFrame([(left.uri, left.name, left.why) for left in skipped], SKIPPED_SCHEMA, orient="row"),
    )


def load_texts(store: RawStore, doc_ids: Iterable[str]) -> pl.DataFrame:
    """The texts of these documents, decoded and otherwise raw (columns of `TEXTS_SCHEMA`, one row a document).

    Raises `StoreError` for an id that the store does not hold as a document.
    """
    rows = [store.record(doc_id).row() | {"text": store.read_original_text(doc_id)} for doc_id in doc_ids]
    return pl.DataFrame(rows, schema=TEXTS_SCHEMA)


def _take(item: Item, store: RawStore, limits: Limits) -> Outcome:
    """Read one source and keep its bytes."""
    if item.path is None:
        return Outcome(item, None, item.problem)
    data = read_file(item.path, limits)
    if isinstance(data, Problem):
        return Outcome(item, None, data)
    added = store.add(data, item.uri, item.name)
    return Outcome(item, added, added.problem)


def _documents(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row a document: as its last sighting left the record, which knows every name."""
    rows: dict[str, dict[str, Any]] = {}
    statuses: dict[str, set[str]] = defaultdict(set)
    for outcome in outcomes:
        if outcome.added and outcome.problem is None:
            record = outcome.added.record
            rows[record.doc_id] = record.row()
            statuses[record.doc_id].add(outcome.status)
    renamed = [{"renamed": "renamed" in seen and "new" not in seen} for seen in statuses.values()]
    return pl.DataFrame([row | flag for row, flag in zip(rows.values(), renamed, strict=True)], DOCUMENTS_SCHEMA)


def _quarantine(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    rows = [
        (outcome.item.uri, outcome.doc_id, "collect", outcome.problem.reason.value, outcome.problem.detail)
        for outcome in outcomes
        if outcome.problem
    ]
    return pl.DataFrame(rows, QUARANTINE_SCHEMA, orient="row")


def _sources(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    rows = [
        (outcome.item.uri, outcome.item.name, outcome.doc_id, outcome.status, _detail(outcome)) for outcome in outcomes
    ]
    return pl.DataFrame(rows, SOURCES_SCHEMA, orient="row")


def _detail(outcome: Outcome) -> str | None:
    """The reason of a quarantine; of a document, what was lost in reading it."""
    if outcome.problem:
        return outcome.problem.reason.value
    lost = outcome.added.record.lost if outcome.added else 0
    return f"{lost} characters could not be read (U+FFFD)" if lost else None
