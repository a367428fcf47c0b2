"""Rules on series: what adds up does not fall, what is hoped for is not less than what is promised."""

import re
from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: the values are compared as printed"
EXACT_ZH = "不容差：按所写的数值比较"

# 累计培育家庭农场分别达1000个、1100个、1200个: what adds up over the years, then its values
ADDS_UP = re.compile(r"累计[^，。；：、0-9]{0,30}")
VALUE = r"[0-9]+(?:\.[0-9]+)?"
UNIT = r"[^0-9，。；：、（）]{0,8}?"
SERIES = re.compile(
    rf"(?P<name>[^，。；：0-9]{{0,40}}分别[^，。；：、0-9]{{0,12}})(?P<values>{VALUE}{UNIT}(?:、{VALUE}{UNIT}){{2,}})(?=[，。；]|$)"
)
NUMBER = re.compile(VALUE)
REACHES = re.compile("分别(?:达到?|为|提高到|提升至|增至|增加到|降至|下降到|控制在|稳定在)?[^0-9，。；、]{0,6}$")
SHORTEST_RUN = 4
UNIT_AFTER = re.compile(r"[^0-9，。；：、（）以左]{0,3}")

# 突破124亿元、力争达到126亿元; 确保完成工业投资280亿元，力争300亿元
PROMISED = "(?:突破|达到?|超过|实现|完成|确保[^，。；、0-9]{0,12})"
FLOOR_AND_STRETCH = re.compile(
    rf"{PROMISED}(?<![0-9.])({VALUE})([^0-9，。；、]{{1,4}}?)(?:以上)?[、，]并?力争(?:达到?|突破|超过|实现|完成)?({VALUE})\2(?![^，。；、以左])"
)


def cumulative_falls(tables: Tables) -> pl.DataFrame:
    """Lists of cumulative values, one a year, in which one is less than the one before."""
    rows = candidates(tables, ["累计"], "分别").iter_rows()
    return hits_frame((hit for row in rows for hit in _falls(*row)), EXACT)


def _falls(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for series in SERIES.finditer(text):
        if not ADDS_UP.search(series["name"]):
            continue
        values = [(float(m[0]), _quote(text, m, at)) for m in NUMBER.finditer(text, *series.span("values"))]
        for (before, first), (after, second) in pairwise(values):
            if after < before:
                yield Hit(
                    doc_id=doc_id,
                    severity="warning",
                    message=f"累计数应逐年不减，此处从{first.text}降到{second.text}。",
                    message_en=f"A cumulative series should not fall; it goes from {first.text} to {second.text} here.",
                    evidence=text,
                    quotes=(first, second),
                    expected=f">= {first.text}",
                    observed=second.text,
                )


def breaks(tables: Tables) -> pl.DataFrame:
    """Lists of one value a year (2021—2025年…分别达到) that rise, or fall, but for a single value."""
    rows = candidates(tables, ["分别"], "[0-9]{4}年?—[0-9]{4}年").iter_rows()
    return hits_frame((hit for row in rows for hit in _breaks(*row)), EXACT)


def _breaks(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for series in SERIES.finditer(text):
        if not REACHES.search(series["name"]) or "、" in series["name"]:
            continue
        matches = list(NUMBER.finditer(text, *series.span("values")))
        place = _odd_one([float(m[0]) for m in matches])
        if place is None:
            continue
        odd = _quote(text, matches[place], at)
        others = [_quote(text, m, at) for i, m in enumerate(matches) if i != place]
        yield Hit(
            doc_id=doc_id,
            severity="info",
            message=f"逐年数值一般朝一个方向变化，此处唯独“{odd.text}”不是。",
            message_en=f"Values year by year mostly move one way; {odd.text} alone does not.",
            evidence=text,
            quotes=(odd, *others),
            observed=odd.text,
        )


def _odd_one(values: list[float]) -> int | None:
    """The place of the one value without which the others strictly rise, or strictly fall; None where all do, or none can be
    told."""
    if len(values) < SHORTEST_RUN or _one_way(values):
        return None
    places = [i for i in range(len(values)) if _one_way(values[:i] + values[i + 1 :])]
    return places[0] if places and len(places) <= 2 else None


def _one_way(values: list[float]) -> bool:
    steps = [after - before for before, after in pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def floor_above_stretch(tables: Tables) -> pl.DataFrame:
    """Targets whose promised floor lies above what is hoped for."""
    rows = candidates(tables, ["力争"], "[、，]并?力争").iter_rows()
    return hits_frame((hit for row in rows for hit in _upside_down(*row)), EXACT)


def _upside_down(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in FLOOR_AND_STRETCH.finditer(text):
        if float(match[1]) > float(match[3]):
            floor = Quote(match[1] + match[2], at + match.start(1), at + match.end(2))
            stretch = Quote(match[3] + match[2], at + match.start(3), at + match.end(3) + len(match[2]))
            yield Hit(
                doc_id=doc_id,
                severity="warning",
                message=f"力争目标应不低于底线目标，此处底线是{floor.text}，力争是{stretch.text}。",
                message_en=f"What is hoped for should not be below the floor: the floor is {floor.text}, the hope {stretch.text}.",
                evidence=text,
                quotes=(floor, stretch),
                expected=f">= {floor.text}",
                observed=stretch.text,
            )


def _quote(text: str, number: re.Match[str], at: int) -> Quote:
    unit = UNIT_AFTER.match(text, number.end())
    stop = unit.end() if unit else number.end()
    return Quote(text[number.start() : stop], at + number.start(), at + stop)


CUMULATIVE_FALLS = Rule(
    id="series.cumulative_falls",
    title_zh="累计数下降",
    title_en="A cumulative series that falls",
    checks_zh="写明是累计的一列数值，应逐年不减。",
    checks="The values of a list that is said to be cumulative (累计) do not fall from one year to the next.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=cumulative_falls,
)

BREAKS = Rule(
    id="series.breaks",
    title_zh="逐年数值中有一个例外",
    title_en="One value that breaks a run",
    checks_zh="逐年数值都上升或都下降、唯独一个不是，值得看一看。",
    checks="A list of one value a year that rises, or falls, but for one value is worth a look.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=breaks,
)

FLOOR_ABOVE_STRETCH = Rule(
    id="series.floor_above_stretch",
    title_zh="底线目标高于力争目标",
    title_en="A floor above the stretch target",
    checks_zh="既写底线目标又写力争目标时（突破a、力争达到b），b应不低于a。",
    checks="Where a report promises a floor and hopes for more (突破a、力争达到b), b is not below a.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=floor_above_stretch,
)
