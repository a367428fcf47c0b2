"""What a report of the province or prefecture states for a place is what the place's own report states."""

from typing import Any

import polars as pl
import pytest

from expectations.rules import check_areas
from expectations.rules.above import results, targets, told
from expectations.rules.across import results as results_across
from expectations.schemas import empty

OWN, ABOVE = "511722", "511700"  # 宣汉县 in 达州市


def stated(doc: str, quote: str, value: float, region: str | None = None, **other: Any) -> dict[str, Any]:
    """An observation of the growth of GDP in 2024 that a report states for itself, or for `region`."""
    words = other.pop("words", f"{region or '全县'}地区生产总值")
    return {
        "observation_id": f"{doc}{quote}{region}", "doc_id": doc, "source_name": f"{doc}.txt",
        "indicator": "地区生产总值", "indicator_code": "gdp", "measure": "growth", "value": value, "unit": "%",
        "value_base": value, "unit_base": "%", "comparator": "eq", "year": 2024, "status": "actual", "region": region,
        "origin": "text", "evidence": f"{words}{quote}。", "quote": quote, "char_start": 7, "char_end": 7 + len(quote),
        "flags": [],
    } | other  # fmt: skip


def report(doc: str, area: str, region: str, review: int = 2024) -> dict[str, Any]:
    return {"doc_id": doc, "source_name": f"{doc}.txt", "area": area, "region": region, "review_year": review} | {
        "plan_year": review + 1
    }


COUNTY, CITY = report("own", OWN, "宣汉县"), report("city", ABOVE, "达州市")


def documents(*reports: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([*reports], schema_overrides={"review_year": pl.Int32, "plan_year": pl.Int32})


def tables(
    own: list[dict[str, Any]],
    above: list[dict[str, Any]],
    reports: tuple[dict[str, Any], ...] = (COUNTY,),
    higher: tuple[dict[str, Any], ...] = (CITY,),
) -> dict[str, pl.DataFrame]:
    rows = [pl.DataFrame(said, schema=empty("observations").schema) for said in (own, above)]
    return {"observations": rows[0], "documents": documents(*reports), "above": told(rows[1], documents(*higher))}


def city(quote: str, value: float, region: str = "宣汉县", **other: Any) -> dict[str, Any]:
    return stated("city", quote, value, region, **other)


def county(quote: str, value: float, **other: Any) -> dict[str, Any]:
    return stated("own", quote, value, **other)


def test_another_value_than_the_prefecture_states_is_a_warning_on_the_county_s_report() -> None:
    row = results(tables([county("增长6.1%", 6.1)], [city("增长7.2%", 7.2)])).row(0, named=True)
    assert (row["doc_id"], row["severity"], row["quotes"]) == ("own", "warning", ["增长6.1%"])
    assert (row["expected"], row["observed"]) == ("增长7.2%", "增长6.1%")
    assert row["evidence"] == "全县地区生产总值增长6.1%。\n宣汉县地区生产总值增长7.2%。"
    assert all(told in row["message"] for told in ("达州市", "city.txt"))
    assert "达州市" in row["message_en"]


def test_a_place_may_be_called_in_short() -> None:
    assert results(tables([county("增长6.1%", 6.1)], [city("增长7.2%", 7.2, "宣汉")])).height == 1


@pytest.mark.parametrize(
    ("own", "above"),
    [
        pytest.param(county("增长6.1%", 6.1), city("增长6.1%", 6.1), id="they agree"),
        pytest.param(county("增长6.14%", 6.14), city("增长6.1%", 6.1), id="rounding"),
        pytest.param(county("增长6.1%", 6.1), city("增长7.2%", 7.2, "渠县"), id="another place"),
        pytest.param(county("增长6.1%", 6.1), city("增长7.2%", 7.2, "示例新区"), id="not on the list"),
        pytest.param(county("增长6.1%", 6.1), city("增长7.2%", 7.2, year=2023), id="another year"),
        pytest.param(county("增长6.1%", 6.1), city("增长7.2%", 7.2, indicator_code="retail_sales"), id="another thing"),
        pytest.param(county("增长6.1%", 6.1), city("7.2%", 7.2, measure="ratio"), id="another measure"),
        pytest.param(county("增长6.1%", 6.1), city("增长7.2%", 7.2, unit_base="元"), id="another unit"),
        pytest.param(county("增长6.1%", 6.1), city("增长7.2%", 7.2, status="target"), id="a target"),
        pytest.param(county("增长6.1%", 6.1, region="示例镇"), city("增长7.2%", 7.2), id="a town of the county"),
        pytest.param(
            county("增长6.1%", 6.1), city("增长7.2%", 7.2, words="上半年宣汉县地区生产总值"), id="a part of the year"
        ),
    ],
)
def test_statements_that_agree_or_are_of_two_things_are_left_alone(own: dict[str, Any], above: dict[str, Any]) -> None:
    assert results(tables([own], [above])).is_empty()


def test_a_name_that_two_counties_share_is_of_neither() -> None:
    city_area = report("own", "511002", "市中区")
    province = report("city", "510000", "四川省")
    said = [city("增长7.2%", 7.2, "市中区")]
    assert results(tables([county("增长6.1%", 6.1)], said, (city_area,), (province,))).is_empty()


@pytest.mark.parametrize("words", ["其中两江新区地区生产总值", "两江新区地区生产总值"])
def test_the_name_of_a_place_is_no_part_of_it(words: str) -> None:
    zone, municipality = report("own", "500157", "两江新区", 2025), report("city", "500000", "重庆市", 2025)
    said = [city("增长7.2%", 7.2, "两江新区", words=words)]
    assert results(tables([county("增长6.1%", 6.1)], said, (zone,), (municipality,))).height == 1


def test_a_report_of_another_year_may_give_a_revised_result() -> None:
    later = report("city", ABOVE, "达州市", 2025)
    found = results(tables([county("增长6.1%", 6.1)], [city("增长7.2%", 7.2)], higher=(later,)))
    assert found["severity"].to_list() == ["info"]


def test_another_target_than_the_prefecture_sets_is_an_info() -> None:
    aim = {"status": "target", "year": 2025}
    said = tables([county("增长6.5%", 6.5, **aim)], [city("增长8.2%", 8.2, **aim)])
    assert targets(said)["severity"].to_list() == ["info"]
    assert results(said).is_empty()


def test_a_statement_that_one_report_of_the_place_makes_alike_is_no_matter_between_the_two() -> None:
    own = [county("增长6.1%", 6.1), stated("next", "增长7.2%", 7.2)]
    said = tables(own, [city("增长7.2%", 7.2)], (COUNTY, report("next", OWN, "宣汉县", 2025)))
    assert results(said).is_empty()
    assert results_across(said).height == 1


def test_editions_of_the_report_above_are_told_once() -> None:
    higher = (CITY, report("paper", ABOVE, "达州市"))
    above = [city("增长7.2%", 7.2), stated("paper", "增长7.2%", 7.2, "宣汉县", words="今年宣汉县地区生产总值")]
    found = results(tables([county("增长6.1%", 6.1)], above, higher=higher))
    assert found["expected"].to_list() == ["增长7.2%"]


def test_a_prefecture_and_a_province_are_two() -> None:
    higher = (CITY, report("province", "510000", "四川省"))
    above = [city("增长7.2%", 7.2), stated("province", "增长7.2%", 7.2, "宣汉县")]
    found = results(tables([county("增长6.1%", 6.1)], above, higher=higher))
    assert len(found) == 2


def test_all_rules_over_areas_run_with_what_is_told_above_and_without_it() -> None:
    said = tables([county("增长6.1%", 6.1)], [city("增长7.2%", 7.2)])
    counts = {
        "report_id": "own", "doc_id": "own", "part": 1, "parts_known": 1, "missing_parts": [], "area": OWN,
    }  # fmt: skip
    full = {name: empty(name) for name in ("sections", "sentences", "table_cells", "milestones")} | said
    full["documents"] = pl.concat([empty("documents"), said["documents"]], how="diagonal")
    full["editions"] = pl.DataFrame([counts], schema=empty("editions").schema)
    assert check_areas(full)["rule"].to_list() == ["agreement.results_above"]
    del full["above"]
    assert check_areas(full).is_empty()
