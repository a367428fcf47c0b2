"""The report in short, as Markdown in which text from reports says what it says and nothing more."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from flows.report.findings import RuleText
from flows.report.markdown import escaped, findings_rows, summary_markdown
from flows.run import RunSummary

Rows = Callable[..., pl.DataFrame]
Run = Callable[..., RunSummary]


def test_it_opens_with_the_outcome_and_the_verdict(run: Run) -> None:
    lines = summary_markdown(run(sources=[{}]), {}).splitlines()
    assert lines[0] == "## 已发布 Published"
    assert lines[2].startswith("**新版本已发布：收到1个来源")


def test_rows_are_a_table_with_differences(run: Run) -> None:
    written = summary_markdown(run(rows={"observations": 120}, rows_before={"observations": 100}), {})
    assert (
        "| 表 table | 行数 rows | 增减 difference |\n| --- | --- | --- |\n| observations 指标数据 | 120 | +20 |"
        in written
    )


def test_findings_are_counted_by_severity_gravest_first(run: Run) -> None:
    written = summary_markdown(run(findings={"info": 3, "error": 1}), {})
    assert "| 错误 error | 1 |\n| 提示 info | 3 |" in written


def test_rules_that_found_something_say_what_they_check_in_both_languages(run: Run, rows: Rows) -> None:
    horizon = RuleText("years.horizon", "年份", "Years", "查年份。", "Checks years.", "error", "不容差", "exact")
    others = [replace(horizon, id="years.reversed")]
    found = rows("findings", {"rule": "years.horizon"}, {"rule": "years.horizon"})
    written = summary_markdown(run(), {"findings": found}, [horizon, *others])
    assert "| 年份 `years.horizon` | 2 | 查年份。 Checks years\\. | 不容差。exact |" in written
    assert "years.reversed" not in written


def test_what_held_the_release_back_is_listed(run: Run) -> None:
    written = summary_markdown(run(outcome="gate_failed", gate_failures=("少了38%", "a < b")), {})
    assert "- 少了38%\n- a \\< b" in written


def test_sources_are_listed_with_the_reason_where_set_aside(run: Run) -> None:
    sources = [{"source_name": "空.txt", "status": "quarantined", "detail": "没有内容"}, {"status": "unchanged"}]
    written = summary_markdown(run(sources=sources), {})
    assert "| 空\\.txt | 隔离 quarantined | 没有内容 |" in written
    assert "甲" not in written


def test_very_many_sources_are_cut_short(run: Run) -> None:
    written = summary_markdown(run(sources=[{}] * 60), {})
    assert written.count("| 新 new |") == 50
    assert "另有10个来源" in written


def test_what_this_run_set_aside_is_counted_by_reason(run: Run, rows: Rows) -> None:
    aside = rows(
        "quarantine", {"reason": "不是文本"}, {"reason": "不是文本"}, {"reason": "空文件", "run_id": "earlier"}
    )
    written = summary_markdown(run(), {"quarantine": aside})
    assert "| 不是文本 | 2 |" in written
    assert "空文件" not in written


def test_a_finding_is_a_row_of_strings(rows: Rows) -> None:
    found = rows(
        "findings", {"finding_id": "f1", "source_name": "甲", "message": "多了1亿元", "evidence": "一句\n两句"}
    )
    assert findings_rows(found) == [
        {
            "severity": "警告 warning",
            "rule": "years\\.horizon",
            "source": "甲",
            "message": "多了1亿元",
            "message_en": "",
            "evidence": "一句 两句",
            "finding_id": "f1",
        }
    ]


def test_the_gravest_findings_stay_where_there_are_too_many(rows: Rows) -> None:
    found = rows("findings", *[{"severity": "info"}] * 250, {"severity": "error", "message": "错"})
    shown = findings_rows(found)
    assert len(shown) == 200
    assert shown[0]["message"] == "错"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param("增长5.7%，2021-2025年", "增长5.7%，2021-2025年", id="numbers stay as they are"),
        pytest.param("[x](javascript:1)", "\\[x\\]\\(javascript\\:1\\)", id="a link"),
        pytest.param("<b>&amp;</b>", "\\<b\\>\\&amp;\\</b\\>", id="markup and entities"),
        pytest.param("| 甲 | 乙 |\n---", "\\| 甲 \\| 乙 \\| \\-\\-\\-", id="a table row and a rule"),
        pytest.param("*约束性* `码` # 题", "\\*约束性\\* \\`码\\` \\# 题", id="emphasis, code, heading"),
        pytest.param("1\u202e2\x1b[0m", "1⟨U\\+202E⟩2⟨U\\+001B⟩\\[0m", id="characters that act"),
        pytest.param("\\", "\\\\", id="the escape itself"),
    ],
)
def test_signs_of_markdown_lose_their_force(text: str, markdown: str) -> None:
    assert escaped(text) == markdown
