"""The reports of a place give one result and one target for a year, and five years make their total."""

from dataclasses import dataclass

import polars as pl
import pytest

from expectations.rules.across import five_years, five_years_across, results, targets
from expectations.schemas import empty


@dataclass(frozen=True)
class Said:
    """What a report, which looks back on `review`, states for `year`."""

    quote: str
    value: float
    doc: str
    review: int = 2024
    year: int = 2024
    year_from: int | None = None
    status: str = "actual"
    comparator: str = "eq"
    measure: str = "growth"
    words: str = "生产总值"
    area: str = "甲市"


def tables(*said: Said) -> dict[str, pl.DataFrame]:
    observations = [
        {
            "doc_id": s.doc, "source_name": s.doc, "indicator": "生产总值", "indicator_code": "gdp", "measure": s.measure,
            "value": s.value, "unit": "%" if s.measure == "growth" else "亿元", "value_base": s.value,
            "unit_base": "%" if s.measure == "growth" else "元", "comparator": s.comparator, "year": s.year,
            "year_from": s.year_from, "status": s.status, "origin": "text", "evidence": f"{s.words}{s.quote}。",
            "quote": s.quote, "char_start": 10 * i, "char_end": 10 * i + len(s.quote),
        }
        for i, s in enumerate(said)
    ]  # fmt: skip
    documents = [{"doc_id": s.doc, "area": s.area, "review_year": s.review, "plan_year": s.review + 1} for s in said]
    years = {"year": pl.Int32, "year_from": pl.Int32}
    return {
        "observations": pl.concat(
            [empty("observations"), pl.DataFrame(observations, schema_overrides=years)], how="diagonal_relaxed"
        ),
        "documents": pl.DataFrame(documents).unique(maintain_order=True),
    }


def growth(value: float, doc: str, **about: object) -> Said:
    return Said(f"增长{value}%", value, doc, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param((growth(5.0, "a"), growth(5.0, "b")), id="they agree"),
        pytest.param((Said("增长5%", 5, "a"), growth(5.4, "b")), id="rounding"),
        pytest.param((growth(5.0, "a"), growth(6.0, "b"), growth(5.0, "b")), id="one of two agrees"),
        pytest.param((growth(5.0, "a"), growth(6.0, "b", area="乙市")), id="another place"),
        pytest.param((growth(5.0, "a"), growth(6.0, "b", year=2023)), id="another year"),
        pytest.param((growth(5.0, "a"), growth(6.0, "a")), id="one report"),
        pytest.param((growth(5.0, "a"), growth(6.0, "b", words="上半年生产总值")), id="half a year"),
    ],
)
def test_results_that_agree_or_are_of_two_things_are_left_alone(said: tuple[Said, ...]) -> None:
    assert results(tables(*said)).is_empty()


def test_two_results_of_one_year_are_a_warning_on_the_later_report() -> None:
    row = results(tables(growth(5.0, "a"), growth(6.0, "b"))).row(0, named=True)
    assert (row["doc_id"], row["severity"], row["quotes"]) == ("b", "warning", ["增长6.0%"])
    assert row["evidence"] == "生产总值增长6.0%。\n生产总值增长5.0%。"


def test_a_later_report_may_give_a_revised_result() -> None:
    assert results(tables(growth(5.0, "a"), growth(6.0, "b", review=2025)))["severity"].to_list() == ["info"]


def test_a_target_that_is_told_again_is_the_one_that_was_set() -> None:
    was_set = growth(6.5, "a", review=2023, status="target")
    told = growth(6.0, "b", status="target", words="年度目标")
    assert targets(tables(was_set, told))["severity"].to_list() == ["warning"]
    assert targets(tables(was_set, growth(6.5, "b", status="target"))).is_empty()


def test_a_target_is_not_measured_so_that_rounding_makes_it_no_more_than_an_info() -> None:
    said = (Said("增长7%", 7, "a", review=2023, status="target"), Said("增长8%", 8, "b", review=2023, status="target"))
    assert targets(tables(*said))["severity"].to_list() == ["info"]


def test_a_plan_for_years_may_be_changed_on_the_way() -> None:
    said = (growth(6.5, "a", review=2020, status="target"), growth(6.0, "b", review=2023, status="target"))
    assert targets(tables(*said))["severity"].to_list() == ["info"]


def test_a_floor_is_no_plain_target() -> None:
    floor = growth(6.0, "b", status="target", comparator="ge")
    assert targets(tables(growth(6.5, "a", review=2023, status="target"), floor)).is_empty()


def amount(value: float, doc: str, year: int, year_from: int | None = None) -> Said:
    words = "五年累计产量" if year_from else "产量"
    return Said(f"{value}亿元", value, doc, year=year, year_from=year_from, measure="level", words=words)


def yearly(*values: float, doc: str = "b") -> list[Said]:
    return [amount(value, doc, 2020 + i) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("total", "years", "found"),
    [
        pytest.param(60.5, (10.1, 11.1, 12.1, 13.1, 14.1), 0, id="they make it"),
        pytest.param(60.6, (10.1, 11.1, 12.1, 13.1, 14.1), 0, id="rounding"),
        pytest.param(70.5, (10.1, 11.1, 12.1, 13.1, 14.1), 1, id="they do not"),
        pytest.param(70.5, (10.1, 11.1, 12.1, 13.1), 0, id="a year is missing"),
    ],
)
def test_five_years_make_their_total(total: float, years: tuple[float, ...], found: int) -> None:
    assert five_years(tables(amount(total, "b", 2024, 2020), *yearly(*years))).height == found


def test_the_years_may_stand_in_several_reports() -> None:
    said = tables(
        amount(70.5, "b", 2024, 2020), *yearly(10.1, 11.1, 12.1), amount(13.1, "c", 2023), amount(14.1, "b", 2024)
    )
    assert five_years(said).is_empty()
    row = five_years_across(said).row(0, named=True)
    assert (row["doc_id"], row["severity"]) == ("b", "info")
    assert "10.1亿元 + 11.1亿元 + 12.1亿元 + 13.1亿元 + 14.1亿元" in row["message"]


def test_two_names_of_one_number_are_told_in_one_order_however_the_rows_came() -> None:
    told = tables(growth(5.0, "a", status="target", year=2025), growth(6.0, "b", status="target", year=2025))
    twice = pl.concat([told["observations"], told["observations"].with_columns(indicator=pl.lit("国内生产总值"))]).sort(
        "doc_id", "indicator"
    )
    forwards, backwards = (targets(told | {"observations": rows}) for rows in (twice, twice.reverse()))
    assert forwards["message"].to_list() == backwards["message"].to_list() != []
