"""Clauses to numbers: every number that may state a quantity, cut into its fields, with the text on both sides.

In: `clauses`. Out: one row a number; numbers in dates, names, quotations, codes and ordinals are passed over here.
quantities.py reads units and values from the fields.
"""

import re
from functools import cache

import polars as pl

from flows.parse.clauses import HOLDS_NUMBER, SMALL_COUNT
from flows.parse.lexicon import (
    ABOUT_AFTER,
    ABOUT_BEFORE,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    CHINESE_DECIMALS,
    CHINESE_NUMBER,
    DASH,
    MAGNITUDE,
    MORE,
    NUMBER,
    SPELT_NUMBER,
    SPELT_UNIT,
    any_of,
    unit_pattern,
)
from flows.parse.runs import starts

# --- what is passed over ---------------------------------------------------------------------------------------
QUOTED = "“[^“”]+”|‘[^‘’]+’|《[^《》]+》"  # “3+3”重点产业, 《方案（2024—2027年）》; counted repeats would make the expression slow
YEAR = "(?:19|20)[0-9]{2}"
DATE = (
    f"{YEAR}(?:(?:—|至|、)(?:{YEAR}|[0-9]{{2}}))*年度?(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?"
    "|[0-9]{1,2}(?:(?:—|至|到)[0-9]{1,2})?月(?:份|底|末|初|中旬|上旬|下旬|[0-9]{1,2}日)?(?:—[0-9]{1,2}月)?"
    "|[0-9]{1,2}日"
)  # 2021—2025年, 2024年12月31日, 1—9月
CODE = (
    "[A-Za-z][A-Za-z.-]*[0-9][0-9A-Za-z.-]*"  # PM2.5, G210
    "|[0-9]+(?:\\+[0-9A-Za-z]+)+"  # 16+16
    "|[十百千万]+亿级|[0-9]A+级?|[0-9][DKS]|[2-6]G(?:[^WB]|$)"  # 4A级, 3D, 5G
    "|[0-9]+(?:\\.[0-9]+)?(?:号线?|#|后|版|强|型|国道|省道|世纪|周年|时|点[0-9]+分|式)"  # 7号线, 2.0版, 500强
)
ACRONYM = "GDP|CPI|PPI|FDI|COD"  # GDP|115亿元
ORDINAL = (
    f"第(?:{CHINESE_NUMBER}|[0-9]+)(?:—(?:{CHINESE_NUMBER}|[0-9]+))?"
    "(?:届|轮|批次?|次|期|季度|产业|代|个|条|章|款|项|三方|方阵|梯队|线|产|组|步|季|回|部|阶段|课堂|一|书记|时间|线路|位次)"
)  # 第一产业, 第三轮; 第2位 is a rank and stays
NAMED_NUMBER = any_of(
    "十四五", "十三五", "十二五", "十一五", "十五五", "九五", "八五", "一带一路", "双一流", "百强", "千强"
)

# --- what is kept ----------------------------------------------------------------------------------------------
PLACE = (
    f"第(?:{CHINESE_NUMBER}|[0-9]+)(?:位|名)?|首位|榜首|前(?:[0-9]+|{CHINESE_NUMBER})(?:位|名|强)?"  # 第2位, 前三, 首位
)
FRACTION = (
    f"{NUMBER}(?:[:∶]{NUMBER})+|{NUMBER}/{NUMBER}|[百千]分之{NUMBER}|[百千]分之[零〇一二三四五六七八九十百]+{CHINESE_DECIMALS}?"
    f"|{CHINESE_NUMBER}分之{CHINESE_NUMBER}"
)  # 2.29:1, 11.8:48.3:39.9, 1/4, 百分之七点八, 三分之一
DOUBLING = "翻了?(?:近|将近|约)?[一二两三四五六七八九十]?番(?:多|有余)?"  # 翻一番, 翻了近一番
RANGE_UNIT = f"(?:{MAGNITUDE}?(?:[%‰元人户家个吨亩件项天]|公里|公斤)?)"  # 5%—6%, 3万元—5万元
SIZE_WORDS = "[百千万]亿|[十百千]万"  # 突破百亿大关
BOUND_IN_FRONT = f"((?:{AT_LEAST_BEFORE}|{AT_MOST_BEFORE}|{ABOUT_BEFORE}))$"  # 不低于|50%
AFTER = f"{AT_LEAST_AFTER}|{AT_MOST_AFTER}|{ABOUT_AFTER}"
CHINESE_COUNT_UNIT = "[个家项条件所座批次处户名轮艘台]"

OPEN, CLOSE = "\x01", "\x03"
# Most numbers are digits and a unit; these need the whole expression: 第2位, 2.29:1, 5%—6%, 三分之一
SPELT_OR_PAIRED = "^[^0-9-]|^[0-9.·]+[:∶/][0-9]|[—至到]"


@cache
def passed_over() -> str:
    return f"{QUOTED}|{DATE}|{ORDINAL}|{NAMED_NUMBER}|{ACRONYM}|{CODE}"


@cache
def quantity_pattern() -> str:
    """The forms of a quantity, with a group for each of its fields.

    Bounds in front (不低于) are read afterwards: an expression that may begin with many words is slow to search for.
    """
    return (
        f"(?:(?P<place>{PLACE})|(?P<fraction>{FRACTION}|{DOUBLING})"
        f"|(?P<plain>-?{NUMBER})(?P<upper>{RANGE_UNIT}?{DASH}{NUMBER})?(?P<more>{MORE})?(?P<unit>{unit_pattern()})?"
        f"|(?P<size>{SIZE_WORDS})(?P<size_unit>(?:元|美元|斤|公斤|吨)(?:大关|台阶)?|大关|台阶)?"
        "|(?P<large>亿)(?P<large_unit>(?:元|美元|斤|公斤|吨)(?:大关|台阶)?|大关|台阶)"
        f"|(?P<spelt>{SPELT_NUMBER})(?P<spelt_unit>{SPELT_UNIT}|倍)"
        f"|(?P<chinese>{SPELT_NUMBER})(?P<chinese_unit>成|{CHINESE_COUNT_UNIT}))"
        f"(?P<limit>{AFTER})?"
    )


@cache
def number_pattern() -> str:
    """The one expression that finds numbers in a clause: what is passed over stands first, then the quantities.

    It has no groups: finding with groups takes four times as long.
    """
    return f"{passed_over()}|{re.sub(r'[(][?]P<[a-z_]+>', '(?:', quantity_pattern())}"


def numbers(clauses: pl.DataFrame) -> pl.DataFrame:
    """One row a number that may state a quantity, in reading order.

    Columns: those of the clause but its text, and `lead`, `tail` (the text before and behind the number, up to its
    neighbours or the clause's end), `bound`, `number`, `upper`, `more`, `unit`, `limit` (as written; empty where there
    is none), `written` (all of them together), `opens` (the clause's first), `char_start`, `char_end`.
    """
    holding = clauses.filter(pl.col("text").str.contains(f"{HOLDS_NUMBER}|{SMALL_COUNT}"))
    found = _found(holding["text"])
    rows = holding[found["row"]].with_columns(found["match", "start", "end"])
    return _fields(_surroundings(rows)).drop("text", "match", "start", "end")


def _found(texts: pl.Series) -> pl.DataFrame:
    """One row a number in one of the `texts`: `row` (of its text), `match`, `start`, `end` (characters in the text)."""
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    marked = pl.col("text").str.replace_all(number_pattern(), f"{OPEN}${{0}}{CLOSE}").str.split(OPEN)
    pieces = (
        texts.to_frame("text")
        .select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), piece=marked, base=length.cum_sum() - length)
        .explode("piece")
        .with_columns(pl.col("piece").str.splitn(CLOSE, 2).struct.rename_fields(["match", "behind"]))
        .unnest("piece")
    )
    matched = pl.col("match").str.len_chars().cast(pl.Int64)
    full = matched + pl.col("behind").str.len_chars().fill_null(0)
    is_number = pl.col("behind").is_not_null() & ~pl.col("match").str.contains(f"^(?:{passed_over()})$")
    return (
        pieces.with_columns(start=full.cum_sum() - full - pl.col("base"))
        .filter(is_number)
        .select("row", "match", "start", end=pl.col("start") + matched)
    )


def _surroundings(rows: pl.DataFrame) -> pl.DataFrame:
    """The text on both sides of each number; a bound in front of it (不低于) belongs to the number."""
    opens = starts("clause")
    text, start, end = pl.col("text"), pl.col("start"), pl.col("end")
    lead_from = pl.when(opens).then(0).otherwise(end.shift(1))
    bound = pl.col("lead").str.extract(BOUND_IN_FRONT).fill_null("")
    ends = opens.shift(-1).fill_null(True)
    return (
        rows.with_columns(opens=opens, lead=text.str.slice(lead_from, start - lead_from))
        .with_columns(bound=bound)
        .with_columns(
            lead=pl.col("lead").str.strip_suffix(pl.col("bound")),
            char_start=pl.col("char_start") + start - pl.col("bound").str.len_chars(),
            char_end=pl.col("char_start") + end,
        )
        .with_columns(
            tail=pl.when(ends).then(pl.when(ends).then(text).str.slice(end)).otherwise(pl.col("lead").shift(-1))
        )
    )


def _fields(rows: pl.DataFrame) -> pl.DataFrame:
    """`number`, `upper`, `more`, `unit`, `limit`: the parts of `match`; `written`: all of them with the bound.

    Nulls cost nothing: the expression with groups sees the few numbers that are not plain digits.
    """
    match, plain, rest = pl.col("match"), pl.col("plain"), pl.col("rest")
    field = pl.col("groups").struct.field
    more = pl.when(rest.str.contains(f"^{MORE}")).then(rest.str.head(1))
    unit = rest.str.strip_prefix(pl.col("more")).str.strip_suffix(pl.col("limit"))
    return (
        rows.with_columns(special=match.str.contains(SPELT_OR_PAIRED), written=pl.concat_str("bound", match))
        .with_columns(
            groups=pl.when("special").then(match).str.extract_groups(f"^{quantity_pattern()}$"),
            plain=pl.when(~pl.col("special")).then(match),
        )
        .with_columns(
            number=pl.coalesce(
                plain.str.extract(f"^(-?{NUMBER})"),
                field("plain", "place", "fraction", "size", "large", "spelt", "chinese"),
            ),
            upper=field("upper"),
        )
        .with_columns(rest=plain.str.strip_prefix(pl.col("number")))
        .with_columns(
            more=pl.coalesce(more, field("more"), pl.lit("")),
            limit=pl.coalesce(rest.str.extract(f"({AFTER})$"), field("limit"), pl.lit("")),
        )
        .with_columns(
            number=pl.col("number").str.replace_many({"·": ".", "∶": ":"}),
            unit=pl.coalesce(unit, field("unit", "size_unit", "large_unit", "spelt_unit", "chinese_unit"), pl.lit("")),
        )
        .drop("groups", "plain", "rest", "special")
    )
