"""A PDF → its text in reading order. In: its bytes; out: paragraphs and tables (print_text.py)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from flows.extract.pdf_page import FEW, read_page
from flows.extract.print_page import Page
from flows.extract.print_text import text_of
from flows.extract.refusal import RefusedError, Why
from flows.extract.stand_in_font import use_stand_in_fonts

PASSWORD_ERRORS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
MOST_PAGES = 3000
LEAST_CHARACTERS = FEW  # a page, on average
MOST_NAMELESS = 0.1  # share of characters that fonts give no Unicode for
NAMELESS = re.compile("[\ue000-\uf8ff\ufffd]")


def read_pdf(data: bytes) -> str:
    """The text of a PDF. Raises `RefusedError` where it is broken, locked, or holds only pictures of text."""
    pages = list(_read(data))
    characters = sum(len(page.glyphs) for page in pages)
    if characters < LEAST_CHARACTERS * len(pages):
        if any(page.pictures for page in pages):
            raise RefusedError(
                Why.PICTURES_ONLY, f"Its {len(pages)} pages are pictures, with {characters} characters of text"
            )
        if not characters:
            raise RefusedError(Why.EMPTY, f"There is no text on its {len(pages)} pages")
    if is_nameless(pages):
        raise RefusedError(
            Why.PICTURES_ONLY, f"Its fonts do not tell which characters they show ({_nameless(pages)} of {characters})"
        )
    return text_of(pages)


def _read(data: bytes) -> Iterator[Page]:
    with open_pdf(data) as pages:
        for page in pages:
            yield read_page(page)
            page.close()


def is_nameless(pages: Sequence[Page]) -> bool:
    """Whether fonts show characters without telling which they are."""
    return _nameless(pages) > MOST_NAMELESS * sum(len(page.glyphs) for page in pages)


def _nameless(pages: Sequence[Page]) -> int:
    return sum(bool(NAMELESS.match(glyph.text)) for page in pages for glyph in page.glyphs)


@contextmanager
def open_pdf(data: bytes) -> Iterator[Iterator[pdfium.PdfPage]]:
    """The pages of a PDF, one by one; whoever takes a page closes it. Raises `RefusedError` where it is broken or
    locked."""
    use_stand_in_fonts()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in PASSWORD_ERRORS:
            raise RefusedError(Why.LOCKED, "It opens only with a password") from error
        raise RefusedError(Why.BROKEN, "It is damaged or cut off") from error
    try:
        if len(document) > MOST_PAGES:
            raise RefusedError(Why.TOO_COMPLEX, f"It says that it has {len(document):,} pages")
        yield _loaded(document)
    finally:
        document.close()


def _loaded(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfPage]:
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            raise RefusedError(Why.BROKEN, f"Its page {number + 1} is damaged") from error
        yield page
