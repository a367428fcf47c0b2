"""Bytes and a name in, the form of the file out: what is read, and what is refused by its own name."""

import io
import zipfile

import pytest

from flows.collect.formats import OLE, OPENXML, belied, recognise
from flows.collect.reasons import Reason

TEXT = "样本县新增企业63户。\n"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("报告.txt", "text/plain"),
        ("报告", "text/plain"),
        ("报告.MD", "text/markdown"),
        ("报告.markdown", "text/markdown"),
    ],
)
def test_text_and_markdown_are_read(name: str, media_type: str) -> None:
    form = recognise(TEXT.encode(), name)

    assert (form.media_type, form.problem) == (media_type, None)


def test_text_is_read_whatever_its_name_claims() -> None:
    assert recognise(TEXT.encode("gbk"), "报告.pdf").problem is None


WORD, SHEETS = f"{OPENXML}.wordprocessingml.document", f"{OPENXML}.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "application/pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), WORD),
        (zipped("xl/workbook.xml"), SHEETS),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (b"{\\rtf1\\ansi", "application/rtf"),
    ],
    ids=["pdf", "pdf-behind-a-mark", "docx", "xlsx", "doc", "xls", "rtf"],
)
def test_what_bytes_show_counts_whatever_the_name_claims(data: bytes, media_type: str) -> None:
    form = recognise(data, "报告.txt")

    assert (form.media_type, form.encoding, form.problem) == (media_type, "utf-8", None)


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (zipped("报告.txt"), "a zip archive"),
        (zipped("ppt/presentation.xml"), "a PowerPoint file"),
        (b"\xff\xd8\xff\xe0", "a picture (jpeg)"),
        (OLE, "an old Office file"),
    ],
    ids=["zip", "pptx", "jpeg", "ole"],
)
def test_other_forms_are_refused_by_name_with_what_to_do(data: bytes, called: str) -> None:
    problem = recognise(data, "报告.txt").problem

    assert problem is not None
    assert problem.reason == Reason.UNKNOWN_FORMAT
    assert called in problem.detail
    assert "plain text" in problem.detail or "Unpack" in problem.detail or "PDF" in problem.detail


def test_an_office_file_with_a_password_is_locked() -> None:
    problem = recognise(OLE + "EncryptedPackage".encode("utf-16-le"), "报告.docx").problem

    assert problem is not None
    assert problem.reason == Reason.LOCKED


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>", "\n<html lang='zh'>", "<?xml version='1.0'?>\n<html>", "<!-- x --><body>"]
)
@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16"])
def test_a_page_is_known_in_any_encoding(start: str, codec: str) -> None:
    assert recognise(f"{start}{TEXT * 3}".encode(codec), "报告.txt").media_type == "text/html"


def test_a_text_with_a_few_tags_in_it_is_no_page() -> None:
    assert recognise("PM<sub>2.5</sub>平均浓度29微克".encode(), "报告.txt").problem is None


def test_a_piece_of_a_page_is_a_page_where_its_name_says_so() -> None:
    data = f"<div><p>{TEXT}</p></div>".encode()

    assert recognise(data, "t20240115_123.html").media_type == "text/html"
    assert recognise(data, "报告.txt").media_type == "text/plain"
    assert recognise(TEXT.encode(), "t20240115_123.html").media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "served_as", "media_type"),
    [
        ("指标.csv", "", "text/csv"),
        ("指标.tsv", "", "text/tab-separated-values"),
        ("download", "text/csv; charset=gbk", "text/csv"),
        ("download", "application/pdf", "text/plain"),
        ("指标.md", "text/csv", "text/markdown"),
    ],
)
def test_what_no_byte_tells_the_name_tells_or_else_the_server(name: str, served_as: str, media_type: str) -> None:
    form = recognise("指标,值\n地区生产总值,321\n".encode(), name, served_as)

    assert (form.media_type, form.problem) == (media_type, None)


@pytest.mark.parametrize(
    ("name", "media_type", "note"),
    [
        ("报告.pdf", "text/html", "It is named .pdf, and is text/html"),
        ("报告.pdf", "application/pdf", None),
        ("报告", "application/pdf", None),
        ("报告.doc", WORD, None),
    ],
)
def test_a_name_that_lies_is_noted(name: str, media_type: str, note: str | None) -> None:
    assert belied(name, media_type) == note


@pytest.mark.parametrize("name", ["指标.json", "指标.yaml"])
def test_forms_of_text_that_hold_no_report_are_refused(name: str) -> None:
    problem = recognise("指标,值\n地区生产总值,321\n".encode(), name).problem

    assert problem is not None
    assert problem.reason == Reason.UNKNOWN_FORMAT


@pytest.mark.parametrize("text", ["", " \r\n\t", "\u3000\u3000\n", "\ufeff", "\u200b"])
def test_a_file_without_a_visible_character_is_empty(text: str) -> None:
    problem = recognise(text.encode(), "报告.txt").problem

    assert problem is not None
    assert problem.reason == Reason.EMPTY
