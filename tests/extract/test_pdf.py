"""A PDF in, its text in reading order out."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from printers import FONT, as_pdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from flows.extract.marks import UNREAD_PAGES
from flows.extract.pdf import read_pdf
from flows.extract.refusal import RefusedError, Why

SIZE, LEADING = 10, 15
LEFT, RIGHT, TOP = 50, 306, 780
FULL = "一二三四五六七八九十一二三四五六七八九十一二三四"  # 24 characters fill a column


def drawn(*pages: Callable[[Canvas], object], **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        canvas.setFont(FONT, SIZE)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(canvas: Canvas, left: float, *lines: str, top: float = TOP) -> None:
    for i, line in enumerate(lines):
        canvas.drawString(left + SIZE * (len(line) - len(line.lstrip("　"))), top - i * LEADING, line.lstrip("　"))


def text(page: Callable[[Canvas], object]) -> list[str]:
    return read_pdf(drawn(page)).split("\n")


def test_full_lines_are_joined_to_paragraphs() -> None:
    lines = ["　　" + FULL[2:], FULL, "增长5.6%。", "　　" + FULL[2:], "平稳。"]
    assert text(lambda c: column(c, LEFT, *lines)) == [FULL[2:] + FULL + "增长5.6%。", FULL[2:] + "平稳。"]


def test_a_short_line_ends_a_paragraph_where_nothing_is_indented() -> None:
    assert text(lambda c: column(c, LEFT, "一、目标", FULL, "平稳。", FULL)) == ["一、目标", FULL + "平稳。", FULL]


def test_columns_are_read_one_behind_the_other_and_a_paragraph_goes_on_in_the_next() -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, *["　　" + FULL[2:]], *[FULL] * 9)
        column(canvas, RIGHT, *[FULL] * 8, "结束。", top=TOP - 4)

    assert text(page) == [FULL[2:] + FULL * 17 + "结束。"]


def test_a_headline_over_both_columns_divides_what_is_above_from_what_is_below() -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, *["甲" * 24] * 6)
        column(canvas, RIGHT, *["乙" * 24] * 6)
        canvas.setFont(FONT, 20)
        canvas.drawString(150, TOP - 130, "关于示例市的计划报告")
        canvas.setFont(FONT, SIZE)
        column(canvas, LEFT, *["丙" * 24] * 6, top=TOP - 170)
        column(canvas, RIGHT, *["丁" * 24] * 6, top=TOP - 170)

    assert text(page) == ["甲" * 144 + "乙" * 144, "关于示例市的计划报告", "丙" * 144 + "丁" * 144]


def test_running_heads_and_numbers_of_pages_are_left_out() -> None:
    def page(number: int) -> Callable[[Canvas], object]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(250, 815, f"示例日报 第{number}版")
            column(canvas, LEFT, FULL, "甲乙丙丁戊"[number] + "市平稳。", top=700)
            canvas.drawString(280, 30, f"- {number} -")

        return draw

    assert read_pdf(drawn(*[page(n) for n in range(1, 5)])).split("\n") == [FULL + f"{n}市平稳。" for n in "乙丙丁戊"]


def test_a_ruled_table_is_rows_of_cells_and_merged_ones_are_filled() -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, "表1 主要指标", *[FULL] * 2, top=TOP)
        xs, ys = [60, 160, 220, 280], [700, 680, 660, 640]
        canvas.grid([xs[0], xs[3]], [ys[0], ys[3]])
        canvas.line(xs[0], ys[2], xs[3], ys[2])
        canvas.line(xs[1], ys[1], xs[3], ys[1])  # the first column's upper cell spans two rows
        canvas.line(xs[1], ys[0], xs[1], ys[3])
        canvas.line(xs[2], ys[1], xs[2], ys[3])  # the upper right cell spans two columns
        for x, y, words in [
            (65, 676, "指标"),
            (170, 686, "2024年"),
            (165, 666, "计划"),
            (225, 666, "完成"),
            (65, 646, "就业"),
            (165, 646, "2.5"),
            (225, 646, "2.6"),
        ]:
            canvas.drawString(x, y, words)

    assert text(page)[-3:] == ["| 指标 | 2024年 | 2024年 |", "| 指标 | 计划 | 完成 |", "| 就业 | 2.5 | 2.6 |"]


def test_a_box_around_a_page_and_lines_between_columns_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(40, 600, 520, 200)
        canvas.line(300, 600, 300, 800)
        column(canvas, LEFT, *["甲" * 24] * 6)
        column(canvas, RIGHT, *["乙" * 24] * 6)

    assert text(page) == ["甲" * 144 + "乙" * 144]


def test_a_raised_mark_of_a_note_is_no_number() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "新增就业2.5万人")
        canvas.setFont(FONT, 5)
        canvas.drawString(LEFT + pdfmetrics.stringWidth("新增就业2.5万人", FONT, SIZE) + 0.2, TOP + 4, "1")
        canvas.setFont(FONT, SIZE)
        column(canvas, LEFT, FULL, top=TOP - 30)

    assert text(page)[0] == "新增就业2.5万人[1]"


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        column(canvas, LEFT, FULL, "平稳。", top=500)

    assert text(page) == [FULL + "平稳。"]


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 50, 50, 400, 600)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (drawn(picture, picture), Why.PICTURES_ONLY),
        (drawn(lambda c: c.rect(50, 50, 100, 100)), Why.EMPTY),
        (drawn(lambda c: column(c, LEFT, FULL), encrypt=StandardEncryption("secret")), Why.LOCKED),
        (b"%PDF-1.7\n%\xe2\xe3", Why.BROKEN),
        (drawn(lambda c: column(c, LEFT, FULL))[:400], Why.BROKEN),
    ],
    ids=["scan", "nothing-on-it", "password", "no-body", "cut"],
)
def test_what_gives_no_text_is_refused(data: bytes, why: Why) -> None:
    with pytest.raises(RefusedError) as refused:
        read_pdf(data)
    assert refused.value.why == why


def test_a_file_that_only_bars_changes_is_read() -> None:
    data = drawn(lambda c: column(c, LEFT, FULL), encrypt=StandardEncryption("", "owner", canModify=0))
    assert read_pdf(data) == FULL


def test_a_table_that_goes_on_over_pages_is_one() -> None:
    rows = "\n".join(f"| 指标{i} | {i}.5 |" for i in range(90))
    read = read_pdf(as_pdf(f"示例市主要指标\n| 指标 | 值 |\n{rows}", columns=1)).split("\n")
    assert read == ["示例市主要指标", "| 指标 | 值 |", *rows.split("\n")]


def test_a_page_that_is_a_picture_between_pages_of_text_is_named() -> None:
    def prose(canvas: Canvas) -> None:
        column(canvas, LEFT, *[FULL] * 4, "平稳。")

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)

    assert read_pdf(drawn(prose, scan, prose, scan)).split("\n")[-1] == UNREAD_PAGES.format("2、4")


def test_a_small_picture_on_an_empty_page_is_no_page_of_text() -> None:
    def logo(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 200, 300, 100, 100)

    assert "图片" not in read_pdf(drawn(lambda c: column(c, LEFT, *[FULL] * 4, "平稳。"), logo))


def test_a_text_in_a_font_that_is_in_no_file_is_read_whatever_fonts_the_machine_has() -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, "值", FULL, FULL, "平稳。", top=TOP)  # one letter, and two equal lines

    assert text(page) == ["值", FULL * 2 + "平稳。"]
