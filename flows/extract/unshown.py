"""The report in a page that only a script shows: hidden until it has loaded, or kept as text in a field or a script.

In: the page's tree; out: the element that holds the report, ready to be read. It is asked only where hardly anything is
seen without scripts: what is hidden beside a text that is seen is no part of it (menus, forms, notices).
"""

import json
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

LEAST = 150  # characters; what is shorter is a message
MOST_BLOCKS = 100
MOST_SCRIPT = 4_000_000  # characters that are looked at
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
TAG = re.compile(r"<(?:p|div|span|br|table|section)\b", re.I)
STRING = re.compile(rf'"((?:[^"\\\n]|\\.){{{LEAST},}})"')  # "content": "<p>…<\/p>"


def unshown(tree: etree._Element) -> etree._Element | None:
    """The largest block that scripts would show; none where there is none of a report's size."""
    kept = (root for text in _kept_as_text(tree) if (root := _parsed(text)) is not None)
    found = [*islice(_hidden(tree), MOST_BLOCKS), *islice(kept, MOST_BLOCKS)]
    largest = max(found, key=_size, default=None)
    return largest if largest is not None and _size(largest) >= LEAST else None


def _hidden(tree: etree._Element) -> Iterator[etree._Element]:
    for element in tree.iterdescendants("div", "section", "article", "td", "main"):
        if HIDDEN.search(element.get("style", "")):
            element.attrib.pop("style")
            yield element


def _kept_as_text(tree: etree._Element) -> Iterator[str]:
    for field in tree.iterdescendants("textarea"):
        yield "".join(field.itertext())
    for field in tree.iterdescendants("input"):
        yield field.get("value", "")
    for script in tree.iterdescendants("script"):
        for match in STRING.finditer((script.text or "")[:MOST_SCRIPT]):
            yield _unescaped(match[0])


def _unescaped(string: str) -> str:
    try:
        return str(json.loads(string))
    except ValueError:  # a string of a script that is no JSON
        return ""


def _parsed(text: str) -> etree._Element | None:
    if len(text) < LEAST or not TAG.search(text):
        return None
    try:
        return etree.fromstring(
            text.encode("utf-8", errors="replace"), etree.HTMLParser(encoding="utf-8", no_network=True)
        )
    except etree.XMLSyntaxError:  # nothing in it
        return None


def _size(element: etree._Element) -> int:
    """Characters of text; those of scripts and styles within do not count."""
    unseen = sum(len("".join(e.itertext())) for e in element.iterdescendants("script", "style"))
    return sum(map(len, element.itertext())) - unseen
