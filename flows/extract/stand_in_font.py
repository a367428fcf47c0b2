"""A font for PDFs that do not bring their own: the same places of the same characters on every machine.

Many Chinese PDFs name a font (宋体, STSong-Light) and leave it to the reader's machine. Where the machine has none, pdfium
knows no shapes and no sizes of these letters, and drops texts of one letter and the second of two equal lines. Reading
needs no shapes: here every Chinese character is a box of its size.
"""

import ctypes
import io
from functools import cache

import pypdfium2 as pdfium
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

EM, ASCENT, DESCENT, MARGIN = 1000, 880, 120, 60
GB2312, BIG5, SHIFT_JIS, HANGUL = 134, 136, 128, 129  # as pdfium numbers character sets
# punctuation and symbols, kana and brackets, ideographs, their compatibility forms, full-width forms
CHARACTERS = ((0x2000, 0x2700), (0x3000, 0xA000), (0xF900, 0xFB00), (0xFE30, 0xFE50), (0xFF00, 0xFFF0))
LETTERS = (0x21, 0x7F)  # half an em wide
BOX, HALF_BOX, MISSING = "box", "half box", ".notdef"


class StandInFonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """Answers pdfium's questions for fonts of the machine: the stand-in for Chinese ones, pdfium's own for the others.

    Names and arguments are those of pdfium's FPDF_SYSFONTINFO.
    """

    def MapFont(self, *asked: int) -> int | None:  # noqa: N802
        _, _weight, _italic, charset, *_ = asked
        return 1 if charset in (GB2312, BIG5, SHIFT_JIS, HANGUL) else None

    def GetFont(self, *_: object) -> None:  # noqa: N802
        return None

    def GetFontData(self, _: object, _font: object, table: int, buffer: int, size: int) -> int:  # noqa: N802
        """The bytes of the whole font; of a single table none, so that pdfium reads it from the whole."""
        data = b"" if table else font_file()
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def GetFaceName(self, *_: object) -> int:  # noqa: N802
        return 0

    def GetFontCharset(self, *_: object) -> int:  # noqa: N802
        return GB2312

    def DeleteFont(self, *_: object) -> None:  # noqa: N802
        return None

    def EnumFonts(self, *_: object) -> None:  # noqa: N802
        return None


@cache
def use_stand_in_fonts() -> StandInFonts:
    """From now on, pdfium in this process asks the stand-in instead of the machine."""
    fonts = StandInFonts()
    fonts.setup()
    return fonts  # pdfium keeps no reference to it


@cache
def font_file() -> bytes:
    """A TrueType font of boxes: one em wide for Chinese characters, half of it for letters and digits."""
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder([MISSING, BOX, HALF_BOX])
    wide = {code: BOX for block in CHARACTERS for code in range(*block)}
    font.setupCharacterMap(wide | dict.fromkeys(range(*LETTERS), HALF_BOX))
    font.setupGlyf({MISSING: _box(EM), BOX: _box(EM), HALF_BOX: _box(EM // 2)})
    font.setupHorizontalMetrics({MISSING: (EM, MARGIN), BOX: (EM, MARGIN), HALF_BOX: (EM // 2, MARGIN)})
    font.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    font.setupNameTable({"familyName": "Stand-in", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=ASCENT, usWinAscent=ASCENT, usWinDescent=DESCENT)
    font.setupPost()
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _box(width: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((MARGIN, -DESCENT))
    for corner in ((MARGIN, ASCENT), (width - MARGIN, ASCENT), (width - MARGIN, -DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
