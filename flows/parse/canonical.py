"""Observations get their canonical indicator and their value in base units.

In: observations as the text or a table states them. Out: the same rows and columns with indicator_code, value_base and
unit_base filled where the reference tables know them. Goes next to the rules and the release.
"""

import polars as pl

from expectations.reference import allowed_dimensions, indicator_aliases, resolve_units
from expectations.reference.indicator_names import indicator_key, without_count, without_growth, without_verbs

NAMED = ["indicator", "measure", "unit"]


def canonicalise(observations: pl.DataFrame) -> pl.DataFrame:
    """Fill indicator_code, value_base and unit_base; rows, columns and their order stay.

    The name decides on the indicator: first as written, then without its growth words (地区生产总值增速, where the row states growth), then without
    its words of counting (高新技术企业数量), then without verbs inside it (第一产业完成投资). A short form (第一产业, 生猪出栏) counts only where the unit fits the indicator.
    All three stay null where the name or the unit is unknown.
    """
    units = resolve_units(observations["unit"])
    codes = _codes(observations.select(NAMED).unique(maintain_order=True), units)
    filled = (
        observations.drop("indicator_code", "value_base", "unit_base")
        .join(codes, on=NAMED, how="left", nulls_equal=True, maintain_order="left")
        .join(units.select("unit", "factor", unit_base="base_unit"), on="unit", how="left", maintain_order="left")
        .with_columns(value_base=pl.col("value") * pl.col("factor"))
    )
    return filled.select(observations.columns)


def _codes(names: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The code of each indicator, measure and unit that is known; one row is a known one."""
    tried = names.join(units.select("unit", "dimension"), on="unit", how="left", maintain_order="left").with_row_index(
        "nr"
    )
    found = (
        _keys(tried)
        .join(indicator_aliases().select("key", indicator_code="code", short_form="short_form"), on="key")
        .sort("nr", "step", maintain_order=True)
    )
    return _fitting(found).unique("nr", keep="first", maintain_order=True).select(*NAMED, "indicator_code")


def _keys(names: pl.DataFrame) -> pl.DataFrame:
    """Forms of each name to look for, in the order of the steps; one row is a form."""
    written = names.with_columns(indicator_key(pl.col("indicator")).alias("key"))
    grown = written.filter(pl.col("measure").is_in(["growth", "change", "gap"])).with_columns(
        without_growth(pl.col("key"))
    )
    counted = pl.concat([written, grown]).with_columns(without_count(pl.col("key")))
    bare = pl.concat([written, grown, counted]).with_columns(without_verbs(pl.col("key")))
    steps = [written, grown, counted, bare]
    return pl.concat([frame.with_columns(step=pl.lit(i)) for i, frame in enumerate(steps)]).filter(pl.col("key") != "")


def _fitting(found: pl.DataFrame) -> pl.DataFrame:
    """Without the short forms whose unit does not fit: 制造业 45 家 are not its value added."""
    allowed = allowed_dimensions().rename({"code": "indicator_code"}).with_columns(fits=pl.lit(True))
    judged = found.join(allowed, on=["indicator_code", "measure", "dimension"], how="left", maintain_order="left")
    free = ~pl.col("short_form") | (pl.col("measure") == "rank")
    return judged.filter(free | pl.col("fits"))
