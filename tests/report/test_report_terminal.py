"""What the commands print: plain lines, in which text from reports cannot act."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console, RenderableType

from expectations.schemas import dictionary
from flows.report.findings import RuleText
from flows.report.terminal import dictionary_table, explanation, findings_table, run_lines
from flows.run import RunSummary

Rows = Callable[..., pl.DataFrame]
Run = Callable[..., RunSummary]

REPORT = Path("/data/curated/reports/" + "一个很长的文件夹名/" * 12 + "run.html")


@pytest.fixture
def printed() -> Callable[[RenderableType], list[str]]:
    """The lines that a narrow terminal with colours gets."""

    def show(what: RenderableType) -> list[str]:
        screen = StringIO()
        Console(file=screen, width=60, soft_wrap=True, no_color=True, force_terminal=False).print(what)
        return [line.rstrip() for line in screen.getvalue().splitlines()]

    return show


Printed = Callable[[RenderableType], list[str]]


def test_a_run_ends_with_what_it_came_to_and_where_the_report_lies(run: Run, printed: Printed) -> None:
    lines = printed(run_lines(run(sources=[{}], release_id="r1", findings={"error": 2}), REPORT))
    assert lines[0] == "已发布 Published"
    assert lines[1].startswith("新版本已发布：收到1个来源")
    assert lines[2].startswith("A new release is out: 1 source came in")
    assert lines[-3:] == [
        "版本 release   r1",
        f"报告 report    {REPORT}",
        "疑点 findings  错误 error 2: jihua findings",
    ]


def test_rows_are_shown_with_their_differences(run: Run, printed: Printed) -> None:
    lines = printed(run_lines(run(rows={"observations": 120}, rows_before={"observations": 100}), REPORT))
    assert [line.split() for line in lines if "observations" in line and "now" not in line] == [
        ["observations", "指标数据", "120", "+20"]
    ]


def test_a_run_without_news_is_short(run: Run, printed: Printed) -> None:
    lines = printed(run_lines(run(outcome="unchanged", rows={"observations": 120}), REPORT))
    assert lines[0] == "没有新内容 Nothing new"
    assert not [line for line in lines if "observations 指标数据" in line]


def test_a_failed_gate_says_why(run: Run, printed: Printed) -> None:
    lines = printed(run_lines(run(outcome="gate_failed", gate_failures=("指标数据少了38%",)), REPORT))
    assert lines[0] == "未发布 Not published"
    assert "  × 指标数据少了38%" in lines


def test_a_finding_is_printed_with_its_sentence(rows: Rows, printed: Printed) -> None:
    found = rows(
        "findings",
        {"finding_id": "f1", "source_name": "甲.txt", "message": "超出范围。", "message_en": "Beyond.",
         "evidence": "到2052年达到46%。\n全市46.3%。", "quotes": ["2052年"], "char_spans": [{"start": 1, "end": 6}]},
    )  # fmt: skip
    assert printed(findings_table(found)) == [
        "警告 warning  years.horizon  甲.txt  f1",
        "  超出范围。",
        "  Beyond.",
        "  │ 到2052年达到46%。",
        "  │ 全市46.3%。",
        "",
        "疑点 findings: 1 (警告 warning 1)",
    ]


def test_the_numbers_in_question_are_underlined(rows: Rows) -> None:
    quoted = {"quotes": ["2052年"], "char_spans": [{"start": 1, "end": 6}]}
    screen = StringIO()
    Console(file=screen, force_terminal=True, color_system="standard", soft_wrap=True).print(
        findings_table(rows("findings", {"evidence": "到2052年。", **quoted}))
    )
    assert "到\x1b[1;4m2052年\x1b[0m。" in screen.getvalue()


def test_without_underlining_the_numbers_stand_in_brackets(rows: Rows, printed: Printed) -> None:
    quoted = {"quotes": ["2052年"], "char_spans": [{"start": 1, "end": 6}]}
    assert "  │ 到【2052年】。" in printed(
        findings_table(rows("findings", {"evidence": "到2052年。", **quoted}), brackets=True)
    )


TEXT = "甲" * 200 + "\n全市到2030年达到46%，\n到2035年达到46.3%。" + "乙" * 200
SPANS = [(TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in ("46%", "46.3%")]


def explained(rows: Rows, spans: list[tuple[int, int]], **facts: object) -> RenderableType:
    found = rows(
        "findings",
        {"evidence": "到2030年达到46%。", "quotes": [TEXT[start:end] for start, end in spans],
         "char_spans": [{"start": start, "end": end} for start, end in spans], **facts},
    )  # fmt: skip
    rule = RuleText(
        "years.horizon",
        "年份超出范围",
        "A year beyond",
        "报告只说近年。",
        "A report speaks of its years.",
        "error",
        "不容差",
        "exact",
    )
    return explanation(found.row(0, named=True), TEXT, rule, brackets=True)


def test_an_explanation_shows_the_text_around_in_its_paragraphs(rows: Rows, printed: Printed) -> None:
    lines = printed(explained(rows, SPANS))
    assert lines[-3:] == [
        "  │ …" + "甲" * (149 - len("全市到2030年达到")),
        "  │ 全市到2030年达到【46%】，",
        f"  │ 到2035年达到【46.3%】。{'乙' * 149}…",
    ]


def test_quotes_that_lie_apart_are_shown_apart(rows: Rows, printed: Printed) -> None:
    lines = printed(explained(rows, [(0, 1), (400, 401)]))
    assert [line for line in lines if "—" in line] == ["  0—151", f"  250—{len(TEXT)}"]


def test_an_explanation_says_what_was_expected_and_what_the_rule_checks(rows: Rows, printed: Printed) -> None:
    lines = printed(explained(rows, [], expected="2030年", observed="2052年"))
    assert [line.strip() for line in lines if ": " in line] == [
        "应为 expected: 2030年",
        "文中 stated: 2052年",
        "规则 rule: 年份超出范围 A year beyond",
        "查什么 checks: 报告只说近年。 A report speaks of its years.",
    ]


def test_an_explanation_gives_the_tolerance_in_both_languages_unless_the_rule_has_another_by_now(
    rows: Rows, printed: Printed
) -> None:
    assert "  容差 tolerance: 不容差。exact" in printed(explained(rows, [], tolerance="exact"))
    assert "  容差 tolerance: a year" in printed(explained(rows, [], tolerance="a year"))


def test_escape_sequences_and_markup_of_a_report_have_no_effect(rows: Rows, printed: Printed) -> None:
    hostile = "\x1b]0;x\x07[red]甲[/red]\n版本 release"
    text = dict.fromkeys(("finding_id", "source_name", "message", "message_en", "rule"), hostile)
    lines = printed(findings_table(rows("findings", {**text, "evidence": hostile.replace("\n", "\r")})))
    harmless = "⟨U+001B⟩]0;x⟨U+0007⟩[red]甲[/red]"
    assert lines[1:4] == [
        f"  {harmless} 版本 release", f"  {harmless} 版本 release", f"  │ {harmless}⟨U+000D⟩版本 release",
    ]  # fmt: skip


def test_no_findings_is_said(rows: Rows, printed: Printed) -> None:
    assert printed(findings_table(rows("findings"))) == ["没有疑点。 No findings."]


def test_the_dictionary_shows_every_column(printed: Printed) -> None:
    columns = [column for column in dictionary() if column.table == "quarantine"]
    lines = printed(dictionary_table("quarantine", "What could not be taken.", columns))
    assert lines[0] == "quarantine: What could not be taken."
    assert [line.split()[0] for line in lines if line.split() and line.split()[0] in {c.name for c in columns}] == [
        column.name for column in columns
    ]
