"""A target is paired with the result of the same place, indicator, measure, year and dimension."""

from collections.abc import Callable

import polars as pl
import pytest

from flows.report.pairs import PAIRS, target_result_pairs

Rows = Callable[..., pl.DataFrame]

INDICATORS = pl.DataFrame(
    {"code": ["grain", "unemployment", "prices"], "higher_is_better": [True, False, None]},
)
PLAN, REVIEW = "a" * 64, "b" * 64


@pytest.fixture
def pairs(rows: Rows) -> Callable[..., pl.DataFrame]:
    """The pairs of a plan for 2024 and the review of 2024 by the same city, with these observations."""
    documents = rows(
        "documents",
        {"doc_id": PLAN, "source_name": "上年计划.txt", "review_year": 2023, "plan_year": 2024},
        {"doc_id": REVIEW, "source_name": "今年回顾.txt", "review_year": 2024, "plan_year": 2025},
    )

    def find(*stated: dict[str, object]) -> pl.DataFrame:
        typical = {"indicator": "粮食产量", "unit": "万吨", "char_start": 0}
        named = [
            {"doc_id": PLAN if row["status"] == "target" else REVIEW, **typical, **row, "observation_id": str(i)}
            for i, row in enumerate(stated)
        ]
        return target_result_pairs(rows("observations", *named), documents, INDICATORS)

    return find


def target(value: float, **cells: object) -> dict[str, object]:
    return {"status": "target", "value": value, **cells}


def actual(value: float, **cells: object) -> dict[str, object]:
    return {"status": "actual", "value": value, **cells}


def test_a_target_meets_its_result_in_another_report(pairs: Callable[..., pl.DataFrame]) -> None:
    found = pairs(target(310, comparator="ge"), actual(305.5))
    assert found.select("indicator", "target", "actual", "met").rows() == [("粮食产量", 310, 305.5, False)]
    assert found.schema == PAIRS


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"year": 2023}, id="another year"),
        pytest.param({"measure": "growth"}, id="another measure"),
        pytest.param({"indicator": "蔬菜产量"}, id="another indicator"),
        pytest.param({"unit": "亿元"}, id="another dimension"),
        pytest.param({"region": "样本县"}, id="another place than the report's own"),
        pytest.param({"year_from": 2021}, id="a period instead of a year"),
        pytest.param({"year": None}, id="no year"),
    ],
)
def test_what_differs_is_not_compared(pairs: Callable[..., pl.DataFrame], other: dict[str, object]) -> None:
    assert pairs(target(310), actual(305.5, **other)).height == 0


def test_one_indicator_under_two_names_is_one_by_its_code(pairs: Callable[..., pl.DataFrame]) -> None:
    found = pairs(target(310, indicator_code="grain"), actual(305.5, indicator="粮食总产量", indicator_code="grain"))
    assert found["actual"].to_list() == [305.5]


def test_the_result_is_given_in_the_targets_unit(pairs: Callable[..., pl.DataFrame]) -> None:
    in_tons = {"unit": "吨", "unit_base": "吨", "value_base": 3055000.0}
    found = pairs(target(310, unit_base="吨", value_base=3100000.0), actual(3055000, **in_tons))
    assert found.select("target", "actual", "unit").rows() == [(310, 305.5, "万吨")]


@pytest.mark.parametrize(
    ("planned", "reached", "met"),
    [
        pytest.param({"value": 6.0, "comparator": "ge"}, 6.0, True, id="at least, just so"),
        pytest.param({"value": 6.0, "comparator": "ge"}, 5.9, False, id="at least, below"),
        pytest.param({"value": 5.5, "comparator": "le"}, 5.3, True, id="at most, below"),
        pytest.param({"value": 5.5, "comparator": "le"}, 5.6, False, id="at most, above"),
        pytest.param({"value": 5.0, "value_max": 6.0, "comparator": "between"}, 5.5, True, id="in the range"),
        pytest.param({"value": 5.0, "value_max": 6.0, "comparator": "between"}, 6.5, False, id="past the range"),
        pytest.param({"value": -3.4, "comparator": "ge"}, -4.0, True, id="a fall by at least, larger"),
        pytest.param({"value": -3.4, "comparator": "ge"}, -3.1, False, id="a fall by at least, smaller"),
        pytest.param({"value": 5.0, "value_max": 6.0, "comparator": "between"}, 4.9, False, id="short of the range"),
    ],
)
def test_a_target_that_is_a_bound_is_met_or_not(
    pairs: Callable[..., pl.DataFrame], planned: dict[str, object], reached: float, met: bool | None
) -> None:
    growth = {"measure": "growth", "unit": "%"}
    found = pairs({"status": "target", **planned, **growth}, actual(reached, **growth))
    assert found["met"].to_list() == [met]


@pytest.mark.parametrize(
    ("code", "comparator", "reached", "met"),
    [
        pytest.param("grain", "eq", 6.0, True, id="more is better, just so"),
        pytest.param("grain", "eq", 5.9, False, id="more is better, less"),
        pytest.param("unemployment", "eq", 5.9, True, id="less is better, less"),
        pytest.param("unemployment", "eq", 6.1, False, id="less is better, more"),
        pytest.param("grain", "approx", 6.1, True, id="about, better"),
        pytest.param("grain", "approx", 5.9, None, id="about, short of it: nobody can say"),
        pytest.param("prices", "eq", 6.0, None, id="neither is better"),
        pytest.param(None, "eq", 6.0, None, id="an indicator that is not known"),
    ],
)
def test_a_plain_target_is_met_by_what_is_as_good(
    pairs: Callable[..., pl.DataFrame], code: str | None, comparator: str, reached: float, met: bool | None
) -> None:
    planned = target(6.0, comparator=comparator, indicator_code=code)
    assert pairs(planned, actual(reached, indicator_code=code))["met"].to_list() == [met]


def test_better_than_a_range_is_met(pairs: Callable[..., pl.DataFrame]) -> None:
    planned = target(5.0, value_max=6.0, comparator="between", indicator_code="grain")
    assert pairs(planned, actual(6.5, indicator_code="grain"))["met"].to_list() == [True]


def test_the_plan_for_the_year_wins_over_a_look_back_at_it(pairs: Callable[..., pl.DataFrame]) -> None:
    found = pairs(target(320, doc_id=REVIEW), target(310), actual(305.5))
    assert found.select("target", "target_source").rows() == [(310, "")]


def test_said_twice_in_a_report_the_first_place_counts(pairs: Callable[..., pl.DataFrame]) -> None:
    found = pairs(target(310), actual(305.5, char_start=900), actual(306, char_start=100))
    assert found["actual"].to_list() == [306]


def test_known_indicators_come_first(pairs: Callable[..., pl.DataFrame]) -> None:
    unknown, known = {"indicator": "蔬菜产量"}, {"indicator_code": "grain"}
    found = pairs(target(9, **unknown), target(310, **known, char_start=50), actual(8, **unknown), actual(305, **known))
    assert found["indicator"].to_list() == ["粮食产量", "蔬菜产量"]


def test_a_finding_on_either_side_is_told(pairs: Callable[..., pl.DataFrame]) -> None:
    assert pairs(target(310), actual(305.5, flags=["range.plausible"]))["flagged"].to_list() == [True]


def test_no_observations_no_pairs(rows: Rows) -> None:
    empty = target_result_pairs(rows("observations"), rows("documents"), INDICATORS)
    assert (empty.height, empty.schema) == (0, PAIRS)
