"""A report tells which place it is of."""

from datetime import date

import polars as pl
import pytest

from expectations.rules.documents import (
    pages_unread,
    published,
    read_off_pictures,
    region_code_unknown,
    region_unknown,
    title_years,
)
from expectations.schemas import empty
from flows.extract.marks import UNREAD_PAGES


def documents(region: str | None, code: str | None) -> dict[str, pl.DataFrame]:
    row = {"doc_id": "d", "source_name": "a.txt", "title": None, "region": region, "region_code": code}
    return {"documents": pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))}


def test_a_report_without_a_place_is_worth_knowing() -> None:
    assert region_unknown(documents(None, None))["severity"].to_list() == ["info"]


def test_a_place_without_a_code_is_worth_knowing() -> None:
    found = region_code_unknown(documents("样本县", None)).row(0, named=True)
    assert (found["severity"], found["observed"], found["evidence"]) == ("info", "样本县", "a.txt")


def test_a_place_with_its_code_is_left_alone() -> None:
    assert region_unknown(documents("样本县", "510000")).is_empty()
    assert region_code_unknown(documents("样本县", "510000")).is_empty()


def test_a_report_without_a_place_is_reported_once() -> None:
    assert region_code_unknown(documents(None, None)).is_empty()


@pytest.mark.parametrize(("ocr", "found"), [(True, ["info"]), (False, []), (None, [])])
def test_a_report_read_off_pictures_is_to_be_checked(ocr: bool | None, found: list[str]) -> None:
    tables = documents("样本县", "510000")
    read = tables["documents"].with_columns(ocr=pl.lit(ocr, pl.Boolean))
    assert read_off_pictures({"documents": read})["severity"].to_list() == found


def test_pages_that_are_pictures_are_named() -> None:
    said = UNREAD_PAGES.format("3、5")
    row = {"doc_id": "d", "text": said, "char_start": 40, "char_end": 40 + len(said)}
    other = row | {"text": "建成公园3座。"}
    found = pages_unread({"sentences": pl.DataFrame([other, row])})
    assert found["quotes"].to_list() == [[said]]
    assert "第3、5页" in found["message"][0]


def dated(
    title: str, review: int | None, plan: int, published: str | None = None, text: str = ""
) -> dict[str, pl.DataFrame]:
    row = {
        "doc_id": "d", "source_name": "a.txt", "kind": "plan_report", "title": title, "review_year": review,
        "plan_year": plan, "published_on": date.fromisoformat(published) if published else None,
    }  # fmt: skip
    whole = empty("documents")
    sentences = [{"doc_id": "d", "text": said, "char_start": i} for i, said in enumerate((title, text))]
    return {
        "sentences": pl.DataFrame(sentences),
        "documents": pl.concat(
            [whole, pl.DataFrame([row], schema={name: whole.schema[name] for name in row})], how="diagonal"
        ),
    }


@pytest.mark.parametrize(
    ("title", "review", "plan", "severity"),
    [
        pytest.param("关于2024年计划执行情况与2025年计划草案的报告", 2024, 2025, [], id="both years"),
        pytest.param("关于2054年计划执行情况与2025年计划草案的报告", 2024, 2025, ["warning"], id="another year"),
        pytest.param("关于第十四个五年规划和2035年远景目标纲要的报告", 2020, 2021, [], id="a plan for decades"),
        pytest.param("政府工作报告", 2024, 2025, [], id="no year"),
    ],
)
def test_a_title_names_the_years_of_its_text(title: str, review: int, plan: int, severity: list[str]) -> None:
    assert title_years(dated(title, review, plan))["severity"].to_list() == severity


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param("2024年完成投资。到2025年再增长。", [], id="its own time"),
        pytest.param("2020年完成投资。到2021年再增长。", [], id="some years before"),
        pytest.param("到2034年完成投资，2035年再增长。", [], id="what it plans for"),
        pytest.param("2005年完成投资。到2010年再增长。", ["warning"], id="decades before"),
        pytest.param("2005年完成投资。", [], id="too little to tell"),
    ],
)
def test_a_title_that_alone_tells_the_year_does_not_come_long_after_all_that_its_text_names(
    text: str, severity: list[str]
) -> None:
    assert title_years(dated("示例县2025年政府工作报告", None, 2025, text=text))["severity"].to_list() == severity


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        pytest.param("2025-01-23", [], id="in the year"),
        pytest.param("2024-12-30", [], id="just before it"),
        pytest.param("2031-05-01", [], id="put up later"),
        pytest.param("2055-01-23", ["info"], id="decades later"),
    ],
)
def test_a_report_is_dated_about_the_year_that_it_plans_for(day: str, severity: list[str]) -> None:
    assert published(dated("计划报告", 2024, 2025, day))["severity"].to_list() == severity
