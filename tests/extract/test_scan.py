"""Pages that are pictures of text: read where the extra `ocr` is installed, and marked as read off pictures.

`tests/cases/scan.pdf` is a page of an invented report as a scanner makes it: black and white dots, a little askew.
"""

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from printers import as_pdf
from reportlab.pdfgen.canvas import Canvas

from flows.collect import reading
from flows.collect.reading import Readers, scan_limits
from flows.collect.reasons import Problem, Reason
from flows.extract.extras import can_read_scans
from flows.extract.marks import READ_OFF_PICTURES, UNREAD_PAGES
from flows.extract.pdf import read_pdf

SCAN = (Path(__file__).parents[1] / "cases" / "scan.pdf").read_bytes()
PDF = "application/pdf"
with_ocr = pytest.mark.skipif(not can_read_scans(), reason="the extra ocr is not installed")


@with_ocr
def test_a_scan_is_read_with_its_table_and_says_that_it_was_read_off_pictures() -> None:
    text = Readers().read(SCAN, PDF, "")

    assert isinstance(text, str)
    lines = text.split("\n")
    assert lines[0] == READ_OFF_PICTURES
    assert any("地区生产总值完成321.5亿元，同比增长5.6%；城镇新增就业4215人" in line for line in lines)
    assert [line for line in lines if line.startswith("|")][1:] == [
        "| 地区生产总值增速 | % | 6.5 | 6.1 |",
        "| 社会消费品零售总额 | 亿元 | 58 | 57.2 |",
        "| 城镇调查失业率 | % | 5.5以内 | 5.2 |",
    ]


@with_ocr
def test_a_scan_that_takes_too_long_says_which_limit_to_raise() -> None:
    found = Readers(scan_limits=replace(scan_limits(), seconds=1)).read(SCAN, PDF, "")

    assert isinstance(found, Problem)
    assert found.reason is Reason.TOO_SLOW
    assert "JIHUA_OCR_SECONDS" in found.detail


def test_without_the_extra_a_scan_is_set_aside_and_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "can_read_scans", lambda: False)

    found = Readers().read(SCAN, PDF, "")

    assert isinstance(found, Problem)
    assert found.reason is Reason.PICTURES_ONLY
    assert "jihua[ocr]" in found.detail


@pytest.mark.parametrize(("unseen", "marked"), [(True, True), (False, False)])
def test_text_that_a_scanner_put_behind_its_picture_is_marked_too(unseen: bool, marked: bool) -> None:
    text = read_pdf(page_with_picture(unseen=unseen))

    assert "growth 5.6 percent" in text
    assert text.startswith(READ_OFF_PICTURES) == marked


def page_with_picture(*, unseen: bool) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawInlineImage(_dot(), 0, 0, 500, 700)
    line = canvas.beginText(50, 500)
    line.setTextRenderMode(3 if unseen else 0)
    line.textLine("Report of the year 2024: growth 5.6 percent")
    canvas.drawText(line)
    canvas.save()
    return buffer.getvalue()


def _dot() -> object:
    from PIL import Image

    return Image.new("1", (8, 8), 1)


def text_and_scan() -> bytes:
    """Two pages: one of text, and the scan."""
    made = pdfium.PdfDocument.new()
    for data in (as_pdf("\n".join(f"一、目标{n}。全市增长5.6%，建成公园{n}座。" for n in range(9)), columns=1), SCAN):
        made.import_pages(pdfium.PdfDocument(data))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_page_that_is_a_picture_is_named_where_nothing_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "can_read_scans", lambda: False)
    text = Readers().read(text_and_scan(), PDF, "")
    assert isinstance(text, str)
    assert "建成公园3座" in text
    assert text.endswith(UNREAD_PAGES.format(2))


@with_ocr
@pytest.mark.long
def test_a_page_that_is_a_picture_is_read_with_the_pages_of_text() -> None:
    text = Readers().read(text_and_scan(), PDF, "")
    assert isinstance(text, str)
    assert text.startswith(READ_OFF_PICTURES)
    assert "建成公园3座" in text
    assert "未能读取" not in text
