"""A part over its total makes the stated share, a result over its plan the completion."""

import polars as pl
import pytest

from expectations.rules.ratios import completion, share


def tables(sentence: str) -> dict[str, pl.DataFrame]:
    return {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("收入84.6亿元、增长6.2%，其中税收47.9亿元、占比56.6%。", id="a part of a total"),
        pytest.param("收入80亿元，其中税收48亿元、占比59.4%。", id="within rounding of whole numbers"),
        pytest.param("共承办144件，已答复118件、部分答复20件，占比95.8%。", id="two parts together"),
        pytest.param("已答复118件、部分答复20件，占比95.8%。", id="a whole that is not stated but can be"),
        pytest.param("产值84.6亿元、税收7.9亿元、占比66.6%。", id="the whole may be another one"),
        pytest.param("床位达到2万张、护理型床位占比90%。", id="the share of something else"),
    ],
)
def test_a_share_that_the_numbers_can_make_is_left_alone(sentence: str) -> None:
    assert share(tables(sentence)).is_empty()


def test_a_share_that_part_and_total_do_not_make_is_a_warning() -> None:
    row = share(tables("收入84.6亿元、增长6.2%，其中税收47.9亿元、占比66.6%。")).row(0, named=True)
    assert row["severity"] == "warning"
    assert row["quotes"] == ["84.6亿元", "47.9亿元", "66.6%"]
    assert "47.9 ÷ 84.6 = 56.62% ≠ 66.6%" in row["message"]


def test_two_parts_are_added_in_the_message() -> None:
    row = share(tables("共承办144件，已答复118件、部分答复20件，占比85.8%。")).row(0, named=True)
    assert "(118 + 20) ÷ 144 = 95.83% ≠ 85.8%" in row["message"]


def test_a_share_that_no_whole_number_of_things_makes_is_an_info() -> None:
    row = share(tables("已答复153件、部分答复20件，占比95.8%。")).row(0, named=True)
    assert (row["severity"], row["observed"]) == ("info", "95.8%")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("完成投资245亿元，占年度计划260亿元的94.2%。", None, id="they make it"),
        pytest.param("完成投资245亿元，占年度计划260亿元的94%。", None, id="rounding"),
        pytest.param("完成投资245亿元，占年度计划投资260亿元的99.2%。", "94.23%", id="they do not"),
        pytest.param("完成投资9000万元，占年度计划1.2亿元的75%。", None, id="two magnitudes"),
        pytest.param("完成投资245亿元，占年度计划260个的99.2%。", None, id="two kinds"),
        pytest.param("完成投资245亿元，占年度计划的99.2%。", None, id="the plan is not stated"),
    ],
)
def test_a_completion_is_the_result_over_the_plan(sentence: str, expected: str | None) -> None:
    assert completion(tables(sentence))["expected"].to_list() == ([expected] if expected else [])
