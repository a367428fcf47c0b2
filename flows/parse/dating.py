"""When a number is for and whether it is reported or planned: from its own words, else its sentence's, else its part's.

In: the rows of `subjects` beside the `scopes` of their sentences. Out: year, year_from and status.
"""

import polars as pl

from flows.parse.lexicon import AGAINST_PLAN, FALLING, RISING
from flows.parse.periods import PLAN, PLAN_END, PLAN_NUMBERS, SINGLE, SMALL_NUMBERS, YEAR, periods, told_by
from flows.parse.runs import before, filled, starts
from flows.parse.sparse import with_columns_where

HENCE = "力争|确保|争取|努力|计划|预期|目标|[将要]"
OF_THE_BASE = f"(?:[由从](?:{SINGLE}|{PLAN_END})(?:底|末)?的?(?:盈利|亏损|不足)?|[比较](?:{SINGLE}|{PLAN_END})(?:底|末)?的)"  # 由2000年的|171.7亿元, 比“十五”末的|9323亿元增加
REACHES = "^(?:预计|可望|将)?(?:提高|提升|增加|增长|上升|扩大|下降|降低?|减少?|压[减缩降]|增|缩[小短减]?|升|扩|拓展|发展|跃升|跃|回落|调整|优化|优化调整|调整优化|转变?|演变|变化?|调[高低]|(?:优化)?整合|合并|归并)(?:了)?(?:至|到|为|成)"  # 从2.57万元|增加到
YEAR_BEFORE = "(?:上年|去年|年初)(?:同期|末|底)?的?|同期的?|[三四五十]年前的?"
FROM = f"[从由](?:{YEAR_BEFORE}|原来的?|目前的?|现[在有]的?|过去的?|每[人户亩个月天年]){{0,3}}$|[从由]平均[^，；。]{{0,8}}$"  # 由每人每月|20元提高到
BASE = f"[比较由从自是与同](?:{YEAR}年|{PLAN_END})"  # 比1978年
BEFORE_PLAN = f"[比较与是](?:上一个)?“?({PLAN})”?(?:规划|计划)?(?:时期|期间|同期)"  # 比“七五”期间|增长58%: of the whole plan after it
COUNTED_FROM = f"[比较](?:{YEAR}年|{PLAN_END})[^，]*$"  # 比1978年|增长5倍
YEARLY = "上年|去年|同比|同期|前年|上月|当年|年初"
AVERAGE = (
    f"(?:年均|年平均|[五5]年平均|平均每年|每年平均)(?:实际|名义|递|约|各|分别)?(?:{RISING}|{FALLING})"  # 年均|增长10%
)
RUNNING = "(?:^|[^0-9前比较第])([二两三四五六七八九十]|[2-9]|1[0-9])年(?:(?:来|间|内)?(?:累计|共计?|合计|平均|年均)|[来间内]$)"  # 五年|累计
ASKED = "要求(?:实现|达到|完成|增长|下降)|(?:^|，)计划安排"
PLANNED_SUM = "(?:任务|预算)(?:数|额)?(?:为|是)?$"  # 年初预算|1184万元


def dated(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `subjects` with `year`, `year_from` (Int32, null for a single year) and `status` (actual, target)."""
    numbered = rows.with_row_index("row")
    in_lead = periods(numbered, pl.col("head")).rename({"period": "in_lead"})
    period = pl.coalesce(filled(pl.col("in_lead"), starts("clause")), "period_before", "scope")
    stated = (
        numbered.join(in_lead, on="row", how="left", maintain_order="left")
        .with_columns(period=pl.coalesce(_today(), told_by(pl.col("around"), period)))
        .pipe(_bases)
    )
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
    dated_year = (
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
        ((pl.col("measure") == "level") & pl.col("flow"))
        | (pl.col("measure").is_in(["level", "ratio"]) & pl.col("head").str.contains("每年|年均"))
    )
    single = each_year | pl.col("is_base") | named_year.is_not_null()
    first_year, year = pl.col("first_year"), pl.col("year")
    # 年均增长13.7%，高于全国5.9个百分点: over the same years
    of_growth = pl.when(pl.col("measure") == "growth").then(first_year.fill_null(0))
    compared_from = filled(of_growth, starts("line"))
    first_year = (
        pl.when((pl.col("measure") == "gap") & (compared_from > 0) & pl.col("unit").str.contains("[%点]"))
        .then(compared_from)
        .otherwise(first_year)
    )
    planned = (pl.col("kind") == "responsibility_plan") | (year > pl.coalesce("review_year", pl.col("plan_year") - 1))
    years = stated.with_columns(
        year=dated_year, single=single, first_year=pl.coalesce(pl.when(accumulates).then(start), _first_year(end, base))
    )
    return years.with_columns(
        year=year.cast(pl.Int32),
        year_from=pl.when(~pl.col("single")).then(first_year).cast(pl.Int32),
        status=pl.when(((planned & ~pl.col("as_of")) | _demanded() | pl.col("promised")).fill_null(False)).then(pl.lit("target")).otherwise(pl.lit("actual")),
    ).drop(
        "row", "in_lead", "flow", "period", "period_before", "scope", "around", "promised", "today", "as_of", "this_year", "part_span", "last_span", "whole",
        "is_base", "base_year", "base_before", "compared", "yearly", "average", "running", "plan_from",
        "single", "first_year",
    )  # fmt: skip


def _today() -> pl.Expr:
    """What a plan says of the day: 目前，城镇化率只有41%，力争提高到45%."""
    today = pl.when(pl.col("around") % 10000 > pl.col("review_year")).then("today")
    head = pl.when(today).then("head")
    on = filled(pl.when(head.str.contains(HENCE)).then(True), starts("line")).is_null()
    return pl.when(today & on & pl.col("in_lead").is_null()).then("review_year").cast(pl.Int64)


def _bases(rows: pl.DataFrame) -> pl.DataFrame:
    """`is_base`: the number that a change starts from; `base_year`: the year named for it; `base_before`: the sentence's last.

    `compared`: the year that a growth or a change is counted from (比1978年增长5倍), also where a sentence that begins with
    one goes on without another; `average`: it is one year's part of several; `running`: the years that it says (五年平均).
    """
    head, line = pl.col("head"), starts("line")
    mark = head.str.extract_all(BASE).list.last()
    years = mark.str.extract(f"({YEAR})").cast(pl.Int64)
    plan = mark.str.extract(f"({PLAN})").replace_strict(PLAN_NUMBERS, default=None, return_dtype=pl.Int64)
    moves = pl.col("measure").is_in(["growth", "change"])
    timed = {
        "base_year": pl.coalesce(years, pl.lit(1966 + 4) + 5 * (plan - 3)),
        "explicit": head.str.contains(f"{OF_THE_BASE}$"),
        "averaging": head.str.contains(AVERAGE),
        "running": head.str.extract(RUNNING).replace_strict(SMALL_NUMBERS, default=None, return_dtype=pl.Int64),
        "counted_from": head.str.contains(COUNTED_FROM),
    }
    explicit = pl.col("explicit").fill_null(False)
    without_year = pl.when(pl.col("tail").str.contains(REACHES)).then(head).str.contains(FROM).fill_null(False)
    of_plans = pl.when(head.str.contains("期", literal=True)).then(head).str.extract(BEFORE_PLAN)
    plan_before = of_plans.replace_strict(PLAN_NUMBERS, default=None, return_dtype=pl.Int64)
    marked = (
        with_columns_where(rows, head.str.contains("年|末"), **timed)
        .with_columns(
            is_base=explicit | without_year,
            average=moves & pl.col("averaging").fill_null(False),
            yearly=pl.when(moves | explicit | without_year).then(head).str.contains(YEARLY),
            plan_from=pl.lit(1966 + 5) + 5 * (plan_before - 3),
        )
        .with_columns(
            plan_from=pl.coalesce(
                "plan_from",
                pl.when(pl.col("indicator") == pl.col("indicator").shift(-1)).then(pl.col("plan_from").shift(-1)),
            )
        )
    )
    own = pl.when(moves & pl.col("counted_from")).then("base_year")
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
    ).drop("explicit", "averaging", "counted_from")


def _first_year(end: pl.Expr, base: pl.Expr) -> pl.Expr:
    """The first of the years that a number of one year says it is for: 五年平均, 比1978年增长, 累计 in a part on five years."""
    part, last, whole = (
        pl.when(pl.col(c) % 10000 == end).then(pl.col(c) // 10000) for c in ("part_span", "last_span", "whole")
    )
    summed = (pl.col("measure") == "level") & pl.col("head").str.contains("累计", literal=True)
    planned = pl.when(pl.col("plan_year") == end).then("plan_year_from").cast(pl.Int64)
    since = pl.when((pl.col("compared") > 0) & ~pl.col("average")).then(pl.col("compared") + 1)
    # 由2010年的77亿元升到161亿元，……实现翻番: over the same years
    doubled = (pl.col("measure") == "growth") & (
        pl.col("number").str.starts_with("翻") | pl.col("head").str.contains("累计", literal=True)
    )
    first = pl.coalesce(
        pl.when(pl.col("plan_from") + 4 == end).then("plan_from"),
        end - pl.col("running") + 1,
        since,
        pl.when(doubled & ~pl.col("yearly").fill_null(False)).then(base + 1),
        pl.when("average").then(pl.coalesce(base + 1, part, last, whole, planned)),
        pl.when(summed).then(part),
    )
    return pl.when(first < end).then(first)


def _demanded() -> pl.Expr:
    """Plans told in a review: 要求实现……增长18%, 计划安排……增长7%, 收入任务174万元, 比计划目标3000亿元超过……"""
    head = pl.col("head")
    asking = pl.when(head.str.contains_any(["要求", "计划安排"])).then(head).str.contains(ASKED)
    asked = filled(pl.when(asking).then(True), starts("line")).fill_null(False)
    sums = pl.when((pl.col("measure") == "level") & head.str.contains("计划|目标|任务|预算")).then(head)
    planned_sum = pl.col("unit").str.contains("元|吨|斤|^[万亿]$") & (
        sums.str.contains(f"^(?:[^完超占]|完善)*{PLANNED_SUM}") | sums.str.contains(AGAINST_PLAN)
    )
    return asked | planned_sum.fill_null(False)
