"""The years that a report looks back on and ahead to.

In: reports with title, kind and dates, their normalised texts and sections. Out: review_year, plan_year_from, plan_year, next to
documents.py. What is told in several places is told best, in this order, by

1. a title that says what its years are for: 2023年……执行情况与2024年计划草案, 2023年统计公报, 2024年工作要点, a span of years;
2. headings: 2023年工作回顾, 2024年工作安排; not where they lie more than a year off the day on which the report was given;
3. the day or the month on which it was given: from January to June it looks back on the year before, from September on it
   looks back on its own year and from November on ahead to the next, in between (half a year's report) both are its own;
4. a year in the title that does not say what for: planned in a work report (2024年政府工作报告), reviewed elsewhere;
5. the year that most sentences open with (2023年，……): reviewed;
6. the day of publication, read like 3; failing that the day in the address that it was fetched from or that its first lines
   print, where the text speaks of no later year as done and of no much earlier one; failing that the latest year that its
   first half speaks of as done; neither where a person has told the year. News and lists of works that announce what is
   to be done are planned for the year of that day;
7. a five-year plan that the title looks back on (“八五”时期……情况, “十五”计划执行情况): its last year is reviewed.

Where the title of a plan report names no year, its first sentence stands for it (现将2007年……执行情况……提请审议), as does what a
text without a title says that it reports on (2021年重点工作……完成情况). A work report named after the year for which it only
expects results (2007年政府工作报告: 预计2007年实现……) was given when that year ended. The later page of a report, whose first heading
is no first one, looks back from the day in its address.

A year planned follows the year reviewed, but for reports on part of a year (上半年), which review and plan the same one.
Outlines (五年规划纲要) plan their five years and look back on the year before them; tasks are planned only.
"""

import polars as pl

from flows.parse.dates import YEAR, full_years, plain_years
from flows.parse.imprint import SCHEME
from flows.parse.titles import OUTLINE
from flows.parse.years_in_text import NEARLY, done_years, expected_years, leading_years, looking_ahead

BEHIND = "回顾|情况|总结|成绩|成就|成效|进展|结果|公报|做的工作|所做工作"
PLANS = "计划|草案|安排|要点|打算|部署|实事|分工|分解|目标|任务|方案|思路|考虑|重点|建议|意见|工程|项目|清单|办法|责任书|指标"
AHEAD = f"{PLANS}|要求|举措|措施"
GAP = "(?:[^0-9以至—]|[0-9]{1,2}[^0-9年以至—])*"  # no other year; 10件 may stand between
REVIEWED = rf"({YEAR})年{GAP}(?:{BEHIND})"  # 2024年……计划执行情况, not 2021年以来
PLANNED = rf"(?:{BEHIND}).*?({YEAR})年"  # ……执行情况及2025年计划草案
ONLY_PLANNED = rf"({YEAR})年[^0-9]*(?:{AHEAD})"
WORK = rf"({YEAR})年[^0-9]*工作"  # 2024年工作: done or to be done
SAYS_PLAN = rf"({YEAR})年{GAP}(?:{PLANS})"
YEAR_FIRST = rf"^({YEAR})年"
ANY_YEAR = rf"({YEAR})年"
SPAN = rf"({YEAR}) ?年?—({YEAR}) ?年"  # 2021—2025年
FAR = "远景|展望|(?:到|至)[0-9]{4}年"  # 到2035年远景目标
FAR_PLAN = rf"({YEAR})年(?:远景|展望)"  # 2010年远景目标纲要
PART_OF_YEAR = "上半年|前?[1-3]季度|1—[0-9]{1,2}月"
NEXT_YEAR = "明年"

ORDINAL = "[一二三四五六七八九十]{1,2}"
SHORT_PLAN = f'[“"]({ORDINAL})五[”"]|({ORDINAL})五(?:计划|规划|时期|期间|以来|末)'  # “十四五”, 九五计划; not 一九九五年
PLAN_NAME = f"(?:{SHORT_PLAN})(?:时期|期间)?(?:计划|规划)?"
NUMBERED_PLAN = f"第({ORDINAL})个五年"  # 第十四个五年规划
NUMERALS = [*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九")]
FIRST_YEARS = {
    numeral: 1951 + 5 * n for n, numeral in enumerate(NUMERALS, 1) if n > 2
}  # 1966 for the third, 2021 for 十四

OPENING, ABOUT = 1500, 300  # characters
STATED = r"现[将就]([^。\n]{0,60}计划[^。\n]{0,60})"  # 现将2007年国民经济和社会发展计划执行情况……提请大会审议
# 对2021年重点工作上半年完成情况进行了督办: what a text without a title says that it is about
TOLD_PROGRESS = rf"([^。，；\n]{{0,40}}{YEAR}年[^。，；\n]{{0,30}}(?:完成|进展|落实|执行|推进)情况)"
LATER_HEADING = "^（?[二三四五六七八九]十?[）、]"  # （七）注重民生保障
UNFINISHED = "中期|评估"  # a plan that goes on


def years(reports: pl.DataFrame, normal: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """doc_id, review_year, plan_year_from, plan_year (Int32), one row a report; null where nothing tells.

    `reports` has doc_id, title, like_it (of titles.py), kind, given_on, given_in (first day of the month, where no day is printed), published_on,
    document_number, addressed_on (the day in its address), hinted (a person has told its year). A plan of one year has no plan_year_from.
    """
    untitled = (pl.col("kind") == "other") & pl.col("title").is_null()
    stated = reports.filter(
        untitled | ((pl.col("kind") == "plan_report") & ~full_years(pl.col("title")).str.contains(ANY_YEAR))
    ).select("doc_id", progress=untitled)
    opening = pl.col("text").str.slice(0, OPENING)
    statements = normal.join(stated, on="doc_id").select(
        "doc_id",
        stated=pl.when("progress")
        .then(opening.str.head(ABOUT).str.extract(TOLD_PROGRESS))
        .otherwise(opening.str.extract(STATED)),
    )
    said = full_years(pl.coalesce("stated", "title", "like_it").str.replace_all(PLAN_NAME, ""))
    duties = reports.filter(pl.col("kind") == "responsibility_plan").select("doc_id")
    opened = normal.join(duties, on="doc_id", how="semi").select(
        "doc_id", opening=plain_years(pl.col("text").str.slice(0, OPENING))
    )
    known = (
        reports.join(_by_headings(sections), on="doc_id", how="left", maintain_order="left")
        .join(opened, on="doc_id", how="left", maintain_order="left")
        .join(statements, on="doc_id", how="left", maintain_order="left")
        .join(_cuttings(sections), on="doc_id", how="left", maintain_order="left")
        .with_columns(said=said)
        .with_columns(*_by_title(), *_by_date("given", pl.coalesce("given_on", "given_in")))
        .with_columns(*_by_date("published", pl.col("published_on")), *_by_date("addressed", pl.col("addressed_on")))
        .with_columns(*_done_or_to_do())
        .with_columns(_near_the_day("headed_review", 1), _near_the_day("headed_plan", 0))
    )
    all_known = known.join(_told_by_text(known, normal), on="doc_id", how="left", maintain_order="left").with_columns(
        _by_address()
    )
    return pl.concat([_of_reports(all_known), _of_duties(all_known), _of_others(all_known)])


def _by_headings(sections: pl.DataFrame) -> pl.DataFrame:
    """doc_id, headed_review, headed_plan, headed_work (work done or to be done), headed_far (远景目标), headed_first (work at
    the head of the report), next_year (the headings speak of 明年)."""
    heading = pl.col("heading")
    named = (
        sections.with_columns(first=(pl.col("level") == 1).cum_sum().over("doc_id") == 1)
        .filter((pl.col("level") <= 2) & pl.col("title").str.contains("年", literal=True))
        .select("doc_id", heading=full_years(pl.col("title").str.replace_all(PLAN_NAME, "")), first=pl.col("first"))
        .with_columns(reviewed=heading.str.extract(REVIEWED), far=heading.str.contains(FAR))
        .with_columns(ahead=~heading.str.contains(BEHIND) & ~pl.col("far"))
    )
    says_more = heading.str.contains(f"{AHEAD}|工作")
    years = {
        "headed_review": pl.coalesce(
            "reviewed", pl.when(pl.col("first") & ~says_more & ~pl.col("far")).then(heading.str.extract(YEAR_FIRST))
        ),
        "headed_plan": pl.when("ahead").then(heading.str.extract(ONLY_PLANNED)),
        "headed_work": pl.when("ahead").then(heading.str.extract(WORK)),
        "headed_far": heading.str.extract(FAR_PLAN),
        # 一、2008年政府的主要工作: what a report begins with was done
        "headed_first": pl.when(pl.col("first") & ~heading.str.contains(AHEAD)).then(heading.str.extract(WORK)),
    }
    return named.group_by("doc_id", maintain_order=True).agg(
        *[year.drop_nulls().first().cast(pl.Int32).alias(name) for name, year in years.items()],
        next_year=heading.str.contains(NEXT_YEAR).any(),
    )


def _cuttings(sections: pl.DataFrame) -> pl.DataFrame:
    """doc_id, cutting: whether the first heading is no first one, as in the second page of a report on a site."""
    first = pl.col("number").first().str.contains(LATER_HEADING).fill_null(False)
    return sections.group_by("doc_id", maintain_order=True).agg(cutting=first)


def _by_title() -> list[pl.Expr]:
    """titled_review, titled_plan: years whose use the title says; titled: a year that it only names."""
    said = pl.col("said").str.replace_all(PART_OF_YEAR, "")
    planned = pl.coalesce(
        said.str.extract(PLANNED), pl.when(~said.str.contains(BEHIND)).then(said.str.extract(SAYS_PLAN))
    )
    found = {"titled_review": said.str.extract(REVIEWED), "titled_plan": planned, "titled": said.str.extract(ANY_YEAR)}
    return [year.cast(pl.Int32).alias(name) for name, year in found.items()]


def _by_date(name: str, day: pl.Expr) -> list[pl.Expr]:
    """{name}_review, {name}_plan: the years that a report of that day is about."""
    year, month = day.dt.year().cast(pl.Int32), day.dt.month()
    next_year = (month >= 11) | pl.col("next_year").fill_null(False)
    work = pl.col("kind") == "work_report"
    planned = pl.when(next_year | (work & (month >= 9))).then(year + 1).otherwise(year)
    reviewed = pl.when(month.is_between(7, 10)).then(year).otherwise(planned - 1)
    return [reviewed.alias(f"{name}_review"), planned.alias(f"{name}_plan")]


def _done_or_to_do() -> list[pl.Expr]:
    """2023年工作 in the report of 2024 was done; elsewhere it is to be done."""
    day = pl.coalesce("given_plan", "titled", "published_plan")
    first = (pl.col("headed_first") == pl.col("headed_work")) & (pl.col("kind") != "other") & day.is_null()
    done = (pl.col("headed_work") + 1 == day).fill_null(False) | first.fill_null(False)
    return [
        pl.coalesce("headed_review", pl.when(done).then("headed_work")).alias("headed_review"),
        pl.coalesce("headed_plan", pl.when(~done).then("headed_work")).alias("headed_plan"),
    ]


def _near_the_day(column: str, before: int) -> pl.Expr:
    """The years of the headings, without those that a report of its day cannot be about."""
    far_off = (pl.col(column) + before - pl.col("given_plan")).abs() > 1
    return pl.when(~far_off.fill_null(False)).then(column).alias(column)


def _told_by_text(known: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, leading, done, ahead, expected (of years_in_text.py), of the reports that nothing better dates."""
    told = ("titled_review", "titled_plan", "headed_review", "headed_plan", "given_plan")
    silent = known.filter(pl.all_horizontal(pl.col(c).is_null() for c in told))
    leading = leading_years(silent, normal)
    undated = silent.filter(pl.col("titled").is_null() & ~pl.col("hinted")).join(leading, on="doc_id", how="anti")
    done = done_years(undated.filter(pl.col("published_on").is_null()), normal)
    ahead = looking_ahead(undated.filter(pl.col("kind") == "other"), normal)
    expected = expected_years(silent.filter(pl.col("titled").is_not_null()), normal)
    found = pl.concat([leading, done, ahead, expected], how="diagonal")
    return found.group_by("doc_id", maintain_order=True).agg(pl.all().drop_nulls().first())


def _by_address() -> list[pl.Expr]:
    """addressed_review, addressed_plan: those of the day in the address, not of one on which an older text was put up."""
    near = (pl.col("addressed_review") - pl.col("done")).is_between(0, NEARLY).fill_null(True) & ~pl.col("hinted")
    return [pl.when(near).then(c).alias(c) for c in ("addressed_review", "addressed_plan")]


def _of_reports(known: pl.DataFrame) -> pl.DataFrame:
    """Plan reports and work reports: one year reviewed, one planned."""
    reviewed = pl.coalesce("titled_review", "headed_review")
    planned = pl.coalesce("titled_plan", reviewed + 1, "headed_plan")
    by_day = planned.is_null() & pl.col("given_plan").is_not_null()
    by_publication = pl.col("titled").is_null() & pl.col("leading").is_null()
    # 示例市2007年政府工作报告, given when that year ended: 预计2007年实现……
    titled = pl.col("titled") + (pl.col("titled") == pl.col("expected")).fill_null(False).cast(pl.Int32)
    told = pl.coalesce(planned, "given_plan", titled, pl.col("leading") + 1, "published_plan")
    of_report = pl.coalesce(told, "addressed_plan", pl.col("done") + 1)
    in_part = pl.col("said").str.contains(PART_OF_YEAR) & reviewed.is_not_null()
    return known.filter(pl.col("kind").is_in(["plan_report", "work_report"])).select(
        "doc_id",
        review_year=pl.coalesce(
            reviewed,
            pl.when(by_day).then("given_review"),
            pl.when(planned.is_null() & by_publication).then(pl.coalesce("published_review", "addressed_review")),
            of_report - 1,
        ),
        plan_year_from=pl.lit(None, pl.Int32),
        plan_year=pl.when(in_part).then(reviewed).otherwise(of_report),
    )


def _of_duties(known: pl.DataFrame) -> pl.DataFrame:
    """Responsibility plans: a year, or the span that title or opening names."""
    first, last = (
        pl.coalesce(pl.col(c).str.extract(SPAN, group) for c in ("said", "opening")).cast(pl.Int32) for group in (1, 2)
    )
    spans = pl.col("titled").is_null() & first.is_not_null()
    numbered = pl.col("document_number").str.extract(f"[〔（]({YEAR})").cast(pl.Int32)
    single = pl.coalesce("titled", "given_plan", "published_plan", "headed_plan", numbered)
    return known.filter(pl.col("kind") == "responsibility_plan").select(
        "doc_id",
        review_year=pl.lit(None, pl.Int32),
        plan_year_from=pl.when(spans).then(first),
        plan_year=pl.when(spans).then(last).otherwise(single),
    )


def _of_others(known: pl.DataFrame) -> pl.DataFrame:
    """Outlines plan a span; other documents review a year, plan one, or both, as they say."""
    others = known.filter(pl.col("kind") == "other").with_columns(_first_planned())
    title, titled, said, published = (pl.col(c) for c in ("title", "titled", "said", "published_review"))
    outline = (title.str.contains(OUTLINE) & ~title.str.contains(f"{BEHIND}|评估")).fill_null(False)
    first, last = (said.str.extract(SPAN, group).cast(pl.Int32) for group in (1, 2))
    begins, ends = pl.coalesce(first, "first_planned"), pl.coalesce(last, pl.col("first_planned") + 4)
    spans = outline & begins.is_not_null()
    scheme = pl.when(title.str.contains(SCHEME) & pl.col("reviewed").is_null()).then(pl.col("given_in").dt.year())
    day = pl.coalesce("published_plan", "addressed_plan")
    announced = pl.when(pl.col("ahead") & pl.col("reviewed").is_null()).then(day)
    return (
        others.with_columns(outline=outline, spans=spans, begins=begins, ends=ends)
        .with_columns(
            headed_review=_beside("headed_review", pl.col("titled_plan") - 1),
            headed_plan=_beside("headed_plan", pl.col("titled_review") + 1),
            said_ahead=pl.col("titled_plan").is_not_null() | (titled == pl.col("headed_plan")).fill_null(False),
            # 2024年……报告 of what was done in 2023
            told_later=pl.when(titled == pl.col("leading") + 1).then("leading"),
            put_up=pl.when(title.is_null() & pl.col("cutting")).then(pl.coalesce("addressed_review", published)),
            looked_back=pl.when(~pl.col("ahead").fill_null(False)).then("done"),
            bulletin=pl.when(title.str.contains("公报")).then(published),
            plan_over=pl.when(title.str.contains(BEHIND) & ~title.str.contains(UNFINISHED)).then(
                pl.col("first_planned") + 4
            ),
        )
        .with_columns(
            reviewed=pl.coalesce(
                "titled_review",
                "headed_review",
                pl.when(~pl.col("said_ahead")).then(
                    pl.coalesce("told_later", "titled", "leading", "bulletin", "plan_over", "looked_back", "put_up")
                ),
            )
        )
        .with_columns(
            planned=pl.coalesce(
                "titled_plan",
                "headed_plan",
                pl.when(titled == pl.col("reviewed") + 1).then("titled"),
                scheme,
                announced,
                pl.when(pl.col("reviewed").is_null()).then("headed_far"),
            )
        )
        .select(
            "doc_id",
            review_year=pl.when("spans").then(pl.col("begins") - 1).when(~pl.col("outline")).then("reviewed"),
            plan_year_from=pl.when("spans").then("begins"),
            plan_year=pl.when("spans").then("ends").when("outline").then("titled").otherwise("planned"),
        )
    )


def _beside(column: str, expected: pl.Expr) -> pl.Expr:
    """The year of the headings where the title does not expect another one."""
    return pl.when((pl.col(column) == expected).fill_null(True)).then(column)


def _first_planned() -> pl.Expr:
    """The first year of the five-year plan that the title names: 2021 for 第十四个五年规划 or “十四五”规划."""
    title = pl.col("title")
    numeral = pl.coalesce(title.str.extract(NUMBERED_PLAN), *[title.str.extract(SHORT_PLAN, n) for n in (1, 2)])
    return numeral.replace_strict(FIRST_YEARS, default=None, return_dtype=pl.Int32).alias("first_planned")
