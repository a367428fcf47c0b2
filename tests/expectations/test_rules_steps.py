"""A change is the rate that another sentence states of the same indicator."""

import pytest

from expectations.rules.steps import step
from tests.support.reports import read


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param("289", [], id="it is"),
        pytest.param("376", ["warning"], id="it is not"),
    ],
)
def test_a_change_is_the_rate_stated_elsewhere(change: str, found: list[str]) -> None:
    told = f"农村居民人均纯收入比上年增加{change}元。全年农村居民人均纯收入达到2102元，增长15.9%。"
    assert step(read(told))["severity"].to_list() == found


def test_real_growth_is_no_rate_of_two_levels() -> None:
    told = "工业增加值比上年增加20亿元。全年工业增加值100亿元，增长5%。"
    assert step(read(told)).is_empty()
