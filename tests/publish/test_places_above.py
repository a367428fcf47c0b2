"""What a report of the prefecture states for a county is held against the county's report, whichever comes first."""

import json
from collections.abc import Callable

import polars as pl
import pytest

from flows import batch
from flows.layout import Layout
from flows.parse.parse import Parsed, parse
from flows.publish.plan import Plan
from flows.publish.read import scan

Run = Callable[..., Plan]
RULE = "agreement.results_above"


def report(place: str, said: str, more: str = "") -> str:
    return f"""关于{place}2023年国民经济和社会发展计划执行情况与2024年计划草案的报告
2024年1月9日在{place}第五届人民代表大会第四次会议上
{place}发展和改革委员会
各位代表：
一、2023年计划执行情况
{said}
{more}
二、2024年主要目标
粮食总产量保持稳定，营商环境评价位次前移。
"""


COUNTY = report("宣汉县", "全县地区生产总值增长6.1%。")
OTHER_COUNTY = report("渠县", "全县地区生产总值增长5.5%。")
CITY = report("达州市", "宣汉县地区生产总值增长7.2%。")
PROVINCE = report("四川省", "宣汉县地区生产总值增长8.3%。")


def found(layout: Layout) -> list[tuple[str, str, str]]:
    """source, what stands there and what was expected, of every finding on what a report above states."""
    rows = scan(layout, "findings").filter(pl.col("rule") == RULE).collect()
    return sorted(rows.select("source_name", "observed", "expected").iter_rows())


def read_otherwise(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, pl.DataFrame]], dict[str, pl.DataFrame]]
) -> None:
    """A newer parser, which reads the tables otherwise."""

    def newer(texts: pl.DataFrame) -> Parsed:
        parsed = parse(texts)
        return Parsed(parsed.texts, parsed.tables | change(parsed.tables))

    monkeypatch.setattr(batch, "parse", newer)
    monkeypatch.setattr(batch, "parser_version", lambda: "newer")


AS_THE_CITY = [("county.txt", "增长6.1%", "增长7.2%")]


def test_a_county_s_report_that_comes_later_is_held_against_the_prefecture_s(layout: Layout, run_texts: Run) -> None:
    run_texts({"city.txt": CITY})
    assert found(layout) == []
    run_texts({"county.txt": COUNTY})
    assert found(layout) == AS_THE_CITY


def test_a_prefecture_s_report_that_comes_later_is_held_against_the_county_s(layout: Layout, run_texts: Run) -> None:
    run_texts({"county.txt": COUNTY, "other.txt": OTHER_COUNTY})
    plan = run_texts({"city.txt": CITY})
    assert found(layout) == AS_THE_CITY
    assert plan.found_elsewhere["rule"].to_list() == [RULE]
    assert {area for part in plan.derived.parts for area in part.areas} == {"511700", "511722"}


def test_a_prefecture_and_a_province_are_both_held_against_it(layout: Layout, run_texts: Run) -> None:
    run_texts({"province.txt": PROVINCE, "city.txt": CITY, "county.txt": COUNTY})
    assert found(layout) == [*AS_THE_CITY, ("county.txt", "增长6.1%", "增长8.3%")]


def test_a_finding_goes_when_the_report_above_is_read_with_another_number(
    layout: Layout, run_texts: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_texts({"city.txt": CITY, "county.txt": COUNTY})
    corrected = pl.when(pl.col("region").is_not_null()).then(6.1).otherwise("value")

    def change(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        rows = tables["observations"].with_columns(corrected.alias("value"), corrected.alias("value_base"))
        return {"observations": rows}

    read_otherwise(monkeypatch, change)
    plan = run_texts({"city.txt": CITY})
    assert found(layout) == []
    assert plan.findings_gone["rule"].to_list() == [RULE]


def test_a_finding_goes_when_the_report_above_names_the_place_no_more(
    layout: Layout, run_texts: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_texts({"city.txt": CITY, "county.txt": COUNTY})
    read_otherwise(
        monkeypatch, lambda tables: {"observations": tables["observations"].with_columns(region=pl.lit("渠县"))}
    )
    run_texts({"city.txt": CITY})
    assert found(layout) == []


def test_a_finding_goes_with_the_report_above_that_is_of_another_place(
    layout: Layout, run_texts: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_texts({"city.txt": CITY, "county.txt": COUNTY})
    elsewhere = pl.lit("513300").alias("region_code")
    read_otherwise(monkeypatch, lambda tables: {"documents": tables["documents"].with_columns(elsewhere)})
    run_texts({"city.txt": CITY})
    assert found(layout) == []


@pytest.mark.parametrize("said", ["宣汉县地区生产总值增长6.1%。", "渠县地区生产总值增长6.1%。"], ids=["it", "another"])
def test_a_report_above_that_turns_out_to_be_a_copy_counts_no_more(layout: Layout, run_texts: Run, said: str) -> None:
    """A copy with a misprint, of a report that comes later and is the government's own and the earlier."""
    same = "重点项目有序推进，完成投资稳步增加，乡村道路改造提升。城乡供水一体化加快，各项改革任务按期推进，民营企业户数增长较快。"
    paper = report("达州市", "宣汉县地区生产总值增长7.2%。", same) + "（下转第六版）\n"
    site = report("达州市", said, same)
    run_texts({"county.txt": COUNTY, "paper.txt": paper})
    assert found(layout) == AS_THE_CITY
    run_texts({"site.txt": site})
    editions = scan(layout, "editions").filter(pl.col("edition_of").is_not_null()).collect()
    assert editions.height == 1
    assert found(layout) == []


def test_a_second_run_changes_nothing(layout: Layout, run_texts: Run) -> None:
    texts = {"city.txt": CITY, "province.txt": PROVINCE, "county.txt": COUNTY}
    for name, text in texts.items():
        run_texts({name: text})
    current = json.loads((layout.releases / "current.json").read_text(encoding="utf-8"))
    for some in (texts, {"city.txt": CITY}, {"county.txt": COUNTY}):
        assert not run_texts(some).changed
    assert json.loads((layout.releases / "current.json").read_text(encoding="utf-8")) == current


def test_reports_read_together_give_what_they_gave_one_after_the_other(layout: Layout, run_texts: Run) -> None:
    run_texts({"county.txt": COUNTY})
    run_texts({"city.txt": CITY})
    assert not run_texts({"county.txt": COUNTY, "city.txt": CITY}).changed
    assert found(layout) == AS_THE_CITY
