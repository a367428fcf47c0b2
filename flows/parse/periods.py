"""The periods that words name: 2024年, “十四五”期间, 五年来, 去年.

`periods` reads them from a text, `marks` gives each clause the one that its sentence names before it (`到2030年，`). scopes.py says
which period holds for a sentence that names none, dating.py puts both to the observations.

A period travels as one number, year_from * 10000 + year (year_from 0 where it is a single year): 20212025, 2024. 五年累计 only says how many
years, which ones depends on the part of the report: -5.
"""

import polars as pl

from flows.parse.lexicon import FALLING, RISING, any_of
from flows.parse.runs import before, starts
from flows.parse.standpoints import YEARS_OF_REPORT

YEAR = "(?:19|20)[0-9]{2}"
PLAN_NUMBERS = {f"十{digit}五": 10 + number for number, digit in enumerate("一二三四五六七八九", 1)} | {
    f"{digit}五": number for number, digit in enumerate("一二三四五六七八九十", 1)
}
PLAN = any_of(*PLAN_NUMBERS)
SINGLE = f"{YEAR}(?:(?:—|至)(?:{YEAR}|[0-9]{{2}}))?年"  # 2024年, 2021—2025年
NUMBERED_PLAN = f"第(?:{any_of(*(name[:-1] for name in PLAN_NUMBERS))})个五年(?:计划|规划)?"  # 第八个五年计划
PLAN_PERIOD = f"(?:“?{PLAN}”?(?:规划|计划)?|{NUMBERED_PLAN})(?:时期|期间|以来|这五年|五年|期末|末)"  # “十四五”期间; 末 is its last year
YEARS = "[二两三四五六七八九十2-9]年"
PAST_YEARS = (
    f"(?:这|过去|过去的){YEARS}|(?:前|上一个)[五5]年|{YEARS}(?:来|以来)|[五5]年间|近{YEARS}(?:来|以来|，)"
    "|本届政府(?:任期)?(?:以来|[五5]年)|人大(?:常委会)?一次会议以来"
)
NEXT_YEARS = f"(?:今后|未来|往后){YEARS}|下一个[五5]年"
PAST_ONE = "过去的?一年|一年来|一年以来"
THE_ONE_BEFORE = "去年"
THIS_ONE = "今年|本年度?"
NEXT_ONE = "明年"
NEW_ONE = "新的一年"
YEARS_IN_ALL = f"[五5]年(?:分别)?(?:累计|共|实际|实现|新增|新建|完成|建成|{RISING}|{FALLING})|用{YEARS}左?右?的?时间"
MARK = f"{SINGLE}|{PLAN_PERIOD}|{NEXT_YEARS}|{PAST_YEARS}|{YEARS_IN_ALL}|{PAST_ONE}|{THE_ONE_BEFORE}|{THIS_ONE}|{NEXT_ONE}|{NEW_ONE}"
PLAN_END = f"“?{PLAN}”?(?:规划|计划|时期|期)?末期?"  # “十五”末
PRICES_OF = (
    f"{SINGLE}(?:(?:不变|可比)价|价(?:格?计算?)?(?:）|$))"  # （2005年价）: of what year prices are, not what they tell
)
RECORD = f"{SINGLE}以来[^，；。]{{0,4}}(?:最|首次|新高|新低)"  # 为1994年以来最高
SINCE = f"[自从]{SINGLE}[^，。；]{{0,14}}以来"  # 从1999年全省会议以来
COMPARED_WITH = f"{PRICES_OF}|{RECORD}|{SINCE}|(?:^|[，、；])(?:为|相当于){SINGLE}(?:底|末)?的|(?:[比较与同自以按是]|相比|基于|对比|相当于)(?:{SINGLE}|{PLAN_PERIOD}|去年|前[一两三四五]年)(?:的|底|末)?|[由从](?:{SINGLE}|{PLAN_END})(?:底|末)?(?:的|盈利|亏损|不足|[0-9约近]|$)|《[^》]*》|{SINGLE}(?:底|末)?(?:以|之)?前(?:建成|竣工|投用|开工)的"
HINT = "[0-9]年|[今明去本一二两三四五六七八九十]年|年[来间]|[一二三四五六七八九]五”?(?:时|期|以|末|规|计|这)|任期"  # what every mark holds
SMALL_NUMBERS = (
    {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2} | {str(n): n for n in range(2, 21)}
)


def periods(rows: pl.DataFrame, text: pl.Expr) -> pl.DataFrame:
    """row -> period: the last period that each row's text names, for the few rows that name one.

    `rows` has `row` (its number) and the years of its report (`YEARS_OF_REPORT`, of standpoints.py).
    """
    mark = pl.col("said").str.replace_all(COMPARED_WITH, "").str.extract_all(MARK).list.last()
    said = rows.select("row", *YEARS_OF_REPORT, said=text).filter(pl.col("said").str.contains(HINT))
    return said.with_columns(mark=mark).drop_nulls("mark").select("row", period=number_of(pl.col("mark")))


def number_of(mark: pl.Expr) -> pl.Expr:
    """The period that a match of MARK names, in a report with the years of YEARS_OF_REPORT (columns of the frame)."""
    start = mark.str.extract(f"^({YEAR})").cast(pl.Int64)
    end = mark.str.extract("(?:—|至)([0-9]+)年$").cast(pl.Int64)
    end = pl.when(end < 100).then(end + start // 100 * 100).otherwise(end)
    first = pl.lit(1966) + 5 * (
        pl.coalesce(mark.str.extract(f"^“?({PLAN})"), mark.str.extract("^第(.{1,2})个五年") + "五").replace_strict(
            PLAN_NUMBERS, default=None, return_dtype=pl.Int64
        )
        - 3
    )
    plan_end = first + 4
    review, plan, this_year = (pl.col(year).cast(pl.Int64) for year in YEARS_OF_REPORT)
    coming = pl.coalesce(review + 1, plan)
    count = mark.str.extract("([二两三四五六七八九十2-9])年").replace_strict(
        SMALL_NUMBERS, default=5, return_dtype=pl.Int64
    )
    return (
        pl.when(end > start).then(start * 10000 + end)
        .when(start.is_not_null()).then(start)
        .when(mark.str.contains("末$")).then(plan_end)
        .when(mark.str.contains("以来$") & review.is_between(first, plan_end)).then(first * 10000 + review)
        .when(first.is_not_null()).then(first * 10000 + plan_end)
        .when(mark.str.contains(f"^(?:{NEXT_YEARS})")).then(coming * 10000 + coming + count - 1)
        .when(mark.str.contains(f"^(?:{PAST_YEARS})")).then((review - count + 1) * 10000 + review)
        .when(mark.str.contains(f"^(?:{YEARS_IN_ALL})")).then(-count)
        .when(mark.str.contains(f"^(?:{PAST_ONE})")).then(coming - 1)
        .when(mark.str.contains(f"^(?:{NEW_ONE})")).then(coming)
        .when(mark.str.contains(f"^(?:{THE_ONE_BEFORE})")).then(this_year - 1)
        .when(mark.str.contains(f"^(?:{THIS_ONE})")).then(this_year)
        .when(mark.str.contains(f"^(?:{NEXT_ONE})")).then(this_year + 1)
    )  # fmt: skip


def marks(clauses: pl.DataFrame) -> pl.DataFrame:
    """The rows of `clauses` with `named`: the period that the sentence names before the clause, null where it names none."""
    rows = clauses.with_row_index("row")
    return (
        rows.join(periods(rows, pl.col("text")), on="row", how="left", maintain_order="left")
        .with_columns(period_before=before(pl.col("period"), starts("line")))
        .drop("row", "period")
    )


def told_by(around: pl.Expr, period: pl.Expr) -> pl.Expr:
    """`period`, or, where it only says how many years, those of the period `around` it, up to it or on from it."""
    span = -1 - period
    ahead = around > pl.col("review_year")
    return (
        pl.when(period >= 0).then(period)
        .when(around > 9999).then(around)
        .when(ahead).then(around * 10000 + around + span)
        .otherwise((around - span) * 10000 + around)
    )  # fmt: skip
