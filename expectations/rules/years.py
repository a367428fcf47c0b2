"""Rules on years: a report speaks of the years around its plan, and a few far-off goals that it names as such."""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import candidates, reduced, with_digits
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: years have no rounding"
EXACT_ZH = "不容差：年份没有舍入"

# A year as reports write it, and the first half of a range or a date: 2025年, 2021—2025年, 〔2025〕, 2025-01-23
MENTION = r"[0-9.]+(?:年|—|-|/|〕)"
YEAR = re.compile(r"(?<![0-9.])([0-9]{4})(?=年|—[0-9]{4}|[-/][01]?[0-9][-/][0-3]?[0-9]|〕)")
RANGE = re.compile(r"(?<![0-9.])([0-9]{4})年?[—至到]([0-9]{4})年")  # 2021—2025年
FIRST_YEAR, LAST_YEAR = 1949, 2100

AHEAD = 10  # years that a report looks ahead without further ado: its plan, the next five-year plan, the goals beyond
FAR, CLEARLY = 10, 3  # a stated plan year gives way to a year at least this far off that is named this many times

# How long something lasts or lasted, not when: 已有2300年历史, 距今5000年
LASTED_BEFORE = re.compile(r"(?:距今|有|近|约|超|逾|达|历经|跨越|传承|延续|绵延|沉淀)$")
LASTED_AFTER = re.compile(r"^年(?:的?历史|文明|文脉|以?来|[古老树]|建城|建县|之久|积淀|[以之]?前)")
SINCE_BEFORE = re.compile("(?:自|从|始于)$")  # 自2010年以来 names a year

# Years beyond the horizon that a report may name: goals of the nation, and plans and terms made for decades
FAR_GOAL = re.compile(r"碳中和|碳达峰|中叶|百年|建国|新中国|现代化|强国|远景|愿景|展望|中等发达")
LONG_TERM = re.compile(r"到期|期限|有效期|使用权|特许经营|租期")
LONG_PLAN = re.compile(r"规划|纲要|战略")
PART_OF_YEAR = "上半年|半年|季度|[0-9]月"  # a report on half a year plans for the other half of the same year
LONGEST_PLAN = 30  # years that a plan made for decades may span (城市总体规划 15 to 20, 发展战略 up to 30)

# “十四五” runs 2021 to 2025; 十五 is the tenth, 十一五 the eleventh
PLAN_NAMES = (
    "一五 二五 三五 四五 五五 六五 七五 八五 九五 十五 十一五 十二五 十三五 十四五 十五五 十六五 十七五 十八五".split()
)
FIVE_YEAR_PLANS = dict(zip(PLAN_NAMES, [1953, 1958, *range(1966, 2046, 5)], strict=True))
PLAN_NAME = r"“([一二三四五六七八九十]{1,2}五)”"
# 2025年是“十四五”规划的收官之年
FIRST_OR_LAST = re.compile(
    rf"([0-9]{{4}})年(?:是|为|作为)[^，。；]{{0,6}}{PLAN_NAME}[^，。；、“”]{{0,8}}(收官|最后一年|末年|开局|起步|第一年|首年)"
)
# “十四五”口岸发展规划（2021—2025年）
PLAN_WITH_SPAN = re.compile(rf"{PLAN_NAME}[^，。；“”（）]{{0,24}}（([0-9]{{4}})年?—([0-9]{{4}})年?）")


def horizon(tables: Tables) -> pl.DataFrame:
    """Years after the last one that a report of its time can speak of without naming a far-off goal."""
    mentions = _mentions(with_digits(tables))
    limits = _limits(tables["documents"], mentions)
    late = mentions.join(limits, on="doc_id").filter(pl.col("year") > pl.col("limit"))
    rows = _sentences(tables["sentences"], late.unique("row").sort("row")["row"], limits)
    return hits_frame((hit for row in rows for hit in _late_years(*row)), EXACT)


def _late_years(doc_id: str, text: str, at: int, anchor: int, limit: int) -> Iterator[Hit]:
    for match in YEAR.finditer(text):
        year = int(match[1])
        if year <= limit or _lasted(text, match) or (year <= LAST_YEAR and _excused(text, match, year)):
            continue
        yield Hit(
            doc_id=doc_id,
            severity="error" if year > LAST_YEAR else "warning",
            message=f"本报告写在{anchor}年前后，提到的年份一般不晚于{limit}年，此处写的是{year}年。",
            message_en=f"The report is of about {anchor} and should speak of years up to {limit}; {year} stands here.",
            evidence=text,
            quotes=(_year_quote(text, match.start(), at),),
            expected=f"<= {limit}",
            observed=str(year),
        )


def _lasted(text: str, year: re.Match[str]) -> bool:
    if SINCE_BEFORE.search(text[: year.start()]):
        return False
    return bool(LASTED_AFTER.search(text[year.end() :]) or LASTED_BEFORE.search(text[: year.start()]))


def _excused(text: str, match: re.Match[str], year: int) -> bool:
    """Whether the sentence says why it looks that far ahead."""
    if LONG_TERM.search(text):
        return True
    span = next((m for m in RANGE.finditer(text) if m.start(2) == match.start()), None)
    if span and LONG_PLAN.search(text):
        return year - int(span[1]) <= LONGEST_PLAN
    return (year % 10 == 0 or year == 2049) and bool(FAR_GOAL.search(text))


def reversed_ranges(tables: Tables) -> pl.DataFrame:
    """Ranges of years that end before they begin."""
    found = reduced(with_digits(tables), [], r"[0-9]{4}年?[—至到][0-9]{4}年")
    pairs = found.select("row", pl.col("text").str.extract_all(r"[0-9.]+年?[—至到][0-9]{4}年").alias("pair")).explode(
        "pair"
    )
    first, last = pl.col("pair").str.extract(r"^([0-9]{4})[年—至到]"), pl.col("pair").str.extract(r"([0-9]{4})年$")
    wrong = pairs.filter(first.cast(pl.Int32) > last.cast(pl.Int32))["row"].unique().sort()
    rows = tables["sentences"].select("doc_id", "text", "char_start")[wrong].iter_rows()
    return hits_frame((hit for row in rows for hit in _reversed(*row)), EXACT)


def _reversed(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        if last < first <= LAST_YEAR and last >= FIRST_YEAR:
            yield Hit(
                doc_id=doc_id,
                severity="error",
                message=f"年份范围应从早到晚，此处写的是{match[0]}。",
                message_en=f"A range of years should run forward; {first} to {last} stands here.",
                evidence=text,
                quotes=(Quote(match[0], at + match.start(), at + match.end()),),
                expected=f"{last}—{first}",
                observed=f"{first}—{last}",
            )


def five_year_plan(tables: Tables) -> pl.DataFrame:
    """Years that are said to belong to a five-year plan in which they do not lie."""
    rows = candidates(tables, ["五”"], r"[0-9]{4}年|（[0-9]{4}").iter_rows()
    return hits_frame((hit for row in rows for hit in _misplaced(*row)), EXACT)


def _misplaced(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in FIRST_OR_LAST.finditer(text):
        first = FIVE_YEAR_PLANS.get(match[2])
        if first is None:
            continue
        right = first + 4 if match[3] in ("收官", "最后一年", "末年") else first
        if int(match[1]) != right:
            yield _misplaced_hit(doc_id, text, at, match, f"{right}", match[1])
    for match in PLAN_WITH_SPAN.finditer(text):
        first = FIVE_YEAR_PLANS.get(match[1])
        if first is not None and not (int(match[2]) <= first + 4 and int(match[3]) >= first):
            yield _misplaced_hit(doc_id, text, at, match, f"{first}—{first + 4}", f"{match[2]}—{match[3]}")


def _misplaced_hit(doc_id: str, text: str, at: int, match: re.Match[str], right: str, stands: str) -> Hit:
    return Hit(
        doc_id=doc_id,
        severity="error",
        message=f"按五年规划的起止年份，这里应为{right}年，写的是{stands}年。",
        message_en=f"By the years of the five-year plan {right} should stand here; {stands} does.",
        evidence=text,
        quotes=(Quote(match[0], at + match.start(), at + match.end()),),
        expected=right,
        observed=stands,
    )


def plan_after_review(tables: Tables) -> pl.DataFrame:
    """Reports whose plan year does not come after the year that they look back on."""
    kinds = ("plan_report", "work_report")
    wrong = tables["documents"].filter(
        pl.col("kind").is_in(kinds) & (pl.coalesce("plan_year_from", "plan_year") <= pl.col("review_year")),
        ~pl.col("title").fill_null("").str.contains(PART_OF_YEAR),
    )
    stated = _first_with(tables["sentences"], wrong)
    return hits_frame((_plan_hit(*row) for row in stated.iter_rows()), EXACT)


def _first_with(sentences: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The first sentence of each document that names its review year, else the title, without a place."""
    wanted = documents.select("doc_id", "title", "source_name", "review_year", "plan_year")
    year = pl.concat_str(pl.col("review_year").cast(pl.String), pl.lit("年"))
    naming = (
        sentences.select("doc_id", "text", "char_start")
        .join(wanted.select("doc_id", "review_year"), on="doc_id")
        .filter(pl.col("text").str.contains(year, literal=True))
        .unique("doc_id", keep="first", maintain_order=True)
    )
    joined = wanted.join(naming.drop("review_year"), on="doc_id", how="left", maintain_order="left")
    evidence = pl.coalesce("text", "title", "source_name")
    return joined.select("doc_id", "review_year", "plan_year", evidence.alias("text"), "char_start")


def _plan_hit(doc_id: str, review: int, plan: int, text: str, at: int | None) -> Hit:
    place = text.find(f"{review}年")
    return Hit(
        doc_id=doc_id,
        severity="error",
        message=f"计划年份应晚于所回顾的{review}年，此处计划年份是{plan}年。",
        message_en=f"The plan year should come after {review}, the year under review; it is {plan}.",
        evidence=text,
        quotes=(_year_quote(text, place, at),) if at is not None else (),
        expected=f"> {review}",
        observed=str(plan),
    )


def milestone_beyond_plan(tables: Tables) -> pl.DataFrame:
    """Milestones of a responsibility plan that are owed after the plan has ended."""
    ends = tables["documents"].select("doc_id", "plan_year").drop_nulls()
    late = (
        tables["milestones"]
        .join(ends, on="doc_id")
        .filter((pl.col("year") > pl.col("plan_year")) & (pl.col("year") <= _last_of_five(pl.col("plan_year") + AHEAD)))
    )
    hits = (
        Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"计划到{end}年为止，第{task_no}项任务的这一进度要求写的是{year}年。",
            message_en=f"The plan ends in {end}; task {task_no} owes this in {year}.",
            evidence=text,
            quotes=(_year_quote(text, text.find(f"{year}年"), at) if f"{year}年" in text else Quote(text, at, stop),),
            expected=f"<= {end}",
            observed=str(year),
        )
        for doc_id, task_no, year, end, text, at, stop in late.select(
            "doc_id", "task_no", "year", "plan_year", "text", "char_start", "char_end"
        ).iter_rows()
        if not FAR_GOAL.search(text)
    )
    return hits_frame(hits, EXACT)


def _mentions(sentences: pl.DataFrame) -> pl.DataFrame:
    """row, doc_id, year: every four-digit number of sentences (see `with_digits`) that stands where a year stands."""
    year = pl.col("year").str.extract(r"^([0-9]{4})[^0-9.]").cast(pl.Int32)
    return (
        sentences.lazy()
        .filter(pl.col("text").str.contains(r"[0-9]{4}(?:年|—|-|/|〕)"))
        .select("row", "doc_id", pl.col("text").str.extract_all(MENTION).alias("year"))
        .explode("year")
        .with_columns(year)
        .drop_nulls("year")
        .collect()
    )


def _limits(documents: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """doc_id, anchor, limit: the year that a report is of, and the last year of its horizon.

    The horizon is the end of the five-year plan that runs ten years on: 2035 for a plan of 2025, 2040 for one of 2026.
    The anchor is the plan year, unless the text clearly speaks of other years (its commonest year is far from it).
    """
    usual = (
        mentions.filter(pl.col("year").is_between(FIRST_YEAR, LAST_YEAR))
        .group_by("doc_id", pl.col("year").alias("usual"))
        .agg(pl.len().alias("times"))
        .sort("times", "usual", descending=True)
        .unique("doc_id", keep="first", maintain_order=True)
    )
    after_review = pl.col("review_year") + 1
    out_of_line = pl.col("plan_year") - pl.col("review_year") > FAR
    stated = pl.when(out_of_line).then(after_review).otherwise(pl.coalesce("plan_year", after_review))
    elsewhere = ((stated - pl.col("usual")).abs() > FAR) & (pl.col("times") >= CLEARLY)
    anchor = pl.when(elsewhere).then(pl.col("usual")).otherwise(pl.coalesce(stated, "usual"))
    return (
        documents.select("doc_id", "plan_year", "review_year")
        .join(usual, on="doc_id", how="left")
        .select("doc_id", anchor.alias("anchor"))
        .drop_nulls()
        .with_columns(_last_of_five(pl.col("anchor") + AHEAD).alias("limit"))
    )


def _last_of_five(year: pl.Expr) -> pl.Expr:
    """The last year of the five-year plan that holds `year`: 2031 to 2035 give 2035."""
    return (year + 4) // 5 * 5


def _sentences(
    sentences: pl.DataFrame, rows: pl.Series, limits: pl.DataFrame
) -> Iterator[tuple[str, str, int, int, int]]:
    chosen = sentences.select("doc_id", "text", "char_start")[rows]
    return chosen.join(limits, on="doc_id", maintain_order="left").iter_rows()


def _year_quote(text: str, place: int, at: int) -> Quote:
    end = place + 5 if text[place + 4 : place + 5] == "年" else place + 4
    return Quote(text[place:end], at + place, at + end)


HORIZON = Rule(
    id="years.horizon",
    title_zh="年份超出报告所及的范围",
    title_en="A year beyond the report's horizon",
    checks_zh="报告提到的年份应不晚于再下一个五年规划的末年，更远的年份应说明缘由。",
    checks="A report speaks of years up to the end of the five-year plan after the next, or says why it looks further.",
    severity="error",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=horizon,
)

REVERSED = Rule(
    id="years.reversed",
    title_zh="年份范围前后颠倒",
    title_en="A range of years that runs backwards",
    checks_zh="年份范围的首年应不晚于末年。",
    checks="The first year of a range is not after its last.",
    severity="error",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=reversed_ranges,
)

FIVE_YEAR_PLAN = Rule(
    id="years.five_year_plan",
    title_zh="年份与五年规划不符",
    title_en="A year that does not belong to its five-year plan",
    checks_zh="五年规划的首年、末年以及写出的起止年份，应是这一规划自己的年份。",
    checks="The first or last year of a five-year plan, and a span given for it, are the plan's own.",
    severity="error",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=five_year_plan,
)

PLAN_AFTER_REVIEW = Rule(
    id="years.plan_after_review",
    title_zh="计划年份不晚于回顾年份",
    title_en="The plan year does not follow the year under review",
    checks_zh="报告所计划的年份应晚于所回顾的年份。",
    checks="A report plans for years after the one that it looks back on.",
    severity="error",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=plan_after_review,
)

MILESTONE_BEYOND_PLAN = Rule(
    id="years.milestone_beyond_plan",
    title_zh="进度要求晚于计划期",
    title_en="A milestone after the plan has ended",
    checks_zh="任务的进度要求应在计划期之内，写明远期目标的除外。",
    checks="What a task owes is owed within the years of the plan, unless it names a far-off goal.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=milestone_beyond_plan,
)
