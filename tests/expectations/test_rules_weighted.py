"""A whole grows by no more and no less than its parts, near their weighted mean."""

import pytest

from expectations.rules.weighted import above_sectors, weighted
from tests.support.reports import read


def found(total: str, *parts: str, behind: str = "") -> list[str]:
    names = ("第一产业增加值", "第二产业增加值", "第三产业增加值")
    listed = "；".join(f"{name}{part}" for name, part in zip(names, parts, strict=False))
    return weighted(read(f"全市地区生产总值100亿元，增长{total}。其中，{listed}。{behind}"))["severity"].to_list()


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        pytest.param("6%", ("10亿元，增长3%", "50亿元，增长5%", "40亿元，增长8%"), id="the mean"),
        pytest.param("6.9%", ("10亿元，增长3%", "50亿元，增长5%", "40亿元，增长8%"), id="near the mean"),
        pytest.param("7.9%", ("增长3%", "增长5%", "增长8%"), id="among them, of no known sizes"),
        pytest.param("9%", ("10亿元，增长3%", "50亿元，增长5%"), id="a part is missing"),
    ],
)
def test_growth_that_its_parts_make_is_left_alone(total: str, parts: tuple[str, ...]) -> None:
    assert found(total, *parts) == []


@pytest.mark.parametrize(
    ("total", "severity"),
    [
        pytest.param("9.5%", "warning", id="more than every part"),
        pytest.param("1.2%", "warning", id="less than every part"),
        pytest.param("7.9%", "info", id="far from the mean"),
    ],
)
def test_growth_that_its_parts_do_not_make_is_found(total: str, severity: str) -> None:
    assert found(total, "10亿元，增长3%", "50亿元，增长5%", "40亿元，增长8%") == [severity]


def test_growth_per_head_is_not_that_of_all() -> None:
    text = "全市人均地区生产总值5万元，增长9%。其中，第一产业增加值增长3%，第二产业增加值增长5%，第三产业增加值增长8%。"
    assert weighted(read(text)).is_empty()


@pytest.mark.parametrize(
    ("total", "first", "severities"),
    [
        pytest.param("7.5%左右", "", [], id="between them"),
        pytest.param("8.2%", "", [], id="rounding"),
        pytest.param("9.8%左右", "", ["info"], id="above both"),
        pytest.param("9.8%", "第一产业增加值增长12%，", [], id="the first sector is told"),
    ],
)
def test_a_product_grows_no_faster_than_both_other_sectors(total: str, first: str, severities: list[str]) -> None:
    text = f"2023年，地区生产总值增长{total}。{first}第二产业增加值增长7.7%，第三产业增加值增长7.4%。"
    assert above_sectors(read(text))["severity"].to_list() == severities
