"""Observations brought to one form before they are compared: one code for one name, one measure for prices.

`coded` gives names that differ from a known one by verbs, time and place alone its code; `prices_as_growth` reads a price index
(the year before is 100) as the rise that it says.
"""

import polars as pl

from expectations.reference import indicator_aliases
from expectations.reference.indicator_names import indicator_key, without_verbs

PRICE = "价格|物价|CPI|PPI"
LOWEST_INDEX, HIGHEST_INDEX = 70, 150
UNCHANGED = 100
# “九五”累计完成固定资产投资: the span before it is told by the years of the row
SPAN = "^(?:“?[一二三四五六七八九十]{1,3}五”?(?:期间|时期)?|[五5]年)?(?:累计|共)?(?:完成|实现)?"


def coded(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations with codes for names that have none and are a known name but for the words around it."""
    names = observations.filter(pl.col("indicator_code").is_null()).select("indicator").unique()
    bare = without_verbs(indicator_key(pl.col("indicator").str.replace(SPAN, "")))
    known = indicator_aliases().unique("key", keep="none").select("key", known="code")
    found = names.with_columns(key=bare).join(known, on="key").select("indicator", "known")
    joined = observations.join(found, on="indicator", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("indicator_code", "known").alias("indicator_code")).drop("known")


def prices_as_growth(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations, price indices (100.7) as the rise of prices that they are (0.7%)."""
    index = (
        pl.col("indicator").str.contains("指数")
        & pl.col("indicator").str.contains(PRICE)
        & pl.col("measure").is_in(["level", "ratio"])
        & (pl.col("unit").is_null() | pl.col("unit").is_in(["", "%"]))
        & pl.col("value").is_between(LOWEST_INDEX, HIGHEST_INDEX)
    )
    rise = pl.when(index).then(pl.coalesce("value_base", "value") - UNCHANGED).otherwise(pl.col("value_base"))
    return observations.with_columns(
        rise.alias("value_base"),
        pl.when(index).then(rise).otherwise(pl.col("value")).alias("value"),
        pl.when(index).then(pl.lit("growth")).otherwise(pl.col("measure")).alias("measure"),
        pl.when(index).then(pl.lit("%")).otherwise(pl.col("unit_base")).alias("unit_base"),
    )
