"""Years of a report lie around its plan, ranges run forward, five-year plans keep their years."""

import polars as pl
import pytest

from expectations.rules.years import (
    five_year_plan,
    horizon,
    milestone_beyond_plan,
    plan_after_review,
    reversed_ranges,
)


def tables(*sentences: str, plan_year: int | None = 2025, review_year: int | None = 2024) -> dict[str, pl.DataFrame]:
    documents = pl.DataFrame(
        {
            "doc_id": ["d"], "source_name": ["甲市.txt"], "title": ["甲市计划报告"], "kind": ["plan_report"],
            "review_year": [review_year], "plan_year_from": [None], "plan_year": [plan_year],
        },
        schema_overrides={"review_year": pl.Int32, "plan_year": pl.Int32, "plan_year_from": pl.Int32},
    )  # fmt: skip
    starts = [100 * i for i in range(len(sentences))]
    return {
        "documents": documents,
        "sentences": pl.DataFrame({"doc_id": ["d"] * len(sentences), "text": sentences, "char_start": starts}),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("2055年全市生产总值增长5%。", id="a plain year"),
        pytest.param("印发《物流业发展方案（2021—2055年）》。", id="the end of a span"),
        pytest.param("2055年2月14日在第五届人民代表大会第七次会议上", id="a date in words"),
        pytest.param("日期：2055-01-23 来源：发展改革委", id="a date in figures"),
        pytest.param("甲府办〔2055〕12号", id="a document number"),
        pytest.param("2055年是“十四五”规划收官之年。", id="a plan that is over by then"),
        pytest.param("到2041年建成现代化强市。", id="a goal for an odd year"),
    ],
)
def test_a_year_beyond_the_horizon_is_found(sentence: str) -> None:
    found = horizon(tables(sentence)).row(0, named=True)
    assert found["severity"] == "warning"
    assert found["expected"] == "<= 2035"
    assert found["quotes"][0].rstrip("年") == found["observed"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("到2030年森林覆盖率达到50%。", id="the next five-year plan"),
        pytest.param("2035年基本实现现代化。", id="the goals of 2035"),
        pytest.param("力争2060年前实现碳中和。", id="carbon neutrality"),
        pytest.param("本世纪中叶即2050年建成强国。", id="the middle of the century"),
        pytest.param("实施城市总体规划（2021—2050年）。", id="a plan made for decades"),
        pytest.param("土地使用权2068年到期。", id="a term that runs out"),
        pytest.param("建城已有2300年历史。", id="how long something lasts"),
        pytest.param("保护5000年古树3株。", id="the age of a tree"),
        pytest.param("1949年以来首次突破百亿元。", id="a year long past"),
        pytest.param("完成投资2055亿元。", id="not a year"),
        pytest.param("建设里程12055年均养护。", id="part of a longer number"),
    ],
)
def test_a_year_that_a_report_may_name_is_left_alone(sentence: str) -> None:
    assert horizon(tables(sentence)).is_empty()


def test_an_impossible_year_is_an_error() -> None:
    assert horizon(tables("确保2204年底前完工。"))["severity"].to_list() == ["error"]


def test_the_horizon_follows_the_plan() -> None:
    assert horizon(tables("到2020年基本建成。", plan_year=1998)).height == 1
    assert horizon(tables("到2010年基本建成。", plan_year=1998)).is_empty()


def test_the_horizon_is_that_of_the_text_where_the_plan_year_is_out_of_line() -> None:
    usual = ["2025年计划增长5%。", "2025年新增10家。", "2025年建成3个。"]
    found = horizon(tables("现将2055年计划提请审议。", *usual, plan_year=2055))
    assert found["observed"].to_list() == ["2055"]


def test_a_document_without_a_plan_year_has_the_horizon_of_its_text() -> None:
    found = horizon(tables("2024年增长5%。", "2024年新增10家。", "2061年建成。", plan_year=None))
    assert found["observed"].to_list() == ["2061"]


def test_a_year_is_quoted_where_it_stands() -> None:
    found = horizon(tables("甲市", "力争2055年完成。")).row(0, named=True)
    assert found["quotes"] == ["2055年"]
    assert found["char_spans"] == [{"start": 102, "end": 107}]


@pytest.mark.parametrize("sentence", ["2025—2021年投资500亿元。", "自2025年至2021年实施。"])
def test_a_range_that_runs_backwards_is_an_error(sentence: str) -> None:
    found = reversed_ranges(tables(sentence)).row(0, named=True)
    assert (found["severity"], found["expected"]) == ("error", "2021—2025")


@pytest.mark.parametrize("sentence", ["2021—2025年投资500亿元。", "2024年至2025年实施。", "从5000到2000年产能。"])
def test_a_range_that_runs_forward_is_left_alone(sentence: str) -> None:
    assert reversed_ranges(tables(sentence)).is_empty()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2024年是“十四五”规划的收官之年。", "2025"),
        ("2027年是“十五五”开局之年。", "2026"),
        ("落实“十三五”水利规划（2021—2025年）。", "2016—2020"),
    ],
)
def test_a_year_outside_its_five_year_plan_is_an_error(sentence: str, expected: str) -> None:
    found = five_year_plan(tables(sentence)).row(0, named=True)
    assert (found["severity"], found["expected"]) == ("error", expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年是“十四五”规划的收官之年。",
        "2026年是“十五五”规划开局之年。",
        "2000年是“九五”计划的最后一年。",
        "2025年是“十四五”收官之年，也是“十五五”谋划之年。",
        "落实“十四五”水利规划（2021—2035年）。",
        "2023年是“十四五”规划承上启下的关键之年。",
    ],
)
def test_a_year_of_its_five_year_plan_is_left_alone(sentence: str) -> None:
    assert five_year_plan(tables(sentence)).is_empty()


def test_a_plan_year_that_does_not_follow_the_review_year_is_an_error() -> None:
    found = plan_after_review(tables("甲市2025年计划执行情况", review_year=2025, plan_year=2025)).row(0, named=True)
    assert (found["severity"], found["quotes"]) == ("error", ["2025年"])


def test_a_plan_for_the_year_after_is_left_alone() -> None:
    assert plan_after_review(tables("甲市2024年计划执行情况")).is_empty()


def test_a_report_on_half_a_year_plans_for_the_other_half() -> None:
    read = tables("甲市2025年上半年计划执行情况", review_year=2025, plan_year=2025)
    read["documents"] = read["documents"].with_columns(title=pl.lit("甲市2025年上半年计划执行情况的报告"))
    assert plan_after_review(read).is_empty()


def milestones(year: int, text: str) -> pl.DataFrame:
    row = {"doc_id": "d", "task_no": 3, "year": year, "text": text, "char_start": 10, "char_end": 10 + len(text)}
    return pl.DataFrame([row], schema_overrides={"year": pl.Int32, "task_no": pl.Int32})


def test_a_milestone_after_the_plan_is_found() -> None:
    found = milestone_beyond_plan(tables() | {"milestones": milestones(2028, "2028年，建成大桥。")}).row(0, named=True)
    assert (found["quotes"], found["char_spans"]) == (["2028年"], [{"start": 10, "end": 15}])


@pytest.mark.parametrize(
    ("year", "text"),
    [
        pytest.param(2025, "2025年，建成大桥。", id="within the plan"),
        pytest.param(2030, "2030年前碳达峰。", id="a far-off goal"),
    ],
)
def test_a_milestone_within_the_plan_or_with_a_reason_is_left_alone(year: int, text: str) -> None:
    assert milestone_beyond_plan(tables() | {"milestones": milestones(year, text)}).is_empty()


def test_a_year_since_when_something_lasts_is_a_year() -> None:
    assert horizon(tables("自2055年以来连续五年丰收。")).height == 1
    assert horizon(tables("自2010年以来连续五年丰收。", "古城已有2300年历史，3000年来薪火相传。")).is_empty()


def test_a_plan_year_far_from_the_year_under_review_does_not_move_the_horizon() -> None:
    assert horizon(tables("甲市2055年发展计划", "2024年增长5%。", plan_year=2055, review_year=2024)).height == 1
