"""Rules on gains: what there is, how much of it was gained, and the growth that the two make; a total and what it is a year.

`observations` and `sentences` come in; a finding goes out where a gain and its level lead to another growth than is stated, over
years (达到52亿元、净增9亿元，年均增长5.4%) or in a list (分别完成44亿元和21亿元，分别增长30%和34%，分别增收10亿元和5亿元), or where a
total is no whole number of times what it is said to be a year.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.means import FEWEST, ROUNDED, ROUNDED_ZH, meant, root
from expectations.rules.multiples import REAL
from expectations.rules.passages import UNIT
from expectations.rules.rounding import NUMBER, Interval, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame
from expectations.rules.stated import Stated, documents, labelled

MEAN, LISTED = "年均|平均每年", "分别"
OTHER_WAY = re.compile("可比|同口径|扣除|剔除|不变价|实际增|以上|左右|[多余近约][万亿个]")
NEAR = Decimal("0.05")  # points: alike to the first decimal, which is what reports reckon with
MOST = 10  # years that a gain is told of
# 新增绿地653万平方米，年均增加130.6万平方米
A_YEAR = re.compile(
    rf"(?:新增|新建|新[修栽植]|建成|累计|共|完成|投入|实现)[^，。；、0-9“”]{{0,14}}(?<![0-9.])(?P<total>{NUMBER})(?P<unit>{UNIT})，"
    rf"(?:平均每年|年均)(?:新增|新建|增加|完成|实现|建成|投入)(?:了|约)?(?P<step>{NUMBER})(?P=unit)(?=[，。；、])"
)
EXACT = "no room but half of the last printed digit of both numbers"
EXACT_ZH = "两数各可差其末位数字的一半"


def gain(tables: Tables) -> pl.DataFrame:
    """Growths that the level and the gain beside them, of the same name in the same sentence, do not make."""
    told = labelled(tables).filter(pl.col("comparator") == "eq", pl.col("evidence").str.contains(f"{MEAN}|{LISTED}"))
    gained = told.filter(
        pl.col("measure") == "change", ~pl.col("unit_base").str.contains("[%点]"), pl.col("value_base") > 0
    )
    rows = told.join(
        gained.select("doc_id", "evidence").unique(), on=["doc_id", "evidence"], how="semi", maintain_order="left"
    )
    return hits_frame((hit for document in documents(rows, tables) for hit in _gains(document.numbers)), ROUNDED)


def _gains(numbers: tuple[Stated, ...]) -> Iterator[Hit]:
    """One level, one gain and one growth of a name in its sentence; where there are two of a kind, nothing is said."""
    named: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
    for number in numbers:
        named[number.evidence, number.label, number.status].append(number)
    for of_one in named.values():
        kinds = {kind: [n for n in of_one if n.measure == kind] for kind in ("level", "change", "growth")}
        if all(len(found) == 1 for found in kinds.values()):
            yield from _checked(*(found[0] for found in kinds.values()))


def _checked(level: Stated, change: Stated, growth: Stated) -> Iterator[Hit]:
    years = _years(level, change, growth)
    first = level.value - change.value
    if not years or level.unit != change.unit or first <= 0 or OTHER_WAY.search(level.evidence):
        return
    made = root(_ratio(level.interval, change.interval), years)
    real = bool(REAL.search(level.label))
    if made.meets(meant(growth, years, real=real)):
        return
    middle = (made.low + made.high) / 2
    near = abs(middle - (growth.interval.low + growth.interval.high) / 2) < NEAR  # 4.64% for 4.63%
    power = f"^(1/{years})" if years > 1 else ""
    rate = f"{float(Decimal(level.value / first) ** (Decimal(1) / years) * 100 - 100):.1f}%"
    what = f"({level.quote} ÷ ({level.quote} − {change.quote})){power} − 1 = {rate}"
    yield Hit(
        doc_id=level.doc_id,
        severity="info" if real or near else "warning",
        message=f"增速应能由总量和增量得出，此处{what}，写的是{growth.quote}。",
        message_en=f"The growth should be that of level and gain: {what}; {growth.quote} stands here.",
        evidence=level.evidence,
        quotes=tuple(n.term.quote for n in (level, change, growth)),
        expected=rate,
        observed=growth.quote,
    )


def _years(level: Stated, change: Stated, growth: Stated) -> int:
    """Over how many years the three are told, 0 where it is not one span."""
    if growth.year is None or {level.year, change.year} != {growth.year} or level.start > change.start:
        return 0
    if re.search(MEAN, level.evidence):
        span = growth.year - growth.year_from + 1 if growth.year_from else 0
        one_span = change.year_from in (None, growth.year_from)
        return span if one_span and FEWEST <= span <= MOST else 0
    return int(growth.year_from is None and change.year_from is None)


def _ratio(level: Interval, change: Interval) -> Interval:
    """Last over first; the first is the last without the gain."""
    high, low = level.low - change.high, level.high - change.low
    return Interval(level.high / low, level.low / max(high, level.low / 1000))


def yearly(tables: Tables) -> pl.DataFrame:
    """Totals over years that are no whole number of times, up to ten, what they are said to be a year."""
    rows = candidates(
        tables, ["年均", "每年"], f"[0-9.]+[^，。；0-9]+，(?:{MEAN})[^，。；0-9]{{2,4}}[0-9.]+"
    ).iter_rows()
    return hits_frame((hit for row in rows for hit in _totals(*row)), EXACT)


def _totals(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in A_YEAR.finditer(text):
        total, step = (printed(match[name], match["unit"]).interval for name in ("total", "step"))
        if step.low <= 0 or any(Interval(step.low * n, step.high * n).meets(total) for n in range(1, MOST + 1)):
            continue
        spans = [(match.start(name), match.end(name) + len(match["unit"])) for name in ("total", "step")]
        quotes = tuple(Quote(text[s:e], at + s, at + e) for s, e in spans)
        made = f"{float((total.low + total.high) / (step.low + step.high)):.2f}"
        yield Hit(
            doc_id=doc_id,
            severity="info",
            message=f"总量应是年均量的整数年倍，此处{quotes[0].text} ÷ {quotes[1].text} = {made}。",
            message_en=f"The total should be a whole number of years of what it is a year; {quotes[0].text} ÷ {quotes[1].text} = {made}.",
            evidence=text,
            quotes=quotes,
            expected=f"{quotes[1].text} × 年数",
            observed=quotes[0].text,
        )


GAIN = Rule(
    id="growth.gain",
    title_zh="增速与总量、增量不符",
    title_en="A growth that level and gain do not make",
    checks_zh="一句话写出同一指标的总量、增量和增速（达到a、净增b，年均增长c%；或分别列出）时，应能由前两数得出增速。",
    checks="Where a sentence gives level, gain and growth of one name (达到a、净增b，年均增长c%, or in lists), the first two make the third.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=gain,
)

A_YEAR_OF_ALL = Rule(
    id="sums.a_year",
    title_zh="总量与年均量不符",
    title_en="A total that is no number of years of what it is a year",
    checks_zh="一句话写出多年总量和年均量（新增a，年均增加b）时，总量应是年均量的整数年倍（十年以内）。",
    checks="Where a sentence gives a total and what it is a year (新增a，年均增加b), the one is a whole number of times the other, up to ten.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=yearly,
)
