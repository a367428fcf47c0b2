"""Rules on misprints in figures: a number that is none, a unit with one character wrong, a piece of a thing that is counted
whole, a range that runs from more to less.

Sentences come in, since what is misprinted is often not read as a quantity at all, and observations for what is counted.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.reference import resolve_units
from expectations.rules.candidates import candidates
from expectations.rules.rounding import NUMBER
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: it is written so or it is not"
EXACT_ZH = "不容差：是这样写的，或不是"

# 14..3%, 1,,234, and 3.5.2%: two points are a date or a heading (1.2.3) where no unit follows
MARKS = r"(?:\.{2}|,{2}|,\.|\.,)"
MEASURED = "%|‰|个?百分点|[万亿元吨亩人户家]"
MALFORMED = re.compile(rf"(?<![0-9.])[0-9]+(?:{MARKS}[0-9]+(?:{MEASURED})|\.[0-9]+\.[0-9]+(?:{MEASURED}))")
# 8.41个百多点, 3.2万平万米, 500千互时: a long unit that is known, but for one character within it
LONG_UNITS = ("个百分点", "百分点", "平方公里", "平方米", "立方米", "千瓦时")
OTHER = "[^，。；：、0-9（）%]"
ONE_WRONG = "|".join(
    f"{unit[:at]}(?!{unit[at]}){OTHER}{unit[at + 1 :]}" for unit in LONG_UNITS for at in range(1, len(unit) - 1)
)
MISPRINT = re.compile(rf"(?<![0-9.]){NUMBER}[万亿]?(?P<unit>{ONE_WRONG})")
# 每千人口托位数4.5个, 平均每个家庭户2.62人: an average of what is counted has decimals
AVERAGE = "每|均|[十百千万]人"
# 16—9岁, 8%—5%: ages and what is measured run from less to more; months (11—2月) run over the end of a year
SPAN = re.compile(
    rf"(?<![0-9.—/:-])(?P<first>{NUMBER})(?P<magnitude>%|[万亿])?[—~～-](?P<last>{NUMBER})(?P<unit>周?岁|%|[万亿]?元(?!/)|倍|个百分点)"
)
# 12至10家: with 至 counts are a range, too, but not what falls from the one to the other (由12至10家)
COUNT_SPAN = re.compile(
    rf"(?<![0-9.—/:第-])(?P<first>{NUMBER})(?P<magnitude>%|[万亿])?至(?P<last>{NUMBER})(?P<unit>周?岁|%|[万亿]?元(?!/)|倍|个百分点|[家个项户所座处件人名条]|公里|万人|亩|万亩)"
)
FALLING = re.compile("[由从降减压缩][^，。；、]*$")


def malformed(tables: Tables) -> pl.DataFrame:
    """Numbers with two decimal points (14..3%)."""
    rows = candidates(tables, [], rf"[0-9]{MARKS}[0-9]|[0-9]\.[0-9]+\.[0-9]").iter_rows()
    hits = (
        Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"数字应只有一个小数点，“{match[0]}”不成数。",
            message_en=f"A number should have one decimal point; “{match[0]}” is none.",
            evidence=text,
            quotes=(Quote(match[0], at + match.start(), at + match.end()),),
            observed=match[0],
        )
        for doc_id, text, at in rows
        for match in MALFORMED.finditer(text)
    )
    return hits_frame(hits, EXACT)


def misprinted(tables: Tables) -> pl.DataFrame:
    """Units that are a known one but for one character within it (个百多点)."""
    rows = candidates(tables, [], "[0-9][万亿]?(?:个百|百.点|个.分点|[平立]|千.时)").iter_rows()
    return hits_frame((hit for row in rows for hit in _misprints(*row)), EXACT)


def _misprints(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in MISPRINT.finditer(text):
        unit = match["unit"]
        if not resolve_units(pl.Series([unit]))["dimension"].is_null().all():
            continue  # 立方米 and 平方米 are one character apart
        right = next(known for known in LONG_UNITS if _apart(known, unit) == 1)
        yield Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"没有“{unit}”这一单位，应为“{right}”。",
            message_en=f"There is no unit “{unit}”; it should be “{right}”.",
            evidence=text,
            quotes=(Quote(match[0], at + match.start(), at + match.end()),),
            expected=right,
            observed=unit,
        )


def _apart(one: str, other: str) -> int | None:
    """In how many characters two units of one length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else None


def broken_count(tables: Tables) -> pl.DataFrame:
    """Things that are counted whole (个, 家, 人) and given with decimals; an average of them may be."""
    observations = tables["observations"]
    counted = resolve_units(observations["unit"]).filter(pl.col("count"), pl.col("factor") == 1)["unit"]
    broken = observations.filter(
        pl.col("unit").is_in(counted.implode()),
        pl.col("measure") == "level",
        pl.col("origin") == "text",
        pl.col("value") != pl.col("value").round(0),
        ~pl.col("indicator").str.contains(AVERAGE),
        ~pl.col("evidence").str.contains(
            "(?:每[十百千万]|人均|户均|平均每)[^，。；]*分别"
        ),  # said once for all names of a list
    )
    columns = ("doc_id", "evidence", "quote", "char_start", "char_end", "unit")
    hits = (
        Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"以“{unit}”计的应是整数，此处写的是{quote}，单位或小数点可能有误。",
            message_en=f"What is counted in {unit} should be whole; {quote} stands here: unit or decimal point may be wrong.",
            evidence=evidence,
            quotes=(Quote(quote, start, end),),
            observed=quote,
        )
        for doc_id, evidence, quote, start, end, unit in broken.select(columns).iter_rows()
    )
    return hits_frame(hits, EXACT)


def reversed_span(tables: Tables) -> pl.DataFrame:
    """Ranges of ages or measures that run from more to less (16—9岁)."""
    pattern = "[0-9][%万亿]?[—~～-][0-9.]+(?:周?岁|%|[万亿]?元|倍|个百分点)|[0-9][%万亿]?至[0-9.]+(?:周?岁|[%万亿元倍个家项户所座处件人名条亩]|公里)"
    rows = candidates(tables, [], pattern).iter_rows()
    hits = (
        Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"范围应从小到大，此处写的是{match[0]}。",
            message_en=f"A range should run from less to more; {match[0]} stands here.",
            evidence=text,
            quotes=(Quote(match[0], at + match.start(), at + match.end()),),
            expected=f"{match['last']}—{match['first']}",
            observed=match[0],
        )
        for doc_id, text, at in rows
        for match in (*SPAN.finditer(text), *_counts(text))
        if Decimal(match["first"]) > Decimal(match["last"]) and (match["magnitude"] or "%") in f"%{match['unit']}"
    )
    return hits_frame(hits, EXACT)


def _counts(text: str) -> Iterator[re.Match[str]]:
    """Ranges with 至 that are none of a fall."""
    return (match for match in COUNT_SPAN.finditer(text) if not FALLING.search(text, 0, match.start()))


MALFORMED_NUMBER = Rule(
    id="units.malformed",
    title_zh="数字写法有误",
    title_en="A number that is none",
    checks_zh="数字应只有一个小数点（14..3%不成数）。",
    checks="A number has one decimal point (14..3% is no number).",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=malformed,
)

MISPRINTED_UNIT = Rule(
    id="units.misprinted",
    title_zh="单位有错字",
    title_en="A unit with a character wrong",
    checks_zh="数字之后不应是与常用单位只差中间一个字、自己又不是单位的字（个百多点）。",
    checks="What follows a number is not a known unit with one of its inner characters wrong (个百多点).",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=misprinted,
)

BROKEN_COUNT = Rule(
    id="units.broken_count",
    title_zh="整数计数带小数",
    title_en="A count with decimals",
    checks_zh="逐个计数的事物（个、家、人）应是整数，平均数除外。",
    checks="What is counted one by one (个, 家, 人) is whole, unless it is an average.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=broken_count,
)

REVERSED_SPAN = Rule(
    id="range.reversed",
    title_zh="数值范围前大后小",
    title_en="A range that runs from more to less",
    checks_zh="年龄、百分比、金额、个数的范围应从小到大（6—16岁，5至10家）。",
    checks="A range of ages, percentages, money or counts runs from less to more (6—16岁, 5至10家).",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=reversed_span,
)
