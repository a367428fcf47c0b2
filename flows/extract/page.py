"""A web page → the report in it. In: the decoded page; out: its text.

Above the report's own lines stand what the site says of it (`索引号：…`), and its title where the text lacks it; below
them which page of the report it is (`第1页 共3页`).
"""

import re
from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from flows.extract.main_text import OF_SITE, is_label, is_linked, main_lines
from flows.extract.page_lines import Line, render
from flows.extract.refusal import RefusedError, Why
from flows.extract.site_block import LABEL, page_mark, page_title, site_lines
from flows.extract.unshown import unshown

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
TOO_DEEP = "Excessive depth"
HEAD_LINES = 40  # lines of the main text among which a title or a label may stand
MOST_SHELL = 150  # characters; a page of which less is seen may be a shell that a script fills
LETTERS = re.compile(r"[^\w]+")


def read_page(page: str) -> str:
    """The text of a page. Raises `RefusedError` for a page without text, and for one nested beyond reason."""
    tree = _parse(page)
    if tree is None:
        raise RefusedError(Why.EMPTY, "It is a page with nothing on it")
    rendered = render(tree)
    start, end = main_lines(rendered, tree)
    inside = [line for line in rendered.lines[start:end] if not is_linked(line)]
    if _own(inside) < MOST_SHELL and (report := unshown(tree)) is not None:
        seen = [line for line in inside if not OF_SITE.search(line.text)]
        start, end, inside = 0, 0, [*seen, *render(report).lines]
    labels = _label_rows(inside[:HEAD_LINES])
    body = [line.text for i, line in enumerate(inside) if i not in labels]
    if not _own(inside):
        raise RefusedError(Why.EMPTY, "It is a page without text of its own; a script or a frame may bring it in")
    around = [line.text for line in (*rendered.lines[:start], *inside[:HEAD_LINES], *rendered.lines[end:])]
    title = page_title(tree)
    lines = "".join(line.text for line in inside[:HEAD_LINES] if not line.is_row)
    head = [] if not title or _letters(title) in _letters(lines) else [title]
    mark = page_mark((line.text for line in rendered.lines[end:]), tree)
    return "\n".join([*site_lines(around, tree), *head, *body, *mark])


def _own(lines: Sequence[Line]) -> int:
    """Characters that are not the site's own."""
    return sum(len(line.text.strip()) for line in lines if not OF_SITE.search(line.text))


def _label_rows(lines: Sequence[Line]) -> set[int]:
    """Which lines are rows of the site's block of labels: those that are known, and what stands between and beside them
    (名称, 有效性)."""
    found: set[int] = set()
    for _, run in groupby(enumerate(lines), key=lambda at: at[1].is_row):
        rows = [(i, line) for i, line in run if line.is_row]
        if any(is_label(line) for _, line in rows):
            found |= {i for i, line in rows if is_label(line) or LABEL.match(line.text.strip("| \u3000【["))}
    return found


def _parse(page: str) -> etree._Element | None:
    data = UNPRINTED.sub("", DECLARATION.sub("", page)).encode("utf-8", errors="replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False, no_network=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but white space or comments
        tree = None
    if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
        raise MemoryError
    if any(TOO_DEEP in entry.message for entry in parser.error_log):
        raise RefusedError(Why.TOO_COMPLEX, "Its elements stand thousands deep within each other")
    return tree


def _letters(text: str) -> str:
    return LETTERS.sub("", text)
