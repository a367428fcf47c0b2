"""Rules on lists: “A、B分别达到a、b” has as many values as names, or as many as the years before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

import polars as pl

from expectations.rules.candidates import COLUMNS, reduced
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

EXACT = "exact: both are counted; where 和 may join two names or stand inside one, both counts pass"
EXACT_ZH = "不容差：两边逐个清点；“和”可能连接两个名称，也可能在一个名称之内，两种数法都算相符"

WORD = "分别"
IN_ORDER = "依次"  # 产值、利税依次为a和b says the same
WORDS = re.compile(f"{WORD}|{IN_ORDER}(?=[为是达增完])")
NUMERALS = "一二三四五六七八九十"
# 5.一季度、二季度分别…, 四、城镇收入、农村收入分别…, but not 一、二、三产业
ITEM_NUMBER = re.compile(
    rf"(?:^|(?<=[；。]))(?:[0-9]{{1,3}}[.、]|（[0-9]{{1,2}}）|[{NUMERALS}]{{1,3}}、(?![{NUMERALS}])|（[{NUMERALS}]{{1,3}}）)"
)
AMONG = "其中"
SHORT = 4  # characters of a name that only says what the values are: 占比分别为
CLAUSE_END = re.compile(r"[，；。：！？|]")
INSIDE = re.compile(
    r"“[^“”]*”|《[^《》]*》|（[^（）]*）"
)  # a name in quotes or an aside: its 、 and numbers do not count
MASK = "□"

# Conjunctions, not syllables of 普及, 参与, 和美
AND = re.compile(
    r"(?<![共中总调饱温缓平祥])和(?![美谐平睦气解善])|以及|(?<![普涉惠波触危顾提以])及(?![时格早第])|(?<![参赋给付授])与(?![会众])|暨"
)
# One word for several names: 城乡居民收入分别增长a、b
JOINED_NAMES = {"三次产业": 3, "城乡": 2, "存贷款": 2}
JOINED_NAME = re.compile("|".join(JOINED_NAMES))
INDUSTRIES = re.compile("[一二三]{2,3}(?=产)")  # 一三产业: one name each numeral

# 2021—2023年、2025年，
ONE_YEAR = r"[0-9]{4}年?(?:—[0-9]{4}年?)?"
YEARS = re.compile(rf"(?:^|(?<=[，；：。]))(?:力争|确保)?(?:到|至|截至|在)?({ONE_YEAR}(?:[、和]{ONE_YEAR})*)(?<=年)")
YEAR_SPAN = re.compile(r"([0-9]{4})年?(?:—([0-9]{4}))?")

NUMBER = re.compile(
    r"第[一二三四五六七八九十]+|(?:第|(?<=[、和为到至于])-)?[0-9]+(?:\.[0-9]+)?(?:[—:/][0-9]+(?:\.[0-9]+)?)*|(?<=、)[一二三四五六七八九十]+(?=[届位名次批期])"
)
DATE_AFTER = re.compile(r"年(?!均)|月|日")
# Between two values of a list: unit, divider, and a bound that is said again: 万元、不低于
NEXT_VALUE = re.compile(
    r"[^0-9、，和及与]{0,10}(?:、|和|以及|及|与)(?:达到?|约|近|超过?|不低于|不少于|不超过|增至|每人每[月年])?$"
)
# Between two values in one unit that have verbs of their own: 增长5%、下降3%
OWN_VERB = re.compile(
    r"(?P<unit>[^0-9、，和及与]{1,6})(?:、|和|及|与)(?:同比|则)?(?:增长|下降|上升|上涨|下跌|提高|降低|增加|减少|回落|提升|收窄|扩大)了?$"
)
# Between the only value of a list and another list, which is of the same names: 32560元、增长8.2%和9.4%
OTHER_LIST = re.compile(r"[^0-9、，；。]{1,6}、(?:同比)?(?:增长|下降|提高|增加|减少|占|增幅)[^0-9、，；。]{0,4}$")
UNIT = re.compile(r"[%‰]|个?百分点|[届位名次批期]|(?<!第.)[十百千万亿]*[^0-9、，；。：！？|和及与以左的□\s]{0,2}")
# From the last value of a list to the next 分别 where no name stands between: 亿元，同比
NO_NAMES = re.compile(r"[^0-9，。；、]{0,8}[，、](?:同比|[比较](?:上年|去年)(?:同期)?)?")
BOUND = re.compile(r"以上|以下|以内|左右|不低于|不少于|不超过|超|突破|100%|稳定|保持|控制")
SHARE = re.compile(r"[%‰]|百分点|倍")
OF_EACH = re.compile("(?:年均|每年)[^，。；、0-9]*增")


@dataclass(frozen=True)
class Respective:
    """One 分别 and what stands around it. Spans are places in the sentence.

    `names` is the least and the most names before it (None for a single name, which may stand for several), `years`
    the years before it (None for less than two), `values` the numbers of its list, `name_span` what its own clause
    says before it, `listed_before` the items with numbers of the clause before that where its own names nothing new,
    `clauses_before` the clauses since 其中 that give one number each.
    `ordinal`, `share` and `bound` say whether the values are 第三, percentages or multiples, or come with a bound, `of_each` that
    they are a mean growth, which several things may well have in common (年均分别增长8%).
    """

    names: tuple[int, int] | None
    years: int | None
    years_near: bool
    values: tuple[tuple[int, int], ...]
    name_span: tuple[int, int]
    listed_before: int
    clauses_before: int
    ordinal: bool
    share: bool
    bound: bool
    of_each: bool


def respectively(tables: Tables) -> pl.DataFrame:
    """Lists with 分别 whose names (or years) and values differ in number."""
    rows = reduced(tables["sentences"].select(COLUMNS), [WORD, IN_ORDER], r"[0-9]|第[一二三四五六七八九十]").iter_rows()
    return hits_frame((hit for row in rows for hit in _sentence_hits(*row)), EXACT)


def _sentence_hits(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    masked = INSIDE.sub(lambda m: MASK * len(m[0]), text)
    before: Respective | None = None
    for word in WORDS.finditer(masked):
        found = respective(masked, word.start())
        if found and before and _goes_on(masked, before, found, word.start()):
            # 甲、乙、丙产值分别达到a、b、c，分别增长x、y、z: the second list is of the same names
            found = replace(found, names=(len(before.values),) * 2, name_span=before.name_span, listed_before=0)
        severity = found and _severity(found)
        if found and severity:
            yield _hit(doc_id, text, at, found, severity)
        before = found


def _goes_on(masked: str, before: Respective, found: Respective, place: int) -> bool:
    """Whether a 分别 without names of its own stands right behind the values of another one with several."""
    behind = masked[before.values[-1][1] : place]
    return len(before.values) > 1 and found.names is None and bool(NO_NAMES.fullmatch(behind))


def respective(masked: str, place: int) -> Respective | None:
    """What stands around the 分别 at `place`; None where no closed list of numbers follows."""
    start = max((m.end() for m in CLAUSE_END.finditer(masked, 0, place)), default=0)
    stop = CLAUSE_END.search(masked, place)
    values = listed_values(masked, place + len(WORD), stop.start() if stop else len(masked))
    if not values:
        return None
    years, years_end = _years(masked, place)
    number = ITEM_NUMBER.match(masked, start)
    name_start = min(max(start, years_end, number.end() if number else 0), place)
    list_text = masked[place : values[-1][1] + 3]
    return Respective(
        names=_name_count(masked[name_start:place]),
        years=years,
        years_near=len(CLAUSE_END.findall(masked, years_end, place)) < 2,
        values=values,
        name_span=(name_start, place),
        listed_before=_listed(masked, start - 1) if start and not re.search("[0-9]", masked[name_start:place]) else 0,
        clauses_before=_clauses_of_one_number(masked, start - 1) if start else 0,
        ordinal=masked[values[0][0]] == "第",
        share=bool(SHARE.search(list_text)),
        bound=bool(BOUND.search(list_text)),
        of_each=bool(OF_EACH.search(masked, max(place - len(WORD), 0), values[0][0])),
    )


def listed_values(masked: str, start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """Spans of the first list of numbers in masked[start:stop], or of its only number; none where the list goes on in words."""
    numbers = [m.span() for m in NUMBER.finditer(masked, start, stop) if not DATE_AFTER.match(masked, m.end())]
    runs: list[list[tuple[int, int]]] = []
    for span in numbers:
        if runs and _is_next(masked, runs[-1][-1][1], span):
            runs[-1].append(span)
        else:
            runs.append([span])
    if len(runs) > 1 and len(runs[1]) > 1 and OTHER_LIST.fullmatch(masked, runs[0][-1][1], runs[1][0][0]):
        return tuple(runs[0])
    lists = [run for run in runs if len(run) > 1] or (runs if len(runs) == 1 else [])
    if not lists or "、" in masked[lists[0][-1][1] : stop]:
        return ()
    return tuple(lists[0])


def _is_next(masked: str, end: int, span: tuple[int, int]) -> bool:
    """Whether the number at `span` goes on the list whose last number ends at `end`."""
    if NEXT_VALUE.fullmatch(masked, end, span[0]):
        return True
    verb = OWN_VERB.fullmatch(masked, end, span[0])
    return bool(verb and masked.startswith(verb["unit"], span[1]))


def _years(masked: str, place: int) -> tuple[int | None, int]:
    """How many years the last list of years before `place` holds, and where it ends."""
    found = list(YEARS.finditer(masked, 0, place))
    if not found:
        return None, 0
    last = found[-1]
    spans = [(int(first), int(final or first)) for first, final in YEAR_SPAN.findall(last[1])]
    count = sum(final - first + 1 for first, final in spans)
    return (count if count > 1 else None), last.end()


def _name_count(names: str) -> tuple[int, int] | None:
    """The least and the most names that this may be a list of; None for a single name, which may stand for several.

    “甲、乙和丙丁” is two or three, “水果、蔬菜等农产品产量、产值” two or three (or six), “城乡居民收入” two.
    """
    joined = prod(JOINED_NAMES[word] for word in JOINED_NAME.findall(names)) * prod(
        len(word) for word in INDUSTRIES.findall(names)
    )
    parts = [_count(part) for part in re.split("等|的", names) if part]
    listed = [least for least, _ in parts if least > 1]
    most = prod(most for _, most in parts)
    if listed:
        return min([*listed, *_after_a_value(names)]), most * joined
    if joined > 1:
        return joined, most * joined
    return (1, most) if most > 1 else None


def _count(part: str) -> tuple[int, int]:
    """The least and the most names in a part: 甲、乙和丙丁 is two at least (和 within a name), four at most (甲丙, 乙丙 …)."""
    least, ands = part.count("、") + 1, len(AND.findall(part)) + 1
    return least + _joins_alike(part), least * ands


def _joins_alike(part: str) -> bool:
    """Whether the last 和 joins two names, since the one before it is made like the others: 甲县、乙县和丙县."""
    *others, last = part.split("、")
    names = AND.split(last)
    return bool(others) and len(names) == 2 and all(len(o) == len(names[0]) and o[-1:] == names[0][-1:] for o in others)


def _after_a_value(names: str) -> list[int]:
    """How many names follow the last item with a number, which may be a statement of its own: 产值增长5%、税收、利润分别…"""
    items = names.split("、")
    valued = [i for i, item in enumerate(items[:-1]) if re.search("[0-9]", item)]
    return [len(items) - 1 - valued[-1]] if valued else []


def _listed(masked: str, end: int) -> int:
    """How many items with a number the clause that ends at `end` lists: 新增企业5家、项目3个 → 2."""
    start = max((m.end() for m in CLAUSE_END.finditer(masked, 0, end)), default=0)
    items = masked[start:end].split("、")
    return len(items) if all(NUMBER.search(item) for item in items) else 0


def _clauses_of_one_number(masked: str, end: int) -> int:
    """How many clauses up to `end` give one number each, back to 其中: 其中，甲级5个，乙级3个，丙级2个 → 3; 0 without 其中."""
    behind = masked.rfind(AMONG, 0, end)
    clauses = (
        [clause for clause in re.split("[，；]", masked[behind + len(AMONG) : end]) if clause] if behind >= 0 else []
    )
    alike = all(len(NUMBER.findall(clause)) == 1 and WORD not in clause for clause in clauses)
    return len(clauses) if alike and "。" not in masked[behind:end] else 0


def _severity(found: Respective) -> Severity | None:
    """How surely names and values differ in number; None where they agree or where it cannot be told.

    A single value may be meant for each of the names, which is loose but not wrong, above all with a bound (达到90%以上).
    """
    given = len(found.values)
    if given == 1:
        return _severity_of_one(found)
    if found.names is None and not found.years and found.clauses_before > 2:
        return "info" if given != found.clauses_before and not found.name_span[1] - found.name_span[0] > SHORT else None
    if found.names is None:
        return "warning" if found.years and _lacks_years(found, given, found.years) else None
    low, high = found.names
    years = found.years or 1
    return None if low <= given <= high or given in (years, low * years, high * years) else "warning"


def _lacks_years(found: Respective, given: int, years: int) -> bool:
    """Whether a list is one of years that is not complete. Two values after five years may be two names in one word
    (牛羊出栏分别…), and more values than years, far from them, a list of other things."""
    return 2 * given > years if given < years else given > years and found.years_near


def _severity_of_one(found: Respective) -> Severity | None:
    if found.names and found.names[1] > 1:
        return "warning" if found.share and not found.bound and not found.of_each else "info"
    if found.years:
        return "warning" if found.ordinal else "info" if found.share else None
    return "info" if found.listed_before > 1 and found.name_span[0] < found.name_span[1] else None


def _hit(doc_id: str, text: str, at: int, found: Respective, severity: Severity) -> Hit:
    low, high, what, what_en = _expected(found)
    given = len(found.values)
    expected, expected_en = f"{low}", f"{low}"
    if low != high:
        expected = f"至少{low}" if given < low else f"至多{high}"
        expected_en = f"at least {low}" if given < low else f"at most {high}"
    quotes = [_quote(text, *found.name_span, at)] if found.name_span[0] < found.name_span[1] else []
    values = [_quote(text, start, unit_end(text, end), at) for start, end in found.values]
    listed = "、".join(value.text for value in values)
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"“分别”之前有{expected}{what}，之后应有同样多的数值，此处是{given}个：{listed}。",
        message_en=f"Before 分别 stand {expected_en} {what_en}, and as many values should follow; here it is {given}: {listed}.",
        evidence=text,
        quotes=(*quotes, *values),
        expected=expected,
        observed=str(given),
    )


def _expected(found: Respective) -> tuple[int, int, str, str]:
    if found.years and (found.names is None or found.names[0] == 1):
        return found.years, found.years, "个年份", "years"
    if found.names:
        return max(found.names[0], 2), max(found.names[1], 2), "个名称", "names"
    before = max(found.listed_before, found.clauses_before)
    return before, before, "个项目", "items"


def _quote(text: str, start: int, end: int, at: int) -> Quote:
    return Quote(text[start:end], at + start, at + end)


def unit_end(text: str, end: int) -> int:
    unit = UNIT.match(text, end)
    return unit.end() if unit else end


RESPECTIVELY = Rule(
    id="lists.respectively",
    title_zh="“分别”前后的名称与数值个数不同",
    title_en="As many values as names",
    checks_zh="“分别”之后的数值，应与它前面的名称或年份一一对应。",
    checks="A list with 分别 gives one value for each name, or one for each year, before it.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=respectively,
)
