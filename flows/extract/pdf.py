"""A PDF → its text in reading order. In: its bytes; out: paragraphs and tables.

Lines are joined to paragraphs here, since only the page knows how wide its columns are. Running heads, running feet and
page numbers are dropped: what stands at the edge of many pages alike.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from flows.extract.pdf_page import Page, read_page
from flows.extract.print_lines import Column, Piece, columns, find_gutter, lines, pieces
from flows.extract.print_tables import take_tables
from flows.extract.refusal import RefusedError, Why

PASSWORD_ERRORS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
MOST_PAGES = 3000
LEAST_CHARACTERS = 30  # a page; pages of a scan have none, or a stamp
MOST_NAMELESS = 0.1  # share of characters that fonts give no Unicode for
NAMELESS = re.compile("[\ue000-\uf8ff\ufffd]")
EDGE = 0.1  # of the page's height, above and below
LEAST_REPEATS = 3  # pages
DIGITS = re.compile("[0-9一二三四五六七八九十]+")
PAGE_NUMBER = re.compile(
    r"[-—–·•~\s]*(?:第?\s*[0-9]{1,4}\s*页?(?:\s*[/共]\s*[0-9]{1,4}\s*页?)?|[ivxIVX]{1,6})[-—–·•~\s]*"
)

INDENT = 1.2  # of the size; a line that begins so far to the right begins a paragraph
SHORT = 1.9  # of the size; a line that ends so far from the edge ends one
LEAD = 1.2  # of a line's height; a wider distance divides
LARGER = 1.15  # times; a line in larger letters is a title


@dataclass(frozen=True)
class _Printed:
    """A line in its column."""

    line: Piece
    column: Column
    page: int


def read_pdf(data: bytes) -> str:
    """The text of a PDF. Raises `RefusedError` where it is broken, locked, or holds only pictures of text."""
    pages = list(_pages(data))
    characters = sum(len(page.glyphs) for page in pages)
    if characters < LEAST_CHARACTERS * len(pages):
        if any(page.pictures for page in pages):
            raise RefusedError(
                Why.PICTURES_ONLY, f"Its {len(pages)} pages are pictures, with {characters} characters of text"
            )
        if not characters:
            raise RefusedError(Why.EMPTY, f"There is no text on its {len(pages)} pages")
    nameless = sum(bool(NAMELESS.match(glyph.text)) for page in pages for glyph in page.glyphs)
    if nameless > MOST_NAMELESS * characters:
        raise RefusedError(
            Why.PICTURES_ONLY, f"Its fonts do not tell which characters they show ({nameless} of {characters})"
        )
    return "\n".join(_paragraphs(_columns(pages)))


def _pages(data: bytes) -> Iterator[Page]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in PASSWORD_ERRORS:
            raise RefusedError(Why.LOCKED, "It opens only with a password") from error
        raise RefusedError(Why.BROKEN, "It is damaged or cut off") from error
    try:
        if len(document) > MOST_PAGES:
            raise RefusedError(Why.TOO_COMPLEX, f"It says that it has {len(document):,} pages")
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError as error:
                raise RefusedError(Why.BROKEN, f"Its page {number + 1} is damaged") from error
            yield read_page(page)
            page.close()
    finally:
        document.close()


def _columns(pages: Sequence[Page]) -> list[_Printed]:
    """All lines in reading order. Most pages of a document are divided alike."""
    printed = []
    for page in pages:
        tables, outside = take_tables(page.glyphs, page.rules)
        printed.append([*pieces(outside), *tables])
    bodies = _without_edges(printed, [page.height for page in pages])
    gutters = Counter(round(gutter) for body in bodies if (gutter := find_gutter(body)) is not None)
    usual = next((float(gutter) for gutter, _ in gutters.most_common(1)), None)
    return [
        _Printed(line, column, number)
        for number, body in enumerate(bodies)
        for column in columns(body, usual)
        for line in column.lines
    ]


def _without_edges(printed: Sequence[Sequence[Piece]], heights: Sequence[float]) -> list[list[Piece]]:
    """What is printed on each page, less the lines at its edge that say the same on others, and its number."""
    edges = [
        lines(piece for piece in on_page if _is_at_edge(piece, height))
        for on_page, height in zip(printed, heights, strict=True)
    ]
    repeats = Counter(pattern for on_page in edges for pattern in {_pattern(line) for line in on_page})
    bodies = []
    for on_page, lines_at_edge in zip(printed, edges, strict=True):
        dropped = [
            line
            for line in lines_at_edge
            if repeats[_pattern(line)] >= LEAST_REPEATS or PAGE_NUMBER.fullmatch(line.text)
        ]
        bodies.append([piece for piece in on_page if not any(_is_part(piece, line) for line in dropped)])
    return bodies


def _is_part(piece: Piece, line: Piece) -> bool:
    return abs(piece.base - line.base) <= line.size and line.left <= piece.left and piece.right <= line.right


def _is_at_edge(line: Piece, height: float) -> bool:
    return not line.block and not EDGE * height < line.base < (1 - EDGE) * height


def _pattern(line: Piece) -> str:
    return DIGITS.sub("0", line.text)


def _paragraphs(printed: Sequence[_Printed]) -> Iterator[str]:
    text, last = "", None
    head: str | None = None  # first row of the table before
    for here in printed:
        if here.line.block:
            if text:
                yield text
            text = ""
            rows = here.line.block
            goes_on = last is not None and last.line.block and last.page != here.page and rows[0] == head
            yield from rows[1:] if goes_on else rows
            head = head if goes_on else rows[0]
        elif text and last and _goes_on(last, here):
            text += _space(text, here.line.text) + here.line.text
        else:
            if text:
                yield text
            text = here.line.text
        last = here
    if text:
        yield text


def _goes_on(last: _Printed, here: _Printed) -> bool:
    """Whether a line goes on the one before: that one reached the edge, and this one begins at it."""
    size = here.line.size
    if not 1 / LARGER <= last.line.size / size <= LARGER:
        return False
    if last.line.right < last.column.right - SHORT * last.line.size:
        return False
    return here.line.left <= here.column.left + INDENT * size


def _space(text: str, following: str) -> str:
    """Words of a Latin script stand apart."""
    return " " if re.search("[A-Za-z,]$", text) and re.match("[A-Za-z]", following) else ""
