"""Bad files, made up from good ones and by hand: what the network, disks and people hand in. Every one is made from a
seed, so that a test that fails fails again."""

import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache

from openpyxl import Workbook
from printers import as_docx, as_page, as_pdf
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

REPORT = "关于示例市2024年国民经济和社会发展计划执行情况的报告\n一、执行情况\n" + "".join(
    f"2024年，示例市{name}实现{i}21.5亿元，同比增长{i}.6%。\n"
    for i, name in enumerate(
        ["地区生产总值", "工业增加值", "农业增加值", "服务业增加值", "社会消费品零售总额"], start=1
    )
)
TABLE = "表1 主要指标\n| 指标 | 单位 | 计划 | 完成 |\n" + "".join(
    f"| 指标{i} | 亿元 | {i}.5 | {i}.6 |\n" for i in range(12)
)
CSV = "指标,单位,2024年计划,2024年完成\n" + "".join(f"指标{i},亿元,{i}.5,{i}.6\n" for i in range(40))

BEGINNINGS = (
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"PK\x03\x04word/document.xml",
    b"PK\x03\x04xl/workbook.xml",
    b"PK\x03\x04OFD.xml",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    b"{\\rtf1",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"\x89PNG\r\n",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe\x00\x00",
    b"<!DOCTYPE html>",
    b"<html><body><p>",
    b"<?xml version='1.0'?>",
    b"GIF8",
    b"7z\xbc\xaf\x27\x1c",
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@cache
def good() -> dict[str, bytes]:
    """A good file of each form, by its suffix."""
    workbook = Workbook()
    for row in CSV.splitlines():
        workbook.active.append(row.split(","))
    buffer = io.BytesIO()
    workbook.save(buffer)
    text = REPORT + TABLE
    return {
        ".txt": text.encode("gb18030"),
        ".html": as_page(text),
        ".docx": as_docx(text),
        ".pdf": as_pdf(text),
        ".xlsx": buffer.getvalue(),
        ".csv": CSV.encode("gb18030"),
    }


def random_bytes(count: int) -> Iterator[tuple[str, bytes]]:
    """Noise, plain and behind what known formats begin with."""
    for seed in range(count):
        dice = random.Random(seed)
        noise = dice.randbytes(dice.choice((1, 2, 17, 300, 5000, 40_000)))
        yield f"noise-{seed}.txt", BEGINNINGS[seed % len(BEGINNINGS)] + noise if seed % 3 else noise


def cut(count: int) -> Iterator[tuple[str, bytes]]:
    """Good files, broken off anywhere."""
    for suffix, data in good().items():
        for seed in range(count):
            yield f"cut-{seed}{suffix}", data[: random.Random(seed).randrange(1, len(data))]


def damaged(count: int) -> Iterator[tuple[str, bytes]]:
    """Good files with bytes changed, lost, doubled or overwritten."""
    for suffix, data in good().items():
        for seed in range(count):
            yield f"damaged-{seed}{suffix}", _damage(bytearray(data), random.Random(f"{suffix}{seed}"))


def spliced(count: int) -> Iterator[tuple[str, bytes]]:
    """The head of one form and the tail of another."""
    forms = list(good().items())
    for seed in range(count):
        (suffix, head), (_, tail) = random.Random(seed).sample(forms, 2)
        yield f"spliced-{seed}{suffix}", head[: len(head) // 2] + tail[len(tail) // 2 :]


def mixed(count: int) -> Iterator[tuple[str, bytes]]:
    """Texts and pages in two encodings at once, with NULs, control and escape characters."""
    codecs = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs", "utf-8-sig", "latin-1")
    for seed in range(count):
        dice = random.Random(seed)
        text = REPORT if seed % 2 else as_page(REPORT).decode("gb18030")
        at = dice.randrange(len(text))
        first, second = dice.sample(codecs, 2)
        controls = "".join(
            dice.choice("\x00\x01\x07\x08\x1b\x7f\x85\u202e\u2028\ufeff\ufffe") for _ in range(dice.choice((0, 3, 200)))
        )
        data = (
            text[:at].encode(first, "replace") + controls.encode(first, "replace") + text[at:].encode(second, "replace")
        )
        yield f"mixed-{seed}{('.html', '.txt')[seed % 2]}", data


def lying_names() -> Iterator[tuple[str, bytes]]:
    """Good files under the names of others."""
    for suffix, data in good().items():
        for other in (".pdf", ".docx", ".txt", ".jpg", ".exe", ""):
            if suffix != ".csv" and other != suffix:
                yield f"good{suffix.replace('.', '-')}{other}", data


def by_hand() -> Iterator[tuple[str, bytes]]:
    """Bombs and other inventions."""
    yield "bomb.docx", _archive({"word/document.xml": b"<a>" + b" " * 40_000_000})
    yield "bomb-of-parts.docx", _archive({"word/document.xml": b"<a/>"} | {f"p{i}": b"" for i in range(6000)})
    laughs = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 12))
    entities = f"<!DOCTYPE x [<!ENTITY l0 '哈'>{laughs}]><w:document {WORD}><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>"
    yield "laughs.docx", _archive({"word/document.xml": entities.encode()})
    yield "laughs.xlsx", _archive({"xl/workbook.xml": entities.encode()})
    outside = f"<!DOCTYPE x [<!ENTITY o SYSTEM 'file:///etc/passwd'>]><w:document {WORD}><w:body><w:p><w:r><w:t>&o;</w:t></w:r></w:p></w:body></w:document>"
    yield "outside.docx", _archive({"word/document.xml": outside.encode()})
    yield "deep.docx", _archive({"word/document.xml": f"<w:document {WORD}><w:body>{'<w:sdt>' * 3000}".encode()})
    rows = "<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr></w:tc>' * 900 + "</w:tr>"
    yield (
        "wide.docx",
        _archive(
            {
                "word/document.xml": f"<w:document {WORD}><w:body><w:tbl>{rows * 50}</w:tbl></w:body></w:document>".encode()
            }
        ),
    )
    yield "../../climbing.docx", _archive({"../../word/document.xml": b"<a/>", "word/document.xml": b"<a/>"})
    yield "nested.zip", _archive({"a.zip": _archive({"b.zip": _archive({"c": b"x"})})})
    yield "wide.xlsx", _sheet("A1:XFD1048576", "")
    yield "far.xlsx", _sheet("A1", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "laughs.html", entities.encode()
    yield "deep.html", b"<html>" + b"<div>" * 200_000 + REPORT.encode()
    yield "deep-inline.html", b"<html><p>" + b"<b>" * 200_000 + REPORT.encode()
    yield "deep-tables.html", b"<html>" + b"<table><tr><td>" * 600 + REPORT.encode()
    yield "wide-table.html", b"<html><table>" + b"<tr><td rowspan=9999 colspan=9999>1</td><td>2</td></tr>" * 500
    yield "many-cells.html", b"<html><table>" + (b"<tr>" + b"<td>1</td>" * 200 + b"</tr>") * 1000
    yield "one-attribute.html", b"<html><p title='" + b"x" * 9_000_000 + b"'>" + REPORT.encode()
    yield "brackets.html", b"<html>" + b"<" * 5_000_000
    yield "open-tags.html", b"<html>" + b"<p" * 1_000_000 + REPORT.encode()
    yield "comments.html", b"<html><!--" * 200_000 + REPORT.encode()
    yield "items.html", b"<html><ol>" + "<li>增长5.6%".encode() * 100_000
    yield "labels.html", b"<html><p>" + "文 号 来源 索引号 ".encode() * 100_000 + REPORT.encode()
    yield "spaces.html", b"<html><p>" + b"&nbsp; " * 500_000 + REPORT.encode()
    yield "one-line.txt", ("增长5.6%，" * 150_000).encode()
    yield "digits.txt", "示例市".encode() + b"1" * 3_000_000
    yield "marks.txt", "，。、；：".encode() * 300_000
    yield "brackets.txt", ("（" * 500_000).encode()
    yield "pipes.txt", ("| 1 " * 300_000).encode()
    yield "rows.txt", ("| 1 |\n" * 100_000).encode()
    yield "tabs.txt", ("\t1\n\n" * 100_000).encode()
    yield "breaks.txt", ("\r\n" * 1_000_000 + "示例市").encode()
    yield "hashes.txt", ("# " * 300_000).encode()
    yield "dashes.txt", ("—" * 1_000_000).encode()
    yield "long.csv", b'"' + b"x" * 2_000_000
    yield "wide.csv", b"1," * 400_000
    yield "quotes.csv", b'"' * 1_000_001
    yield "pages.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 900000>>")
    yield "itself.pdf", _pdf(b"<</Type/Catalog/Pages 1 0 R>>")
    yield "locked.pdf", _locked()
    yield "many-rules.pdf", _rules()


def _damage(data: bytearray, dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 4, 40))):
        at, size = dice.randrange(len(data)), dice.randrange(1, 60)
        way = dice.randrange(4)
        if way == 0:
            data[at] = dice.randrange(256)
        elif way == 1:
            del data[at : at + size]
        elif way == 2:
            data[at:at] = data[at : at + size]
        else:
            data[at : at + size] = bytes(size)
        if not data:
            return b"\0"
    return bytes(data)


def _archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return buffer.getvalue()


def _sheet(merged: str, rows: str) -> bytes:
    """A workbook whose one sheet has these merged cells and these rows."""
    data = good()[".xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if ":" in merged else ""
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", f"{rows}</sheetData>{merge}").encode()
    return _archive(parts)


def _pdf(*objects: bytes) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(body),
    )


def _locked() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(50, 500, "report")
    canvas.save()
    return buffer.getvalue()


def _rules() -> bytes:
    """A page of thousands of crossing lines, and of thousands of words."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for i in range(3000):
        canvas.line(0, i / 4, 600, i / 4)
        canvas.line(i / 5, 0, i / 5, 800)
        canvas.drawString(i % 600, i % 800, "1.5")
    canvas.save()
    return buffer.getvalue()
