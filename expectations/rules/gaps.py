"""Rules on distances between rates: one rate less the other is the distance that is stated.

`observations` and `sentences` come in; a finding goes out where a rate and the one that it is set against, in brackets beside it
（比一季度（5.1%）回落2个百分点） or stated elsewhere under its name (比规模以上工业快2个百分点), are another distance apart, and where
the share done and its distance from the calendar do not fit.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.divisions import core
from expectations.rules.relations import Checked, SumOf, Term, hits
from expectations.rules.rounding import Interval
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

ROUNDED = "half of the last printed digit of both rates and of the distance"
ROUNDED_ZH = "两个数各可差其末位数字的一半"

POINTS = "百分点"
BEHIND_BRACKET = re.compile(r"^[^，。；、）]{0,6}）[^，。；、0-9]{0,8}$")
IN_BRACKET = re.compile("（[^（）0-9]{0,8}$")
# 高于固定资产投资增速3.1个百分点; 增速分别比全部工业快3.4和1.2个百分点
AGAINST = re.compile(
    r"(?:(?:高于|快于|低于|慢于|高出|低)(?P<beside>[^，。；、0-9]{3,20}?)"
    r"|[比较](?P<before>[^，。；、0-9]{3,20}?)(?:高出?|快|低|慢|多))(?:分别)?$"
)
RATE_WORDS = re.compile("(?:的?(?:平均)?(?:增速|增幅|增长|水平|增长速度))+$")
ANOTHER = re.compile("上年|同期|去年|年初|上月|季度|上半年|月份?|全国|全省|全市|平均|预期|目标|计划|[0-9]")
LESS = re.compile("低于|慢于|^低|低$|慢$")
SENTENCE = re.compile("[。；\n]")
LATER = 400  # characters around a rate within which another is stated that it is set against
# 完成预算40.2%，快于序时进度6.9个百分点
CALENDAR = re.compile(
    r"(?P<share>[0-9]+(?:\.[0-9]+)?)%，?(?:(?P<more>快于|高于|超过?|快)|低于|慢于|落后于?)(?:序时|时间)进度(?P<apart>[0-9]+(?:\.[0-9]+)?)个?百分点"
)
MONTHS = tuple(Decimal(100) * month / 12 for month in range(1, 13))


def gap(tables: Tables) -> pl.DataFrame:
    """Distances between two rates that the two do not make."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """Every distance in percentage points from a rate that is stated, with both rates."""
    rows = labelled(tables).filter(
        pl.col("measure").is_in(["growth", "ratio", "change", "gap"]), pl.col("comparator") == "eq",
        pl.col("unit_base").is_in(["%", POINTS]),
    )  # fmt: skip
    apart = rows.filter(pl.col("unit_base") == POINTS)["doc_id"].unique()
    for document in documents(rows.filter(pl.col("doc_id").is_in(apart.implode())), tables):
        for i, one in enumerate(document.numbers):
            if one.unit == POINTS:
                yield from _from_bracket(document, i)
                yield from _from_named(document, i)


def _from_bracket(document: Document, i: int) -> Iterator[Checked]:
    """增长3.2%，比一季度（6.7%）回落3.5个百分点; the rate may have another in brackets between."""
    apart, base = document.numbers[i], document.numbers[i - 1]
    if (
        i < 2
        or base.unit != "%"
        or not BEHIND_BRACKET.match(document.between(base, apart))
        or not _bracketed(document, base)
    ):
        return
    begin = max((m.end() for m in SENTENCE.finditer(document.text, 0, apart.start)), default=0)
    rates = [one for one in document.within(begin, base.start) if one.unit == "%" and not _bracketed(document, one)]
    if rates:
        yield _compared(document, rates[-1], base, apart, apart.value, "warning")


def _bracketed(document: Document, one: Stated) -> bool:
    return bool(IN_BRACKET.search(document.text[max(one.start - 12, 0) : one.start]))


def _from_named(document: Document, i: int) -> Iterator[Checked]:
    """The k-th distance of a list is that of the k-th rate."""
    apart = document.numbers[i]
    first = i
    while first and document.numbers[first - 1].unit == POINTS and re.fullmatch(
        "[、和与]?", document.between(document.numbers[first - 1], document.numbers[first])
    ):  # fmt: skip
        first -= 1
    lead = document.numbers[first]
    clause = re.split("[，。；、\n]", document.text[max(lead.start - 30, 0) : lead.start])[-1]
    against = AGAINST.search(clause)
    name = RATE_WORDS.sub("", (against["beside"] or against["before"]) if against else "")
    if not against or len(name) < 3 or ANOTHER.search(name):
        return
    begin = max((m.end() for m in SENTENCE.finditer(document.text, 0, lead.start)), default=0)
    count = sum(
        1
        for one in document.numbers[first:]
        if one.evidence == lead.evidence and one.label == lead.label and one.unit == POINTS
    )
    rates = [one for one in document.within(begin, lead.start) if one.measure == "growth"]
    rates = rates[-count:] if "分别" in clause else rates[-1:]
    if i - first >= len(rates):
        return
    rate = rates[i - first]
    value = -abs(apart.value) if LESS.search(against[0].removesuffix("分别")) else abs(apart.value)
    bases = [
        one for one in document.within(lead.start - LATER, lead.end + LATER)
        if one.measure == "growth" and one is not rate and name in core(one.label) and one.may_be_with(rate)
        and len(core(one.label)) <= len(name) + 3
    ]  # fmt: skip
    tried = [_compared(document, rate, base, apart, value, "warning" if len(bases) == 1 else "info") for base in bases]
    sound = [one for one in tried if one.hit is None]
    yield from sound[:1] or tried[:1]


def _compared(
    document: Document, rate: Stated, base: Stated, apart: Stated, value: float, severity: Severity
) -> Checked:
    """Rate less base is the distance, which the words may call a fall of a fall (降幅收窄2个百分点)."""
    step = Term(_points(abs(value), apart), apart.term.quote)
    high, low = (rate, base) if value >= 0 else (base, rate)
    relation = SumOf(document.doc_id, high.term, (low.term, step))
    turned = SumOf(document.doc_id, low.term, (high.term, step))
    narrows = rate.value < 0 or base.value < 0
    holds = relation.holds or (narrows and turned.holds)
    return Checked(relation, None if holds else _hit(rate, base, apart, value, severity))


def _points(value: float, apart: Stated) -> Interval:
    room = apart.half_digit
    return Interval(Decimal(f"{value - room:.12g}"), Decimal(f"{value + room:.12g}"))


def calendar(tables: Tables) -> pl.DataFrame:
    """Shares done whose distance from the calendar (快于序时进度3.4个百分点) leaves no whole months."""
    rows = candidates(tables, ("序时进度", "时间进度")).iter_rows()
    return hits_frame((hit for row in rows for hit in _calendars(*row)), ROUNDED)


def _calendars(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in CALENDAR.finditer(text):
        share, apart = Decimal(match["share"]), Decimal(match["apart"])
        due = share - apart if match["more"] else share + apart
        room = Decimal("0.05") + sum(Decimal(5).scaleb(_last(value) - 1) for value in (share, apart))
        if min(abs(month - due) for month in MONTHS) > room:
            quotes = tuple(
                Quote(text[slice(*match.span(name))], at + match.start(name), at + match.end(name))
                for name in ("share", "apart")
            )
            yield _calendar_hit(doc_id, text, quotes, due)


def _calendar_hit(doc_id: str, text: str, quotes: tuple[Quote, ...], due: Decimal) -> Hit:
    share, apart = (quote.text for quote in quotes)
    return Hit(
        doc_id=doc_id,
        severity="info",
        message=f"完成进度与序时进度之差应落在整月的进度上，此处{share}%与{apart}个百分点得出{due}%，不是十二分之几。",
        message_en=f"The share done less its distance from the calendar should be whole months; {share}% and {apart} points leave {due}%.",
        evidence=text,
        quotes=quotes,
        expected="n/12",
        observed=f"{due}%",
    )


def _hit(rate: Stated, base: Stated, apart: Stated, value: float, severity: Severity) -> Hit:
    made = f"{rate.value - base.value:.4g}"
    sum_text = f"{rate.value:g} − {_shown(base.value)} = {made} ≠ {value:g}"
    told = sorted((rate, base, apart), key=lambda one: one.start)
    return Hit(
        doc_id=rate.doc_id,
        severity=severity,
        message=f"两个比率之差应与所写的百分点一致，此处{sum_text}（百分点）。",
        message_en=f"The two rates should be as far apart as is stated; here {sum_text} percentage points.",
        evidence="\n".join(dict.fromkeys(one.evidence for one in told)),
        quotes=(rate.term.quote, base.term.quote, apart.term.quote),
        expected=f"{made}个百分点",
        observed=apart.quote,
    )


def _shown(value: float) -> str:
    return f"({value:g})" if value < 0 else f"{value:g}"


def _last(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


ON_CALENDAR = Rule(
    id="ratios.calendar",
    title_zh="完成进度与序时进度的差距不符",
    title_en="A distance from the calendar that leaves no whole months",
    checks_zh="完成年度计划的进度减去与序时进度的差距，应是十二分之几。",
    checks="The share of a year's plan done, less its distance from the calendar (快于序时进度3.4个百分点), is so many twelfths.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=calendar,
)

RATES_APART = Rule(
    id="growth.gap",
    title_zh="两个比率与所写的百分点差距不符",
    title_en="A distance that the two rates do not make",
    checks_zh="一个比率与另一个写明的比率相比（比一季度（5.1%）回落2个百分点、比规上工业快2个百分点），两者之差应等于所写的百分点。",
    checks="Where a rate is set against another that is stated (比一季度（5.1%）回落2个百分点, 比规上工业快2个百分点), the one less the other is the distance.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=gap,
    checked=checked,
)
