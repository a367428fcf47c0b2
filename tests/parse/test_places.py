"""The place a number is for, when it is not the report's own."""

from collections.abc import Callable

import pytest

Rows = Callable[..., list[str | None]]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("示例新区规上工业增加值增长18.9%。", "示例新区"),
        ("样本县地区生产总值增长6%。", "样本县"),
        ("中心城区新建公园3个。", "中心城区"),
        ("全市工业增加值增长5%。", None),
        ("各县新建公园3个。", None),
        ("地区生产总值增长5%。", None),
        ("百强县评选位居全省第3。", None),
    ],
)
def test_a_place_that_opens_the_clause_is_the_region(rows: Rows, text: str, region: str | None) -> None:
    assert rows(text, "region") == [region]


def test_a_place_holds_to_the_end_of_its_sentence(rows: Rows) -> None:
    text = "示例新区成立企业联盟，集聚企业75家，工业增加值增长18.9%。投资增长6%。"
    assert rows(text, "region") == ["示例新区", "示例新区", None]


def test_the_place_is_taken_out_of_the_indicator(rows: Rows) -> None:
    assert rows("示例新区规上工业增加值增长18.9%。", "indicator") == ["规上工业增加值"]


def test_the_place_of_the_report_itself_is_no_region(rows: Rows) -> None:
    text = "示例市完成投资5亿元，示例市工业增加值增长5%。"
    assert rows(text, "region", "indicator") == [(None, "投资"), (None, "工业增加值")]


def test_a_list_of_places_gives_each_its_number_of_one_thing(rows: Rows) -> None:
    text = "新建公路1500公里，其中甲县230公里、乙县260公里、样本镇30公里。"
    assert rows(text, "indicator", "region") == [
        ("新建公路", None), ("新建公路", "甲县"), ("新建公路", "乙县"), ("新建公路", "样本镇"),
    ]  # fmt: skip
    assert rows("建成社区10个、园区3个。", "region") == [None, None]


def test_a_site_is_a_place_behind_a_proper_noun(rows: Rows) -> None:
    assert rows("金溪开发区完成产值120亿元。", "indicator", "region") == [("产值", "金溪开发区")]
    assert rows("现代农业产业园区完成产值3亿元。", "region") == [None]


def test_a_place_alone_counts_the_thing_counted_before(rows: Rows) -> None:
    text = "接待游客2000万人次，其中万源360万人次。"
    about = {"region_code": "511700"}
    assert rows(text, "indicator", "region", **about) == [("接待游客", None), ("接待游客", "万源")]


def test_behind_a_semicolon_the_report_speaks_of_its_own_place_again(rows: Rows) -> None:
    text = "示例新区财政收入突破10亿元，增长5%；城镇化率提高3个百分点。"
    assert rows(text, "region") == ["示例新区", "示例新区", None]
