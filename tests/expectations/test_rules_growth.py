"""The step between two numbers is the one that the sentence states."""

import polars as pl
import pytest

from expectations.rules.growth import from_to


def found(sentence: str) -> pl.DataFrame:
    return from_to({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [7]})})


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("规上企业由40家增加到52家、净增12家。", id="a change in counts"),
        pytest.param("规上企业由上年的40家增加到52家、增长30%。", id="growth"),
        pytest.param("加工产值从2.1万亿元增至2.7万亿元，增长31%。", id="growth within rounding"),
        pytest.param("税收从9800万元增加到1.2亿元，增长22%。", id="two magnitudes"),
        pytest.param("普及率由50.0%提高到55.0%，提高5个百分点。", id="points"),
        pytest.param("单位能耗由0.50吨下降到0.40吨，下降20%。", id="a fall"),
        pytest.param("产值由100亿元增加到200亿元，增长1倍。", id="times"),
        pytest.param("产值由2020年的100亿元增加到180亿元，同比增长6%。", id="the step is from another year"),
        pytest.param("产值由100亿元增加到180亿元，年均增长12.5%。", id="a yearly mean"),
        pytest.param("产值由100亿元增加到180亿元，税收增长5%。", id="the growth of something else"),
        pytest.param("人员由40人增加到52家，增长90%。", id="two kinds"),
    ],
)
def test_a_step_that_its_ends_make_is_left_alone(sentence: str) -> None:
    assert found(sentence).is_empty()


@pytest.mark.parametrize(
    ("sentence", "expected", "observed"),
    [
        pytest.param("规上企业由40家增加到52家、净增15家。", "12家", "15家", id="a change in counts"),
        pytest.param("规上企业由40家增加到52家、增长13%。", "30%", "13%", id="growth"),
        pytest.param("加工产值从2.1万亿元增至2.7万亿元，增长41%。", "28.57%", "41%", id="beyond rounding"),
        pytest.param("普及率由50.0%提高到55.0%，提高9个百分点。", "5个百分点", "9个百分点", id="points"),
        pytest.param("单位能耗由0.50吨下降到0.40吨，下降50%。", "-20%", "-50%", id="a fall"),
        pytest.param("企业由194户压减至118户，减少66户。", "-76户", "-66户", id="a fall in counts"),
    ],
)
def test_another_step_is_a_warning(sentence: str, expected: str, observed: str) -> None:
    row = found(sentence).row(0, named=True)
    assert (row["severity"], row["expected"], row["observed"]) == ("warning", expected, observed)


def test_the_arithmetic_and_the_three_numbers_are_shown() -> None:
    sentence = "规上企业由40家增加到52家、增长13%。"
    row = found(sentence).row(0, named=True)
    assert "(52家 − 40家) ÷ 40家 = 30% ≠ 13%" in row["message"]
    assert row["quotes"] == ["40家", "52家", "13%"]
    assert [sentence[s["start"] - 7 : s["end"] - 7] for s in row["char_spans"]] == row["quotes"]
