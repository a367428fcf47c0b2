"""A Word file (docx) → its text. In: its bytes; out: paragraphs, tables, text boxes where they are anchored, notes.

Deleted and hidden text, headers, footers and the table of contents are left out; the numbers that Word sets before
paragraphs by itself are written out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from flows.extract.archive import Archive, open_archive
from flows.extract.grid import Cell, table_lines
from flows.extract.marks import as_heading, footnote
from flows.extract.refusal import RefusedError, Why
from flows.extract.word_numbers import Numbers, Style, list_of, read_numbers, read_styles, value

LEFT_OUT = frozenset("del moveFrom instrText delText rPr pPr Fallback txbxContent rt sectPr delInstrText".split())
STANDS_FOR = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
HOLDERS = frozenset("sdt sdtContent customXml ins moveTo smartTag AlternateContent Choice body".split())
CONTENTS = "Table of Contents"
NO_PARAGRAPH_STYLE = Style("", "", None, None, None)


@dataclass(frozen=True)
class Word:
    """A document's styles and lists."""

    styles: dict[str, Style]
    numbers: Numbers


def read_word(data: bytes) -> str:
    """The text of a docx. Raises `RefusedError` for what is broken, locked or a bomb."""
    archive = open_archive(data)
    main = _main_part(archive)
    document = archive.xml(main)
    body = None if document is None else document.find("{*}body")
    if body is None:
        raise RefusedError(Why.BROKEN, "It has no text part")
    folder = main.rpartition("/")[0]
    word = Word(read_styles(archive.xml(f"{folder}/styles.xml")), read_numbers(archive.xml(f"{folder}/numbering.xml")))
    lines = [*_lines(body, word), *_notes(archive, folder, word)]
    if not any(line.strip() for line in lines):
        raise RefusedError(Why.EMPTY, "It is a Word file without text; its pages may be pictures")
    return "\n".join(lines)


def _main_part(archive: Archive) -> str:
    """The document's name; programs other than Word may call it otherwise (word/document2.xml)."""
    names = [name for name in archive.names if name.startswith("word/document") and name.endswith(".xml")]
    return "word/document.xml" if "word/document.xml" in names or not names else names[0]


def _lines(parent: etree._Element, word: Word) -> Iterator[str]:
    for element in parent.iterchildren():
        name = _name(element)
        if name == "p":
            yield from _paragraph(element, word)
        elif name == "tbl":
            yield from table_lines(_rows(element, word))
        elif name in HOLDERS and not _is_contents(element):
            yield from _lines(element, word)


def _paragraph(paragraph: etree._Element, word: Word) -> Iterator[str]:
    properties = paragraph.find("{*}pPr")
    style = (
        word.styles.get(value(properties.find("{*}pStyle")), NO_PARAGRAPH_STYLE)
        if properties is not None
        else NO_PARAGRAPH_STYLE
    )
    text = "".join(_pieces(paragraph)).strip("\n").lstrip("\t ")
    if text.strip() and not style.name.lower().startswith("toc"):
        outline = value(properties.find("{*}outlineLvl")) if properties is not None else ""
        level = int(outline) + 1 if outline.isdigit() else style.heading or 0
        yield from as_heading(_number(properties, style, word) + text, level).split("\n")
    for box in paragraph.iterdescendants("{*}txbxContent"):
        if not any(_name(above) in ("Fallback", "txbxContent") for above in box.iterancestors()):
            yield from _lines(box, word)


def _number(properties: etree._Element | None, style: Style, word: Word) -> str:
    list_id, level = list_of(properties)
    list_id = style.list_id if list_id is None else list_id
    level = style.list_level if level is None else level
    return word.numbers.next(list_id, level or 0) if list_id else ""


def _pieces(parent: etree._Element) -> Iterator[str]:
    """The text of a paragraph's runs."""
    before = ""
    for element in parent.iterchildren():
        name = _name(element)
        if name in LEFT_OUT:
            continue
        if name == "t":
            piece = element.text or ""
        elif name in STANDS_FOR:
            piece = "" if value(element, "type") in ("page", "column") else STANDS_FOR[name]
        elif name == "r" and _is_hidden(element):
            continue
        else:
            piece = "".join(_pieces(element))
            if name == "r" and _is_raised(element):
                piece = footnote(before, piece)
        before = piece or before
        yield piece


def _is_raised(run: etree._Element) -> bool:
    look = run.find("{*}rPr")
    return look is not None and value(look.find("{*}vertAlign")) == "superscript"


def _is_hidden(run: etree._Element) -> bool:
    switch = run.find("{*}rPr/{*}vanish")
    return switch is not None and value(switch) not in ("0", "false", "off")


def _rows(table: etree._Element, word: Word) -> list[list[Cell]]:
    """Rows of cells; `vMerge` cells that go on are counted to the one above."""
    rows: list[list[Cell]] = []
    places: list[dict[int, tuple[int, int]]] = []  # a row: column → row and position of the cell that covers it
    for row in _members(table, "tr"):
        cells: list[Cell] = []
        starts: dict[int, tuple[int, int]] = {}
        column = _count(row.find("{*}trPr/{*}gridBefore"), 0)
        cells += [Cell("", column)] if column else []
        for element in _members(row, "tc"):
            span = _count(element.find("{*}tcPr/{*}gridSpan"), 1)
            merge = element.find("{*}tcPr/{*}vMerge")
            above = places[-1].get(column) if places else None
            if merge is not None and value(merge) != "restart" and above is not None:
                at_row, at = above
                grown = rows[at_row][at]
                rows[at_row][at] = Cell(grown.text, grown.columns, len(rows) - at_row + 1)
                starts[column] = above
            else:
                starts[column] = (len(rows), len(cells))
                cells.append(Cell("\n".join(_cell_lines(element, word)), span))
            column += span
        rows.append(cells)
        places.append(starts)
    return rows


def _cell_lines(cell: etree._Element, word: Word) -> Iterator[str]:
    for line in _lines(cell, word):
        yield line.strip("| ").replace(" | ", " ") if line.startswith("| ") else line  # a table within the cell


def _members(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in parent.iterchildren():
        if _name(element) == name:
            yield element
        elif _name(element) in HOLDERS:
            yield from _members(element, name)


def _notes(archive: Archive, folder: str, word: Word) -> Iterator[str]:
    """Footnotes and endnotes, behind the text."""
    for part in ("footnotes", "endnotes"):
        root = archive.xml(f"{folder}/{part}.xml")
        for note in root.iterchildren() if root is not None else ():
            if not value(note, "type"):  # lines that divide notes from the text have one
                yield from (f"注：{line.strip()}" for line in _lines(note, word) if line.strip())


def _is_contents(element: etree._Element) -> bool:
    return value(element.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery")) == CONTENTS


def _count(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return min(int(text), 1000) if text.isascii() and text.isdigit() else default


def _name(element: etree._Element) -> str:
    """The name without its namespace, which differs between kinds of docx; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
