"""The period that holds for a sentence that names none itself: of its part, of its section, of its report.

In: `sentences`, `sections` and `documents`. Out: one row a sentence, in order; dating.py reads it. A part is what follows an
opening word (`这五年，`); a section has a period where its heading names one (`一、2024年…执行情况`).
"""

import polars as pl

from flows.parse.dates import digit_years
from flows.parse.lexicon import any_of
from flows.parse.periods import (
    COMPARED_WITH,
    HINT,
    MARK,
    NEW_ONE,
    NEXT_YEARS,
    PAST_ONE,
    PAST_YEARS,
    PLAN,
    PLAN_PERIOD,
    SINGLE,
    THIS_ONE,
    YEAR,
    number_of,
    told_by,
)
from flows.parse.runs import before, filled, filled_back, starts
from flows.parse.sparse import with_columns_where
from flows.parse.standpoints import REPORTS, YEARS_OF_REPORT

NUMBERED = "^(?:有关进度要求：|——|★|（[一二三四五六七八九十]+）|[0-9]+[.．、]|[一二三四五六七八九十]+是|#+ )?"
OPENING = f"{NUMBERED}[^，。；：]{{0,14}}?({MARK})"  # 预计到2030年，
# 这五年，我们 and 刚刚过去的2025年 open a part of the report; 谋划未来五年发展目标 does not
PART_OPENING = (
    f"{NUMBERED}[^，。；：]{{0,6}}?"
    f"(?:({PAST_YEARS}|{SINGLE}|{PAST_ONE}|{THIS_ONE}|{NEW_ONE})|({PLAN_PERIOD}|{NEXT_YEARS})(?:的五年)?[，：是我全经])"
)
LEADING_IN = "(?:目标|任务|指标|工作|重点|实事|计划|要求|安排)[^，。：]{0,8}：$"  # “十五”发展的主要目标是：
SO_FAR = "^(?:[^，。]{0,6})?(?:上半年|截[至止]|到?目前|前[一二三]季度|[一1]季度|1—[0-9]{1,2}月|(?:完成|进展|落实|推进|办理)情况|已)"
LATER = "下半年|(?:力争|确保|努力)(?:实现|完成)?全年|全年(?:力争|确保)"
# 主要预期目标是：……; 为完成上述目标，重点抓好…… under no heading of their own
AIMS = (
    "^(?:全[省市县区州旗]|综合考虑，?|建议|初步|经济|社会|发展|和|与|工作|总的|的|总体|主要){0,8}(?:预期|奋斗|发展|调控|主要|总体|工作)目标(?:初步|建议)?(?:安排|确定)?(?:是|为|如下)"
    "|^为(?:了)?(?:确保|全面|圆满|如期|顺利|努力)*(?:完成|实现|达到)(?:上述|以上|这些|这一)[^，。]{0,12}(?:目标|任务)"
)
# 综合考虑，建议2011年全省经济社会发展主要预期目标为：a plan, also where news or a cutting quotes it
PROPOSED = (
    f"(?:^|，)(?:建议|提出|确定|将)?(?:{YEAR}年|今年|明年|全年)?(?:[\u4e00-\u9fff]{{0,4}}全[省市县区州盟旗]|国民|经济|社会|发展|和|与|工作|的|主要|年度)*"
    "(?:预期|奋斗|发展|调控|主要|总体)目标(?:初步|建议)?(?:安排|确定)?(?:是|为|如下)"
)
TOLD_OF_BEFORE = f"{YEAR}年|去年|上年|同比"  # what news of works to be done say of the years before
PROPOSED_WITHIN = 60  # characters
THIS_TERM = "(?:本届|上届|过去一届)政府(?:任期)?[^，。]{0,4}?工作"  # 本届政府工作的回顾
TODAY = "^(?:截[至止]|到)?目前(?:为止)?[，,全我]"  # 目前，城镇化率只有41%
AS_OF = f"^[^，。]{{0,6}}截[至止]到?(?:{YEAR}年|今年|本年)?[^，。前]{{0,8}}(?:[底末]|月|日)[，,全我]"  # 截至今年2月底，已办结|7万件: done already
OTHER_HALF = "下半年|下一?步|下一?阶段"
NUMBERED_THING = f"{PLAN}(?:届|次|年|月|个|项|件|条|名|位|家)"  # 十五届人大一次会议以来: no plan
# “九五”开局良好: says which year it was, not that five are spoken of
OPENED_PLAN = f'[“"]?{PLAN}[”"]?(?:规划|计划|时期)?(?:实现|取得)?了?的?(?:良好|胜利)?开[局门]'
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


def section_periods(sections: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """section_id -> own (the period in its title, null where none), inherited (its own, or that of the headings above) and
    other_half (it is about what remains of a year), whole (the several years that it also names: 2020年和“十三五”时期)."""
    title, opening, said = pl.col("title"), pl.col("opening"), pl.col("said")
    heads_a_part = pl.col("number").is_null() | ~pl.col("number").str.contains("—|★|是$")  # ——, 一是 head a sentence
    part = (
        pl.when(heads_a_part)
        .then(title.str.extract("^([^，；。]*)"))
        .str.replace_all(f"{NUMBERED_THING}|{OPENED_PLAN}", "")
    )
    named, numbers = pl.col("named").list, pl.element().str.contains("^[0-9]")
    # 2023年工作的回顾和2024年工作的方针: the part begins with what it looks back on
    looked_back_on = opening.str.extract(f"({YEAR}年)[^0-9]*?{REVIEW_TITLE}[^0-9]+{YEAR}年")
    achieved = said.str.contains(ACHIEVED) & ~said.str.contains(TO_BE_ACHIEVED)
    first, last = (pl.col(c).cast(pl.Int64) for c in ("plan_year_from", "plan_year"))
    ahead = pl.coalesce(first * 10000 + last, last)  # outlines plan several years
    of_plan = f"^(“?{PLAN}”?)$"
    own = (
        sections.join(known, on="doc_id", how="left", maintain_order="left")
        .with_columns(title=digit_years(title))
        .with_columns(
            opening=part.str.replace(f"({YEAR})$", "${1}年"),  # 展望2013
            said=title.str.replace_all(NAMED_PLAN, "$1"),
        )
        .with_columns(
            named=opening.str.replace(THIS_TERM, "本届政府以来").str.extract_all(f"{MARK}|“?{PLAN}”?"),
            review=said.str.contains(REVIEW_TITLE), planned=said.str.contains(PLAN_TITLE) & ~achieved,
        )
        .with_columns(
            mark=pl.coalesce(
                looked_back_on, named.eval(pl.element().filter(numbers)).list.last(), named.last().str.replace(of_plan, "${1}时期")
            ),
            several=named.eval(pl.element().filter(~numbers)).list.last().str.replace(of_plan, "${1}时期"),
            other_half=pl.when(~pl.col("review")).then(said).str.contains(OTHER_HALF),
        )
        .with_columns(several=number_of(pl.col("several")), stated=number_of(pl.col("mark")), heads_a_part=heads_a_part)
        .with_columns(by_year=((pl.col("stated") == pl.col("review_year")) | (pl.col("stated") == pl.col("plan_year"))) & (pl.col("level") == 1))
        .select(
            "section_id", "parent_id", "level", other_half=pl.when("other_half").then(True),
            whole=pl.when(pl.col("several") > 9999).then("several"),
            own=pl.when(pl.col("review") | pl.col("planned") | pl.col("by_year")).then("stated"),
            default=pl.when("heads_a_part").then(pl.when("review").then(pl.col("review_year").cast(pl.Int64)).when("planned").then(ahead)),
        )
        .with_columns(own=pl.coalesce("own", pl.when(pl.col("level") == 1).then("default")))
    )  # fmt: skip
    inherited = own.with_columns(inherited=pl.coalesce("own", pl.when(pl.col("level") == 1).then("default")))
    for _ in range(8):  # headings are at most nine deep
        above = inherited.select(
            parent_id="section_id", above="inherited", above_half="other_half", above_whole="whole"
        )
        inherited = (
            inherited.join(above, on="parent_id", how="left", maintain_order="left")
            .with_columns(
                inherited=pl.coalesce("inherited", "above"),
                other_half=pl.coalesce("other_half", "above_half"),
                whole=pl.coalesce("whole", "above_whole"),
            )
            .drop("above", "above_half", "above_whole")
        )
    return inherited.select("section_id", "own", "other_half", "whole", inherited=pl.coalesce("inherited", "default"))


def scopes(sentences: pl.DataFrame, sections: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """One row a sentence, in order: `scope`, the period that holds for a sentence that names none itself.

    An opening word (`这五年，`, `2025年，`) holds to the end of its paragraph; at the head of a paragraph, or where it
    names five years, up to the next one or the next heading with a period of its own. Other years hold for their sentence.
    `known` is what `standpoints` says.
    """
    spoken = pl.when(pl.col("text").str.len_chars() > 8).then("paragraph")  # 各位代表！ does not head a paragraph
    placed = (
        sentences.select("doc_id", "sentence_id", "section_id", "paragraph", "text")
        .with_row_index("row")
        .join(known, on="doc_id", how="left", maintain_order="left")
        .join(section_periods(sections, known), on="section_id", how="left", maintain_order="left")
        .with_columns(
            tasks=pl.col("kind") == "responsibility_plan",
            heads=pl.col("paragraph").ne_missing(before(spoken, starts("doc_id"))),
        )
    )
    placed = with_columns_where(
        placed, pl.col("text").str.contains("截", literal=True), as_of=pl.col("text").str.head(40).str.contains(AS_OF)
    ).with_columns(pl.col("as_of").fill_null(False))
    quoting = (pl.col("kind") == "other") & pl.col("text").str.contains("目标", literal=True)
    placed = with_columns_where(
        placed, quoting, proposed=pl.col("text").str.head(PROPOSED_WITHIN).str.contains(PROPOSED)
    )
    placed = placed.join(_openings(placed), on="row", how="left", maintain_order="left").with_columns(
        pl.col("aims").fill_null(False)
    )
    return (
        _held(placed)
        .with_columns(
            held_near=filled(pl.col("near"), starts("doc_id", "paragraph")),
            held_far=filled(pl.col("far"), starts("doc_id")),
        )
        .with_columns(around=pl.coalesce("held_near", "held_far", "inherited", "default"))
        .select(
            "kind",
            *YEARS_OF_REPORT,
            "plan_year_from",
            part_span=pl.when("within_span").then("inherited"),
            whole="whole",
            last_span=filled(pl.when("spans").then("part"), starts("doc_id")),
            around="around",
            promised=_promised(),
            today=pl.col("text").str.contains(TODAY),
            as_of=pl.col("as_of"),
            scope=told_by(pl.col("around"), pl.coalesce("stated", "around")),
        )
    )


def _held(placed: pl.DataFrame) -> pl.DataFrame:
    """`far` and `near`: the period that a sentence opens and that holds on for its part or its paragraph; `spans`, `within_span`."""
    year = pl.coalesce("stated", "part") % 10000
    inherited, part = pl.col("inherited"), pl.col("part")
    fits = inherited.is_null() | ((year > pl.col("review_year")) == (inherited % 10000 > pl.col("review_year")))
    single = pl.when(pl.col("current") & (part < 9999)).then(True)
    # 2009年，……。五年来，……: said in passing in a part on one year
    passing = pl.col("spans") & pl.col("single") & pl.col("whole").is_null() & inherited.is_between(1, 9999)
    holds_on = pl.col("fits") & (pl.col("spanning") | (pl.col("current") & pl.col("heads") & ~pl.col("within_span")))
    tasks = pl.col("tasks")
    return (
        placed.with_columns(
            current=(year == pl.col("review_year")) | (year == pl.col("plan_year")),
            fits=fits,
            spans=part > 9999,
            within_span=inherited.fill_null(0) > 9999,  # a part on five years goes on after a word on its last one
        )
        .with_columns(single=filled(single, starts("doc_id", "paragraph")))
        .with_columns(spanning=pl.col("spans") & ~passing.fill_null(False))
        .with_columns(
            far=pl.coalesce(
                pl.when((holds_on | pl.col("aims")) & ~tasks).then("part"),
                pl.when(starts("doc_id", "section_id")).then("own"),
            ),
        )
        .with_columns(in_span=(filled(pl.col("far"), starts("doc_id")) > 9999).fill_null(False))
        # 这五年，……。2021年完成50亿元，……: in a part on five years only its sentence is on the last one, if it heads no paragraph
        .with_columns(
            near=pl.when(
                tasks
                | pl.col("spanning")
                | (
                    ~pl.col("as_of")
                    & pl.col("current")
                    & (pl.col("stated") < 9999)
                    & (~pl.col("in_span") | pl.col("heads"))
                )
            ).then("stated")
        )
    )


def _promised() -> pl.Expr:
    """Sentences that say what was to be done, in reports on how far it is: 新建公路20公里。截至6月底，已建成9公里。

    Half a year's reports end with what is to be done in the other half. News quote the goals that a report proposes.
    """
    task, text = starts("doc_id", "section_id"), pl.col("text")
    so_far = pl.when(pl.when("on_tasks").then(text).str.contains(SO_FAR)).then(True)
    told_later = filled_back(so_far, task) & filled(so_far, task).is_null()
    half = pl.when(pl.col("review_year") == pl.col("plan_year"))
    other_half = half.then("other_half") | half.then(text).str.contains(LATER)
    announced = pl.when("announces").then(~text.str.contains(TOLD_OF_BEFORE))
    proposed = pl.col("proposed").fill_null(False) | announced
    return told_later.fill_null(False) | other_half.fill_null(False) | proposed.fill_null(False)


def _openings(sentences: pl.DataFrame) -> pl.DataFrame:
    """row -> stated (the period that a sentence opens with), part (where the opening holds for what follows)."""
    text = pl.col("text")
    undated = pl.when(~text.str.contains(f"{DAY_OPENING}|{TITLE_ENDING}")).then(text)
    leads_in = pl.when(pl.col("leads_in")).then(text)
    named = leads_in.str.replace_all(NUMBERED_THING, "").str.extract_all(f"{MARK}|“?{PLAN}”?").list.last()
    aiming = pl.col("kind").is_in(REPORTS) & text.str.contains("目标", literal=True)
    return (
        sentences.select("row", "kind", *YEARS_OF_REPORT, "text")
        .pipe(with_columns_where, text.str.ends_with("："), leads_in=text.str.contains(LEADING_IN))
        .with_columns(text=text.str.head(30))
        .pipe(with_columns_where, aiming, aims=text.str.contains(AIMS))
        .with_columns(pl.col("aims").fill_null(False))
        .filter(text.str.contains_any(["年", "五", "任期"]) | pl.col("leads_in").fill_null(False) | pl.col("aims"))
        .with_columns(text=digit_years(text))
        .filter(text.str.contains(HINT) | pl.col("leads_in").fill_null(False) | pl.col("aims"))
        .with_columns(text=text.str.replace_all(COMPARED_WITH, ""))
        .with_columns(
            opening=text.str.extract(OPENING),
            part=pl.coalesce(
                undated.str.extract(PART_OPENING, 1),
                undated.str.extract(PART_OPENING, 2),
                named.str.replace(f"^(“?{PLAN}”?)$", "${1}时期"),
            ),
        )
        .with_columns(stated=number_of(pl.col("opening")), part=number_of(pl.col("part")))
        .with_columns(aims=pl.col("aims") & pl.coalesce("stated", "part").is_null())
        .with_columns(coming=pl.when("aims").then("plan_year").cast(pl.Int64))
        .select("row", "aims", stated=pl.coalesce("stated", "coming"), part=pl.coalesce("part", "coming"))
    )
