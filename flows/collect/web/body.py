"""The bytes of an answer, as they come off the network. In: an open response and the limits; out: bytes, or why not.

Everything is counted while it comes in, whatever the headers claim: the bytes on the wire, the bytes they unpack to,
and how many times more those are. Unpacking stops at the limit: a few kilobytes that stand for gigabytes never take
more memory than one step of it. Only gzip and deflate are asked for and unpacked, since zlib can be stopped; brotli
and zstd are refused unopened.
"""

import zlib
from collections.abc import Iterator

import httpx

from flows.collect.reasons import Problem, Reason, problem

PLAIN_CODINGS = frozenset({"", "identity"})
ZLIB_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
ACCEPT_ENCODING = "gzip, deflate"

STEP = 256 * 1024  # bytes unpacked at a time
HIGHEST_RATIO = 200  # a report of tables full of spaces packs 50 to 1, zlib at its best 1,000 to 1
RATIO_COUNTS_FROM = 1024 * 1024  # unpacked bytes: below, a high ratio does no harm


class CutOffError(Exception):
    """The answer ended before it was whole."""


async def read_body(response: httpx.Response, max_bytes: int) -> bytes | Problem:
    """The whole body, unpacked. Raises CutOffError where it is incomplete, and what httpx raises."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in PLAIN_CODINGS | ZLIB_CODINGS:
        return problem(Reason.PACKED, f"It came in the coding {coding[:40]!r}, asked for was {ACCEPT_ENCODING}")
    claimed = response.headers.get("content-length", "")
    if claimed.isdigit() and int(claimed) > max_bytes:
        return _too_large(f"{int(claimed):,}", max_bytes)
    unpacker = _Unpacker() if coding in ZLIB_CODINGS else None
    body = bytearray()
    wire = 0
    async for chunk in response.aiter_raw():
        wire += len(chunk)
        for piece in unpacker.unpack(chunk) if unpacker else (chunk,):
            body += piece
            if len(body) > max_bytes:
                return _too_large(f"more than {max_bytes:,}", max_bytes)
            if len(body) > max(RATIO_COUNTS_FROM, wire * HIGHEST_RATIO):
                return problem(Reason.BOMB, f"{wire:,} bytes unpack to more than {len(body):,}")
    if unpacker and wire and not unpacker.whole:
        raise CutOffError("the packed stream ends in its midst")
    return bytes(body)


class _Unpacker:
    """Unpacks gzip (of one or more members), zlib, and the bare deflate that some servers send for zlib."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)  # tells gzip from zlib by the header
        self._untried = True

    @property
    def whole(self) -> bool:
        return self._zlib.eof

    def unpack(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk stands for, in pieces of at most `STEP` bytes. Raises zlib.error where it is damaged."""
        while chunk:
            if self._zlib.eof:
                if not chunk.strip(b"\0"):  # padding
                    return
                self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)
            piece = self._piece(chunk)
            if piece:
                yield piece
            chunk = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail

    def _piece(self, chunk: bytes) -> bytes:
        try:
            piece = self._zlib.decompress(chunk, STEP)
        except zlib.error:
            if not self._untried:
                raise
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            piece = self._zlib.decompress(chunk, STEP)
        self._untried = False
        return piece


def _too_large(size: str, max_bytes: int) -> Problem:
    return problem(Reason.TOO_LARGE, f"It has {size} bytes, the limit is {max_bytes:,}")
