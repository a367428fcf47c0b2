"""Rules on lists with 分别 whose names, or whose second values, stand in the clause beside them.

发展甲、乙、丙三大产业，产值分别达到a、b、c gives one value for each name of the clause before; 产值分别达到a、b、c，同比增长x、y、z gives the
same names a second list; 甲5亿元，乙3亿元，分别增长x、y names them in clauses of their own. A finding goes out where the numbers of
names and values differ.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import COLUMNS, reduced
from expectations.rules.counts import numeral
from expectations.rules.lists import (
    CLAUSE_END,
    IN_ORDER,
    INSIDE,
    MASK,
    WORD,
    WORDS,
    Respective,
    listed_values,
    respective,
    unit_end,
)
from expectations.rules.rounding import NUMBER
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

EXACT = (
    "exact: both are counted; one value alone may be meant for all names where it has a bound, or follows without 分别"
)
EXACT_ZH = "不容差：两边逐个清点；带“以上”等界限的，或不写“分别”的单个数值，可能是对各项而言"

NUMERALS = "二三四五六七八九十"
# 新能源、新材料、电子信息三大产业，: names and their number; 甲镇、乙镇、丙镇各建1座，: names alone
COUNTED_NAMES = re.compile(
    rf"^(?:[0-9]{{1,3}}[.、])?[^0-9]*?(?P<items>[^，。；：0-9、]+(?:[、和与及][^，。；：0-9、]+)+?)(?P<count>[0-9]{{1,2}}|[{NUMERALS}])(?:大|个|项|类|条|座|家)[^，。；：0-9、]{{0,10}}$"
)
NAMES_EACH = re.compile(r"(?P<items>[^，。；：0-9、]{2,12}(?:、[^，。；：0-9、]{2,12})+)各[^，。；：、]{2,24}$")
# From the last value of a list to the first of another of the same names: 亿元，同比增长
SECOND_LIST = re.compile(
    r"[^0-9，。；、]{0,8}[，、](?:占比|增速|增幅|(?:同比|[比较](?:上年|去年|年初)(?:同期)?)(?:均|各)?(?:增长|增加|提高|上升|下降|减少|降低)|增长|增加|提高|上升|下降)(?:了|为|达|约)?$"
)
ANOTHER_MEASURE = re.compile("[^0-9，。；、]{0,8}[，、][^0-9，。；、和与及]{1,4}")
NAMED = re.compile("[和与及、]")
EACH_TIME = re.compile("各|每")  # 各县市分别新建1所: the same for each
LONGEST_LINK = 4  # characters before 分别 that name nothing: 同比, 占比
ONE_NUMBER = re.compile(rf"[^0-9]{{2,}}(?<!第){NUMBER}[^0-9%‰倍点]{{1,8}}")  # 全年进口5亿元


def beside(tables: Tables) -> pl.DataFrame:
    """Lists with 分别 that have more or fewer values than the clause beside them has names or values."""
    rows = reduced(tables["sentences"].select(COLUMNS), [WORD, IN_ORDER], "[0-9]").iter_rows()
    return hits_frame((hit for row in rows for hit in _sentence_hits(*row)), EXACT)


def _sentence_hits(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    masked = INSIDE.sub(lambda m: MASK * len(m[0]), text)
    sentence, before = (doc_id, text, at), None
    for word in WORDS.finditer(masked):
        found = respective(masked, word.start())
        if found:
            yield from _another_measure(sentence, masked, before, found)
            yield from _second_list(sentence, masked, found)
            yield from _names_before(sentence, masked, found)
            yield from _alone_behind_several(sentence, masked, found)
        before = found


def _second_list(sentence: tuple[str, str, int], masked: str, found: Respective) -> Iterator[Hit]:
    """A list right behind another of the same names that is longer or shorter."""
    first, end = found.values, found.values[-1][1]
    link = re.compile(NUMBER).search(masked, unit_end(masked, end))
    if len(first) < 2 or not link or not SECOND_LIST.fullmatch(masked, end, link.start()):
        return
    stop = CLAUSE_END.search(masked, link.start())
    second = listed_values(masked, link.start(), stop.start() if stop else len(masked))
    alone = len(second) == 1
    if second and second[0][0] == link.start() and len(second) != len(first) and not (alone and found.bound):
        yield _hit(sentence, first, second, len(first), "info" if alone else "warning")


def _another_measure(
    sentence: tuple[str, str, int], masked: str, before: Respective | None, found: Respective
) -> Iterator[Hit]:
    """A second 分别 right behind the values of one, for another measure of the same names (产值分别达到a、b、c，增速分别为x、y)."""
    start, place = found.name_span
    if before is None or found.names or found.years or len(before.values) < 2 or len(found.values) < 2:
        return
    same_names = place - start <= LONGEST_LINK and ANOTHER_MEASURE.fullmatch(masked, before.values[-1][1], place)
    if same_names and place > start and len(before.values) != len(found.values):
        yield _hit(sentence, before.values, found.values, len(before.values), "warning")


def _names_before(sentence: tuple[str, str, int], masked: str, found: Respective) -> Iterator[Hit]:
    """Values that are not as many as the names that the clause before lists."""
    start, place = found.name_span
    own = masked[start:place]
    if len(found.values) < 2 or found.names or found.years or NAMED.search(own):
        return
    comma = max((m.start() for m in CLAUSE_END.finditer(masked, 0, place)), default=0)
    clause = CLAUSE_END.split(masked[:comma])[-1] if masked[comma] == "，" else ""
    counted, each = COUNTED_NAMES.search(clause), NAMES_EACH.search(clause)
    expected = (_counted(counted) if counted else 0) or (each["items"].count("、") + 1 if each else 0)
    if expected > 1 and expected != len(found.values):
        yield _hit(
            sentence,
            ((comma - len(clause), comma),),
            found.values,
            expected,
            "warning" if counted and not each else "info",
        )


def _counted(names: re.Match[str]) -> int:
    """How many names a list has by its own number; 0 where the number is of something else."""
    stated, least = numeral(names["count"]) or 0, names["items"].count("、") + 1
    return stated if least <= stated <= least + len(NAMED.findall(names["items"])) else 0


def _alone_behind_several(sentence: tuple[str, str, int], masked: str, found: Respective) -> Iterator[Hit]:
    """One value after 分别 where two clauses before it give a number each (甲5亿元，乙3亿元，分别增长8%)."""
    start, place = found.name_span
    if len(found.values) > 1 or found.bound or found.names or found.years or place - start > LONGEST_LINK:
        return
    before = re.split("[，、]", re.split("[；。：]|其中", masked[:start].rstrip("，、"))[-1])
    alike = 0
    for clause in reversed(before):
        if not ONE_NUMBER.fullmatch(clause):
            break
        alike += 1
    begin = start - 1 - len("，".join(before[-alike:])) if alike > 1 else start
    if found.share and alike > 1:
        yield _hit(sentence, ((begin, start - 1),), found.values, alike, "warning")
    elif not found.ordinal and not EACH_TIME.search(masked, 0, place):  # names further off
        yield _hit(sentence, (), found.values, 2, "info")


def _hit(
    sentence: tuple[str, str, int],
    before: tuple[tuple[int, int], ...],
    listed: tuple[tuple[int, int], ...],
    expected: int,
    severity: Severity,
) -> Hit:
    doc_id, text, at = sentence
    numbers = [(start, unit_end(text, end)) for start, end in listed]
    quotes = tuple(Quote(text[start:end], at + start, at + end) for start, end in (*before, *numbers))
    stated = "、".join(text[start:end] for start, end in numbers)
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=(
            f"相邻分句所列的有{expected}项，“分别”所列的数值应同样多，此处是{len(listed)}个：{stated}。"
            if before
            else f"“分别”之后应有不止一个数值，此处只有{stated}。"
        ),
        message_en=(
            f"The clause beside it lists {expected}, and as many values should stand here; there are {len(listed)}: {stated}."
            if before
            else f"More than one value should follow 分别; {stated} stands alone."
        ),
        evidence=text,
        quotes=quotes,
        expected=str(expected),
        observed=str(len(listed)),
    )


BESIDE = Rule(
    id="lists.beside",
    title_zh="“分别”所列与相邻分句的个数不同",
    title_en="A list that differs in number from the clause beside it",
    checks_zh="名称写在前一分句（三大产业，产值分别为…），或同一批名称有第二列数值（…，同比增长…）时，个数应相同。",
    checks="Where the names of a list with 分别 stand in the clause before, or a second list of them behind it, they are as many.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=beside,
)
