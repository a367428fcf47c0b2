"""A parsed page → its lines, as a browser would break them, with what each has of links and where it stands.

In: an element tree of lxml; out: `Rendered`. Scripts, forms' fields and what is hidden are left out; a table of data is
its rows, a table that only lays out the page is what stands in it. Next: main_text.py takes the report's lines.

Trees from outside may be thousands of elements deep: everything here walks, nothing recurses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from flows.extract.grid import Cell, table_lines
from flows.extract.marks import as_heading, footnote

UNSEEN = frozenset(
    "head script style noscript template select option button input textarea iframe object embed svg canvas audio video"
    " nav footer aside map datalist dialog rt rp".split()
)
BLOCKS = frozenset(
    "body p div li td th tr table tbody thead tfoot caption ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main header"
    " blockquote center form fieldset legend pre address figure figcaption hr details summary".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ol", "ul")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
SPACE = re.compile(r"[ \t\r\n\f\v]+")

LAYOUT_CELL = 1000  # characters; a cell that is longer and most of its table holds the page's text
LAYOUT_SHARE = 0.8
ROWS = etree.XPath("tr | tbody/tr | thead/tr | tfoot/tr")
CELLS = etree.XPath("td | th")


@dataclass(frozen=True)
class Line:
    """One line: its text, how many of its characters belong to links, and whether it is a row of a table."""

    text: str
    linked: int = 0
    is_row: bool = False


@dataclass
class Rendered:
    """The lines of a tree in reading order, and which of them (from, to) stand in each block."""

    lines: list[Line] = field(default_factory=list)
    spans: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)


@dataclass
class _Pen:
    """The line that is being written."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    in_links: int = 0
    in_pre: int = 0
    lists: list[int | None] = field(default_factory=list)  # the last number of each list around; none where it has none


def render(root: etree._Element) -> Rendered:
    """All visible lines below `root`."""
    page, pen = Rendered(), _Pen()
    starts: list[int] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            _write(page, pen, element.tail)
        elif event == "start":
            if element.tag in BLOCKS:
                _end_line(page, pen)
                starts.append(len(page.lines))
            if _is_unseen(element):
                walk.skip_subtree()
            elif element.tag == "table" and _holds_data(element):
                page.lines.extend(_table(element))
                walk.skip_subtree()
            elif element.tag == "sup":
                _write(page, pen, footnote("".join(pen.parts[-1:]), "".join(element.itertext())))
                walk.skip_subtree()
            else:
                _open(page, pen, element)
        else:
            _close(page, pen, element, starts)
            if element is not root:
                _write(page, pen, element.tail)
    _end_line(page, pen)
    return page


def _open(page: Rendered, pen: _Pen, element: etree._Element) -> None:
    if element.tag == "br":
        _end_line(page, pen)
    elif element.tag == "a" and element.get("href"):
        pen.in_links += 1
    elif element.tag == "pre":
        pen.in_pre += 1
    elif element.tag in LISTS:
        pen.lists.append(_before_first(element))
    elif element.tag == "li" and pen.lists and pen.lists[-1] is not None:
        pen.lists[-1] += 1
        _write(page, pen, f"{pen.lists[-1]}. ")
    _write(page, pen, element.text)


def _close(page: Rendered, pen: _Pen, element: etree._Element, starts: list[int]) -> None:
    if element.tag == "a" and element.get("href"):
        pen.in_links -= 1
    elif element.tag == "pre":
        pen.in_pre -= 1
    elif element.tag in LISTS and pen.lists:
        pen.lists.pop()
    if element.tag in BLOCKS:
        _end_line(page, pen, heading=element.tag)
        page.spans[element] = (starts.pop(), len(page.lines))


def _write(page: Rendered, pen: _Pen, text: str | None) -> None:
    if not text:
        return
    for i, piece in enumerate(text.split("\n") if pen.in_pre else [text]):
        if i:
            _end_line(page, pen)
        words = SPACE.sub(" ", piece)
        pen.parts.append(words)
        if pen.in_links:
            pen.linked += len(words.strip())


def _end_line(page: Rendered, pen: _Pen, heading: str = "") -> None:
    text = "".join(pen.parts).rstrip().lstrip(" \n")  # wide spaces in front say that a paragraph begins
    if text:
        level = HEADINGS.index(heading) + 1 if heading in HEADINGS else 0
        page.lines.append(Line(as_heading(text, level), pen.linked))
    pen.parts, pen.linked = [], 0


def _is_unseen(element: etree._Element) -> bool:
    return element.tag in UNSEEN or bool(HIDDEN.search(element.get("style", "")))


def _before_first(items: etree._Element) -> int | None:
    """One less than the number that a browser sets before the first item of a list; none for bullets."""
    if items.tag != "ol" or "none" in items.get("style", ""):
        return None
    first = items.get("start", "1")
    return int(first) - 1 if re.fullmatch(r"[0-9]{1,4}", first) else 0


def _holds_data(table: etree._Element) -> bool:
    """False for a table that only lays out the page: with tables inside, with one column, or around the whole text."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [CELLS(row) for row in ROWS(table)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    sizes = [sum(map(len, cell.itertext())) for row in rows for cell in row]
    return max(sizes) < LAYOUT_CELL or max(sizes) < LAYOUT_SHARE * sum(sizes)


def _table(table: etree._Element) -> Iterator[Line]:
    grid, linked = [], 0
    for caption in table.iterchildren("caption"):
        yield from render(caption).lines
    rows = ROWS(table)
    for i, row in enumerate(rows):
        cells = []
        for element in CELLS(row):
            lines = render(element).lines
            linked += sum(line.linked for line in lines)
            down = _span(element, "rowspan") or len(rows)
            cells.append(
                Cell("\n".join(line.text for line in lines), _span(element, "colspan"), min(down, len(rows) - i))
            )
        grid.append(cells)
    texts = table_lines(grid)
    for text in texts:
        yield Line(text, linked // len(texts), is_row=text.startswith("|"))


def _span(cell: etree._Element, name: str) -> int:
    """How many columns or rows a cell covers; 0 is the rest of the table, what is no number counts as one."""
    written = cell.get(name, "1").strip()
    return int(written) if re.fullmatch(r"[0-9]{1,4}", written) else 1
