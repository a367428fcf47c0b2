"""Printed characters → lines, and lines → reading order, columns of a newspaper included.

In: glyphs and blocks (tables) of a page; out: lines with their places, left column before right. A page is divided at a
gutter that hardly anything crosses; what does cross it (a headline, a wide table) divides the columns above from those
below.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from flows.extract.marks import footnote
from flows.extract.print_page import WIDE, Glyph

SAME_LINE = 0.3  # of the size; base lines that differ less are one
GAP = 0.75  # of the size; print that is spread out to fill a line leaves less
CELL_GAP = 2.5  # of the size; a wider gap in a line divides the cells of a table without rules
BACK = 0.5  # of the size; characters of one line hardly overlap
RAISED = 0.75  # of the size beside it; marks of notes are smaller

LEAST_GUTTER = 0.7  # of the size
MOST_ACROSS = 0.2  # of the lines; more of them and there is no gutter
LEAST_SIDE = 0.15  # of the lines on either side
LEAST_LINES = 4  # on either side; fewer show no column
COLUMN = 7.0  # of the size; columns of text are wider
FILLED = 0.55  # of its column's width is what a line of text fills in the middle
HANGING = tuple("，。、；：！？”’）》】,.;:")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something printed in one line, or a block of several lines (a table): its box, base line, size and text."""

    left: float
    right: float
    top: float
    base: float
    size: float
    text: str
    block: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """Lines that stand below each other, and how far they reach."""

    lines: list[Piece]
    left: float
    right: float


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Characters that the file gives one behind the other, joined where they are printed so."""
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        last = found[-1][-1] if found else None
        if last and _goes_on(last, glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [_piece(run) for run in found]


def columns(printed: Sequence[Piece], usual_gutter: float | None = None) -> list[Column]:
    """The columns of a page in reading order, each with its lines from top to bottom.

    `usual_gutter` is where other pages have theirs: a last page may hold too little to show one.
    """
    gutter = find_gutter(printed)
    if gutter is None and usual_gutter is not None and _leaves_free(printed, usual_gutter):
        gutter = usual_gutter
    if gutter is None:
        return [_column(printed)] if printed else []
    across = sorted((p for p in printed if _crosses(p, gutter)), key=lambda p: p.base)
    beside = sorted((p for p in printed if not _crosses(p, gutter)), key=lambda p: p.base)
    read: list[Column] = []
    for band in _bands(across, beside):
        if band[0] in across:
            read.append(_column(band))
        else:
            read += columns([p for p in band if p.left + p.right <= 2 * gutter])
            read += columns([p for p in band if p.left + p.right > 2 * gutter])
    return read


def lines(printed: Iterable[Piece]) -> list[Piece]:
    """Pieces side by side joined to lines, from top to bottom; wide gaps stay visible as spaces."""
    rows: list[list[Piece]] = []
    for piece in sorted(printed, key=lambda p: (p.base, p.left)):
        row = rows[-1] if rows else []
        if row and not piece.block and any(_beside(other, piece) for other in row):
            row.append(piece)
        else:
            rows.append([piece])
    return [row[0] if len(row) == 1 else _joined(sorted(row, key=lambda p: p.left)) for row in rows]


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    same = abs(glyph.base - last.base) <= SAME_LINE * size
    return same and -BACK * size <= glyph.left - last.right <= GAP * size


def _piece(run: Sequence[Glyph]) -> Piece:
    parts = [run[0].text]
    for last, glyph in pairwise(run):
        apart = glyph.left - last.right > 0.2 * glyph.size and last.text.isascii() and glyph.text.isascii()
        parts.append(f" {glyph.text}" if apart else glyph.text)
    wide = [glyph.size for glyph in run if ord(glyph.text) >= WIDE]
    size = max(wide) if wide else max(glyph.size for glyph in run)
    return Piece(
        left=run[0].left,
        right=run[-1].right,
        top=min(glyph.base for glyph in run) - size,
        base=median(glyph.base for glyph in run),
        size=size,
        text="".join(parts),
    )


def _column(printed: Sequence[Piece]) -> Column:
    return Column(lines(printed), min(p.left for p in printed), max(_edge(p) for p in printed))


def _edge(piece: Piece) -> float:
    """How far a line reaches; a mark at its end may hang over the column's edge."""
    return piece.right - piece.size if piece.text.endswith(HANGING) else piece.right


def _beside(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand in one line: neither above the middle of the other."""
    if one.block or other.block:
        return False
    size = max(one.size, other.size)
    apart = (
        min(abs(one.left - other.right), abs(other.left - one.right))
        if one.right <= other.left or other.right <= one.left
        else 0
    )
    return abs(one.base - other.base) <= (0.6 if apart < size else SAME_LINE) * size


def _joined(row: Sequence[Piece]) -> Piece:
    size = max(piece.size for piece in row)
    text = row[0].text
    for last, piece in pairwise(row):
        gap = (piece.left - last.right) / size
        raised = piece.size < RAISED * last.size and piece.base < last.base - 0.1 * last.size
        words = footnote(text, piece.text) if raised else piece.text
        text += ("    " if gap >= CELL_GAP else " " if gap > 0.2 else "") + words
    full = max(row, key=lambda p: p.size)
    return replace(
        full, left=row[0].left, right=max(p.right for p in row), top=min(p.top for p in row), size=size, text=text
    )


def find_gutter(printed: Sequence[Piece]) -> float | None:
    """Where a white strip divides two columns of text; none where the page shows one column."""
    texts = [p for p in printed if not p.block]
    if len(texts) < 2 * LEAST_LINES:
        return None
    size = median(p.size for p in texts)
    best, fewest = None, MOST_ACROSS * len(texts)
    for right_edge in sorted({round(p.right, 1) for p in texts}):
        left = [p for p in texts if p.right <= right_edge + 0.1]
        right = [p for p in texts if p.left >= right_edge + LEAST_GUTTER * size]
        across = len(texts) - len(left) - len(right)
        if across <= fewest and _is_text(left, len(texts)) and _is_text(right, len(texts)):
            best, fewest = (right_edge + min(p.left for p in right)) / 2, across - 1
    return best


def _leaves_free(printed: Sequence[Piece], gutter: float) -> bool:
    """Whether hardly anything crosses the gutter, and something stands to the right of it."""
    across = sum(_crosses(p, gutter) for p in printed)
    return any(p.left > gutter for p in printed) and across <= max(2, MOST_ACROSS * len(printed))


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter - piece.size and piece.right > gutter + piece.size


def _is_text(side: Sequence[Piece], all_lines: int) -> bool:
    """Whether one side of a gutter looks like lines of text rather than cells or numbers of lines."""
    if len(side) < max(LEAST_LINES, LEAST_SIDE * all_lines):
        return False
    size = median(p.size for p in side)
    width = max(p.right for p in side) - min(p.left for p in side)
    return width >= COLUMN * size and median(p.right - p.left for p in side) >= FILLED * min(width, 3 * COLUMN * size)


def _bands(across: Sequence[Piece], beside: Sequence[Piece]) -> list[list[Piece]]:
    """From top to bottom: what crosses the gutter, and what stands between two such lines."""
    bands: list[list[Piece]] = []
    rest = list(beside)
    for piece in across:
        above = [p for p in rest if p.base < piece.base]
        rest = [p for p in rest if p.base >= piece.base]
        if above:
            bands.append(above)
        if bands and bands[-1][-1] in across and not above:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return [*bands, rest] if rest else bands
