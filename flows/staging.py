"""Staged batches: the parsed and checked rows of some documents, as parquet files, before they are published.

    staged/ab12….json            a batch: its documents, and where its rows lie
    staged/ab12…-1a2b/<t>.parquet    the rows

A batch is named after what is in it (documents and their names, parser, rules). It is there once its list of documents
is, which is written last. A run that was killed finds its finished batches again and does not redo them; two runs with
the same batch share it, and of two that write it at once each has rows of its own, of which one's count.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from flows import storage
from flows.storage import Location
from flows.storage.frames import scan_parquet, write_parquet

STALE_SECONDS = 7 * 24 * 3600
LIST = ".json"
LOCK = ".staged.lock"  # beside the batches, so that nothing is left among them
PARQUET = ".parquet"


def batch_at(
    staged: Location, doc_ids: Sequence[str], parser_version: str, rules_version: str, sources: str = ""
) -> Location:
    """Where the batch of these documents, read by this parser and checked by these rules, lies or will lie. `sources`
    stands for what is known of where they came from (names, hints), which the rows tell, too."""
    key = "\n".join([parser_version, rules_version, *sorted(doc_ids), sources])
    return staged / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}{LIST}"


def write_batch(batch: Location, doc_ids: Sequence[str], tables: Mapping[str, pl.DataFrame]) -> None:
    """Put the tables of a batch of these documents at `batch`, all or nothing. A batch that is there already stays."""
    if storage.exists(batch):
        return
    rows = batch.parent / f"{batch.stem}-{secrets.token_hex(4)}"
    for name, frame in tables.items():
        write_parquet(rows / f"{name}{PARQUET}", frame)
    contents = {"documents": list(doc_ids), "rows": rows.name, "tables": list(tables)}
    lock = batch.parent.parent / LOCK
    if not storage.create(batch, json.dumps(contents).encode(), lock):
        storage.delete_all(rows)


def finished_batches(staged: Location) -> Iterator[tuple[Location, tuple[str, ...]]]:
    """Every batch that lies there whole: where, and its documents."""
    for name in storage.names(staged):
        if name.endswith(LIST) and (contents := _contents(staged / name)):
            yield staged / name, tuple(contents["documents"])


def remove_batch(batch: Location) -> None:
    """Remove a batch, first its list, so that nobody takes what is half gone for a batch."""
    contents = _contents(batch)
    storage.delete(batch)
    if contents:
        storage.delete_all(batch.parent / contents["rows"])


def leftovers(staged: Location, seconds: float) -> list[Location]:
    """Folders below `staged` that belong to no batch and that nobody has written to for so long: runs that died left
    them."""
    named = {contents["rows"] for batch, _ in finished_batches(staged) if (contents := _contents(batch))}
    folders = (staged / name for name in storage.names(staged) if not name.endswith(LIST) and name not in named)
    found = ((folder, storage.files(folder)) for folder in folders)
    return [folder for folder, files in found if files and all(is_older(file, seconds) for file in files)]


@dataclass(frozen=True)
class Staged:
    """Finished batches."""

    batches: tuple[Location, ...]

    @cached_property
    def _lists(self) -> list[dict[str, Any]]:
        return [json.loads(storage.read(batch)) for batch in self.batches]

    @cached_property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents that the batches have rows of. One that could not be read is in `quarantine` and not here."""
        return tuple(self.frame("documents").select("doc_id").collect()["doc_id"]) if self.batches else ()

    @property
    def tables(self) -> list[str]:
        """Names of the tables that the batches hold, `quarantine` left out."""
        return sorted(set(self._lists[0]["tables"]) - {"quarantine"}) if self.batches else []

    def files(self, table: str) -> list[Location]:
        """Where the rows of `table` lie, one file a batch."""
        return [
            batch.parent / of["rows"] / f"{table}{PARQUET}" for batch, of in zip(self.batches, self._lists, strict=True)
        ]

    def frame(self, table: str) -> pl.LazyFrame:
        """Rows of `table` over all batches."""
        return scan_parquet(self.files(table))

    def rows(self, table: str) -> int:
        """How many rows of `table` the batches hold."""
        count: int = self.frame(table).select(pl.len()).collect().item()
        return count

    def one_by_one(self) -> "Iterator[Staged]":
        """One batch after the other, so that no more than one need be held at a time."""
        return (Staged((batch,)) for batch in self.batches)

    def discard(self) -> None:
        """Remove the batches, which are published now, and what broken runs left long ago."""
        for batch in self.batches:
            remove_batch(batch)
        if self.batches:
            clear_stale(self.batches[0].parent)


def clear_stale(staged: Location) -> None:
    """Remove what was left by runs that broke off long ago."""
    for batch, _ in finished_batches(staged):
        if is_older(batch, STALE_SECONDS):
            remove_batch(batch)
    for folder in leftovers(staged, STALE_SECONDS):
        storage.delete_all(folder)


def is_older(file: Location, seconds: float) -> bool:
    """Whether nobody has written a file for so long; one that has gone meanwhile is not old."""
    try:
        return storage.changed_at(file) < time.time() - seconds
    except FileNotFoundError:
        return False


def _contents(batch: Location) -> dict[str, Any] | None:
    """What the list of a batch says; None where another run has removed it meanwhile."""
    try:
        contents: dict[str, Any] = json.loads(storage.read(batch))
    except FileNotFoundError:
        return None
    return contents


def grouped(sizes: Iterable[tuple[str, int]], most: int) -> Iterator[list[str]]:
    """Names in groups whose sizes add up to `most` or little more, in their order."""
    group: list[str] = []
    filled = 0
    for name, size in sizes:
        if group and filled + size > most:
            yield group
            group, filled = [], 0
        group.append(name)
        filled += size
    if group:
        yield group
