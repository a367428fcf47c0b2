"""Facts about the twelve tables of 万州区's plan report: places, counts, numbers and names of indicators only."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from flows.parse.outcomes import outcomes
from flows.parse.parse import Parsed, parse

FOLDER = Path(__file__).parents[3] / "shared" / "reports"
NAMES = ("000_ec5f64d58974e9aa.txt", "002_4d4b2807dcec1cae.txt", "004_0798edd91b3d5539.txt")
TARGETS_AND_RESULTS, PLAN = 1, 8

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real reports (../shared/reports) are not here")


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    paths = [FOLDER / name for name in NAMES]
    rows = [
        {
            "doc_id": hashlib.sha256(path.read_bytes()).hexdigest(),
            "source_name": path.name,
            "source_uri": path.as_uri(),
            "source_names": [path.name],
            "encoding": "utf-8",
            "media_type": "text/plain",
            "text": path.read_text(encoding="utf-8"),
        }
        for path in paths
    ]
    return parse(pl.DataFrame(rows))


@pytest.fixture(scope="module")
def cells(parsed: Parsed) -> pl.DataFrame:
    return parsed.tables["table_cells"]


@pytest.fixture(scope="module")
def observed(parsed: Parsed) -> pl.DataFrame:
    return parsed.tables["observations"].filter(pl.col("origin") == "table")


@pytest.fixture(scope="module")
def joined(parsed: Parsed) -> pl.DataFrame:
    tables = parsed.tables
    return outcomes(tables["observations"], tables["documents"], tables["table_cells"])


def test_only_one_of_the_three_has_tables(cells: pl.DataFrame) -> None:
    assert cells["doc_id"].n_unique() == 1


def test_twelve_tables_with_every_row(cells: pl.DataFrame) -> None:
    rows = cells.filter(pl.col("row") > 0).group_by("table_no").agg(pl.col("row").max()).sort("table_no")
    assert rows.rows() == [
        (1, 37), (2, 1), (3, 6), (4, 10), (5, 12), (6, 2), (7, 21), (8, 29), (9, 4), (10, 3), (11, 1), (12, 1),
    ]  # fmt: skip


def test_tables_are_titled_by_their_numbers(cells: pl.DataFrame) -> None:
    titles = cells.unique("table_no").sort("table_no")["title"]
    assert titles.str.extract("^表([0-9]+) ").to_list() == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize(("table_no", "numbered", "parts"), [(TARGETS_AND_RESULTS, 34, 3), (PLAN, 26, 3)])
def test_numbered_rows_and_parts(cells: pl.DataFrame, table_no: int, numbered: int, parts: int) -> None:
    table = cells.filter((pl.col("table_no") == table_no) & (pl.col("row") > 0))
    numbers = table.filter((pl.col("column") == 1) & (pl.col("text") != ""))["text"].to_list()
    assert numbers == [str(number) for number in range(1, numbered + 1)]
    assert table.filter((pl.col("column") == 2) & pl.col("text").str.starts_with("#")).height == parts


def test_lists_have_no_header_and_tables_of_targets_have_one(cells: pl.DataFrame) -> None:
    headed = cells.group_by("table_no").agg(pl.col("header").is_not_null().all()).filter("header")["table_no"]
    assert sorted(headed) == [1, 3, 4, 5, 6, 8]


def test_all_spans_hold(parsed: Parsed, cells: pl.DataFrame, observed: pl.DataFrame) -> None:
    texts = dict(parsed.texts.select("doc_id", "text").iter_rows())
    printed = cells.select(
        "doc_id", "char_start", "char_end", pl.col("text").str.replace_all("\n", "<br>", literal=True)
    )
    quoted = observed.select("doc_id", "char_start", "char_end", "quote")
    for rows in (printed, quoted):
        assert all(texts[doc][start:end] == text for doc, start, end, text in rows.iter_rows())
    assert all(evidence in texts[doc] for doc, evidence in observed.select("doc_id", "evidence").iter_rows())


def test_targets_and_results(observed: pl.DataFrame) -> None:
    counts = observed.group_by("year", "status").len().sort("year", "status").rows()
    assert counts == [(2024, "actual", 31), (2024, "target", 35), (2025, "target", 27)]


@pytest.mark.parametrize(
    ("indicator", "year", "status", "measure", "value", "unit", "comparator"),
    [
        ("地区生产总值", 2024, "target", "growth", 7, "%", "eq"),
        ("地区生产总值", 2024, "actual", "growth", 6.8, "%", "eq"),
        ("地区生产总值", 2025, "target", "growth", 7, "%", "approx"),
        ("规上工业全员劳动生产率", 2024, "actual", "level", 31, "万元/人", "eq"),
        ("R&D占GDP比重", 2024, "target", "change", 0.3, "百分点", "ge"),
        ("R&D占GDP比重", 2024, "actual", "change", 0.5, "百分点", "eq"),
        ("工业投资", 2024, "actual", "growth", 15.1, "%", "eq"),
        ("耕地保有量", 2024, "actual", "level", 122.8, "万亩", "ge"),
        ("耕地保有量", 2025, "target", "level", 122.8, "万亩", "ge"),
        ("粮食产量", 2024, "target", "level", 50, "万吨", "approx"),
        ("居民消费价格指数", 2025, "target", "level", 103, "%", "le"),
        ("每亿元地区生产总值生产安全事故死亡人数", 2024, "actual", "level", 0.016, None, "eq"),
        ("城镇调查失业率", 2024, "target", "ratio", 5.5, "%", "le"),
    ],
)
def test_observation(
    observed: pl.DataFrame,
    indicator: str,
    year: int,
    status: str,
    measure: str,
    value: float,
    unit: str | None,
    comparator: str,
) -> None:
    found = observed.filter(
        (pl.col("indicator") == indicator) & (pl.col("year") == year) & (pl.col("status") == status)
    )
    assert found.select("measure", "value", "unit", "comparator").rows() == [(measure, value, unit, comparator)]


def test_marked_targets_are_binding_and_the_others_are_not(observed: pl.DataFrame) -> None:
    binding = observed.filter(pl.col("binding"))
    assert binding.group_by("year", "status").len().sort("year", "status")["len"].to_list() == [2, 2, 2]
    assert observed["binding"].null_count() == 0


def test_nearly_every_indicator_of_the_tables_is_known(observed: pl.DataFrame) -> None:
    assert observed["indicator_code"].null_count() <= 0.1 * observed.height


def test_every_target_of_the_first_table_has_an_outcome(joined: pl.DataFrame) -> None:
    own = joined.filter((pl.col("region") == "万州区") & (pl.col("year") == 2024))
    assert own.height == 34 + 3
    assert own["target"].is_not_null().sum() == 35
    assert own.group_by("met").len().sort("met", nulls_last=True).rows() == [(False, 10), (True, 22), (None, 5)]


@pytest.mark.parametrize(
    ("indicator", "actual", "met"),
    [
        ("地区生产总值", 6.8, False),
        ("进出口总额", 86.2, True),
        ("居民消费价格指数", 100.2, True),
        ("城镇调查失业率", 5.3, True),
    ],
)
def test_outcome(joined: pl.DataFrame, indicator: str, actual: float, met: bool) -> None:
    found = joined.filter((pl.col("region") == "万州区") & (pl.col("indicator") == indicator))
    assert found.select("actual", "met").rows() == [(actual, met)]


def test_result_that_nobody_has_reported_is_kept_as_missing(joined: pl.DataFrame) -> None:
    missing = joined.filter(pl.col("indicator") == "战略性新兴产业增加值")
    assert missing.select("target", "actual", "actual_text", "met").rows() == [(10, None, "市级暂未反馈", None)]


@pytest.mark.parametrize(
    ("indicator_code", "target", "actual", "met"), [("gdp", 3200, 2801.6, False), ("budget_revenue", 167, 196.6, True)]
)
def test_targets_of_2021_meet_the_results_of_2024(
    joined: pl.DataFrame, indicator_code: str, target: float, actual: float, met: bool
) -> None:
    found = joined.filter(
        (pl.col("region") == "达州市") & (pl.col("indicator_code") == indicator_code) & (pl.col("measure") == "level")
    )
    assert found.filter(pl.col("year") == 2024).select("target", "actual", "met").rows() == [(target, actual, met)]
    assert found["target_doc_id"].to_list() != found["actual_doc_id"].to_list()
