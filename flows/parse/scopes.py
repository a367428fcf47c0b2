"""The period that holds for a sentence that names none itself: of its part, of its section, of its report.

In: `sentences`, `sections` and `documents`. Out: one row a sentence, in order; dating.py reads it. A part is what follows an
opening word (`这五年，`); a section has a period where its heading names one (`一、2024年…执行情况`).
"""

import polars as pl

from flows.parse.lexicon import any_of
from flows.parse.periods import (
    COMPARED_WITH,
    HINT,
    MARK,
    NEXT_FIVE,
    PAST_ONE,
    PAST_YEARS,
    PLAN,
    PLAN_PERIOD,
    SINGLE,
    THIS_ONE,
    YEAR,
    number_of,
)
from flows.parse.runs import before, filled, starts

NUMBERED = "^(?:有关进度要求：|——|★|（[一二三四五六七八九十]+）|[0-9]+[.．、]|[一二三四五六七八九十]+是|#+ )?"
OPENING = f"{NUMBERED}[^，。；：]{{0,14}}?({MARK})"  # 预计到2030年，
# 这五年，我们 and 刚刚过去的2025年 open a part of the report; 谋划未来五年发展目标 does not
PART_OPENING = (
    f"{NUMBERED}[^，。；：]{{0,6}}?"
    f"(?:({PAST_YEARS}|{SINGLE}|{PAST_ONE}|{THIS_ONE})|({PLAN_PERIOD}|{NEXT_FIVE})(?:的五年)?[，：是我全经])"
)
NUMBERED_THING = f"{PLAN}(?:届|次|年|月|个|项|件|条|名|位|家)"  # 十五届人大一次会议以来: no plan
# the lines above a report, and what happened on a day, open no part of it: 2024年示例市政府工作报告, ——2024年1月9日在……会议上
DAY_OPENING = f"^[—（]*{YEAR}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日|在|，|$)"
TITLE_ENDING = "(?:报告|公报|纲要|草案|摘要)(?:（[^）]*）)?$"
# what a plan has come to: 实现了“十五”计划的良好开局, 胜利完成各项任务; not 确保完成各项任务
ACHIEVED = "(?:胜利|圆满|超额|如期|顺利)(?:地)?(?:完成|实现)|(?:完成|实现|达到)了|良好开局|开局良好|奠定了?[^，]*基础"
TO_BE_ACHIEVED = "确保|力争|努力|奋力|争取|全力|推动"
# “十五”计划的开局 says nothing of a plan to come, “十五”计划 does
NAMED_PLAN = f'[“"]?{PLAN}[”"]?(?:计划|规划)(.)|“[^“”]*(?:计划|规划|任务|目标)”'
REVIEW_TITLE = any_of(*"回顾 执行情况 完成情况 总结 成绩 成就 进展 成效 情况 所做的工作 做的工作 工作情况".split())
PLAN_TITLE = any_of(
    *"目标 任务 安排 总体考虑 重点工作 计划 总体要求 部署 打算 建议 预期 主要考虑 规划 工作措施 主要措施 思路 工作重点 意见 蓝图 做好".split()
)


def section_periods(sections: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """section_id -> own (the period in its title, null where none), inherited (its own, or that of the headings above)."""
    title = pl.col("title")
    heads_a_part = pl.col("number").is_null() | ~pl.col("number").str.contains("—|★|是$")  # ——, 一是 head a sentence
    opening = pl.when(heads_a_part).then(title.str.extract("^([^，；。]*)")).str.replace_all(NUMBERED_THING, "")
    named = opening.str.extract_all(f"{MARK}|“?{PLAN}”?")
    single = named.list.eval(pl.element().filter(pl.element().str.contains("^[0-9]"))).list.last()
    # 2023年工作的回顾和2024年工作的方针: the part begins with what it looks back on
    looked_back_on = opening.str.extract(f"({YEAR}年)[^0-9]*?{REVIEW_TITLE}[^0-9]+{YEAR}年")
    said = title.str.replace_all(NAMED_PLAN, "$1")
    achieved = said.str.contains(ACHIEVED) & ~said.str.contains(TO_BE_ACHIEVED)
    review, planned = said.str.contains(REVIEW_TITLE), said.str.contains(PLAN_TITLE) & ~achieved
    first, last = (pl.col(c).cast(pl.Int64) for c in ("plan_year_from", "plan_year"))
    ahead = pl.coalesce(first * 10000 + last, last)  # outlines plan several years
    own = (
        sections.join(_years(documents), on="doc_id", how="left", maintain_order="left")
        .with_columns(mark=pl.coalesce(looked_back_on, single, named.list.last().str.replace(f"^(“?{PLAN}”?)$", "${1}时期")))
        .with_columns(stated=number_of(pl.col("mark")), review=review, planned=planned)
        .select(
            "section_id", "parent_id", "level",
            own=pl.when(pl.col("review") | pl.col("planned")).then("stated"),
            default=pl.when("review").then(pl.col("review_year").cast(pl.Int64)).when("planned").then(ahead),
        )
        .with_columns(own=pl.coalesce("own", pl.when(pl.col("level") == 1).then("default")))
    )  # fmt: skip
    inherited = own.with_columns(inherited=pl.coalesce("own", pl.when(pl.col("level") == 1).then("default")))
    for _ in range(8):  # headings are at most nine deep
        above = inherited.select(pl.col("section_id").alias("parent_id"), pl.col("inherited").alias("above"))
        inherited = (
            inherited.join(above, on="parent_id", how="left", maintain_order="left")
            .with_columns(inherited=pl.coalesce("inherited", "above"))
            .drop("above")
        )
    return inherited.select("section_id", "own", inherited=pl.coalesce("inherited", "default"))


def _years(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.select("doc_id", "kind", "review_year", "plan_year_from", "plan_year")


def scopes(sentences: pl.DataFrame, sections: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a sentence, in order: `scope`, the period that holds for a sentence that names none itself.

    An opening word (`这五年，`, `2025年，`) holds to the end of its paragraph; at the head of a paragraph, or where it
    names five years, up to the next one or the next heading with a period of its own. Other years hold for their sentence.
    """
    spoken = pl.when(pl.col("text").str.len_chars() > 8).then("paragraph")  # 各位代表！ does not head a paragraph
    placed = (
        sentences.select("doc_id", "sentence_id", "section_id", "paragraph", "text")
        .with_row_index("row")
        .join(_years(documents), on="doc_id", how="left", maintain_order="left")
        .join(section_periods(sections, documents), on="section_id", how="left", maintain_order="left")
        .with_columns(
            tasks=pl.col("kind") == "responsibility_plan",
            heads=pl.col("paragraph").ne_missing(before(spoken, starts("doc_id"))),
        )
    )
    placed = placed.join(_openings(placed), on="row", how="left", maintain_order="left")
    year = pl.col("stated") % 10000
    fits = pl.col("inherited").is_null() | (
        (year > pl.col("review_year")) == (pl.col("inherited") % 10000 > pl.col("review_year"))
    )
    current = (year == pl.col("review_year")) | (year == pl.col("plan_year"))
    spans = pl.col("part") > 9999
    enters = starts("doc_id", "section_id")
    within_span = pl.col("inherited").fill_null(0) > 9999  # a part on five years goes on after a word on its last one
    holds_on = fits & (spans | (current & pl.col("heads") & ~within_span)) & ~pl.col("tasks")
    far = pl.coalesce(pl.when(holds_on).then("part"), pl.when(enters).then("own"))
    near = pl.when(pl.col("tasks") | spans | (current & (pl.col("stated") < 9999))).then("stated")
    default = pl.when("tasks").then("plan_year").otherwise(pl.coalesce("review_year", "plan_year")).cast(pl.Int64)
    return placed.with_columns(far=far, near=near, within_span=within_span).select(
        "kind",
        "review_year",
        "plan_year",
        "plan_year_from",
        part_span=pl.when("within_span").then("inherited"),
        last_span=filled(pl.when(spans).then("part"), starts("doc_id")),
        scope=pl.coalesce(
            "stated",
            filled(pl.col("near"), starts("doc_id", "paragraph")),
            filled(pl.col("far"), starts("doc_id")),
            "inherited",
            default,
        ),
    )


def _openings(sentences: pl.DataFrame) -> pl.DataFrame:
    """row -> stated (the period that a sentence opens with), part (where the opening holds for what follows)."""
    beginning = pl.col("text").str.slice(0, 30).str.replace_all(COMPARED_WITH, "")
    undated = pl.when(~pl.col("text").str.contains(f"{DAY_OPENING}|{TITLE_ENDING}")).then("text")
    return (
        sentences.select("row", "review_year", "plan_year", text=beginning)
        .filter(pl.col("text").str.contains(HINT))
        .with_columns(
            opening=pl.col("text").str.extract(OPENING),
            part=pl.coalesce(undated.str.extract(PART_OPENING, 1), undated.str.extract(PART_OPENING, 2)),
        )
        .select("row", stated=number_of(pl.col("opening")), part=number_of(pl.col("part")))
    )
