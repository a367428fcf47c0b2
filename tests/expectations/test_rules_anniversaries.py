"""The years since a known event lead to the time of the report."""

import polars as pl
import pytest

from expectations.rules.anniversaries import anniversary


def found(sentence: str, region: str | None = None) -> list[str]:
    documents = pl.DataFrame(
        {"doc_id": ["d"], "region_code": [region], "review_year": [2018], "plan_year": [2019]},
        schema_overrides={"region_code": pl.String},
    )
    sentences = pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})
    return anniversary({"documents": documents, "sentences": sentences})["observed"].to_list()


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("改革开放40年，全县面貌一新。", id="the year before"),
        pytest.param("庆祝新中国成立七十周年。", id="in words"),
        pytest.param("为2021年庆祝建党100周年做好准备。", id="to come"),
        pytest.param("2009年庆祝新中国成立60周年。", id="of a year that is named"),
        pytest.param("改革开放20多年来，全县面貌一新。", id="some years"),
        pytest.param("自治区成立60周年大庆。", id="of a region that is not known"),
    ],
)
def test_anniversaries_of_the_time_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "region", "count"),
    [
        pytest.param("改革开放52年，全县面貌一新。", None, "52", id="too many"),
        pytest.param("庆祝新中国成立60周年。", None, "60", id="too few"),
        pytest.param("自治区成立85周年大庆。", "450600", "85", id="of a region"),
    ],
)
def test_anniversaries_of_another_time_are_worth_a_look(sentence: str, region: str | None, count: str) -> None:
    assert found(sentence, region) == [count]
