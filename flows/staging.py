"""Staged batches: the parsed and checked rows of some documents, as parquet files, before they are published.

A batch lies in a folder named after what is in it (documents and their names, parser, rules), and appears there by one
rename. A run that was killed finds its finished batches again and does not redo them; two runs with the same batch
share it.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

STALE_SECONDS = 7 * 24 * 3600
MANIFEST = "batch.json"


def batch_folder(
    staged: Path, doc_ids: Sequence[str], parser_version: str, rules_version: str, sources: str = ""
) -> Path:
    """Where the batch of these documents, read by this parser and checked by these rules, lies or will lie. `sources`
    stands for what is known of where they came from (names, hints), which the rows tell, too."""
    key = "\n".join([parser_version, rules_version, *sorted(doc_ids), sources])
    return staged / hashlib.sha256(key.encode()).hexdigest()[:32]


def write_batch(folder: Path, doc_ids: Sequence[str], tables: Mapping[str, pl.DataFrame]) -> None:
    """Put the tables of a batch of these documents at `folder`, all or nothing. A batch that is there already stays."""
    if folder.exists():
        return
    half = folder.with_name(f".{folder.name}-{time.monotonic_ns()}")
    half.mkdir(parents=True)
    try:
        (half / MANIFEST).write_text(json.dumps(list(doc_ids)), encoding="utf-8")
        for name, rows in tables.items():
            rows.write_parquet(half / f"{name}.parquet")
        half.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(half, ignore_errors=True)


def finished_batches(staged: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Every batch that lies there whole: its folder and its documents."""
    for manifest in sorted(staged.glob(f"[!.]*/{MANIFEST}")):
        yield manifest.parent, tuple(json.loads(manifest.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Staged:
    """Finished batches."""

    folders: tuple[Path, ...]

    @cached_property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents that the batches have rows of. One that could not be read is in `quarantine` and not here."""
        return tuple(self.frame("documents").select("doc_id").collect()["doc_id"]) if self.folders else ()

    @property
    def tables(self) -> list[str]:
        """Names of the tables that the batches hold, `quarantine` left out."""
        return (
            sorted(path.stem for path in self.folders[0].glob("*.parquet") if path.stem != "quarantine")
            if self.folders
            else []
        )

    def frame(self, table: str) -> pl.LazyFrame:
        """Rows of `table` over all batches."""
        return pl.scan_parquet([folder / f"{table}.parquet" for folder in self.folders])

    def rows(self, table: str) -> int:
        """How many rows of `table` the batches hold."""
        count: int = self.frame(table).select(pl.len()).collect().item()
        return count

    def batches(self) -> "Iterator[Staged]":
        """One batch after the other, so that no more than one need be held at a time."""
        return (Staged((folder,)) for folder in self.folders)

    def discard(self) -> None:
        """Remove the batches, which are published now, and any that a broken run left long ago."""
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        for folder in self.folders[0].parent.iterdir() if self.folders else ():
            if is_stale(folder):
                shutil.rmtree(folder, ignore_errors=True)


def is_stale(folder: Path) -> bool:
    """Whether a staged folder was left by a run that broke off long ago; one that has gone meanwhile is none."""
    try:
        return folder.stat().st_mtime < time.time() - STALE_SECONDS
    except FileNotFoundError:
        return False


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
