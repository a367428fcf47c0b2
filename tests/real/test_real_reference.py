"""What the real reports measure is in the reference tables."""

from pathlib import Path

import polars as pl
import pytest

from expectations.reference import indicator_aliases, indicator_key, regions, resolve_units
from flows.parse.canonical import canonicalise

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "gold" / "dev.csv"

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the real reports lie beside the project, not in it")

HEADLINE = (
    "增加值|生产总值|固定资产投资|零售总额|预算收入|预算支出|可支配收入|进出口|失业率|城镇新增就业|消费价格|城镇化率"
    "|粮食产量|工业投资|房地产开发投资|存贷款余额|税收收入|研发投入强度|PM2.5|优良天数"
)


def gold() -> pl.DataFrame:
    """The observations of the gold file as the parser would hand them over, uncoded."""
    read = pl.read_csv(GOLD, schema_overrides={"value": pl.Float64})
    return canonicalise(
        read.select(
            "indicator",
            "measure",
            "value",
            "unit",
            indicator_code=pl.lit(None, pl.String),
            value_base=pl.lit(None, pl.Float64),
            unit_base=pl.lit(None, pl.String),
        )
    )


def test_nine_of_ten_headline_observations_have_a_code() -> None:
    headline = gold().filter(pl.col("indicator").str.contains(HEADLINE), ~pl.col("indicator").str.contains("占|排名"))
    assert headline.height > 80
    assert headline["indicator_code"].is_not_null().mean() >= 0.9


def test_four_of_ten_observations_of_any_kind_have_a_code() -> None:
    assert gold()["indicator_code"].is_not_null().mean() >= 0.4


def test_every_unit_of_the_gold_file_is_known() -> None:
    known = resolve_units(gold()["unit"])
    assert known.filter(pl.col("dimension").is_null())["unit"].to_list() == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("地区生产总值增速", "gdp"),
        ("人均地区生产总值", "gdp_pc"),
        ("农业增加值增速", "agriculture_va"),
        ("第一产业增加值增速", "gdp_primary"),
        ("规上工业增加值增速", "industry_va_large"),
        ("战略性新兴产业增加值增速", "strategic_va"),
        ("数字经济核心产业增加值增速", "digital_core_va"),
        ("规上工业全员劳动生产率", "industry_labour_productivity"),
        ("规上工业企业利润增速", "industry_profit_large"),
        ("服务业增加值增速", "gdp_tertiary"),
        ("固定资产投资增速", "fai"),
        ("#工业投资增速", "industry_investment"),
        ("社会消费品零售总额增速", "retail_sales"),
        ("经营主体新发展率", "new_entity_rate"),
        ("民营经济增加值增速", "gdp_private"),
        ("民营经济增加值占GDP比重", "gdp_share_private"),
        ("招商项目资金到位额增速", "domestic_funds"),
        ("一般公共预算收入增速", "budget_revenue"),
        ("#税收收入增速", "tax_revenue"),
        ("R&D占GDP比重", "rd_intensity"),
        ("万人发明专利拥有量", "patents_per_10000"),
        ("高新技术企业数量", "high_tech_firms"),
        ("科技型企业数量", "tech_firms"),
        ("常住人口城镇化率", "urbanisation"),
        ("空气质量优良天数", "air_days"),
        ("城区空气质量优良天数", "air_days"),
        ("进出口总额增速", "trade_total"),
        ("实际使用外资增速", "fdi"),
        ("耕地保有量", "farmland"),
        ("粮食产量", "grain"),
        ("全体居民人均可支配收入增速", "income_pc"),
        ("#农村居民人均可支配收入增速", "rural_income_pc"),
        ("每亿元地区生产总值生产安全事故死亡人数", "deaths_per_gdp"),
        ("居民消费价格指数", "cpi"),
        ("城镇新增就业", "new_urban_jobs"),
        ("城镇调查失业率", "unemployment_survey"),
    ],
)
def test_the_indicators_of_the_two_plan_tables_have_codes(name: str, code: str) -> None:
    """Tables 1 and 8 of 万州区's report."""
    key = pl.select(indicator_key(pl.lit(name)).str.replace("增速$", "").alias("key"))
    assert key.join(indicator_aliases(), on="key")["code"].to_list() == [code]


@pytest.mark.parametrize(
    ("name", "code"), [("达州市", "511700"), ("重庆市", "500000"), ("涪陵区", "500102"), ("万州区", "500101")]
)
def test_the_places_that_report_have_codes(name: str, code: str) -> None:
    found = regions().filter(pl.col("name") == name, pl.col("valid_to").is_null())
    assert found["code"].to_list() == [code]
