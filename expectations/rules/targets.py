"""Rules on targets: result, target and the distance between them fit together.

`observations` come in; where a report states all three (增长6.1%, 目标6.5%, 低于目标0.4个百分点), each for the same indicator
and year, a finding goes out if the result less the target is another distance.
"""

from collections.abc import Iterator

import polars as pl

from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = "half of the last printed digit of result, target and gap"
ROUNDED_ZH = "实际值、目标值、差距各可差其末位数字的一半"
BINARY = 1.000001  # room for what binary fractions lose

BESIDE_A_TARGET = "[低高超](?:于|过|出|额)?[^，。；、0-9]{0,6}(?:目标|计划|任务|预期)[^，。；、0-9]{0,6}"
PLACE = ("doc_id", "indicator_code", "region", "year")
SAME = (*PLACE, "measure", "unit_base")
SIDE = ("value_base", "half_digit", "quote", "evidence", "char_start", "char_end")


def excess(tables: Tables) -> pl.DataFrame:
    """Distances from a target (超过年度目标1.97亿公斤) that result and target, each stated with one value, do not make."""
    observations = tables["observations"]
    stated = observations.with_columns(half_digits(observations).alias("half_digit")).filter(
        pl.col("indicator_code").is_not_null(), pl.col("value_base").is_not_null(), pl.col("year_from").is_null()
    )
    gaps = _gaps(stated)
    stated = stated.join(gaps.select(PLACE).unique(), on=PLACE, nulls_equal=True, how="semi")
    result, target = (_stated_once(stated.filter(pl.col("status") == status)) for status in ("actual", "target"))
    both = result.join(target, on=SAME, nulls_equal=True, suffix="_target")
    points = pl.when(pl.col("unit_base") == "%").then(pl.lit("百分点")).otherwise("unit_base")
    three = gaps.join(
        both.with_columns(points.alias("unit_base")),
        on=(*PLACE, "unit_base"),
        nulls_equal=True,
        suffix="_result",
        maintain_order="left",
    )
    made = (pl.col("value_base_result") - pl.col("value_base_target")).alias("made")
    room = pl.col("half_digit") + pl.col("half_digit_result") + pl.col("half_digit_target")
    fits = (made - pl.col("value_base")).abs() <= room * BINARY
    odd = three.with_columns(made).filter(~fits.any().over("observation_id"))
    return hits_frame(_hits(odd.unique("observation_id", keep="first", maintain_order=True)), ROUNDED)


def _gaps(stated: pl.DataFrame) -> pl.DataFrame:
    """Gaps that are said to be to a target, not to another place or year."""
    said = pl.concat_str(pl.lit(BESIDE_A_TARGET), pl.col("quote").str.escape_regex())
    return stated.filter(pl.col("measure") == "gap").filter(pl.col("evidence").str.contains(said))


def _stated_once(rows: pl.DataFrame) -> pl.DataFrame:
    """Levels, ratios and growth rates that have one value for their place and year; targets may be bounds."""
    bounds = pl.col("comparator").is_in(["ge", "le"]) & (pl.col("status") == "target")
    plain = rows.filter(pl.col("measure").is_in(["level", "ratio", "growth"]), (pl.col("comparator") == "eq") | bounds)
    once = plain.filter(pl.col("value_base").n_unique().over(SAME) == 1)
    return once.unique(SAME, keep="first", maintain_order=True).select(*SAME, *SIDE)


def _hits(odd: pl.DataFrame) -> Iterator[Hit]:
    sides = [
        f"{name}{side}" for side in ("_result", "_target") for name in ("quote", "evidence", "char_start", "char_end")
    ]
    own = ("doc_id", "indicator", "quote", "evidence", "char_start", "char_end", "value_base", "made", "unit_base")
    for doc_id, name, *row in odd.select(*own, *sides).iter_rows():
        quote, evidence, start, end, said, made, unit = row[:7]
        (result, result_said, *result_at), (target, target_said, *target_at) = row[7:11], row[11:]
        sum_text = f"{result} − {target} = {made:.6g}{unit} ≠ {said:.6g}{unit}"
        yield Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"“{name}”与目标的差距应等于完成值减目标值，此处{sum_text}。",
            message_en=f"The distance of “{name}” from its target should be result less target; here {sum_text}.",
            evidence="\n".join(dict.fromkeys((evidence, result_said, target_said))),
            quotes=(Quote(quote, start, end), Quote(result, *result_at), Quote(target, *target_at)),
            expected=f"{made:.6g}{unit}",
            observed=f"{said:.6g}{unit}",
        )


EXCESS = Rule(
    id="ratios.excess",
    title_zh="与目标的差距不符",
    title_en="A distance from the target that result and target do not make",
    checks_zh="报告写出实际值、目标值和两者的差距时，实际值减目标值应得所写的差距。",
    checks="Where a report states result, target and the distance between them, the result less the target is that distance.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=excess,
)
