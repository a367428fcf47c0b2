"""Numbers of a list with 分别 belong to the names before it, one each."""

import polars as pl
import pytest

from expectations.rules.dealt import dealt
from expectations.schemas import empty


def names(evidence: str, values: int) -> list[tuple[str, str | None]]:
    rows = [
        {
            "doc_id": "d",
            "evidence": evidence,
            "indicator": "指标",
            "measure": "gap",
            "unit": "百分点",
            "value": float(i),
        }
        for i in range(values)
    ]
    observations = pl.concat([empty("observations"), pl.DataFrame(rows)], how="diagonal_relaxed")
    return dealt(observations).select("indicator", "indicator_code").rows()


def test_each_name_gets_its_number_and_code() -> None:
    read = names("地区生产总值、外贸出口总额、甲乙丙3个指标分别低于目标1.5、3.7和0.7个百分点。", 3)
    assert read == [("地区生产总值", "gdp"), ("外贸出口总额", "exports"), ("甲乙丙", None)]


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param("甲业、乙业2个指标分别低于目标1.5、3.7和0.7个百分点。", id="fewer names than values"),
        pytest.param("3个指标分别低于目标1.5、3.7和0.7个百分点。", id="no names"),
        pytest.param("甲业、乙业、丙业3个指标低于目标1.5、3.7和0.7个百分点。", id="no 分别"),
    ],
)
def test_other_lists_stay_as_they_were_read(evidence: str) -> None:
    assert names(evidence, 3) == [("指标", None)] * 3
