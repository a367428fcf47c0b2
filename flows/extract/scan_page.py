"""A page as it looks → characters and rules with their places: the same `Page` that a page with text gives.

RapidOCR finds lines of writing and reads them; its models come with the package, so that nothing is fetched. Pages that
were laid on the glass a little askew are turned straight by the slant of their lines: only the places are turned, the
writing is read as it came. Rules of tables are long runs of dark dots.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from statistics import median
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from rapidocr import RapidOCR

from flows.extract.print_lines import GAP
from flows.extract.print_page import WIDE, Glyph, Page, Rule

Dots = np.ndarray[Any, np.dtype[np.uint8]]
Places = np.ndarray[Any, np.dtype[np.float32]]

DOTS = 150 / 72  # a point; letters of 9 points are 19 dots high, and finer pictures are read no better
MOST_DOTS = 3400  # of a page's longer side; a newspaper's page at this resolution
LEAST_DOTS = 1000  # a page of a few points is still a page
SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # upside-down pages are rare, and numbers such as 69 are taken for such
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    "Global.max_side_len": 4000,
    "EngineConfig.onnxruntime.intra_op_num_threads": 2,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
LONG_LINE = 12  # times its height; shorter lines tell no slant
MOST_SLANT = 5.0  # degrees; more is a page that lies on its side, or a stamp
LEAST_SLANT = 0.05
BASE = 0.4  # of the size: the base line lies so far below the middle of a line
LETTER = 0.82  # of the height of the box that is drawn around a line
ALIKE = 0.25  # sizes that differ less from the page's usual one are that one: boxes are drawn by eye
RULE_SHARE = 1 / 30  # of the page's longer side; shorter runs are strokes of letters
SPACE = 0.3  # of the size; between words of a line
THICK = 1 / 200  # of it; thicker ones are bars and pictures


@dataclass(frozen=True)
class _Turn:
    """From dots of the picture to points of the page, made straight."""

    slant: float
    middle: tuple[float, float]
    scale: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        angle, (middle_x, middle_y) = radians(self.slant), self.middle
        across, down = x - middle_x, y - middle_y
        return (
            (middle_x + across * cos(angle) + down * sin(angle)) * self.scale,
            (middle_y - across * sin(angle) + down * cos(angle)) * self.scale,
        )


class Eye:
    """Reads pictures of pages; making one loads its models."""

    def __init__(self) -> None:
        self._reads = RapidOCR(params=SETTINGS)

    def read(self, page: pdfium.PdfPage) -> Page:
        """The page as it looks."""
        width, height = page.get_size()
        dots = _picture(page)
        found = self._reads(cv2.cvtColor(dots, cv2.COLOR_GRAY2BGR))
        if found.txts is None or found.boxes is None:
            return Page(width, height, [], [], pictures=1, read_off=True)
        slant = _slant(found.boxes)
        rows, columns = dots.shape
        turn = _Turn(slant, (columns / 2, rows / 2), width / columns)
        sizes = _sizes([_height(box) * LETTER * turn.scale for box in found.boxes])
        glyphs = [
            glyph
            for box, text, characters, size in zip(found.boxes, found.txts, found.word_results, sizes, strict=True)
            for glyph in _glyphs(box, text, characters, size, turn)
        ]
        return Page(width, height, glyphs, list(_rules(_straight(dots, slant), turn.scale)), pictures=1, read_off=True)


def _picture(page: pdfium.PdfPage) -> Dots:
    """The page as rows of grey dots."""
    longer = max(page.get_size())
    scale = min(max(DOTS, LEAST_DOTS / longer), MOST_DOTS / longer)
    bitmap = page.render(scale=scale, grayscale=True)
    dots: Dots = bitmap.to_numpy().copy()
    bitmap.close()
    return dots


def _slant(boxes: Places) -> float:
    """By how many degrees the lines fall to the right."""
    slants = [
        degrees(atan2(float(box[1][1] - box[0][1]), float(box[1][0] - box[0][0])))
        for box in boxes
        if box[1][0] - box[0][0] > LONG_LINE * _height(box)
    ]
    slant = median(slants) if slants else 0.0
    return slant if LEAST_SLANT < abs(slant) < MOST_SLANT else 0.0


def _height(box: Places) -> float:
    return float(box[3][1] - box[0][1] + box[2][1] - box[1][1]) / 2


def _sizes(heights: list[float]) -> list[float]:
    usual = median(heights)
    return [usual if abs(height - usual) <= ALIKE * usual else height for height in heights]


def _glyphs(box: Places, written: str, characters: Any, size: float, turn: _Turn) -> Iterator[Glyph]:
    """The characters of one line, all on the line's own base. Where each stands is a guess: what is written together
    stands together, unless the gap is that of two cells."""
    _, middle = turn.place(float(np.mean(box[:, 0])), float(np.mean(box[:, 1])))
    at, end = 0, None
    for text, _, place in characters:
        found = written.find(text, at)
        apart = " " in written[at : max(found, at)]
        at = max(found, at) + len(text)
        left, right = turn.place(*place[0])[0], turn.place(*place[1])[0]
        if end is not None and left - end < GAP * size:
            left = end + SPACE * size if apart else end
        end = max(left, right)
        for i, character in enumerate(text):
            start, stop = (left + (end - left) * n / len(text) for n in (i, i + 1))
            if ord(character) >= WIDE:
                stop = max(stop, start + size)  # boxes end where the ink does, half-way of a comma
            if character.strip():
                yield Glyph(character, start, stop, middle + BASE * size, size)


def _straight(dots: Dots, slant: float) -> Dots:
    if not slant:
        return dots
    rows, columns = dots.shape
    turned = cv2.getRotationMatrix2D((columns / 2, rows / 2), slant, 1.0)
    straight: Dots = cv2.warpAffine(dots, turned, (columns, rows), borderValue=255)
    return straight


def _rules(dots: Dots, scale: float) -> Iterator[Rule]:
    """Long straight runs of dark dots, across and down."""
    _, dark = cv2.threshold(dots, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    longer = max(dots.shape)
    least, most = int(longer * RULE_SHARE), longer * THICK
    for kernel in ((least, 1), (1, least)):
        runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        _, _, boxes, _ = cv2.connectedComponentsWithStats(runs)
        for left, top, wide, high, _ in boxes[1:].tolist():
            if min(wide, high) <= most:
                yield Rule(left * scale, top * scale, (left + wide) * scale, (top + high) * scale)
