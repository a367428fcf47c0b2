"""Rules on what a number's own words say of it: it rises to more, keeps within its limit, is an index of its rise.

Sentences come in (由18%提升至22%, 2.3%，控制在2.5%以内, 名义增长12%，实际增长10%), and observations for indices; a finding goes
out where the numbers say the contrary of the words.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.rounding import NUMBER, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

EXACT = "exact: the two values are compared as printed"
EXACT_ZH = "不容差：按所写的数值比较"
ROUNDED = "half of the last printed digit of both"
ROUNDED_ZH = "两个数各可差其末位数字的一半"

UP = "提高|提升|增加|增长|上升|扩大|扩展|拓展|跃升|攀升|上调|增|升"
DOWN = "下降|降低|减少|压减|压缩|缩短|缩小|缩减|回落|下调|收窄|减|降"
UNIT = "[^0-9，。；：、（）:第位名提增上扩拓跃攀升下降减压缩回收达到至为]{0,5}"
YEAR = "(?:[0-9]{4}|上|去|前)年[初底末]?的?"
# 由2020年的18%提升至22%, 从9800万元增加到1.2亿元; 第8位上升至第5位 and 8位上升至5位 are ranks, and less is more
FROM_TO = re.compile(
    rf"[从由](?:{YEAR})?[^，。；：、0-9第-]{{0,14}}?(?P<first>{NUMBER})(?P<unit_first>{UNIT})(?![位名])(?:以上|左右|的)?[^，。；、0-9第]{{0,8}}?"
    rf"(?P<verb>{UP}|{DOWN})(?:到|至|为)(?:{YEAR})?[^，。；、0-9第-]{{0,6}}?(?P<last>{NUMBER})(?P<unit_last>{UNIT})"
)
# 登记失业率2.3%，控制在2.5%的目标之内
WITHIN = re.compile(
    rf"(?P<value>{NUMBER})%[，、]?(?:均|都)?(?:严格|有效|始终|成功)?(?:控制|保持|稳定)在[^，。；0-9]{{0,12}}?(?P<limit>{NUMBER})%[^，。；、0-9]{{0,8}}?(?:以内|之内|以下|范围内|内)(?!需)"
)
# 名义增长12.4%，扣除价格因素，实际增长10.4%
NOMINAL_AND_REAL = re.compile(
    rf"增长(?P<nominal>{NUMBER})%[，；]?(?:[^，。；0-9]{{0,4}}扣除(?:物?价格?|物价上涨)(?:因素|影响|上涨)*[后，]*)?(?:[^，。；0-9]{{0,4}})实际增长(?P<real>{NUMBER})%"
)
BINARY = 1.000001  # room for what binary fractions lose
INDEX_OF_YEAR_BEFORE = 100
LOWEST_INDEX, HIGHEST_INDEX = 50, 200


# 产值及其比重分别由220亿元和59%上升为348亿元和65%: each of the two rises
PAIRS = re.compile(
    rf"分别[从由](?:{YEAR})?(?P<first>{NUMBER})(?P<unit_first>{UNIT})[和、](?P<second>{NUMBER})(?P<unit_second>{UNIT})[^，。；、0-9第位名]{{0,4}}?"
    rf"(?P<verb>{UP}|{DOWN})(?:到|至|为)(?:{YEAR})?(?P<last>{NUMBER})(?P<unit_last>{UNIT})[和、](?P<next>{NUMBER})(?P<unit_next>{UNIT})"
)


def direction(tables: Tables) -> pl.DataFrame:
    """Values that are said to rise to less, or to fall to more."""
    rows = candidates(tables, ["从", "由"], f"[从由].*(?:{UP}|{DOWN})(?:到|至|为)").iter_rows()
    return hits_frame((hit for row in rows for hit in _astray(*row)), EXACT)


def _astray(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    ways = [(match, "first", "last") for match in FROM_TO.finditer(text)]
    ways += [(match, *ends) for match in PAIRS.finditer(text) for ends in (("first", "last"), ("second", "next"))]
    for match, from_, to in ways:
        first = printed(match[from_], match[f"unit_{from_}"] or match[f"unit_{to}"])
        last = printed(match[to], match[f"unit_{to}"])
        rises = bool(re.fullmatch(UP, match["verb"]))
        step = last.number * last.factor - first.number * first.factor
        if first.base != last.base or not step or (step > 0) == rises:
            continue
        quotes = tuple(
            Quote(text[match.start(name) : match.end(f"unit_{name}")], at + match.start(name), at + match.end(f"unit_{name}"))
            for name in (from_, to)
        )  # fmt: skip
        yield Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"“{match['verb']}”之后的数应{'大' if rises else '小'}于之前的数，此处从{quotes[0].text}到{quotes[1].text}。",
            message_en=f"{match['verb']} should lead to {'more' if rises else 'less'}; it leads from {quotes[0].text} to {quotes[1].text}.",
            evidence=text,
            quotes=quotes,
            expected=f"{'>' if rises else '<'} {quotes[0].text}",
            observed=quotes[1].text,
        )


def within(tables: Tables) -> pl.DataFrame:
    """Values that are said to keep within a limit that they exceed."""
    rows = candidates(tables, ["在"], "[0-9]%.{0,8}(?:控制|保持|稳定)在.*[0-9]%.{0,8}(?:内|以下)").iter_rows()
    hits = (
        _pair_hit(
            (doc_id, text, at), match, ("value", "limit"), "warning",
            (f"所写的{match['value']}%应在其后的{match['limit']}%之内。", f"{match['value']} % should keep within {match['limit']} %."),
        )
        for doc_id, text, at in rows
        for match in WITHIN.finditer(text)
        if Decimal(match["value"]) > Decimal(match["limit"])
    )  # fmt: skip
    return hits_frame(hits, EXACT)


def real_and_nominal(tables: Tables) -> pl.DataFrame:
    """Real growth above the nominal growth beside it, as there is only in years in which prices fell."""
    rows = candidates(tables, ["实际增长"], "增长[0-9.]+%.*实际增长").iter_rows()
    hits = (
        _pair_hit(
            (doc_id, text, at), match, ("nominal", "real"), "info",
            (
                f"物价上涨时，实际增长应不高于名义增长，此处名义增长{match['nominal']}%，实际增长{match['real']}%。",
                f"Where prices rise, real growth is not above nominal growth; here {match['real']} % stands beside {match['nominal']} %.",
            ),
        )
        for doc_id, text, at in rows
        for match in NOMINAL_AND_REAL.finditer(text)
        if Decimal(match["real"]) > Decimal(match["nominal"])
    )  # fmt: skip
    return hits_frame(hits, EXACT)


def _pair_hit(
    sentence: tuple[str, str, int],
    match: re.Match[str],
    names: tuple[str, str],
    severity: Severity,
    said: tuple[str, str],
) -> Hit:
    """A hit on two percentages of a sentence (its document, text and place), the second not above the first, or not below."""
    doc_id, text, at = sentence
    first, second = (Quote(f"{match[name]}%", at + match.start(name), at + match.end(name) + 1) for name in names)
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=said[0],
        message_en=said[1],
        evidence=text,
        quotes=(first, second),
        expected=f"<= {match[names[1]] if names[1] == 'limit' else match[names[0]]}%",
        observed=f"{match[names[0]] if names[1] == 'limit' else match[names[1]]}%",
    )


def index_and_rise(tables: Tables) -> pl.DataFrame:
    """Indices (last year = 100) that are not 100 and the rise that stands beside them."""
    observations = tables["observations"]
    places = pl.col("quote").str.extract(r"[0-9]\.([0-9]+)").str.len_chars().fill_null(0).cast(pl.Float64)
    rows = observations.with_columns((0.5 * pl.lit(10.0).pow(-places)).alias("half_digit")).filter(
        pl.col("indicator").str.contains("价格|物价|CPI|PPI"), pl.col("evidence").str.contains("指数")
    )
    about = ["doc_id", "indicator", "evidence", "year", "status"]
    indices = rows.filter(
        pl.col("measure").is_in(["level", "ratio"]),
        pl.col("unit").is_null() | (pl.col("unit") == "%"),
        pl.col("value").is_between(LOWEST_INDEX, HIGHEST_INDEX),
    )
    rises = rows.filter(pl.col("measure") == "growth", pl.col("unit") == "%")
    paired = indices.join(rises, on=about, nulls_equal=True, suffix="_b", maintain_order="left").filter(
        (pl.col("char_start_b") > pl.col("char_start")), pl.len().over([*about, "char_start"]) == 1
    )
    distance = (pl.col("value") - INDEX_OF_YEAR_BEFORE - pl.col("value_b")).abs()
    odd = paired.filter(distance > (pl.col("half_digit") + pl.col("half_digit_b")) * BINARY)
    columns = ("doc_id", "indicator", "evidence", "value", "quote", "char_start", "char_end")
    sides = odd.select(*columns, "quote_b", "char_start_b", "char_end_b").iter_rows()
    hits = (
        Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"“{name}”以上年为100，{quote}应是{value - INDEX_OF_YEAR_BEFORE:+.4g}%，此处写的是{rise}。",
            message_en=f"“{name}” takes the year before as 100: {quote} is {value - INDEX_OF_YEAR_BEFORE:+.4g} %, and {rise} stands here.",
            evidence=evidence,
            quotes=(Quote(quote, start, end), Quote(rise, rise_start, rise_end)),
            expected=f"{value - INDEX_OF_YEAR_BEFORE:+.4g}%",
            observed=rise,
        )
        for doc_id, name, evidence, value, quote, start, end, rise, rise_start, rise_end in sides
    )
    return hits_frame(hits, ROUNDED)


DIRECTION = Rule(
    id="series.direction",
    title_zh="增减方向与前后两数相反",
    title_en="A rise to less, or a fall to more",
    checks_zh="由a提高到b时，b应大于a；由a下降到b时，b应小于a。",
    checks="What rises from a to b (由a提高到b) is more in the end, and what falls is less.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=direction,
)

WITHIN_LIMIT = Rule(
    id="series.within_limit",
    title_zh="写明控制在限度之内，数值却超出",
    title_en="A value beyond the limit that it is said to keep",
    checks_zh="写明控制在b%以内的数值a%，应不大于b%。",
    checks="A value that is said to keep within a limit (a%，控制在b%以内) is not above it.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=within,
)

REAL_ABOVE_NOMINAL = Rule(
    id="growth.real",
    title_zh="实际增长高于名义增长",
    title_en="Real growth above nominal growth",
    checks_zh="同时写名义增长和实际增长时，实际增长一般不高于名义增长，物价下跌的年份除外。",
    checks="Where nominal and real growth stand together, the real one is not higher, but in years in which prices fell.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=real_and_nominal,
)

INDEX_AND_RISE = Rule(
    id="growth.index",
    title_zh="指数与涨跌幅不符",
    title_en="An index and its rise that differ",
    checks_zh="指数（上年为100）减100，应得同一句话中所写的涨跌幅。",
    checks="An index (the year before is 100) less 100 is the rise or fall that the sentence gives beside it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=index_and_rise,
)
