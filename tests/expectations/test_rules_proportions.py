"""Two headline figures of one place and year lie in a possible proportion."""

import polars as pl
import pytest

from expectations.reference import indicator_proportions, indicators
from expectations.rules.proportions import implausible_proportion
from expectations.schemas import empty

Figure = tuple[str, float, str]


def found(*figures: Figure, years: tuple[int, int] = (2024, 2024), before: str = "") -> pl.DataFrame:
    rows = [
        {
            "doc_id": "d", "indicator": code, "indicator_code": code, "measure": "level", "status": "actual", "comparator": "eq",
            "value_base": value * 1e8, "unit_base": unit, "year": year, "origin": "text", "quote": f"{value}亿{unit}",
            "evidence": f"{before}{value}亿{unit}。", "char_start": at, "char_end": at + 5,
        }
        for at, ((code, value, unit), year) in enumerate(zip(figures, years, strict=False))
    ]  # fmt: skip
    typed = pl.DataFrame(rows, schema_overrides={"year": pl.Int32})
    return implausible_proportion({"observations": pl.concat([empty("observations"), typed], how="diagonal_relaxed")})


GDP: Figure = ("gdp", 210.0, "元")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("retail_sales", 620.0, "元"), id="ten times as much"),
        pytest.param(("retail_sales", 6.2, "元"), id="a tenth"),
        pytest.param(("gdp_secondary", 950.0, "元"), id="a part beyond the whole"),
    ],
)
def test_a_figure_off_by_ten_is_a_warning(other: Figure) -> None:
    row = found(GDP, other).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", [f"{other[1]}亿元", "210.0亿元"])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("retail_sales", 62.0, "元"), id="a usual share"),
        pytest.param(("retail_sales", 12.0, "元"), id="a mining town"),
        pytest.param(("gdp_secondary", 210.0, "元"), id="the whole"),
        pytest.param(("exports", 620.0, "元"), id="no proportion is known"),
        pytest.param(("retail_sales", 620.0, "美元"), id="in another currency"),
    ],
)
def test_possible_proportions_are_left_alone(other: Figure) -> None:
    assert found(GDP, other).is_empty()


def test_figures_of_two_years_or_of_a_part_of_the_place_are_not_held_against_each_other() -> None:
    assert found(GDP, ("retail_sales", 620.0, "元"), years=(2023, 2024)).is_empty()
    assert found(GDP, ("retail_sales", 620.0, "元"), before="开发区").is_empty()


def test_one_statement_in_proportion_is_enough() -> None:
    assert found(GDP, ("retail_sales", 6.2, "元"), ("retail_sales", 62.0, "元"), years=(2024, 2024, 2024)).is_empty()  # type: ignore[arg-type]


def test_every_pair_is_of_known_indicators_with_a_reason() -> None:
    pairs, codes = indicator_proportions(), set(indicators()["code"])
    assert set(pairs["code"]) | set(pairs["of_code"]) <= codes
    assert pairs.filter(pl.col("min") >= pl.col("max")).is_empty()
    assert pairs["proportion_source"].null_count() == 0
