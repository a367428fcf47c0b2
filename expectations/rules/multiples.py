"""Rules on how many times more: what doubles from one number to another is twice as much in the end.

Sentences with both ends come in (由62亿元增加到130亿元，翻了一番以上, 是2015年的2倍多); a finding goes out where the second number over the
first is another multiple. `Ends` are for the rule on mean growth, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.counts import numeral
from expectations.rules.growth import FROM_TO, UNIT
from expectations.rules.rounding import NUMBER, Interval, Printed, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = (
    "half of the last printed digit of each number; 翻一番 without 以上 may be a tenth less; value added doubles at constant "
    "prices, so that only what no change of prices explains is found"
)
ROUNDED_ZH = "每个数可差其末位数字的一半；“翻一番”不带“以上”时可少一成；增加值按可比价格翻番，只查物价变化解释不了的"

RISES = "增加|增长|提高|提升|扩大|上升|跃升|攀升|发展|增|升"
YEAR = "(?:年[初底末]?的?|的)"  # 2020年末的, and 2020的 where 年 was lost
# 由2015年的62亿元预计增加到2020年的130亿元; 2015年的62亿元，提高到130亿元
ENDS = re.compile(
    rf"(?:[由从][^，。；：、0-9]{{0,14}}?|(?=(?:19|20)[0-9]{{2}}年[初底末]?的))(?:(?P<first_year>(?:19|20)[0-9]{{2}}){YEAR})?[^，。；：、0-9]{{0,6}}?"
    rf"(?P<first>{NUMBER})(?P<first_unit>{UNIT})?，?(?:预计|持续|逐步|大幅|快速|稳步|迅速)*(?:(?:{RISES})(?:到|至|为)|达到)"
    rf"(?:(?P<last_year>(?:19|20)[0-9]{{2}}){YEAR})?[^，。；：、0-9约近超]{{0,4}}?"
    rf"(?P<last>{NUMBER})(?P<last_unit>[^0-9，。；：、（）]{{1,4}}?)(?=[，、。；：（]|$)"
)
MORE = "以上|有余|[多余]"
# 翻了一番以上, 翻两番; 将近翻一番, 翻了近两番
DOUBLED = re.compile(
    rf"(?P<near>将近|接近|近|约)?翻了?(?P<nearly>[近约])?(?P<doublings>[一两二三四])番(?P<more>{MORE})?(?!半)"
)
# 是2015年的2倍多, 达到“十二五”末的2.1倍
TIMES = re.compile(
    rf"(?:是|为|达到?|相当于)[^，。；：、]{{0,14}}?的(?P<times>{NUMBER})(?P<more_before>[多余])?倍(?P<more>{MORE})?(?!以?左右)"
)
# 五年累计增长45%, 比2015年增长1.1倍; a rate that stands next to its ends is for `growth.from_to`
GROWN = re.compile(
    rf"(?<![均比期年])(?:[比较](?:19|20)[0-9]{{2}}年[底末]?|五年|累计|共|总共|净|实际)*(?:增长|增幅|增加)(?:了|达到?|为)?(?P<grown>{NUMBER})(?P<grown_unit>%|倍)(?![多余以左])"
)
# What may stand between two ends and what is said of them, naming nothing else: ，按可比价格计算，五年累计
OWN_WORDS = re.compile(
    r"(?:[，、]|（[^（）]*）|(?:若|如)?按?[^，。；、0-9]{0,4}(?:可比|不变)价格?(?:计算)?|扣除[^，。；、0-9]{0,6}因素[后影响]*|同口径"
    r"|[比较]?(?:“[^”]{1,6}”|[五5]年|上届|上个五年)(?:期间|时期|规划|期?末|前)?|[比较](?:19|20)[0-9]{2}年[底末]?|(?:19|20)[0-9]{2}年[以之]来|[0-9一二三四五六七八九十两]{1,3}年(?:来|间|时间)?"
    r"|[0-9.]+(?:%|个?百分点|倍|番)|净增加?[0-9.]+[^0-9，。；、]{1,3}|[比较](?:上年|去年|年初|期初)|翻了?近?[一两二三四]番|[以之]上|左右|期间"
    r"|总体|总量|规模|累计|总共|提前|实现|基本|接近|达到|同比|年均|平均|每年|年递|递增|增长|增加|增幅|实际|名义|整整|可比|将近|是|为|达|增|净|共|了|已|多|余|约|近|的|分)*"
)
OTHER_BASE = re.compile("全国|全省|全市|平均")
REAL = re.compile("生产总值|GDP|增加值|经济总量|总产值|国民收入|可比|不变价|实际")
# The mean change of prices in a year over several: further out than any five years of the nation since 1995
# (中国统计年鉴), with room for places that live on coal or oil
PRICES_FALL, PRICES_RISE = Decimal("0.97"), Decimal("1.10")
YEARS = 5  # that a doubling is told of, where none are named
SHORT = Decimal("0.95")  # 翻一番 of something a little less than twice
NEARLY = Decimal("0.9")  # 将近翻一番
NEARLY_SAID = re.compile("[近约]")


@dataclass(frozen=True)
class Ends:
    """The two numbers of a way from one to the other, their years where they are named, and the clause they stand in."""

    match: re.Match[str]
    first: Printed
    last: Printed

    @property
    def years(self) -> int | None:
        named = self.match["first_year"], self.match["last_year"]
        return int(named[1]) - int(named[0]) if all(named) else None

    @property
    def ratio(self) -> Interval | None:
        """The second number over the first; none where the units differ."""
        first, last = self.first.interval, self.last.interval
        if self.first.base != self.last.base or first.low <= 0 or last.low <= 0:
            return None
        return Interval(last.low / first.high, last.high / first.low)

    @property
    def is_real(self) -> bool:
        """Whether growth between them may be at constant prices, while they are not."""
        text = self.match.string
        begin = max(text.rfind(mark, 0, self.match.start()) for mark in "。；") + 1
        stops = [stop for stop in (text.find(mark, self.match.end()) for mark in "。；") if stop >= 0]
        return bool(REAL.search(text, begin, min(stops, default=len(text))))

    def spans(self) -> list[tuple[int, int]]:
        """Where the two numbers stand with their units."""
        return [(self.match.start(n), max(self.match.end(n), self.match.end(f"{n}_unit"))) for n in ("first", "last")]


def ends(text: str) -> Iterator[Ends]:
    """Every pair of ends that a text states."""
    for match in ENDS.finditer(text):
        unit = match["last_unit"]
        yield Ends(match, printed(match["first"], match["first_unit"] or unit), printed(match["last"], unit))


def multiple(tables: Tables) -> pl.DataFrame:
    """Multiples between two numbers of a sentence that the two do not make."""
    rows = candidates(
        tables, ["番", "倍", "增"], f"[0-9].*(?:(?:{RISES})(?:到|至|为)|达到).*[0-9].*(?:[番倍]|增[长加幅].*%)"
    ).iter_rows()
    return hits_frame((hit for row in rows for hit in _multiples(*row)), ROUNDED)


def _multiples(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    told = list(ends(text))
    for one, after in zip_longest(told, told[1:]):
        ratio = one.ratio
        tail = re.split("[。；]|其中", text[one.match.end() : after.match.start() if after else len(text)])[0]
        for pattern, meant in ((DOUBLED, _doubled), (TIMES, _times), (GROWN, _grown)):
            match = pattern.search(text, one.match.end(), one.match.end() + len(tail))
            if not match or ratio is None or one.last.unit in "%‰" or _of_other(text, one, match):
                continue
            if pattern is GROWN and FROM_TO.search(text, one.match.start(), match.end()):
                continue
            expected = meant(match)
            if one.is_real:
                years = one.years or YEARS
                expected = Interval(expected.low * PRICES_FALL**years, expected.high * PRICES_RISE**years)
            if not ratio.meets(expected):
                spans = [*one.spans(), match.span()]
                yield _hit(doc_id, text, one, match[0], [Quote(text[s:e], at + s, at + e) for s, e in spans])


def _of_other(text: str, one: Ends, match: re.Match[str]) -> bool:
    """Whether a multiple is of something else: another name or amount stands between, or another place is what it is set
    against."""
    between = text[one.match.end() : match.start()]
    if not OWN_WORDS.fullmatch(between):
        return True
    others = re.sub(r"[0-9.]+(?:%|个?百分点|年|倍|番|月)", "", between)
    year = re.search("(?:19|20)[0-9]{2}(?=年)", match[0])
    first = one.match["first_year"]
    other_year = bool(year and first and year[0] != first)
    return other_year or bool(re.search("[0-9]", others) or OTHER_BASE.search(match[0]))


def _doubled(match: re.Match[str]) -> Interval:
    times = Decimal(2) ** (numeral(match["doublings"]) or 1)
    if match["near"] or match["nearly"]:
        return Interval(times * NEARLY, times * (2 - NEARLY))
    return Interval(times, 2 * times) if match["more"] else Interval(times * SHORT, times * Decimal("1.5"))


def _times(match: re.Match[str]) -> Interval:
    times = printed(match["times"], "倍")
    if match["more"] or match["more_before"]:
        more = Decimal(1).scaleb(int(times.number.as_tuple().exponent))
        return Interval(times.number - times.half_digit, times.number + more)
    return times.interval


def _grown(match: re.Match[str]) -> Interval:
    step = printed(match["grown"], match["grown_unit"])
    of_one = Decimal(100) if step.unit == "%" else Decimal(1)
    return Interval(1 + (step.number - step.half_digit) / of_one, 1 + (step.number + step.half_digit) / of_one)


def _hit(doc_id: str, text: str, one: Ends, stated: str, quotes: list[Quote]) -> Hit:
    made = one.last.number * one.last.factor / (one.first.number * one.first.factor)
    sum_text = f"{quotes[1].text} ÷ {quotes[0].text} = {made:.3g}"
    return Hit(
        doc_id=doc_id,
        severity="info" if one.is_real or NEARLY_SAID.search(stated) else "warning",
        message=f"后一数应是前一数的所写倍数，此处{sum_text}，写的是“{stated}”。",
        message_en=f"The second number should be as many times the first as is said; {sum_text}, and “{stated}” stands here.",
        evidence=text,
        quotes=tuple(quotes),
        expected=f"{made:.3g}倍",
        observed=stated,
    )


MULTIPLE = Rule(
    id="growth.multiple",
    title_zh="前后两数与所写的倍数不符",
    title_en="A multiple that its two ends do not make",
    checks_zh="一句话写出前后两数和倍数时（由a增加到b，翻了一番、是某年的c倍），b除以a应得所写的倍数。",
    checks="Where a sentence gives both ends and a multiple (由a增加到b，翻了一番 or 是…的c倍), the second over the first is that multiple.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=multiple,
)
