"""Rules on kinds of a thing: pork and beef together are no more than all meat.

`observations` come in; a finding goes out where indicators that the reference table knows as parts of another add up to more
than it, in one report, for one place, year and status.
"""

from typing import Any

import polars as pl

from expectations.reference import indicator_kinds
from expectations.rules.proportions import CLAUSE, PART
from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of the whole and of each part"
ROUNDED_ZH = "总数和各部分各可差其末位数字的一半"

ABOUT = ("doc_id", "region", "year", "status", "unit_base")
SIDE = ("indicator", "value_base", "half_digit", "quote", "evidence", "char_start", "char_end")
SURE = ("吨", "公顷", "平方米")  # what is counted in money may be counted in two ways (口径)
BINARY = 1.000001  # room for what binary fractions lose


def within_whole(tables: Tables) -> pl.DataFrame:
    """Parts that add up to more than the whole that they are kinds of."""
    stated = _stated(tables["observations"])
    kinds = indicator_kinds()
    parts = stated.join(kinds, left_on="name", right_on="part", maintain_order="left")
    wholes = stated.select("name", *ABOUT, *SIDE)
    pairs = parts.join(
        wholes, left_on=["whole", *ABOUT], right_on=["name", *ABOUT], nulls_equal=True, suffix="_whole", maintain_order="left"
    )  # fmt: skip
    room = pl.col("half_digit").sum() + pl.col("half_digit_whole").first()
    over = pl.col("value_base").sum() - pl.col("value_base_whole").first()
    odd = (
        pairs.group_by("division", *ABOUT, maintain_order=True)
        .agg((over > room * BINARY).alias("over"), *SIDE, *(pl.col(f"{name}_whole").first() for name in SIDE))
        .filter("over")
    )
    return hits_frame((_hit(row) for row in odd.iter_rows(named=True)), ROUNDED)


def _stated(observations: pl.DataFrame) -> pl.DataFrame:
    """Levels of one year under their `name` (code, or name without one) of which the report states one value."""
    name = pl.coalesce("indicator_code", "indicator")
    known = pl.concat([indicator_kinds()["whole"], indicator_kinds()["part"]]).unique()
    before = pl.col("evidence").str.split(pl.col("quote")).list.first().str.slice(-CLAUSE)
    levels = observations.with_columns(name.alias("name"), half_digits(observations).alias("half_digit")).filter(
        pl.col("name").is_in(known.implode()), pl.col("measure") == "level", pl.col("comparator") == "eq",
        pl.col("year_from").is_null(), ~before.str.contains(PART) | (pl.col("origin") == "table"),
    )  # fmt: skip
    about = ["name", *ABOUT]
    return levels.filter(pl.col("value_base").n_unique().over(about) == 1).unique(
        about, keep="first", maintain_order=True
    )


def _hit(row: dict[str, Any]) -> Hit:
    parts = [Quote(*one) for one in zip(row["quote"], row["char_start"], row["char_end"], strict=True)]
    whole = Quote(str(row["quote_whole"]), int(str(row["char_start_whole"])), int(str(row["char_end_whole"])))
    names = "、".join(f"{name}{part.text}" for name, part in zip(row["indicator"], parts, strict=True))
    severity: Severity = "warning" if row["unit_base"] in SURE else "info"
    return Hit(
        doc_id=str(row["doc_id"]),
        severity=severity,
        message=f"“{row['indicator_whole']}”应不小于其中各项之和，此处是{whole.text}，其中{names}。",
        message_en=f"“{row['indicator_whole']}” should not be less than its parts together; it is {whole.text}, with {names}.",
        evidence="\n".join(dict.fromkeys((str(row["evidence_whole"]), *map(str, row["evidence"])))),
        quotes=(whole, *parts),
        expected=f">= {' + '.join(part.text for part in parts)}",
        observed=whole.text,
    )


WITHIN_WHOLE = Rule(
    id="sums.kinds",
    title_zh="其中各项之和大于总数",
    title_en="Kinds of a thing that are more than all of it",
    checks_zh="按指标包含关系表，部分（猪肉、牛肉、羊肉）之和应不大于总数（肉类总产量）。",
    checks="Indicators that are parts of another by the reference table (pork, beef, mutton) add up to no more than it (meat).",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=within_whole,
)
