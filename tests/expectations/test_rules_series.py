"""What adds up does not fall; what is hoped for is not less than what is promised."""

import polars as pl
import pytest

from expectations.rules.series import breaks, cumulative_falls, floor_above_stretch


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


def test_a_hope_needs_no_verb_of_its_own() -> None:
    row = floor_above_stretch(tables("确保完成工业投资137亿元，力争131亿元。")).row(0, named=True)
    assert row["quotes"] == ["137亿元", "131亿元"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("确保完成工业投资137亿元，力争140亿元。", id="a hope without a verb"),
        pytest.param("确保引进项目137个，力争60个竣工。", id="some of them"),
        pytest.param("2022年收入突破137亿元、力争达到141亿元。", id="more is hoped for"),
        pytest.param("收入达到137亿元，力争达到137亿元。", id="the same is hoped for"),
        pytest.param("完成复垦2000亩，力争产出指标1400亩。", id="something else is hoped for"),
        pytest.param("收入突破137亿元、力争达到20万亩。", id="another unit"),
    ],
)
def test_a_stretch_target_that_may_be_right_is_left_alone(sentence: str) -> None:
    assert floor_above_stretch(tables(sentence)).is_empty()


YEARLY = "2021—2025年，基地分别达到{}。"


def test_a_value_that_breaks_a_run_is_worth_an_info() -> None:
    row = breaks(tables(YEARLY.format("16个、81个、20个、22个、24个"))).row(0, named=True)
    assert (row["severity"], row["observed"], row["quotes"][0]) == ("info", "81个", "81个")


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(YEARLY.format("16个、18个、20个、22个、24个"), id="rising"),
        pytest.param(YEARLY.format("24个、22个、20个、18个、16个"), id="falling"),
        pytest.param(YEARLY.format("2个、3个、5个、5个、5个"), id="standing still"),
        pytest.param(YEARLY.format("16个、18个、12个、22个、4个"), id="going up and down"),
        pytest.param("2021—2025年，甲、乙、丙、丁分别达到16个、81个、20个、22个。", id="a value a name"),
        pytest.param("基地分别达到16个、81个、20个、22个、24个。", id="not said to be of years"),
    ],
)
def test_a_run_that_may_be_right_is_left_alone(sentence: str) -> None:
    assert breaks(tables(sentence)).is_empty()
