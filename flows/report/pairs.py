"""Targets beside what was achieved: for the chart of the quality report.

In: observations, documents and the canonical indicators. Out: one row a target that has a result, in one unit. The place is the reporting
government's own; target and result may stand in two reports, a plan and the review a year later.
"""

import polars as pl

COMPARABLE = ("level", "ratio", "growth", "change")
ROUNDING = 1e-9  # what floating point adds when units are converted, not a tolerance
KEY = ("place", "what", "measure", "year", "year_from", "dimension")

PAIRS = pl.Schema(
    {
        "region": pl.String,
        "region_code": pl.String,
        "indicator": pl.String,
        "indicator_code": pl.String,
        "measure": pl.String,
        "year": pl.Int32,
        "year_from": pl.Int32,
        "unit": pl.String,
        "target": pl.Float64,
        "target_max": pl.Float64,
        "comparator": pl.String,
        "actual": pl.Float64,
        "met": pl.Boolean,
        "flagged": pl.Boolean,
        "target_source": pl.String,
        "actual_source": pl.String,
        "target_evidence": pl.String,
        "actual_evidence": pl.String,
        "target_quote": pl.String,
        "actual_quote": pl.String,
    }
)


def target_result_pairs(observations: pl.DataFrame, documents: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """One row a target that has a result (columns of `PAIRS`), indicators with a code first, as the target's report goes.

    Both have the place, the indicator (its code, or its name where it has none), measure, year and dimension. Values are
    in the target's unit. Where several reports or sentences say it, the plan for the year and the review of the year
    win, and the earliest place in them. `flagged` where a rule found something.

    `met`: a bound is kept or not, that on a planned fall (-3.4 %, at least) being one on its size; a plain target is met
    by what is as good or better, as `indicators` (code, higher_is_better) says. It is empty where that is not known, and
    where a result falls short of an 约.
    """
    stated = _stated(observations, documents)
    targets = _one_a_key(stated, "target", pl.col("plan_year") == pl.col("year"))
    actuals = _one_a_key(stated, "actual", pl.col("review_year") == pl.col("year"))
    met_by = actuals.select(
        *KEY,
        pl.col("value").alias("actual_value"),
        pl.col("value_base").alias("actual_base"),
        pl.col("unit").alias("actual_unit"),
        pl.col("source_name").alias("actual_source"),
        pl.col("evidence").alias("actual_evidence"),
        pl.col("quote").alias("actual_quote"),
        pl.col("flagged").alias("actual_flagged"),
    )
    paired = targets.join(met_by, on=KEY, nulls_equal=True, maintain_order="left").rename(
        {
            "value": "target",
            "value_max": "target_max",
            "source_name": "target_source",
            "evidence": "target_evidence",
            "quote": "target_quote",
        }
    )
    better = indicators.select(pl.col("code").alias("indicator_code"), "higher_is_better")
    same_unit = pl.col("unit").eq_missing(pl.col("actual_unit"))
    converted = pl.col("actual_base") * pl.col("target") / pl.col("value_base")
    return (
        paired.with_columns(pl.when(same_unit).then("actual_value").otherwise(converted).alias("actual"))
        .filter(pl.col("actual").is_finite())
        .join(better, on="indicator_code", how="left", maintain_order="left")
        .with_columns(_met().alias("met"), (pl.col("flagged") | pl.col("actual_flagged")).alias("flagged"))
        .sort(pl.col("indicator_code").is_null(), maintain_order=True)
        .select(*PAIRS)
    )


def _stated(observations: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """What reports say of their own place and of a year, with what it is compared by."""
    places = documents.select("doc_id", "review_year", "plan_year", "region_code", pl.col("region").alias("place_name"))
    return (
        observations.filter(pl.col("measure").is_in(COMPARABLE), pl.col("year").is_not_null())
        .join(places, on="doc_id", maintain_order="left")
        .filter(pl.col("region").is_null() | pl.col("region").eq(pl.col("place_name")))
        .with_columns(
            pl.col("place_name").alias("region"),
            pl.coalesce("region_code", "place_name", "doc_id").alias("place"),
            pl.coalesce("indicator_code", "indicator").alias("what"),
            pl.coalesce("unit_base", "unit").alias("dimension"),
            (pl.col("flags").list.len() > 0).alias("flagged"),
        )
    )


def _one_a_key(stated: pl.DataFrame, status: str, from_the_right_report: pl.Expr) -> pl.DataFrame:
    return (
        stated.filter(pl.col("status") == status)
        .sort(~from_the_right_report.fill_null(False), "source_name", "char_start")
        .unique(KEY, keep="first", maintain_order=True)
    )


def _met() -> pl.Expr:
    """Whether the result keeps the target."""
    target, actual, bound = pl.col("target"), pl.col("actual"), pl.col("comparator")
    slack = target.abs() * ROUNDING
    no_less, no_more = actual >= target - slack, actual <= target + slack
    falls = (target < 0) & pl.col("measure").is_in(["growth", "change"])
    at_least = pl.when(falls).then(no_more).otherwise(no_less)
    at_most = pl.when(falls).then(no_less).otherwise(no_more)
    within = no_less & (actual <= pl.col("target_max") + slack)
    as_good = pl.when("higher_is_better").then(no_less).when(~pl.col("higher_is_better")).then(no_more)
    return (
        pl.when(bound == "ge").then(at_least)
        .when(bound == "le").then(at_most)
        .when(bound == "between").then(within | as_good.fill_null(False))
        .when((bound == "eq") | as_good).then(as_good)
    )  # fmt: skip
