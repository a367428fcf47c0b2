"""Which page of a report of several a web page is, and where the others are, as the site's pager says.

    上一页 1 2 3 下一页                              links to content_12.html, content_12_2.html, content_12_3.html
    createPageHTML(3, 0, "t20250110_12", "html")    a script that draws the same

In: the page's tree; out: the page, how many there are, the addresses of the others as they are written. Lists of reports
have pagers, too (index_2.html): what lists are called is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MOST_PAGES = 60  # more are a list
SCRIPTED = re.compile(
    r"createPageHTML\w*\(\s*(?P<pages>[0-9]{1,3})\s*,\s*(?P<at>[0-9]{1,3})\s*,\s*"
    r"""["'](?P<base>[^"'/\\]{1,100})["']\s*,\s*["'](?P<suffix>[a-z]{3,5})["']"""
)
# content_12_2.html, show.asp?id=12&page=2; the number is missing on the first page
NAMED = re.compile(r"(?P<base>[^?#]*/)?(?P<stem>[^/?#]+?)(?:[_-](?P<number>[0-9]{1,2}))?(?P<suffix>\.[a-z]{3,5})")
ASKED = re.compile(r"(?P<base>[^#]*\?[^#]*?)[?&](?:page|pageNo|pageno|currentPage|pn)=(?P<number>[0-9]{1,2})")
LIST = re.compile(r"(?:index|default|list|node|col)[^/]*|[0-9]{1,3}", re.I)
NUMBER = re.compile("[0-9]{1,2}")
NEXT = re.compile("(?:下|后)一?页[ >»]*")
MARKS_CURRENT = re.compile(r"\b(?:cur\w*|active|on|now|this\w*|selected)\b", re.I)


@dataclass(frozen=True)
class Pager:
    """`page` of `pages` (0 where the site does not number them); `others` are addresses as they are written."""

    page: int
    pages: int
    others: tuple[str, ...]


def pager(tree: etree._Element) -> Pager | None:
    """What the pager of a page says; none where there is none."""
    return _scripted(tree) or _linked(tree)


def _scripted(tree: etree._Element) -> Pager | None:
    for script in tree.iterdescendants("script"):
        match = SCRIPTED.search(script.text or "")
        if match is None or LIST.fullmatch(match["base"]):
            continue
        pages, at = int(match["pages"]), int(match["at"])
        if at < pages and 2 <= pages <= MOST_PAGES:
            names = [match["base"] + (f"_{i}" if i else "") + "." + match["suffix"] for i in range(pages)]
            return Pager(at + 1, pages, tuple(name for i, name in enumerate(names) if i != at))
    return None


def _linked(tree: etree._Element) -> Pager | None:
    """The links that say a number, or that the next page is there, and lead to one name with different numbers."""
    found = list(_pager_links(tree))
    names = {name for _, address, _ in found if (name := _name(address)) is not None}
    by_name: dict[str, list[tuple[str, str, bool]]] = {}
    for link in found:
        whole = re.sub(r"\.[a-z]{3,5}$", "", link[1])  # content_12.html may be the first page of content_12_2.html
        name = whole if whole in names else _name(link[1])
        if name is not None:
            by_name.setdefault(name, []).append(link)
    for links in by_name.values():
        if any(_number(address) for _, address, _ in links):
            return _of_links(links)
    return None


def _of_links(links: list[tuple[str, str, bool]]) -> Pager:
    numbered = {int(text): (address, current) for text, address, current in links if NUMBER.fullmatch(text)}
    others = tuple(dict.fromkeys(address for _, address, current in links if not current))
    pages = max(numbered, default=0)
    shown = [number for number, (_, current) in numbered.items() if current]
    shown = shown or [number for number in range(1, pages) if number not in numbered]
    if not shown and pages and not any(NEXT.fullmatch(text) for text, _, _ in links):
        pages += 1  # the last page has no link to itself
        shown = [pages]
    certain = len(shown) == 1 and 2 <= pages <= MOST_PAGES
    return Pager(shown[0], pages, others) if certain else Pager(0, 0, others[:MOST_PAGES])


def _pager_links(tree: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """Text, address and whether it is marked as the page that is shown."""
    for anchor in tree.iterdescendants("a"):
        text, address = "".join(anchor.itertext()).strip(" []\u3000\xa0\n"), (anchor.get("href") or "").strip()
        if NUMBER.fullmatch(text) or NEXT.fullmatch(text):
            yield text, address, bool(MARKS_CURRENT.search(anchor.get("class", "")))


def _name(address: str) -> str | None:
    """What the addresses of one report's pages have in common; none for lists, and for what leads elsewhere."""
    if asked := ASKED.match(address):
        return asked["base"]
    named = NAMED.fullmatch(address)
    return None if named is None or LIST.fullmatch(named["stem"]) else f"{named['base'] or ''}{named['stem']}"


def _number(address: str) -> str | None:
    match = ASKED.match(address) or NAMED.fullmatch(address)
    return match["number"] if match else None
