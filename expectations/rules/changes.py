"""Rules on changes: a level, how much more it is than before, and by how many percent say one thing.

Paragraphs come in; a finding goes out where the change over what was there before is another rate (完成100亿元，增加5亿元，
增长9%), or where two levels of which one is measured against the other have another distance or rate.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.passages import UNIT, Figure, Passage, passages
from expectations.rules.relations import ChangeOf, Checked, ShareOf, SumOf, hits, term
from expectations.rules.rounding import NUMBER, Interval, Printed, percent_of, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = (
    "half of the last printed digit of each number, none for plain counts; rates of value added and of products are real "
    "while their levels are nominal, so that they are left out"
)
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差；增加值和产量的增速按可比价格计而数值按现价计，所以不查"

AGAINST = "(?:同比|[比较](?:上年|去年)(?:同期)?)?"
UP, DOWN = (
    "多(?:完成|实现)|净?增加|增收|增支|增产|增长|多收|净增|上升|提高|扩大|增",
    "少(?:完成|实现)|净?减少|减收|减支|减产|下降|降低|缩小|负增长|减|降",
)
STEP = rf"(?P<step_verb>{UP}|{DOWN})(?:了|额为?)?(?P<step>{NUMBER})(?P<step_unit>{UNIT})"
RATE = rf"(?P<rate_verb>{UP}|{DOWN}|增幅|降幅)(?:了|为|达到?)?(?P<rate>{NUMBER})%(?![以左])"
# 增加5亿元，增长9%; 增长9%，增收5亿元
STEP_AND_RATE = (
    re.compile(f"{STEP}[，、]{AGAINST}{RATE}"),
    re.compile(f"{RATE}[，、]{AGAINST}{STEP}"),
)
CHANGES = "[增减降升长少多高缩大收]"  # a word of change has one of these
STEP_BEFORE, RATE_WORD = (
    f"{CHANGES}[加收支产了额]?(?:完成|实现)?[0-9.]+[^，。；、0-9%]+",
    "[增减降升高加低幅][长少降升高加低产幅为达了]*",
)
FALLS = re.compile("减|降|少|缩|负")
# Rates at constant prices, or of another scope than the levels
OTHER_RATE = re.compile("可比|口径|不变价|扣除|实际|剔除|年均|分别|平均")
REAL = re.compile("生产总值|GDP|增加值|经济总量|总产值|国民收入")
SET_AGAINST = re.compile("[与比较同][^，。；、]*$")  # 与上年的100人相比: what it was, not what it became
CLAUSES = re.compile("[，；。、]")

# 职工105人，与上年的100人相比，增加5人，增长5%
LEVELS = re.compile(
    rf"(?<![0-9.第—:-])(?P<last>{NUMBER})(?P<unit>{UNIT})(?:□*[，、])?[^，。；、0-9]{{0,6}}?[与比较同](?P<about>[^，。；]{{0,24}}?)(?<![0-9.])"
    rf"(?P<first>{NUMBER})(?P=unit)(?:相比)?[，、]?[^，。；、0-9%]{{0,6}}?{STEP}(?:[，、]{RATE})?(?=[，。；、（□]|$)"
)


def change_rate(tables: Tables) -> pl.DataFrame:
    """Changes whose rate is not the one that level and change make."""
    return hits_frame(hits(checked_changes(tables)), ROUNDED)


def checked_changes(tables: Tables) -> Iterator[Checked]:
    """Every level with its change and the rate of the change."""
    found = passages(
        tables,
        ["%"],
        f"{STEP_BEFORE}[，、][^，。；、0-9]*{RATE_WORD}[0-9.]+%|{RATE_WORD}[0-9.]+%[，、][^，。；、0-9]*[增减少]",
    )
    return (checked for passage in found for checked in _changes(passage))


def _changes(passage: Passage) -> Iterator[Checked]:
    for pattern in STEP_AND_RATE:
        for match in pattern.finditer(passage.masked):
            level = _level(passage, match)
            if level is None or _other_rate(passage.masked, level, match):
                continue
            step, rate = printed(match["step"], match["step_unit"]), printed(match["rate"], "%")
            falls = bool(FALLS.search(match["step_verb"]))
            if falls != bool(FALLS.search(match["rate_verb"])):
                continue
            relation = ChangeOf(
                passage.doc_id,
                term(level.value, passage.of(level)),
                term(step, _quote(passage, match, "step")),
                term(rate, _quote(passage, match, "rate")),
                falls,
            )
            yield Checked(relation, None if relation.holds else _rate_hit(passage, level, step, rate, match, falls))


def _level(passage: Passage, match: re.Match[str]) -> Figure | None:
    """The number that changed: the last before the change in its sentence, in its unit, that is no change and no goal."""
    text = passage.masked
    base = printed(match["step"], match["step_unit"]).base
    begin = passage.sentence_start(match.start())
    before = [f for f in passage.figures if begin <= f.start and f.stop <= match.start() and f.value.base == base]
    for figure in reversed(before):
        if not passage.is_level(figure):
            continue
        if SET_AGAINST.search(text, begin, figure.start):
            return None
        between = text[figure.stop : match.start()]
        return figure if "；" not in between or _same_subject(text, figure, between) else None
    return None


def _same_subject(text: str, level: Figure, between: str) -> bool:
    """Whether the clause behind the last ； names again what the level is of (完成投资100亿元；完成投资增加5亿元)."""
    clause = between.rsplit("；", 1)[1]
    name = re.split("[，；。、]", text[: level.start])[-1][-4:]
    return len(name) == 4 and clause.startswith(name)


def _other_rate(text: str, level: Figure, match: re.Match[str]) -> bool:
    """Whether the rate is of another kind than the two levels."""
    clause = max((m.end() for m in CLAUSES.finditer(text, 0, level.start)), default=0)
    return bool(
        OTHER_RATE.search(text, clause, match.end())
        or REAL.search(text, clause, match.start())
        or OTHER_RATE.match(text, match.end() + 1)
    )


def _rate_hit(passage: Passage, level: Figure, step: Printed, rate: Printed, match: re.Match[str], falls: bool) -> Hit:
    after, change = level.value.number * level.value.factor, step.number * step.factor
    before = after + change if falls else after - change
    made = f"{float(change / before * 100):.4g}%"
    sign = "+" if falls else "−"
    sum_text = f"{step.number}{step.unit} ÷ ({level.value.number}{level.value.unit} {sign} {step.number}{step.unit}) = {made} ≠ {rate.number}%"
    quotes = (passage.of(level), _quote(passage, match, "step"), _quote(passage, match, "rate"))
    return Hit(
        doc_id=passage.doc_id,
        severity="warning",
        message=f"增减额与上年数之比应等于所写的增减幅度，此处{sum_text}。",
        message_en=f"The change over what was there before should make the stated rate; here {sum_text}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=made,
        observed=f"{rate.number}%",
    )


def _quote(passage: Passage, match: re.Match[str], name: str) -> Quote:
    stop = match.end(f"{name}_unit") if name == "step" else match.end(name) + 1
    return passage.quote(match.start(name), stop)


def against(tables: Tables) -> pl.DataFrame:
    """Distances and rates between a level and an earlier one (a，比2020年的b增加c、增长d%) that the two do not make."""
    return hits_frame(hits(checked_distances(tables)), ROUNDED)


def checked_distances(tables: Tables) -> Iterator[Checked]:
    """Every level that is set against an earlier one, with the distance and the rate that are stated."""
    found = passages(
        tables,
        (),
        f"[与比较同][^，。；]*[0-9][^，。；]*[，、]?[^，。；]*{CHANGES}[^，。；、0-9]*[0-9]",
    )
    return (checked for passage in found for checked in _against(passage))


def _against(passage: Passage) -> Iterator[Checked]:
    for match in LEVELS.finditer(passage.masked):
        first, last = (printed(match[name], match["unit"]) for name in ("first", "last"))
        step = printed(match["step"], match["step_unit"])
        falls = bool(FALLS.search(match["step_verb"]))
        if step.base != last.base or OTHER_RATE.search(match["about"]):
            continue
        ends = (passage.quote(match.start("last"), match.end("unit")), _first(passage, match))
        terms = [term(last, ends[0]), term(first, ends[1]), term(step, _quote(passage, match, "step"))]
        high, low = (terms[1], terms[0]) if falls else (terms[0], terms[1])
        distance = SumOf(passage.doc_id, high, (low, terms[2]))
        quotes = (*ends, terms[2].quote)
        yield Checked(distance, None if distance.holds else _distance_hit(passage, first, last, step, falls, quotes))
        if match["rate"] and distance.holds and not _real(passage, match):
            rate = term(printed(match["rate"], "%"), _quote(passage, match, "rate"))
            share = ShareOf(passage.doc_id, terms[2], terms[1], rate)
            fits = share.holds or _of_levels(first, last).meets(rate.interval)
            yield Checked(
                share, None if fits else _against_rate_hit(passage, first, last, match["rate"], (*ends, rate.quote))
            )


def _of_levels(first: Printed, last: Printed) -> Interval:
    """The rate between two levels, rise or fall; the step may be rounded more coarsely than they are."""
    made = percent_of(last.interval, first.interval)
    if made is None:
        return Interval(Decimal(0), Decimal(0))
    ends = sorted((abs(made.low - 100), abs(made.high - 100)))
    return Interval(ends[0], ends[1])


def _real(passage: Passage, match: re.Match[str]) -> bool:
    begin = passage.sentence_start(match.start())
    clause = max((m.end() for m in CLAUSES.finditer(passage.masked, begin, match.start())), default=begin)
    return bool(
        REAL.search(passage.masked, clause, match.start()) or OTHER_RATE.search(passage.masked, clause, match.end())
    )


def _first(passage: Passage, match: re.Match[str]) -> Quote:
    return passage.quote(match.start("first"), match.end("first") + len(match["unit"]))


def _distance_hit(
    passage: Passage, first: Printed, last: Printed, step: Printed, falls: bool, quotes: tuple[Quote, ...]
) -> Hit:
    high, low = (first, last) if falls else (last, first)
    made = (high.number * high.factor - low.number * low.factor) / step.factor
    sum_text = f"{high.number}{high.unit} − {low.number}{low.unit} = {made.normalize():f}{step.unit} ≠ {step.number}{step.unit}"
    return Hit(
        doc_id=passage.doc_id,
        severity="warning",
        message=f"前后两数之差应与所写的变化一致，此处{sum_text}。",
        message_en=f"The change should be the one between the two numbers; here {sum_text}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=f"{made.normalize():f}{step.unit}",
        observed=f"{step.number}{step.unit}",
    )


def _against_rate_hit(passage: Passage, first: Printed, last: Printed, rate: str, quotes: tuple[Quote, ...]) -> Hit:
    made = f"{abs(float((last.number - first.number) / first.number * 100)):.4g}%"
    high, low = max(first.number, last.number), min(first.number, last.number)
    sum_text = f"({high} − {low}) ÷ {first.number} = {made} ≠ {rate}%"
    return Hit(
        doc_id=passage.doc_id,
        severity="warning",
        message=f"前后两数之差与前一数之比应等于所写的幅度，此处{sum_text}。",
        message_en=f"The change over the earlier number should make the stated rate; here {sum_text}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=made,
        observed=f"{rate}%",
    )


CHANGE_RATE = Rule(
    id="growth.change_rate",
    title_zh="增减额与增减幅度不符",
    title_en="A rate that level and change do not make",
    checks_zh="数值、增减额、增减幅度写在一起时（完成a，增加b，增长c%），b除以a减b的差应得c%。",
    checks="Where a level, its change and the rate of change stand together (完成a，增加b，增长c%), b over a less b is c.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=change_rate,
    checked=checked_changes,
)

AGAINST_LEVEL = Rule(
    id="growth.against",
    title_zh="与前一数相比的增减不符",
    title_en="A change against an earlier level that the two do not make",
    checks_zh="写出与前一数相比的增减时（a，比某年的b增加c，增长d%），a减b应得c，c除以b应得d%。",
    checks="Where a level is set against an earlier one (a，比某年的b增加c，增长d%), a less b is c, and c over b is d.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=against,
    checked=checked_distances,
)
