"""Rules on agreement: what a report says twice, it says alike.

The statements come from `observations` (text and tables), one row a number; what goes out are pairs of sentences that
give one indicator of one place and year two values. Two numbers are of one indicator by its code, or by its name without
the verbs around it (争创, 创建 and 建成 the same thing). Of two names that only end alike (托育示范机构, 示范机构) the
numbers are compared where others of the same two sentences agree.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame
from expectations.rules.spans import span_marks

ROUNDED = "half of the last printed digit of each value, none for plain counts; a bound (以上, 以内) agrees with every value beyond it"
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差；写“以上”“以内”的，与其范围之内的任何数都相符"

# Words around a thing that do not change which thing it is: 争创全国示范性社区, 创建全国示范社区
VERBS = "力争|确保|争取|争创|新?创建|建设|建成|培育|打造|引进|完成|实现|开设|设置|达到|全市|全省|全县|全区|全州|性|的"
MEASURE_WORDS = "(?:占比|比例|比重|率|数量|总数|数)$"
SHORTEST_NAME = 4
SHORTEST_BARE_NAME = 3  # 120个城市, 75个城市: a word that anything may be counted in
NEAR = 12  # characters between a number and its own name
# Names of so many different things that two of them need not be the same
GENERIC = re.compile(
    "(?:年度|本年|当年|计划|概算|估算|总|完成|实现|新增|新建|累计|重点|重大|在建|续建|开工|竣工|前期|协议|合同|签约|到位|产业|基础设施|民生|建设|[0-9]*亿元以上)*"
    "(?:投资额?|项目|资金|面积|金额|企业|人数|户数|数量|任务|产值|产量|收入|规模|专项|工程|专任教师|教职工|在校学?生|毕业生|招生|(?:惠及|受益|超过).*)?"
)

# What tells the scope of a number; two numbers are compared only where these say the same of both
SCOPES = (
    re.compile(
        "主?城区|园区|开发区|经开区|高新区|新区|保税区|各县|县级|县城(?!镇)|乡镇|片区|本级|市级|省级|区级|国家级"
    ),
    re.compile("[一二三四]季度|上半年|下半年|[0-9]—[0-9]+月|[0-9]月|月[末底]|月均|每月|[日天]均"),
    re.compile("新增|净增|新[建创认培签开]|增加|第[一二三四五]批|连续"),
    re.compile("每年|年均|平均|人均|户均|亩均"),
    re.compile("累计|总量|总数|总计|存量|历年"),
    re.compile("其中"),
)
LAST_YEAR = re.compile("([到至止])?(?:[0-9]{4}年?—)?[0-9]{4}年[末底]?(?!.*[0-9]{4}年)")
STOCK = re.compile("达|突破|超过|稳定|保持|控制|总量|累计|增至|增加到|提高到|提升到")
STRETCH = "力争"
OWN_PLACE = re.compile("高新区|经开区|开发区|园区|新区|新城|示范区")
ROUNDING = 1.000001  # room for what binary fractions lose
CLAUSE_END = re.compile("[，；。：！？|]")
LISTED_BEFORE = "等"  # 甲、乙等9个: how many were picked to be named

SAME = ("doc_id", "measure", "unit_base", "year", "year_from", "status", "region")
STATEMENT = (
    "indicator", "key", "indicator_code", "comparator", "value_base", "high", "half_digit", "origin", "section_id", "heading",
    "span", "evidence", "before", "quote", "char_start", "char_end",
)  # fmt: skip
MAGNITUDES = {100_000_000: "亿", 10_000: "万"}
MOSTLY = 2  # times as many numbers that differ as agree: the two sentences speak of two things


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

    @property
    def is_stock(self) -> bool:
        """Whether it says how much there is by then (到2025年…, 达到…), not how much comes in the year."""
        year = LAST_YEAR.search(self.before)
        return bool(year and year[1]) or bool(STOCK.search(self.clause + self.quote.text))


def same_indicator(tables: Tables) -> pl.DataFrame:
    """Indicators that a report states twice for one place and year, with values that differ beyond rounding."""
    stated = _stated(tables["observations"])
    pairs = pl.concat([_named_alike(stated), _ending_alike(stated)])
    chosen = _described(pairs, stated, tables)
    return hits_frame(_hits(chosen), ROUNDED)


def _stated(observations: pl.DataFrame) -> pl.DataFrame:
    """Levels, ratios and growth rates with a year; `key` is the bare name, `same` what two of them must share."""
    factor = (pl.col("value_base") / pl.col("value")).fill_nan(1.0).abs()
    key = pl.col("indicator").str.replace_all(VERBS, "").str.replace_all(MEASURE_WORDS, "")
    stated = observations.with_row_index("row").filter(
        pl.col("measure").is_in(["level", "ratio", "growth"]),
        pl.col("value_base").is_not_null(),
        pl.col("year").is_not_null(),
    )
    return stated.with_columns(
        key.alias("key"),
        pl.struct(SAME).hash().alias("same"),
        half_digits(observations).alias("half_digit"),
        (pl.col("value_max") * factor).alias("high"),
    )


def _named_alike(stated: pl.DataFrame) -> pl.DataFrame:
    """Differing pairs of one code or one bare name, unless nearly all numbers of the two sentences differ."""
    name = pl.coalesce("indicator_code", "key")
    long = pl.col("indicator_code").is_not_null() | (pl.col("key").str.len_chars() >= SHORTEST_BARE_NAME)
    pairs = _pairs(stated.filter(long), name)
    return _differing(pairs).filter((pl.col("differ") < MOSTLY) | (pl.col("differ") < MOSTLY * pl.col("agree")))


def _ending_alike(stated: pl.DataFrame) -> pl.DataFrame:
    """Differing pairs whose bare names only end alike, of sentences that agree in another number under such names."""
    long = stated.filter(pl.col("key").str.len_chars() >= SHORTEST_NAME)
    key, other = pl.col("key"), pl.col("key_b")
    pairs = _pairs(long, pl.col("key").str.slice(-2)).filter(
        key != other,
        pl.col("indicator_code").eq_missing(pl.col("indicator_code_b")),
        key.str.ends_with(other) | other.str.ends_with(key),
    )
    return _differing(pairs).filter(pl.col("agree") > 0, pl.col("differ") <= pl.col("agree"))


def _pairs(stated: pl.DataFrame, name: pl.Expr) -> pl.DataFrame:
    """Pairs of rows of two sentences that share `name` and `same`."""
    columns = (
        "group", "row", "doc_id", "key", "indicator_code", "measure", "status", "value_base", "half_digit", "evidence",
    )  # fmt: skip
    grouped = stated.with_columns(pl.struct("same", name.alias("name")).hash().alias("group")).select(columns)
    rows = grouped.filter(pl.len().over("group") > 1).lazy()
    two = (pl.col("row") < pl.col("row_b")) & (pl.col("evidence") != pl.col("evidence_b"))
    return rows.join(rows, on="group", suffix="_b").filter(two).collect()


def _differing(pairs: pl.DataFrame) -> pl.DataFrame:
    """row, row_b of the pairs whose values differ, less those whose value the other sentence has as well.

    `coarser` marks target shares that differ only as rounding allows (46% and 46.3%), since a target is not measured;
    `agree` and `differ` count the pairs of the same two sentences.
    """
    difference = (pl.col("value_base") - pl.col("value_base_b")).abs()
    apart = difference > (pl.col("half_digit") + pl.col("half_digit_b")) * ROUNDING
    coarser = (pl.col("measure") == "ratio") & (pl.col("status") == "target") & ~apart & (difference > 0)
    sides = ("doc_id", "evidence", "evidence_b")
    matched = (~pl.col("apart")).any()
    found = (
        pairs.with_columns(apart.alias("apart"), coarser.alias("coarser"))
        .with_columns(
            (matched.over("group", "row", "evidence_b") | matched.over("group", "row_b", "evidence")).alias("matched")
        )
        .with_columns((pl.col("apart") & ~pl.col("matched")).alias("odd"))
        .with_columns(
            (~pl.col("apart")).sum().over(sides).alias("agree"), pl.col("odd").sum().over(sides).alias("differ")
        )
    )
    return found.filter(pl.col("odd") | pl.col("coarser")).select("row", "row_b", "coarser", "agree", "differ")


def _described(pairs: pl.DataFrame, stated: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The pairs with what is stated on both sides (columns of `STATEMENT`, the second with `_b`)."""
    rows = pl.concat([pairs.select("row"), pairs.select(row="row_b")]).unique()
    chosen = stated.join(rows, on="row", how="semi")
    titles = tables["sections"].select("doc_id", "section_id", pl.col("title").alias("heading"))
    sentences = (
        tables["sentences"]
        .select("doc_id", "text", pl.col("char_start").alias("start"))
        .filter(pl.col("doc_id").is_in(chosen["doc_id"].unique().implode()))
        .sort("doc_id", "start")
    )
    spans = span_marks(sentences).select("doc_id", "start", "span")
    at = pl.col("char_start") - pl.col("start")
    here = pl.col("evidence").str.slice(at, pl.col("quote").str.len_chars()) == pl.col("quote")
    placed = (
        chosen.sort("doc_id", "char_start")
        .join_asof(sentences.drop("text"), left_on="char_start", right_on="start", by="doc_id", check_sortedness=False)
        .join_asof(spans, left_on="char_start", right_on="start", by="doc_id", suffix="_told", check_sortedness=False)
        .with_columns(pl.col("evidence").str.slice(0, pl.when(here).then(at).otherwise(0)).alias("before"))
        .join(titles, on=["doc_id", "section_id"], how="left")
        .with_columns(pl.col("heading").fill_null(""))
    )
    one = placed.select("row", "doc_id", "year", "status", "measure", *STATEMENT)
    other = placed.select("row", *STATEMENT).rename({name: f"{name}_b" for name in ("row", *STATEMENT)})
    kinds = tables["documents"].select("doc_id", "kind")
    return (
        pairs.sort("row", "row_b")
        .join(one, on="row", maintain_order="left")
        .join(other, on="row_b", maintain_order="left")
        .join(kinds, on="doc_id", maintain_order="left")
    )


def _hits(pairs: pl.DataFrame) -> Iterator[Hit]:
    other = [f"{name}_b" for name in STATEMENT]
    about = pairs.select("row", "row_b", "doc_id", "year", "status", "measure", "kind", "coarser").iter_rows()
    found: list[tuple[tuple[int, int], str, Statement, Statement, int, Severity]] = []
    for (row, row_b, doc_id, year, status, measure, kind, coarser), one, two in zip(
        about, pairs.select(STATEMENT).iter_rows(), pairs.select(other).iter_rows(), strict=True
    ):
        first, second = _statement(*one), _statement(*two)
        if _comparable(first, second, status, measure) and not _compatible(first, second, status):
            severity: Severity = "info" if coarser else _severity(first, second, kind, measure)
            found.append(((row, row_b), doc_id, first, second, year, severity))
    times = Counter(row for rows, *_ in found for row in rows)
    for rows, doc_id, first, second, year, grade in found:
        wrong = [statement for statement, row in zip((first, second), rows, strict=True) if times[row] > 1]
        yield _hit(doc_id, first, second, year, grade, wrong[0] if len(wrong) == 1 else None)


def _severity(first: Statement, second: Statement, kind: str, measure: str) -> Severity:
    """A report's own figures are warnings. Tasks of a plan may each mean a part of the whole without saying so, and one of
    two numbers may be what is hoped for."""
    apart = kind == "responsibility_plan" and first.section != second.section and measure == "level"
    hoped = (STRETCH in first.clause) != (STRETCH in second.clause) and first.section == second.section
    return "warning" if _named_the_same(first.key, second.key) and not apart and not hoped else "info"


def _named_the_same(first: str, second: str) -> bool:
    """Whether two bare names are one name: the same words in another order, or one with more before it."""
    return sorted(first) == sorted(second) or first.endswith(second) or second.endswith(first)


def _hit(
    doc_id: str, first: Statement, second: Statement, year: int, severity: Severity, wrong: Statement | None
) -> Hit:
    """`wrong` is the number that several others of the report, which agree among themselves, contradict."""
    room, apart = first.half_digit + second.half_digit, abs(first.low - second.low)
    one, two = first.quote.text, second.quote.text
    likely = f"其他各处一致，写错的可能是{wrong.quote.text}。" if wrong else ""
    likely_en = f" The other places agree: {wrong.quote.text} is likely wrong." if wrong else ""
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"{year}年的“{first.name}”前后应一致，一处是{one}，一处是{two}：相差{_number(apart)}，舍入可以解释{_number(room)}。{likely}",
        message_en=(
            f"“{first.name}” of {year} should be the same in both places; it is {one} and {two}: {_number(apart)} apart, of which "
            f"rounding explains {_number(room)}.{likely_en}"
        ),
        evidence=f"{first.evidence}\n{second.evidence}",
        quotes=(first.quote, second.quote),
        expected=first.quote.text,
        observed=second.quote.text,
    )


def _statement(
    name: str, key: str, code: str | None, comparator: str, low: float, high: float | None, half_digit: float, origin: str,
    section: str | None, heading: str, span: str | None, evidence: str, before: str, quote: str, start: int, end: int,
) -> Statement:  # fmt: skip
    return Statement(
        name, key, code, comparator, low, high, half_digit, origin, section, heading, span, evidence, before,
        Quote(quote, start, end),
    )  # fmt: skip


def _comparable(first: Statement, second: Statement, status: str, measure: str) -> bool:
    """Whether nothing in the words around two numbers says that they are of different things."""
    both = (first, second)
    if any(GENERIC.fullmatch(s.name) or s.before.endswith(LISTED_BEFORE) for s in both):
        return False
    if any(_words(scope, first) != _words(scope, second) for scope in SCOPES):
        return False
    if measure != "level":
        return True
    if not all(s.is_named for s in both) or _of_other_spans(first, second):
        return False
    elsewhere = bool(OWN_PLACE.search(first.heading)) != bool(OWN_PLACE.search(second.heading))
    flow_and_stock = status == "target" and first.is_stock != second.is_stock
    return not flow_and_stock and (first.section == second.section or not elsewhere)


def _of_other_spans(first: Statement, second: Statement) -> bool:
    """Whether one comes in a year and the other in five; what there is in the end is the same for both."""
    spans = {first.span, second.span}
    return spans == {"one", "five"} and not (first.is_stock and second.is_stock)


def _words(scope: re.Pattern[str], statement: Statement) -> set[str]:
    return set(scope.findall(statement.clause))


def _compatible(first: Statement, second: Statement, status: str) -> bool:
    """Whether one number can be true beside the other: a floor beside all that lies above it, about beside anything."""
    kinds = {first.comparator, second.comparator}
    if len(kinds) == 1:
        return status == "actual" and kinds <= {"ge", "le", "approx"}
    if "approx" in kinds:
        return True
    return _reaches(first, second) and _reaches(second, first)


def _reaches(bound: Statement, other: Statement) -> bool:
    """Whether `other` keeps within what `bound` allows."""
    room = bound.half_digit + other.half_digit
    if bound.comparator == "ge":
        return (other.high or other.low) >= bound.low - room
    if bound.comparator == "le":
        return other.low <= bound.low + room
    if bound.comparator == "between" and bound.high is not None:
        return bound.low - room <= other.low <= bound.high + room
    return True


def _number(value: float) -> str:
    magnitude = next((m for m in MAGNITUDES if value >= m), 1)
    return f"{value / magnitude:g}{MAGNITUDES.get(magnitude, '')}"


SAME_INDICATOR = Rule(
    id="agreement.same_indicator",
    title_zh="同一指标前后不一致",
    title_en="One indicator with two values",
    checks_zh="报告两处写到同一地方、同一年、同为实际或同为目标的同一指标，数值应相同。",
    checks="An indicator that a report states twice, for one place, year and status, has one value.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=same_indicator,
)
