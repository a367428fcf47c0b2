"""Staged batches: the parsed and checked rows of some documents, as parquet files, before they are published.

A batch lies in a folder named after what is in it (documents, parser, rules), and appears there by one rename. A run
that was killed finds its finished batches again and does not redo them; two runs with the same batch share it.
"""

import hashlib
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

STALE_SECONDS = 7 * 24 * 3600


def batch_folder(
    staged: Path, doc_ids: Sequence[str], parser_version: str, rules_version: str, sources: str = ""
) -> Path:
    """Where the batch of these documents, read by this parser and checked by these rules, lies or will lie. `sources`
    stands for what is known of where they came from (names, hints), which the rows tell, too."""
    key = "\n".join([parser_version, rules_version, *sorted(doc_ids), sources])
    return staged / hashlib.sha256(key.encode()).hexdigest()[:32]


def write_batch(folder: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Put the tables of a batch at `folder`, all or nothing. A batch that is there already stays."""
    if folder.exists():
        return
    half = folder.with_name(f".{folder.name}-{time.monotonic_ns()}")
    half.mkdir(parents=True)
    for name, rows in tables.items():
        rows.write_parquet(half / f"{name}.parquet")
    try:
        half.rename(folder)
    except OSError:
        shutil.rmtree(half)
        if not folder.exists():
            raise


@dataclass(frozen=True)
class Staged:
    """Finished batches, and the documents that they hold."""

    folders: tuple[Path, ...]
    doc_ids: tuple[str, ...]

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

    def discard(self) -> None:
        """Remove the batches, which are published now, and any that a broken run left long ago."""
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        for folder in self.folders[0].parent.iterdir() if self.folders else ():
            if folder.stat().st_mtime < time.time() - STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
