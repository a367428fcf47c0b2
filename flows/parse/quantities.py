"""Clauses to quantities: every number with its unit, its bounds and the text on both sides.

In: `clauses`. Out: one row a quantity that may be an observation; numbers in dates, names, quotations, codes and
ordinals are passed over here. measures.py says what the number means, subjects.py what it measures.
"""

import polars as pl

from flows.parse.countable import closed, states_quantity
from flows.parse.lexicon import (
    ABOUT_AFTER,
    ABOUT_BEFORE,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    FALLING_VERB,
    MAGNITUDE,
    MAGNITUDES,
    MORE,
    NUMBER,
    RISING_VERB,
)
from flows.parse.numbers import numbers
from flows.parse.numerals import PLACE_UNIT, spelt_numbers
from flows.parse.runs import filled, filled_back, first, last, length, position, starts

JOINING = ("和", "与", "及", "以及")
# 分别增长5%|和下降|3%, 分别高于全国0.4、|低于全省|0.2个百分点: the list goes on, the verb turns
TURN = f"^[、和与及]*(?:同比|实际)?(?:{RISING_VERB}|{FALLING_VERB}|(?:[高低快慢]于|[高低]出)[^，；。、0-9]{{0,6}})$"
LIST_MARKS = ("、", "和", "与", "及", "以及", "或")


def quantities(clauses: pl.DataFrame) -> pl.DataFrame:
    """One row a number that may be an observation, in reading order.

    Columns: those of the clause, and `lead`, `tail` (the text before and behind the number, up to its neighbours or the
    clause's end), `bound`, `number`, `limit` (as written), `unit`, `value`, `value_max` (Float64), `comparator`, `place`
    (the number is a place in a ranking), `follows` (the number's place in a list of bare values: 0 for `9%` and 1 for `6%`
    of `分别增长9%、6%`), `values` (length of that list), `char_start`, `char_end` (of the number with bounds and unit).
    """
    read = numbers(clauses).pipe(_lists).pipe(_units).pipe(_values)
    return (
        read.pipe(states_quantity)
        .pipe(_put_back)
        .drop("list_starts", "list_id", "follows", "values", "head")
        .pipe(_lists)
    )


def _put_back(pieces: pl.DataFrame) -> pl.DataFrame:
    """The rows that state a quantity; a number that does not goes back into the words around it.

    `集体经济年收入超100万元的村达30%`: the 100 belongs to the name of what 30 % is.
    """
    rows = pieces.with_row_index("row")
    starts_clause = starts("clause")
    clause_counts = first(
        filled_back(pl.when(~pl.col("counts")).then(False), starts_clause).fill_null(True), starts_clause
    )
    words = pl.when("counts").then("tail").otherwise(pl.concat_str("written", "tail"))
    runs = (
        rows.filter(~clause_counts)
        .with_columns(words=words, run=pl.col("counts").cum_sum().over("clause"))
        .group_by("clause", "run", maintain_order=True)
        .agg(pl.col("row").first(), lead=pl.col("lead").first(), words=pl.col("words").str.join(""))
        .with_columns(words=pl.when(pl.col("run") == 0).then(pl.concat_str("lead", "words")).otherwise("words"))
    )
    same_clause = pl.col("clause") == pl.col("clause").shift(1)
    mended = runs.select(
        "row", lead_mended=pl.when(same_clause).then(pl.col("words").shift(1)).otherwise("lead"), tail_mended="words"
    )
    return (
        rows.filter("counts")
        .join(mended, on="row", how="left", maintain_order="left")
        .with_columns(
            lead=pl.coalesce("lead_mended", "lead"),
            tail=pl.coalesce("tail_mended", "tail"),
            opens=starts("clause"),
        )
        .drop("row", "lead_mended", "tail_mended", "counts", "written")
    )


def _lists(pieces: pl.DataFrame) -> pl.DataFrame:
    """Number the values of a bare list: `分别增长9%、6%、5%`; not of `码头2座和4个车站`, where each is named."""
    lead = pl.col("lead")
    # 30个村和|70户、|190名村民: behind a list of things the persons are another
    persons = (lead == "、") & lead.shift(1).str.contains("[、和与及]$")
    another = (
        (lead.is_in(JOINING) | persons)
        & (pl.col("unit") != pl.col("unit").shift(1))
        & (lead.shift(1).str.len_chars() > 2)
    )
    named = pl.when(another).then("tail").str.contains("^[\u4e00-\u9fff]{2}") & ~closed()
    # 增长5%、突破3万亿元: what is bounded anew and measured otherwise is no second value
    other = (pl.col("bound") != "") & (pl.col("unit") != pl.col("unit").shift(1))
    start = (
        ~lead.str.replace("每人?每[年月天]$", "").is_in(LIST_MARKS) | named.fill_null(False) | other.fill_null(False)
    )
    respective = filled(pl.when("deals").then(True), starts("clause"))
    turns = pl.when(respective & ~pl.col("deals")).then(lead).str.contains(TURN).fill_null(False)
    # a frame a step: an expression within others is worked out once for each of them
    begun, opens = pl.col("begun"), pl.col("list_starts")
    return (
        pieces.with_columns(begun=start, deals=lead.str.contains("分别", literal=True))
        .with_columns(turns=turns)
        .with_columns(list_starts=begun & ~pl.col("turns"))
        .with_columns(
            list_id=opens.cast(pl.Int32).cum_sum(),
            head=filled(pl.when(opens | pl.col("turns")).then(lead), opens),
            follows=position(opens),
            values=length(opens),
        )
        .drop("begun", "deals", "turns")
    )


def _exact_units(pieces: pl.DataFrame) -> pl.DataFrame:
    """`unit` without 多/余 (which `more` keeps), 个 before 百分点 and full-width brackets; null where there is none."""
    unit = pl.col("unit")
    about = pl.when(unit.str.contains(f"^{MAGNITUDE}?{MORE}")).then(unit)
    points = pl.when(unit.str.starts_with("个") & unit.str.ends_with("点")).then(unit)
    bracketed = pl.when(unit.str.ends_with("）")).then(unit)
    return (
        pieces.with_columns(about=about)
        .with_columns(
            unit=pl.coalesce(pl.col("about").str.replace(f"^({MAGNITUDE}?){MORE}", "$1"), "unit"),
            more=pl.concat_str("more", pl.col("about").str.extract(f"^{MAGNITUDE}?({MORE})").fill_null("")),
        )
        .with_columns(
            unit=pl.coalesce(
                points.str.strip_prefix("个").replace("点", "百分点"),
                bracketed.str.replace("（", "(", literal=True).str.replace("）", ")", literal=True),
                pl.when(unit != "").then(unit),
            )
        )
        .drop("about")
    )


def _units(pieces: pl.DataFrame) -> pl.DataFrame:
    """Units without 多/余 and 个 before 百分点; a bare number in a list takes the unit of the next one that has one."""
    final = last(pl.col("unit"), pl.col("list_starts"))
    shared = (
        pl.when((pl.col("unit") == "个") & (final == "百分点"))
        .then(final)
        .when(pl.col("unit").is_in(MAGNITUDES) & final.str.starts_with(pl.col("unit")))
        .then(final)
        .otherwise("unit")
    )
    return (
        _exact_units(pieces)
        .with_columns(unit=shared)
        .with_columns(unit=filled_back(pl.col("unit"), pl.col("list_starts")))
    )


def _values(pieces: pl.DataFrame) -> pl.DataFrame:
    """Numbers as written to `value`, `value_max`, `unit`, `comparator` and `place`."""
    shares_of_ten = pl.col("unit") == "成"
    size_of_money = (
        pl.when(pl.col("spelt_unit").str.ends_with("亿")).then(pl.lit("元")).otherwise(pl.lit(""))
    )  # 突破千亿
    return (
        pieces.join(spelt_numbers(pieces["number"]), on="number", how="left", maintain_order="left")
        .with_columns(
            value=pl.coalesce("spelt", pl.col("number").cast(pl.Float64, strict=False)),
            value_max=pl.col("upper").str.extract(f"({NUMBER})$").str.replace("·", ".", literal=True).cast(pl.Float64),
            place=pl.col("spelt_unit").fill_null("") == PLACE_UNIT,
            unit=pl.when(pl.col("spelt_unit").is_in(MAGNITUDES))
            .then(
                pl.concat_str(
                    "spelt_unit",
                    pl.coalesce("unit", size_of_money)
                    .str.replace("^(?:大关|台阶)$", "元")
                    .str.replace("大关|台阶", ""),
                )
            )
            .otherwise(pl.coalesce("spelt_unit", "unit")),
        )
        .with_columns(
            value=pl.when(shares_of_ten).then(pl.col("value") * 10).otherwise("value"),
            unit=pl.when(shares_of_ten).then(pl.lit("%")).otherwise("unit"),
            comparator=_comparator(),
        )
        .drop("spelt", "spelt_unit", "upper")
    )


def _comparator() -> pl.Expr:
    """What stands behind the number decides over what stands before it; a bound before a list holds for all of it."""
    about = pl.col("bound").str.contains(f"^{ABOUT_BEFORE}$")
    alike = pl.col("unit").eq_missing(first(pl.col("unit"), pl.col("list_starts")))
    shared = pl.when(alike).then(first(pl.when(about).then(pl.lit("")).otherwise("bound"), pl.col("list_starts")))
    bound = pl.when(pl.col("bound") != "").then("bound").otherwise(shared.fill_null(""))
    limit = pl.col("limit")
    return (
        pl.when(pl.col("value_max").is_not_null())
        .then(pl.lit("between"))
        .when(limit.str.contains(f"^{AT_LEAST_AFTER}$"))
        .then(pl.lit("ge"))
        .when(limit.str.contains(f"^{AT_MOST_AFTER}$") | pl.col("number").str.starts_with("前"))
        .then(pl.lit("le"))
        .when(limit.str.contains(f"^{ABOUT_AFTER}$"))
        .then(pl.lit("approx"))
        .when(bound.str.contains(f"^{AT_LEAST_BEFORE}$"))
        .then(pl.lit("ge"))
        .when(bound.str.contains(f"^{AT_MOST_BEFORE}$"))
        .then(pl.lit("le"))
        .when(bound.str.contains(f"^{ABOUT_BEFORE}$"))
        .then(pl.lit("approx"))
        .when(pl.col("number").str.contains("^翻了?[将近约]"))
        .then(pl.lit("approx"))
        .when((pl.col("unit") == "倍") & pl.col("tail").str.starts_with("多"))  # 增加1倍多
        .then(pl.lit("ge"))
        .when((pl.col("more") != "") | pl.col("number").str.contains("番(?:多|有余)$"))
        .then(pl.lit("ge"))
        .otherwise(pl.lit("eq"))
    )
