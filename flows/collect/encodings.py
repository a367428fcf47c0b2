"""Which characters do these bytes stand for? In: the bytes of a text; out: its encoding, or why none could be told.

A byte order mark is believed first, then strict UTF-8. What is left is nearly always GB18030 (which holds GBK and
GB2312), Big5, or UTF-16 without its mark. Bytes of one are often valid in the others, so the candidate wins whose
characters are common ones: the first level of GB 2312 (3,755), that of Big5 (5,401), and Chinese punctuation.

Measured on pieces of reports: of those of 12 characters or more, this misses 1 in 1,000, and none of 50 or more.
charset-normalizer, offered only these candidates, misses 16 in 100 at 12 characters, 5 at 20, 1 at 200. So the library
is asked where the candidates are out: for Western text, and for a guess to name when nothing fits.
"""

from codecs import getincrementaldecoder
from collections import Counter
from dataclasses import dataclass
from functools import cache

from charset_normalizer import from_bytes

from flows.collect.reasons import Problem, Reason, problem

REPLACEMENT = "\ufffd"
BYTE_ORDER_MARKS = {  # UTF-32 first: its little-endian mark begins with that of UTF-16
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
WESTERN = "cp1252"

LEAST_COMMON = 0.7  # share of common characters: 20 characters of real text reach 0.85, random bytes stay below 0.35
MOST_LOST = 0.01  # share of characters that may be lost before a text is no longer worth reading
LEAST_ASCII = 0.8  # share of ASCII in Western text: of French letters 94 in 100, of German ones 97
MOST_CONTROLS = 0.01  # share of control characters in text: form feeds and the like
SAMPLE = 4000  # characters that are weighed, taken evenly from the whole text
GUESS_BYTES = 65_536  # bytes that the library sees

LAYOUT_CONTROLS = frozenset("\t\n\v\f\r\x1a")  # 0x1a ended files under DOS
CONTROLS = frozenset(map(chr, (*range(0x20), 0x7F))) - LAYOUT_CONTROLS


@dataclass(frozen=True)
class Encoding:
    """How a text is written: the Python codec's name, and how many characters were lost (U+FFFD) in reading it."""

    name: str
    lost: int


def decode(data: bytes, encoding: str) -> str:
    """The text behind the byte order mark; bytes that stand for no character become U+FFFD."""
    return data[len(_mark(data)) :].decode(encoding, errors="replace")


def find_encoding(data: bytes) -> Encoding | Problem:
    """The encoding of the bytes of a text, or why it has none: not text at all, no encoding fits, too much is lost."""
    name = _declared(data) or _strict_utf8(data) or _most_common(data) or _western(data)
    text = decode(data, name or "latin-1")
    if (binary := _not_text(text)) is not None:
        return binary
    if name is None:
        return problem(Reason.UNDECODABLE, _guess(data))
    lost = text.count(REPLACEMENT)
    if _lost_share(text) > MOST_LOST:
        return problem(Reason.GARBLED, f"Read as {name}, {lost} of {len(text)} characters are lost")
    return Encoding(name, lost)


def _mark(data: bytes) -> bytes:
    return next((mark for mark in BYTE_ORDER_MARKS if data.startswith(mark)), b"")


def _declared(data: bytes) -> str | None:
    """The encoding that the byte order mark names, unless the bytes belie it."""
    name = BYTE_ORDER_MARKS.get(_mark(data))
    return name if name and _lost_share(decode(data, name)) <= MOST_LOST else None


def _strict_utf8(data: bytes) -> str | None:
    """UTF-8 where every byte fits; the last character may be cut off with the file."""
    if b"\0" in data:  # UTF-16 without its mark is often valid UTF-8 full of NULs
        return None
    decoder = getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    cut, _ = decoder.getstate()
    return "utf-8" if not cut or not text.isascii() else None


def _most_common(data: bytes) -> str | None:
    """The candidate that gives the largest share of common characters, if it is large enough."""
    shares = {name: _common_share(decode(data, name)) for name in CANDIDATES}
    best = max(shares, key=shares.__getitem__)  # the first one on a tie
    return best if shares[best] >= LEAST_COMMON else None


def _western(data: bytes) -> str | None:
    """Windows' Western encoding for what is mostly ASCII, where the library finds that it reads well."""
    head = data[:GUESS_BYTES]
    if sum(byte < 0x80 for byte in head) < LEAST_ASCII * len(head):
        return None
    reads_well = from_bytes(head, cp_isolation=[WESTERN], preemptive_behaviour=False, enable_fallback=False).best()
    return WESTERN if reads_well else None


def _guess(data: bytes) -> str:
    """What the library takes the bytes for, in words."""
    best = from_bytes(data[:GUESS_BYTES]).best()
    tried = ", ".join(CANDIDATES)
    return f"It is none of {tried}" + (f"; it looks most like {best.encoding}" if best else "")


def _lost_share(text: str) -> float:
    """Share of lost characters. One at the very end was cut off with the file and does not count."""
    return (text.count(REPLACEMENT) - text.endswith(REPLACEMENT)) / max(len(text), 1)


def _common_share(text: str) -> float:
    """Share of common characters among those that are not plain ASCII; 1 where all are plain ASCII."""
    counts = Counter(text[:: len(text) // SAMPLE + 1])
    foreign = {char: n for char, n in counts.items() if not (" " <= char <= "~" or char in LAYOUT_CONTROLS)}
    common = sum(n for char, n in foreign.items() if char in _common())
    return common / sum(foreign.values()) if foreign else 1.0


def _not_text(text: str) -> Problem | None:
    """Text holds no NUL, and hardly any control characters."""
    if (position := text.find("\0")) >= 0:
        return problem(Reason.BINARY, f"There is a NUL at character {position}")
    controls = sum(text.count(char) for char in CONTROLS)
    if controls > MOST_CONTROLS * len(text):
        return problem(Reason.BINARY, f"{controls} of {len(text)} characters are control characters")
    return None


@cache
def _common() -> frozenset[str]:
    """Common Chinese characters, simple and traditional, and Chinese punctuation, read off the codecs' own tables."""
    simple = _characters("gb2312", rows=range(0xB0, 0xD8), cells=range(0xA1, 0xFF))
    traditional = _characters("big5", rows=range(0xA4, 0xC7), cells=range(0x40, 0xFF))
    punctuation = _characters("gb2312", rows=range(0xA1, 0xA4), cells=range(0xA1, 0xFF))
    return frozenset(simple + traditional + punctuation) - {REPLACEMENT}


def _characters(codec: str, rows: range, cells: range) -> str:
    return "".join(bytes((row, cell)).decode(codec, errors="ignore") for row in rows for cell in cells)
