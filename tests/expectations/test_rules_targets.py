"""The distance from a target is the result less the target."""

import polars as pl
import pytest

from expectations.rules.targets import excess
from expectations.schemas import empty


def stated(
    quote: str, value: float, measure: str, status: str, comparator: str = "eq", before: str = "产值"
) -> dict[str, object]:
    unit = "百分点" if measure == "gap" else "%"
    return {
        "observation_id": f"{quote}{status}{measure}", "doc_id": "d", "indicator": "产值", "indicator_code": "gdp",
        "measure": measure, "value": value, "unit": unit, "value_base": value, "unit_base": unit, "year": 2024,
        "status": status, "comparator": comparator, "evidence": f"{before}{quote}。", "quote": quote,
        "char_start": len(before), "char_end": len(before) + len(quote),
    }  # fmt: skip


def found(*rows: dict[str, object]) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), schema_overrides={"year": pl.Int32})
    return excess({"observations": pl.concat([empty("observations"), frame], how="diagonal_relaxed")})


RESULT = stated("6.1%", 6.1, "growth", "actual")
TARGET = stated("6.5%", 6.5, "growth", "target")


def gap(value: float, before: str = "低于预期目标") -> dict[str, object]:
    return stated(f"{abs(value)}个百分点", value, "gap", "actual", before=before)


def test_another_distance_is_a_warning() -> None:
    row = found(RESULT, TARGET, gap(-0.9)).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["0.9个百分点", "6.1%", "6.5%"])
    assert "6.1% − 6.5% = -0.4百分点 ≠ -0.9百分点" in row["message"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((RESULT, TARGET, gap(-0.4)), id="they fit"),
        pytest.param((RESULT, TARGET, gap(-0.5)), id="rounding"),
        pytest.param((RESULT, TARGET, gap(-0.9, "低于全省平均")), id="a distance from another place"),
        pytest.param((RESULT, gap(-0.9)), id="the target is not stated"),
        pytest.param((RESULT, TARGET, stated("7.5%", 7.5, "growth", "target"), gap(-0.9)), id="two targets"),
    ],
)
def test_a_distance_that_may_be_right_is_left_alone(rows: tuple[dict[str, object], ...]) -> None:
    assert found(*rows).is_empty()


def test_a_floor_is_a_target_too() -> None:
    floor = stated("6.5%以上", 6.5, "growth", "target", "ge")
    assert found(RESULT, floor, gap(-0.9)).height == 1
