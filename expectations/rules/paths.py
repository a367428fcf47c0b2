"""Rules on the way to a target: from the level of now, at the growth that is planned, to the level that is planned.

`observations` come in; a finding goes out where a level and a later one (2024年2800亿元 … 2025年增长7%，达到3000亿元; 2020年700亿元 … “十四五”年均增长8%，
2025年达到1030亿元) make another growth than the report states for the years between. Results of one year are for `levels`. Targets are
round numbers, and value added grows at constant prices, so that both have room.
"""

from typing import Any

import polars as pl

from expectations.reference import indicator_aliases, indicators
from expectations.reference.indicator_names import indicator_key
from expectations.rules.levels import REAL_NAMES, REAL_WORDS
from expectations.rules.multiples import PRICES_FALL, PRICES_RISE
from expectations.rules.proportions import CLAUSE, PART
from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = (
    "half of the last printed digit of each number; a target may be rounded by 2 %, 左右 adds half a point or 2 %, and 以上 is "
    "open; at constant prices the levels' growth may lie 3 points below to 10 above what is stated"
)
ROUNDED_ZH = "每个数可差其末位数字的一半；目标值可取整2%，“左右”可再差半个百分点或2%，“以上”不设上限；按可比价格的增速，可比现价算出的高3%至低10%"

ROUND_TARGET, ABOUT_LEVEL, ABOUT_RATE = 0.02, 0.02, 0.5
MEAN = "(?:年均|平均|每年|年递增)[^，。；、0-9]{0,8}$"
ALL_YEARS = "(?:累计|[五5]年|[比较](?:19|20)[0-9]{2}年[底末]?|五”末|期末)[^，。；、0-9]{0,8}$"  # 比2020年增长45%
PLACE = ("doc_id", "about", "region")
SIDE = ("indicator", "value_base", "half_digit", "comparator", "status", "quote", "evidence", "char_start", "char_end")
NO_YEAR = "以来|累计|同期|序时"
OUTPUT = "工业总产值|工业产值"
IN_COMMON = "(?:分别|均|都)[^，。；、0-9]{0,8}增长[0-9.]+%[^、0-9]*(?:[，。；]|$)"  # one value for all of them
COMPARED = ("eq", "approx", "ge", "le")


def path(tables: Tables) -> pl.DataFrame:
    """Levels that the growth planned, or the mean growth of several years, does not lead to."""
    stated = _stated(tables["observations"])
    levels = stated.filter(pl.col("measure") == "level", pl.col("unit_base") != "%", pl.col("year_from").is_null())
    rates = _rates(stated)
    odd = _differing(_joined(_once(levels, ["unit_base"]), rates))
    return hits_frame((_hit(row) for row in odd.iter_rows(named=True)), ROUNDED)


def _stated(observations: pl.DataFrame) -> pl.DataFrame:
    """Levels and growths with `about` (code, or name without one) and `before`, the words in front of the number."""
    known = _each_of_several(observations).filter(
        pl.col("measure").is_in(["level", "growth"]), pl.col("year").is_not_null(), pl.col("value_base").is_not_null(),
        pl.col("comparator").is_in(COMPARED), pl.col("origin") == "text",
    )  # fmt: skip
    grown = known.filter(
        pl.col("measure") == "growth", (pl.col("status") == "target") | pl.col("year_from").is_not_null()
    )
    name = pl.coalesce("indicator_code", "indicator")
    known = known.filter(name.is_in(grown.select(name).to_series().unique().implode()))
    # the quote of a growth begins with its verb: what stands before is what the verb follows
    before = pl.col("evidence").str.split(pl.col("quote")).list.first().str.slice(-CLAUSE)
    of_a_part = pl.col("before").str.contains(f"(?:{PART.replace('|年均', '')}|{NO_YEAR})[^，。；]*$")
    all_years = (pl.col("measure") == "growth") & pl.col("before").str.contains(ALL_YEARS)
    return known.with_columns(
        half_digits(known).alias("half_digit"), name.alias("about"), before.alias("before")
    ).filter(all_years | ~of_a_part)


def _each_of_several(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations, a growth that several things have in common (甲、乙年均增长8%) once for each of them."""
    common = (
        (pl.col("measure") == "growth") & pl.col("indicator_code").is_null()
        & pl.col("indicator").str.contains("[、和]") & pl.col("evidence").str.contains(IN_COMMON)
    )  # fmt: skip
    several = observations.filter(common)
    if several.is_empty():
        return observations
    named = several.with_columns(pl.col("indicator").str.replace_all("和", "、").str.split("、")).explode("indicator")
    codes = indicator_aliases().unique("key", keep="none").select("key", known="code")
    known = named.with_columns(key=indicator_key(pl.col("indicator"))).join(codes, on="key", maintain_order="left")
    each = known.with_columns(indicator_code="known").select(observations.columns)
    return pl.concat([observations, each])


def _rates(stated: pl.DataFrame) -> pl.DataFrame:
    """Growth planned for a year, mean growth over years and that of all years together, one of each place, thing and span.

    `years` says over how many, `steps` how many times it grows by so much.
    """
    mean, all_years = pl.col("before").str.contains(MEAN), pl.col("before").str.contains(ALL_YEARS)
    spans = pl.col("year_from").is_not_null()
    one_year = ~spans & (pl.col("status") == "target") & ~mean
    years = (pl.col("year") - pl.col("year_from") + 1).fill_null(1)
    growths = stated.filter(
        pl.col("measure") == "growth", pl.col("unit_base") == "%", ~pl.col("quote").str.contains("番")
    )
    rates = growths.filter(one_year | (spans & (mean | all_years))).with_columns(
        years.cast(pl.Int32).alias("years"), pl.when(mean).then(years).otherwise(1).cast(pl.Int32).alias("steps")
    )
    return _once(rates.filter(pl.col("years") > 0), ["years", "steps"])


def _once(rows: pl.DataFrame, also: list[str]) -> pl.DataFrame:
    """The rows of which a report states one value (突破20亿元，达到21.9亿元 is one); two values of one thing are found elsewhere."""
    about = [*PLACE, "year", *also]
    plain = pl.col("comparator") == "eq"
    return (
        rows.filter(plain | ~plain.any().over(about))
        .filter(pl.col("value_base").n_unique().over(about) == 1)
        .unique(about, keep="first", maintain_order=True)
        .select(*about, *SIDE)
    )


def _joined(levels: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Every rate with the level that it leads to, and the one it starts from."""
    to = rates.join(levels, on=[*PLACE, "year"], nulls_equal=True, suffix="_to").with_columns(
        (pl.col("year") - pl.col("years")).alias("first_year")
    )
    return to.join(
        levels, left_on=[*PLACE, "first_year", "unit_base"], right_on=[*PLACE, "year", "unit_base"], nulls_equal=True,
        suffix="_of",
    ).filter(pl.col("status") == pl.col("status_to"), pl.col("value_base_of") > 0, pl.col("value_base_to") > 0)  # fmt: skip


def _differing(paths: pl.DataFrame) -> pl.DataFrame:
    """Paths with `made`, the growth of a year that their levels make, where it is not the stated one with all its room."""
    low, high = _reach("_to", ROUND_TARGET)
    low_of, high_of = _reach("_of", 0.0)
    # floors of one plan go together, so that what only their being open explains is worth an info
    floor, floor_of = (pl.col(f"value_base{side}") * (1 + ROUND_TARGET) for side in ("_to", "_of"))
    power, years_a_step = 1 / pl.col("steps"), pl.col("years") / pl.col("steps")
    names = indicators().select(about="code", name="name_zh")
    comparator, half = pl.col("comparator"), pl.col("half_digit")
    room = half + pl.when(comparator == "approx").then(pl.max_horizontal(pl.lit(ABOUT_RATE), half)).otherwise(0.0)
    least = pl.when(comparator == "le").then(-100.0).otherwise(pl.col("value_base") - room)
    most = pl.when(comparator == "ge").then(float("inf")).otherwise(pl.col("value_base") + room)
    nearest = pl.when(pl.col("comparator_to") == "ge").then(pl.col("value_base") + room).otherwise(most)
    return (
        paths.join(names, on="about", how="left", maintain_order="left")
        .with_columns(pl.coalesce("name", "indicator").alias("name"))
        .with_columns(
            # output is planned at the prices of its year, though its growth may have been counted at others
            real=(pl.col("name").str.contains(REAL_NAMES) & ~pl.col("name").str.contains(OUTPUT))
            | pl.col("evidence").str.contains(REAL_WORDS),
            output=pl.col("name").str.contains(OUTPUT),
            low=(low / high_of) ** power * 100 - 100, high=(high / low_of) ** power * 100 - 100,
            made=(pl.col("value_base_to") / pl.col("value_base_of")) ** power * 100 - 100,
            low_floor=(low / pl.min_horizontal(high_of, floor_of)) ** power * 100 - 100,
            high_floor=(pl.min_horizontal(high, floor) / low_of) ** power * 100 - 100,
            least=least, most=most, nearest=nearest,
        )
        .with_columns(
            least=pl.when("real").then((pl.col("least") + 100) * pl.lit(float(PRICES_FALL)).pow(years_a_step) - 100).otherwise("least"),
            most=pl.when("real").then((pl.col("most") + 100) * pl.lit(float(PRICES_RISE)).pow(years_a_step) - 100).otherwise("most"),
            nearest=pl.when("real").then((pl.col("nearest") + 100) * pl.lit(float(PRICES_RISE)).pow(years_a_step) - 100).otherwise("nearest"),
        )
        .with_columns(sure=(pl.col("high") < pl.col("least")) | (pl.col("low") > pl.col("most")))
        .filter(pl.col("sure") | (pl.col("high_floor") < pl.col("least")) | (pl.col("low_floor") > pl.col("nearest")))
    )  # fmt: skip


def _reach(side: str, rounded: float) -> tuple[pl.Expr, pl.Expr]:
    """From where to where a level may lie."""
    value, comparator = pl.col(f"value_base{side}"), pl.col(f"comparator{side}")
    target = pl.col(f"status{side}") == "target"
    room = pl.max_horizontal(
        pl.col(f"half_digit{side}"),
        pl.when(target).then(value * rounded).otherwise(0.0) + pl.when(comparator == "approx").then(value * ABOUT_LEVEL).otherwise(0.0),
    )  # fmt: skip
    low = pl.when(comparator == "le").then(0.0).otherwise(value - room)
    high = pl.when(comparator == "ge").then(float("inf")).otherwise(value + room)
    return low, high


def _hit(row: dict[str, Any]) -> Hit:
    sides = {
        side: Quote(row[f"quote{side}"], row[f"char_start{side}"], row[f"char_end{side}"])
        for side in ("", "_to", "_of")
    }
    now, was, rate = sides["_to"].text, sides["_of"].text, sides[""].text
    made = f"{row['made']:.1f}%"
    ratio = f"{now} ÷ {was}"
    sum_text = f"({ratio})^(1/{row['steps']}) − 1 = {made}" if row["steps"] > 1 else f"{ratio} − 1 = {made}"
    severity: Severity = "warning" if row["sure"] and not (row["real"] or row["output"]) else "info"
    kind = "，按可比价格的增速与此相差超过物价变化的范围" if row["real"] else ""
    told = sorted(((row[f"char_start{side}"], row[f"evidence{side}"]) for side in sides), key=lambda pair: pair[0])
    return Hit(
        doc_id=row["doc_id"],
        severity=severity,
        message=f"“{row['name']}”由{row['first_year']}年的{was}到{row['year']}年的{now}，应与所写的增速一致，此处{sum_text}，写的是{rate}{kind}。",
        message_en=f"“{row['name']}” of {row['first_year']}, {was}, should grow to that of {row['year']}, {now}, as is stated; {sum_text}, and {rate} stands here.",
        evidence="\n".join(dict.fromkeys(text for _, text in told)),
        quotes=(sides["_to"], sides[""], sides["_of"]),
        expected=made,
        observed=rate,
    )


PATH = Rule(
    id="growth.path",
    title_zh="基数、增速与目标值不符",
    title_en="A target that its growth does not lead to",
    checks_zh="报告写出基年数值、目标增速（或年均增速）和目标值时，目标值与基年数值之比按年数应得所写的增速。",
    checks="Where a report gives a level, the planned growth (or a mean one) and the level it leads to, the levels make that growth over the years.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=path,
)
