"""From what is written to the canonical indicator and the base unit."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.canonical import canonicalise

SCHEMA = {
    "indicator": pl.String,
    "indicator_code": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "value_base": pl.Float64,
    "unit_base": pl.String,
    "quote": pl.String,
}


def stated(*rows: tuple[str, str, float, str | None]) -> pl.DataFrame:
    """Observations as the readers of text and tables leave them: (indicator, measure, value, unit)."""
    return pl.DataFrame(
        [(name, None, measure, value, unit, None, None, f"{value}{unit}") for name, measure, value, unit in rows],
        schema=SCHEMA,
        orient="row",
    )


def code(name: str, measure: str = "level", unit: str | None = "亿元") -> str | None:
    found: str | None = canonicalise(stated((name, measure, 1.0, unit)))["indicator_code"].item()
    return found


def test_value_and_unit_come_in_base_units() -> None:
    filled = canonicalise(stated(("地区生产总值", "level", 250.5, "亿元"), ("粮食产量", "level", 3, "亿公斤")))
    assert filled.select("indicator_code", "value_base", "unit_base").rows() == [
        ("gdp", pytest.approx(250.5e8), "元"),
        ("grain", pytest.approx(300_000), "吨"),
    ]


@pytest.mark.parametrize("name", ["地区生产总值增速", "地区生产总值同比增长", "全市GDP增长率", "地区生产总值"])
def test_growth_of_an_indicator_is_filed_under_the_indicator(name: str) -> None:
    assert code(name, "growth", "%") == "gdp"


def test_a_rank_of_growth_rates_is_not_a_rank_of_amounts() -> None:
    assert code("地区生产总值增速", "rank", "位") is None
    assert code("地区生产总值", "rank", "位") == "gdp"


def test_words_of_growth_that_belong_to_a_name_stay() -> None:
    assert code("人口自然增长率", "ratio", "‰") == "natural_growth"


@pytest.mark.parametrize("name", ["高新技术企业", "高新技术企业数量", "全市高新技术企业总数", "累计高新技术企业"])
def test_words_of_counting_do_not_matter(name: str) -> None:
    assert code(name, "level", "家") == "high_tech_firms"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("第三产业累计完成投资", "service_investment"),
        ("城镇实现零售额", "retail_sales_urban"),
        ("现价地区生产总值", "gdp"),
    ],
)
def test_verbs_and_prices_inside_a_name_do_not_matter(name: str, found: str) -> None:
    assert code(name, "level", "亿元") == found


@pytest.mark.parametrize(
    ("name", "measure", "unit", "found"),
    [
        ("制造业", "growth", "%", "manufacturing_va"),
        ("制造业", "level", "家", None),
        ("高新技术企业", "level", "家", "high_tech_firms"),
        ("高新技术企业", "level", "亿元", None),
        ("第二产业", "growth", "%", "gdp_secondary"),
        ("第二产业", "level", "个", None),
    ],
)
def test_a_short_form_counts_only_where_the_unit_fits(name: str, measure: str, unit: str, found: str | None) -> None:
    assert code(name, measure, unit) == found


def test_a_full_name_keeps_its_code_whatever_the_unit() -> None:
    """So that a unit which cannot be right is seen by the rules."""
    assert code("每千人口拥有3岁以下婴幼儿托位数", "ratio", "%") == "nurseries_per_1000"


@pytest.mark.parametrize("name", ["示范区固定资产投资占比情况", "样本产业固定资产投资", "虚构指数"])
def test_a_name_that_only_contains_an_indicator_stays_without_code(name: str) -> None:
    assert code(name) is None


def test_an_unknown_or_missing_unit_leaves_the_base_empty() -> None:
    filled = canonicalise(stated(("居民消费价格指数", "level", 102, None), ("地区生产总值", "level", 5, "虚构单位")))
    assert filled.select("indicator_code", "value_base", "unit_base").rows() == [
        ("cpi", None, None),
        ("gdp", None, None),
    ]


def test_a_signed_change_keeps_its_sign() -> None:
    filled = canonicalise(stated(("空气质量优良天数", "change", -16, "天"), ("财政总收入", "change", -2, "万元")))
    assert filled["value_base"].to_list() == [-16, -20_000]


def test_no_rows_give_no_rows() -> None:
    assert canonicalise(stated()).equals(stated())


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["地区生产总值", "高新技术企业数", "第二产业", "虚构指标", ""]),
        st.sampled_from(["level", "ratio", "growth", "rank"]),
        st.floats(-1e6, 1e6),
        st.sampled_from(["亿元", "家", "%", "个百分点", "虚构", None]),
    ),
    max_size=20,
)


@settings(deadline=None)  # the first call reads the reference tables
@given(ROWS)
def test_rows_columns_and_their_order_stay(rows: list[tuple[str, str, float, str | None]]) -> None:
    before = stated(*rows)
    after = canonicalise(before)
    assert after.schema == before.schema
    kept = ["indicator", "measure", "value", "unit", "quote"]
    assert after.select(kept).equals(before.select(kept))
    assert canonicalise(after).equals(after)
