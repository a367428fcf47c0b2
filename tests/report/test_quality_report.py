"""The page that a person reads after a run: what stands on it, section by section."""

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

DOC, OTHER = "a" * 64, "b" * 64
EARLIER = "20250201T010000Z-bbbbbb"
HORIZON = RuleText(
    "years.horizon",
    "年份超出报告范围",
    "Year beyond the horizon",
    "年份应在范围之内。",
    "Years keep within the horizon.",
    "warning",
    "不容差",
    "exact",
)
BEFORE = {"documents": 1, "observations": 100, "findings": 1}


@pytest.fixture
def report(rows: Rows) -> dict[str, pl.DataFrame]:
    """One report of two sections, with one sentence about a year that is out of range."""
    return {
        "documents": rows("documents", {"doc_id": DOC, "source_name": "甲.txt", "source_names": ["甲.txt"], "chars": 9000}),
        "sections": rows(
            "sections",
            {"doc_id": DOC, "section_id": "s1", "number": "二、", "title": "主要目标", "char_start": 80, "char_end": 86},
            {"doc_id": DOC, "section_id": "s2", "parent_id": "s1", "number": "（一）", "title": "生态", "char_start": 90,
             "char_end": 95},
        ),
        "sentences": rows(
            "sentences",
            {"doc_id": DOC, "sentence_id": "1", "text": "到2052年覆盖率达46%。", "char_start": 100, "char_end": 114,
             "numbers": 2, "observations": 1},
            {"doc_id": DOC, "sentence_id": "2", "text": "共3个。", "char_start": 114, "char_end": 118, "numbers": 1},
        ),
        "observations": rows(
            "observations",
            {"doc_id": DOC, "observation_id": "1", "indicator_code": "forest"},
            {"doc_id": DOC, "observation_id": "2", "year": None},
        ),
        "findings": rows("findings", finding("f1")),
        "quarantine": rows(
            "quarantine",
            {"source_uri": "file:///in/%E4%B9%99.bin", "reason": "不是文本", "detail": "请转换成文本后再放入。"},
        ),
    }  # fmt: skip


def finding(finding_id: str, **cells: object) -> dict[str, object]:
    typical = {
        "finding_id": finding_id,
        "doc_id": DOC,
        "source_name": "甲.txt",
        "message": "2052年超出报告的范围。",
        "message_en": "2052 lies beyond the report.",
        "evidence": "到2052年覆盖率达46%。",
        "quotes": ["2052年"],
        "char_spans": [{"start": 101, "end": 106}],
    }
    return {**typical, **cells}


SOURCES = [
    {"source_name": "甲.txt", "source_uri": "https://example.cn/甲.txt", "doc_id": DOC},
    {"source_name": "乙.bin", "status": "quarantined", "detail": "不是文本"},
]


def test_the_sections_come_in_reading_order_and_the_contents_list_them(page: Page, run: Run) -> None:
    written = page(run())
    anchors = [link.attributes["href"].removeprefix("#") for link in written.one("nav").all("a")]
    assert anchors == [
        "findings",
        "changes",
        "quarantine",
        "sources",
        "new",
        "rows",
        "targets",
        "reading",
        "rules",
        "accepted",
        "about",
    ]
    assert [
        section.attributes["id"] for section in written.one("main").inside if not isinstance(section, str)
    ] == anchors


def test_the_verdict_is_said_in_both_languages(page: Page, run: Run) -> None:
    verdict = page(run(sources=SOURCES)).one("p", class_="verdict")
    assert verdict.text.startswith("新版本已发布：收到2个来源")
    assert verdict.one("span", lang="en").text.startswith("A new release is out: 2 sources came in")


def test_every_source_is_listed_with_what_it_gave(page: Page, run: Run, report: dict[str, pl.DataFrame]) -> None:
    table = page(run(sources=SOURCES), report).one(id="sources").one("table")
    header, set_aside, read = table.table()
    assert header[0] == "来源 Source"
    assert set_aside == ["乙.bin", "隔离 set aside", "不是文本"]
    assert read == ["甲.txt", "新 new", "示例市", "计划报告 plan report", "2024 / 2025", "9,000", "2", "2", "50%", "1"]
    assert [cell.attributes["scope"] for cell in table.all("th")] == ["col"] * 10 + ["row"] * 2


def test_a_web_address_is_linked_and_a_local_file_is_not(page: Page, run: Run) -> None:
    local = {"source_name": "丙.txt", "source_uri": "file:///home/someone/丙.txt"}
    links = page(run(sources=[SOURCES[0], local])).one(id="sources").all("a")
    assert [link.attributes["href"] for link in links] == ["https://example.cn/甲.txt"]


def test_new_and_renamed_reports_are_named(page: Page, run: Run, rows: Rows) -> None:
    tables = {
        "documents": rows(
            "documents",
            {"doc_id": DOC, "title": "示例市计划报告"},
            {"doc_id": OTHER, "source_names": ["旧名.txt", "新名.txt"]},
        )
    }
    sources = [{"doc_id": DOC}, {"doc_id": OTHER, "source_name": "新名.txt", "status": "renamed"}]
    new = page(run(sources=sources), tables).one(id="new")
    assert [title.text for title in new.all("h3")] == [
        "第一次读到的报告 1 read for the first time",
        "换了名称的报告 1 the same bytes under another name",
    ]
    assert [item.text for item in new.all("li")] == ["甲.txt 示例市计划报告", "新名.txt 又名 also known as 旧名.txt"]


def test_rows_are_compared_with_the_last_release(page: Page, run: Run) -> None:
    written = page(run(rows={"documents": 3, "observations": 90}, rows_before=BEFORE))
    cells = [row[1:] for row in written.one(id="rows").one("table").table()]
    assert cells[1:] == [["3", "1", "+2"], ["90", "100", "−10"], ["0", "1", "−1"]]


def test_the_first_release_has_nothing_to_compare_with(page: Page, run: Run) -> None:
    written = page(run(rows={"documents": 3}, rows_before={"documents": 0}))
    assert written.one(id="rows").one("table").table()[1][1:] == ["3", "—", "—"]
    assert "没有可比的上一版本" in written.one(id="changes").text


def test_a_finding_shows_its_sentence_with_the_number_marked(
    page: Page, run: Run, report: dict[str, pl.DataFrame]
) -> None:
    card = page(run(), report, [HORIZON]).one("article", id="finding-f1")
    assert card.one("p", class_="message").text == "2052年超出报告的范围。 2052 lies beyond the report."
    assert card.one("blockquote").text == "到2052年覆盖率达46%。"
    assert [mark.text for mark in card.all("mark")] == ["2052年"]


def test_a_finding_says_where_it_stands(page: Page, run: Run, report: dict[str, pl.DataFrame]) -> None:
    place = page(run(), report).one("article", id="finding-f1").one("p", class_="place")
    assert [step.text for step in place.all("span", class_="step")] == ["二、主要目标", "（一）生态"]
    assert place.one("bdi").text == "甲.txt"


def test_findings_stand_under_their_rule_and_what_it_checks(
    page: Page, run: Run, report: dict[str, pl.DataFrame]
) -> None:
    rule = page(run(), report, [HORIZON]).one("section", id="rule-years.horizon")
    assert rule.one("h3").text == "年份超出报告范围 Year beyond the horizon"
    assert "警告 warning" in rule.one("p", class_="counts").text
    assert rule.one("dl").text == (
        "查什么 Checks 年份应在范围之内。 Years keep within the horizon. 容差 Tolerance 不容差 exact"
    )


def test_rules_come_gravest_first_and_the_chart_counts_them(page: Page, run: Run, rows: Rows) -> None:
    found = rows(
        "findings",
        finding("f1", rule="range.share", severity="info"),
        finding("f2", rule="range.share", severity="info"),
        finding("f3", rule="sums.parts", severity="error"),
    )
    findings = page(run(), {"findings": found}).one(id="findings")
    assert [section.attributes["id"] for section in findings.all("section")] == ["rule-sums.parts", "rule-range.share"]
    chart = findings.one("table", class_="overview")
    assert [row[:3] for row in chart.table()[1:]] == [
        ["sums.parts", "错误 error", "1"],
        ["range.share", "提示 note", "2"],
    ]
    assert [bar.attributes["width"] for bar in chart.all("rect", class_="fill")] == ["50.0%", "100.0%"]


def test_rules_that_found_nothing_are_named(page: Page, run: Run) -> None:
    assert "年份超出报告范围" in page(run(), {}, [HORIZON]).one("p", class_="quiet").text


def test_findings_are_new_still_there_or_gone(page: Page, run: Run, rows: Rows) -> None:
    found = rows("findings", finding("f1"), finding("f2", first_run_id=EARLIER))
    gone = rows("findings", finding("f3", first_run_id=EARLIER, message="2049年超出报告的范围。"))
    written = page(run(rows_before=BEFORE, findings_gone=gone), {"findings": found})
    cards = {card.attributes["id"]: card.attributes["class"] for card in written.all("article")}
    assert cards == {
        "finding-f1": "finding warning new", "finding-f2": "finding warning still", "finding-f3": "finding warning gone",
    }  # fmt: skip
    assert written.one(id="changes").one("table").table()[1:] == [
        ["新 new", "甲.txt", "2052年超出报告的范围。"],
        ["已消失 gone", "甲.txt", "2049年超出报告的范围。"],
    ]


def test_gone_findings_may_come_back_from_a_journal_without_quotes(page: Page, run: Run, rows: Rows) -> None:
    gone = rows("findings", finding("f3", quotes=[], char_spans=[])).with_columns(
        pl.Series("quotes", [[]], pl.List(pl.Null)), pl.Series("char_spans", [[]], pl.List(pl.Null))
    )
    written = page(run(rows_before=BEFORE, findings_gone=gone), {"findings": rows("findings", finding("f1"))})
    assert [card.attributes["id"] for card in written.all("article")] == ["finding-f1", "finding-f3"]


def test_quarantine_gives_the_reason_and_what_to_do(page: Page, run: Run, report: dict[str, pl.DataFrame]) -> None:
    row = page(run(), report).one(id="quarantine").one("table").table()[1]
    assert row == ["/in/乙.bin", "收集 collect", "不是文本", "请转换成文本后再放入。"]


def test_accepted_findings_are_counted_and_listed_with_who_and_why(page: Page, run: Run, rows: Rows) -> None:
    accepted = rows("findings", finding("f1")).with_columns(accepted_by=pl.lit("王某"), accepted_why=pl.lit("远景目标"))
    section = page(run(), {"silenced": accepted}).one("section", id="accepted")
    assert "下列1处疑点已有人看过并认可" in section.text
    assert section.one("table").table()[1][1:] == ["甲.txt", "王某", "远景目标"]


def test_an_entry_that_accepts_nothing_is_shown_as_unused(page: Page, run: Run) -> None:
    entry = {"line": 7, "finding": None, "rule": "lists", "document": "丙.txt", "who": "王某", "why": "旧稿"}
    section = page(run(), {"unused": pl.DataFrame([entry])}).one("section", id="accepted")
    assert section.one("h3").text.startswith("没有用到的条目 1")
    assert section.one("li").text == "第7行 line 7 lists 丙.txt 王某：旧稿"


def test_every_rule_says_what_it_checks_and_findings_lead_there(page: Page, run: Run, rows: Rows) -> None:
    quiet = RuleText(
        "sums.total",
        "各项之和不等于总数",
        "Parts",
        "各项相加得总数。",
        "The parts make the total.",
        "warning",
        "可差末位的一半",
        "half a digit",
    )
    written = page(run(), {"findings": rows("findings", finding("f1"))}, [HORIZON, quiet])
    assert [row[2:] for row in written.one(id="rules").one("table").table()[1:]] == [
        [f"{rule.checks_zh} {rule.checks_en}", f"{rule.tolerance_zh} {rule.tolerance_en}"] for rule in (HORIZON, quiet)
    ]  # fmt: skip
    links = [a.attributes["href"] for a in written.one(id="findings").all("a")]
    assert {"#about-years.horizon", "#about-sums.total"} <= set(links)
    assert written.one(id="about-years.horizon").one("a").attributes["href"] == "#rule-years.horizon"


def test_targets_stand_beside_their_results(page: Page, run: Run, report: dict[str, pl.DataFrame], rows: Rows) -> None:
    stated = {"doc_id": DOC, "indicator": "粮食产量", "unit": "万吨", "source_name": "甲.txt"}
    observations = rows(
        "observations",
        {**stated, "observation_id": "1", "value": 300, "status": "target", "comparator": "ge",
         "evidence": "粮食产量300万吨以上。", "quote": "300万吨以上"},
        {**stated, "observation_id": "2", "value": 270, "evidence": "粮食产量270万吨。", "quote": "270万吨"},
    )  # fmt: skip
    targets = page(run(), {**report, "observations": observations}).one(id="targets")
    assert targets.one("h3").text == "示例市 2024年"
    row = targets.one("table").table()[1]
    assert row[1:] == ["", "≥ 300万吨", "270万吨", "−30 未达到"]
    assert row[0] == "粮食产量 目标 target 甲.txt 粮食产量300万吨以上。 实绩 result 甲.txt 粮食产量270万吨。"
    assert [mark.text for mark in targets.all("mark")] == ["300万吨以上", "270万吨"]
    bar, line = targets.one("rect", class_="fill"), targets.one("line")
    assert float(bar.attributes["width"].rstrip("%")) == pytest.approx(
        0.9 * float(line.attributes["x1"].rstrip("%")), abs=0.01
    )


def test_reading_shows_how_much_of_each_report_was_read(page: Page, run: Run, report: dict[str, pl.DataFrame]) -> None:
    assert page(run(), report).one(id="reading").one("table").table()[1] == ["甲.txt", "2", "50%", "50%", "50%"]


def test_a_gate_that_failed_is_the_first_thing_to_see(page: Page, run: Run) -> None:
    written = page(run(outcome="gate_failed", gate_failures=("指标数据少了38%", "too few rows"), rows_before=BEFORE))
    alert = written.one("header").one("div", role="alert")
    assert [item.text for item in alert.all("li")] == ["指标数据少了38%", "too few rows"]
    assert [item.attributes["lang"] for item in alert.all("li")] == ["zh-Hans", "en"]


def test_findings_of_a_held_back_release_are_not_called_old(page: Page, run: Run, rows: Rows) -> None:
    staged = rows("findings", finding("f1")).drop("first_run_id")
    written = page(run(outcome="gate_failed", rows_before=BEFORE), {"findings": staged})
    assert "仍在 1" not in written.one(id="rule-years.horizon").text


def test_a_run_without_news_says_so(page: Page, run: Run, report: dict[str, pl.DataFrame]) -> None:
    written = page(run(outcome="unchanged", sources=[{"doc_id": DOC, "status": "unchanged"}]), report)
    assert written.one("p", class_="verdict").text.startswith("没有新内容")
    assert "没有新报告。" in written.one(id="new").text


def test_data_docs_are_linked_relative_to_the_report(run: Run, tmp_path: Path) -> None:
    docs = tmp_path / "curated" / "data docs"
    docs.mkdir(parents=True)
    out = write_quality_report(run(data_docs=str(docs)), {}, [], tmp_path / "curated" / "reports" / "run.html")
    assert 'href="../data%20docs/index.html"' in out.read_text(encoding="utf-8")


def test_the_report_is_written_whole_or_not_at_all(run: Run, rows: Rows, tmp_path: Path) -> None:
    out = write_quality_report(run(), {}, [], tmp_path / "run.html")
    first = out.read_bytes()
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_quality_report(run(), {"findings": rows("findings").drop("rule")}, [], out)
    assert (out.read_bytes(), list(tmp_path.iterdir())) == (first, [out])
