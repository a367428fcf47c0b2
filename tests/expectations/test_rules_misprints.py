"""A figure is a number in a known unit, a count is whole, a range runs from less to more."""

import polars as pl
import pytest

from expectations.rules.misprints import broken_count, malformed, misprinted, reversed_span
from expectations.schemas import empty


def sentences(text: str) -> dict[str, pl.DataFrame]:
    return {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [text], "char_start": [100]})}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("水泥产量下降14..3%。", "14..3%", id="two points"),
        pytest.param("税收完成3.5.2亿元。", "3.5.2亿", id="two points apart"),
        pytest.param("粮食产量1,,234吨。", "1,,234吨", id="two commas"),
    ],
)
def test_a_number_with_two_points_is_none(text: str, quote: str) -> None:
    row = malformed(sentences(text)).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", [quote])


@pytest.mark.parametrize("text", ["水泥产量下降14.3%。", "发布于2025.1.23。", "1.2.3标题", "IP为10.0.0.1。"])
def test_numbers_dates_and_headings_are_left_alone(text: str) -> None:
    assert malformed(sentences(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param("增幅高于全市8.4个百多点。", "个百分点", id="points"),
        pytest.param("回落0.8个白分点。", "个百分点", id="points, another character"),
        pytest.param("新建厂房3万平万米。", "平方米", id="square metres"),
        pytest.param("发电500千互时。", "千瓦时", id="kilowatt-hours"),
    ],
)
def test_a_unit_with_one_character_wrong_is_named(text: str, right: str) -> None:
    assert misprinted(sentences(text))["expected"].to_list() == [right]


@pytest.mark.parametrize("text", ["回落0.8个百分点。", "供水3万立方米。", "新建3万平方米。", "引进8个百亿级项目。"])
def test_known_units_and_words_that_only_begin_alike_are_left_alone(text: str) -> None:
    assert misprinted(sentences(text)).is_empty()


def counted(indicator: str, value: float, unit: str) -> pl.DataFrame:
    row = {
        "doc_id": "d", "indicator": indicator, "measure": "level", "value": value, "unit": unit, "origin": "text",
        "evidence": f"{indicator}{value}{unit}。", "quote": f"{value}{unit}", "char_start": 0, "char_end": 5,
    }  # fmt: skip
    rows = pl.concat([empty("observations"), pl.DataFrame([row])], how="diagonal_relaxed")
    return broken_count({"observations": rows})


def test_a_count_with_decimals_is_a_warning() -> None:
    assert counted("新增企业", 8.4, "家")["severity"].to_list() == ["warning"]


@pytest.mark.parametrize(
    ("indicator", "value", "unit"),
    [
        pytest.param("新增企业", 8.0, "家", id="a whole number"),
        pytest.param("新增企业", 8.4, "万家", id="a magnitude"),
        pytest.param("每千人口托位数", 4.5, "个", id="an average"),
        pytest.param("造林面积", 8.4, "亩", id="a measure"),
    ],
)
def test_averages_measures_and_magnitudes_have_decimals(indicator: str, value: float, unit: str) -> None:
    assert counted(indicator, value, unit).is_empty()


def test_a_range_from_more_to_less_is_a_warning() -> None:
    assert reversed_span(sentences("为16—9岁学生体检。"))["quotes"].to_list() == [["16—9岁"]]
    assert reversed_span(sentences("培育12至10家企业。"))["quotes"].to_list() == [["12至10家"]]


@pytest.mark.parametrize(
    "text",
    [
        "为6—16岁学生体检。",
        "增长5%—6%。",
        "11—2月农闲。",
        "下降3%—5%。",
        "2025-1-23元旦",
        "培育5至10家企业。",
        "企业压减12至10家。",
    ],
)
def test_ranges_that_run_forward_are_left_alone(text: str) -> None:
    assert reversed_span(sentences(text)).is_empty()
