"""Targets beside what was achieved, within one report and across reports.

The observations, documents and table cells of a release come in, the published table `outcomes` goes out. A target meets the
result of the same place, indicator, measure, year and unit, whoever reports it. A result that a table leaves open
(`暂未反馈`) is an outcome, too: its text is kept and nothing is concluded.
"""

import polars as pl

from expectations.reference import indicators
from expectations.reference.indicator_names import indicator_key
from flows.parse.ids import row_id
from flows.parse.table_cells import ROW, row_texts
from flows.parse.table_values import table_values

COMPARED = ("level", "ratio", "growth", "change", "rank")  # a gap is measured from another place, not from a target
LEEWAY = 0.05  # share of the target that 左右 leaves on either side
AREA = pl.coalesce("region_code", "region", "doc_id")  # of `documents`: whose reports are read together
KEY = ("area", "place", "what", "measure", "year", "year_from", "in_unit")
NO_TEXT = r"^[\s—/…-]*$"  # a dash stands for no target

OUTCOME_COLUMNS: dict[str, type[pl.DataType] | pl.DataType] = {
    "outcome_id": pl.String, "area": pl.String, "region_code": pl.String, "region": pl.String, "indicator_code": pl.String,
    "indicator": pl.String, "measure": pl.String, "year_from": pl.Int32, "year": pl.Int32, "target": pl.Float64,
    "target_max": pl.Float64, "target_comparator": pl.String, "target_text": pl.String, "actual": pl.Float64,
    "actual_text": pl.String, "unit": pl.String, "binding": pl.Boolean, "met": pl.Boolean, "gap": pl.Float64,
    "target_doc_id": pl.String, "actual_doc_id": pl.String, "target_evidence": pl.String, "actual_evidence": pl.String,
}  # fmt: skip


def outcomes(observations: pl.DataFrame, documents: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """One row a target with its result, in the order of places, indicators and years.

    In: the published tables `observations`, `documents` and `table_cells`, of one report or of all; `documents` may have
    `report_id` and `part` (a report in parts is one), and what is not of its documents is left out. Out: `outcome_id` (of the
    target), the target as a number and as printed, the result in the target's unit, `met` and `gap` (result less target).
    `met` is null where there is no result, where target or result is no number, and where only the indicator's direction
    could tell and nobody knows it.
    """
    said = stated(observations, documents)
    matched = targets(said).join(results(said), on=KEY, how="inner", nulls_equal=True)
    left_open = _left_open(said, cells, documents).join(matched, on=("target_doc_id", "target_start"), how="anti")
    return (
        pl.concat([matched, left_open], how="diagonal")
        .pipe(_judged)
        .with_columns(
            outcome_id=row_id("target_start", doc_id="target_doc_id"),
        )
        .sort("place", "what", "measure", "year", "target_doc_id", "target_start", nulls_last=True)
        .select(pl.col(name).cast(dtype) for name, dtype in OUTCOME_COLUMNS.items())
    )


def stated(observations: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Observations that may be compared, with the columns of KEY and how near their report is to the year."""
    parts = documents if "report_id" in documents.columns else documents.with_columns(report_id="doc_id", part=1)
    own = parts.select(
        "doc_id", "report_id", "part", "review_year", own_region="region", own_code="region_code", area=AREA
    )
    elsewhere = pl.col("region").is_not_null()
    return (
        observations.filter(pl.col("measure").is_in(COMPARED) & pl.col("year").is_not_null())
        .join(own, on="doc_id", how="inner", maintain_order="left")
        .with_columns(
            place=pl.when(elsewhere).then(pl.concat_str("area", "region", separator="/")).otherwise(pl.col("area")),
            what=pl.coalesce("indicator_code", indicator_key(pl.col("indicator"))),
            in_unit=pl.coalesce("unit_base", "unit"),
            region_code=pl.when(~elsewhere).then("own_code"),
            region=pl.coalesce("region", "own_region"),
            in_text=pl.col("origin") != "table",
            distance=(pl.col("review_year") - pl.col("year")).abs(),
            planned_before=pl.col("year") - pl.col("review_year"),
        )
    )  # fmt: skip


def targets(stated: pl.DataFrame) -> pl.DataFrame:
    """One target a report and key: of several (`突破185亿元、力争达到200亿元`) the first, in a table if there is one."""
    return (
        stated.filter(pl.col("status") == "target")
        .sort("in_text", "part", "char_start")
        .unique(["report_id", *KEY], keep="first", maintain_order=True)
        .select(
            *KEY, "region_code", "region", "indicator_code", "indicator", "unit", "binding",
            target="value", target_max="value_max", target_comparator="comparator", target_text="quote",
            target_base="value_base", target_doc_id="doc_id", target_evidence="evidence", target_start="char_start",
            planned_before="planned_before",
        )
    )  # fmt: skip


def results(stated: pl.DataFrame) -> pl.DataFrame:
    """One result a key: from the report that looks back on the year if there is one, from its table if it has one."""
    return (
        stated.filter(pl.col("status") == "actual")
        .sort("distance", "in_text", "doc_id", "char_start", nulls_last=True)
        .unique(KEY, keep="first", maintain_order=True)
        .select(
            *KEY, actual_value="value", actual_base="value_base", actual_unit="unit", actual_text="quote",
            actual_doc_id="doc_id", actual_evidence="evidence", actual_region_code="region_code",
            actual_region="region", actual_indicator_code="indicator_code", actual_indicator="indicator",
        )
    )  # fmt: skip


def _left_open(stated: pl.DataFrame, cells: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Targets and results that stand in one row of a table and of which one at least is no number."""
    own_cells = cells.join(documents.select("doc_id"), on="doc_id", how="semi", maintain_order="left")
    values = table_values(own_cells, documents).filter(~pl.col("text").str.contains(NO_TEXT))
    pair = (*ROW, "indicator", "year")
    wanted = values.filter(pl.col("status") == "target").unique(pair, keep="first", maintain_order=True)
    given = values.filter(pl.col("status") == "actual").unique(pair, keep="first", maintain_order=True)
    numbers = stated.select(
        "doc_id",
        "char_start",
        "indicator_code",
        "binding",
        "value",
        "value_max",
        "comparator",
        said_measure="measure",
        said_unit="unit",
    ).unique(["doc_id", "char_start"], keep="first")
    own = documents.select("doc_id", "region_code", own_region="region", area=AREA)
    results = given.select(*pair, actual_text="text", actual_start="char_start")
    return (
        wanted.join(results, on=pair, how="inner", maintain_order="left")
        .join(numbers, on=("doc_id", "char_start"), how="left", maintain_order="left", suffix="_said")
        .join(
            numbers.select("doc_id", actual_start="char_start", actual_value="value"),
            on=("doc_id", "actual_start"), how="left", maintain_order="left",
        )
        .filter(pl.col("value").is_null() | pl.col("actual_value").is_null())
        .join(own, on="doc_id", how="left", maintain_order="left")
        .join(row_texts(cells), on=ROW, how="left", maintain_order="left")
        .select(
            "area", "region_code", "indicator_code", "indicator", "year", "year_from", "actual_value", "actual_text",
            place=pl.col("area"),
            what=pl.coalesce("indicator_code", indicator_key(pl.col("indicator"))),
            region=pl.coalesce("region", "own_region"),
            measure=pl.coalesce("said_measure", "measure"),
            unit=pl.coalesce("said_unit", "unit"),
            actual_unit=pl.coalesce("said_unit", "unit"),
            binding=pl.coalesce("binding_said", "binding"),
            target="value", target_max="value_max", target_comparator="comparator", target_text="text",
            target_doc_id="doc_id", actual_doc_id="doc_id", target_evidence="evidence", actual_evidence="evidence",
            target_start="char_start",
        )
    )  # fmt: skip


def _judged(pairs: pl.DataFrame) -> pl.DataFrame:
    """Bring the result into the target's unit, and say whether it meets the target and by how much it misses or passes it."""
    directions = indicators().select(indicator_code="code", higher="higher_is_better")
    same_unit = pl.col("unit").eq_missing(pl.col("actual_unit"))
    factor = pl.col("target_base") / pl.col("target")
    converted = pl.col("actual_base") / factor
    return (
        pairs.join(directions, on="indicator_code", how="left", maintain_order="left")
        .with_columns(
            actual=pl.when(same_unit).then("actual_value").otherwise(converted),
            higher=pl.when(pl.col("measure") == "rank").then(False).otherwise("higher"),
        )
        .with_columns(gap=(pl.col("actual") - pl.col("target")).round(9), met=_met())
    )


def _met() -> pl.Expr:
    """Whether a result meets its target; a bound on a fall (`下降3.4%以上`, -3.4) is a bound on its size."""
    actual, target = pl.col("actual"), pl.col("target")
    upper = pl.coalesce("target_max", "target")
    higher, comparator = pl.col("higher"), pl.col("target_comparator")
    falls = target < 0
    slack = target.abs() * LEEWAY
    at_least, at_most = actual >= target, actual <= target
    within = (actual >= target - slack) & (actual <= upper + slack)
    return (
        pl.when(actual.is_null() | target.is_null()).then(None)
        .when(comparator == "ge").then(pl.when(falls).then(at_most).otherwise(at_least))
        .when(comparator == "le").then(pl.when(falls).then(at_least).otherwise(at_most))
        .when(comparator == "approx").then(
            pl.when(higher).then(actual >= target - slack).when(higher.not_()).then(actual <= target + slack).when(within).then(True)
        )
        .when(comparator == "between").then(
            pl.when(higher).then(at_least).when(higher.not_()).then(actual <= upper).otherwise(at_least & (actual <= upper))
        )
        .when(higher).then(at_least)
        .when(higher.not_()).then(at_most)
        .when(actual == target).then(True)
    )  # fmt: skip
