"""A value lies within the plausible range of its indicator."""

import polars as pl
import pytest

from expectations.rules.ranges import implausible, share_above_whole
from expectations.schemas import empty


def found(
    code: str, measure: str, value: float, unit: str, evidence: str = "", year_from: int | None = None
) -> pl.DataFrame:
    row = {
        "doc_id": "d", "indicator_code": code, "measure": measure, "value_base": value, "unit": unit, "unit_base": unit,
        "evidence": evidence, "quote": f"{value}{unit}", "char_start": 0, "char_end": 5, "year_from": year_from,
    }  # fmt: skip
    return implausible(
        {"observations": pl.concat([empty("observations"), pl.DataFrame([row])], how="diagonal_relaxed")}
    )


@pytest.mark.parametrize(
    ("code", "measure", "value"),
    [
        pytest.param("forest_cover", "ratio", 130.0, id="a share above the whole"),
        pytest.param("forest_cover", "ratio", -1.0, id="a share below nothing"),
        pytest.param("gdp", "growth", 300.0, id="growth beyond anything seen"),
    ],
)
def test_a_value_beyond_its_range_is_a_warning(code: str, measure: str, value: float) -> None:
    assert found(code, measure, value, "%")["severity"].to_list() == ["warning"]


@pytest.mark.parametrize(
    ("code", "measure", "value"),
    [
        pytest.param("forest_cover", "ratio", 100.0, id="the whole"),
        pytest.param("gdp", "growth", -3.0, id="a fall"),
        pytest.param("gdp", "growth", 12.5, id="fast growth"),
        pytest.param("no_such_code", "ratio", 130.0, id="an unknown indicator"),
    ],
)
def test_a_value_within_its_range_is_left_alone(code: str, measure: str, value: float) -> None:
    assert found(code, measure, value, "%").is_empty()


def test_growth_over_years_has_no_range() -> None:
    assert found("gdp", "growth", 100.0, "%", year_from=2021).is_empty()
    assert found("gdp", "growth", 100.0, "%", evidence="生产总值翻一番。").is_empty()


def test_a_multiple_in_a_sentence_that_looks_back_has_no_range() -> None:
    back = "生产总值由2015年的20亿元提高到50亿元，工业增加值增长1.5倍。"
    assert found("gdp", "growth", 150.0, "倍", evidence=back).is_empty()
    assert found("gdp", "growth", 150.0, "倍", evidence="工业增加值增长1.5倍。").is_empty() is False


def test_the_message_says_the_range() -> None:
    row = found("forest_cover", "ratio", 130.0, "%").row(0, named=True)
    assert row["expected"] == "0—100%"
    assert "130.0%" in row["message"]


def share(indicator: str, value: float, code: str | None = None, unit: str = "%") -> list[str]:
    row = {
        "doc_id": "d", "indicator": indicator, "indicator_code": code, "measure": "ratio", "value": value, "unit": unit,
        "evidence": f"{indicator}{value}{unit}。", "quote": f"{value}{unit}", "char_start": 0, "char_end": 5,
    }  # fmt: skip
    observations = pl.concat([empty("observations"), pl.DataFrame([row])], how="diagonal_relaxed")
    return share_above_whole({"observations": observations})["severity"].to_list()


@pytest.mark.parametrize(
    ("indicator", "value"),
    [("农村自来水普及率", 118.7), ("网络覆盖率", 100.1), ("护理型床位占比", 140.0)],
)
def test_a_share_of_a_whole_above_it_is_a_warning(indicator: str, value: float) -> None:
    assert share(indicator, value) == ["warning"]


@pytest.mark.parametrize(
    ("indicator", "value", "code"),
    [
        pytest.param("网络覆盖率", 100.0, None, id="the whole"),
        pytest.param("投资完成率", 108.0, None, id="more than planned was done"),
        pytest.param("任务完成占比", 108.0, None, id="a share of what was planned"),
        pytest.param("学前教育毛入园率", 101.0, None, id="a gross rate"),
        pytest.param("森林覆盖率", 130.0, "forest_cover", id="left to the bounds of its indicator"),
    ],
)
def test_a_ratio_that_may_pass_one_hundred_is_left_alone(indicator: str, value: float, code: str | None) -> None:
    assert share(indicator, value, code) == []


def test_a_rate_that_passes_100_where_people_move_is_worth_a_look_up_to_its_bound() -> None:
    code = "rural_medical_rate"
    assert share("新型农村合作医疗参合率", 99.0, code) == []
    assert share("新型农村合作医疗参合率", 118.0, code) == ["info"]
    assert share("新型农村合作医疗参合率", 140.0, code) == []  # beyond the bound of the table, which says so
    assert share("工业产品产销率", 104.0, "industry_sales_rate") == []


def said_of(indicator: str, text: str) -> list[str]:
    quote = "130%"
    row = {
        "doc_id": "d", "indicator": indicator, "measure": "ratio", "value": 130.0, "unit": "%", "evidence": text, "quote": quote,
        "char_start": 0, "char_end": 4,
    }  # fmt: skip
    rows = pl.concat([empty("observations"), pl.DataFrame([row])], how="diagonal_relaxed")
    return share_above_whole({"observations": rows})["severity"].to_list()


@pytest.mark.parametrize(
    ("indicator", "text", "severity"),
    [
        pytest.param("燃气普及率", "燃气普及率达130%。", "warning", id="a share of a kind that is always one"),
        pytest.param("听力筛查率", "听力筛查率达到130%。", "info", id="another rate"),
        pytest.param("企业改制面", "企业改制面达到130%。", "warning", id="a share of enterprises"),
        pytest.param("行政村通了油路", "130%的行政村通了油路。", "warning", id="so many of all villages"),
        pytest.param("采矿业", "采矿业占比为130%。", "info", id="called a share beside the number"),
        pytest.param("建制村", "建制村实现130%通硬化路。", "info", id="said to cover all"),
        pytest.param("甲类对象", "甲类对象和乙类对象集中供养率分别达到130%、98%。", "info", id="a rate that two have"),
        pytest.param("新增财力投入民生", "新增财力的130%投入民生。", "info", id="more than there is to spend"),
    ],
)
def test_a_share_above_the_whole_is_found(indicator: str, text: str, severity: str) -> None:
    assert said_of(indicator, text) == [severity]


@pytest.mark.parametrize(
    ("indicator", "text"),
    [
        pytest.param("投资完成率", "投资完成率130%。", id="completion"),
        pytest.param("毛入学率", "毛入学率达130%。", id="a gross rate"),
        pytest.param("拨备覆盖率", "拨备覆盖率130%。", id="reserves"),
        pytest.param("税收", "税收为预算的130%。", id="no share"),
        pytest.param("产值", "产值为去年的130%的企业。", id="of the year before"),
    ],
)
def test_what_may_be_more_than_the_whole_is_left_alone(indicator: str, text: str) -> None:
    assert said_of(indicator, text) == []
