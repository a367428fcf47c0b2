"""An indicator is stated in units of its own kind, and in units that are known."""

import polars as pl
import pytest

from expectations.rules.units import not_allowed, unknown
from expectations.schemas import empty


def observed(indicator: str, quote: str, unit: str, code: str | None = None, measure: str = "level") -> pl.DataFrame:
    """One observation of a sentence that says `indicator` and `quote`."""
    evidence = f"{indicator}{quote}。"
    row = {
        "doc_id": "d", "indicator": indicator, "indicator_code": code, "measure": measure, "unit": unit,
        "origin": "text", "evidence": evidence, "quote": quote, "char_start": len(indicator), "char_end": len(indicator) + len(quote),
    }  # fmt: skip
    return pl.concat([empty("observations"), pl.DataFrame([row])], how="diagonal_relaxed")


def found(observations: pl.DataFrame, *sentences: str) -> pl.DataFrame:
    rows = pl.DataFrame({"doc_id": ["d"] * len(sentences), "text": sentences, "char_start": [0] * len(sentences)})
    texts = pl.concat([empty("sentences"), rows.cast({"doc_id": pl.String, "text": pl.String})], how="diagonal_relaxed")
    return not_allowed({"observations": observations, "sentences": texts})


@pytest.mark.parametrize(
    ("indicator", "quote", "unit", "code"),
    [
        pytest.param("粮食产量", "1086公里", "公里", "grain", id="a length for a mass"),
        pytest.param("地区生产总值", "280万吨", "万吨", "gdp", id="a mass for money"),
        pytest.param("新建海绵城市", "3公里", "公里", None, id="a length for an area, by the last word"),
        pytest.param("新建农村公路", "50平方公里", "平方公里", None, id="an area for a length, by the last word"),
    ],
)
def test_a_unit_of_another_kind_is_a_warning(indicator: str, quote: str, unit: str, code: str | None) -> None:
    row = found(observed(indicator, quote, unit, code)).row(0, named=True)
    assert (row["severity"], row["observed"], row["quotes"]) == ("warning", unit, [quote])


@pytest.mark.parametrize(
    ("indicator", "quote", "unit", "code", "measure"),
    [
        pytest.param("粮食产量", "1086万吨", "万吨", "grain", "level", id="the usual unit"),
        pytest.param("粮食产量", "110.07亿公斤", "亿公斤", "grain", "level", id="another unit of the kind"),
        pytest.param("地区生产总值", "增长5%", "%", "gdp", "growth", id="growth"),
        pytest.param("森林覆盖率", "203个", "个", "forest_cover", "level", id="a count of what the name mentions"),
        pytest.param("新建农村公路", "3条", "条", None, "level", id="roads by number"),
        pytest.param("新建高标准农田", "5万亩", "万亩", None, "level", id="fields by area"),
        pytest.param("新建公路完成率", "95%", "%", None, "ratio", id="a share of something long"),
        pytest.param("外来投资", "3亿美元", "亿美元", None, "level", id="money of another country"),
        pytest.param("某项新指标", "3公里", "公里", None, "level", id="an indicator of unknown kind"),
    ],
)
def test_a_unit_that_may_be_right_is_left_alone(
    indicator: str, quote: str, unit: str, code: str | None, measure: str
) -> None:
    assert found(observed(indicator, quote, unit, code, measure)).is_empty()


def test_a_number_further_off_than_the_name_is_left_alone() -> None:
    row = observed("项目总投资", "5万吨", "万吨").with_columns(evidence=pl.lit("项目总投资10亿元、年产5万吨。"))
    assert found(row).is_empty()


def test_a_magnitude_without_its_unit_is_worth_an_info() -> None:
    assert found(observed("工业产值", "750亿", "亿"))["severity"].to_list() == ["info"]


@pytest.mark.parametrize(
    "sentence",
    ["每千人口拥有托位数达到50%。", "每万人口全科医生数为4%。", "每千人口3岁以下婴幼儿托位数提高到4个百分点。"],
)
def test_a_count_per_thousand_people_is_no_percentage(sentence: str) -> None:
    assert found(empty("observations"), sentence)["severity"].to_list() == ["warning"]


@pytest.mark.parametrize(
    "sentence",
    ["每千人口拥有托位数达到4.5个。", "每千人口拥有托位数增长5%。", "每千人口拥有托位数达到4.5个，覆盖率50%。"],
)
def test_a_count_per_thousand_people_may_grow_by_a_percentage(sentence: str) -> None:
    assert found(empty("observations"), sentence).is_empty()


def test_a_number_is_found_once_however_many_ways_lead_to_it() -> None:
    sentence = "每千人口托位数达到50%。"
    row = observed("每千人口托位数达到", "50%", "%", "nurseries_per_1000", "ratio")
    assert found(row, sentence).height == 1


def test_the_message_names_both_units() -> None:
    row = found(observed("新建海绵城市", "3公里", "公里")).row(0, named=True)
    assert row["message"] == "“新建海绵城市”应以公顷一类的单位计，此处单位是“公里”。"


def test_an_unknown_unit_is_told_once_a_document() -> None:
    row = observed("某物", "3怪", "怪")
    hits = unknown({"observations": pl.concat([row, row])})
    assert hits.select("severity", "observed").rows() == [("info", "怪")]
    assert "2处" in hits["message"].item()


def test_a_known_unit_and_no_unit_are_left_alone() -> None:
    rows = pl.concat(
        [observed("某物", "3个", "个"), observed("某物", "3件/百户", "件/百户"), observed("指数", "103", None)]
    )  # type: ignore[arg-type]
    assert unknown({"observations": rows}).is_empty()
