"""Whatever a report says, it is read and does nothing: on the page, on a server's page, in a terminal, in JSON."""

import json
import re
import unicodedata
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from rich.markdown import Markdown

from expectations.accepted import Accepted
from flows.report.markdown import escaped
from flows.report.quality import RuleText
from flows.report.terminal import accepted_lines, explanation, findings_table, run_lines
from flows.report.visible import visible, visible_json

Rows = Callable[..., pl.DataFrame]
Page = Callable[..., Any]

OWN_STYLE = re.compile(r"\x1b\[[0-9;]*m")
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI"}
MARKUP = st.text(alphabet="<>&\"'/=!-[](){}*_`~|#\\$:.+ \n\t甲5%")
ACTING = st.text(alphabet="\x1b\x9b\x07\x08\r\n\t\x7f\x00\u202e\u2066\u200b\u2028[]0;2Jm甲")
HOSTILE = st.text() | MARKUP | ACTING


def acts(text: str) -> list[str]:
    """The characters that a screen obeys."""
    return [c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or unicodedata.bidirectional(c) in TURNING]  # fmt: skip


def a_finding(rows: Rows, text: str) -> pl.DataFrame:
    """A finding of which every word comes from the report."""
    words = dict.fromkeys(("finding_id", "rule", "source_name", "message", "message_en", "expected", "observed"), text)
    quote = {"evidence": text or "甲", "quotes": [text[:3]], "char_spans": [{"start": 0, "end": min(len(text), 3)}]}
    return rows("findings", {**words, **quote}).with_columns(status=pl.lit("new"))


def shown(what: RenderableType, *, colours: bool) -> str:
    screen = StringIO()
    system = "standard" if colours else None
    Console(file=screen, force_terminal=colours, color_system=system, width=80, soft_wrap=True).print(what)
    return OWN_STYLE.sub("", screen.getvalue())


@given(text=HOSTILE)
@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("colours", [True, False])
def test_findings_cannot_act_on_a_terminal(rows: Rows, text: str, colours: bool) -> None:
    found = a_finding(rows, text)
    listing = shown(findings_table(found, compared=True, brackets=not colours), colours=colours)
    silenced = found.with_columns(accepted_by=pl.lit(text), accepted_why=pl.lit(text))
    entry = Accepted(text, text, text, text, text, 1)
    rule = RuleText(text, text, text, text, text, "error", text, text)
    printed = [
        listing,
        shown(accepted_lines(silenced, [entry]), colours=colours),
        shown(explanation(found.row(0, named=True), text, rule, compared=True), colours=colours),
    ]
    assert [acts(part) for part in printed] == [[], [], []]
    assert (
        listing.splitlines()[-1] == "疑点 findings: 1 (警告 warning 1); 新 new 1 · 仍在 still there 0 · 已消失 gone 0"
    )


@given(text=HOSTILE)
@settings(deadline=None, max_examples=30)
def test_a_run_cannot_be_made_to_act_on_a_terminal(run: Callable[..., Any], text: str) -> None:
    held_back = run(outcome="gate_failed", gate_failures=(text,), rows={"documents": 1})
    assert (
        acts(shown(run_lines(held_back, Path("/data") / text.replace("\0", "").replace("/", "")), colours=True)) == []
    )


@given(text=HOSTILE)
def test_json_on_a_terminal_is_harmless_and_loses_nothing(text: str) -> None:
    written = visible_json(json.dumps([{"message": text}], ensure_ascii=False))
    assert acts(written) == []
    assert json.loads(written) == [{"message": text}]


@given(text=HOSTILE)
@settings(deadline=None)
def test_no_text_is_markdown(text: str) -> None:
    """As a cell and as an item, the only places where artifacts have words of a report."""
    cell = Markdown(f"| head |\n| --- |\n| {escaped(text)} |\n").parsed
    item = Markdown(f"- {escaped(text)}x").parsed
    assert {token.type for token in cell if token.type.endswith("_open")} == {
        "table_open", "thead_open", "tbody_open", "tr_open", "th_open", "td_open",
    }  # fmt: skip
    assert sum(token.type == "td_open" for token in cell) == 1
    assert [token.type for token in item if token.type.endswith("_open")] == [
        "bullet_list_open", "list_item_open", "paragraph_open",
    ]  # fmt: skip
    inside = [child for token in (*cell, *item) for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "text_special"}


@given(texts=st.lists(HOSTILE.map("甲{}".format), min_size=20, max_size=20))
@settings(
    deadline=None, max_examples=3, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_is_markup_on_the_page(page: Page, run: Callable[..., Any], rows: Rows, texts: list[str]) -> None:
    read, harmless = (page_of(page, run, rows, words) for words in (texts, ["甲乙丙丁", "甲\n乙"] * 10))
    assert {e.tag for e in read.all()} <= {e.tag for e in harmless.all()}
    assert {name for e in read.all() for name in e.attributes} <= {
        name for e in harmless.all() for name in e.attributes
    }
    assert acts(read.text) == []
    said = {"".join(card.one("p", class_="message").text.split()) for card in read.all("article")}
    assert said >= {"".join(f"新new{visible(text)}{visible(text)}".split()) for text in texts}


def page_of(page: Page, run: Callable[..., Any], rows: Rows, texts: list[str]) -> Any:
    """A page with a finding of each text; the rule is the same, lest their number differ where two texts are one."""
    found = pl.concat([a_finding(rows, text) for text in texts]).drop("status").with_columns(rule=pl.lit("a.b"))
    found = found.with_columns(finding_id=pl.int_range(pl.len()).cast(pl.String))
    return page(
        run(sources=[{"source_name": text} for text in texts], rows_before={"documents": 1}), {"findings": found}
    )
