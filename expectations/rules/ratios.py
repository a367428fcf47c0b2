"""Rules on ratios: a part over its total makes the share that is stated, a result over its plan the completion.

Sentences come in, with both numbers and the ratio; a finding goes out where the ratio is not the one that the numbers make
within rounding.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.relations import Checked, ShareOf, hits, term
from expectations.rules.rounding import COUNTED, NUMBER, Printed, percent_of, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of each number; a plain count is exact"
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差"

LOOSE = "约|近|超过?|逾|不足|不到|突破|达到?"
UNIT = "[^0-9，。；：、（）%以左余多]{1,4}"
QUANTITY = re.compile(rf"(?<![0-9.:/])(?P<number>{NUMBER})(?P<unit>{UNIT}?)(?=[，。；：、（）]|$)")
# 已答复118件、部分答复20件，占比95.8%
SHARE = re.compile(rf"[，、](?:占比|占总数的?|占全部的?)(?:为|达)?(?P<share>{NUMBER})%(?![以左])")
WHOLE_NAMED = re.compile("其中|共|总计|合计")
SENTENCE_PARTS = re.compile("[；。]")
LARGEST = 3  # parts that a share may be of: 已答复a件、部分答复b件、…

# 完成投资245亿元，占年度计划260亿元的94.2%
COMPLETION = re.compile(
    rf"(?P<done>{NUMBER})(?P<done_unit>{UNIT})[，、](?:占|为|完成)(?:全?年度?|年初|既定)?(?:目标任务|计划任务|计划投资|目标|计划|任务|预算)(?:数|值)?"
    rf"(?P<goal>{NUMBER})(?P<goal_unit>{UNIT})的(?P<share>{NUMBER})%(?![以左])"
)


def share(tables: Tables) -> pl.DataFrame:
    """Shares (…，占比c%) that no part and no total of their sentence make."""
    rows = candidates(tables, ["占"], r"[，、]占(?:比|总数|全部)").iter_rows()
    return hits_frame((hit for row in rows for hit in _shares(*row)), ROUNDED)


def _shares(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in SHARE.finditer(text):
        start = max((m.end() for m in SENTENCE_PARTS.finditer(text, 0, match.start())), default=0)
        found = [m for m in QUANTITY.finditer(text, start, match.start()) if m.end() <= match.start()]
        if not found or found[-1].end() != match.start():
            continue
        same = [m for m in found if m["unit"] == found[-1]["unit"]]
        values = [printed(m["number"], m["unit"]) for m in same]
        stated = printed(match["share"], "%")
        severity = _share_severity(values, stated, bool(WHOLE_NAMED.search(text, start, match.start())))
        if severity:
            quotes = [Quote(m[0], at + m.start(), at + m.end()) for m in same[-LARGEST - 1 :]]
            quotes.append(Quote(f"{match['share']}%", at + match.start("share"), at + match.end("share") + 1))
            yield _share_hit(doc_id, text, values[-LARGEST - 1 :], stated, quotes, severity)


def _share_severity(values: Sequence[Printed], stated: Printed, whole_named: bool) -> Severity | None:
    """How surely no reading of the numbers makes the share; None where one does, or where none can be told.

    The last number, or the last two or three together, may be the part; any number before, or one that is not stated, the
    whole. Of counts the unstated whole is a whole number.
    """
    parts = [values[-n:] for n in range(1, min(LARGEST, len(values)) + 1)]
    for part in parts:
        made = sum((value.interval for value in part[1:]), part[0].interval)
        wholes = [value for value in values[: len(values) - len(part)] if value.interval.high >= made.low]
        ways = [percent_of(made, whole.interval) for whole in wholes]
        if any(way and way.meets(stated.interval) for way in ways):
            return None
    totals = [value for value in values[:-1] if value.interval.low > values[-1].interval.high]
    if totals and whole_named:
        return "warning"
    counts = all(value.unit in COUNTED and value.half_digit == 0 for value in values)
    return "info" if counts and not any(_countable(part, stated) for part in parts) else None


def _countable(part: Sequence[Printed], stated: Printed) -> bool:
    """Whether there is a whole number of things of which the part is the stated share."""
    if stated.interval.low <= 0:
        return True
    made = sum((value.number for value in part), Decimal(0)) * 100
    least = (made / stated.interval.high).to_integral_value(ROUND_CEILING)
    most = (made / stated.interval.low).to_integral_value(ROUND_FLOOR)
    return least <= most


def _share_hit(
    doc_id: str, text: str, values: Sequence[Printed], stated: Printed, quotes: Sequence[Quote], severity: Severity
) -> Hit:
    whole = max(range(len(values)), key=lambda i: values[i].number)
    parts = values[whole + 1 :]
    if severity == "warning" and parts:
        added = " + ".join(str(v.number) for v in parts)
        ratio = f"{float(sum(v.number for v in parts) / values[whole].number * 100):.4g}%"
        made = f"{added if len(parts) == 1 else f'({added})'} ÷ {values[whole].number} = {ratio}"
        sum_text = f"{made} ≠ {stated.number}%"
    else:
        added = " + ".join(str(v.number) for v in values)
        made = f"({added}) ÷ n"
        sum_text = f"没有整数n使{made}或其中一项 ÷ n = {stated.number}%"
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"部分与总数之比应等于所写的占比，此处{sum_text}。",
        message_en=f"The part over its total should make the stated share; {made} is not {stated.number}% here.",
        evidence=text,
        quotes=tuple(quotes),
        expected=made,
        observed=f"{stated.number}%",
    )


def completion(tables: Tables) -> pl.DataFrame:
    """Completions (完成a，占年度计划b的c%) that the result over the plan does not make."""
    return hits_frame(hits(checked_completions(tables)), ROUNDED)


def checked_completions(tables: Tables) -> Iterator[Checked]:
    """Every completion beside its result and its plan."""
    pattern = "(?:目标|计划|任务|预算)(?:投资|任务)?(?:数|值)?[0-9]"
    rows = candidates(tables, ["%"], pattern).iter_rows()
    return (one for row in rows for one in _completions(*row))


def _completions(doc_id: str, text: str, at: int) -> Iterator[Checked]:
    for match in COMPLETION.finditer(text):
        done, goal = (printed(match[name], match[f"{name}_unit"]) for name in ("done", "goal"))
        if done.base != goal.base:
            continue
        quotes = tuple(_quote(text, at, match, name) for name in ("done", "goal", "share"))
        values = (done, goal, printed(match["share"], "%"))
        relation = ShareOf(doc_id, *(term(value, quote) for value, quote in zip(values, quotes, strict=True)))
        yield Checked(relation, None if relation.holds else _completion_hit(doc_id, text, values, quotes))


def _completion_hit(doc_id: str, text: str, values: tuple[Printed, ...], quotes: tuple[Quote, ...]) -> Hit:
    done, goal, stated = values
    ratio = f"{float(done.number * done.factor / (goal.number * goal.factor) * 100):.4g}%"
    sum_text = f"{done.number}{done.unit} ÷ {goal.number}{goal.unit} = {ratio} ≠ {stated.number}%"
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"完成数与计划数之比应等于所写的完成率，此处{sum_text}。",
        message_en=f"The result over the plan should make the stated completion; here {sum_text}.",
        evidence=text,
        quotes=quotes,
        expected=ratio,
        observed=f"{stated.number}%",
    )


def _quote(text: str, at: int, match: re.Match[str], name: str) -> Quote:
    start = match.start(name)
    stop = match.end(name) + 1 if name == "share" else match.end(f"{name}_unit")
    return Quote(text[start:stop], at + start, at + stop)


SHARE_OF_TOTAL = Rule(
    id="ratios.share",
    title_zh="占比与部分、总数不符",
    title_en="A share that part and total do not make",
    checks_zh="一句话写出各部分或总数与部分，再写占比时（占比c%），这些数应能得出所写的占比。",
    checks="Where a sentence gives parts, or a total and its part, and then their share (占比c%), the numbers make the share.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=share,
)

COMPLETION_OF_PLAN = Rule(
    id="ratios.completion",
    title_zh="完成率与完成数、计划数不符",
    title_en="A completion that result and plan do not make",
    checks_zh="一句话写出完成数、计划数和完成率时（完成a，占年度计划b的c%），前两数应能得出完成率。",
    checks="Where a sentence gives the result, the plan and the completion (完成a，占年度计划b的c%), the numbers make it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=completion,
    checked=checked_completions,
)
