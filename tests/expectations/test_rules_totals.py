"""A total that stands right behind its parts is what they make."""

import polars as pl
import pytest

from expectations.rules.totals import behind


def found(sentence: str) -> list[tuple[str, str]]:
    rows = behind({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})})
    return list(zip(rows["expected"], rows["observed"], strict=True))


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("办理代表建议120件、委员提案80件，共200件。", id="they make it"),
        pytest.param("完成工业投资10.4亿元、农业投资5.4亿元，合计15.9亿元。", id="rounding"),
        pytest.param("办理代表建议120件、委员提案80件，共完成投资15亿元。", id="of another unit"),
        pytest.param(
            "新增企业20家，其中工业企业8家、商贸企业5家，共48家。", id="a part of the list is a part of another"
        ),
        pytest.param("新建学校3所，改造学校5所，累计共40所。", id="of all time"),
    ],
)
def test_totals_that_may_be_right_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        pytest.param("办理代表建议120件、委员提案80件，共290件。", ("200", "290件"), id="counts"),
        pytest.param("工业投资10.4亿元，农业投资5.4亿元，合计25.9亿元。", ("15.8", "25.9亿元"), id="money"),
    ],
)
def test_totals_that_their_parts_do_not_make_are_found(sentence: str, counts: tuple[str, str]) -> None:
    assert found(sentence) == [counts]
