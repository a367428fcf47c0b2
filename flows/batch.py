"""One batch of documents, from originals in the store to checked rows in a staged folder."""

from collections.abc import Iterable, Sequence

import polars as pl

from expectations.contracts import hold_all
from expectations.rules import check, flag
from flows import storage
from flows.collect import RawStore, Reason, StoreError, load_texts
from flows.collect.gather import QUARANTINE_SCHEMA, TEXTS_SCHEMA
from flows.collect.reasons import problem
from flows.layout import Layout
from flows.parse.hints import told
from flows.parse.parse import parse
from flows.staging import batch_at, finished_batches, remove_batch, write_batch
from flows.storage import Location
from flows.version import parser_version, rules_version
from flows.work import batches, document_statuses, set_aside


def cut(layout: Layout, doc_ids: Iterable[str], size: int) -> tuple[tuple[str, ...], ...]:
    """The documents in batches of at most `size`: those that a broken run finished as they lie, the others cut anew."""
    wanted, store = set(doc_ids), RawStore(layout.store)
    finished = []
    for batch, staged in finished_batches(layout.staged):
        if wanted.issuperset(staged) and batch == _batch(layout, store, staged):
            finished.append(staged)
            wanted.difference_update(staged)
    return (*finished, *batches(wanted, size))


def read_batch(layout: Layout, doc_ids: Sequence[str]) -> Location:
    """Parse and check these documents of the store and stage their rows; returns where.

    A batch that an earlier run finished is returned as it lies. Rows that break their contract are staged as
    `quarantine`, and so is a document whose original is damaged. The normalised text is kept beside each original.
    """
    store = RawStore(layout.store)
    batch = _batch(layout, store, doc_ids)
    if storage.exists(batch):
        return batch
    texts, damaged = _load(store, doc_ids)
    parsed = parse(texts)
    for doc_id, text in parsed.texts.select("doc_id", "text").iter_rows():
        store.write_text(doc_id, parser_version(), text)
    versions = {"parser_version": parser_version(), "rules_version": rules_version()}
    reports = (
        parsed.tables["documents"]
        .with_columns(pl.lit(v).alias(name) for name, v in versions.items())
        .join(texts.select("doc_id", hints=told()), on="doc_id", how="left", maintain_order="left")
    )
    tables = _checked(parsed.tables | {"documents": reports}, texts)
    broken = tables["quarantine"]
    write_batch(batch, doc_ids, tables | {"quarantine": pl.concat([damaged.select(broken.columns), broken])})
    return batch


def staged_batch(layout: Layout, doc_ids: Sequence[str]) -> Location | None:
    """The batch as it lies staged. Where another run published and cleared it away meanwhile, only what the release
    lacks even so is read again; None where it lacks nothing."""
    store = RawStore(layout.store)
    batch = _batch(layout, store, doc_ids)
    if storage.exists(batch):
        return batch
    statuses = document_statuses(layout, store.records(doc_ids))
    lacking = statuses.filter(pl.col("status") != "unchanged")["doc_id"].to_list()
    return read_batch(layout, lacking) if lacking else None


def clear_published(layout: Layout) -> None:
    """Remove batches that a run published and did not live to clear away: the release has all that is in them."""
    store = RawStore(layout.store)
    for batch, doc_ids in finished_batches(layout.staged):
        statuses = document_statuses(layout, store.records(doc_ids))
        if (statuses["status"] == "unchanged").all() and statuses.height == len(doc_ids):
            remove_batch(batch)


def _batch(layout: Layout, store: RawStore, doc_ids: Sequence[str]) -> Location:
    known = store.records(doc_ids).write_json()
    return batch_at(layout.staged, doc_ids, parser_version(), rules_version(), known)


def _load(store: RawStore, doc_ids: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The texts (columns of `TEXTS_SCHEMA`), and what is damaged in the store as `quarantine` rows less the run's id."""
    texts, damaged = [pl.DataFrame(schema=TEXTS_SCHEMA)], []
    for doc_id in doc_ids:
        try:
            texts.append(load_texts(store, [doc_id]))
        except StoreError as error:
            found = problem(Reason.DAMAGED, str(error).rstrip("."))
            damaged.append((_address(store, doc_id), doc_id, "collect", found.reason.value, found.detail))
    return pl.concat(texts), set_aside(pl.DataFrame(damaged, QUARANTINE_SCHEMA, orient="row"))


def _address(store: RawStore, doc_id: str) -> str:
    """Where the document first came from, or where it lies if even that is lost."""
    try:
        return store.record(doc_id).origins[0].source_uri
    except StoreError:
        return store.original_path(doc_id).as_uri()


def _checked(tables: dict[str, pl.DataFrame], texts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables with their findings and flags, less the rows that break a contract, which become `quarantine`."""
    findings = check(tables)
    flagged = tables | {"observations": flag(tables["observations"], findings), "findings": findings}
    held = hold_all(flagged, texts)
    return held.tables | {"quarantine": held.broken}
