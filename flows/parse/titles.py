"""Title, kind and years of a report.

In: `front` of front_matter.py, the report's sections and the dates of imprint.py. Out: `title`, `kind`, `review_year`,
`plan_year_from`, `plan_year`.
"""

import polars as pl

from flows.parse.dates import YEAR, plain_years

TOPIC = "国民经济和社会|政府工作|责任分工|任务分解|重点(?:工作|任务|目标)|目标任务|五年规划|发展计划|计划执行"
DOCUMENT = "报告|方案|草案|通知|意见|纲要|规划|计划|清单|任务分解|责任分解|任务分工"
BODY = "[^\\n]{2,30}(?:办公室|办公厅|人民政府|委员会|党委|局)"
# 关于示例市2023年国民经济和社会发展计划执行情况的报告
TITLE_WORDS = rf"[^\n。；：|—#]{{0,80}}(?:{TOPIC})[^\n。；|]{{0,80}}?(?:{DOCUMENT})"
TITLE = rf"(?m)^(?:#+ |标题：)?({TITLE_WORDS}(?:[（(][^）)\n]{{1,20}}[）)])?)$"
NOTICE = rf"(?m)^({BODY})\n关于印发[^\n]*$"  # 示例市人民政府办公室 / 关于印发……的通知
LABELLED_TITLE = r"(?m)^[•· ]*标 *题[：:]?\s*[•· ]*(\S[^\n]{4,100})$"

DUTIES = "责任分工|任务分解|分工方案|责任分解|任务分工|工作分工|责任清单|分解方案"
PLAN = "国民经济和社会发展.{0,12}计划|计划执行情况|计划草案"
WORK = "政府工作(?:的)?报告|人民政府工作报告"
PLAN_HEADING = "国民经济和社会发展[计规]划"  # transcriptions take one for the other
PLAN_WORDS = r"现将.{0,40}国民经济和社会发展.{0,6}计划"
WORK_WORDS = "代表.{0,12}政府.{0,8}(?:报告工作|作工作报告|作政府工作报告)"
DUTY_LINES = r"(?ms)^(?:责任|牵头|主办)(?:单位|部门)：.*^(?:责任|牵头|主办)(?:单位|部门)："
OPENING = 3000  # characters

BEHIND = "回顾|执行情况|完成情况|总结|成绩|工作情况"
AHEAD = "考虑|思路|目标|任务|重点|安排|计划|打算|部署|工作|意见|建议"
REVIEWED = rf"({YEAR})年[^0-9]*(?:{BEHIND})"  # 2024年……计划执行情况
PLANNED = rf"(?:{BEHIND}).*?({YEAR})年"  # ……执行情况及2025年计划草案
ONLY_PLANNED = rf"({YEAR})年[^0-9]*(?:{AHEAD})"
ANY_YEAR = rf"({YEAR})年"
SPAN = rf"({YEAR}) ?年?—({YEAR}) ?年"  # 2021—2025年


def titles(front: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, title (null where none is printed), kind (null where neither title nor opening shows it); one row a
    report.
    """
    notice = pl.col("front").str.extract(NOTICE)
    title = pl.coalesce(
        pl.col("front").str.extract(TITLE),
        pl.col("site").str.extract(LABELLED_TITLE).str.replace_all(" ", "", literal=True),
    )
    opened = normal.select("doc_id", opening=pl.col("text").str.slice(0, OPENING))
    named = front.join(opened, on="doc_id", how="left", maintain_order="left").with_columns(title=title)
    said = named.with_columns(kind=_kind(pl.col("title"), DUTIES, PLAN, WORK)).with_columns(
        opening=pl.when(pl.col("kind").is_null()).then("opening"),
        title=pl.when(pl.col("title").str.starts_with("关于印发"))
        .then(pl.concat_str(notice.fill_null(""), "title"))
        .otherwise("title"),
    )
    return said.select(
        "doc_id", "title", kind=pl.coalesce("kind", _kind(pl.col("opening"), DUTY_LINES, PLAN_WORDS, WORK_WORDS))
    )


def _kind(text: pl.Expr, duties: str, plan: str, work: str) -> pl.Expr:
    return (
        pl.when(text.str.contains(duties))
        .then(pl.lit("responsibility_plan"))
        .when(text.str.contains(plan))
        .then(pl.lit("plan_report"))
        .when(text.str.contains(work))
        .then(pl.lit("work_report"))
    )


def kinds_by_headings(named: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """`named` with the kind that the headings show, where the report has no title and its opening does not say; else
    other.
    """
    of_plan = sections.group_by("doc_id").agg(of_plan=pl.col("title").str.contains(PLAN_HEADING).any())
    by_headings = pl.when(pl.col("title").is_null() & pl.col("of_plan")).then(pl.lit("plan_report"))
    return (
        named.join(of_plan, on="doc_id", how="left", maintain_order="left")
        .with_columns(kind=pl.coalesce("kind", by_headings, pl.lit("other")))
        .drop("of_plan")
    )


def years(reports: pl.DataFrame, normal: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """doc_id, review_year, plan_year_from, plan_year (Int32) of `reports` (doc_id, title, kind, given_on,
    published_on).

    The title says it, else the headings, else the day on which it was given. A plan of one year has no
    plan_year_from.
    """
    upper = sections.filter(pl.col("level") <= 2).with_columns(heading=plain_years(pl.col("title")))
    headed = upper.group_by("doc_id", maintain_order=True).agg(
        reviewed=pl.col("heading").str.extract(REVIEWED).drop_nulls().first(),
        planned=pl.col("heading")
        .filter(~pl.col("heading").str.contains(BEHIND))
        .str.extract(ONLY_PLANNED)
        .drop_nulls()
        .first(),
    )
    opened = normal.select("doc_id", opening=plain_years(pl.col("text").str.slice(0, 1500)))
    known = reports.join(headed, on="doc_id", how="left", maintain_order="left").join(
        opened, on="doc_id", how="left", maintain_order="left"
    )
    return known.with_columns(said=plain_years(pl.col("title"))).select("doc_id", *_years_by_kind())


def _years_by_kind() -> list[pl.Expr]:
    said, opening = pl.col("said"), pl.col("opening")
    # a report given late in a year is about the next
    given = pl.coalesce("given_on", "published_on").dt.offset_by("2mo").dt.year().cast(pl.Int32)
    first, last = (pl.coalesce(said.str.extract(SPAN, n), opening.str.extract(SPAN, n)).cast(pl.Int32) for n in (1, 2))
    reviewed = pl.coalesce(said.str.extract(REVIEWED), "reviewed").cast(pl.Int32)
    planned = pl.coalesce(said.str.extract(PLANNED), _unless_review(said), "planned").cast(pl.Int32)
    of_report = pl.coalesce(planned, reviewed + 1, given)
    duty, report = pl.col("kind") == "responsibility_plan", pl.col("kind").is_in(["plan_report", "work_report"])
    duty_year = pl.coalesce(said.str.extract(ANY_YEAR).cast(pl.Int32), last, given)
    spans = duty & said.str.extract(ANY_YEAR).is_null() & first.is_not_null()
    return [
        pl.when(report).then(pl.coalesce(reviewed, of_report - 1)).alias("review_year"),
        pl.when(spans).then(first).alias("plan_year_from"),
        pl.when(duty)
        .then(pl.when(spans).then(last).otherwise(duty_year))
        .when(report)
        .then(of_report)
        .alias("plan_year"),
    ]


def _unless_review(said: pl.Expr) -> pl.Expr:
    """The year of a title that only looks ahead: 2026年政府工作报告, 关于2025年国民经济和社会发展计划草案的报告."""
    return pl.when(~said.str.contains(f"{BEHIND}")).then(said.str.extract(ANY_YEAR))
