"""One page of a PDF as pdfium gives it → characters and rules with their places."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from flows.extract.print_page import WIDE, Glyph, Page, Rule

THIN = 2.5  # points; what is thinner is a rule, not an area
SHORT = 6.0  # points; rules are longer, strokes of letters and dots of dotted lines are not
MOST_CHARACTERS = 60_000  # on one page; a newspaper's has 15,000
MOST_PATHS = 20_000
MOST_POINTS = 64  # of one path; a rule or a grid of rules has few, a map thousands
FEW = 30  # characters; a page of a scan has none, or a stamp
MOSTLY = 0.5  # of a page, and share of texts that are not seen; scanners put what they read behind the picture
NESTED = 8  # forms within forms


@dataclass(frozen=True)
class _Turn:
    """From the file's coordinates to those of the page as it is shown."""

    rotation: int
    left: float
    bottom: float
    right: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def read_page(page: pdfium.PdfPage) -> Page:
    """Characters and rules of a page."""
    width, height = page.get_size()
    turn = _Turn(page.get_rotation(), *page.get_cropbox())
    text = page.get_textpage()
    try:
        glyphs = list(_glyphs(text.raw, turn))
    finally:
        text.close()
    pictures, covered, rules, unseen = _drawn(page, turn)
    unread = covered > MOSTLY * width * height and len(glyphs) < FEW
    return Page(width, height, glyphs, rules, pictures, read_off=bool(pictures) and unseen > MOSTLY, unread=unread)


def _glyphs(text: ctypes.c_void_p, turn: _Turn) -> Iterator[Glyph]:
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for i in range(min(raw.FPDFText_CountChars(text), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code <= 0x20 or code in (0xA0, 0x3000) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, i, box) or not raw.FPDFText_GetCharOrigin(text, i, x, y):
            continue
        left, base = turn.place(x.value, y.value)
        one, other = turn.place(box.left, box.bottom), turn.place(box.right, box.top)
        start, end = sorted((one[0], other[0]))
        size = end - start if code >= WIDE else abs(other[1] - one[1])
        yield Glyph(chr(code), start if turn.rotation else min(left, start), end, base, size)


def _drawn(page: pdfium.PdfPage, turn: _Turn) -> tuple[int, float, list[Rule], float]:
    """How many pictures, the area that the largest covers, the rules, and the share of texts that are not seen."""
    pictures, covered, paths, texts, unseen = 0, 0.0, 0, 0, 0
    rules: list[Rule] = []
    for thing in page.get_objects(max_depth=NESTED):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            left, bottom, right, top = thing.get_bounds()
            covered = max(covered, (right - left) * (top - bottom))
        elif thing.type == raw.FPDF_PAGEOBJ_PATH and paths < MOST_PATHS:
            paths += 1
            rules.extend(_rules(thing, turn))
        elif thing.type == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
            unseen += raw.FPDFTextObj_GetTextRenderMode(thing.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return pictures, covered, rules, unseen / max(texts, 1)


def _rules(path: pdfium.PdfObject, turn: _Turn) -> Iterator[Rule]:
    """The rules that a path draws: thin areas, and straight strokes."""
    count = raw.FPDFPath_CountSegments(path.raw)
    if count > MOST_POINTS:
        return
    matrix = path.get_matrix()
    points = list(_points(path, count, matrix, turn))
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    if not points:
        return
    if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
        yield from _long(Rule(min(xs), min(ys), max(xs), max(ys)))
        return
    for (x0, y0, _), (x1, y1, drawn) in pairwise(points):
        if drawn and (abs(x0 - x1) <= THIN or abs(y0 - y1) <= THIN):
            yield from _long(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _points(
    path: pdfium.PdfObject, count: int, matrix: pdfium.PdfMatrix, turn: _Turn
) -> Iterator[tuple[float, float, bool]]:
    """The points of a path, and whether a line leads to each from the one before; a closed one returns to its start."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = None
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path.raw, i)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = turn.place(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        yield (*here, kind == raw.FPDF_SEGMENT_LINETO)
        if start and raw.FPDFPathSegment_GetClose(segment):
            yield (*start, True)


def _long(rule: Rule) -> Iterator[Rule]:
    if max(rule.right - rule.left, rule.bottom - rule.top) >= SHORT:
        yield rule
