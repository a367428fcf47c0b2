"""The links of a page, and whether the page is more than a frame around a file. In: decoded HTML and its address; out:
links with absolute addresses.

Lists that a script shows hold their links as text within the script (`<script type="text/xml"><![CDATA[<a href=…`);
these are read, too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx
from lxml import etree, html

from flows.collect.reasons import Problem
from flows.collect.web.urls import parse_address
from flows.extract.pager import pager

LONGEST_TEXT = 300  # characters of a link that are kept
MOST_LINKS = 5000
MOST_TEXT = 4_000_000  # characters of a page that are looked at
MOST_ATTACHMENTS = 20

DOCUMENTS = ("pdf", "doc", "docx", "wps", "ofd", "rtf", "xls", "xlsx", "et", "odt", "zip", "rar", "7z")
NAMED_DOCUMENT = re.compile(rf"\.(?:{'|'.join(DOCUMENTS)})\b", re.I)  # 附件：示例市报告.pdf
EMBEDDED = re.compile(r"[?&](?:file|src|url)=([^&#]+)", re.I)  # viewer.html?file=/P020240101.pdf
CDATA = re.compile(r"<!\[CDATA\[|\]\]>")

MOST_HEAD = 20_000  # characters in which a page says where it sends its reader on
AT_ONCE = 10.0  # seconds; a page that shows itself for longer is one
REFRESH = re.compile(
    r"""\s*(?P<seconds>[0-9]{1,3}(?:\.[0-9]*)?)\s*[;,]\s*url\s*=\s*['"]?(?P<address>[^'"]+?)['"]?\s*""", re.I
)

MOST_FRAME_TEXT = 800  # characters; a covering notice has 100 to 400, a report thousands
LEAST_LINE = 20  # characters; shorter lines are menus, labels and dates
UNSEEN = ("script", "style", "noscript", "template", "select", "textarea", "a", "nav", "footer", "head")
BLOCKS = frozenset({"p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"})


@dataclass(frozen=True)
class Link:
    """A link: its absolute address without fragment, and what it says."""

    address: str
    text: str


def links(text: str, base: httpx.URL) -> list[Link]:
    """The links of a page to other pages over http and https, each address once, in the page's order."""
    root = _root(text)
    if root is None:
        return []
    place = _base(root, base)
    anchors = islice(chain(root.iter("a"), _scripted_anchors(root)), MOST_LINKS)
    return _unique(_link(a.get("href"), _says(a), place) for a in anchors)


def attachments(text: str, base: httpx.URL) -> list[Link]:
    """The documents that a page links to or shows within itself (PDF, Word, WPS, OFD, Excel, and archives of
    them, which are set aside with word of what to do)."""
    root = _root(text)
    if root is None:
        return []
    place = _base(root, base)
    shown = [_link(_target(e.get("src") or e.get("data")), "", place) for e in root.iter("iframe", "embed", "object")]
    found = [link for link in links(text, base) if _is_document(link)]
    return _unique([*(link for link in shown if link and _is_document(link)), *found])[:MOST_ATTACHMENTS]


def other_pages(text: str, base: httpx.URL) -> list[str]:
    """The addresses of the other pages of a report that a site shows on several; all lie on the same host."""
    root = _root(text)
    paged = None if root is None else pager(root)
    if root is None or paged is None:
        return []
    found = _unique(_link(address, "", _base(root, base)) for address in paged.others)
    return [link.address for link in found if httpx.URL(link.address).host == base.host]


def refresh(text: str, base: httpx.URL) -> str | None:
    """Where a page sends its reader on at once, as a redirect would (`<meta http-equiv="refresh" content="0; url=…">`)."""
    root = _root(text[:MOST_HEAD])
    for element in root.iter("meta") if root is not None else ():
        match = REFRESH.fullmatch(element.get("content") or "")
        if (element.get("http-equiv") or "").strip().lower() != "refresh" or match is None:
            continue
        if next(element.iterancestors("noscript"), None) is None and float(match["seconds"]) <= AT_ONCE:
            link = _link(match["address"], "", base)
            return link.address if link else None
    return None


def is_frame(text: str) -> bool:
    """Whether a page has so little running text that the report can only be in its attachments."""
    root = _root(text)
    return root is None or sum(map(len, _running_lines(root))) < MOST_FRAME_TEXT


def _root(text: str) -> etree._Element | None:
    """The page as a tree. The text is decoded already: the charset that the page declares is not asked again."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text[:MOST_TEXT].encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:  # nothing in it
        return None


def _base(root: etree._Element, base: httpx.URL) -> httpx.URL:
    """Where relative links start: what `<base>` says, else the page's own address."""
    for element in root.iter("base"):
        declared = parse_address(element.get("href") or "", base)
        if not isinstance(declared, Problem):
            return declared
    return base


def _scripted_anchors(root: etree._Element) -> Iterator[etree._Element]:
    for script in root.iter("script"):
        if "href" in (script.text or ""):
            listed = _root(CDATA.sub(" ", script.text))
            yield from listed.iter("a") if listed is not None else ()


def _link(href: str | None, says: str, base: httpx.URL) -> Link | None:
    if not href or not href.strip() or href.strip().startswith("#"):
        return None
    url = parse_address(href, base)
    return None if isinstance(url, Problem) or url == base else Link(str(url), says)


def _says(anchor: etree._Element) -> str:
    """What a link says: its text, or its title where that is longer, since lists cut long texts off (…)."""
    text = " ".join("".join(anchor.itertext()).split())
    title = " ".join((anchor.get("title") or "").split())
    return max(text, title, key=len)[:LONGEST_TEXT]


def _unique(found: Iterable[Link | None]) -> list[Link]:
    by_address: dict[str, Link] = {}
    for link in found:
        if link is not None:
            by_address.setdefault(link.address, link)
    return list(by_address.values())


def _target(src: str | None) -> str | None:
    """The file that a viewer shows, or the address as it stands."""
    shown = EMBEDDED.search(src or "")
    return unquote(shown[1]) if shown else src


def _is_document(link: Link) -> bool:
    path = PurePosixPath(httpx.URL(link.address).path.lower())
    return path.suffix.removeprefix(".") in DOCUMENTS or bool(NAMED_DOCUMENT.search(link.text))


def _running_lines(root: etree._Element) -> list[str]:
    """The lines of a page that are long enough for sentences, links and menus left out."""
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    lines = ("".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if len(line) >= LEAST_LINE]
