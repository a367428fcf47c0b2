"""Rules on known divisions: men and women are all people, three industries the whole economy.

`observations` and `sentences` come in; a finding goes out where parts that by their names leave nothing out (see `divisions`)
do not make the whole that they divide, wherever around them it is stated, or where their shares do not make 100.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from expectations.rules.divisions import FARTHEST, NOT, Group, Membership, core, groups, groups_of, memberships, words
from expectations.rules.relations import Checked, SumOf, hits
from expectations.rules.rounding import Interval
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

ROUNDED = "half of the last printed digit of each part and of the total, none for plain counts"
ROUNDED_ZH = "各部分和总数各可差其末位数字的一半，整数计数不容差"

HEAD = 400  # characters before the first part within which what it is a part of is stated
FEW = 100  # below, a plain count is the sum of some others by chance
DIVIDES = re.compile("其中|分[^，。；、]{1,8}看|按[^，。；、]{1,14}[分看]|包括|包含|分别")
ALL_TOLD = re.compile("(?:合计|总计|共计)[^，。；]*$")
SHARE = re.compile("占|比重|比例|贡献率|构成|份额")
OF_PLAN = "计划|预算|目标|任务|序时|进度"
NO_SUM = "人均|平均|单产|每|率|价格|指数|速度|密度|强度"  # what parts have and do not add up
OF_SHARE = re.compile("占.*$|的?(?:比重|比例|份额|构成)$|所$")
NOUN = 3  # last letters of a name that say what is counted
PRODUCT = re.compile("生产总值|GDP|经济总量")
HUNDRED = Interval(Decimal(100), Decimal(100))


def known_parts(tables: Tables) -> pl.DataFrame:
    """Parts that leave nothing out and do not make the whole that is stated around them."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """All parts of a whole, with the whole that they make, or the one that they should make."""
    rows = labelled(tables).filter(pl.col("comparator") == "eq", pl.col("measure").is_in(["level", "change"]))
    rows = rows.filter(
        ~pl.col("unit_base").is_in(["%", "百分点", "年", "天"]), ~pl.col("unit_base").str.contains("/"),
        ~pl.col("label").str.contains(NO_SUM),
    )  # fmt: skip
    for document in documents(with_groups(rows), tables):
        for group in groups(document):
            yield from _checked(document, group)


def with_groups(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the documents that name two members of a division or more, or a thing and all else."""
    label = pl.col("label")
    told = pl.when(label.str.contains(NOT, literal=True)).then(2).when(label.str.contains_any(sorted(words()))).then(1)
    several = rows.group_by("doc_id").agg(told.sum().alias("told")).filter(pl.col("told") > 1)["doc_id"]
    return rows.filter(pl.col("doc_id").is_in(several.implode()))


def _checked(document: Document, group: Group) -> Iterator[Checked]:
    wholes = _candidates(document, group)
    if _goes_on(wholes, group):
        return
    terms = tuple(part.term for part in group.parts)
    sound = [whole for whole in wholes if whole.interval.meets(group.made) and _near_enough(whole, group)]
    if sound:
        yield Checked(SumOf(document.doc_id, sound[0].term, terms), None)
        return
    chosen = _divided(document, group, wholes)
    if chosen:
        whole, severity = chosen
        relation = SumOf(document.doc_id, whole.term, terms)
        yield Checked(relation, _hit(document, group, whole, severity))


def _candidates(document: Document, group: Group) -> list[Stated]:
    """The numbers that may be the whole: of the parts' unit and kind, none of the parts."""
    first, places = group.parts[0], {part.start for part in group.parts}
    return [
        one
        for one in document.numbers
        if one.unit == first.unit and one.measure == first.measure and one.start not in places
    ]


def _goes_on(others: Sequence[Stated], group: Group) -> bool:
    """Whether the list has another item behind the last part, of the same noun in the same sentence."""
    last, noun = group.parts[-1], max(group.rests, key=len)
    return any(
        last.end <= one.start and one.evidence == last.evidence and one.start - last.end < FARTHEST
        and noun and core(one.label).endswith(noun) and core(one.label) != noun
        for one in others
    )  # fmt: skip


def _near_enough(whole: Stated, group: Group) -> bool:
    few = whole.half_digit == 0 and abs(whole.value) < FEW
    return not few or abs(whole.start - group.parts[0].start) < HEAD


def _divided(document: Document, group: Group, wholes: Sequence[Stated]) -> tuple[Stated, Severity] | None:
    """The whole that the parts divide: what stands last before them and says so, or what is named as their whole.

    One that is less than a part is taken where there is no other: the part may be what is wrong.
    """
    first, last = group.parts[0], group.parts[-1]
    may_be = [one for one in wholes if one.may_be_with(first) and not _is_member(one, group)]
    before = [one for one in may_be if one.end <= first.start and first.start - one.end < HEAD]
    after = [
        one
        for one in may_be
        if last.end <= one.start < last.end + HEAD
        and ALL_TOLD.search(document.between(last, one))
        and _names(one, group)
    ]
    largest = max(abs(part.value) for part in group.parts)
    large = [one for one in before if abs(one.value) >= largest]
    chosen = _before(document, group, large) or _before(document, group, before)
    return chosen or ((after[0], "info") if after else None)


def _before(document: Document, group: Group, before: Sequence[Stated]) -> tuple[Stated, Severity] | None:
    first = group.parts[0]
    said = [one for one in before if DIVIDES.search(document.between(one, first))]
    named = [one for one in before if _names(one, group)]
    sure: Severity = "warning" if group.is_all else "info"
    if said and said[-1] in named and "其中" in document.between(said[-1], first):
        return said[-1], "warning" if group.made.low > said[-1].interval.high else sure
    if named:
        return named[-1], sure if said and named[-1] in said else "info"
    return (said[-1], "info") if said and not group.division.wholes else None


def _is_member(one: Stated, group: Group) -> bool:
    """Whether a number is of another member of the same division."""
    return any(known.division is group.division and known.rest in group.rests for known in memberships(one.label))


def _names(whole: Stated, group: Group) -> bool:
    """Whether a number has the name of what the parts divide, and of no part of it."""
    name = core(whole.label)
    if any(word in whole.label for word in group.division.wholes) and any(_of_noun(name, r) for r in group.rests):
        return True
    return name in group.rests


def _of_noun(name: str, rest: str) -> bool:
    """Whether a whole may be of the noun that its parts have: 零售总额 of 零售额, 生产总值 of 增加值."""
    noun = rest[-NOUN:]
    shared = sum(letter in name for letter in noun)
    return 2 * shared >= len(noun) or (noun == "增加值" and bool(PRODUCT.search(name)))


def _hit(document: Document, group: Group, whole: Stated, severity: Severity) -> Hit:
    added = " + ".join(part.quote for part in group.parts)
    made = sum(part.value for part in group.parts) / whole.scale
    quotes = (whole.term.quote, *(part.term.quote for part in group.parts))
    return Hit(
        doc_id=document.doc_id,
        severity=severity,
        message=f"“{whole.label}”应等于各部分之和，此处{added} = {made:.10g} ≠ {whole.quote}。",
        message_en=f"The parts should make “{whole.label}”; here {added} = {made:.10g} ≠ {whole.quote}.",
        evidence="\n".join(dict.fromkeys(one.evidence for one in sorted((whole, *group.parts), key=lambda s: s.start))),
        quotes=quotes,
        expected=f"{made:.10g}",
        observed=whole.quote,
    )


def shares(tables: Tables) -> pl.DataFrame:
    """Shares of all parts of a whole that do not make 100."""
    rows = labelled(tables).filter(
        pl.col("comparator") == "eq", pl.col("measure") == "ratio", pl.col("unit_base") == "%",
        pl.concat_str("label", "evidence").str.contains(SHARE.pattern), ~pl.col("label").str.contains(OF_PLAN),
    )  # fmt: skip
    found = (hit for document in documents(with_groups(rows), tables) for hit in _shares(document))
    return hits_frame(found, ROUNDED)


def _shares(document: Document) -> Iterator[Hit]:
    named: dict[str, list[tuple[Stated, Membership]]] = {}
    for number in document.numbers:
        for one in memberships(OF_SHARE.sub("", number.label)):
            named.setdefault(one.division.name, []).append((number, one))
    for several in named.values():
        for group in groups_of(document, several):
            if group.is_all and not group.made.meets(HUNDRED):
                over = group.made.low > 100  # what is not named may be missing: 现役军人 in a census
                yield _share_hit(document, group, "warning" if over else "info")


def _share_hit(document: Document, group: Group, severity: Severity) -> Hit:
    added = " + ".join(part.quote for part in group.parts)
    made = f"{sum(part.value for part in group.parts):.6g}"
    quotes: tuple[Quote, ...] = tuple(part.term.quote for part in group.parts)
    return Hit(
        doc_id=document.doc_id,
        severity=severity,
        message=f"互补的各部分占比之和应为100%，此处{added} = {made}%。",
        message_en=f"The shares of all parts should make 100%; here {added} = {made}%.",
        evidence="\n".join(dict.fromkeys(part.evidence for part in group.parts)),
        quotes=quotes,
        expected="100%",
        observed=f"{made}%",
    )


KNOWN_PARTS = Rule(
    id="sums.known_parts",
    title_zh="互补的各部分之和不等于总数",
    title_en="Complementary parts that do not make their total",
    checks_zh="从名称看互补而无遗漏的各部分（三次产业、城镇与乡村、男与女、税收与非税），相加应等于前后所写的总数。",
    checks="Parts that leave nothing out by their names (三次产业, 城镇与乡村, 男与女, 税收与非税) make the total around them.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=known_parts,
    checked=checked,
)

SHARES_OF_ALL = Rule(
    id="sums.shares",
    title_zh="互补的各部分占比之和不为100%",
    title_en="Shares of all parts that do not make 100%",
    checks_zh="从名称看互补而无遗漏的各部分（三次产业、城镇与乡村），所占比重之和应为100%。",
    checks="Shares of parts that leave nothing out by their names (三次产业, 城镇与乡村) make 100%.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=shares,
)
