"""When a report speaks: what 今年 means in it, and what its numbers are for where nothing else says.

In: `documents`, `sentences`. Out: one row a document; periods.py and scopes.py read it.
"""

import polars as pl

from flows.parse.titles import PROGRESS, TASKS
from flows.parse.years_in_text import looking_ahead

YEARS_OF_REPORT = ("review_year", "plan_year", "this_year")
REPORTS = ("plan_report", "work_report")
COMING = "明年"
OFTEN = 2  # one word on 明年 may stand in any report
OF_TASKS = f"(?:{TASKS}).*{PROGRESS}"  # 重点工作进展情况通报: what was to be done, and what has been done
LOOKS_BACK = "情况|回顾|总结|报告|公报|通报|评估"
SUMS_UP = "工作总结|工作情况|完成情况"
LOOKS_AHEAD = "计划|草案|纲要|规划|安排|要点|打算|实事|任务|目标|方案"


def standpoints(documents: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """doc_id, kind, review_year, plan_year_from, plan_year, this_year, default (Int64, a period of periods.py), on_tasks (it
    says of tasks how far they are), announces (news and lists of works of no known year that look ahead).

    A report given in December calls the year that it looks back on 今年, one given in January the year that it plans, as does news of it.
    """
    review, plan = pl.col("review_year").cast(pl.Int64), pl.col("plan_year").cast(pl.Int64)
    given = pl.col("given_on").dt.year().cast(pl.Int64)
    of_the_day = pl.when(given.is_between(review, plan) & pl.col("kind").is_in(REPORTS)).then(given)
    title = pl.col("title").fill_null("")
    ahead_only = title.str.contains(LOOKS_AHEAD) & ~title.str.contains(LOOKS_BACK)
    # 2014年工作总结: written at the end of the year
    looks_back = (pl.col("kind") == "other") & title.str.contains(SUMS_UP)
    # news of January on a report that looks back on the year before
    published = pl.col("published_on").dt.year().cast(pl.Int64)
    of_news = pl.when((pl.col("kind") == "other") & (published == review + 1)).then(published)
    first = pl.col("plan_year_from").cast(pl.Int64)
    default = (
        pl.when(pl.col("kind") == "responsibility_plan").then(plan)
        .when(ahead_only & first.is_not_null()).then(first * 10000 + plan)
        .when(ahead_only).then(pl.coalesce(plan, review))
        .otherwise(pl.coalesce(review, plan))
    )  # fmt: skip
    told = documents.join(_on_next_year(sentences), on="doc_id", how="left", maintain_order="left").join(
        _announcing(documents, sentences), on="doc_id", how="left", maintain_order="left"
    )
    return told.select(
        "doc_id",
        "kind",
        "review_year",
        "plan_year_from",
        "plan_year",
        this_year=pl.coalesce(
            of_the_day, pl.when(pl.col("next_year") | looks_back).then(review), plan, of_news, review
        ),
        default=default,
        on_tasks=(pl.col("kind") == "other") & title.str.contains(OF_TASKS),
        announces=pl.col("ahead").fill_null(False),
    )


def _on_next_year(sentences: pl.DataFrame) -> pl.DataFrame:
    """doc_id, next_year: whether the report speaks of 明年 again and again, as those do that plan the year after this one."""
    coming = sentences.filter(pl.col("text").str.contains(COMING, literal=True))
    return coming.group_by("doc_id").agg(next_year=pl.len() >= OFTEN)


def _announcing(documents: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """doc_id, ahead, of the documents of no known kind and year."""
    undated = documents.filter(
        pl.col("kind") == "other", pl.col("review_year").is_null() & pl.col("plan_year").is_null()
    ).select("doc_id")
    texts = sentences.join(undated, on="doc_id", how="semi").group_by("doc_id", maintain_order=True)
    return looking_ahead(undated, texts.agg(text=pl.col("text").str.join("\n")))
