"""Targets meet results, in one report and across reports; places and numbers are invented."""

from typing import Any

import polars as pl
import pytest

from flows.parse.canonical import canonicalise
from flows.parse.outcomes import OUTCOME_COLUMNS, outcomes
from flows.parse.sections import sections
from flows.parse.table_cells import table_cells
from flows.parse.table_observations import table_observations

REVIEW, PLAN = "a" * 64, "b" * 64
YEARS = {"review_year": pl.Int32, "plan_year": pl.Int32, "plan_year_from": pl.Int32}
DOCUMENTS = pl.DataFrame(
    {
        "doc_id": [REVIEW, PLAN],
        "source_name": ["回顾.txt", "计划.txt"],
        "region": ["示例市", "示例市"],
        "region_code": ["999900", "999900"],
        "review_year": [2024, 2023],
        "plan_year": [2025, 2024],
        "plan_year_from": [None, None],
    },
    schema_overrides=YEARS,
)


def joined(*tables: tuple[str, tuple[str, ...]], documents: pl.DataFrame = DOCUMENTS) -> pl.DataFrame:
    """Outcomes of reports that consist of one table each."""
    texts = pl.DataFrame(
        {"doc_id": [doc for doc, _ in tables], "text": ["\n".join(lines) for _, lines in tables]},
        schema={"doc_id": pl.String, "text": pl.String},
    )
    cells = table_cells(texts)
    observed = table_observations(texts, cells, documents, sections(texts))
    return outcomes(canonicalise(observed), documents, cells)


def outcome(label: str, target: str, result: str) -> dict[str, Any]:
    """The one outcome of a table with this label, target and result."""
    found = joined((REVIEW, ("| 指标 | 2024年目标 | 完成情况 |", f"| {label} | {target} | {result} |")))
    assert found.height == 1
    return found.row(0, named=True)


def test_target_meets_the_result_beside_it() -> None:
    row = outcome("地区生产总值增速（%）", "7", "6.8")
    assert (row["region"], row["region_code"], row["indicator_code"], row["year"]) == ("示例市", "999900", "gdp", 2024)
    assert (row["target"], row["actual"], row["unit"], row["met"], row["gap"]) == (7, 6.8, "%", False, -0.2)


@pytest.mark.parametrize(
    ("label", "target", "result", "met"),
    [
        ("地区生产总值增速（%）", "7", "7", True),
        ("地区生产总值增速（%）", "7以上", "6.9", False),
        ("地区生产总值增速（%）", "7左右", "6.8", True),
        ("地区生产总值增速（%）", "7左右", "6.2", False),
        ("地区生产总值增速（%）", "7左右", "9", True),
        ("地区生产总值增速（%）", "7—8", "7.5", True),
        ("城镇调查失业率（%）", "5.5以内", "5.3", True),
        ("城镇调查失业率（%）", "5.5", "5.6", False),
        ("城镇调查失业率（%）", "5.5左右", "5.6", True),
        ("单位地区生产总值能耗下降率（%）", "2.5以上", "3.1", True),
        ("单位地区生产总值能耗下降率（%）", "2.5以上", "1.9", False),
        ("虚构指标甲（个）", "10以上", "12", True),
        ("虚构指标甲（个）", "10", "10", True),
        ("虚构指标甲（个）", "10", "12", None),
        ("虚构指标甲（个）", "10左右", "10.4", True),
        ("虚构指标甲（个）", "10左右", "20", None),
    ],
    ids=lambda value: str(value),
)
def test_met_respects_the_comparator_and_the_direction(label: str, target: str, result: str, met: bool | None) -> None:
    assert outcome(label, target, result)["met"] is met


def test_result_that_is_left_open_is_kept_and_nothing_is_concluded() -> None:
    row = outcome("地区生产总值增速（%）", "7以上", "暂未反馈")
    assert (row["target"], row["target_comparator"], row["indicator_code"]) == (7, "ge", "gdp")
    assert (row["actual"], row["actual_text"], row["met"], row["gap"]) == (None, "暂未反馈", None, None)


def test_target_without_a_number_is_kept_as_printed() -> None:
    row = outcome("甲河水质", "稳定保持II类", "稳定保持II类")
    assert (row["target"], row["target_text"], row["actual_text"], row["met"]) == (
        None,
        "稳定保持II类",
        "稳定保持II类",
        None,
    )


def test_dash_is_no_target() -> None:
    assert joined((REVIEW, ("| 指标 | 2024年目标 | 完成情况 |", "| 粮食产量（万吨） | — | 50 |"))).is_empty()


def test_target_of_one_report_meets_the_result_of_another() -> None:
    found = joined(
        (PLAN, ("| 指标 | 2024年目标 |", "| 粮食产量（万吨） | 50 |")),
        (REVIEW, ("| 指标 | 2024年完成 |", "| 粮食产量（万吨） | 51 |")),
    )
    assert found.select("target", "actual", "target_doc_id", "actual_doc_id").rows() == [(50, 51, PLAN, REVIEW)]


def test_result_is_brought_into_the_unit_of_the_target() -> None:
    found = joined(
        (PLAN, ("| 指标 | 2024年目标 |", "| 粮食产量（万吨） | 50 |")),
        (REVIEW, ("| 指标 | 2024年完成 |", "| 粮食产量（亿斤） | 10.4 |")),
    )
    assert found.select("actual", "unit", "gap", "met").rows() == [(pytest.approx(52), "万吨", 2, True)]


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("| 粮食产量（万吨） | 50 |", "| 油料产量（万吨） | 51 |"),
        ("| 粮食产量（万吨） | 50 |", "| 粮食产量增速（%） | 1 |"),
    ],
    ids=["another indicator", "another measure"],
)
def test_only_what_is_the_same_is_compared(target: str, result: str) -> None:
    assert joined((PLAN, ("| 指标 | 2024年目标 |", target)), (REVIEW, ("| 指标 | 2024年完成 |", result))).is_empty()


def test_years_are_not_mixed() -> None:
    assert joined((REVIEW, ("| 指标 | 2024年完成 | 2025年目标 |", "| 粮食产量（万吨） | 50 | 51 |"))).is_empty()


def test_places_are_not_mixed() -> None:
    documents = DOCUMENTS.with_columns(
        region=pl.Series(["示例市", "样本县"]), region_code=pl.Series(["999900", "999901"])
    )
    found = joined(
        (PLAN, ("| 指标 | 2024年目标 |", "| 粮食产量（万吨） | 50 |")),
        (REVIEW, ("| 指标 | 2024年完成 |", "| 粮食产量（万吨） | 51 |")),
        documents=documents,
    )
    assert found.is_empty()


def test_result_comes_from_the_report_that_looks_back_on_the_year() -> None:
    later = DOCUMENTS.with_columns(review_year=pl.Series([2024, 2025], dtype=pl.Int32))
    found = joined(
        (REVIEW, ("| 指标 | 2024年目标 | 2024年完成 |", "| 粮食产量（万吨） | 50 | 51 |")),
        (PLAN, ("| 指标 | 2024年完成 |", "| 粮食产量（万吨） | 52 |")),
        documents=later,
    )
    assert found["actual"].to_list() == [51]


def test_result_of_a_later_report_fills_what_the_first_left_open() -> None:
    found = joined(
        (REVIEW, ("| 指标 | 2024年目标 | 完成情况 |", "| 粮食产量（万吨） | 50 | 暂未反馈 |")),
        (PLAN, ("| 指标 | 2024年完成 |", "| 粮食产量（万吨） | 52 |")),
    )
    assert found.select("actual", "met").rows() == [(52, True)]


def test_binding_target_and_both_evidences() -> None:
    row = outcome("优良天数（天）*", "340", "354")
    assert row["binding"] is True
    assert row["target_evidence"] == row["actual_evidence"] == "| 优良天数（天）* | 340 | 354 |"


def test_no_observations_give_an_empty_table_with_all_columns() -> None:
    assert joined().schema == pl.Schema(OUTCOME_COLUMNS)
