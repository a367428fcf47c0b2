"""A panel for people who work in Stata, R and Excel: one row a place, year, indicator and measure.

The observations and documents of an area come in, the published table `panel` goes out: one target and one result a
row, in the base unit, so that years and places can be set side by side.
"""

import polars as pl

from flows.parse.outcomes import KEY, results, stated, targets

PANEL_COLUMNS: dict[str, type[pl.DataType] | pl.DataType] = {
    "area": pl.String, "region_code": pl.String, "region": pl.String, "year": pl.Int32, "indicator_code": pl.String,
    "indicator": pl.String, "measure": pl.String, "unit": pl.String, "target": pl.Float64,
    "target_comparator": pl.String, "actual": pl.Float64, "target_doc_id": pl.String, "actual_doc_id": pl.String,
}  # fmt: skip


def panel(observations: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a place, year, indicator, measure and unit; sums over several years are left to `outcomes`.

    In: the published tables `observations` and `documents`. Out: target and result in the base unit of the indicator's
    dimension (元, 吨, 公顷, %), or as written where the unit is unknown. Of several reports the result is taken from
    the one that looks back on the year, the target from the one that plans nearest before it.
    """
    one_year = stated(observations, documents).filter(pl.col("year_from").is_null())
    aims = targets(one_year).sort("planned_before", "target_doc_id", nulls_last=True)
    planned = aims.unique(KEY, keep="first", maintain_order=True)
    joined = planned.join(results(one_year), on=KEY, how="full", coalesce=True, nulls_equal=True)
    return (
        joined.select(
            "area",
            pl.coalesce("region_code", "actual_region_code").alias("region_code"),
            pl.coalesce("region", "actual_region").alias("region"),
            "year",
            pl.coalesce("indicator_code", "actual_indicator_code").alias("indicator_code"),
            pl.coalesce("indicator", "actual_indicator").alias("indicator"),
            "measure",
            pl.col("in_unit").alias("unit"),
            pl.coalesce("target_base", "target").alias("target"),
            "target_comparator",
            pl.coalesce("actual_base", "actual_value").alias("actual"),
            "target_doc_id",
            "actual_doc_id",
        )
        .select(pl.col(name).cast(dtype) for name, dtype in PANEL_COLUMNS.items())
        .sort("area", "region", "indicator_code", "indicator", "measure", "unit", "year", nulls_last=True)
    )
