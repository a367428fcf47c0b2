"""What stands behind 其中 is not more than the whole before it."""

import polars as pl
import pytest

from expectations.rules.parts import exceeds


def found(sentence: str) -> pl.DataFrame:
    return exceeds({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})})


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("完成投资100亿元，其中产业项目40.2亿元、民生项目59.8亿元。", id="they make it"),
        pytest.param("完成投资100亿元，其中产业项目40.4亿元、民生项目60.2亿元。", id="rounding"),
        pytest.param("完成投资100亿元，其中产业项目40亿元。", id="a part"),
        pytest.param("安排项目78个，计划投资52亿元，其中工业项目61个。", id="of the whole in the same unit"),
        pytest.param("完成投资100亿元，其中产业项目140个。", id="another unit"),
        pytest.param("新认定企业12家，其中累计获奖35家。", id="a part of what there is in all"),
        pytest.param("新增用户3户；其中贷款40户。", id="another statement"),
        pytest.param("高于全省0.3个百分点，其中农村快1个百分点。", id="percentage points are no count"),
        pytest.param("项目30项，其中建设类27项（省级6项、市级21项）、前期类3项。", id="parts of a part"),
    ],
)
def test_parts_within_the_whole_are_left_alone(sentence: str) -> None:
    assert found(sentence).is_empty()


def test_parts_that_exceed_the_whole_are_a_warning() -> None:
    row = found("完成投资100亿元，其中产业项目40亿元、民生项目70亿元。").row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["100亿元", "40亿元", "70亿元"])
    assert "40 + 70 = 110 > 100（亿元）" in row["message"]


def test_a_second_part_of_the_first_whole_is_worth_an_info() -> None:
    row = found("争取资金50亿元，其中甲类11亿元，其中乙类32亿元。").row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("info", ["11亿元", "32亿元"])
