"""When a number is for and whether it is reported or planned: from its own words, the sentence, the section, the report.

`scopes` gives each sentence the period that holds where it stands (`一、2024年…执行情况`, `这五年，`); `marks` gives each
clause the period that its sentence names before it (`到2030年，`); `dated` puts both to the observations.

A period travels as one number, year_from * 10000 + year (year_from 0 where it is a single year): 20212025, 2024.
"""

import polars as pl

from flows.parse.lexicon import AGAINST_PLAN, FALLING, RISING, any_of
from flows.parse.runs import before, filled, starts

YEAR = "(?:19|20)[0-9]{2}"
PLAN_NUMBERS = {f"十{digit}五": 10 + number for number, digit in enumerate("一二三四五六七八九", 1)} | {
    f"{digit}五": number for number, digit in enumerate("一二三四五六七八九十", 1)
}
PLAN = any_of(*PLAN_NUMBERS)
SINGLE = f"{YEAR}(?:(?:—|至)(?:{YEAR}|[0-9]{{2}}))?年"  # 2024年, 2021—2025年
PLAN_PERIOD = f"“?{PLAN}”?(?:规划)?(?:时期|期间|以来|这五年|五年|期末|末)"  # “十四五”期间; 末 is its last year
PAST_YEARS = "(?:这|过去|过去的|前|上一个)[五5]年|[五5]年(?:来|间|以来)|(?:这|过去|过去的)[三四34]年|[三四34]年(?:来|以来)|本届政府(?:任期)?(?:以来|[五5]年)|人大(?:常委会)?一次会议以来"
NEXT_FIVE = "(?:今后|未来|下一个|往后)[五5]年"
PAST_ONE = "过去的?一年|一年来|一年以来|去年"
THIS_ONE = "今年|本年度?"
FIVE_IN_ALL = "[五5]年(?:累计|共|增长|提高|下降|新增)"
MARK = f"{SINGLE}|{PLAN_PERIOD}|{NEXT_FIVE}|{PAST_YEARS}|{FIVE_IN_ALL}|{PAST_ONE}|{THIS_ONE}"
NUMBERED = "^(?:有关进度要求：|——|★|（[一二三四五六七八九十]+）|[0-9]+[.．、]|[一二三四五六七八九十]+是|#+ )?"
OPENING = f"{NUMBERED}[^，。；：]{{0,14}}?({MARK})"  # 预计到2030年，
# 这五年，我们 and 刚刚过去的2025年 open a part of the report; 谋划未来五年发展目标 does not
PART_OPENING = (
    f"{NUMBERED}[^，。；：]{{0,6}}?"
    f"(?:({PAST_YEARS}|{SINGLE}|{PAST_ONE}|{THIS_ONE})|({PLAN_PERIOD}|{NEXT_FIVE})(?:的五年)?[，：是我全经])"
)
PLAN_END = f"“?{PLAN}”?(?:规划|计划|时期|期)?末"  # “十五”末
NUMBERED_THING = f"{PLAN}(?:届|次|年|月|个|项|件|条|名|位|家)"  # 十五届人大一次会议以来: no plan
OF_THE_BASE = f"[由从](?:{SINGLE}|{PLAN_END})(?:底|末)?的?"  # 由2000年的|171.7亿元
# the lines above a report, and what happened on a day, open no part of it: 2024年示例市政府工作报告, ——2024年1月9日在……会议上
DAY_OPENING = f"^[—（]*{YEAR}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日|在|，|$)"
TITLE_ENDING = "(?:报告|公报|纲要|草案|摘要)(?:（[^）]*）)?$"
COMPARED_WITH = f"(?:^|[，、；])(?:为|相当于){SINGLE}(?:底|末)?的|(?:[比较与同自以按是]|相比|基于|对比|相当于)(?:{SINGLE}|{PLAN_PERIOD}|去年|前[一两三四五]年)(?:的|底|末)?|[由从](?:{SINGLE}|{PLAN_END})(?:底|末)?(?:的|盈利|亏损|不足|[0-9约近]|$)|《[^》]*》|{SINGLE}(?:底|末)?(?:以|之)?前(?:建成|竣工|投用|开工)的"
HINT = (
    "[0-9]年|[今去本一三四五345]年|年[来间]|[一二三四五六七八九]五”?(?:时|期|以|末|规|这)|任期"  # what every mark holds
)

# what a plan has come to: 实现了“十五”计划的良好开局, 胜利完成各项任务; not 确保完成各项任务
ACHIEVED = "(?:胜利|圆满|超额|如期|顺利)(?:地)?(?:完成|实现)|(?:完成|实现|达到)了|良好开局|开局良好|奠定了?[^，]*基础"
TO_BE_ACHIEVED = "确保|力争|努力|奋力|争取|全力|推动"
# “十五”计划的开局 says nothing of a plan to come, “十五”计划 does
NAMED_PLAN = f'[“"]?{PLAN}[”"]?(?:计划|规划)(.)|“[^“”]*(?:计划|规划|任务|目标)”'

REVIEW_TITLE = any_of(*"回顾 执行情况 完成情况 总结 成绩 成就 进展 成效 情况 所做的工作 做的工作 工作情况".split())
PLAN_TITLE = any_of(
    *"目标 任务 安排 总体考虑 重点工作 计划 总体要求 部署 打算 建议 预期 主要考虑 规划 工作措施 主要措施 思路 工作重点 意见 蓝图 做好".split()
)

# --- from one year to another ----------------------------------------------------------------------------------
REACHES = "^(?:提高|提升|增加|增长|上升|扩大|下降|降低?|减少?|压[减缩降]|增|缩[小短减]?|升|扩|拓展|发展|跃升|跃|回落|调整|优化|优化调整|调整优化|转变?|演变|变化?)(?:了)?(?:至|到|为|成)"  # 从2.57万元|增加到
YEAR_BEFORE = "(?:上年|去年|年初)(?:同期|末|底)?的?|同期的?|[三四五十]年前的?"
FROM = f"[从由](?:{YEAR_BEFORE}|原来的?|目前的?|现[在有]的?|过去的?|每[人户亩个月天年]){{0,3}}$|[从由]平均[^，；。]{{0,8}}$"  # 由每人每月|20元提高到
BASE = f"[比较由从自是与同](?:{YEAR}年|{PLAN_END})"  # 比1978年
BEFORE_PLAN = f"[比较与是](?:上一个)?“?({PLAN})”?(?:规划|计划)?(?:时期|期间|同期)"  # 比“七五”期间|增长58%: of the whole plan after it
COUNTED_FROM = f"[比较](?:{YEAR}年|{PLAN_END})[^，]*$"  # 比1978年|增长5倍
YEARLY = "上年|去年|同比|同期|前年|上月|当年|年初"
AVERAGE = f"(?:年均|年平均|[五5]年平均|平均每年|每年平均)(?:实际|名义|递|约|各)?(?:{RISING}|{FALLING})"  # 年均|增长10%
SMALL_NUMBERS = (
    {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2} | {str(n): n for n in range(2, 21)}
)
RUNNING = "(?:^|[^0-9前比较第])([二两三四五六七八九十]|[2-9]|1[0-9])年(?:(?:来|间|内)?(?:累计|共计?|合计|平均|年均)|[来间内]$)"  # 五年|累计
ASKED = "要求(?:实现|达到|完成|增长|下降)"
PLANNED_SUM = "(?:任务|预算)(?:数|额)?(?:为|是)?$"  # 年初预算|1184万元


def periods(rows: pl.DataFrame, text: pl.Expr) -> pl.DataFrame:
    """row -> period: the last period that each row's text names, for the few rows that name one.

    `rows` has `row` (its number) and the review_year and plan_year of its report.
    """
    mark = pl.col("said").str.replace_all(COMPARED_WITH, "").str.extract_all(MARK).list.last()
    said = rows.select("row", "review_year", "plan_year", said=text).filter(pl.col("said").str.contains(HINT))
    return said.with_columns(mark=mark).drop_nulls("mark").select("row", period=_number(pl.col("mark")))


def _number(mark: pl.Expr) -> pl.Expr:
    start = mark.str.extract(f"^({YEAR})").cast(pl.Int64)
    end = mark.str.extract("(?:—|至)([0-9]+)年$").cast(pl.Int64)
    end = pl.when(end < 100).then(end + start // 100 * 100).otherwise(end)
    first = pl.lit(1966) + 5 * (
        mark.str.extract(f"^“?({PLAN})").replace_strict(PLAN_NUMBERS, default=None, return_dtype=pl.Int64) - 3
    )
    plan_end = first + 4
    review, plan = pl.col("review_year").cast(pl.Int64), pl.col("plan_year").cast(pl.Int64)
    count = mark.str.extract("([三四34])年").replace_strict(SMALL_NUMBERS, default=5, return_dtype=pl.Int64)
    return (
        pl.when(end > start).then(start * 10000 + end)
        .when(start.is_not_null()).then(start)
        .when(mark.str.contains("末$")).then(plan_end)
        .when(mark.str.contains("以来$") & review.is_between(first, plan_end)).then(first * 10000 + review)
        .when(first.is_not_null()).then(first * 10000 + plan_end)
        .when(mark.str.contains(f"^(?:{NEXT_FIVE})")).then(plan * 10000 + plan + 4)
        .when(mark.str.contains(f"^(?:{PAST_YEARS}|{FIVE_IN_ALL})")).then((review - count + 1) * 10000 + review)
        .when(mark.str.contains(f"^(?:{PAST_ONE})")).then(plan - 1)
        .when(mark.str.contains(f"^(?:{THIS_ONE})")).then(plan)
    )  # fmt: skip


def marks(clauses: pl.DataFrame) -> pl.DataFrame:
    """The rows of `clauses` with `named`: the period that the sentence names before the clause, null where it names none."""
    rows = clauses.with_row_index("row")
    return (
        rows.join(periods(rows, pl.col("text")), on="row", how="left", maintain_order="left")
        .with_columns(period_before=before(pl.col("period"), starts("line")))
        .drop("row", "period")
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
        .with_columns(stated=_number(pl.col("mark")), review=review, planned=planned)
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
        .select("row", stated=_number(pl.col("opening")), part=_number(pl.col("part")))
    )


def dated(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `subjects` with `year`, `year_from` (Int32, null for a single year) and `status` (actual, target)."""
    numbered = rows.with_row_index("row")
    in_lead = periods(numbered, pl.col("head")).rename({"period": "in_lead"})
    stated = numbered.join(in_lead, on="row", how="left", maintain_order="left").with_columns(
        period=pl.coalesce(filled(pl.col("in_lead"), starts("clause")), "period_before", "scope")
    )
    stated = stated.pipe(_bases)
    spans = pl.col("period") > 9999
    start = pl.when(spans).then(pl.col("period") // 10000)
    end = pl.col("period") % 10000
    listed = (pl.col("values") > 1) & ~pl.col("named")
    each_year = listed & (end - start + 1 == pl.col("values"))
    named_years = pl.when(listed).then(pl.col("head").str.extract_all(SINGLE))
    named_year = pl.when(listed & (named_years.list.len() == pl.col("values"))).then(
        named_years.list.get(pl.col("follows"), null_on_oob=True).str.slice(0, 4).cast(pl.Int64)
    )
    base = pl.when(pl.col("base_before") < end).then("base_before")
    year = (
        pl.when(named_year.is_not_null()).then(named_year)
        .when(each_year).then(start + pl.col("follows"))
        .when("is_base").then(pl.coalesce("base_year", base, pl.coalesce(start, end) - 1))
        .otherwise(end)
    )  # fmt: skip
    # 五年来……，同比增长8%, 比2016年增长8% in a report on 2017: of one year
    of_one_year = pl.col("yearly").fill_null(False) | ((pl.col("compared") + 1 == end) & ~pl.col("average")).fill_null(
        False
    )
    accumulates = (pl.col("measure").is_in(["growth", "change"]) & ~of_one_year) | (
        (pl.col("measure") == "level") & (pl.col("flow") | pl.col("head").str.contains("每年|年均"))
    )
    single = each_year | pl.col("is_base") | named_year.is_not_null()
    first_year = pl.coalesce(pl.when(accumulates).then(start), _first_year(end, base))
    planned = (pl.col("kind") == "responsibility_plan") | (year > pl.coalesce("review_year", pl.col("plan_year") - 1))
    return stated.with_columns(
        year=year.cast(pl.Int32),
        year_from=pl.when(~single).then(first_year).cast(pl.Int32),
        status=pl.when((planned | _demanded()).fill_null(False)).then(pl.lit("target")).otherwise(pl.lit("actual")),
    ).drop(
        "row", "in_lead", "flow", "period", "period_before", "scope", "part_span", "last_span",
        "is_base", "base_year", "base_before", "compared", "yearly", "average", "running", "plan_from",
    )  # fmt: skip


def _bases(rows: pl.DataFrame) -> pl.DataFrame:
    """`is_base`: the number that a change starts from; `base_year`: the year named for it; `base_before`: the sentence's last.

    `compared`: the year that a growth or a change is counted from (比1978年增长5倍), also where a sentence that begins with
    one goes on without another; `average`: it is one year's part of several; `running`: the years that it says (五年平均).
    """
    head, line = pl.col("head"), starts("line")
    timed = pl.when(head.str.contains("年|末")).then(head)  # few: the other expressions see these only
    mark = timed.str.extract_all(BASE).list.last()
    years = mark.str.extract(f"({YEAR})").cast(pl.Int64)
    plan = mark.str.extract(f"({PLAN})").replace_strict(PLAN_NUMBERS, default=None, return_dtype=pl.Int64)
    moves = pl.col("measure").is_in(["growth", "change"])
    explicit = timed.str.contains(f"{OF_THE_BASE}$").fill_null(False)
    without_year = pl.when(pl.col("tail").str.contains(REACHES)).then(head).str.contains(FROM).fill_null(False)
    of_plans = pl.when(head.str.contains("期", literal=True)).then(head).str.extract(BEFORE_PLAN)
    plan_before = of_plans.replace_strict(PLAN_NUMBERS, default=None, return_dtype=pl.Int64)
    number = timed.str.extract(RUNNING).replace_strict(SMALL_NUMBERS, default=None, return_dtype=pl.Int64)
    marked = rows.with_columns(
        base_year=pl.coalesce(years, pl.lit(1966 + 4) + 5 * (plan - 3)),
        is_base=explicit | without_year,
        average=moves & timed.str.contains(AVERAGE).fill_null(False),
        yearly=pl.when(moves | explicit | without_year).then(head).str.contains(YEARLY),
        running=number,
        plan_from=pl.lit(1966 + 5) + 5 * (plan_before - 3),
    ).with_columns(
        plan_from=pl.coalesce(
            "plan_from",
            pl.when(pl.col("indicator") == pl.col("indicator").shift(-1)).then(pl.col("plan_from").shift(-1)),
        )
    )
    own = pl.when(moves & timed.str.contains(COUNTED_FROM)).then("base_year")
    # 由2012年的679万人下降到120万人，减少559万人: counted from the same year
    moved_on = (
        pl.col("is_base").shift(2)
        & ~pl.col("yearly").shift(2).fill_null(False)
        & (pl.col("line") == pl.col("line").shift(2))
    )
    after_move = moves & ~pl.col("yearly") & moved_on.fill_null(False)
    opens = moves & before(pl.when(moves).then(True), line).is_null()
    return marked.with_columns(
        base_before=filled(pl.col("base_year"), line),
        compared=pl.coalesce(
            own,
            pl.when(after_move).then(filled(pl.col("base_year"), line)),
            pl.when(moves & ~pl.col("yearly")).then(filled(pl.when(opens).then(own.fill_null(0)), line)),
        ),
        running=pl.when(pl.col("average") | pl.col("running").is_not_null()).then(filled(pl.col("running"), line)),
    )


def _first_year(end: pl.Expr, base: pl.Expr) -> pl.Expr:
    """The first of the years that a number of one year says it is for: 五年平均, 比1978年增长, 累计 in a part on five years."""
    part, last = (pl.when(pl.col(c) % 10000 == end).then(pl.col(c) // 10000) for c in ("part_span", "last_span"))
    summed = (pl.col("measure") == "level") & pl.col("head").str.contains("累计", literal=True)
    planned = pl.when(pl.col("plan_year") == end).then("plan_year_from").cast(pl.Int64)
    since = pl.when((pl.col("compared") > 0) & ~pl.col("average")).then(pl.col("compared") + 1)
    first = pl.coalesce(
        pl.when(pl.col("plan_from") + 4 == end).then("plan_from"),
        end - pl.col("running") + 1,
        since,
        pl.when("average").then(pl.coalesce(base + 1, part, last, planned)),
        pl.when(summed).then(part),
    )
    return pl.when(first < end).then(first)


def _demanded() -> pl.Expr:
    """Plans told in a review: 要求实现……增长18%, 收入任务174万元, 比计划目标3000亿元超过……"""
    head = pl.col("head")
    asking = pl.when(head.str.contains("要求", literal=True)).then(head).str.contains(ASKED)
    asked = filled(pl.when(asking).then(True), starts("line")).fill_null(False)
    sums = pl.when((pl.col("measure") == "level") & head.str.contains("计划|目标|任务|预算")).then(head)
    planned_sum = pl.col("unit").str.contains("元|吨|斤|^[万亿]$") & (
        sums.str.contains(f"^(?:[^完超占]|完善)*{PLANNED_SUM}") | sums.str.contains(AGAINST_PLAN)
    )
    return asked | planned_sum.fill_null(False)
