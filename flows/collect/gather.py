"""Collect: sources in, originals in the raw store and a list of documents out; the text itself is loaded later.

Files are read where they lie, addresses and what catalogues name are fetched; both end as originals in the store. The flow hands doc_ids from task to task, and each batch loads its own texts from the store (`load_texts`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.collect.files import Limits, read_file
from flows.collect.formats import belied
from flows.collect.outcome import Outcome
from flows.collect.reasons import Problem
from flows.collect.record import RECORDS_SCHEMA
from flows.collect.sources import Item, find
from flows.collect.store import RawStore
from flows.collect.wanted import divide
from flows.collect.web.options import WebOptions
from flows.run import SOURCES_SCHEMA

Progress = Callable[[int, int], None]  # addresses done, addresses known so far
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
        "hint_region": pl.String(),
        "hint_kind": pl.String(),
        "hint_year": pl.Int32(),
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
    skipped     one row a source that is no report itself, with why: hidden files and READMEs in a folder, list pages
                whose links were followed, pages that are only a frame around attached files
    """

    documents: pl.DataFrame
    quarantine: pl.DataFrame
    sources: pl.DataFrame
    skipped: pl.DataFrame


def silent(_done: int, _known: int) -> None:
    """Tell nobody how far it is."""


def collect(
    sources: Sequence[str | Path],
    store: RawStore,
    limits: Limits,
    web: WebOptions | None = None,
    progress: Progress = silent,
) -> Collected:
    """Keep every source's bytes in the store, and say which documents they are and what could not be taken.

    A source is a file, a folder (read with all below it), an address (http, https) or a catalogue of addresses (a file
    named *.toml). Nothing that is wrong with a source raises, but a CatalogueError does. `web` says how to fetch,
    `progress` is told how many addresses are done and known.
    """
    wanted, hosts, rest = divide(sources)
    items, skipped = find(rest)
    outcomes = [_take(item, store, limits) for item in items]
    if wanted:
        from flows.collect.web.watch import fetch_all

        fetches = fetch_all(wanted, store, limits.max_bytes, (web or WebOptions()).with_hosts(hosts), progress)
        outcomes += fetches.outcomes
        skipped += fetches.aside
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
    """One row a document: as its last sighting left the record, which knows every name and every hint."""
    sightings: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.doc_id and outcome.problem is None:
            sightings[outcome.doc_id].append(outcome)
    return pl.DataFrame([_document(seen) for seen in sightings.values()], DOCUMENTS_SCHEMA)


def _document(sightings: Sequence[Outcome]) -> dict[str, Any]:
    statuses = {outcome.status for outcome in sightings}
    last = sightings[-1].added
    return (last.record.row() if last else {}) | {
        "renamed": "renamed" in statuses and "new" not in statuses,
    }


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
    """The reason of a quarantine; of a document, what was lost in reading it, and what its name claims wrongly."""
    if outcome.problem:
        return outcome.problem.reason.value
    if outcome.added is None:
        return None
    record = outcome.added.record
    lost = f"{record.lost} characters could not be read (U+FFFD)" if record.lost else None
    notes = [lost, *(belied(outcome.item.name, origin.media_type) for origin in record.taken[:1])]
    return "; ".join(note for note in notes if note) or None
