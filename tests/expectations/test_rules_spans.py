"""A review of five years and one of the last year are told apart by the words that open them."""

import polars as pl
import pytest

from expectations.rules.spans import span_marks


def spans(*texts: str) -> list[str | None]:
    """What each of the sentences tells; nothing of those that tell nothing."""
    return span_marks(pl.DataFrame({"doc_id": ["d"] * len(texts), "text": texts}))["span"].to_list()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("这五年，我们攻坚克难。", "five", id="these five years"),
        pytest.param("——过去五年，经济稳步增长。", "five", id="behind a dash"),
        pytest.param("“十四五”时期工作回顾", "five", id="a heading of a plan's years"),
        pytest.param("一、2025年工作回顾", "one", id="a heading of one year"),
        pytest.param("刚刚过去的2025年，全市上下齐心协力。", "one", id="the year just gone"),
        pytest.param("一、2025年和“十四五”时期工作回顾", None, id="a heading of both"),
    ],
)
def test_the_opening_words_tell_the_span(text: str, span: str | None) -> None:
    assert spans(text) == [span]


@pytest.mark.parametrize("text", ["2025年生产总值突破百亿。", "新增就业5万人。"])
def test_a_sentence_on_a_year_tells_nothing_of_the_others(text: str) -> None:
    assert spans(text) == []
