"""Two statements of one report under one name: whether they are of one thing, and whether both can be true.

What stands around a number tells its scope (a part of the place, of the year, of the stock); two numbers are compared where
these words say the same of both. A bound agrees with all that lies beyond it, and about a value with all that is near.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from expectations.rules.rounding import NUMBER
from expectations.rules.rule import Quote

NEAR = 12  # characters between a number and its own name
# Names of so many different things that two of them need not be the same
GENERIC = re.compile(
    "(?:年度|本年|当年|计划|概算|估算|总|完成|实现|新增|新建|累计|重点|重大|在建|续建|开工|竣工|前期|协议|合同|签约|到位|产业|基础设施|民生|建设|[0-9]*亿元以上)*"
    "(?:投资额?|计划|目标|任务|预算|预期|项目|资金|面积|金额|企业|人数|户数|数量|任务|产值|产量|收入|规模|专项|工程|专任教师|教职工|在校学?生|毕业生|招生|(?:惠及|受益|超过).*)?"
)

# What tells the scope of a number; two numbers are compared only where these say the same of both
SCOPES = (
    re.compile(
        "主?城区|园区|开发区|经开区|高新区|新区|保税区|各县|县级|县城(?!镇)|乡镇|片区|本级|市级|省级|区级|国家级"
    ),
    re.compile("[一二三四]季度|上半年|下半年|[0-9]—[0-9]+月|[0-9]月|月[末底]|月均|每月|[日天]均"),
    re.compile("新增|净增|新[建创认培签开]|增加|第[一二三四五]批|连续"),
    re.compile("每年|年均|平均|人均|户均|亩均"),
)
# The same, but for twins: what is told alone in one place stands in a list, or is said to add up, in the other
LOOSE_SCOPES = (re.compile("累计|总量|总数|总计|存量|历年"), re.compile("其中"))
NUMBER_IN_QUOTE = re.compile(NUMBER)
# 比上年末增加3万人: what a change is a change from; where nothing is said, and in 同比, it is the year before
CHANGED_FROM = re.compile("(?:比|较)([0-9]{4}年[末底]?|[^，。；：、0-9]{1,10})$")
YEAR_BEFORE = re.compile("[上去]年(?:[末底]|同期)?|同期|上年末")
LAST_YEAR = re.compile("([到至止])?(?:[0-9]{4}年?—)?[0-9]{4}年[末底]?(?!.*[0-9]{4}年)")
STOCK = re.compile("达|突破|超过|稳定|保持|控制|总量|累计|增至|增加到|提高到|提升到")
# What is always told for the year: 产量达到98万吨 and 产量98万吨 say the same
YEARLY = re.compile("总产|产量|面积|生产总值|人均|率|浓度|天数|财政收入|预算收入")
RANKED_IN = re.compile("全[国省市州盟区县旗]|第[一二三四五六七八九十]产业")
OWN_PLACE = re.compile("高新区|经开区|开发区|园区|新区|新城|示范区")
CLAUSE_END = re.compile("[，；。：！？|]")
LISTED_BEFORE = "等"  # 甲、乙等9个: how many were picked to be named


STATEMENT = (
    "indicator", "key", "indicator_code", "comparator", "value_base", "high", "half_digit", "origin", "section_id", "heading",
    "span", "evidence", "before", "quote", "char_start", "char_end",
)  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One number that a report states: the value or range that it allows, its section, the span of years that its part of
    the report looks back on, its sentence before it."""

    name: str
    key: str
    code: str | None
    comparator: str
    low: float
    high: float | None
    half_digit: float
    origin: str
    section: str | None
    heading: str
    span: str | None
    evidence: str
    before: str
    quote: Quote

    @property
    def clause(self) -> str:
        """The words of the number's own clause before it, with its name."""
        return CLAUSE_END.split(self.before)[-1] + self.name

    @property
    def is_named(self) -> bool:
        """Whether its name ends beside the number, or, for a canonical one, in its sentence: a number whose name was carried
        over from further off may be of another thing."""
        if self.origin == "table":
            return True
        behind = self.evidence[len(self.before) + len(self.quote.text) :]
        near = self.before[-NEAR:] + "|" + behind[: len(self.name) + NEAR // 2]
        return self.name[-2:] in (self.evidence if self.code else near)

    def changed_from(self, year: int | None) -> str:
        """The words for what a change in `year` is a change from; none for the year before."""
        said = CHANGED_FROM.search(self.before)
        words = said[1] if said else ""
        before = YEAR_BEFORE.fullmatch(words) or (year is not None and words.rstrip("末底") == f"{year - 1}年")
        return "" if before else words

    @property
    def last_digit(self) -> float:
        """What one of its last digit that is not 0 stands for (8.5: 0.1, 300: 100)."""
        digits = NUMBER_IN_QUOTE.findall(self.quote.text)
        number = Decimal(digits[-1]).normalize() if digits else Decimal(0)
        exponent = number.as_tuple().exponent
        if not number or not isinstance(exponent, int):
            return float("inf")
        return abs(self.low) * float(Decimal(1).scaleb(exponent) / number)

    @property
    def nearness(self) -> float:
        """How far what is told as about this value may lie from it: one of its last digit but one, or of its only one
        (8.5左右: 1, 约300: 100)."""
        digits = NUMBER_IN_QUOTE.findall(self.quote.text)
        several = digits and len(Decimal(digits[-1]).normalize().as_tuple().digits) > 1
        return self.last_digit * (10 if several else 1)

    @property
    def is_stock(self) -> bool:
        """Whether it says how much there is by then (到2025年…, 达到…), not how much comes in the year."""
        year = LAST_YEAR.search(self.before)
        return bool(year and year[1]) or bool(STOCK.search(self.clause + self.quote.text))


def statement(
    name: str, key: str, code: str | None, comparator: str, low: float, high: float | None, half_digit: float, origin: str,
    section: str | None, heading: str, span: str | None, evidence: str, before: str, quote: str, start: int, end: int,
) -> Statement:  # fmt: skip
    return Statement(
        name, key, code, comparator, low, high, half_digit, origin, section, heading, span, evidence, before,
        Quote(quote, start, end),
    )  # fmt: skip


def comparable(
    first: Statement, second: Statement, status: str, measure: str, year: int | None, *, twins: bool = False
) -> bool:
    """Whether nothing in the words around two numbers says that they are of different things."""
    both = (first, second)
    if any(GENERIC.fullmatch(s.name) or s.before.endswith(LISTED_BEFORE) for s in both):
        return False
    scopes = SCOPES if twins else (*SCOPES, *LOOSE_SCOPES)
    if any(_words(scope, first) != _words(scope, second) for scope in scopes):
        return False
    if measure == "change":
        return all(s.is_named for s in both) and first.changed_from(year) == second.changed_from(year)
    if measure == "rank":
        return (
            all(s.is_named for s in both)
            and bool(_words(RANKED_IN, first))
            and _words(RANKED_IN, first) == _words(RANKED_IN, second)
        )
    if measure != "level":
        return True
    if not all(s.is_named for s in both) or _of_other_spans(first, second):
        return False
    elsewhere = bool(OWN_PLACE.search(first.heading)) != bool(OWN_PLACE.search(second.heading))
    yearly = "table" in (first.origin, second.origin) or all(YEARLY.search(s.name) for s in both)
    flow_and_stock = status == "target" and first.is_stock != second.is_stock and not yearly
    return not flow_and_stock and (first.section == second.section or not elsewhere)


def _of_other_spans(first: Statement, second: Statement) -> bool:
    """Whether one comes in a year and the other in five; what there is in the end is the same for both."""
    spans = {first.span, second.span}
    return spans == {"one", "five"} and not (first.is_stock and second.is_stock)


def _words(scope: re.Pattern[str], statement: Statement) -> set[str]:
    return set(scope.findall(statement.clause))


def compatible(first: Statement, second: Statement, status: str) -> bool:
    """Whether one number can be true beside the other: a floor beside all that lies above it, about beside anything."""
    kinds = {first.comparator, second.comparator}
    if len(kinds) == 1:
        return status == "actual" and kinds <= {"ge", "le", "approx"}
    if "approx" in kinds:
        about, other = (first, second) if first.comparator == "approx" else (second, first)
        near = about.last_digit if status == "target" else about.nearness
        return other.comparator != "eq" or abs(about.low - other.low) <= near + other.half_digit
    if status == "target" and "eq" in kinds and first.code and first.origin != second.origin:
        return abs(first.low - second.low) <= first.half_digit + second.half_digit
    return _reaches(first, second) and _reaches(second, first)


def _reaches(bound: Statement, other: Statement) -> bool:
    """Whether `other` keeps within what `bound` allows."""
    room = bound.half_digit + other.half_digit
    if bound.comparator == "ge" and bound.low < 0:  # 下降3%以上 is 3 or more, and the value lower
        return other.low <= bound.low + room
    if bound.comparator == "ge":
        return (other.high or other.low) >= bound.low - room
    if bound.comparator == "le":
        return other.low <= bound.low + room
    if bound.comparator == "between" and bound.high is not None:
        return bound.low - room <= other.low <= bound.high + room
    return True
