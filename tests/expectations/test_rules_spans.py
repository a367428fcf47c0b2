"""A review of five years and one of the last year are told apart by the words that open them."""

import polars as pl
import pytest

from expectations.rules.spans import with_span


def spans(*texts: str) -> list[str | None]:
    return with_span(pl.DataFrame({"doc_id": ["d"] * len(texts), "text": texts}))["span"].to_list()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("这五年，我们攻坚克难。", "five", id="these five years"),
        pytest.param("——过去五年，经济稳步增长。", "five", id="behind a dash"),
        pytest.param("“十四五”时期工作回顾", "five", id="a heading of a plan's years"),
        pytest.param("一、2025年工作回顾", "one", id="a heading of one year"),
        pytest.param("刚刚过去的2025年，全市上下齐心协力。", "one", id="the year just gone"),
        pytest.param("一、2025年和“十四五”时期工作回顾", None, id="a heading of both"),
        pytest.param("2025年生产总值突破百亿。", None, id="a year within a sentence of its own"),
        pytest.param("新增就业5万人。", None, id="nothing tells"),
    ],
)
def test_the_opening_words_tell_the_span(text: str, span: str | None) -> None:
    assert spans(text) == [span]


def test_the_span_holds_until_another_is_told() -> None:
    assert spans("五年来，改革深入。", "新增就业9万人。", "这一年，民生改善。", "新增就业2万人。") == [
        "five",
        "five",
        "one",
        "one",
    ]
