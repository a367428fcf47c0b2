"""Rules on proportions: two headline figures of one place and year lie in a proportion that is possible.

A place's own size bounds nothing (a county has a hundredth of what a province has), but its figures bound each other: retail
sales are a part of what is produced, a hectare bears so much grain. What comes out is wrong by a magnitude, in its unit or
its decimal point.
"""

import polars as pl

from expectations.reference import indicator_proportions, indicators
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

BOUNDS = "the bounds of the reference table, which leave room beyond anything seen; each has its reason there"
BOUNDS_ZH = "以指标比例表的上下限为准，表中比见过的比例留有余地，并注明依据"

ABOUT = ("doc_id", "region", "year")
SIDE = ("indicator", "value_base", "quote", "evidence", "char_start", "char_end")
# The words before a number that make it one of a part of the year or of the place
PART = "季度|上半年|下半年|[0-9]月|累计|新增|净增|增加[^值]|增加$|本级|园区|开发区|高新区|经开区|城区|限额以上|年均"
CLAUSE = 20  # characters before a number
ROUNDING = 1.01  # of two numbers with three digits
UNITS = ("元", "吨", "公顷")  # exports in dollars have no proportion to a product in yuan


def implausible_proportion(tables: Tables) -> pl.DataFrame:
    """Pairs of figures of one place and year of which no two statements lie in a possible proportion."""
    before = pl.col("evidence").str.split(pl.col("quote")).list.first().str.slice(-CLAUSE)
    stated = tables["observations"].filter(
        pl.col("measure") == "level", pl.col("status") == "actual", pl.col("comparator").is_in(["eq", "approx"]),
        pl.col("year_from").is_null(), pl.col("value_base") > 0, pl.col("unit_base").is_in(UNITS),
        ~before.str.contains(PART) | (pl.col("origin") == "table"),
    ).select(*ABOUT, "indicator_code", *SIDE)  # fmt: skip
    pairs = (
        stated.join(indicator_proportions(), left_on="indicator_code", right_on="code", maintain_order="left")
        .join(
            stated, left_on=[*ABOUT, "of_code"], right_on=[*ABOUT, "indicator_code"], nulls_equal=True, suffix="_of",
            maintain_order="left",
        )
        .with_columns(proportion=pl.col("value_base") / pl.col("value_base_of"))
    )  # fmt: skip
    two = [*ABOUT, "indicator_code", "of_code"]
    possible = pl.col("proportion").is_between(pl.col("min"), pl.col("max") * ROUNDING)
    odd = pairs.filter((~possible).all().over(two)).unique(two, keep="first", maintain_order=True)
    return hits_frame((_hit(row) for row in odd.iter_rows(named=True)), BOUNDS)


def _hit(row: dict[str, object]) -> Hit:
    names = dict(indicators().select("code", "name_zh").iter_rows())
    part, whole = names[row["indicator_code"]], names[row["of_code"]]
    bounds, made = f"{row['min']:g}—{row['max']:g}", f"{row['proportion']:.3g}"
    quotes = tuple(
        Quote(str(row[f"quote{side}"]), int(str(row[f"char_start{side}"])), int(str(row[f"char_end{side}"])))
        for side in ("", "_of")
    )
    return Hit(
        doc_id=str(row["doc_id"]),
        severity="warning",
        message=(
            f"“{part}”与“{whole}”之比一般在{bounds}之间，此处{quotes[0].text} ÷ {quotes[1].text} = {made}，"
            "其中一个数的单位或位数可能有误。"
        ),
        message_en=(
            f"“{part}” over “{whole}” should lie within {bounds}; {quotes[0].text} over {quotes[1].text} is {made}: one of them may "
            "have the wrong unit or decimal point."
        ),
        evidence="\n".join(dict.fromkeys((str(row["evidence"]), str(row["evidence_of"])))),
        quotes=quotes,
        expected=bounds,
        observed=made,
    )


PROPORTION = Rule(
    id="range.proportion",
    title_zh="两个指标之比超出合理范围",
    title_en="Two indicators in an impossible proportion",
    checks_zh="同一地方、同一年的两个常用指标（社会消费品零售总额与生产总值、贷款与存款、粮食产量与播种面积）之比，应在合理范围之内。",
    checks="Two canonical indicators of one place and year (retail sales and product, grain and its area) lie in a possible proportion.",
    severity="warning",
    tolerance_zh=BOUNDS_ZH,
    tolerance=BOUNDS,
    check=implausible_proportion,
)
