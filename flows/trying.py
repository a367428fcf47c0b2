"""`jihua sources check`: what a catalogue gives, in words for a terminal. Nothing is kept and nothing is read."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from flows.collect.catalogue import read_catalogue
from flows.collect.web.check import Tried, try_all
from flows.fetching import web_options
from flows.report.visible import one_line
from flows.settings import Settings
from flows.storage import Location

SHOWN_LINKS = 3


def try_catalogue(path: Location, settings: Settings) -> list[Tried]:
    """Every address of the catalogue, fetched once. Raises CatalogueError."""
    found = read_catalogue(path)
    options = web_options(settings).with_hosts(found.hosts)
    return try_all(found.wanted, settings.max_source_bytes, options)


def tried_lines(tried: Sequence[Tried]) -> RenderableType:
    """One paragraph an address: can it be had, and what would be read; then how many can."""
    good = sum(one.problem is None for one in tried)
    lines = [line for one in tried for line in _lines(one)]
    return Group(*lines, Text(f"可取 good: {good} / {len(tried)}", style="green" if good == len(tried) else "bold red"))


def _lines(one: Tried) -> list[Text]:
    mark, style = ("✓", "green") if one.problem is None else ("✗", "bold red")
    head = Text.assemble((mark, style), one_line(f" {one.wanted.name}  {one.wanted.address}"))
    return [head, *(Text(one_line(f"    {line}"), style="dim") for line in _particulars(one))]


def _particulars(one: Tried) -> list[str]:
    if one.problem is not None:
        return [f"{one.problem.reason}: {one.problem.detail}"]
    more = len(one.followed) - SHOWN_LINKS
    return [
        _what(one),
        *(f"{link.text}  {link.address}".strip() for link in one.followed[:SHOWN_LINKS]),
        *([f"and {more} more"] if more > 0 else []),
    ]


def _what(one: Tried) -> str:
    if one.wanted.match is not None:
        return f"{len(one.followed)} of {one.links} links would be followed ({one.wanted.pattern})"
    return f"a frame around {len(one.followed)} attached files" if one.followed else f"{one.size:,} bytes"
