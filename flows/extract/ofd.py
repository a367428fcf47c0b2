"""An OFD file (GB/T 33190) → its text in reading order. In: its bytes; out: paragraphs and tables (print_text.py).

An OFD is an archive of XML parts: pages with text objects, whose characters stand at given places, and paths. Lengths
are millimetres.
"""

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from flows.extract.archive import Archive, open_archive
from flows.extract.print_page import WIDE, Glyph, Page, Rule
from flows.extract.print_text import text_of
from flows.extract.refusal import RefusedError, Why

POINTS = 72 / 25.4  # of a millimetre
A4 = (0.0, 0.0, 210.0, 297.0)
STRAIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MOST_PAGES = 3000
MOST_CHARACTERS = 60_000  # on one page
LEAST_RULE = 2.0  # millimetres
THIN = 0.9
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
PATH_POINT = re.compile(rf"([ML])\s*({NUMBER.pattern})[\s,]+({NUMBER.pattern})")
MOST_POINTS = 64  # of one path


def read_ofd(data: bytes) -> str:
    """The text of an OFD file. Raises `RefusedError` where it is broken, locked, or holds only pictures of text."""
    archive = open_archive(data)
    pages = [page for root in _roots(archive) for page in _pages(archive, root)]
    if not any(page.glyphs for page in pages):
        if any(page.pictures for page in pages):
            raise RefusedError(Why.PICTURES_ONLY, f"Its {len(pages)} pages are pictures without text")
        raise RefusedError(Why.EMPTY, "There is no text on its pages")
    return text_of(pages)


def _roots(archive: Archive) -> list[str]:
    """The parts that list the pages of its documents."""
    entry = archive.xml("OFD.xml")
    roots = [] if entry is None else [_within("", root.text) for root in entry.iter("{*}DocRoot")]
    if not roots:
        raise RefusedError(Why.BROKEN, "It lists no document")
    return roots


def _pages(archive: Archive, root: str) -> Iterator[Page]:
    document = archive.xml(root)
    if document is None:
        raise RefusedError(Why.BROKEN, f"Its part {root[:80]} is missing")
    usual = _numbers(document.findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox"))
    pages = document.findall("{*}Pages/{*}Page")
    if len(pages) > MOST_PAGES:
        raise RefusedError(Why.TOO_COMPLEX, f"It says that it has {len(pages):,} pages")
    for page in pages:
        content = archive.xml(_within(posixpath.dirname(root), page.get("BaseLoc")))
        if content is not None:
            own = _numbers(content.findtext("{*}Area/{*}PhysicalBox"))
            yield _page(content, next((box for box in (own, usual) if len(box) == 4), A4))


def _page(content: etree._Element, box: tuple[float, ...]) -> Page:
    glyphs = [glyph for text in content.iter("{*}TextObject") for glyph in _glyphs(text)][:MOST_CHARACTERS]
    rules = [rule for path in content.iter("{*}PathObject") for rule in _rules(path)]
    pictures = sum(1 for _ in content.iter("{*}ImageObject"))
    return Page(box[2] * POINTS, box[3] * POINTS, glyphs, rules, pictures)


def _glyphs(text: etree._Element) -> Iterator[Glyph]:
    left, top = _corner(text)
    a, b, c, d, e, f = _matrix(text)
    size = (_numbers(text.get("Size")) or (4.0,))[0]
    x = y = 0.0
    for code in text.iterchildren("{*}TextCode"):
        x = (_numbers(code.get("X")) or (x,))[0]
        y = (_numbers(code.get("Y")) or (y,))[0]
        characters = code.text or ""
        steps, falls = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        for i, character in enumerate(characters[:MOST_CHARACTERS]):
            advance = size if ord(character) >= WIDE else size / 2
            if character.strip():
                start, base = left + a * x + c * y + e, top + b * x + d * y + f
                yield Glyph(character, start * POINTS, (start + advance * a) * POINTS, base * POINTS, size * d * POINTS)
            x += steps[i] if i < len(steps) else (0.0 if falls else advance)
            y += falls[i] if i < len(falls) else 0.0


def _rules(path: etree._Element) -> Iterator[Rule]:
    """Straight strokes of a path that draws few lines."""
    left, top = _corner(path)
    a, b, c, d, e, f = _matrix(path)
    drawn = PATH_POINT.findall(path.findtext("{*}AbbreviatedData") or "")
    if len(drawn) > MOST_POINTS:
        return
    points = [
        (kind, left + a * x + c * y + e, top + b * x + d * y + f)
        for kind, x, y in ((k, float(x), float(y)) for k, x, y in drawn)
    ]
    for (_, x0, y0), (kind, x1, y1) in pairwise(points):
        long, thin = max(abs(x0 - x1), abs(y0 - y1)), min(abs(x0 - x1), abs(y0 - y1))
        if kind == "L" and long >= LEAST_RULE and thin <= THIN:
            yield Rule(*(POINTS * place for place in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))


def _corner(thing: etree._Element) -> tuple[float, float]:
    box = _numbers(thing.get("Boundary"))
    return (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)


def _matrix(thing: etree._Element) -> tuple[float, ...]:
    matrix = _numbers(thing.get("CTM"))
    return matrix if len(matrix) == 6 else STRAIGHT


def _steps(written: str | None) -> list[float]:
    """Distances from one character to the next; `g 3 5.2` is three times 5.2."""
    steps: list[float] = []
    parts = (written or "").split()
    while parts and len(steps) < MOST_CHARACTERS:
        part = parts.pop(0)
        if part == "g" and len(parts) >= 2 and parts[0].isdigit():
            steps += [*_numbers(parts[1])] * min(int(parts[0]), MOST_CHARACTERS)
            parts = parts[2:]
        else:
            steps += _numbers(part)
    return steps


def _numbers(written: str | None) -> tuple[float, ...]:
    return tuple(float(number) for number in NUMBER.findall(written or ""))


def _within(folder: str, place: str | None) -> str:
    """A part's name: from the root where it begins with a stroke, else from the folder of the part that names it."""
    name = (place or "").strip()
    return posixpath.normpath(name.lstrip("/") if name.startswith("/") else posixpath.join(folder, name))
