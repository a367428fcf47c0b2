"""Bytes and a name in, the form of the file out: what is read, and what is refused by its own name."""

import io
import zipfile

import pytest

from flows.collect.formats import recognise
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


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word file (docx)"),
        (zipped("xl/workbook.xml"), "an Excel file (xlsx)"),
        (zipped("OFD.xml"), "an OFD file"),
        (zipped("报告.txt"), "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "an old Word or WPS file"),
        (b"{\\rtf1\\ansi", "a rich text file"),
        (b"\xff\xd8\xff\xe0", "a picture (jpeg)"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_other_forms_are_refused_by_name_with_what_to_do(data: bytes, called: str) -> None:
    problem = recognise(data, "报告.txt").problem

    assert problem is not None
    assert problem.reason == Reason.UNKNOWN_FORMAT
    assert called in problem.detail
    assert "plain text" in problem.detail or "Unpack" in problem.detail


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>", "\n<html lang='zh'>", "<?xml version='1.0'?>\n<html>", "<!-- x --><body>"]
)
@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16"])
def test_a_page_is_known_in_any_encoding(start: str, codec: str) -> None:
    assert recognise(f"{start}{TEXT * 3}".encode(codec), "报告.txt").media_type == "text/html"


def test_a_text_with_a_few_tags_in_it_is_no_page() -> None:
    assert recognise("PM<sub>2.5</sub>平均浓度29微克".encode(), "报告.txt").problem is None


@pytest.mark.parametrize("name", ["指标.csv", "指标.json"])
def test_forms_of_text_that_only_the_name_tells_are_refused(name: str) -> None:
    problem = recognise("指标,值\n地区生产总值,321\n".encode(), name).problem

    assert problem is not None
    assert problem.reason == Reason.UNKNOWN_FORMAT


@pytest.mark.parametrize("text", ["", " \r\n\t", "\u3000\u3000\n", "\ufeff", "\u200b"])
def test_a_file_without_a_visible_character_is_empty(text: str) -> None:
    problem = recognise(text.encode(), "报告.txt").problem

    assert problem is not None
    assert problem.reason == Reason.EMPTY
