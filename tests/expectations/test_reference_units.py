"""The table of units: one factor each, every magnitude, and parts that agree with the whole."""

import polars as pl
import pytest

from expectations.reference import magnitudes, resolve_units, unit_table, units


def meaning(unit: str) -> tuple[str | None, str | None, float | None]:
    row = resolve_units(pl.Series([unit])).row(0, named=True)
    return row["dimension"], row["base_unit"], row["factor"]


@pytest.mark.parametrize(
    ("unit", "dimension", "base_unit", "factor"),
    [
        ("亿元", "money", "元", 1e8),
        ("万亿元", "money", "元", 1e12),
        ("万美元", "US dollars", "美元", 1e4),
        ("万人", "persons", "人", 1e4),
        ("万人次", "person-times", "人次", 1e4),
        ("万亩", "area", "公顷", 1e4 / 15),
        ("平方公里", "area", "公顷", 100),
        ("万平方米", "area", "公顷", 1),
        ("亿公斤", "mass", "吨", 1e5),
        ("亿斤", "mass", "吨", 5e4),
        ("千米", "length", "米", 1000),
        ("万千瓦", "power", "千瓦", 1e4),
        ("亿千瓦时", "electricity", "千瓦时", 1e8),
        ("亿立方米", "volume", "立方米", 1e8),
        ("微克/立方米", "concentration in air", "微克/立方米", 1),
        ("元/平方米", "money per area", "元/平方米", 1),
        ("万元/人", "money per person", "元/人", 1e4),
        ("件/万人", "items per person", "件/万人", 1),
        ("吨标准煤/万元", "standard coal per money", "吨标准煤/万元", 1),
        ("‰", "ratio", "%", 0.1),
        (":1", "ratio", "%", 100),
        ("倍", "ratio", "%", 100),
        ("万家", "items", "个", 1e4),
        ("EFLOPS", "computing power", "PFLOPS", 1000),
        ("万", "items", "个", 1e4),
    ],
)
def test_a_unit_has_one_dimension_and_one_factor(unit: str, dimension: str, base_unit: str, factor: float) -> None:
    assert meaning(unit) == (dimension, base_unit, pytest.approx(factor))


@pytest.mark.parametrize(
    ("written", "listed"), [("个百分点", "百分点"), ("万家（次）", "万家"), ("平方 公里", "平方公里")]
)
def test_ways_of_writing_a_unit_come_to_one(written: str, listed: str) -> None:
    assert meaning(written) == meaning(listed)


def test_a_unit_of_two_parts_that_is_not_listed_is_composed() -> None:
    assert meaning("万册/百户") == ("items per items", "个/个", pytest.approx(100))


def test_shares_told_together_have_the_unit_of_the_first() -> None:
    found = resolve_units(pl.Series([":66.8:23.8", ":1"])).select("dimension", "factor").rows()
    assert found == [("composition", 1.0), ("ratio", 100.0)]


def test_an_unknown_unit_stays_unknown() -> None:
    assert meaning("虚构单位") == (None, None, None)


def test_no_unit_is_listed_twice() -> None:
    assert units()["unit"].is_duplicated().sum() == 0
    assert unit_table()["unit"].is_duplicated().sum() == 0


def test_a_dimension_has_one_base_unit_and_the_base_unit_has_factor_one() -> None:
    bases = units().group_by("dimension").agg(pl.col("base_unit").unique())
    assert bases["base_unit"].list.len().max() == 1
    of_the_base = units().join(
        units().select("dimension", "base_unit").unique(),
        left_on=["dimension", "unit"],
        right_on=["dimension", "base_unit"],
    )
    assert of_the_base["factor"].unique().to_list() == [1.0]
    assert of_the_base.height == units()["dimension"].n_unique()


def test_magnitudes_grow_with_the_table() -> None:
    assert magnitudes()["factor"].is_sorted()
    assert magnitudes()["magnitude"].is_unique().all()


def test_the_factors_of_two_part_units_agree_with_their_parts() -> None:
    """In a dimension (money per area), listed factor / composed factor is one number."""
    part = unit_table().select("unit", "factor", part_dimension="dimension")
    listed = (
        units()
        .filter(pl.col("unit").str.contains("^[^/]+/[^/]+$"))
        .select(
            "unit",
            "dimension",
            "factor",
            pl.col("unit").str.splitn("/", 2).struct.rename_fields(["above", "below"]).struct.unnest(),
        )
    )
    composed = (
        listed.join(part, left_on="above", right_on="unit", suffix="_above")
        .join(part, left_on="below", right_on="unit", suffix="_below")
        .with_columns(
            scale=pl.col("factor") / (pl.col("factor_above") / pl.col("factor_below")),
        )
    )
    spread = composed.group_by("dimension", "part_dimension", "part_dimension_below").agg(
        (pl.col("scale").max() / pl.col("scale").min()).alias("spread"), "unit"
    )
    assert spread.filter(pl.col("spread") > 1.001).to_dicts() == []
    assert composed.height > 100
