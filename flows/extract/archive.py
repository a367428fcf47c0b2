"""Parts of a zipped document (docx, xlsx, ofd), guarded. In: its bytes; out: its parts, by name.

What an archive says of its sizes may be a lie, so that parts are counted as they unpack. Nothing is written to a disk,
and a part's name is only a name.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from lxml import etree

from flows.extract.refusal import RefusedError, Why

MOST_PARTS = 5000
LARGEST_PART = 60 * 1024 * 1024  # bytes
LARGEST = 200 * 1024 * 1024
SUSPECT = 8 * 1024 * 1024  # bytes; a smaller part may be as regular as it likes
MOST_TIMES = 200  # XML of a long table packs to a fiftieth
ENCRYPTED = 0x1
DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)  # no part of a document has these
PROLOGUE = 65_536  # bytes in which a part would declare entities
# What zipfile raises on damaged archives: an unknown method of packing is a NotImplementedError, a locked part a RuntimeError
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError, RuntimeError)
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Archive:
    """An archive's parts, unpacked on demand."""

    zip: zipfile.ZipFile

    @property
    def names(self) -> list[str]:
        return self.zip.namelist()

    def read(self, name: str) -> bytes:
        """A part's bytes; none where there is no such part."""
        if name not in self.zip.NameToInfo:
            return b""
        info = self.zip.getinfo(name)
        if info.flag_bits & ENCRYPTED:
            raise RefusedError(Why.LOCKED, "Its parts are encrypted")
        try:
            with self.zip.open(info) as part:
                return _counted(part, info)
        except BROKEN as error:
            raise RefusedError(Why.BROKEN, f"Its part {name[:80]} does not unpack") from error

    def xml(self, name: str) -> etree._Element | None:
        """A part's root element; none where there is no such part or nothing in it."""
        data = self.read(name)
        if DECLARES.search(data[:PROLOGUE]):
            raise RefusedError(Why.BOMB, f"Its part {name[:80]} declares entities of its own")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser) if data.strip() else None
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            raise RefusedError(Why.BROKEN, f"Its part {name[:80]} is no XML") from error


def open_archive(data: bytes) -> Archive:
    """The archive in these bytes, if it is whole and of a size that documents have."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise RefusedError(Why.BROKEN, "It does not unpack") from error
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or size > LARGEST:
        raise RefusedError(Why.BOMB, f"It holds {len(infos):,} parts of {size:,} bytes together")
    return Archive(archive)


def _counted(part: IO[bytes], info: zipfile.ZipInfo) -> bytes:
    chunks, size = [], 0
    while chunk := part.read(CHUNK):
        size += len(chunk)
        if size > LARGEST_PART or (size > SUSPECT and size > MOST_TIMES * max(info.compress_size, 1)):
            raise RefusedError(Why.BOMB, f"{info.compress_size:,} bytes in it unpack to more than {size:,}")
        chunks.append(chunk)
    return b"".join(chunks)
