"""What the tests of the report are written in: rows of published tables and runs, of which only what
matters is said, and pages read back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from expectations.schemas import dictionary, empty
from flows.report.quality import RuleText, write_quality_report
from flows.run import SOURCES_SCHEMA, RunSummary

RUN = "20250301T010000Z-aaaaaa"
LAST_RUN = "20250201T010000Z-bbbbbb"

TYPICAL: dict[str, dict[str, object]] = {
    "documents": {"kind": "plan_report", "region": "示例市", "review_year": 2024, "plan_year": 2025, "run_id": RUN},
    "observations": {"measure": "level", "comparator": "eq", "status": "actual", "year": 2024, "origin": "text"},
    "findings": {"severity": "warning", "rule": "years.horizon", "first_run_id": RUN, "run_id": RUN},
    "quarantine": {"stage": "collect", "run_id": RUN},
}


def rows_of(table: str, *rows: dict[str, object]) -> pl.DataFrame:
    """Rows of a published table; a column that is not named is typical, empty, or blank where it may not be empty."""
    blank = {c.name: None if c.nullable else _blank(c.dtype) for c in dictionary() if c.table == table}
    filled = [{**blank, **TYPICAL.get(table, {}), **row} for row in rows]
    assert all(set(row) == set(blank) for row in filled), "a column that the table has not"
    return pl.DataFrame(filled, schema=empty(table).schema)


def _blank(dtype: pl.DataType) -> object:
    if isinstance(dtype, pl.List):
        return []
    return "" if dtype == pl.String else 0


def a_run(**facts: object) -> RunSummary:
    """A run that published; `sources` may be given as rows."""
    sources = facts.pop("sources", [])
    assert isinstance(sources, list)
    typical = {"source_uri": "file:///甲.txt", "source_name": "甲.txt", "doc_id": None, "status": "new", "detail": None}
    known: dict[str, object] = {
        "run_id": RUN,
        "trigger": "command",
        "started_at": datetime(2025, 3, 1, 1, 0, tzinfo=UTC),
        "finished_at": datetime(2025, 3, 1, 1, 2, tzinfo=UTC),
        "outcome": "published",
        "parser_version": "1.0+abc",
        "rules_version": "1.0+def",
        "sources": pl.DataFrame([{**typical, **source} for source in sources], schema=SOURCES_SCHEMA),
        "rows": {},
    }
    return RunSummary(**{**known, **facts})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def rows() -> Callable[..., pl.DataFrame]:
    return rows_of


@pytest.fixture(scope="session")
def run() -> Callable[..., RunSummary]:
    return a_run


@dataclass
class Element:
    """An element of a page: its tag, its attributes, and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, white space as one space."""
        pieces = [part if isinstance(part, str) else part._apart() for part in self.inside]
        return " ".join("".join(pieces).split())

    def _apart(self) -> str:
        return f" {self.text} " if self.tag in BLOCKS else self.text

    def all(self, tag: str | None = None, **attributes: str) -> list["Element"]:
        """Every element in it with this tag and these attributes; of class, one name is enough."""
        found = []
        for part in self.inside:
            if isinstance(part, Element):
                wanted = {name.rstrip("_"): value for name, value in attributes.items()}
                fits = all(
                    value in part.attributes.get(name, "").split()
                    if name == "class"
                    else part.attributes.get(name) == value
                    for name, value in wanted.items()
                )
                found += [part] if fits and part.tag == (tag or part.tag) else []
                found += part.all(tag, **attributes)
        return found

    def one(self, tag: str | None = None, **attributes: str) -> "Element":
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]

    def table(self) -> list[list[str]]:
        """The cells of its rows, as text."""
        return [[cell.text for cell in row.inside if isinstance(cell, Element)] for row in self.all("tr")]


BLOCKS = {
    "tr",
    "td",
    "th",
    "li",
    "dt",
    "dd",
    "div",
    "p",
    "section",
    "article",
    "header",
    "h1",
    "h2",
    "h3",
    "summary",
    "br",
}
VOID = {"meta", "br", "link", "img", "input", "hr", "rect", "line"}


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(html: str) -> Element:
    """The page as elements; every one that is opened has to be closed."""
    reader = _PageReader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"left open: {[element.tag for element in reader.open[1:]]}"
    return reader.open[0]


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Element]:
    """Writes the report of a run and reads it back."""

    def write(
        summary: RunSummary, tables: dict[str, pl.DataFrame] | None = None, rules: Sequence[RuleText] = ()
    ) -> Element:
        out = write_quality_report(summary, tables or {}, rules, tmp_path / "reports" / "run.html")
        return parsed(out.read_text(encoding="utf-8"))

    return write
