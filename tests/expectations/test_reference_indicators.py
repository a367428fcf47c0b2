"""The dictionary of indicators: every name means one thing, every range can be met, every unit exists."""

import polars as pl
import pytest

from expectations.reference import (
    allowed_dimensions,
    indicator_aliases,
    indicator_key,
    indicator_ranges,
    indicators,
    units,
)


def code_of(name: str) -> str | None:
    key = pl.select(indicator_key(pl.lit(name)).alias("key"))
    found = key.join(indicator_aliases(), on="key")["code"].to_list()
    return found[0] if found else None


def dimensions(code: str, measure: str) -> set[str]:
    rows = allowed_dimensions().filter(pl.col("code") == code, pl.col("measure") == measure)
    return set(rows["dimension"])


def test_no_two_indicators_share_a_name() -> None:
    shared = indicator_aliases().filter(pl.col("key").is_duplicated())
    assert shared.select("key", "code").rows() == []


def test_codes_are_slugs_and_stand_once() -> None:
    assert indicators()["code"].is_unique().all()
    assert indicators()["code"].str.contains(r"^[a-z][a-z0-9_]*$").all()


def test_every_indicator_has_its_names_and_group() -> None:
    assert indicators().select(pl.col("name_zh", "name_en", "group").is_null().any()).row(0) == (False, False, False)
    assert indicators()["name_zh"].is_unique().all()
    assert indicators().height >= 250


def test_every_range_belongs_to_an_indicator_and_says_where_it_comes_from() -> None:
    ranges = indicator_ranges()
    assert ranges.join(indicators(), on="code", how="anti").height == 0
    assert indicators().join(ranges, on="code", how="anti").height == 0
    assert ranges["range_source"].is_not_null().all()
    assert set(ranges["measure"]) == {"level", "ratio", "growth"}


def test_every_dimension_has_units() -> None:
    assert indicator_ranges().join(units(), on="dimension", how="anti")["dimension"].to_list() == []


def test_a_measure_has_a_dimension_once() -> None:
    assert indicator_ranges().select(pl.struct("code", "measure", "dimension").is_duplicated().any()).item() is False


def test_the_least_value_is_not_above_the_greatest() -> None:
    assert indicator_ranges().filter(pl.col("min") > pl.col("max")).height == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("地区生产总值", "gdp"),
        ("全市国内生产总值", "gdp"),
        ("2024年全省地区生产总值", "gdp"),
        ("人均GDP", "gdp_pc"),
        ("规模以上工业增加值", "industry_va_large"),
        ("一产增加值", "gdp_primary"),
        ("R&D经费投入占地区生产总值的比例", "rd_intensity"),
        ("研究与试验发展经费投入强度", "rd_intensity"),
        ("细颗粒物（PM2.5）年均浓度", "pm25"),
        ("农村常住居民人均可支配收入", "rural_income_pc"),
        ("新（改）建农村公路", "rural_roads_built"),
        ("新设立市场主体", "new_market_entities"),
        ("每千人口拥有3岁以下婴幼儿托位数", "nurseries_per_1000"),
        ("“四上”企业", "four_up_firms"),
        ("社会商品零售总额", "retail_sales"),
        ("三次产业比例", "industry_structure"),
        ("合同利用外资", "fdi_contracted"),
        ("零售物价总指数", "rpi"),
        ("农民人均纯收入", "rural_income_pc"),
    ],
)
def test_a_name_is_found_in_the_ways_it_is_written(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高新技术企业", "新增高新技术企业"),
        ("固定资产投资", "工业投资"),
        ("税收收入", "税收收入占一般公共预算收入比重"),
        ("公路货运量", "货运量"),
        ("发明专利授权量", "有效发明专利"),
        ("高技术制造业增加值", "高新技术产业增加值"),
        ("贫困人口", "减少贫困人口"),
        ("市级一般公共预算收入", "一般公共预算收入"),
    ],
)
def test_names_that_look_alike_and_mean_two_things_are_kept_apart(one: str, other: str) -> None:
    assert None not in (code_of(one), code_of(other))
    assert code_of(one) != code_of(other)


def test_an_unknown_name_has_no_code() -> None:
    assert code_of("虚构产业增加值") is None


def test_a_count_per_thousand_people_is_never_a_percentage() -> None:
    assert dimensions("nurseries_per_1000", "level") == {"items", "items per person"}
    assert dimensions("nurseries_per_1000", "ratio") == {"items", "items per person"}


def test_a_rate_is_stated_in_percent() -> None:
    assert dimensions("urbanisation", "ratio") == {"ratio", "percentage points"}
    assert dimensions("urbanisation", "level") == {"ratio", "percentage points"}


def test_an_amount_may_come_in_each_of_its_currencies() -> None:
    assert dimensions("trade_total", "level") == {"money", "US dollars"}
    assert dimensions("trade_total", "growth") == {"ratio"}


def test_a_difference_is_stated_in_the_units_of_the_value_or_in_points() -> None:
    assert dimensions("air_days", "change") == {"days", "ratio", "percentage points"}


def test_shares_of_a_whole_end_at_a_hundred() -> None:
    forest = indicator_ranges().filter(
        pl.col("code") == "forest_cover", pl.col("measure") == "ratio", pl.col("dimension") == "ratio"
    )
    assert forest.select("min", "max").row(0) == (0, 100)


def test_better_is_told_where_it_is_known() -> None:
    better = dict(indicators().select("code", "higher_is_better").rows())
    assert (better["gdp"], better["pm25"], better["cpi"]) == (True, False, None)
