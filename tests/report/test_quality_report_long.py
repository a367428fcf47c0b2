"""A run over very many reports still gives a page: the lists end, and say how many more there are and where."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from flows.report.quality import write_quality_report
from flows.run import RunSummary

Rows = Callable[..., pl.DataFrame]
Run = Callable[..., RunSummary]
Page = Callable[..., Any]

DOC = "a" * 64


def findings_of(rows: Rows, rule: str, count: int) -> pl.DataFrame:
    return rows("findings", *({"finding_id": f"{rule}{i}", "rule": rule, "doc_id": DOC} for i in range(count)))


def test_a_rule_lists_200_findings_and_the_command_for_the_rest(page: Page, run: Run, rows: Rows) -> None:
    rule = page(run(), {"findings": findings_of(rows, "range.share", 230)}).one(id="rule-range.share")
    assert len(rule.all("article")) == 200
    more = rule.one("p", class_="more")
    assert "另有30处" in more.text
    assert more.one("code").text == "jihua findings --rule range.share"


def test_all_but_the_first_findings_of_a_rule_are_folded(page: Page, run: Run, rows: Rows) -> None:
    rule = page(run(), {"findings": findings_of(rows, "range.share", 25)}).one(id="rule-range.share")
    assert len(rule.one("details").all("article")) == 15
    assert rule.one("summary").text == "其余15处 the other 15"


def test_a_short_list_is_not_folded(page: Page, run: Run, rows: Rows) -> None:
    findings = page(run(), {"findings": findings_of(rows, "range.share", 10)}).one(id="findings")
    assert not findings.all("details")
    assert not findings.all("p", class_="more")


def test_one_rule_does_not_crowd_out_another(page: Page, run: Run, rows: Rows) -> None:
    both = pl.concat([findings_of(rows, "range.share", 300), findings_of(rows, "years.horizon", 3)])
    assert len(page(run(), {"findings": both}).one(id="rule-years.horizon").all("article")) == 3


def test_500_sources_are_listed_and_the_rest_counted(page: Page, run: Run) -> None:
    sources = [{"source_uri": f"file:///{i}.txt", "source_name": f"{i}.txt", "status": "unchanged"} for i in range(620)]
    section = page(run(sources=sources)).one(id="sources")
    assert len(section.all("th", scope="row")) == 500
    assert "另有120个" in section.one("p", class_="more").text


def test_what_is_new_or_set_aside_is_listed_before_what_is_unchanged(page: Page, run: Run) -> None:
    statuses = ["unchanged"] * 600 + ["new", "quarantined"]
    sources = [{"source_name": f"{i}.txt", "status": status} for i, status in enumerate(statuses)]
    names = [cell.text for cell in page(run(sources=sources)).one(id="sources").all("th", scope="row")]
    assert names[:2] == ["601.txt", "600.txt"]


def test_findings_that_the_page_was_not_given_are_counted_by_the_summary(page: Page, run: Run, rows: Rows) -> None:
    written = page(
        run(findings={"warning": 9000}, sources=[{"doc_id": "b" * 64}]),
        {"findings": findings_of(rows, "range.share", 3)},
    )
    more = written.one(id="findings").one("p", class_="more")
    assert "3处疑点，共9,000处" in more.text
    assert more.one("code").text.startswith("jihua findings --run ")


def test_the_page_stays_small_whatever_was_found(run: Run, rows: Rows, tmp_path: Path) -> None:
    evidence = "全市完成投资218.9亿元，" * 40
    found = pl.concat([findings_of(rows, f"family.rule{n}", 200) for n in range(40)]).with_columns(
        evidence=pl.lit(evidence)
    )
    out = write_quality_report(run(), {"findings": found}, [], tmp_path / "run.html")
    assert out.stat().st_size < 3_000_000
