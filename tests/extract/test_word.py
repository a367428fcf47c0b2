"""A Word file in, its text out."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from docx import Document

from flows.extract.refusal import RefusedError, Why
from flows.extract.word import read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def word(body: str, namespace: str = W, **parts: str) -> bytes:
    """A docx with this body; other parts by name (`numbering`, `styles`, `footnotes`)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {namespace}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {namespace}>{content}</w:{name}>")
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(body: str, **parts: str) -> list[str]:
    return read_word(word(body, **parts)).split("\n")


def in_list(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def numbering(*levels: tuple[str, str]) -> str:
    looks = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="7">{looks}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def test_paragraphs_are_lines() -> None:
    assert lines(paragraph("第一段。") + paragraph("") + paragraph("第二段。")) == ["第一段。", "第二段。"]


def test_a_file_of_the_strict_kind_is_read_alike() -> None:
    assert read_word(word(paragraph("第一段。"), STRICT)) == "第一段。"


def test_runs_of_a_paragraph_are_one_line_and_breaks_divide_it() -> None:
    runs = "<w:r><w:t>增长</w:t></w:r><w:hyperlink><w:r><w:t>5.6</w:t><w:t>%</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>其次</w:t></w:r>"
    assert lines(f"<w:p>{runs}</w:p>") == ["增长5.6%", "其次"]


def test_deleted_hidden_and_computed_text_is_left_out_and_inserted_text_is_kept() -> None:
    runs = (
        "<w:del><w:r><w:delText>4.9%</w:delText></w:r></w:del><w:ins><w:r><w:t>5.6%</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>。</w:t></w:r>'
    )
    assert lines(f"<w:p>{runs}</w:p>") == ["5.6%。"]


def test_headings_that_word_numbers_by_itself_have_their_numbers() -> None:
    levels = numbering(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    body = (
        paragraph("主要目标", in_list(1))
        + paragraph("工业", in_list(1, 1))
        + paragraph("农业", in_list(1, 1))
        + paragraph("粮食", in_list(1, 2))
        + paragraph("主要任务", in_list(1))
        + paragraph("服务业", in_list(1, 1))
    )
    assert lines(body, numbering=levels) == [
        "一、主要目标",
        "（一）工业",
        "（二）农业",
        "1.粮食",
        "二、主要任务",
        "（一）服务业",
    ]


def test_a_style_may_say_that_its_paragraphs_are_numbered() -> None:
    styles = (
        f'<w:style w:styleId="a"><w:name w:val="heading 1"/><w:pPr>{in_list(1)}</w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="mine"/><w:basedOn w:val="a"/></w:style>'
    )
    body = paragraph("主要目标", '<w:pStyle w:val="a"/>') + paragraph("主要任务", '<w:pStyle w:val="b"/>')
    assert lines(body, styles=styles, numbering=numbering(("japaneseCounting", "%1、"))) == [
        "一、主要目标",
        "二、主要任务",
    ]


def test_bullets_are_no_numbers() -> None:
    assert lines(paragraph("工业", in_list(1)), numbering=numbering(("bullet", "\uf06c"))) == ["工业"]


def test_headings_without_a_number_have_marks() -> None:
    styles = '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    assert lines(paragraph("产业", '<w:pStyle w:val="2"/>'), styles=styles) == ["## 产业"]
    assert lines(paragraph("产业", '<w:outlineLvl w:val="0"/>')) == ["# 产业"]


def test_the_table_of_contents_is_left_out() -> None:
    contents = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{paragraph("一、目标	3")}</w:sdtContent></w:sdt>'
    styles = '<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    body = (
        contents
        + paragraph("二、任务 5", '<w:pStyle w:val="t"/>')
        + f"<w:sdt><w:sdtContent>{paragraph('正文。')}</w:sdtContent></w:sdt>"
    )
    assert lines(body, styles=styles) == ["正文。"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_merged_cells_of_a_table_are_filled() -> None:
    body = table(
        [cell("指标", '<w:vMerge w:val="restart"/>'), cell("2024年", '<w:gridSpan w:val="2"/>')],
        [cell("", "<w:vMerge/>"), cell("计划"), cell("完成")],
        [cell("就业"), cell("2.5"), cell("2.6")],
    )
    assert lines(body) == ["| 指标 | 2024年 | 2024年 |", "| 指标 | 计划 | 完成 |", "| 就业 | 2.5 | 2.6 |"]


def test_a_table_within_a_cell_is_its_text() -> None:
    inner = table([cell("甲"), cell("1")])
    body = table([f"<w:tc>{inner}{paragraph('完')}</w:tc>", cell("2")], [cell("乙"), cell("3")])
    assert lines(body) == ["| 甲 1<br>完 | 2 |", "| 乙 | 3 |"]


def test_a_text_box_stands_behind_the_paragraph_that_holds_it_and_only_once() -> None:
    box = f"<w:txbxContent>{paragraph('专栏一')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    alternatives = (
        f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert lines(f"<w:p><w:r><w:t>正文。</w:t>{alternatives}</w:r></w:p>") == ["正文。", "专栏一"]


def test_notes_stand_behind_the_text_and_their_marks_are_no_numbers() -> None:
    notes = f'<w:footnote w:type="separator">{paragraph("——")}</w:footnote><w:footnote w:id="1">{paragraph("规上：规模以上。")}</w:footnote>'
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    body = f'<w:p><w:r><w:t>2.5万人</w:t></w:r>{raised}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    assert lines(body, footnotes=notes) == ["2.5万人[1]", "注：规上：规模以上。"]


def test_what_a_common_library_writes_is_read() -> None:
    document = Document()
    document.add_heading("一、主要目标", 1)
    document.add_paragraph("增长5.6%。")
    cells = document.add_table(2, 2).rows
    for i, text in enumerate(["指标", "值", "就业", "2.5"]):
        cells[i // 2].cells[i % 2].text = text
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_word(buffer.getvalue()).split("\n") == ["一、主要目标", "增长5.6%。", "| 指标 | 值 |", "| 就业 | 2.5 |"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04word/document.xml", Why.BROKEN),
        (word(paragraph("x"))[:-60], Why.BROKEN),
        (word(""), Why.EMPTY),
        (word("<w:p>"), Why.BROKEN),
    ],
    ids=["no-archive", "cut", "empty", "no-xml"],
)
def test_what_gives_no_text_is_refused(data: bytes, why: Why) -> None:
    with pytest.raises(RefusedError) as refused:
        read_word(data)
    assert refused.value.why == why


def test_declared_entities_are_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "增长"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f"{bomb}<w:document {W}><w:body>{paragraph('&b;')}</w:body></w:document>")
    with pytest.raises(RefusedError) as refused:
        read_word(buffer.getvalue())
    assert refused.value.why == Why.BOMB
