"""The same report from two places is noticed, and one edition of it counts."""

import datetime

import polars as pl
import pytest

from flows.parse import editions as module
from flows.parse.editions import belonging, editions

SCHEMA = {
    "doc_id": pl.String, "area": pl.String, "kind": pl.String, "title": pl.String, "review_year": pl.Int32,
    "plan_year_from": pl.Int32, "plan_year": pl.Int32, "page": pl.Int32, "pages": pl.Int32,
    "continued_from": pl.String, "continues_on": pl.String, "published_on": pl.Date, "chars": pl.Int64,
    "source_uri": pl.String,
}  # fmt: skip
REPORT = {
    "area": "999900", "kind": "plan_report", "title": "示例市计划报告", "review_year": 2023, "plan_year": 2024,
    "source_uri": "https://news.example/a",
}  # fmt: skip
TEXT = (
    "全市生产总值完成三百亿元，工业增加值增长5.2%，粮食总产量连年稳定。",
    "新建改建农村公路86公里，城乡供水管网改造完工，县城污水处理率提高。",
    "义务教育学校新增学位900个，乡镇卫生院全部达标，基本医疗参保率保持稳定。",
    "各项改革任务按期推进，营商环境评价位次前移，民营企业户数增长较快。",
    "全年空气优良天数比例达到91%，河湖断面水质优良，森林覆盖率稳步提升。",
)  # fmt: skip
OTHER_TEXT = (
    "全市生产总值增速高于年初预期，服务业对增长贡献过半，外贸出口降幅收窄。",
    "重点工程开工率创近年新高，老旧小区改造惠及群众，燃气管道更新提速。",
    "普惠托育服务扩面，养老机构床位增加，公共文化场馆免费开放。",
    "国企改革深化提升，要素市场化配置试点，政务服务事项网上办理。",
)  # fmt: skip


def told(*documents: tuple[str, tuple[str, ...], dict[str, object]]) -> dict[str, str | None]:
    """doc_id → report of which it is another edition; what is not told is as in `REPORT`."""
    return dict(chosen(*documents).select("doc_id", "edition_of").iter_rows())


def chosen(*documents: tuple[str, tuple[str, ...], dict[str, object]]) -> pl.DataFrame:
    rows = [{"doc_id": name, "chars": sum(map(len, text))} | REPORT | about for name, text, about in documents]
    frame = pl.DataFrame(rows, schema=SCHEMA)
    asked = belonging(frame)
    lines = [(name, line) for name, text, _ in documents for line in text if name in asked]
    return editions(frame, pl.DataFrame(lines, schema={"doc_id": pl.String, "text": pl.String}, orient="row"))


def changed(text: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(line.replace(old, new) for line in text)


def test_a_newspaper_and_a_site_with_another_number_are_editions_of_one_report() -> None:
    site = changed(TEXT, "5.2%", "5.3%")
    found = chosen(("paper", TEXT, {}), ("site", site, {"source_uri": "http://www.example.gov.cn/a"}))
    assert found.select("doc_id", "edition_of", "likeness").rows() == [("paper", "site", 1.0), ("site", None, None)]


def test_a_few_wrong_characters_do_not_hide_an_edition() -> None:
    assert told(("a", TEXT, {}), ("b", changed(TEXT, "公", "么"), {"chars": 1}))["b"] == "a"


def test_a_whole_report_counts_before_the_official_site_has_it_in_part() -> None:
    assert told(("whole", TEXT, {}), ("cut", TEXT[:3], {"source_uri": "http://www.example.gov.cn/a"})) == {
        "whole": None, "cut": "whole",
    }  # fmt: skip


def test_a_part_of_a_newspaper_is_an_edition_of_the_whole_report() -> None:
    found = told(("paper", (*TEXT, "另加一句使它更长的话。"), {"continues_on": "第六版"}), ("site", TEXT, {}))
    assert found == {"paper": "site", "site": None}


def test_two_parts_together_are_an_edition_of_the_whole_report() -> None:
    first, second = (TEXT[:3], {"continues_on": "第六版"}), (TEXT[3:], {"continued_from": "第五版"})
    found = told(("one", *first), ("two", *second), ("whole", (*TEXT, *OTHER_TEXT[:2]), {}))
    assert found == {"one": "whole", "two": "whole", "whole": None}


def test_of_equals_the_earlier_counts_then_the_lower_id() -> None:
    days = [{"published_on": datetime.date(2024, 1, day)} for day in (20, 10)]
    assert told(("a", TEXT, days[0]), ("b", TEXT, days[1])) == {"a": "b", "b": None}
    assert told(("b", TEXT, {}), ("a", TEXT, {})) == {"a": None, "b": "a"}


def test_three_editions_have_one_that_counts() -> None:
    found = told(("a", TEXT, {}), ("b", TEXT, {}), ("c", TEXT[:4], {}))
    assert found == {"a": None, "b": "a", "c": "a"}


@pytest.mark.parametrize(
    "other",
    [
        {"review_year": 2022, "plan_year": 2023},
        {"kind": "work_report"},
        {"area": "999901"},
    ],
    ids=["two years of one place", "a work report and a plan report", "two counties"],
)
def test_boilerplate_makes_no_editions(other: dict[str, object]) -> None:
    assert told(("a", TEXT, {}), ("b", TEXT, other)) == {"a": None, "b": None}


def test_two_reports_of_one_place_kind_and_year_with_other_words_are_two() -> None:
    assert told(("a", TEXT, {}), ("b", OTHER_TEXT, {})) == {"a": None, "b": None}


def test_a_short_text_with_a_few_phrases_in_common_is_no_edition() -> None:
    assert told(("a", TEXT, {}), ("b", TEXT[:2], {})) == {"a": None, "b": None}


def test_a_text_that_does_not_say_its_years_may_be_an_edition() -> None:
    untold = {"review_year": None, "plan_year": None, "kind": "other", "title": None}
    assert told(("a", TEXT, {}), ("b", TEXT, untold)) == {"a": None, "b": "a"}


def test_only_sentences_of_documents_that_could_be_editions_are_asked_for() -> None:
    rows = [{"doc_id": name} | REPORT | about for name, about in (("a", {}), ("b", {}), ("c", {"kind": "work_report"}))]
    assert belonging(pl.DataFrame(rows, schema=SCHEMA)) == ["a", "b"]


def test_a_hundred_editions_are_compared_with_the_longest_and_not_each_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []
    alike = module._alike
    monkeypatch.setattr(module, "_alike", lambda pairs, clauses: compared.append(pairs.height) or alike(pairs, clauses))
    found = told(*((f"{number:03}", TEXT, {}) for number in range(100)))
    assert list(found.values()).count("000") == 99
    assert sum(compared) <= 2 * 99
