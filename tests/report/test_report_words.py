"""Numbers and times as people write them."""

from datetime import UTC, datetime

import pytest

from flows.report.words import KINDS, moment, number, percent, plural, signed, words


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12345.6, "12,345.6"), (100, "100"), (5.0, "5"), (-3.4, "−3.4"), (5.7 - 6, "−0.3"), (1e-12, "0"), (None, "—")],
)
def test_numbers_have_separators_and_no_idle_digits(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(3, "+3"), (-2, "−2"), (0, "±0"), (None, "—")])
def test_differences_have_their_sign(value: float | None, shown: str) -> None:
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(1, "100%"), (0.9999, "99%"), (0.75, "75%"), (0.0001, "1%"), (0, "0%"), (None, "—")]
)
def test_nearly_all_is_not_all_and_hardly_any_is_not_none(share: float | None, shown: str) -> None:
    assert percent(share) == shown


def test_times_are_those_of_beijing() -> None:
    assert moment(datetime(2025, 2, 28, 16, 30, tzinfo=UTC)) == "2025-03-01 00:30"


def test_one_source_two_sources() -> None:
    assert [plural(n, "source") for n in (0, 1, 1200)] == ["0 sources", "1 source", "1,200 sources"]


def test_a_code_without_words_is_its_own_word() -> None:
    assert words(KINDS, "plan_report").zh == "计划报告"
    assert words(KINDS, "budget_report").zh == "budget_report"
