"""What adds up does not fall; what is hoped for is not less than what is promised."""

import polars as pl
import pytest

from expectations.rules.series import cumulative_falls, floor_above_stretch


def tables(sentence: str) -> dict[str, pl.DataFrame]:
    return {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [50]})}


def test_a_cumulative_series_that_falls_is_a_warning() -> None:
    sentence = "2021—2024年，累计培育农场分别达100个、120个、110个、130个。"
    row = cumulative_falls(tables(sentence)).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["120个", "110个"])
    assert [sentence[s["start"] - 50 : s["end"] - 50] for s in row["char_spans"]] == row["quotes"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("累计培育农场分别达100个、120个、120个、130个以上。", id="it stays or rises"),
        pytest.param("培育农场分别达100个、120个、110个。", id="it is not cumulative"),
        pytest.param(
            "累计放款5亿元，甲业、乙业、丙业产值分别为9亿元、8亿元、7亿元。", id="another clause is cumulative"
        ),
    ],
)
def test_a_series_that_may_fall_is_left_alone(sentence: str) -> None:
    assert cumulative_falls(tables(sentence)).is_empty()


def test_a_floor_above_the_stretch_target_is_a_warning() -> None:
    sentence = "2022年收入突破137亿元、力争达到131亿元。"
    row = floor_above_stretch(tables(sentence)).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["137亿元", "131亿元"])
    assert [sentence[s["start"] - 50 : s["end"] - 50] for s in row["char_spans"]] == row["quotes"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("2022年收入突破137亿元、力争达到141亿元。", id="more is hoped for"),
        pytest.param("收入达到137亿元，力争达到137亿元。", id="the same is hoped for"),
        pytest.param("完成复垦2000亩，力争产出指标1400亩。", id="something else is hoped for"),
        pytest.param("收入突破137亿元、力争达到20万亩。", id="another unit"),
    ],
)
def test_a_stretch_target_that_may_be_right_is_left_alone(sentence: str) -> None:
    assert floor_above_stretch(tables(sentence)).is_empty()
