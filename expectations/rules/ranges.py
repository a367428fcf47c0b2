"""Rules on values: what an indicator can be."""

import polars as pl

from expectations.reference import indicator_ranges, indicators, resolve_units
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

BOUNDS = "the bounds of the reference table, which leave room beyond anything seen; each has its source there"

# Growth over more than a year, for which the bounds do not hold: 翻一番, 较2020年增长
LONGER = r"翻|[较比](?:19|20)[0-9]{2}年|五年|五”|累计"


def implausible(tables: Tables) -> pl.DataFrame:
    """Values outside the plausible range of their indicator, in base units."""
    observations = tables["observations"]
    dimensions = resolve_units(observations["unit"]).select("unit", "dimension").drop_nulls()
    ranges = indicator_ranges().rename({"code": "indicator_code"})
    bounded = observations.join(dimensions, on="unit", maintain_order="left").join(
        ranges, on=["indicator_code", "measure", "dimension"], maintain_order="left"
    )
    longer = pl.col("year_from").is_not_null() | pl.col("evidence").str.contains(LONGER)
    outside = (pl.col("value_base") < pl.col("min")) | (pl.col("value_base") > pl.col("max"))
    odd = bounded.filter(outside & ~((pl.col("measure") == "growth") & longer))
    names = indicators().select(pl.col("code").alias("indicator_code"), pl.col("name_zh").alias("name"))
    columns = ("doc_id", "evidence", "quote", "char_start", "char_end", "name", "measure", "min", "max", "unit_base")
    rows = odd.join(names, on="indicator_code", maintain_order="left").select(columns).iter_rows()
    return hits_frame((_hit(*row) for row in rows), BOUNDS)


def _hit(
    doc_id: str,
    evidence: str,
    quote: str,
    start: int,
    end: int,
    name: str,
    measure: str,
    low: float | None,
    high: float | None,
    unit: str,
) -> Hit:
    what, what_en = ("增幅", "growth of ") if measure == "growth" else ("", "")
    expected = f"{_number(low)}—{_number(high)}{unit}"
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"“{name}”的{what}一般在{expected}之间，此处写的是{quote}。",
        message_en=f"The {what_en}“{name}” should lie within {expected}; {quote} stands here.",
        evidence=evidence,
        quotes=(Quote(quote, start, end),),
        expected=expected,
        observed=quote,
    )


def _number(value: float | None) -> str:
    if value is None:
        return "…"
    return f"{value / 1e8:g}亿" if abs(value) >= 1e8 else f"{value:g}"


IMPLAUSIBLE = Rule(
    id="range.implausible",
    title_zh="数值超出合理范围",
    title_en="A value beyond its plausible range",
    checks="The value of a canonical indicator lies within the plausible range for its measure: no share of a whole above 100 %.",
    severity="warning",
    tolerance=BOUNDS,
    check=implausible,
)
