"""Clauses to quantities: every number with its unit, its bounds and the text on both sides.

In: `clauses`. Out: one row a quantity that may be an observation; numbers in dates, names, quotations, codes and
ordinals are passed over here. measures.py says what the number means, subjects.py what it measures.
"""

from functools import cache

import polars as pl

from flows.parse.clauses import HOLDS_NUMBER, SMALL_COUNT
from flows.parse.countable import states_quantity
from flows.parse.lexicon import (
    ABOUT_AFTER,
    ABOUT_BEFORE,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    CHINESE_NUMBER,
    DASH,
    MAGNITUDE,
    MAGNITUDES,
    MORE,
    NUMBER,
    any_of,
    unit_pattern,
)
from flows.parse.numerals import PLACE_UNIT, spelt_numbers
from flows.parse.runs import filled_back, first, last, length, position, starts

# --- what is passed over ---------------------------------------------------------------------------------------
QUOTED = "“[^“”]{1,40}”|‘[^‘’]{1,40}’|《[^《》]{1,80}》"  # “3+3”重点产业, 《方案（2024—2027年）》
YEAR = "(?:19|20)[0-9]{2}"
DATE = (
    f"{YEAR}(?:(?:—|至|、)(?:{YEAR}|[0-9]{{2}}))*年度?(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?"
    "|[0-9]{1,2}(?:—[0-9]{1,2})?月(?:份|底|末|初|中旬|上旬|下旬|[0-9]{1,2}日)?(?:—[0-9]{1,2}月)?"
    "|[0-9]{1,2}日"
)  # 2021—2025年, 2024年12月31日, 1—9月
CODE = (
    "[A-Za-z][A-Za-z.-]*[0-9][0-9A-Za-z.-]*"  # PM2.5, G210
    "|[0-9]+(?:\\+[0-9A-Za-z]+)+"  # 16+16
    "|[0-9]A+级?|[0-9][DKS]|[2-6]G(?:[^WB]|$)"  # 4A级, 3D, 5G
    "|[0-9]+(?:\\.[0-9]+)?(?:号线?|#|后|版|强|型|国道|省道|世纪|周年|时|点[0-9]+分|式)"  # 7号线, 2.0版, 500强
)
ORDINAL = (
    f"第(?:{CHINESE_NUMBER}|[0-9]+)(?:—(?:{CHINESE_NUMBER}|[0-9]+))?"
    "(?:届|轮|批次?|次|期|季度|产业|代|个|条|章|款|项|三方|方阵|梯队|线|产|组|步|季|回|部|阶段|课堂|一|书记|时间|线路|位次)"
)  # 第一产业, 第三轮; 第2位 is a rank and stays
NAMED_NUMBER = any_of(
    "十四五", "十三五", "十二五", "十一五", "十五五", "九五", "八五", "一带一路", "双一流", "百强", "千强"
)

# --- what is kept ----------------------------------------------------------------------------------------------
PLACE = f"第(?:{CHINESE_NUMBER}|[0-9]+)(?:位|名)?|首位|前(?:[0-9]+|{CHINESE_NUMBER})(?:位|名|强)?"  # 第2位, 前三, 首位
FRACTION = (
    f"{NUMBER}(?::{NUMBER})+|{NUMBER}/{NUMBER}|百分之{NUMBER}|百分之[零一二三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?"
    f"|{CHINESE_NUMBER}分之{CHINESE_NUMBER}"
)  # 2.29:1, 11.8:48.3:39.9, 1/4, 百分之七点八, 三分之一
DOUBLING = "翻了?[一二两三四五六七八九十]?番"  # 翻一番
RANGE_UNIT = f"(?:{MAGNITUDE}?(?:[%‰元人户家个吨亩件项天]|公里|公斤)?)"  # 5%—6%, 3万元—5万元
SIZE_WORDS = "[百千万]亿|[十百千]万"  # 突破百亿大关
BOUND_IN_FRONT = f"((?:{AT_LEAST_BEFORE}|{AT_MOST_BEFORE}|{ABOUT_BEFORE}))$"  # 不低于|50%
AFTER = f"{AT_LEAST_AFTER}|{AT_MOST_AFTER}|{ABOUT_AFTER}"
CHINESE_COUNT_UNIT = "[个家项条件所座批次处户名轮艘台]"

FIELDS = ("number", "upper", "more", "unit", "limit")
OPEN, FIELD, CLOSE = "\x01", "\x02", "\x03"
TEMPLATE = (
    OPEN
    + "${place}${fraction}${size}${chinese}${plain}" + FIELD + "${upper}" + FIELD + "${more}"
    + FIELD + "${size_unit}${chinese_unit}${unit}" + FIELD + "${limit}" + CLOSE + "${junk}"
)  # fmt: skip
LIST_MARKS = ("、", "和", "与", "及", "以及", "或")
NOTHING = OPEN + FIELD * (len(FIELDS) - 1) + CLOSE


@cache
def quantity_pattern() -> str:
    """The one expression that reads a clause: what is passed over stands first, then the forms of a quantity.

    Bounds in front (不低于) are read afterwards: an expression that may begin with many words is slow to search for.
    """
    unit = unit_pattern()
    return (
        f"(?P<junk>{QUOTED}|{DATE}|{ORDINAL}|{NAMED_NUMBER}|{CODE})"
        f"|(?:(?P<place>{PLACE})|(?P<fraction>{FRACTION}|{DOUBLING})"
        f"|(?P<plain>-?{NUMBER})(?P<upper>{RANGE_UNIT}?{DASH}{NUMBER})?(?P<more>{MORE})?(?P<unit>{unit})?"
        f"|(?P<size>{SIZE_WORDS})(?P<size_unit>(?:元|美元|斤|公斤|吨)(?:大关|台阶)?|大关|台阶)"
        f"|(?P<chinese>{CHINESE_NUMBER})(?P<chinese_unit>成|倍|万亿元|亿元|{CHINESE_COUNT_UNIT}))"
        f"(?P<limit>{AFTER})?"
    )


def quantities(clauses: pl.DataFrame) -> pl.DataFrame:
    """One row a number that may be an observation, in reading order.

    Columns: those of the clause, and `lead`, `tail` (the text before and behind the number, up to its neighbours or the
    clause's end), `bound`, `number`, `limit` (as written), `unit`, `value`, `value_max` (Float64), `comparator`, `place`
    (the number is a place in a ranking), `follows` (the number's place in a list of bare values: 0 for `9%` and 1 for `6%`
    of `分别增长9%、6%`), `values` (length of that list), `char_start`, `char_end` (of the number with bounds and unit).
    """
    read = _pieces(clauses).pipe(_lists).pipe(_units).pipe(_values)
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


def _pieces(clauses: pl.DataFrame) -> pl.DataFrame:
    """Clauses cut before every number: the fields of the number, and the text up to the next one as `tail`."""
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    cut = (
        clauses.filter(pl.col("text").str.contains(f"{HOLDS_NUMBER}|{SMALL_COUNT}"))
        .with_columns(base=length.cum_sum() - length)
        .with_columns(
            piece=pl.col("text")
            .str.replace_all(quantity_pattern(), TEMPLATE)
            .str.replace_all(NOTHING, "", literal=True)
            .str.split(OPEN)
        )
        .explode("piece")
        .with_columns(pl.col("piece").str.splitn(CLOSE, 2).struct.rename_fields(["match", "tail"]))
        .unnest("piece")
        .with_columns(is_number=pl.col("tail").is_not_null())
        .with_columns(
            match=pl.when("is_number").then("match").otherwise(pl.lit("")),
            tail=pl.coalesce("tail", "match"),
        )
    )
    marks = pl.when("is_number").then(len(FIELDS) - 1).otherwise(0)
    matched = pl.col("match").str.len_chars().cast(pl.Int64) - marks
    full = matched + pl.col("tail").str.len_chars()
    before_number = pl.col("is_number").shift(-1).fill_null(False)
    return (
        cut.with_columns(
            char_start=pl.col("char_start") + full.cum_sum() - full - pl.col("base"),
            matched=matched,
            next_bound=pl.when(before_number).then("tail").str.extract(BOUND_IN_FRONT).fill_null(""),
        )
        .with_columns(
            bound=pl.col("next_bound").shift(1, fill_value=""),
            tail=pl.col("tail").str.strip_suffix(pl.col("next_bound")),
        )
        .with_columns(
            char_start=pl.col("char_start") - pl.col("bound").str.len_chars(),
            char_end=pl.col("char_start") + pl.col("matched"),
            lead=pl.col("tail").shift(1),
            opens=~pl.col("is_number").shift(1),
            fields=pl.col("match").str.split_exact(FIELD, len(FIELDS) - 1).struct.rename_fields(list(FIELDS)),
        )
        .filter("is_number")
        .unnest("fields")
        .with_columns(written=pl.concat_str("bound", pl.col("match").str.replace_all(FIELD, "", literal=True)))
        .drop("match", "matched", "base", "is_number", "next_bound")
    )


def _lists(pieces: pl.DataFrame) -> pl.DataFrame:
    """Number the values of a bare list: `分别增长9%、6%、5%`."""
    start = ~pl.col("lead").is_in(LIST_MARKS)
    return pieces.with_columns(
        list_starts=start,
        list_id=start.cast(pl.Int32).cum_sum(),
        head=first(pl.col("lead"), start),
        follows=position(start),
        values=length(start),
    )


def _units(pieces: pl.DataFrame) -> pl.DataFrame:
    """Units without 多/余 and 个 before 百分点; a bare number in a list takes the unit of the next one that has one."""
    written = pl.col("unit")
    more = pl.concat_str("more", written.str.extract(f"^{MAGNITUDE}?({MORE})").fill_null(""))
    unit = (
        written.str.replace(f"^({MAGNITUDE}?){MORE}", "$1")
        .str.replace("^个(百分点|千分点|基点|基本点)$", "$1")
        .str.replace("^个点$", "百分点")
        .str.replace_many({"（": "(", "）": ")"})
    )
    final = last(pl.col("unit"), pl.col("list_starts"))
    shared = (
        pl.when((pl.col("unit") == "个") & (final == "百分点"))
        .then(final)
        .when(pl.col("unit").is_in(MAGNITUDES) & final.str.starts_with(pl.col("unit")))
        .then(final)
        .otherwise("unit")
    )
    return (
        pieces.with_columns(more=more, unit=pl.when(unit != "").then(unit))
        .with_columns(unit=shared)
        .with_columns(unit=filled_back(pl.col("unit"), pl.col("list_starts")))
    )


def _values(pieces: pl.DataFrame) -> pl.DataFrame:
    """Numbers as written to `value`, `value_max`, `unit`, `comparator` and `place`."""
    shares_of_ten = pl.col("unit") == "成"
    return (
        pieces.join(spelt_numbers(pieces["number"]), on="number", how="left", maintain_order="left")
        .with_columns(
            value=pl.coalesce("spelt", pl.col("number").cast(pl.Float64, strict=False)),
            value_max=pl.col("upper").str.extract(f"({NUMBER})$").cast(pl.Float64),
            place=pl.col("spelt_unit").fill_null("") == PLACE_UNIT,
            unit=pl.when(pl.col("spelt_unit").is_in(MAGNITUDES))
            .then(
                pl.concat_str(
                    "spelt_unit", pl.col("unit").str.replace("^(?:大关|台阶)$", "元").str.replace("大关|台阶", "")
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
    shared = first(pl.when(about).then(pl.lit("")).otherwise("bound"), pl.col("list_starts"))
    bound = pl.when(pl.col("bound") != "").then("bound").otherwise(shared)
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
        .when(pl.col("more") != "")
        .then(pl.lit("ge"))
        .otherwise(pl.lit("eq"))
    )
