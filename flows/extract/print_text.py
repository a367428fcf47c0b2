"""Printed pages → their text in reading order: paragraphs and tables.

Lines are joined to paragraphs here, since only the page knows how wide its columns are. Running heads, running feet and
page numbers are dropped: what stands at the edge of many pages alike.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.extract.marks import READ_OFF_PICTURES, UNREAD_PAGES
from flows.extract.print_lines import Column, Piece, columns, find_gutter, lines, pieces
from flows.extract.print_page import Page
from flows.extract.print_tables import take_tables

EDGE = 0.1  # of the page's height, above and below
LEAST_REPEATS = 2  # pages
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


def text_of(pages: Sequence[Page]) -> str:
    """The text of all pages, a paragraph or a row of a table a line; the first line says so where any was read off a
    picture, the last one which pages are pictures that were not read."""
    mark = [READ_OFF_PICTURES] if any(page.read_off for page in pages) else []
    unread = [str(number) for number, page in enumerate(pages, 1) if page.unread]
    lacking = [UNREAD_PAGES.format("、".join(unread))] if unread else []
    return "\n".join([*mark, *_paragraphs(_columns(pages)), *lacking])


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
    return DIGITS.sub("0", line.text).replace(" ", "")


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
