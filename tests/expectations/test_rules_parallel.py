"""Clauses that go on about the same names give as many values."""

import polars as pl
import pytest

from expectations.rules.parallel import parallel


def found(sentence: str) -> list[tuple[str, str]]:
    rows = parallel({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})})
    return list(zip(rows["expected"], rows["observed"], strict=True))


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("城镇、农村收入达到3万元、2万元，分别增长5%、6%。", id="as many"),
        pytest.param("进口额、出口额达到6亿元、25亿元，占全市的26%、48%。", id="as many shares"),
        pytest.param("新增企业50家、工厂20家，增长5%。", id="a growth of the last, or of all"),
        pytest.param("税收达到50亿元，增长5%。", id="a single one"),
        pytest.param("甲企业12家，乙企业8家，分别占全市的30%、25%。", id="of clauses before"),
        pytest.param("甲企业12家，乙企业8家，分别增长5%以上。", id="a bound for both"),
        pytest.param("市区建设2个机构，各县建设1个机构，分别设置100—150个床位。", id="a range"),
    ],
)
def test_clauses_with_as_many_values_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        pytest.param("城镇、农村收入达到3万元，分别增长5%和6%。", ("1", "2"), id="a level is missing"),
        pytest.param("进口额、出口额达到6亿元、25亿元，占全市的26%。", ("2", "1"), id="a share is missing"),
        pytest.param("稻谷、小麦产量达到50万吨、20万吨，增长5%、6%、7%。", ("2", "3"), id="one too many"),
        pytest.param("甲企业12家，乙企业8家，分别占全市的30%。", ("2", "1"), id="of clauses before"),
    ],
)
def test_clauses_with_another_number_of_values_are_worth_a_look(sentence: str, counts: tuple[str, str]) -> None:
    assert found(sentence) == [counts]
