"""Rules on itemised wholes: what is listed behind 其中, or in brackets behind a number, is no more than it, and all of it
where the list says so.

`observations` and `sentences` come in. A list is whole where it ends in the rest (其他235人), where the shares beside its items
make 100, or where its items make their whole in another unit. What is left (其余27项) is the whole less what was told before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.rules.divisions import Membership, alike, core, memberships
from expectations.rules.relations import Checked, ShareOf, SumOf, hits
from expectations.rules.rounding import Interval
from expectations.rules.rule import Hit, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, amount, documents, labelled

ROUNDED = "half of the last printed digit of the whole and of each part, none for plain counts"
ROUNDED_ZH = "各项和总数各可差其末位数字的一半，整数计数不容差"

OPENS = re.compile("其中[，：、]?|(?<=[0-9\u4e00-\u9fff])（(?=[^（）]*[0-9][^（）]*[0-9])")
NESTED = re.compile("其中[^；。]*")
ASIDE = re.compile("（[^（）]*）")
SENTENCE_END = re.compile("[。\n]")
# A number of all time, of a plan, or that a share is of, is no part
NO_PART = re.compile("累计|计划|目标|任务|预算|总投资|概算|占|比|达到?$|增至|增加到|上年|去年|同期")
NO_SUM = re.compile("人均|平均|单产|每|率|价格|指数|速度|密度|强度|等级|温|浓度|高度|长度$")
MIXED = ("元", "美元")  # what very different things are counted in
REST = re.compile("(?:其余|其他|其它|剩余|余下|另有|另外)[^，。；、0-9]{0,8}$")
LEFT = re.compile("(?:其余|剩余|余下|还剩)的?$")
SHARE_BESIDE = re.compile("^[，、（]?[^，。；、0-9]{0,4}占(?!年)[^，。；、0-9]{0,14}$")
# Sorted by size and by stage, 5亿元以上项目17个，工业项目53个，已开工45个 may hold the same one twice
WAYS_TO_SORT = (
    re.compile("以上|以下|[特超]大"),
    re.compile("开工|续建|竣工|[建在新]建|建成|投产|完工|签约|落地|储备|前期"),
)
HUNDRED = Interval(amount(100), amount(100))


@dataclass(frozen=True)
class Itemised:
    """A whole and the items of its list, in one unit; `rest` says that the last one is all that is left."""

    whole: Stated
    items: tuple[Stated, ...]
    rest: bool
    others: tuple[Stated, ...]  # numbers of this unit in the sentence before that may be the whole, too

    @property
    def made(self) -> Interval:
        return added(self.items)


def added(numbers: Sequence[Stated]) -> Interval:
    """The sum of some numbers."""
    return sum((one.interval for one in numbers[1:]), numbers[0].interval)


def itemised(tables: Tables) -> pl.DataFrame:
    """Lists of parts that are more than their whole, or less where they are all of it."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """Every list of parts with its whole."""
    for document in documents(_levels(tables), tables):
        for opening in OPENS.finditer(document.text):
            yield from _list_checked(document, opening.start(), opening.end())


def _levels(tables: Tables) -> pl.DataFrame:
    rows = labelled(tables).filter(
        pl.col("measure") == "level", ~pl.col("unit_base").is_in(["%", "百分点", "年", "天"]),
        ~pl.col("unit_base").str.contains("/"),
    )  # fmt: skip
    named = tables["sentences"].filter(pl.col("text").str.contains("其中|（"))["doc_id"].unique()
    return rows.filter(pl.col("doc_id").is_in(named.implode()))


def _list_checked(document: Document, place: int, start: int) -> Iterator[Checked]:
    lists = list(_lists(document, place, start))
    whole_in_a_unit = {len(one.items) for one in lists if len(one.items) > 1 and one.made.meets(one.whole.interval)}
    for one in lists:
        relation = SumOf(document.doc_id, one.whole.term, tuple(item.term for item in one.items))
        if one.made.meets(one.whole.interval):
            yield Checked(relation, None)
        elif one.made.low > one.whole.interval.high:
            yield Checked(relation, _hit(one, _severity(one)))
        elif one.rest or (len(one.items) in whole_in_a_unit and len(one.items) > 1):
            yield Checked(relation, _hit(one, "warning"))


def _lists(document: Document, place: int, start: int) -> Iterator[Itemised]:
    """The list that opens at `place`, once for every unit of its items that a number before it has, too."""
    text = document.text
    begin = _sentence_start(text, place)
    if text[place - 1 : place] == "；":
        return
    heads = _outside(text, document.within(begin, place), begin, place)
    leads = not heads and text[begin:place].strip() == ""
    if leads:
        before = _sentence_start(text, begin - 1) if begin else 0
        heads = _outside(text, document.within(before, begin), before, begin)
    if text[place] == "（":
        heads = [one for one in heads if one.end == place]
    stop = _end(text, place, start, "。\n" if leads or text[start - 1] == "：" else "；。\n")
    items = _items(document, start, stop)
    for unit in dict.fromkeys(one.unit for one in items):
        wholes = [one for one in heads if one.unit == unit and not NO_SUM.search(one.label)]
        if wholes:
            yield from _of_unit(text, wholes, [one for one in items if one.unit == unit], start)


def _of_unit(text: str, wholes: Sequence[Stated], items: Sequence[Stated], start: int) -> Iterator[Itemised]:
    """The items of one unit and noun, with the number before them that has their noun, or else the last one."""
    noun = _noun(items[0])
    whole = next((one for one in reversed(wholes) if _noun(one) == noun), wholes[-1])
    if items[0].interval.low > wholes[-1].interval.high:
        whole = wholes[-1]
    items = [one for one in items if _noun(one) == noun or not _of_another_kind(one, whole)]
    plain = all(one.comparator == "eq" for one in (whole, *items))
    side_by_side = len(items) == len(wholes) > 1 and all(
        item.value <= one.value for item, one in zip(items, wholes, strict=True)
    )
    if plain and not side_by_side and not _all_members(items) and whole.may_be_with(items[0]):
        last = items[-1].start
        rest = len(items) > 1 and bool(REST.search(text[max(last - 14, start) : last]))
        yield Itemised(whole, tuple(items), rest, tuple(one for one in wholes if one is not whole))


def _all_members(items: Sequence[Stated]) -> bool:
    """Whether the items are all members of a known division, which has a rule of its own."""
    by_division: dict[str, list[Membership]] = {}
    for item in items:
        for one in memberships(item.label):
            by_division.setdefault(one.division.name, []).append(one)
    return any(
        {one.member for one in known} >= set(range(known[0].division.required)) and alike([one.rest for one in known])
        for known in by_division.values()
    )


def _of_another_kind(item: Stated, whole: Stated) -> bool:
    """Whether an item of another noun counts something else than its list: other money, or more than there is."""
    return item.unit in MIXED or item.interval.low > whole.interval.high


def _noun(number: Stated) -> str:
    """The end of a name, which says what is counted: 收入, 教师."""
    return core(number.label)[-2:]


def _sentence_start(text: str, place: int) -> int:
    ends = [m.end() for m in SENTENCE_END.finditer(text, 0, max(place, 0))]
    return ends[-1] if ends else 0


def _outside(text: str, numbers: Sequence[Stated], begin: int, stop: int) -> list[Stated]:
    """The numbers that stand in no bracket that is closed before `stop`."""
    asides = [(m.start(), m.end()) for m in ASIDE.finditer(text, begin, stop)]
    return [one for one in numbers if not any(a <= one.start < b for a, b in asides)]


def _end(text: str, place: int, start: int, ends: str) -> int:
    """Where a list ends: with its sentence or clause, or with the bracket that it stands in."""
    depth = 1 if text[place] == "（" else 0
    for at in range(start, len(text)):
        if (depth == 0 and text[at] in ends) or text[at] in "。\n":
            return at
        depth += {"（": 1, "）": -1}.get(text[at], 0)
        if depth < 0 or (text[place] == "（" and depth == 0):
            return at
    return len(text)


def _items(document: Document, start: int, stop: int) -> list[Stated]:
    """The numbers of a list, less those of lists within, those in brackets, and those that say of no part."""
    text = document.text
    nested = [(m.start(), m.end()) for m in NESTED.finditer(text, start, stop)]
    nested += [(m.start(), m.end()) for m in ASIDE.finditer(text, start, stop)]
    found: dict[str, Stated] = {}
    for one in document.within(start, stop):
        if any(a <= one.start < b for a, b in nested):
            continue
        clause = re.split("[，。；、：]", text[start : one.start])[-1]
        if not (NO_PART.search(clause) or NO_SUM.search(one.label)) or REST.search(clause):
            found.setdefault(f"{one.unit} {one.label}", one)
    return list(found.values())


def _severity(one: Itemised) -> Severity:
    """An info where another number may be the whole, or where the items are of different kinds and each is less, or sorted in
    several ways."""
    if any(other.interval.high >= one.made.low for other in one.others):
        return "info"
    if any(item.interval.low > one.whole.interval.high for item in one.items):
        return "warning" if len(one.items) == 1 or _noun(one.whole) in one.items[0].label else "info"
    nouns = {_noun(item) for item in one.items}
    if any(0 < sum(bool(way.search(item.label)) for item in one.items) < len(one.items) for way in WAYS_TO_SORT):
        return "info"
    return "warning" if len(nouns) == 1 or one.rest else "info"


def _hit(one: Itemised, severity: Severity) -> Hit:
    parts = " + ".join(item.quote for item in one.items)
    made = f"{sum(item.value for item in one.items) / one.whole.scale:.10g}"
    sign, must = (">", "应不大于") if one.made.low > one.whole.interval.high else ("≠", "应等于")
    shown = f"{parts} = {made}" if len(one.items) > 1 else parts
    numbers = sorted((one.whole, *one.items), key=lambda number: number.start)
    return Hit(
        doc_id=one.whole.doc_id,
        severity=severity,
        message=f"所列各项之和{must}总数“{one.whole.label}”，此处{shown} {sign} {one.whole.quote}。",
        message_en=f"The items should {'not exceed' if sign == '>' else 'make'} “{one.whole.label}”; here {shown} {sign} {one.whole.quote}.",
        evidence="\n".join(dict.fromkeys(number.evidence for number in numbers)),
        quotes=(one.whole.term.quote, *(item.term.quote for item in one.items)),
        expected=f"<= {one.whole.quote}" if sign == ">" else made,
        observed=made if sign == ">" else one.whole.quote,
    )


def counted_shares(tables: Tables) -> pl.DataFrame:
    """Items with their shares beside them that do not fit the whole that the items or the shares are all of."""
    return hits_frame(hits(checked_shares(tables)), ROUNDED)


def checked_shares(tables: Tables) -> Iterator[Checked]:
    """Every run of items with shares, with the whole before it."""
    rows = labelled(tables).filter(pl.col("measure").is_in(["level", "ratio"]), pl.col("comparator") == "eq")
    shares = rows.filter(pl.col("unit_base") == "%", pl.col("label").str.contains("占"))
    several = shares.group_by("doc_id").len().filter(pl.col("len") > 2)["doc_id"]
    for document in documents(rows.filter(pl.col("doc_id").is_in(several.implode())), tables):
        for run in _runs(document):
            yield from _run_checked(document, run)


def _runs(document: Document) -> Iterator[list[tuple[Stated, Stated]]]:
    """Three or more items of one unit, each with its share, one after the other."""
    run: list[tuple[Stated, Stated]] = []
    for item, share in zip(document.numbers, document.numbers[1:], strict=False):
        if share.unit != "%" or item.unit == "%" or not SHARE_BESIDE.search(document.between(item, share)):
            continue
        if run and (
            item.unit != run[-1][0].unit
            or "\n" in document.between(run[-1][1], item)
            or item.start - run[-1][1].end > 60
        ):
            if len(run) > 2:
                yield run
            run = []
        run.append((item, share))
    if len(run) > 2:
        yield run


def _run_checked(document: Document, run: Sequence[tuple[Stated, Stated]]) -> Iterator[Checked]:
    items, shares = [item for item, _ in run], [share for _, share in run]
    before = [one for one in document.numbers if one.unit == items[0].unit and one.end <= items[0].start][-3:]
    whole = next((one for one in reversed(before) if one.interval.meets(added(items))), None)
    if whole:
        for item, share in run:
            relation = ShareOf(document.doc_id, item.term, whole.term, share.term)
            yield Checked(relation, None if relation.holds else _share_hit(whole, item, share))
    elif before and added(shares).meets(HUNDRED):
        total = SumOf(document.doc_id, before[-1].term, tuple(item.term for item in items))
        yield Checked(total, _hit(Itemised(before[-1], tuple(items), True, ()), "warning"))


def _share_hit(whole: Stated, item: Stated, share: Stated) -> Hit:
    made = f"{item.value / whole.value * 100:.4g}%"
    return Hit(
        doc_id=whole.doc_id,
        severity="warning",
        message=f"部分与总数之比应等于所写的占比，此处{item.quote} ÷ {whole.quote} = {made} ≠ {share.quote}。",
        message_en=f"The part over its total should make the stated share; here {item.quote} ÷ {whole.quote} = {made} ≠ {share.quote}.",
        evidence="\n".join(dict.fromkeys((whole.evidence, item.evidence, share.evidence))),
        quotes=(whole.term.quote, item.term.quote, share.term.quote),
        expected=made,
        observed=share.quote,
    )


def left(tables: Tables) -> pl.DataFrame:
    """What is left (其余27项) that is not the whole less what was told before."""
    return hits_frame(hits(checked_left(tables)), ROUNDED)


def checked_left(tables: Tables) -> Iterator[Checked]:
    """Every number of what is left, with the whole and the parts before it."""
    words = tables["sentences"].filter(pl.col("text").str.contains("其余|剩余|余下|还剩"))["doc_id"].unique()
    rows = labelled(tables).filter(
        pl.col("measure") == "level", pl.col("comparator") == "eq", pl.col("unit_base") != "%",
        pl.col("doc_id").is_in(words.implode()),
    )  # fmt: skip
    for document in documents(rows, tables):
        for one in document.numbers:
            if LEFT.search(document.text[max(one.start - 8, 0) : one.start]):
                yield from _left_checked(document, one)


def _left_checked(document: Document, rest: Stated) -> Iterator[Checked]:
    begin = _sentence_start(document.text, _sentence_start(document.text, rest.start) - 1)
    told = _outside(document.text, document.within(begin, rest.start), begin, rest.start)
    told = [one for one in told if one.unit == rest.unit]
    ways = [
        SumOf(document.doc_id, told[i].term, (*(one.term for one in told[i + 1 :]), rest.term)) for i in range(len(told))
    ]  # fmt: skip
    sound = [way for way in ways[-5:] if way.holds]
    if sound:
        yield Checked(sound[-1], None)
    elif len(told) > 1 and re.search("[中有]", document.between(told[-2], told[-1])):
        yield Checked(ways[-2], _hit(Itemised(told[-2], (told[-1], rest), True, ()), "info"))


EXCEEDS = Rule(
    id="sums.exceeds",
    title_zh="所列各项与总数不符",
    title_en="Items that do not fit their whole",
    checks_zh="“其中”之后或括号里所列各项，应不大于前面的总数；列出其他项，或另一单位的各项恰好相加相符时，应等于总数。",
    checks="What is listed behind 其中 or in brackets is not more than its whole, and makes it where the list names the rest or makes another whole.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=itemised,
    checked=checked,
)

COUNTED_SHARES = Rule(
    id="ratios.items",
    title_zh="各项及其占比与总数不符",
    title_en="Items and their shares that do not fit the whole",
    checks_zh="各项旁边写有占比：占比合计为100%时，各项应加成前面的总数；各项恰为总数时，每项与总数之比应是它的占比。",
    checks="Items that stand with their shares make the whole before them where the shares make 100, and each share is its item over it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=counted_shares,
    checked=checked_shares,
)

LEFT_OVER = Rule(
    id="sums.left",
    title_zh="其余数与总数、已述数不符",
    title_en="A rest that is not the whole less the parts",
    checks_zh="其余数（其余n项）应等于总数减去前面已述各项。",
    checks="What is left (其余n项) is the whole less the parts that were told before it.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=left,
    checked=checked_left,
)
