"""This year's level over last year's is the growth that is stated."""

from dataclasses import dataclass

import polars as pl
import pytest

from expectations.rules.levels import level, level_across
from expectations.schemas import empty


@dataclass(frozen=True)
class Said:
    """A level, or a growth in percent, as a report on `year` states it."""

    quote: str
    value: float
    year: int = 2024
    code: str = "retail_sales"
    measure: str = "level"
    doc: str = "d"
    words: str = ""


def observation(said: Said, at: int) -> dict[str, object]:
    growth = said.measure == "growth"
    return {
        "doc_id": said.doc, "indicator": said.code, "indicator_code": said.code, "measure": said.measure, "value": said.value,
        "unit": "%" if growth else "亿元", "value_base": said.value if growth else said.value * 1e8,
        "unit_base": "%" if growth else "元", "comparator": "eq", "year": said.year, "status": "actual", "origin": "text",
        "evidence": f"{said.words}{said.quote}。", "quote": said.quote, "char_start": at, "char_end": at + len(said.quote),
    }  # fmt: skip


def tables(*said: Said) -> dict[str, pl.DataFrame]:
    rows = pl.DataFrame([observation(s, 20 * i) for i, s in enumerate(said)], schema_overrides={"year": pl.Int32})
    docs = sorted({s.doc for s in said})
    years = [max(s.year for s in said if s.doc == doc) for doc in docs]
    documents = pl.DataFrame(
        {"doc_id": docs, "area": ["甲市"] * len(docs), "review_year": years}, schema_overrides={"review_year": pl.Int32}
    )
    return {"observations": pl.concat([empty("observations"), rows], how="diagonal_relaxed"), "documents": documents}


def growth(value: float, doc: str = "d", code: str = "retail_sales", words: str = "") -> Said:
    return Said(f"增长{value}%", value, measure="growth", doc=doc, code=code, words=words)


NOW, BEFORE = Said("105.0亿元", 105.0), Said("100.0亿元", 100.0, year=2023)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param((NOW, BEFORE, growth(5.0)), id="they make it"),
        pytest.param((NOW, BEFORE, growth(5.1)), id="rounding"),
        pytest.param((NOW, growth(9.0)), id="no level of the year before"),
        pytest.param((NOW, Said("80.0亿元", 80.0, year=2022), growth(9.0)), id="two years apart"),
        pytest.param((NOW, BEFORE, Said("60.0亿元", 60.0), growth(9.0)), id="two levels of one year"),
        pytest.param((NOW, Said("100.0亿元", 100.0, year=2023, words="上半年"), growth(9.0)), id="of half a year"),
    ],
)
def test_a_growth_that_fits_or_cannot_be_told_is_left_alone(said: tuple[Said, ...]) -> None:
    assert level(tables(*said)).is_empty()


def test_another_growth_is_a_warning() -> None:
    row = level(tables(NOW, BEFORE, growth(9.0))).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["105.0亿元", "增长9.0%", "100.0亿元"])
    assert "105.0亿元 ÷ 100.0亿元 − 1 = 5.0%" in row["message"]


@pytest.mark.parametrize(
    ("rate", "found"),
    [
        pytest.param(growth(9.0, code="gdp"), 0, id="prices may have fallen"),
        pytest.param(growth(-60.0, code="gdp"), 1, id="no prices explain it"),
        pytest.param(growth(9.0, words="按可比口径"), 0, id="a rate at constant prices"),
    ],
)
def test_a_real_growth_may_differ_by_what_prices_do(rate: Said, found: int) -> None:
    levels = [Said(s.quote, s.value, s.year, rate.code) for s in (NOW, BEFORE)]
    assert level(tables(*levels, rate))["severity"].to_list() == ["info"] * found


def test_the_level_of_last_years_report_counts_but_may_have_been_revised() -> None:
    before = Said("100.0亿元", 100.0, year=2023, doc="c")
    row = level_across(tables(NOW, growth(9.0), before)).row(0, named=True)
    assert (row["doc_id"], row["severity"], row["quotes"]) == ("d", "info", ["105.0亿元", "增长9.0%"])
    assert row["evidence"].splitlines()[-1] == "100.0亿元。"


def test_reports_of_two_places_are_not_compared() -> None:
    both = tables(NOW, growth(9.0), Said("100.0亿元", 100.0, year=2023, doc="c"))
    apart = both | {"documents": both["documents"].with_columns(area="doc_id")}
    assert level_across(apart).is_empty()
