"""A value that is said to reach a goal, or to keep within it, does."""

import polars as pl
import pytest

from expectations.rules.attained import attained


def messages(sentence: str) -> list[str]:
    sentences = pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [100]})
    return attained({"sentences": sentences})["message"].to_list()


@pytest.mark.parametrize(
    "sentence",
    [
        "人口自然增长率7.8‰，控制在6‰以内。",
        "物价涨幅为8.9%，低于全年控制在8%以内的目标。",
        "新增就业5.2万人，超额完成6.8万人的年度任务。",
        "棉花产量40万吨，连续六年稳定在50万吨以上。",
        "能耗下降2.2%，超额完成下降3.2%的任务。",
        "产销率96.5%，完成了不低于98%的年度任务。",
        "财政收入突破亿元大关，达到0.88亿元。",
    ],
)  # fmt: skip
def test_a_value_on_the_wrong_side_of_its_goal_is_found(sentence: str) -> None:
    assert len(messages(sentence)) == 1


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        pytest.param("达到52亿元，年均增长9%，比计划目标40亿元超过12亿元。", [], id="it is"),
        pytest.param("达到52.3亿元，比计划目标40亿元超过12亿元。", [], id="rounding"),
        pytest.param("达到62亿元，年均增长9%，比“十五”计划目标40亿元超过12亿元。", ["22亿元"], id="it is not"),
        pytest.param("完成31亿元，比预算40亿元少5亿元。", ["9亿元"], id="short of it"),
    ],
)
def test_a_value_lies_as_far_from_its_goal_as_is_said(sentence: str, made: list[str]) -> None:
    found = attained({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})})
    assert found["expected"].to_list() == made


def test_the_distance_from_the_goal_is_the_one_that_is_said() -> None:
    assert messages("失业率3.4%，低于4.2%的控制目标1.5个百分点。") == ["3.4%与4.2%相差0.8，所写的是1.5。"]
    assert messages("失业率3.4%，低于4.2%的控制目标0.8个百分点。") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "人口自然增长率7.8‰，控制在9‰以内。",
        "新增就业5.2万人，超额完成4.8万人的年度任务。",
        "财政收入突破亿元大关，达到1.08亿元。",
        "收入增长8.5%左右，城镇失业率控制在5.5%以内。",
        "创业增加31万人、外出务工稳定在640万人以上。",
        "产值增长6%，高于全省平均水平8%的一半。",
        "产销率96.5%，完成了不低于96%的年度任务。",
        "上市企业8家，完成150家以上企业改造。",
    ],
)
def test_a_value_on_its_side_or_beside_another_goal_is_not(sentence: str) -> None:
    assert messages(sentence) == []
