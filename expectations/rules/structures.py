"""The rule on the structure of the three industries and the product that it divides, wherever a report states both.

`observations` come in; a finding goes out where the value of an industry over the product of its year is not its part of the
structure (三次产业结构为10:50:40), or where all industry has more than the secondary sector that the structure leaves.
"""

from typing import Any

import polars as pl

from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of value, product and part; 2 % of a target"
ROUNDED_ZH = "产业数值、生产总值、比例各可差其末位数字的一半，目标值可取整2%"

STRUCTURE, PRODUCT = "industry_structure", "gdp"
PLACES = {"gdp_primary": 0, "gdp_secondary": 1, "gdp_tertiary": 2}
WITHIN = {"industry_va": 1, "industry_va_large": 1}  # parts of the secondary sector
ROUND_TARGET = 0.02
PARTS = r"[0-9]+(?:\.[0-9]+)?"
THREE, INDUSTRIES = f"{PARTS}(?:[:∶]{PARTS}){{2}}$", "产业|产结构"  # 三次产业比 10:50:40
ABOUT = ("doc_id", "region", "year", "status")
SIDE = ("indicator", "value_base", "half_digit", "quote", "evidence", "char_start", "char_end")


def structure(tables: Tables) -> pl.DataFrame:
    """Values of industries that are not their part of the structure of their year's product."""
    is_structure = pl.col("quote").str.contains(THREE) & pl.col("indicator").str.contains(INDUSTRIES)
    code = pl.when(is_structure).then(pl.lit(STRUCTURE)).otherwise("indicator_code")
    rows = tables["observations"].with_columns(code.alias("indicator_code")).filter(
        pl.col("indicator_code").is_in([STRUCTURE, PRODUCT, *PLACES, *WITHIN]), pl.col("year").is_not_null(),
        pl.col("year_from").is_null(), pl.col("comparator").is_in(["eq", "approx"]),
    )  # fmt: skip
    structures = _shares(_once(rows.filter(pl.col("indicator_code") == STRUCTURE)))
    levels = rows.with_columns(half_digits(rows).alias("half_digit")).filter(
        pl.col("measure") == "level", pl.col("unit_base") == "元", pl.col("value_base") > 0
    )
    product = _once(levels.filter(pl.col("indicator_code") == PRODUCT)).select(*ABOUT, *SIDE)
    parts = _once(levels.filter(pl.col("indicator_code") != PRODUCT)).select("indicator_code", *ABOUT, *SIDE)
    joined = (
        parts.join(structures, on=["indicator_code", *ABOUT], nulls_equal=True)
        .join(product, on=ABOUT, nulls_equal=True, suffix="_product", maintain_order="left")
    )  # fmt: skip
    return hits_frame((_hit(row) for row in _odd(joined).iter_rows(named=True)), ROUNDED)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of which a report states one value; two values of one thing are found elsewhere."""
    about = ["indicator_code", *ABOUT]
    return rows.filter(pl.col("quote").n_unique().over(about) == 1).unique(about, keep="first", maintain_order=True)


def _shares(structures: pl.DataFrame) -> pl.DataFrame:
    """One row for each indicator that a structure tells a share of: `share` in percent, half of its last digit, and where."""
    printed = structures.with_columns(parts=pl.col("quote").str.extract_all(PARTS)).filter(
        pl.col("parts").list.len() == 3
    )
    places = pl.DataFrame([{"indicator_code": code, "place": place} for code, place in (PLACES | WITHIN).items()])
    part = pl.col("parts").list.get(pl.col("place"))
    places_after = part.str.extract(r"\.([0-9]+)").str.len_chars().fill_null(0).cast(pl.Float64)
    return printed.drop("indicator_code").join(places, how="cross").select(
        "indicator_code", *ABOUT, part=part, share=part.cast(pl.Float64), half_share=0.5 * pl.lit(10.0).pow(-places_after),
        quote_shares="quote", evidence_shares="evidence", char_start_shares="char_start", char_end_shares="char_end",
    )  # fmt: skip


def _odd(joined: pl.DataFrame) -> pl.DataFrame:
    """The rows whose part over the product is not its share, with `made`, or whose industry is more than it."""
    target = pl.when(pl.col("status") == "target").then(ROUND_TARGET).otherwise(0.0)
    room, room_product = (
        pl.max_horizontal(pl.col(f"half_digit{side}"), pl.col(f"value_base{side}") * target)
        for side in ("", "_product")
    )
    low = (pl.col("value_base") - room) / (pl.col("value_base_product") + room_product) * 100
    high = (pl.col("value_base") + room) / (pl.col("value_base_product") - room_product) * 100
    most, least = pl.col("share") + pl.col("half_share"), pl.col("share") - pl.col("half_share")
    part = pl.col("indicator_code").is_in(list(WITHIN))
    return joined.with_columns(
        within=part, made=pl.col("value_base") / pl.col("value_base_product") * 100
    ).filter((low > most) | (~part & (high < least)))  # fmt: skip


def _hit(row: dict[str, Any]) -> Hit:
    sides = {
        side: Quote(row[f"quote{side}"], row[f"char_start{side}"], row[f"char_end{side}"])
        for side in ("", "_product", "_shares")
    }
    part, whole, shares = (sides[side] for side in ("", "_product", "_shares"))
    made = f"{row['made']:.2f}%"
    severity: Severity = "info" if row["within"] else "warning"
    more, more_en = ("不大于", "not exceed") if row["within"] else ("等于", "be")
    told = sorted(((row[f"char_start{side}"], row[f"evidence{side}"]) for side in sides), key=lambda one: one[0])
    return Hit(
        doc_id=row["doc_id"],
        severity=severity,
        message=f"“{row['indicator']}”与生产总值之比应{more}三次产业结构中的{row['part']}，此处{part.text} ÷ {whole.text} = {made}。",
        message_en=f"“{row['indicator']}” over the product should {more_en} its {row['part']} % of the structure; here {part.text} ÷ {whole.text} = {made}.",
        evidence="\n".join(dict.fromkeys(text for _, text in told)),
        quotes=(part, whole, shares),
        expected=f"{'<= ' if row['within'] else ''}{row['part']}%",
        observed=made,
    )


STRUCTURE_OF_PRODUCT = Rule(
    id="ratios.structure_of_product",
    title_zh="产业数值与生产总值、产业结构不符",
    title_en="An industry that is not its part of the product",
    checks_zh="报告写出生产总值、三次产业结构和某产业增加值时，该产业与生产总值之比应是结构中的比例，工业增加值应不大于第二产业。",
    checks="Where a report states the product, its structure and an industry's value, the value over the product is its part, and industry no more than the secondary sector.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=structure,
)
