"""Rules on a value beside its own goal: what is said to be reached is reached, and what is kept is kept, by as much as is said.

Sentences come in (新增就业5.2万人，超额完成4.8万人的任务; 失业率3.4%，低于4.2%的控制目标0.8个百分点; 突破600亿元，达到612亿元); a finding
goes out where the value lies on the other side of the goal, or another distance from it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.passages import UNIT as QUANTITIES
from expectations.rules.rounding import NUMBER, Printed, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: value and goal are compared as printed; a distance may lie half of the last digit of all three apart"
EXACT_ZH = "不容差：数值与目标按所写的比较；差距可差三个数末位数字各一半"

UNIT = f"%|‰|{QUANTITIES}|天"
VALUE = rf"(?<![0-9.第—:-])(?P<value>{NUMBER})(?P<unit>{UNIT})(?![0-9/以])(?:左右)?"
LINK = "[，、（]?(?:均|都|已|并|全年|全部|总体|始终|持续|继续|严格|有效|成功|圆满|牢牢|连续[0-9一二三四五六七八九十两]{1,3}[年月])*"
GOAL = rf"[^，。；：、0-9]{{0,12}}?(?P<goal>{NUMBER})(?P<goal_unit>{UNIT})"
MEANT = "[^，。；：、0-9]{0,10}?(?:目标|任务|计划|预期|指标|要求|控制数|控制线|警戒线|红线|底线)"
# 7.8‰，控制在9‰以内; 6.1%，低于全年控制在8%以内的目标; 68%，低于100%的警戒线
BELOW = re.compile(
    rf"{VALUE}{LINK}(?:(?<!不)低于|控制在|未超过|没有超过|未突破|没有突破|不超过|不高于|保持在|稳定在){GOAL}"
    rf"(?:(?P<within>以内|以下|之内|之下)|(?<!以上){MEANT})(?P<distance>(?P<by>{NUMBER})个百分点)?"
)
# 5.2万人，超额完成4.8万人的任务 (but 8家，完成200家以上企业改造 is another thing); 96.5%，完成了不低于96%的年度任务; 52.6亿斤，连续六年稳定在50亿斤以上
ABOVE = re.compile(
    rf"{VALUE}{LINK}(?:超额完成|高于|高出|超过|超出|不低于|不少于|达到|稳定在|保持在|(?P<done>完成)){GOAL}"
    rf"(?:(?P<within>(?(done)(?!)|以上))|(?!以内|以下){MEANT})(?P<distance>(?P<by>{NUMBER})个百分点)?"
)
# 突破亿元大关，达到1.08亿元; 突破600亿元，达到612亿元
PASSED = re.compile(
    rf"(?:突破|迈上|迈过|跨越|跨上|站上|越过)(?P<goal>{NUMBER})?(?P<goal_unit>[万亿]?(?:元|吨|公斤|斤|人次|人|户|亩|公里))(?:大关|台阶|关口)?"
    rf"[，、](?:总量)?(?:达到?|实现|完成|为|预计达到?){VALUE}"
)
# 达到52亿元，比计划目标40亿元超过12亿元
PAST_GOAL = re.compile(
    rf"比[^，。；、0-9]{{0,6}}?(?:“[^”]{{1,4}}”)?[^，。；、0-9]{{0,8}}?(?:目标|计划|任务|预期|预算)数?(?P<goal>{NUMBER})(?P<goal_unit>{QUANTITIES})"
    rf"(?P<verb>超过|超出|超收|超额|超|多|少|短)(?:了|完成)?(?P<by>{NUMBER})(?P<by_unit>{QUANTITIES})"
)
ANY_VALUE = re.compile(rf"(?<![0-9.第—:-])(?P<value>{NUMBER})(?P<unit>{QUANTITIES})(?![0-9/])")
SHORT_OF = "少短"
FALLS = re.compile("下降|减少|降低|回落|减亏")
STEP = re.compile("增加|净增|增收|新增长|提高|增长")
ORDER = {"<": "不高于", ">": "不低于"}


def attained(tables: Tables) -> pl.DataFrame:
    """Values that lie beyond the limit that they are said to keep, short of the goal that they are said to reach, or another
    distance from it than is said."""
    words = ("比", "低于", "在", "超", "不", "高", "完成", "达到", "突破", "迈", "跨", "站上", "越过")
    pattern = f"(?:{UNIT})[，、（]?.{{0,16}}(?:低于|控制在|超|突破|高|完成|不|保持在|稳定在|达到).*[0-9]|(?:突破|[迈跨站越][上过越]).{{0,8}}(?:大关|台阶|[{'元吨斤人户亩里'}])[，、]"
    pattern += "|比[^，。；、0-9]*[0-9.]+[^，。；、0-9]*[超多少短]"
    rows = candidates(tables, words, pattern).iter_rows()
    return hits_frame((hit for row in rows for hit in _sentence_hits(*row)), EXACT)


def _sentence_hits(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for pattern, order in ((BELOW, "<"), (ABOVE, ">"), (PASSED, ">")):
        for match in pattern.finditer(text):
            value = printed(match["value"], match["unit"])
            goal = printed(match["goal"] or "1", match["goal_unit"])
            if value.base == goal.base and not _of_other_kinds(text, match):
                yield from _hit((doc_id, text, at), match, value, goal, order)
    yield from _past_goal(doc_id, text, at)


def _past_goal(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    """Values whose distance from the goal that they are set against is another one than is said."""
    for match in PAST_GOAL.finditer(text):
        goal, by = printed(match["goal"], match["goal_unit"]), printed(match["by"], match["by_unit"])
        begin = max(text.rfind(mark, 0, match.start()) for mark in "。；") + 1
        values = [
            one for one in ANY_VALUE.finditer(text, begin, match.start()) if printed("1", one["unit"]).base == goal.base
        ]
        if not values or by.base != goal.base:
            continue
        value = printed(values[-1]["value"], values[-1]["unit"])
        apart = goal.interval - value.interval if match["verb"] in SHORT_OF else value.interval - goal.interval
        if not apart.meets(by.interval):
            spans = [
                values[-1].span(), (match.start("goal"), match.end("goal_unit")), (match.start("by"), match.end("by_unit"))
            ]  # fmt: skip
            yield _distance_hit((doc_id, text, at), value, goal, by, spans)


def _distance_hit(
    sentence: tuple[str, str, int], value: Printed, goal: Printed, by: Printed, spans: list[tuple[int, int]]
) -> Hit:
    doc_id, text, at = sentence
    made = abs(value.number * value.factor - goal.number * goal.factor) / by.factor
    sum_text = f"{value.number}{value.unit}与{goal.number}{goal.unit}相差{made.normalize():f}{by.unit}"
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"{sum_text}，所写的是{by.number}{by.unit}。",
        message_en=f"{value.number}{value.unit} and {goal.number}{goal.unit} are {made.normalize():f}{by.unit} apart; {by.number}{by.unit} stands here.",
        evidence=text,
        quotes=tuple(Quote(text[start:stop], at + start, at + stop) for start, stop in spans),
        expected=f"{made.normalize():f}{by.unit}",
        observed=f"{by.number}{by.unit}",
    )


def _of_other_kinds(text: str, match: re.Match[str]) -> bool:
    """Whether value and goal are of two kinds: a change beside a level, a fall beside a rise."""
    clause = re.split("[，。；：、]", text[: match.start("value")])[-1] if match.re is not PASSED else ""
    between = text[match.end("unit") : match.start("goal")] if match.re is not PASSED else ""
    falls = bool(FALLS.search(clause))
    if falls and match.re is BELOW:
        return True
    return falls != bool(FALLS.search(between)) or (bool(STEP.search(clause)) and match["unit"] not in "%‰")


def _hit(
    sentence: tuple[str, str, int], match: re.Match[str], value: Printed, goal: Printed, order: str
) -> Iterator[Hit]:
    doc_id, text, at = sentence
    apart = value.number * value.factor - goal.number * goal.factor
    beyond = apart > 0 if order == "<" else apart < 0
    by = Decimal(match["by"]) if match.re is not PASSED and match["by"] else None
    room = value.half_digit + goal.half_digit + (printed(match["by"], "%").half_digit if by is not None else 0)
    if not beyond and (by is None or abs(abs(apart) - by) <= room):
        return
    first, second = sorted(((match.start("value"), match.end("unit")), (_goal_start(match), match.end("goal_unit"))))
    spans = [first, second, *([(match.start("by"), match.end("distance"))] if by is not None else [])]
    expected = (
        f"{'<=' if order == '<' else '>='} {goal.number}{goal.unit}"
        if beyond
        else f"{abs(apart).normalize():f}个百分点"
    )
    what = (
        f"所写的{value.number}{value.unit}应{ORDER[order]}{goal.number}{goal.unit}"
        if beyond
        else f"{value.number}{value.unit}与{goal.number}{goal.unit}相差{abs(apart).normalize():f}，所写的是{by}"
    )
    yield Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"{what}。",
        message_en=f"{value.number}{value.unit} should lie {'within' if order == '<' else 'at or above'} {goal.number}{goal.unit}, by as much as is said.",
        evidence=text,
        quotes=tuple(Quote(text[start:end], at + start, at + end) for start, end in spans),
        expected=expected,
        observed=f"{value.number}{value.unit}" if beyond else f"{by}个百分点",
    )


def _goal_start(match: re.Match[str]) -> int:
    return match.start("goal") if match["goal"] else match.start("goal_unit")


ATTAINED = Rule(
    id="targets.attained",
    title_zh="数值与其旁所写的目标不符",
    title_en="A value on the wrong side of the goal beside it",
    checks_zh="写明完成、超过、控制在目标之内的数值，应在目标的这一边；写出差距的，差距应相符。",
    checks="A value that is said to reach a goal, to pass it or to keep within it does so, by as much as is said.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=attained,
)
