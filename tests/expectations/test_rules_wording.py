"""A unit is written whole, once, and of what the name before it says."""

from collections.abc import Callable

import polars as pl
import pytest

from expectations.rules.rule import Tables
from expectations.rules.wording import doubled, index_as_rate, shortened


def quotes(rule: Callable[[Tables], pl.DataFrame], sentence: str) -> list[list[str]]:
    return rule({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})})[
        "quotes"
    ].to_list()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        pytest.param("粮食产量1086万吨吨以上。", "1086万吨吨", id="a mass"),
        pytest.param("税收12.5亿元元。", "12.5亿元元", id="money"),
        pytest.param("粮食产量1086万吨以上。", None, id="once"),
        pytest.param("服务5万人人均增收300元。", None, id="the next word begins alike"),
    ],
)
def test_a_unit_is_written_once(sentence: str, quote: str | None) -> None:
    assert quotes(doubled, sentence) == ([[quote]] if quote else [])


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        pytest.param("建成20000平货场。", "20000平", id="an area"),
        pytest.param("累计产气700亿立方、居全省首位。", "700亿立方", id="a volume"),
        pytest.param("建成20000平方米货场。", None, id="an area in full"),
        pytest.param("累计产气700亿立方米。", None, id="a volume in full"),
        pytest.param("建设3平台。", None, id="another word"),
    ],
)
def test_a_unit_without_its_last_word_is_found(sentence: str, quote: str | None) -> None:
    assert quotes(shortened, sentence) == ([[quote]] if quote else [])


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        pytest.param("居民消费价格指数控制在3%以内。", "3%", id="a rise"),
        pytest.param("居民消费价格指数控制在103%以内。", None, id="an index"),
        pytest.param("居民消费价格指数上涨2%。", None, id="said to rise"),
        pytest.param("居民消费价格涨幅控制在3%以内。", None, id="called a rise"),
    ],
)
def test_an_index_stands_near_one_hundred(sentence: str, quote: str | None) -> None:
    assert quotes(index_as_rate, sentence) == ([[quote]] if quote else [])
