"""A PDF whose pages are pictures of text → its text, where the extra `ocr` is installed. In: its bytes; out: paragraphs
and tables (print_text.py) below a line that says that they were read off pictures.

A page that has text of its own is read as it is in any PDF; only the others are looked at.
"""

from collections.abc import Iterator

from flows.extract.pdf import LEAST_CHARACTERS, is_nameless, open_pdf
from flows.extract.pdf_page import read_page
from flows.extract.print_page import Page
from flows.extract.print_text import text_of
from flows.extract.refusal import RefusedError, Why


def read_scan(data: bytes) -> str:
    """The text of a scanned PDF. Raises `RefusedError` where it is broken or locked, or has nothing to read on it."""
    pages = list(_pages(data))
    if not any(page.glyphs for page in pages):
        raise RefusedError(Why.EMPTY, f"No writing was found on its {len(pages)} pages")
    return text_of(pages)


def _pages(data: bytes) -> Iterator[Page]:
    from flows.extract.scan_page import Eye

    eye = Eye()
    with open_pdf(data) as document:
        for page in document:
            own = read_page(page)
            if len(own.glyphs) >= LEAST_CHARACTERS and not is_nameless([own]):
                yield own
            else:
                yield eye.read(page)
            page.close()
