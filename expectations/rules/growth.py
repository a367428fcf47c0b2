"""Rules on growth: what a sentence says of the way from one number to the next is what the two numbers say.

A sentence with both ends and the step comes in (由62家增加到71家、净增9家); a finding goes out where the step is another.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.rounding import NUMBER, Interval, Printed, percent_of, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = "half of the last printed digit of each number, none for plain counts; growth is nominal, as both ends are"
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差；两端都是现价，增幅也按名义计"

UNIT = r"[^0-9，。；：、（）增提扩升降减压缩上下到至以左余多约近超]{1,6}?"
STEP_VERB = "净增|增长|增加|增幅|提高|提升|上升|下降|减少|降低|降幅|压减|压缩|减|降"
DOWN = re.compile("下降|减|降|压|缩")
# 由上年的80家增加到98家、增长22.5%
FROM_TO = re.compile(
    rf"[由从](?P<about>[^，。；：、0-9]{{0,12}}(?:[0-9]{{4}}年(?:底|末)?的?)?)(?P<first>{NUMBER})(?P<first_unit>{UNIT})?"
    r"(?:持续|逐步|大幅|快速|稳步)?(?:增加|增长|提高|提升|扩大|上升|跃升|增|升|下降|减少|降低|缩小|压减|压缩|缩短|下调|减|降)(?:到|至|为)"
    rf"(?P<last>{NUMBER})(?P<last_unit>[^0-9，。；：、（）]{{1,4}})[，、（]"
    rf"(?P<against>同比|比上年|较上年)?(?P<verb>{STEP_VERB})(?:了|达|为|幅度)?(?P<step>{NUMBER})(?P<step_unit>%|个?百分点|倍|[^0-9，。；：、（）]{{1,4}})(?=[，。；：、（）]|$)"
)


def from_to(tables: Tables) -> pl.DataFrame:
    """Steps between two numbers of a sentence (由a增加到b、增长c%) that the two numbers do not make."""
    rows = candidates(tables, ["由", "从"], r"[由从][^，。；：、]{1,30}(?:到|至|为)[0-9]").iter_rows()
    return hits_frame((hit for row in rows for hit in _steps(*row)), ROUNDED)


def _steps(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in FROM_TO.finditer(text):
        first = printed(match["first"], match["first_unit"] or match["last_unit"])
        last = printed(match["last"], match["last_unit"])
        step = printed(match["step"], match["step_unit"])
        made = _made(first, last, step.unit)
        if match["against"] and re.search("[0-9]{4}年", match["about"]):
            continue  # 由2020年的…增加到…，同比增长: the step is from another year
        said = -step.number if DOWN.search(match["verb"]) else step.number
        room = step.half_digit
        if made and not any(way.meets(Interval(said - room, said + room)) for way in made):
            quotes = [_quote(text, at, match, name) for name in ("first", "last", "step")]
            yield _step_hit(doc_id, text, first, last, step, said, quotes)


def _made(first: Printed, last: Printed, unit: str) -> list[Interval]:
    """The step from `first` to `last` in `unit`, every way that it can be meant; none where the units do not fit."""
    if first.base != last.base:
        return []
    change = last.interval - first.interval
    growth = percent_of(last.interval, first.interval)
    relative = [Interval(growth.low - 100, growth.high - 100)] if growth else []
    if unit == "%":
        return [*relative, change] if last.unit == "%" else relative
    if unit == "倍":
        return [Interval(way.low / 100, way.high / 100) for way in relative]
    if unit in ("百分点", "个百分点"):
        return [change] if last.unit == "%" else []
    same = Printed(Decimal(0), unit)
    return [Interval(change.low / same.factor, change.high / same.factor)] if same.base == last.base else []


def _step_hit(
    doc_id: str, text: str, first: Printed, last: Printed, step: Printed, said: Decimal, quotes: list[Quote]
) -> Hit:
    change = last.number * last.factor - first.number * first.factor
    if step.unit in ("%", "倍") and last.unit != "%":
        times = 1 if step.unit == "倍" else 100
        value = f"{float(change / (first.number * first.factor) * times):.4g}{step.unit}"
        sum_text = f"({last.number}{last.unit} − {first.number}{first.unit}) ÷ {first.number}{first.unit} = {value}"
    else:
        value = f"{(change / Printed(Decimal(0), step.unit).factor).normalize():f}{step.unit}"
        sum_text = f"{last.number}{last.unit} − {first.number}{first.unit} = {value}"
    stated = f"{said}{step.unit}"
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"前后两数之差应与所写的变化一致，此处{sum_text} ≠ {stated}。",
        message_en=f"The change should be the one between the two numbers; here {sum_text} ≠ {stated}.",
        evidence=text,
        quotes=tuple(quotes),
        expected=value,
        observed=stated,
    )


def _quote(text: str, at: int, match: re.Match[str], name: str) -> Quote:
    start, stop = match.start(name), max(match.end(name), match.end(f"{name}_unit"))
    return Quote(text[start:stop], at + start, at + stop)


FROM_TO_STEP = Rule(
    id="growth.from_to",
    title_zh="前后两数与所写的增减不符",
    title_en="A step that its two ends do not make",
    checks_zh="一句话写出前后两数和增减时（由a增加到b、增长c%或净增c），前后两数应能得出所写的增减。",
    checks="Where a sentence gives both ends and the step (由a增加到b、增长c% or 净增c), the ends make the step.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=from_to,
)
