"""Addresses that a person wants fetched, and what is known of them: words of the command, or entries of a catalogue."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from flows.collect.record import Hints
from flows.storage import location

if TYPE_CHECKING:
    from flows.collect.catalogue import HostEntry

MOST_LINKS = 50
WEB_ADDRESS = re.compile(r"\s*https?:", re.I)
CATALOGUE_SUFFIX = ".toml"


class _Link(Protocol):
    @property
    def address(self) -> str: ...

    @property
    def text(self) -> str: ...


L = TypeVar("L", bound=_Link)


@dataclass(frozen=True)
class Wanted:
    """An address to fetch. With `match` it is a list page, whose first `most` links are followed where their text or
    their address has the pattern in it; without, it is a report.

    `hints` are what a catalogue says of it, which may be nothing; an address that is given alone says nothing and leaves
    what is known.
    """

    address: str
    name: str = ""
    match: re.Pattern[str] | None = None
    most: int = MOST_LINKS
    hints: Hints | None = None

    @property
    def pattern(self) -> str:
        """What the links of a list page are followed by, as the catalogue has it."""
        return self.match.pattern if self.match else ""

    def fitting(self, links: Iterable[L]) -> list[L]:
        """The links to follow, in the page's order; all of them where there is no pattern."""
        fit = [link for link in links if self.match is None or self._fits(self.match, link)]
        return fit[: self.most]

    @staticmethod
    def _fits(match: re.Pattern[str], link: _Link) -> bool:
        return bool(match.search(link.text) or match.search(link.address))


def divide(sources: Sequence[str | Path]) -> tuple[list[Wanted], Mapping[str, "HostEntry"], list[str | Path]]:
    """The addresses among the sources, those that their catalogues name included, with the catalogues' manners towards
    hosts; and the other sources, which are files and folders. Raises CatalogueError."""
    wanted: list[Wanted] = []
    hosts: dict[str, HostEntry] = {}
    files: list[str | Path] = []
    for source in sources:
        text = os.fspath(source)
        if WEB_ADDRESS.match(text):
            wanted.append(Wanted(text))
        elif is_catalogue(text):
            from flows.collect.catalogue import read_catalogue

            catalogue = read_catalogue(location(text))
            wanted += catalogue.wanted
            hosts |= catalogue.hosts
        else:
            files.append(source)
    return wanted, hosts, files


def is_catalogue(source: str) -> bool:
    """Whether a source that is named is a catalogue; a .toml file within a folder is none."""
    return source.lower().endswith(CATALOGUE_SUFFIX)
