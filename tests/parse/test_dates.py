"""Days as reports write them."""

from datetime import date

import polars as pl
import pytest

from flows.parse.dates import full_years, plain_years, to_date, to_month


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025年1月13日", date(2025, 1, 13)),
        ("2025-01-23", date(2025, 1, 23)),
        ("2025/2/3", date(2025, 2, 3)),
        ("一九九七年二月二十五日", date(1997, 2, 25)),
        ("二〇二五年十二月三十日", date(2025, 12, 30)),
        ("二○○八年十月十日", date(2008, 10, 10)),
        ("2025年2月30日", None),
        ("2025年", None),
    ],
)
def test_a_day_is_read(written: str, day: date | None) -> None:
    assert pl.select(to_date(pl.lit(written))).item() == day


def test_years_in_chinese_digits_keep_their_place() -> None:
    assert pl.select(plain_years(pl.lit("甲市一九九六年计划"))).item() == "甲市1996年计划"


def test_years_of_two_digits_are_of_the_last_century() -> None:
    assert pl.select(full_years(pl.lit("九八年工作回顾和99年安排"))).item() == "1998年工作回顾和1999年安排"


@pytest.mark.parametrize(
    ("written", "month"),
    [("2014年1月", date(2014, 1, 1)), ("二○○二年十二月", date(2002, 12, 1)), ("二00一年二月", date(2001, 2, 1))],
)
def test_a_month_is_read_as_its_first_day(written: str, month: date) -> None:
    assert pl.select(to_month(pl.lit(written))).item() == month
