"""The catalogue of sources, `sources.toml`: which addresses to watch, what is known of them, how to treat their hosts.

    [[source]]
    name = "示例市发展改革委"
    index = "https://fgw.example.gov.cn/jh/"     # a list page, or several: ["…", "…"]
    match = "国民经济和社会发展计划"             # links are followed where their text or address has this (a regex)
    most = 20                                    # the first so many of them; 50 where it is not said
    region = "511700"                            # what the documents may not say themselves: GB/T 2260 code,
    kind = "plan_report"                         # kind,
    year = 2025                                  # and the year that they plan

    [[source]]
    name = "样本县2025年计划报告"
    url = "https://www.example.gov.cn/2025/plan.pdf"

    [hosts."www.example.gov.cn"]
    pause_seconds = 5                            # from the start of one request to the start of the next
    requests_at_once = 1                         # 2 at most

What is wrong is named with its line and field, everything at once.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from flows import storage
from flows.collect.reasons import Problem
from flows.collect.record import Hints
from flows.collect.wanted import MOST_LINKS, Wanted
from flows.collect.web.urls import parse_address
from flows.storage import Location

LINE = re.compile(r"at line ([0-9]+)")  # in the words of the standard library's parser
HOST = re.compile(r"[^\s/@:?#]+")
KEY = "[key]"  # how pydantic says that a name is wrong, and not what stands under it
FIRST_YEAR, LAST_YEAR = 1949, 2100

Place = tuple[str | int, ...]  # where in a catalogue: ("source", 2, "url")


class CatalogueError(ValueError):
    """A catalogue that cannot be used: every mistake on a line of its own, `file:line: field: what is wrong`."""


def _address(text: str) -> str:
    url = parse_address(text)
    if isinstance(url, Problem):
        raise ValueError(url.detail)
    return str(url)


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"it is no regular expression: {error}") from error
    return text


def _region(code: str) -> str:
    from expectations.reference import regions

    if code not in regions()["code"]:
        raise ValueError(f"{code!r} is no code of GB/T 2260, such as 511700")
    return code


def _host(name: str) -> str:
    url = parse_address(f"http://{name}/")
    if isinstance(url, Problem) or HOST.fullmatch(name) is None:
        raise ValueError(f"{name!r} is no host, such as www.example.gov.cn")
    return url.host


Address = Annotated[str, AfterValidator(_address)]
Host = Annotated[str, AfterValidator(_host)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Entry(_Model):
    """One source as the file has it."""

    name: str = Field(min_length=1)
    url: Address | None = None
    index: (
        Annotated[
            list[Address],
            BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
            Field(min_length=1),
        ]
        | None
    ) = None
    match: Annotated[str, Field(min_length=1), AfterValidator(_pattern)] | None = None
    most: int = Field(default=MOST_LINKS, ge=1, le=1000)
    region: Annotated[str, AfterValidator(_region)] | None = None
    kind: Literal["plan_report", "work_report", "responsibility_plan"] | None = None
    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if (self.url is None) == (self.index is None):
            raise ValueError("a source has either `url` (one report) or `index` (a list page)")
        if (self.index is None) != (self.match is None):
            raise ValueError("`match` says which links of an `index` to follow: both or neither")
        return self

    def wanted(self) -> list[Wanted]:
        hints = Hints(self.region, self.kind, self.year)
        match = re.compile(self.match) if self.match else None
        addresses = [self.url] if self.url else self.index or []
        return [Wanted(address, self.name, match, self.most, hints) for address in addresses]


class HostEntry(_Model):
    """The manners towards one host; empty where the settings decide."""

    pause_seconds: float | None = Field(default=None, ge=0, le=600)
    requests_at_once: int | None = Field(default=None, ge=1, le=2)


class _File(_Model):
    source: list[Entry] = Field(default_factory=list)
    hosts: dict[Host, HostEntry] = Field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """The addresses to fetch, in the file's order, and the manners towards hosts."""

    wanted: tuple[Wanted, ...] = ()
    hosts: Mapping[str, HostEntry] = field(default_factory=dict)


def read_catalogue(path: Location) -> Catalogue:
    """The catalogue that a file holds. Raises CatalogueError naming every mistake."""
    try:
        text = storage.read(path).decode()
        found = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    except tomllib.TOMLDecodeError as error:
        line = LINE.search(str(error))
        raise CatalogueError(f"{path}:{line[1] if line else text.count(chr(10)) + 1}: no TOML: {error}") from error
    try:
        file = _File.model_validate(found)
    except ValidationError as error:
        raise CatalogueError("\n".join(_mistake(path, text, dict(e)) for e in error.errors())) from error
    twice = _named_twice(file)
    if twice is not None:
        line_no = _line(text, ("source", twice, "name"))
        raise CatalogueError(f"{path}:{line_no}: name: {file.source[twice].name!r} is the name of an earlier source")
    wanted = tuple(wanted for entry in file.source for wanted in entry.wanted())
    return Catalogue(wanted, file.hosts)


def _named_twice(file: _File) -> int | None:
    names = [entry.name for entry in file.source]
    return next((n for n, name in enumerate(names) if name in names[:n]), None)


def _mistake(path: Location, text: str, error: Mapping[str, Any]) -> str:
    """One mistake in words: where it stands and what is wrong."""
    place: Place = error["loc"]
    named = ".".join(part for part in place[1:] if isinstance(part, str) and part != KEY) or str(place[0])
    return f"{path}:{_line(text, place)}: {named}: {_words(error, place)}"


def _words(error: Mapping[str, Any], place: Place) -> str:
    kind = error["type"]
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        known = {1: _File, 3: HostEntry if place[0] == "hosts" else Entry}.get(len(place), _File)
        return f"is not known here; there are {', '.join(known.model_fields)}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return f"{error['msg'][0].lower()}{error['msg'][1:]}, not {error['input']!r}"


def _line(text: str, place: Place) -> int:
    """The line on which this place of the file begins, or what it is missing from.

    The parser of the standard library tells no lines of what it read. So the shortest beginning of the file is sought
    that has the place in it.
    """
    lines = text.splitlines(keepends=True)
    while place and not _has(tomllib.loads(text), place):
        place = place[:-1]
    first, last = 1, max(1, len(lines))
    while first < last:
        middle = (first + last) // 2
        if _has(_beginning(lines, middle), place):
            last = middle
        else:
            first = middle + 1
    return first


def _beginning(lines: list[str], count: int) -> dict[str, Any]:
    """What the first lines of a file hold; a value that they break off in the middle of is read to its end."""
    for end in range(count, len(lines)):
        try:
            return tomllib.loads("".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
    return tomllib.loads("".join(lines))


def _has(found: Any, place: Place) -> bool:
    for part in place:
        in_list = isinstance(found, list) and isinstance(part, int) and part < len(found)
        if not in_list and not (isinstance(found, dict) and part in found):
            return not isinstance(found, dict | list)  # a single value that stands for a list of one
        found = found[part]
    return True
