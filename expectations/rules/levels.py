"""Rules on levels a year apart: this year's over last year's is the growth that is stated.

`observations` come in, of one report or of all reports of a place; a finding goes out where two levels of an indicator make
another rate than the report of the later one states. A nominal rate is held to the two levels within rounding. A real rate
(value added, products, 按可比价格) is not: it differs from the nominal one by the change of prices, which lies anywhere that
consumer prices have been, so that only what no such change explains is found, as an info.
"""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.reference import indicator_ranges, indicators
from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = (
    "half of the last printed digit of both levels and of the rate; a real rate may lie as far from the nominal one as "
    "consumer prices have changed in a year (reference table); a level of last year's report may have been revised since"
)
ROUNDED_ZH = "两年的数值和增速各可差其末位数字的一半；按可比价格的增速可与按现价算出的相差一年中的价格涨跌（见指标范围表）；上年报告的数值可能已有修订"
BINARY = 1.000001  # room for what binary fractions lose

REAL_NAMES = "生产总值|增加值|总产值|国民收入"
REAL_WORDS = "可比|不变价|实际|扣除|同口径|剔除"
PRICES = "cpi"
# A number of a part of the year, of a mean or of a sum over years is no level of the year
NOT_THE_YEAR = "季度|上半年|下半年|[0-9]月|年均|累计|平均|以来|五年"
ABOUT = ("indicator_code", "region", "year", "unit_base")
SIDE = ("indicator", "value_base", "half_digit", "quote", "evidence", "char_start", "char_end")


def level(tables: Tables) -> pl.DataFrame:
    """Growth rates that the two levels of the same report do not make."""
    stated = _stated(tables["observations"])
    return _found(stated, stated.select("doc_id").unique().with_columns(area="doc_id"), across=False)


def level_across(tables: Tables) -> pl.DataFrame:
    """Growth rates that the level beside them and the level in last year's report of the place do not make.

    `documents` has `area`, and the tables hold all reports of the areas.
    """
    return _found(
        _stated(tables["observations"]), tables["documents"].select("doc_id", "area", "review_year"), across=True
    )


def _stated(observations: pl.DataFrame) -> pl.DataFrame:
    """Plain results of canonical indicators for one year."""
    return observations.with_columns(half_digits(observations).alias("half_digit")).filter(
        pl.col("indicator_code").is_not_null(),
        pl.col("status") == "actual",
        pl.col("comparator") == "eq",
        pl.col("year").is_not_null() & pl.col("year_from").is_null(),
        pl.col("value_base").is_not_null(),
        ~pl.col("evidence").str.contains(NOT_THE_YEAR),
    )


def _found(stated: pl.DataFrame, documents: pl.DataFrame, *, across: bool) -> pl.DataFrame:
    levels = stated.filter(pl.col("measure") == "level", pl.col("unit_base") != "%", pl.col("value_base") > 0)
    rates = stated.filter(pl.col("measure") == "growth", pl.col("unit_base") == "%")
    now = _once(levels).join(
        _once(rates).drop("unit_base"),
        on=["doc_id", "indicator_code", "region", "year"],
        nulls_equal=True,
        suffix="_rate",
    )
    before = _once(levels).with_columns(pl.col("year") + 1).join(documents, on="doc_id")
    if across:  # last year's report, not one that looks back further
        before = before.filter(pl.col("review_year") == pl.col("year") - 1)
    joined = now.join(documents.select("doc_id", "area"), on="doc_id").join(
        before, on=["area", *ABOUT], nulls_equal=True, suffix="_before"
    )
    same = pl.col("doc_id") == pl.col("doc_id_before")
    return hits_frame(_hits(_differing(joined.filter(~same if across else same)), across=across), ROUNDED)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of which a report states one value; two values of one thing are found elsewhere."""
    about = ["doc_id", *ABOUT]
    return (
        rows.filter(pl.col("value_base").n_unique().over(about) == 1)
        .unique(about, keep="first", maintain_order=True)
        .select(*about, *SIDE)
    )


def _differing(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs with `made`, the growth that their levels make, where neither rounding nor prices explain the stated one."""
    low, high = (
        (pl.col("value_base") + sign * pl.col("half_digit"))
        / (pl.col("value_base_before") - sign * pl.col("half_digit_before"))
        * 100
        - 100
        for sign in (-1, 1)
    )
    names = indicators().select(indicator_code="code", name="name_zh")
    real = pl.col("name").str.contains(REAL_NAMES) | pl.col("evidence_rate").str.contains(REAL_WORDS)
    prices = indicator_ranges().filter(
        pl.col("code") == PRICES, pl.col("measure") == "growth", pl.col("dimension") == "ratio"
    )
    fall, rise = prices.select("min", "max").row(0)
    stated, room = pl.col("value_base_rate"), pl.col("half_digit_rate") * BINARY
    least = pl.when("real").then((100 + stated) * (1 + fall / 100) - 100).otherwise(stated) - room
    most = pl.when("real").then((100 + stated) * (1 + rise / 100) - 100).otherwise(stated) + room
    return (
        pairs.join(names, on="indicator_code", maintain_order="left")
        .with_columns(
            real=real, low=low, high=high, made=pl.col("value_base") / pl.col("value_base_before") * 100 - 100
        )
        .filter((pl.col("high") < least) | (pl.col("low") > most))
    )


def _hits(odd: pl.DataFrame, *, across: bool) -> Iterator[Hit]:
    place = [
        f"{name}{side}" for side in ("", "_before", "_rate") for name in ("quote", "evidence", "char_start", "char_end")
    ]
    for doc_id, name, year, real, made, *sides in odd.select(
        "doc_id", "name", "year", "real", "made", *place
    ).iter_rows():
        (now, *now_at), (was, *was_at), (rate, *rate_at) = sides[:4], sides[4:8], sides[8:]
        kind, kind_en = (
            ("实际增速与名义增速相差超过物价变化的范围", "real, and beyond what prices explain")
            if real
            else ("名义增速", "nominal")
        )
        sum_text = f"{now} ÷ {was} − 1 = {Decimal(made).quantize(Decimal('0.1'))}%"
        where, where_en = ("上年报告中的", " of last year's report") if across else ("上年的", " of the year before")
        severity: Severity = "info" if real or across else "warning"
        quotes = [_quote(now, now_at), _quote(rate, rate_at), *([] if across else [_quote(was, was_at)])]
        yield Hit(
            doc_id=doc_id,
            severity=severity,
            message=f"{year}年的“{name}”与{where}{was}之比应与所写的增速一致，此处{sum_text}，写的是{rate}（{kind}）。",
            message_en=f"“{name}” of {year} over {was}{where_en} should make the stated growth; {sum_text}, and {rate} stands here ({kind_en}).",
            evidence="\n".join(dict.fromkeys((now_at[0], rate_at[0], was_at[0]))),
            quotes=tuple(quotes),
            expected=f"{Decimal(made).quantize(Decimal('0.1'))}%",
            observed=rate,
        )


def _quote(text: str, place: list[object]) -> Quote:
    _, start, end = place
    return Quote(text, int(str(start)), int(str(end)))


LEVEL = Rule(
    id="growth.level",
    title_zh="前后两年的数值与增速不符",
    title_en="Two years' levels that do not make the growth",
    checks_zh="报告写出同一指标相连两年的数值和增速时，后一年与前一年相比应得所写的增速。",
    checks="Where a report gives an indicator for two years in a row and its growth, the second level over the first is that growth.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=level,
)

LEVEL_ACROSS = Rule(
    id="growth.level_across",
    title_zh="与上年报告的数值相比，增速不符",
    title_en="A growth that this and last year's report do not make",
    checks_zh="数值与本地上年报告中的数值相比，应得旁边所写的增速。",
    checks="A level over the one in the place's report of the year before is the growth that is stated beside it.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=level_across,
    scope="area",
)
