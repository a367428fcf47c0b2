"""The raw store: every original once, byte for byte, with a record of where and when it came from.

    store/ab/abcd…/original             the bytes; the folder is named by their sha256
                   record.json          what they are, and every source that they came from
                   read-<version>.txt   the text that this version of the readers read out of them (no plain text)
                   text-<version>.txt   the normalised text that this version of the parser made of it

Every file is written whole beside its place and then renamed into it: a reader sees the old one or the new one, and a
run that is killed leaves no half file under a name that counts. Originals never change. One writer at a time holds
the lock, so that two runs at once both keep what they saw; where nothing is new, nothing is written or locked.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import polars as pl
from filelock import FileLock

from flows import extract
from flows.collect import encodings, formats
from flows.collect.examine import read_text
from flows.collect.reasons import Problem
from flows.collect.record import (
    RECORDS_SCHEMA,
    Fetched,
    Hints,
    Record,
    Sighting,
    from_json,
    remember,
    to_json,
    with_hints,
)

DOC_ID = re.compile(r"[0-9a-f]{64}")  # sha256
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")  # 0.1.0+3fa9

LIBRARIES = ("charset-normalizer", "lxml", "openpyxl", "pypdfium2")

Novelty = Literal["new", "renamed", "unchanged"]


class StoreError(Exception):
    """The store lacks what was asked for, or a file of it was changed or removed by someone else."""


@dataclass(frozen=True)
class Added:
    """A source that was kept: its original's record, what is new about it (the document, only a name, nothing), and
    why it cannot be read, if so."""

    record: Record
    novelty: Novelty
    problem: Problem | None


@dataclass(frozen=True)
class RawStore:
    """The originals below `root`. A doc_id is the sha256 of an original in hexadecimal."""

    root: Path

    def add(self, data: bytes, uri: str, name: str, fetched: Fetched | None = None) -> Added:
        """Keep the bytes once and remember that they came from this address under this name, with what the network
        said of them.

        Bytes that cannot be read are kept and remembered, too: a later version may read them.
        """
        doc_id = hashlib.sha256(data).hexdigest()
        known = self._find(doc_id)
        if known and self._is_settled(known, uri, name, fetched):
            return Added(known, "unchanged", None)
        sighting = Sighting(uri, name, datetime.now(UTC).isoformat(timespec="seconds"), fetched)
        news = remember(known, doc_id, data, sighting, detector_version())
        if news.record != known or not self._is_whole(news.record):
            with self._lock():
                if (now_known := self._find(doc_id)) != known:  # another writer was here
                    known = now_known
                    news = remember(known, doc_id, data, sighting, detector_version())
                if not self._is_whole(news.record):
                    _write(self.original_path(doc_id), data)
                if news.text is not None:
                    _write(self._read_path(doc_id), news.text.encode())
                if news.record != known:
                    _write(self._record_path(doc_id), to_json(news.record))
        return Added(news.record, _novelty(known, news.record), news.problem)

    def hint(self, doc_id: str, uri: str, hints: Hints) -> Record:
        """Remember what a person knows of the source at this address; the same again writes nothing."""
        known = self.record(doc_id)
        if with_hints(known, uri, hints) != known:
            with self._lock():
                known = with_hints(self.record(doc_id), uri, hints)
                _write(self._record_path(doc_id), to_json(known))
        return known

    def holds(self, doc_id: str) -> bool:
        """Whether the original is there, whole."""
        known = self._find(doc_id)
        return known is not None and self._is_whole(known)

    def records(self, doc_ids: Iterable[str] | None = None) -> pl.DataFrame:
        """All documents of the store, or those of them that are named (columns of `RECORDS_SCHEMA`, one row a document,
        by doc_id), for a backfill.

        Originals that could not be read are kept, but are no documents. A document whose record is damaged is left out:
        `damaged_records` names it.
        """
        wanted = self.doc_ids() if doc_ids is None else sorted(doc_ids)
        records = [record for doc_id in wanted if (record := self._find(doc_id)) is not None]
        return pl.DataFrame([record.row() for record in records if record.taken], schema=RECORDS_SCHEMA)

    def doc_ids(self) -> list[str]:
        """Every original of the store, read or not, whole or not."""
        return sorted(path.name for path in self.root.glob("??/*") if DOC_ID.fullmatch(path.name))

    def damaged_records(self) -> list[str]:
        """Originals of which nothing is known, because their record is damaged or missing."""
        return [doc_id for doc_id in self.doc_ids() if self._find(doc_id) is None]

    def record(self, doc_id: str) -> Record:
        """What is known of one original; `StoreError` where there is none."""
        return self._record(self._record_path(doc_id))

    def original_path(self, doc_id: str) -> Path:
        """Where the original lies, or would lie."""
        return self._folder(doc_id) / "original"

    def read_original(self, doc_id: str) -> bytes:
        """The bytes as they came; `StoreError` where they are not what they were."""
        path = self.original_path(doc_id)
        data = _read(path)
        if hashlib.sha256(data).hexdigest() != doc_id:
            raise StoreError(f"{path} was changed after it was stored.")
        return data

    def read_original_text(self, doc_id: str) -> str:
        """The document's text as it stands in the original, decoded and otherwise raw.

        What is no plain text is read once for each version of the readers.
        """
        record = self.record(doc_id)
        if record.encoding is None or not record.taken:
            raise StoreError(f"{doc_id} is kept, but it could not be read: it is no document.")
        media_type = record.taken[0].media_type
        path = self._read_path(doc_id)
        if media_type not in formats.TEXTS and path.exists():
            return path.read_bytes().decode()
        text = read_text(self.read_original(doc_id), media_type, record.encoding)
        if isinstance(text, Problem):
            return self._read_before(doc_id, text)
        if media_type not in formats.TEXTS:
            with self._lock():
                _write(path, text.encode())
        return text

    def _read_before(self, doc_id: str, problem: Problem) -> str:
        """The text that the last version of the readers found, where the present one finds none: a program that is no
        longer installed, a limit that a slow day reaches."""
        before = sorted(self._folder(doc_id).glob("read-*.txt"), key=lambda path: path.stat().st_mtime)
        if not before:
            raise StoreError(f"{doc_id} cannot be read any more: {problem.reason}. {problem.detail}")
        return before[-1].read_bytes().decode()

    def text_path(self, doc_id: str, parser_version: str) -> Path:
        """Where the normalised text of this parser version lies, or would lie."""
        if not VERSION.fullmatch(parser_version):
            raise ValueError(f"Not a version that can name a file: {parser_version!r}")
        return self._folder(doc_id) / f"text-{parser_version}.txt"

    def write_text(self, doc_id: str, parser_version: str, text: str) -> None:
        """Keep the normalised text beside the original; the same text again writes nothing."""
        path, data = self.text_path(doc_id, parser_version), text.encode()
        if not path.exists() or path.read_bytes() != data:
            with self._lock():
                _write(path, data)

    def read_text(self, doc_id: str, parser_version: str) -> str:
        """The normalised text that this parser version made; `StoreError` where it made none."""
        return _read(self.text_path(doc_id, parser_version)).decode()

    def _folder(self, doc_id: str) -> Path:
        if not DOC_ID.fullmatch(doc_id):
            raise ValueError(f"Not a doc_id: {doc_id!r}")
        return self.root / doc_id[:2] / doc_id

    def _read_path(self, doc_id: str) -> Path:
        return self._folder(doc_id) / f"read-{detector_version()}.txt"

    def _record_path(self, doc_id: str) -> Path:
        return self._folder(doc_id) / "record.json"

    def _record(self, path: Path) -> Record:
        try:
            return from_json(_read(path))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} is damaged ({error}).") from error

    def _find(self, doc_id: str) -> Record | None:
        """What is known of these bytes; a record that is damaged is as good as none, and is written anew."""
        if not self._record_path(doc_id).exists():
            return None
        try:
            return self.record(doc_id)
        except StoreError:
            return None

    def _is_settled(self, known: Record, uri: str, name: str, fetched: Fetched | None) -> bool:
        """Nothing to add: this very source was read before, by the code of today, and its original is there."""
        origin = known.origin(uri, name)
        if origin is None or not origin.taken or (fetched and fetched.says_more_than(origin.fetched)):
            return False
        return known.detector == detector_version() and self._is_whole(known)

    def _is_whole(self, record: Record) -> bool:
        """Whether the original lies there as it came. Its size alone would not show a byte that went bad on the disk."""
        path = self.original_path(record.doc_id)
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == record.doc_id

    def _lock(self) -> FileLock:
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / ".lock", poll_interval=0.005)


@cache
def detector_version() -> str:
    """Digest of the code that tells encodings and formats and reads them, and of the versions of the libraries behind
    it."""
    readers = Path(extract.__file__).parent.glob("*.py")
    files = [Path(str(module.__file__)) for module in (encodings, formats)] + sorted(readers)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()[:16]


def _novelty(known: Record | None, record: Record) -> Novelty:
    before = known.names if known else []
    if not before and record.names:
        return "new"
    return "unchanged" if before == record.names else "renamed"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise StoreError(f"The raw store has no {path}.") from error


def _write(path: Path, data: bytes) -> None:
    """Put a file in its place whole and for good. Only under the lock: the part beside it has one name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
