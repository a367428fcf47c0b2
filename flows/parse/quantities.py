"""Clauses to quantities: every number with its unit, its bounds and the text on both sides.

In: `clauses`. Out: one row a quantity that may be an observation; numbers in dates, names, quotations, codes and
ordinals are passed over here. measures.py says what the number means, subjects.py what it measures.
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
    CHINESE_NUMBER,
    COUNTING_VERB,
    DASH,
    MAGNITUDE,
    MORE,
    NUMBER,
    SPANS,
    any_of,
    unit_pattern,
)

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
    f"第(?:{CHINESE_NUMBER}|[0-9]+)"
    "(?:届|轮|批次?|次|期|季度|产业|代|个|条|章|款|项|三方|方阵|梯队|线|产|组|步|季|回|部|阶段|课堂|一|书记|时间|线路|位次)"
)  # 第一产业, 第三轮; 第2位 is a rank and stays
NAMED_NUMBER = any_of(
    "十四五", "十三五", "十二五", "十一五", "十五五", "九五", "八五", "一带一路", "双一流", "百强", "千强"
)

# --- what is kept ----------------------------------------------------------------------------------------------
PLACE = f"第(?:{CHINESE_NUMBER}|[0-9]+)(?:位|名)?|首位|前(?:[0-9]+|{CHINESE_NUMBER})(?:位|名|强)?"  # 第2位, 前三, 首位
FRACTION = f"{NUMBER}:{NUMBER}|{NUMBER}/{NUMBER}|百分之{CHINESE_NUMBER}(?:点{CHINESE_NUMBER})?|{CHINESE_NUMBER}分之{CHINESE_NUMBER}|百分之{NUMBER}"  # 2.29:1, 1/4, 三分之一
DOUBLING = f"翻了?(?:{CHINESE_NUMBER})?番"  # 翻一番
SIZE_WORDS = "[百千万]亿|[十百千]万"  # 突破百亿大关
BEFORE = f"{AT_LEAST_BEFORE}|{AT_MOST_BEFORE}|{ABOUT_BEFORE}"
AFTER = f"{AT_LEAST_AFTER}|{AT_MOST_AFTER}|{ABOUT_AFTER}"
CHINESE_COUNT_UNIT = "[个家项条件所座批次处户名轮艘台]"

FIELDS = ("bound", "number", "upper", "more", "unit", "limit")
OPEN, FIELD, CLOSE = "\x01", "\x02", "\x03"
TEMPLATE = (
    OPEN
    + "${bound}" + FIELD + "${place}${fraction}${size}${chinese}${plain}" + FIELD + "${upper}" + FIELD + "${more}"
    + FIELD + "${size_unit}${chinese_unit}${unit}" + FIELD + "${limit}" + CLOSE + "${junk}"
)  # fmt: skip
LIST_MARKS = ("、", "和", "与", "及", "以及", "或")
PLACE_UNIT = "位"
MAGNITUDES = ("万", "亿", "十万", "百万", "千万", "万亿", "千", "百")
CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000}
CLOSED = "^(?:$|[，；：。！？、）（”“]|等|和|与|及|以|并|且|或|提高|提升|增加|增长|上升|扩大|下降|降|减|压减|增至|升|支持|用于|全线|全部|全面|全长|均|占|的目标|的增)"  # nothing of a name follows the number
SIZE_UNIT = "(?:元|吨|斤|千瓦|千瓦时|兆瓦|伏|千伏|[^方]米|立方米|微米|纳米|升|TEU|MW|GW|kV|公里)$"
RANKED = "(?:居|列|位|排|名|全国|全省|全市|全区|全球|世界|西部|东部|中部|区县|市州|地市|同类|国内|同期|城市|首次|增速|增幅|规模|总量)[^，]{0,8}$"
INDEX_LEAD = "(?:指数|系数|死亡人数|死亡率|比值|得分|强度|恩格尔)[^，]*(?:为|达|达到|至|到|在|于|过|降|升)?$"
NOTHING = OPEN + FIELD * (len(FIELDS) - 1) + CLOSE


@cache
def quantity_pattern() -> str:
    """The one expression that reads a clause: what is passed over stands first, then the forms of a quantity."""
    unit = unit_pattern()
    return (
        f"(?P<junk>{QUOTED}|{DATE}|{ORDINAL}|{NAMED_NUMBER}|{CODE})"
        f"|(?P<bound>{BEFORE})?(?:(?P<place>{PLACE})|(?P<fraction>{FRACTION}|{DOUBLING})"
        f"|(?P<plain>-?{NUMBER})(?P<upper>(?:{unit})?{DASH}{NUMBER})?(?P<more>{MORE})?(?P<unit>{unit})?"
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
    return _pieces(clauses).pipe(_lists).pipe(_units).pipe(_values).filter(_is_measured())


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
    return (
        cut.with_columns(char_start=pl.col("char_start") + full.cum_sum() - full - pl.col("base"), matched=matched)
        .with_columns(
            char_end=pl.col("char_start") + pl.col("matched"),
            lead=pl.col("tail").shift(1),
            opens=~pl.col("is_number").shift(1),
            fields=pl.col("match").str.split_exact(FIELD, len(FIELDS) - 1).struct.rename_fields(list(FIELDS)),
        )
        .filter("is_number")
        .unnest("fields")
        .drop("match", "matched", "base", "is_number")
    )


def _lists(pieces: pl.DataFrame) -> pl.DataFrame:
    """Number the values of a bare list: `分别增长9%、6%、5%`."""
    opens = ~pl.col("lead").is_in(LIST_MARKS)
    return pieces.with_columns(list_id=opens.cast(pl.Int32).cum_sum()).with_columns(
        head=pl.col("lead").first().over("list_id"),
        follows=pl.int_range(pl.len()).over("list_id").cast(pl.Int64),
        values=pl.len().over("list_id").cast(pl.Int64),
    )


def _units(pieces: pl.DataFrame) -> pl.DataFrame:
    """Units without 多/余 and 个 before 百分点; a bare number in a list takes the unit of the next one that has one."""
    written = pl.col("unit")
    more = pl.concat_str("more", written.str.extract(f"^{MAGNITUDE}?({MORE})").fill_null(""))
    unit = (
        written.str.replace(f"^({MAGNITUDE}?){MORE}", "$1")
        .str.replace("个百分点|个点", "百分点")
        .str.replace_many({"（": "(", "）": ")"})
    )
    last = pl.col("unit").last().over("list_id")
    return (
        pieces.with_columns(more=more, unit=pl.when(unit != "").then(unit))
        .with_columns(unit=pl.when((pl.col("unit") == "个") & (last == "百分点")).then(last).otherwise("unit"))
        .with_columns(unit=pl.col("unit").backward_fill().over("list_id"))
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


def spelt_numbers(numbers: pl.Series) -> pl.DataFrame:
    """The few numbers that are not plain digits: number -> spelt (Float64), spelt_unit (null where the unit stands behind)."""
    others = numbers.unique().drop_nulls().to_frame("number").filter(~pl.col("number").str.contains(f"^-?{NUMBER}$"))
    read = [(number, *spelt_value(number)) for number in others["number"]]
    return pl.DataFrame(read, schema={"number": pl.String, "spelt": pl.Float64, "spelt_unit": pl.String}, orient="row")


def spelt_value(number: str) -> tuple[float, str | None]:
    """Value and unit of a number that is not plain digits: 第2位, 前三, 翻两番, 三分之一, 2.29:1, 百亿, 十二."""
    digits = re.findall(NUMBER, number)
    if number == "首位":
        return 1.0, PLACE_UNIT
    if number[0] in "第前":
        return float(digits[0]) if digits else chinese_value(number.strip("第前位名强")), PLACE_UNIT
    if number.startswith("翻"):
        return (2 ** chinese_value(number.strip("翻了番") or "一") - 1) * 100.0, "%"
    if number.startswith("百分之"):
        whole, _, decimals = number.removeprefix("百分之").partition("点")
        return float(digits[0]) if digits else _decimal(whole, decimals), "%"
    if "分之" in number:
        whole, _, part = number.partition("分之")
        return 100 * chinese_value(part) / chinese_value(whole), "%"
    if "/" in number:
        return (100 * float(digits[0]) / float(digits[1]) if float(digits[1]) else float(digits[0])), "%"
    if ":" in number:
        return float(digits[0]), f":{digits[1]}"
    if number == "万亿":
        return 1.0, number
    if number[-1] in "万亿":
        return chinese_value(number[:-1]), number[-1]
    return chinese_value(number), None


def chinese_value(numeral: str) -> float:
    """十二 -> 12, 两 -> 2, 百 -> 100, 三千 -> 3000."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in CHINESE_SCALES:
            total += max(digit, 1) * CHINESE_SCALES[sign]
            digit = 0
        else:
            digit = CHINESE_DIGITS[sign]
    return float(total + digit)


def _decimal(whole: str, decimals: str) -> float:
    return chinese_value(whole) + (float("0." + "".join(str(CHINESE_DIGITS[d]) for d in decimals)) if decimals else 0.0)


def _comparator() -> pl.Expr:
    """What stands behind the number decides over what stands before it; a bound before a list holds for all of it."""
    shared = (
        pl.when(pl.col("bound").str.contains(f"^{ABOUT_BEFORE}$"))
        .then(pl.lit(""))
        .otherwise("bound")
        .first()
        .over("list_id")
    )
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


def _is_measured() -> pl.Expr:
    """Whether a number with its surroundings states a quantity; each term is one reason why it does not."""
    lead, tail, unit, number = pl.col("lead"), pl.col("tail"), pl.col("unit"), pl.col("number")
    closed = tail.str.contains(CLOSED)
    sized = unit.str.contains(SIZE_UNIT)
    counted_next = tail.str.contains("^[^、（）]+$") & (pl.col("lead").shift(-1) == tail)
    spelt = ~number.str.contains("[0-9]") & ~pl.col("place") & ~unit.str.contains("%|亿|万|倍")
    ranked = closed & (number.str.contains("[位名]") | lead.str.contains(RANKED)) | number.str.contains("^第.+[位名]$")
    no_unit = unit.is_null() & ~(lead.str.contains(INDEX_LEAD) & closed)
    in_a_class_name = (
        (pl.col("limit") != "")
        & ~closed
        & (sized | unit.is_in(MAGNITUDES))
        & (counted_next | (lead == "") | lead.str.contains("[个家户项]$"))
    )
    threshold = (lead == "") & (pl.col("follows") == 0) & sized & ~pl.col("opens")
    part_of_name = tail.str.contains("^(?:级|型|版|式|者|档|后|制[^度造定])") | (
        sized & tail.str.contains("^的[^目预任增速水]")
    )
    design = sized & ~closed & ~lead.str.contains(f"{COUNTING_VERB}(?:了)?$") & (lead != "")
    design_of_plant = lead.str.contains("(?:年产|日产|日处理|年处理|年加工|总装机|装机|容积|库容)$") & ~closed
    span = unit.is_in(SPANS) & ~lead.str.contains("(?:年限|寿命|工期|周期|时限|期限|时间|年龄)[^，]{0,14}$")
    clock = unit.is_in(["小时", "分钟", "天", "秒"]) & ~closed
    ordinal_count = spelt & (
        number.is_in(["一", "百", "千"]) | ~lead.str.contains(f"{COUNTING_VERB}(?:了)?$") | (unit == "大")
    )
    per = lead.str.contains("每$")
    return ~(
        pl.when("place")
        .then(~ranked)
        .otherwise(
            no_unit
            | in_a_class_name
            | threshold
            | part_of_name
            | design
            | design_of_plant
            | span
            | clock
            | ordinal_count
            | per
        )
    ).fill_null(False)
