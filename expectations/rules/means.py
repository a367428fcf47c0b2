"""Rules on mean growth over years: from the first level to the last it leads, and to the multiple that stands beside it.

`observations` and `sentences` come in; a finding goes out where a mean growth (年均增长16%) is not the one that the two levels of
its sentence make over the years that it spans, or not that of the multiple before it (是2015年的2.1倍，年均增长16%).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.counts import numeral
from expectations.rules.multiples import DOUBLED, OWN_WORDS, PRICES_FALL, PRICES_RISE, REAL, SHORT, Ends, ends
from expectations.rules.relations import HUNDRED
from expectations.rules.rounding import NUMBER, Interval, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, amount, documents, labelled

ROUNDED = (
    "half of the last printed digit of each number; value added grows at constant prices, so that the mean growth of its "
    "levels may lie 3 points below to 10 above what is stated (5 over three years or more since 2011)"
)
ROUNDED_ZH = "每个数可差其末位数字的一半；增加值按可比价格增长，由现价数值得出的年均增速可比所写的低3%至高10%（2011年以来三年以上的为5%）"

MEAN = "年均|平均|年递增"
MEAN_BEFORE = re.compile(f"(?:{MEAN})[^，。；、0-9%]{{0,8}}$")
# Growth that is counted in another way than the levels; 左右 is no growth to the digit
OTHER_WAY = re.compile("可比|同口径|扣除|剔除|不变价|实际")
# 是2015年的, 为“十二五”末的
TIMES_BEFORE = re.compile(r"(?:是|为|达到?|相当于)(?:(?P<year>(?:19|20)[0-9]{2})年?|[^，。；、0-9]{2,14})的?$")
# 五年翻了一番，年均; “十五”期间
SPAN = re.compile(
    "(?<![0-9])(?P<years>[0-9]{1,2}|[二三四五六七八九十]{1,2})年(?![初底末前后度份的])|“[一二三四五六七八九十]{1,2}五”"
)
SINCE = "以来"
PLAN_YEARS = 5
# Since 2011 the nation's prices have risen by 3 % a year at most over three years or more (中国统计年鉴, deflator of the product)
CALM_SINCE, SEVERAL, CALM_RISE = 2011, 3, Decimal("1.05")
FEWEST, MOST = 2, 30  # years that a mean growth is told of
NEXT = 12  # characters between a multiple and the rate beside it
ALL_YEARS = re.compile("累计|五年|[0-9]年[底末初]?|末|期间|总共")  # 累计增长45%, 比2015年增长1.1倍
LONG = Decimal("1.15")  # 翻了一番 of something more than twice
COUNTED_ALONG = re.compile(r"[0-9.]+(?:%|个?百分点|年|倍|番|月)")  # between ends and rate, without being another amount


# 由32.5%提高到42.5%，年均提高2个百分点
MEAN_STEP = re.compile(
    rf"年均(?P<verb>提高|提升|增加|上升|下降|降低|减少)(?:了|约)?(?P<step>{NUMBER})个百分点(?![左多])"
)


def mean(tables: Tables) -> pl.DataFrame:
    """Mean growths that two levels of their sentence, or the multiple before them, do not make."""
    rows = labelled(tables).filter(pl.col("measure").is_in(["growth", "ratio"]), pl.col("unit_base") == "%")
    of_means = rows.filter(pl.col("evidence").str.contains(MEAN))
    return hits_frame((hit for document in documents(of_means, tables) for hit in _means(document)), ROUNDED)


def _means(document: Document) -> Iterator[Hit]:
    for i, rate in enumerate(document.numbers):
        if rate.measure != "growth" or rate.comparator != "eq":
            continue
        before = document.text[max(rate.start - 12, 0) : rate.start] + re.split("[0-9]", rate.quote)[0]
        if not MEAN_BEFORE.search(before):
            continue
        two = list(_of_ends(document, rate))
        yield from two or (_of_multiple(document, document.numbers[i - 1], rate) if i else ())


def _of_ends(document: Document, rate: Stated) -> Iterator[Hit]:
    """由62亿元增加到130亿元，年均增长16%: both ends stand last before the rate, and no other amount after them."""
    sentence = max(document.text.rfind(mark, 0, rate.start) for mark in "。；\n") + 1
    told = list(ends(document.text[sentence : rate.start]))
    if not told:
        return
    two = told[-1]
    between = document.text[sentence + two.match.end() : rate.start]
    years = two.years or _since(two, rate) or _span(rate) or _told(document.text[sentence : rate.start])
    if two.ratio is None or two.last.unit in "%‰" or not FEWEST <= years <= MOST:
        return
    if not OWN_WORDS.fullmatch(between) or re.search("[0-9]", COUNTED_ALONG.sub("", between)):
        return
    real = two.is_real or bool(OTHER_WAY.search(between))
    made = root(two.ratio, years)
    if not made.meets(meant(rate, years, real=real)):
        quotes = [Quote(document.text[sentence + s : sentence + e], sentence + s, sentence + e) for s, e in two.spans()]
        what = f"({quotes[1].text} ÷ {quotes[0].text})^(1/{years}) − 1 = {_percent(_middle(two), years)}"
        yield _hit(rate, what, (*quotes, rate.term.quote), "info" if real else "warning", _percent(_middle(two), years))


def _span(rate: Stated) -> int:
    return rate.year - rate.year_from + 1 if rate.year and rate.year_from else 0


def mean_step(tables: Tables) -> pl.DataFrame:
    """Points a year that a share does not gain, or lose, from its first value to its last over five years or those named."""
    rows = candidates(tables, ["年均"], "[0-9]%.*[0-9]%.*年均[^，。；、0-9]{2,3}[0-9.]+个百分点").iter_rows()
    return hits_frame((hit for row in rows for hit in _steps(*row)), ROUNDED)


def _steps(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for two in ends(text):
        match = MEAN_STEP.search(text, two.match.end())
        between = text[two.match.end() : match.start()] if match else "。"
        years = two.years or _told(text[: two.match.end()] + between)
        if match is None or not OWN_WORDS.fullmatch(between) or two.last.unit != "%" or not FEWEST <= years <= MOST:
            continue
        step = printed(match["step"], "%").interval
        way = two.last.interval - two.first.interval
        if not Interval(step.low * years, step.high * years).meets(way):
            made = f"{float((two.last.number - two.first.number) / years):.2f}个百分点"
            spans = [*two.spans(), (match.start("step"), match.end())]
            quotes = tuple(Quote(text[s:e], at + s, at + e) for s, e in spans)
            yield Hit(
                doc_id=doc_id,
                severity="info",
                message=f"年均变化应能由前后两数得出，此处({quotes[1].text} − {quotes[0].text}) ÷ {years} = {made}，写的是{quotes[2].text}。",
                message_en=f"The change of a year should lead from {quotes[0].text} to {quotes[1].text}: {made}; {quotes[2].text} stands here.",
                evidence=text,
                quotes=quotes,
                expected=made,
                observed=quotes[2].text,
            )


def _since(two: Ends, rate: Stated) -> int:
    """The years from the one that is named with the first number to that of the rate, 0 where none is named."""
    named = two.match["first_year"]
    return max(rate.year - int(named), 0) if named and rate.year else 0


def _told(text: str) -> int:
    """The years that the sentence of a mean growth says it is of, 0 where it says none, or since when."""
    if SINCE in text:
        return 0
    told = list(SPAN.finditer(text))
    return (numeral(told[-1]["years"]) if told[-1]["years"] else PLAN_YEARS) or 0 if told else 0


def _of_multiple(document: Document, times: Stated, rate: Stated) -> Iterator[Hit]:
    """是2015年的2.1倍，年均增长16%; 五年翻了一番，年均增长15%: both are of one span, since the multiple stands right before the rate."""
    between = document.between(times, rate)
    years = _span(rate) or (
        _told(document.text[max(times.start - 20, 0) : rate.start]) if times.measure == "growth" else 0
    )
    base = _base_year(document, times)
    if base and rate.year and rate.year - base != years:
        yield from _of_base(document, times, rate, {rate.year - base, years or rate.year - base})
        return
    ratio = _times(document, times, rate)
    if ratio is None or len(between) > NEXT or re.search("^[多余以左]|[。；]", between) or not FEWEST <= years <= MOST:
        return
    if not root(ratio, years).meets(rate.interval):
        made = f"{_percent((ratio.low + ratio.high) / 2, years)}"
        one = "" if times.measure == "ratio" or "番" in times.quote else "1 + "
        what = f"({one}{times.quote})^(1/{years}) − 1 = {made}"
        severity: Severity = "info" if REAL.search(rate.label) or times.label != rate.label else "warning"
        yield _hit(rate, what, (times.term.quote, rate.term.quote), severity, made)


def _base_year(document: Document, times: Stated) -> int | None:
    """The year that a multiple is said to be of (是1998年的1.9倍)."""
    before = TIMES_BEFORE.search(document.text, max(times.start - 16, 0), times.start)
    named = before and times.measure == "ratio" and times.comparator == "eq" and times.quote.endswith("倍")
    return int(before["year"]) if named and before and before["year"] else None


def _of_base(document: Document, times: Stated, rate: Stated, spans: set[int]) -> Iterator[Hit]:
    """A multiple of a year that is not the one before the span of the rate: neither span may make the rate."""
    between = document.between(times, rate)
    if len(between) > NEXT or re.search("^[多余以左]|[。；]", between) or not all(FEWEST <= n <= MOST for n in spans):
        return
    ratio = Interval(times.interval.low / HUNDRED, times.interval.high / HUNDRED)
    if not any(root(ratio, years).meets(rate.interval) for years in spans):
        years = min(spans)
        made = _percent((ratio.low + ratio.high) / 2, years)
        yield _hit(rate, f"({times.quote})^(1/{years}) − 1 = {made}", (times.term.quote, rate.term.quote), "info", made)


def _times(document: Document, times: Stated, rate: Stated) -> Interval | None:
    """How many times more a number says that there is in the end; none where it is of other years than the rate."""
    if times.comparator != "eq" or times.value <= 0:
        return None
    if times.measure == "ratio":
        before = TIMES_BEFORE.search(document.text, max(times.start - 16, 0), times.start)
        other = before and before["year"] and int(before["year"]) != (rate.year_from or 0) - 1
        room = times.interval if times.quote.endswith("倍") and before and not other else None
        return Interval(room.low / HUNDRED, room.high / HUNDRED) if room else None
    if DOUBLED.search(document.text, times.start, times.end + 2):
        ratio = amount(times.value) / HUNDRED + 1
        return Interval(ratio * SHORT, ratio * LONG)
    same = (times.year, times.year_from) == (rate.year, rate.year_from) and times.year_from is not None
    mean = MEAN_BEFORE.search(document.text, max(times.start - 12, 0), times.start)
    if not same or mean or not ALL_YEARS.search(document.text, max(times.start - 14, 0), times.start + 2):
        return None
    low, high = (way / HUNDRED + 1 for way in (times.interval.low, times.interval.high))
    return Interval(low, high)


def root(ratio: Interval, years: int) -> Interval:
    """The growth in percent of one year that makes this ratio in so many."""
    low, high = (way ** (Decimal(1) / years) * HUNDRED - HUNDRED for way in (ratio.low, ratio.high))
    return Interval(low, high)


def meant(rate: Stated, years: int, *, real: bool) -> Interval:
    """The growth of levels at the prices of their years that a stated rate of so many years may stand for."""
    low, high = rate.interval.low, rate.interval.high
    if not real:
        return Interval(low, high)
    calm = years >= SEVERAL and (rate.year or 0) - years >= CALM_SINCE
    rise = CALM_RISE if calm else PRICES_RISE
    return Interval((low + HUNDRED) * PRICES_FALL - HUNDRED, (high + HUNDRED) * rise - HUNDRED)


def _middle(two: Ends) -> Decimal:
    return two.last.number * two.last.factor / (two.first.number * two.first.factor)


def _percent(ratio: Decimal, years: int) -> str:
    return f"{float(ratio ** (Decimal(1) / years) * HUNDRED - HUNDRED):.1f}%"


def _hit(rate: Stated, sum_text: str, quotes: tuple[Quote, ...], severity: Severity, made: str) -> Hit:
    return Hit(
        doc_id=rate.doc_id,
        severity=severity,
        message=f"年均增速应能由前后两数或倍数得出，此处{sum_text}，写的是{rate.quote}。",
        message_en=f"The mean growth should lead from the first number to the last; {sum_text}, and {rate.quote} stands here.",
        evidence=rate.evidence,
        quotes=quotes,
        expected=made,
        observed=rate.quote,
    )


MEAN_GROWTH = Rule(
    id="growth.mean",
    title_zh="年均增速与前后两数或倍数不符",
    title_en="A mean growth that its ends or its multiple do not make",
    checks_zh="一句话写出前后两数（由a增加到b）或倍数（是某年的c倍）和年均增速时，按所跨年数应能得出年均增速。",
    checks="Where a sentence gives both ends (由a增加到b) or a multiple (是…的c倍) and a mean growth, they make it over its years.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=mean,
)

MEAN_STEP_OF_YEARS = Rule(
    id="growth.mean_step",
    title_zh="年均百分点与前后两数不符",
    title_en="Points a year that their ends do not make",
    checks_zh="一句话写出前后两个比例和年均变化时（由a%提高到b%，年均提高c个百分点），按所跨年数应能得出年均变化。",
    checks="Where a sentence gives both shares and their change a year (由a%提高到b%，年均提高c个百分点), they make it over its years.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=mean_step,
)
