"""Prints a normalised text the way reports are published: as a page of a site, a Word file, a PDF in columns.

The text has a paragraph a line and rows of tables as `| cell | cell |`, as flows/parse makes it. Tests read the prints
back and compare.
"""

import io
import re
from collections.abc import Iterator
from html import escape

from docx import Document
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

FONT = "STSong-Light"  # every PDF reader brings it, so that no font file is needed
BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=15, firstLineIndent=20, wordWrap="CJK")
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK")
RULED = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
)
MARGIN, GUTTER = 50, 16
WIDEST_CELL = 16  # characters; columns share the width by their longest cells, but none takes all

TOP_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。]{2,40}$")
MENU = "首页 政务公开 政务服务 互动交流 走进示例 专题专栏 数据开放 部门动态 乡镇动态"
SITE_TABLE = (
    "<table class=zwgk><tr><td>索 引 号：</td><td>99010102008670164Y/2024-00031</td><td>主题分类：</td><td>国民经济发展计划</td></tr>"
    "<tr><td>发布机构：</td><td>示例市发展和改革委员会</td><td>发文日期：</td><td>2025-01-20</td></tr></table>"
)

Block = str | list[list[str]]


def blocks(text: str) -> Iterator[Block]:
    """Paragraphs, and tables as rows of cells."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            yield rows
            rows = []
        yield line
    if rows:
        yield rows


def as_page(text: str, paragraph: str = "p", layout: str = "div") -> bytes:
    """A page that declares gb2312 and uses gb18030, with menus, a block of labels, related links and a footer.

    `paragraph` is how paragraphs are set (`p`, `br`, `div`), `layout` how the page is laid out (`div`, or `table` as
    sites did for long).
    """
    title = escape(text.split("\n")[0])
    body = "".join(_set(block, paragraph) for block in blocks(text))
    menu = (
        "<div class=nav><ul>"
        + "".join(f"<li><a href='/{i}'>{t}</a></li>" for i, t in enumerate(MENU.split()))
        + "</ul></div>"
    )
    related = (
        "<div class=related><h3>相关链接</h3><ul>"
        + "".join(
            f"<li><a href='/r{i}'>示例市召开{i}月份经济运行调度会议部署下一步工作</a><span>2024-0{i}-11</span></li>"
            for i in range(1, 9)
        )
        + "</ul></div>"
    )
    foot = "<div class=footer><p>主办单位：示例市人民政府办公室　承办：示例市大数据局</p><p>备案号：示ICP备05001234号 网站标识码：9901020001</p></div>"
    head = (
        f"<!DOCTYPE html><html><head><meta charset=gb2312><title>{title}-示例市人民政府</title>"
        f"<meta name=ArticleTitle content='{title}'><meta name=PubDate content='2025-01-20 09:10'></head>"
    )
    if layout == "div":
        inner = (
            f"{menu}<div class=main><h1>{title}</h1>{SITE_TABLE}<div class=info>发布时间：2025-01-20 来源：示例日报"
            f" 浏览次数：<span>123</span></div><div class=TRS_Editor>{body}</div>{related}</div>{foot}"
        )
    else:
        inner = (
            f"<table width=980><tr><td>{menu}</td></tr><tr><td width=200>{related}</td><td><table><tr><td align=center>"
            f"<font size=5>{title}</font></td></tr><tr><td>{SITE_TABLE}</td></tr><tr><td>{body}</td></tr></table></td></tr>"
            f"<tr><td>{foot}</td></tr></table>"
        )
    return f"{head}<body>{inner}</body></html>".encode("gb18030")


def as_docx(text: str) -> bytes:
    """A Word file with headings as headings and tables as tables."""
    document = Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block, style="Heading 1" if TOP_HEADING.match(block) else None)
            continue
        width = max(map(len, block))
        cells = document.add_table(rows=len(block), cols=width)._cells  # row by row; the public way is slow
        for i, row in enumerate(block):
            for j, cell in enumerate(row):
                cells[i * width + j].text = cell.replace("<br>", "\n")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str, columns: int = 2) -> bytes:
    """A PDF in columns, with a running head and numbers of pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    width, height = A4
    column = (width - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    frames = [
        Frame(MARGIN + i * (column + GUTTER), MARGIN + 10, column, height - 2 * MARGIN - 20, 0, 0, 0, 0)
        for i in range(columns)
    ]

    def furniture(canvas, document) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(width / 2, height - 30, "示例日报　要闻")
        canvas.drawCentredString(width / 2, 25, f"— {document.page} —")

    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
    document.build(
        [Paragraph(escape(block), BODY) if isinstance(block, str) else _ruled(block, column) for block in blocks(text)]
    )
    return buffer.getvalue()


def _set(block: Block, paragraph: str) -> str:
    if not isinstance(block, str):
        rows = (
            "".join(f"<td>{''.join(f'<p>{escape(p)}</p>' for p in cell.split('<br>'))}</td>" for cell in row)
            for row in block
        )
        return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    text = escape(block)
    if paragraph == "br":
        return f"　　{text}<br>\n"
    if paragraph == "div":
        return f"<div><span>{text}</span></div>"
    return f"<p><strong>{text}</strong></p>" if TOP_HEADING.match(block) else f"<p>　　{text}</p>"


def _ruled(rows: list[list[str]], width: float) -> Table:
    count = max(map(len, rows))
    cells = [
        [Paragraph(escape(c).replace("&lt;br&gt;", "<br/>"), CELL) for c in [*row, *[""] * (count - len(row))]]
        for row in rows
    ]
    longest = [min(max([4, *(len(row[i]) for row in rows if i < len(row))]), WIDEST_CELL) for i in range(count)]
    table = Table(cells, colWidths=[width * size / sum(longest) for size in longest], splitInRow=1)
    table.setStyle(RULED)
    return table
