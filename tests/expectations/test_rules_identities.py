"""The balance of trade, natural growth and ratios are what their two numbers make."""

import pytest

from expectations.rules.identities import identity
from tests.support.reports import read

INCOMES = "城镇居民人均可支配收入40063元，增长5%；农村居民人均可支配收入20000元，增长6%。"


@pytest.mark.parametrize(
    ("told", "arithmetic"),
    [
        pytest.param("全年出口64亿元，下降2.1%；进口47亿元，下降4.7%。贸易顺差17亿元。", None, id="balance"),
        pytest.param("全年出口64亿元，下降2.1%；进口47亿元，下降4.7%。贸易顺差21亿元。", "64亿元 − 47亿元 = 17 ≠ 21亿元", id="another"),
        pytest.param("全年出口40亿元，进口47亿元，逆差7亿元。", None, id="deficit"),
        pytest.param("人口出生率8.1‰，死亡率6.0‰，自然增长率2.1‰。", None, id="natural growth"),
        pytest.param("人口出生率8.1‰，死亡率6.0‰，自然增长率3.1‰。", "8.1‰ − 6.0‰ = 2.1 ≠ 3.1‰", id="another natural growth"),
        pytest.param(f"{INCOMES}城乡居民收入比由上年的2.05缩小到2.00。", None, id="ratio of incomes"),
        pytest.param(f"{INCOMES}城乡居民收入比由上年的2.05:1缩小到2.63:1。", "40063元 ÷ 20000元 = 2.0032 ≠ 2.63", id="another ratio"),
        pytest.param(f"{INCOMES}城乡居民收入比控制在2.3以内。", None, id="a bound"),
        pytest.param("男性人口52万人，女性人口50万人，人口性别比为104。", None, id="men to women"),
        pytest.param("男性人口52万人，女性人口50万人，出生人口性别比为111。", None, id="of the newborn"),
        pytest.param("男性人口52万人，女性人口50万人，总人口性别比为134.1。", "52万人 ÷ 50万人 = 104 ≠ 134.1", id="another"),
    ],
)  # fmt: skip
def test_a_name_that_says_how_it_is_made(told: str, arithmetic: str | None) -> None:
    found = identity(read(told))["message"].to_list()
    assert len(found) == (arithmetic is not None)
    assert all(str(arithmetic) in message for message in found)
