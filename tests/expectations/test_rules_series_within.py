"""A series that a paragraph announces and numbers runs to the number announced."""

import polars as pl
import pytest

from expectations.rules.series_within import within


def observed(*sentences: str) -> list[str]:
    starts = [100 + sum(map(len, sentences[:i])) for i in range(len(sentences))]
    rows = pl.DataFrame({"doc_id": "d", "text": sentences, "char_start": starts, "paragraph": 1})
    return within({"sentences": rows})["observed"].to_list()


@pytest.mark.parametrize(
    "sentences",
    [
        ("抓了六件大事：一是扩建甲厂，二是改造乙厂，三是改制丙厂。",),
        ("办好七件实事：1.新建水站20处；2.改造小区35个；3.新建学校2所。",),
        ("我们有四点体会：一是坚持发展。", "二是坚持改革。", "三是坚持开放。"),
    ],
)
def test_another_number_than_announced_is_found(sentences: tuple[str, ...]) -> None:
    assert observed(*sentences) == ["3"]


@pytest.mark.parametrize(
    "sentence",
    [
        "抓了三件大事：一是扩建甲厂，二是改造乙厂，三是改制丙厂。",
        "第一批6个项目，一是甲厂。",
        "抓了三件大事：扩建甲厂，改造乙厂。",
    ],
)
def test_the_number_announced_or_no_series_is_not(sentence: str) -> None:
    assert observed(sentence) == []
