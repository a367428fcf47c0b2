"""The table of sources says of a document which report it is a part or an edition of, and what is missing."""

from collections.abc import Callable
from typing import Any

import polars as pl

from flows.report.belonging import belonging_words

DOC, OTHER = "a" * 64, "b" * 64
Rows = Callable[..., pl.DataFrame]


def row(**about: object) -> dict[str, object]:
    return {"doc_id": DOC, "report_id": DOC, "part": 1, "parts_known": 1} | about


def said(rows: Rows, **about: object) -> list[str]:
    names = pl.DataFrame({"doc_id": [DOC, OTHER], "source_name": ["甲.txt", "乙.html"]})
    return [words.zh for words in belonging_words(rows("editions", row(**about)), names).get(DOC, ())]


def test_nothing_is_said_of_a_whole_report(rows: Rows) -> None:
    assert said(rows) == []


def test_a_part_says_what_came_in_and_what_is_missing(rows: Rows) -> None:
    assert said(rows, report_id=OTHER, part=2, parts_known=2, missing_parts=["第七版", "8版"]) == [
        "同一份报告的第2部分，共收到2部分",
        "缺第七版、8版",
    ]


def test_another_edition_names_the_one_that_counts(rows: Rows) -> None:
    assert said(rows, edition_of=OTHER, likeness=0.934) == ["与乙.html是同一报告，以后者为准，文字相同93%"]


def test_the_page_names_the_missing_part_beside_the_source(
    page: Callable[..., Any], run: Callable[..., Any], rows: Rows
) -> None:
    tables = {
        "documents": rows("documents", {"doc_id": DOC, "source_name": "甲.txt", "source_names": ["甲.txt"]}),
        "editions": rows("editions", row(missing_parts=["第六<b>版"])),
    }
    table = page(run(sources=[{"doc_id": DOC}]), tables).one(id="sources").one("table")
    assert "缺第六<b>版" in table.text
