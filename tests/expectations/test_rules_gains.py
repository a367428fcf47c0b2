"""Level, gain and growth of one name say one thing, and so do a total and what it is a year."""

import pytest

from expectations.rules.gains import gain, yearly
from tests.support.reports import read

REVIEW = "“十三五”时期，"


def found(text: str) -> list[tuple[str, str]]:
    return gain(read(text)).select("severity", "expected").rows()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{REVIEW}存款达到130亿元、净增30亿元，年均增长5.4%。", id="over five years"),
        pytest.param(f"{REVIEW}存款达到130亿元、净增30亿元，年均增长5%。", id="rounding"),
        pytest.param(f"{REVIEW}存款达到130亿元，年均增长9%。", id="no gain"),
        pytest.param(f"{REVIEW}存款达到130亿元、净增30亿元，贷款年均增长9%。", id="of another"),
        pytest.param(f"{REVIEW}生产总值达到130亿元、净增30亿元，年均增长4.4%。", id="prices that rose"),
        pytest.param("税收、非税收入分别完成44亿元和22亿元，分别增收4亿元和2亿元，分别增长10%和10%。", id="in a list"),
    ],
)
def test_gains_that_make_the_growth_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_gain_that_makes_another_mean_growth_is_found() -> None:
    assert found(f"{REVIEW}存款达到130亿元、净增30亿元，年均增长6.8%。") == [("warning", "5.4%")]


def test_a_product_that_no_prices_explain_is_worth_a_look() -> None:
    assert found(f"{REVIEW}生产总值达到130亿元、净增30亿元，年均增长9.4%。") == [("info", "5.4%")]


def test_gains_of_a_list_are_held_against_their_growth() -> None:
    text = "税收、非税收入分别完成44亿元和22亿元，分别增收4亿元和2亿元，分别增长10%和15%。"
    assert found(text) == [("warning", "10.0%")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("新增绿地653万平方米，年均增加130.6万平方米。", id="five years"),
        pytest.param("新增绿地654万平方米，年均增加130.7万平方米。", id="rounding"),
        pytest.param("新增绿地650万平方米，年均增加150万亩。", id="another unit"),
    ],
)
def test_totals_of_whole_years_are_left_alone(text: str) -> None:
    assert yearly(read(text)).is_empty()


def test_a_total_of_no_number_of_years_is_found() -> None:
    (row,) = yearly(read("新增绿地849万平方米，年均增加130.6万平方米。")).rows(named=True)
    assert row["quotes"] == ["849万平方米", "130.6万平方米"]


def test_growth_that_differs_in_the_second_decimal_is_worth_a_look() -> None:
    assert found(f"{REVIEW}存款达到1023.11亿元、净增207.58亿元，年均增长4.63%。") == [("info", "4.6%")]
