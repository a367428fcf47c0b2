"""Rules on shares: a part over its whole is the share that is stated, wherever part and whole are.

`observations` and `sentences` come in; a finding goes out where what is done over what was to be done makes another rate
(120个已完成100个（85%）; 开工率42%), and where two things that a share names (民间投资占固定资产投资的比重), each stated once in the report,
make another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from expectations.rules.divisions import core
from expectations.rules.relations import Checked, ShareOf, Term, hits
from expectations.rules.rounding import NUMBER, printed
from expectations.rules.rule import Hit, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

ROUNDED = (
    "half of the last printed digit of each number, none for plain counts; 2 % for a target that is a floor (以上)"
)
ROUNDED_ZH = "各数可差其末位数字的一半，整数计数不容差；“以上”的目标值可取整2%"

# Between what is done and its share: （95%） ，开工率达 ，占 ，占总数的
BESIDE = re.compile(
    r"^[^，。；、（）0-9%]{0,10}(?:（(?:占比?|完成率|达到?|进度)?|[，、]?[^，。；、0-9%]{0,4}(?P<verb>[\u4e00-\u9fff]{2})率(?:为|达到?)?"
    r"|[，、]?占(?:比|总数的?|全部的?|总量的?)?(?:为|达到?)?|[，、]?占(?P<of>[^，。；、0-9%]{2,12}))$"
)
WHOLE_BESIDE = re.compile(
    rf"占(?P<of>[^，。；、0-9%]{{2,12}})(?P<number>{NUMBER})(?P<unit>[^0-9，。；、%的]{{1,4}})的?(?:比重|比例)?为?$"
)
OF_PLAN = "计划|目标|任务|预算"
BREAK = re.compile("[。；\n]")
CLAUSE = re.compile("[，；、]")
OWN_SHARE_OF = re.compile("(?:[，、][^，。；]{0,12}增长[0-9.]+%)?[，、]?占[^，。；、0-9]{2,12}[0-9]")
OWN_SHARE = re.compile("[^。；]{0,12}占")
EARLIER = 200  # characters before its sentence within which what a rate is of may stand
OTHER_RATES = re.compile(
    "增长|增幅|合格|利用|覆盖|普及|入学|达标|优良|失业|税|利|死亡|出生|城镇化|满意|就业|巩固|上线|入住"
)
NAMED = re.compile("^(?P<part>.*?)占(?P<of>.{2,}?)(?:总量|总额|总数|总)?的?(?:比重|比例|份额)?(?:达|为)?$")
TOTAL = re.compile("总[量额数]$")
OWN_PLACE = "全省"  # another's whole, but in a report of the province
PRODUCT_NAME = "生产总值"
PRODUCT = re.compile("(?:地区|国内|区域|本地|全域)?(?:生产总值|GDP)(?:总量)?")
ROUND_TARGET = 0.02
NO_WHOLE = re.compile("计划|预算|目标|任务|全国|全省|世界|全球|上年|同期|年初|总数|全部")


def done(tables: Tables) -> pl.DataFrame:
    """Shares of what is done, or of a part, that no number before them makes with it."""
    return hits_frame(hits(checked_done(tables)), ROUNDED)


def checked_done(tables: Tables) -> Iterator[Checked]:
    """Every share right behind a number, with the whole before it that makes it, or that should."""
    rows = labelled(tables).filter(pl.col("measure").is_in(["level", "ratio"]), pl.col("comparator") == "eq")
    for document in documents(_of_ratios(rows), tables):
        for part, share in zip(document.numbers, document.numbers[1:], strict=False):
            if share.unit == "%" and "占" in share.label:
                yield from _of_next(document, share)
            if share.unit == "%" and share.measure == "ratio" and part.unit != "%" and share.value > 0:
                yield from _done(document, part, share)


def _of_ratios(rows: pl.DataFrame) -> pl.DataFrame:
    ratios = rows.filter(pl.col("measure") == "ratio", pl.col("unit_base") == "%")
    return rows.filter(pl.col("doc_id").is_in(ratios["doc_id"].unique().implode()))


def _done(document: Document, part: Stated, share: Stated) -> Iterator[Checked]:
    beside = BESIDE.match(document.between(part, share))
    if not beside or (beside["verb"] and OTHER_RATES.search(beside["verb"])) or beside["of"]:
        return
    begin = max((m.end() for m in BREAK.finditer(document.text, 0, part.start)), default=0)
    clause = max((m.end() for m in CLAUSE.finditer(document.text, begin, part.start)), default=begin)
    if beside["verb"] and beside["verb"] not in document.text[clause : share.start].replace(f"{beside['verb']}率", ""):
        return
    farthest = begin - EARLIER if beside["verb"] else begin
    before = [one for one in document.within(farthest, part.start) if one.unit == part.unit]
    ways = [ShareOf(document.doc_id, part.term, whole.term, share.term) for whole in before]
    sound = [way for way in ways if way.holds]
    if sound:
        yield Checked(sound[-1], None)
    elif before and before[-1].start >= begin and _is_whole(document, before[-1], part):
        severity: Severity = "warning" if len(before) == 1 and before[0].value >= part.value else "info"
        yield Checked(ways[-1], _hit(part, before[-1], share, severity))


def _is_whole(document: Document, whole: Stated, part: Stated) -> bool:
    """Whether the number before a part may be its whole: no other part beside it, with no share of its own."""
    between = document.between(whole, part)
    listed = "、" in between or OWN_SHARE.match(between)
    return not listed and (whole.value >= part.value or core(whole.label) == core(part.label))


def _of_next(document: Document, share: Stated) -> Iterator[Checked]:
    """收费里程16万公里，占总里程480万公里的3.5%: the whole is named and stated beside its share."""
    beside = WHOLE_BESIDE.search(document.text, max(share.start - EARLIER, 0), share.start)
    if not beside or re.search(OF_PLAN, beside["of"]):
        return
    before = [
        one for one in document.within(beside.start() - EARLIER, beside.start()) if one.quote.endswith(beside["unit"])
    ]
    clause = document.text[before[-1].end : beside.start()] if before else "。"
    if BREAK.search(clause):
        return
    part, value = before[-1], printed(beside["number"], beside["unit"])
    start, end = beside.start("number"), beside.end("unit")
    text = document.text[start:end]
    whole = replace(
        part, value=float(value.number) * part.scale, half_digit=float(value.half_digit) * part.scale,
        evidence=share.evidence, quote=text, start=start, end=end,
    )  # fmt: skip
    relation = ShareOf(document.doc_id, part.term, whole.term, share.term)
    yield Checked(relation, None if relation.holds else _hit(part, whole, share, "warning"))


def named(tables: Tables) -> pl.DataFrame:
    """Shares between two things, each stated in the report, that the two do not make."""
    return hits_frame(hits(checked_named(tables)), ROUNDED)


def checked_named(tables: Tables) -> Iterator[Checked]:
    """Every share that names part and whole, with the numbers of that name."""
    rows = labelled(tables).filter(
        pl.col("measure").is_in(["level", "ratio"]),
        (pl.col("comparator") == "eq") | ((pl.col("comparator") == "ge") & (pl.col("status") == "target")),
    )
    shares = rows.filter(pl.col("measure") == "ratio", pl.col("label").str.contains("占.{2}"))
    level = dict(tables["documents"].select("doc_id", "region_level").iter_rows()) if "documents" in tables else {}
    for document in documents(rows.filter(pl.col("doc_id").is_in(shares["doc_id"].unique().implode())), tables):
        own = OWN_PLACE if level.get(document.doc_id) == "province" else ""
        levels = [one for one in document.numbers if one.measure == "level" and one.unit != "%"]
        for share in document.numbers:
            name = NAMED.match(share.label) if share.measure == "ratio" and share.unit == "%" else None
            if name and not NO_WHOLE.search(name["of"].removeprefix(own)):
                yield from _named(document, levels, share, core(name["part"]), _whole_name(name["of"]))


def _named(document: Document, levels: Sequence[Stated], share: Stated, part_name: str, of: str) -> Iterator[Checked]:
    parts = [one for one in levels if core(one.label) == part_name and one.may_be_with(share)]
    wholes = [one for one in levels if _whole_name(one.label) == of and one.may_be_with(share)]
    wholes = [one for one in wholes if not _has_own_share(document, one)]
    pairs = [
        (part, whole) for part in parts for whole in wholes
        if part.start != whole.start and part.unit == whole.unit and part.may_be_with(whole)
    ]  # fmt: skip
    ways = [ShareOf(document.doc_id, _meant(part), _meant(whole), share.term) for part, whole in pairs]
    sound = [way for way in ways if way.holds]
    if sound:
        yield Checked(sound[-1], None)
    elif ways:
        part, whole = min(pairs, key=lambda pair: abs(pair[0].start - share.start) + abs(pair[1].start - share.start))
        relation = ShareOf(document.doc_id, _meant(part), _meant(whole), share.term)
        plain = all(one.comparator == "eq" for one in (part, whole, share))
        once = plain and len({one.value for one in parts}) == len({one.value for one in wholes}) == 1
        yield Checked(relation, _hit(part, whole, share, "warning" if once else "info"))


def _whole_name(name: str) -> str:
    """The name of a whole without 总额 and the like; the product of a place goes by several."""
    known = core(name)
    return PRODUCT_NAME if PRODUCT.fullmatch(known) else TOTAL.sub("", known)


def _meant(one: Stated) -> Term:
    """What a level may stand for: a floor that is set as a target is a round number."""
    if one.comparator == "eq":
        return one.term
    room = max(one.half_digit, abs(one.value) * ROUND_TARGET)
    return replace(one, half_digit=room).term


def _has_own_share(document: Document, one: Stated) -> bool:
    """Whether a number is itself said to be a share of more: 税收32亿元，占全区税收的 is of a branch that its clause names."""
    return bool(OWN_SHARE_OF.match(document.text, one.end))


def _hit(part: Stated, whole: Stated, share: Stated, severity: Severity) -> Hit:
    made = f"{part.value / whole.value * 100:.4g}%"
    told = sorted((part, whole, share), key=lambda one: one.start)
    return Hit(
        doc_id=part.doc_id,
        severity=severity,
        message=f"部分与总数之比应等于所写的比例，此处{part.quote} ÷ {whole.quote} = {made} ≠ {share.quote}。",
        message_en=f"The part over its whole should make the stated share; here {part.quote} ÷ {whole.quote} = {made} ≠ {share.quote}.",
        evidence="\n".join(dict.fromkeys(one.evidence for one in told)),
        quotes=(whole.term.quote, part.term.quote, share.term.quote),
        expected=made,
        observed=share.quote,
    )


DONE_OF_ALL = Rule(
    id="ratios.done",
    title_zh="完成、占比与个数不符",
    title_en="A share right behind a number that the numbers do not make",
    checks_zh="紧跟在数后的比例（已完成85个（85%）、开工率85%），应是该数与前面总数之比。",
    checks="Where a number is followed by its share or rate (100个已完成85个（85%）; 开工率85%), it makes that with a number before it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=done,
    checked=checked_done,
)

SHARE_OF_NAMED = Rule(
    id="ratios.named",
    title_zh="占比与报告中两数不符",
    title_en="A share that the two numbers it names do not make",
    checks_zh="写明“甲占乙的比重”，而报告里又有甲、乙两数时，甲与乙之比应等于该比重。",
    checks="Where a share names its part and its whole (a占b的比重) and the report states both, the part over the whole is the share.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=named,
    checked=checked_named,
)
