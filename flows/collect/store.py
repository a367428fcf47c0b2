"""The raw store: every original once, byte for byte, with a record of where and when it came from.

    store/ab/abcd…/original             the bytes; the folder is named by their sha256
                   record.json          what they are, and every source that they came from
                   read-<version>.txt   the text that this version of the readers read out of them (no plain text)
                   text-<version>.txt   the normalised text that this version of the parser made of it

Whatever appears there appears whole: a reader sees the old file or the new one, and a run that is killed leaves no half
file under a name that counts. Originals never change. A record changes only from what its writer has read, so that two
runs at once both keep what they saw; where nothing is new, nothing is written.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import polars as pl

from flows import extract, storage
from flows.collect import encodings, formats
from flows.collect.examine import read_text
from flows.collect.reading import scan_limits
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
from flows.extract.extras import extras
from flows.storage import Location

DOC_ID = re.compile(r"[0-9a-f]{64}")  # sha256
SHARD = re.compile(r"[0-9a-f]{2}")
READ_TEXT = re.compile(r"read-[^/]*\.txt")
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

    root: Location

    def add(self, data: bytes, uri: str, name: str, fetched: Fetched | None = None) -> Added:
        """Keep the bytes once and remember that they came from this address under this name, with what the network
        said of them.

        Bytes that cannot be read are kept and remembered, too: a later version may read them.
        """
        doc_id = hashlib.sha256(data).hexdigest()
        seen_at = datetime.now(UTC).isoformat(timespec="seconds")
        while True:
            known, version = self._find_version(doc_id)
            if known and self._is_settled(known, uri, name, fetched):
                return Added(known, "unchanged", self._known_problem(known, uri, name))
            sighting = Sighting(uri, name, seen_at, fetched)
            news = remember(known, doc_id, data, sighting, detector_version(), readers_version())
            if not self._is_whole(doc_id) and not storage.create(self.original_path(doc_id), data, self._lock):
                storage.write(self.original_path(doc_id), data)  # what lies there went bad
            if news.text is not None and not storage.exists(self._read_path(doc_id)):
                storage.write(self._read_path(doc_id), news.text.encode())
            if news.record == known or self._replace(news.record, version):
                return Added(news.record, _novelty(known, news.record), news.problem)

    def hint(self, doc_id: str, uri: str, hints: Hints) -> Record:
        """Remember what a person knows of the source at this address; the same again writes nothing."""
        while True:
            known, version = self._record_version(doc_id)
            hinted = with_hints(known, uri, hints)
            if hinted == known or self._replace(hinted, version):
                return hinted

    def holds(self, doc_id: str) -> bool:
        """Whether the original is there, whole."""
        return self._find(doc_id) is not None and self._is_whole(doc_id)

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
        shards = (self.root / name for name in storage.names(self.root) if SHARD.fullmatch(name))
        return [name for shard in shards for name in storage.names(shard) if DOC_ID.fullmatch(name)]

    def damaged_records(self) -> list[str]:
        """Originals of which nothing is known, because their record is damaged or missing."""
        return [doc_id for doc_id in self.doc_ids() if self._find(doc_id) is None]

    def record(self, doc_id: str) -> Record:
        """What is known of one original; `StoreError` where there is none."""
        return self._record_version(doc_id)[0]

    def original_path(self, doc_id: str) -> Location:
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
        if media_type not in formats.TEXTS and (known := _read_if_there(path)) is not None:
            return known.decode()
        text = read_text(self.read_original(doc_id), media_type, record.encoding)
        if isinstance(text, Problem):
            return self._read_before(doc_id, text)
        if media_type not in formats.TEXTS:
            storage.write(path, text.encode())
        return text

    def _read_before(self, doc_id: str, problem: Problem) -> str:
        """The text that the last version of the readers found, where the present one finds none: a program that is no
        longer installed, a limit that a slow day reaches."""
        folder = self._folder(doc_id)
        before = [folder / name for name in storage.names(folder) if READ_TEXT.fullmatch(name)]
        if not before:
            raise StoreError(f"{doc_id} cannot be read any more: {problem.reason}. {problem.detail}")
        return storage.read(max(before, key=storage.changed_at)).decode()

    def text_path(self, doc_id: str, parser_version: str) -> Location:
        """Where the normalised text of this parser version lies, or would lie."""
        if not VERSION.fullmatch(parser_version):
            raise ValueError(f"Not a version that can name a file: {parser_version!r}")
        return self._folder(doc_id) / f"text-{parser_version}.txt"

    def write_text(self, doc_id: str, parser_version: str, text: str) -> None:
        """Keep the normalised text beside the original; the same text again writes nothing."""
        path, data = self.text_path(doc_id, parser_version), text.encode()
        if _read_if_there(path) != data:
            storage.write(path, data)

    def read_text(self, doc_id: str, parser_version: str) -> str:
        """The normalised text that this parser version made; `StoreError` where it made none."""
        return _read(self.text_path(doc_id, parser_version)).decode()

    def _folder(self, doc_id: str) -> Location:
        if not DOC_ID.fullmatch(doc_id):
            raise ValueError(f"Not a doc_id: {doc_id!r}")
        return self.root / doc_id[:2] / doc_id

    def _read_path(self, doc_id: str) -> Location:
        return self._folder(doc_id) / f"read-{detector_version()}.txt"

    def _record_path(self, doc_id: str) -> Location:
        return self._folder(doc_id) / "record.json"

    @property
    def _lock(self) -> Location:
        return self.root / ".lock"

    def _record_version(self, doc_id: str) -> tuple[Record, str]:
        """A record and its version; `StoreError` where there is none that can be read."""
        known, version = self._find_version(doc_id)
        if known is None or version is None:
            path = self._record_path(doc_id)
            raise StoreError(f"The raw store has no {path}." if version is None else f"{path} is damaged.")
        return known, version

    def _find_version(self, doc_id: str) -> tuple[Record | None, str | None]:
        """What is known of these bytes, and its version. A record that is damaged is as good as none, and is written
        anew."""
        try:
            data, version = storage.read_version(self._record_path(doc_id))
        except FileNotFoundError:
            return None, None
        try:
            return from_json(data), version
        except (ValueError, KeyError, TypeError):
            return None, version

    def _find(self, doc_id: str) -> Record | None:
        return self._find_version(doc_id)[0]

    def _replace(self, record: Record, version: str | None) -> bool:
        """Write the record in place of the one of this version; not done where another writer was here."""
        return storage.replace(self._record_path(record.doc_id), to_json(record), version, self._lock)

    def _is_settled(self, known: Record, uri: str, name: str, fetched: Fetched | None) -> bool:
        """Nothing to add: this very source was read before, by the code of today, and its original is there."""
        origin = known.origin(uri, name)
        if origin is None or (fetched and fetched.says_more_than(origin.fetched)):
            return False
        if not origin.taken and self._known_problem(known, uri, name) is None:
            return False
        return known.detector == detector_version() and self._is_whole(known.doc_id)

    @staticmethod
    def _known_problem(known: Record, uri: str, name: str) -> Problem | None:
        """Why this source cannot be taken, where the readers of today found that before."""
        origin = known.origin(uri, name)
        return origin.known_problem(readers_version()) if origin and origin.refused else None

    def _is_whole(self, doc_id: str) -> bool:
        """Whether the original lies there as it came. Its size alone would not show a byte that went bad on the disk."""
        data = _read_if_there(self.original_path(doc_id))
        return data is not None and hashlib.sha256(data).hexdigest() == doc_id


@cache
def detector_version() -> str:
    """Digest of the code that tells encodings and formats and reads them, and of the versions of the libraries behind
    it."""
    readers = Path(extract.__file__).parent.glob("*.py")
    files = [Path(str(module.__file__)) for module in (encodings, formats)] + sorted(readers)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()[:16]


def readers_version() -> str:
    """The detector's version with what is installed beside it and how long it may take: what could not be read may be
    read after that changed, while a document is not read anew for it."""
    return f"{detector_version()} {extras()} ocr_seconds={scan_limits().seconds:g}"


def _novelty(known: Record | None, record: Record) -> Novelty:
    before = known.names if known else []
    if not before and record.names:
        return "new"
    return "unchanged" if before == record.names else "renamed"


def _read(where: Location) -> bytes:
    data = _read_if_there(where)
    if data is None:
        raise StoreError(f"The raw store has no {where}.")
    return data


def _read_if_there(where: Location) -> bytes | None:
    try:
        return storage.read(where)
    except FileNotFoundError:
        return None
