"""Nothing in a report, a file name or an address can do more on the page than be read, and nothing is fetched."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.report.quality import RuleText, write_quality_report
from flows.run import RunSummary

Rows = Callable[..., pl.DataFrame]
Run = Callable[..., RunSummary]
Page = Callable[..., Any]

DOC = "a" * 64

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="a script"),
    pytest.param("</style><b>x</b>", id="the end of the style sheet"),
    pytest.param('"\' onmouseover=alert(1) x="', id="quotes that end an attribute"),
    pytest.param("<!-- ]]> &lt;img src=x onerror=alert(1)&gt;", id="comments and entities"),
    pytest.param("{{ 7 * 7 }}{% raw %}", id="template marks"),
]


def hostile_page(page: Page, run: Run, rows: Rows, text: str) -> Any:
    """A page on which every text that comes from outside is this one."""
    tables = {
        "documents": rows(
            "documents",
            {"doc_id": DOC, "source_name": text, "source_names": [text, f"{text}2"], "title": text, "region": text},
        ),
        "sections": rows("sections", {"doc_id": DOC, "section_id": "s", "title": text, "char_end": 1}),
        "sentences": rows("sentences", {"doc_id": DOC, "text": text, "char_end": 99, "numbers": 1}),
        "observations": rows(
            "observations",
            {"doc_id": DOC, "indicator": text, "unit": text, "value": 2, "status": "target"},
            {"doc_id": DOC, "indicator": text, "unit": text, "value": 1},
        ),
        "findings": rows(
            "findings",
            {"finding_id": text, "rule": text, "doc_id": DOC, "source_name": text, "message": text, "message_en": text,
             "expected": text, "observed": text, "tolerance": text, "evidence": text, "quotes": [text[:4], "无处"],
             "char_spans": [{"start": 0, "end": 4}, {"start": 5, "end": 7}]},
        ),
        "quarantine": rows("quarantine", {"source_uri": text, "reason": text, "detail": text}),
    }  # fmt: skip
    sources = [
        {"source_name": text, "source_uri": f"https://example.cn/{text}", "doc_id": DOC, "status": "renamed"},
        {"source_name": text, "source_uri": text, "status": "quarantined", "detail": text},
    ]
    summary = run(sources=sources, outcome="gate_failed", gate_failures=(text,), rows_before={"documents": 1})
    return page(summary, tables, [RuleText(text, text, text, text, text, "warning", text, text)])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_stays_text(page: Page, run: Run, rows: Rows, text: str) -> None:
    written, harmless = hostile_page(page, run, rows, text), hostile_page(page, run, rows, "甲乙丙丁戊")
    assert [e.tag for e in written.all()] == [e.tag for e in harmless.all()]
    assert {name for e in written.all() for name in e.attributes} == {
        name for e in harmless.all() for name in e.attributes
    }
    assert written.one("article").one("p", class_="message").text == f"新 new {text} {text}"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "http://[",
        "//x.cn/a",
        "file:///etc",
    ],
)
def test_only_web_addresses_are_linked(page: Page, run: Run, address: str) -> None:
    assert not page(run(sources=[{"source_uri": address}])).one(id="sources").all("a")


def test_characters_that_turn_or_hide_text_are_shown(page: Page, run: Run, rows: Rows) -> None:
    found = rows(
        "findings", {"finding_id": "f", "doc_id": DOC, "message": "增长\u202e%5", "evidence": "投\u200b资\x1b[2J"}
    )
    card = page(run(), {"findings": found}).one("article")
    assert "增长⟨U+202E⟩%5" in card.text
    assert card.one("blockquote").text == "投⟨U+200B⟩资⟨U+001B⟩[2J"


def test_the_page_asks_for_nothing(page: Page, run: Run, rows: Rows) -> None:
    written = hostile_page(page, run, rows, "甲乙丙丁戊")
    outside = [
        (element.tag, value)
        for element in written.all()
        for name, value in element.attributes.items()
        if name in ("src", "href", "action", "srcset", "data", "poster", "style") and not value.startswith("#")
    ]
    assert outside == [("a", "https://example.cn/甲乙丙丁戊")]
    assert not written.all("script")
    assert not re.search(r"url\(|@import|@font-face", written.one("style").text)


def test_the_pages_own_policy_allows_its_style_sheet_and_nothing_else(run: Run, tmp_path: Path) -> None:
    html = write_quality_report(run(), {}, [], tmp_path / "run.html").read_text(encoding="utf-8")
    style = html.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; " in html


def test_anchors_are_unique_and_links_within_the_page_arrive(page: Page, run: Run, rows: Rows) -> None:
    written = hostile_page(page, run, rows, "甲乙丙丁戊")
    ids = [element.attributes["id"] for element in written.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    inner = {a.attributes["href"][1:] for a in written.all("a") if a.attributes["href"].startswith("#")}
    assert inner <= set(ids)
