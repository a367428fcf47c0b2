"""What the columns of a table hold, read from their headers.

Cells come in; one row a column goes out, with its role and, for columns of values, the year, the status and the measure that
the header gives them. table_values.py joins this to the cells.
"""

import polars as pl

from flows.parse.lexicon import any_of, unit_pattern
from flows.parse.table_cells import TABLE

YEAR = "(?:19|20)[0-9]{2}"

# --- roles of columns ------------------------------------------------------------------------------------------
NUMBERING = r"^(?:序号|编号|行次|顺序|No\.?)$"
UNIT_COLUMN = r"^(?:计量|计算|核算|度量|数据)?单位(?:（[^）]*）)?$"
BINDING_COLUMN = r"^(?:指标)?(?:属性|性质|类型)$|约束性"
# 备注   责任单位   联系电话: nothing measured stands below
NOTE_COLUMN = r"备注|说明|解释|责任|牵头|配合|来源|依据|部门|领导|口径|时限|进度安排|时间$|日期|电话|代码|编码|地点|地址|建设性质|排序"
REGION_COLUMN = r"^(?:地区|区域|县（市、区）|县\(市、区\)|区县|县区|市县|县市区|市州|市（州）|乡镇|镇街|镇乡|镇（街道）|乡镇（街道）|各?(?:县|区|市|镇|乡))(?:名称)?$"
YEAR_COLUMN = r"^(?:年份|年度|时期)$"
# 指标名称   主要指标   项目   类别
LABEL_COLUMN = r"^.{0,6}(?:指标|项目|名称|类别|分类|内容|领域|目标任务|事项|品种|产品|行业|产业)(?:名称|类别|内容)?(?:（[^）]*）)?$|^(?:类|项)别?$"

# --- years in headers ------------------------------------------------------------------------------------------
PERIOD = rf"({YEAR})年?—((?:19|20)?[0-9]{{2}})年?"  # 2021—2025年年均增长
OWN_YEAR = rf"(?:^|[^0-9])({YEAR})(?:[^0-9.]|$)"  # 2024年目标
SHORT_YEAR = r"(?:^|[^0-9])([5-9][0-9])年"  # 96年计划, in reports of the 1990s
PLANS = {
    "十五五": 2030, "十四五": 2025, "十三五": 2020, "十二五": 2015, "十一五": 2010,
    "十五": 2005, "九五": 2000, "八五": 1995, "七五": 1990,
}  # fmt: skip
PLAN_LENGTH = 5
PLAN = f"({any_of(*PLANS)})"
LAST_YEAR = r"上年|去年|上一年"
THIS_YEAR = r"本年|今年|当年|全年"
# 比2023年增长, 与上年相比: the year is what the value is compared with, not what it is for
COMPARED_WITH = rf"(比|较|与|为|占)(?:{YEAR}年?|[5-9][0-9]年|上年同期|去年同期|上年度?|去年|上一年|同期)"
COMPARISON = r"(?:比|较|与)[^重例].*$"

# --- status ----------------------------------------------------------------------------------------------------
REPORTED = r"预计|预测|预期完成|完成情况|执行情况|实际|实绩|实现|快报|初步|现状|基期|已完成|统计数|决算"  # before `计划`: 2024年计划完成情况
PLANNED = r"目标|计划|预期|任务|规划|预算|安排|建议|草案|指标值|控制数|期望|力争"
REACHED = r"完成|达到|执行|上年|去年|年末数|绝对[数值额]"

# --- measures --------------------------------------------------------------------------------------------------
COMPLETION = (
    r"完成(?:年度|全年|年初|年)?(?:计划|目标|预算|任务)?(?:的)?(?:[%率]|（%|比例|百分比|进度|程度)"
    r"|(?:占|为)(?:年度|全年|年初|年)?(?:计划|目标|预算|任务)(?:的)?(?:[%]|（%|比重|比例|百分比|$)"
)  # 完成计划%, 为年度目标的%
RANK = r"位次|排名|排位|名次"
GAP = r"差距|差额|(?:与|比|较|超|欠)(?:年度|全年|年初)?(?:计划|目标|任务)(?:相比|差|±|[+＋增超])"  # 与目标差距
SHARE = r"(占.{0,10}?(?:比重|比例)|占.{0,10}%|比重|占比|构成)"  # 占全市比重（%）
GROWTH = r"增长|增速|增幅|增减|±|\+[/、]?-|同比|环比|升降|涨幅|(?:^|[^占])(?:比|较)(?:%|（%）|$)|年均"  # 比上年增长（%）, 比上年±%
RELATIVE = r"比|较|增减|±|\+[/、]?-|升降"
AMOUNT_OF_CHANGE = r"百分点|增减[额量]|增加额|增量|净增"
# what is left of a header when the words above are taken out names a quantity: 2024年出口额 -> 出口额
NOT_A_NOUN = (
    r"（[^）]*）|" + YEAR + r"年?|[5-9][0-9]年|“?" + PLAN.strip("()") + r"”?(?:时期|期间)?|" + LAST_YEAR + "|" + THIS_YEAR
    + r"|年度|年均|年末|年底|年初|调整后|调整数|累计|初步|快报|预计|预测|预期|计划数?|目标[值数]?|完成[数额量值]?|实际|实绩|情况|执行数?|统计数?|数据"
    r"|任务数?|安排|草案|建议|规划|预算数?|决算数?|实现|达到|增长率|增长速度|增长|增速|增幅|增减[额量]?|升降|涨幅|同比|环比|相比|主要|绝对[值额数]?"
    r"|指标值?|总量|水平|合计|现状|基期|控制数?|力争|位次|排名|排位|名次|差距|差额|百分点|数值|比例|比|较|与|为|的|占|[%‰±+/*、—“”0-9.\s\[\]-]|^[至到上下全]|年$|月$"
)  # fmt: skip
NOUN = (
    r"（[^）]*）|" + YEAR + r"年?|[5-9][0-9]年|“?" + PLAN.strip("()") + r"”?(?:时期|期间)?|" + LAST_YEAR + "|" + THIS_YEAR
    + r"|年度|年均|年末|年底|年初|调整后|调整数|累计|初步|快报|预计|预测|预期|计划|目标|完成|实际|实绩|情况|执行|统计|数据|任务|安排|草案|建议|规划"
    r"|预算|决算|实现|达到|增长率|增长速度|增长|增速|增幅|增减|升降|涨幅|同比|环比|相比|主要|绝对|指标|总量|水平|合计|现状|基期|控制|力争"
    r"|位次|排名|排位|名次|差距|差额|百分点|数值|比例|数|值|额|量|率|比|较|与|为|的|占|[%‰±+/*、—“”0-9.\s-]|^(?:至|到|上|下|全)|年$|月$"
)  # fmt: skip
NOUN = r"^[\p{Han}A-Z&]{2,}.*$"


def table_heads(cells: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a column of a table with a header.

    In: `table_cells`; `documents` with `doc_id`, `review_year`, `plan_year`, `plan_year_from`.
    Out: `doc_id`, `table_no`, `column`, `role` (label, region, year, unit, binding, value, other), and for values `year`,
    `year_from`, `status`, `measure` (growth, change, completion, share, rank, gap; null where the row says it), `relative`
    (a growth or change against another year), `noun` (what the header itself measures), `left_noun` (the same, or that of the
    nearest column to the left), `head_unit`.
    """
    years = documents.select(
        "doc_id", "review_year", "plan_year", first_planned=pl.coalesce("plan_year_from", "plan_year")
    )
    return (
        cells.filter(pl.col("header").is_not_null())
        .group_by(*TABLE, "column", maintain_order=True)
        .agg(pl.col("header").first().str.replace_all(r"\s+", ""), pl.col("title").first())
        .sort(*TABLE, "column")
        .join(years, on="doc_id", how="left", maintain_order="left")
        .with_columns(role=_role())
        .pipe(_label_columns)
        .pipe(_parts)
        .pipe(_years_and_status)
        .select(
            *TABLE, "column", "role", "year", "year_from", "status", "measure", "relative", "noun", "left_noun", "head_unit"
        )
    )  # fmt: skip


def _role() -> pl.Expr:
    header = pl.col("header")
    return (
        pl.when(header.str.contains(NUMBERING))
        .then(pl.lit("other"))
        .when(header.str.contains(UNIT_COLUMN))
        .then(pl.lit("unit"))
        .when(header.str.contains(BINDING_COLUMN))
        .then(pl.lit("binding"))
        .when(header.str.contains(YEAR_COLUMN))
        .then(pl.lit("year"))
        .when(header.str.contains(REGION_COLUMN))
        .then(pl.lit("region"))
        .when(header.str.contains(LABEL_COLUMN) & ~header.str.contains(OWN_YEAR))
        .then(pl.lit("label"))
        .when(header.str.contains(NOTE_COLUMN))
        .then(pl.lit("other"))
        .otherwise(pl.lit("value"))
    )


def _label_columns(heads: pl.DataFrame) -> pl.DataFrame:
    """Keep one column a table that names its rows: the last of those before the values, or the first of all.

    A column `单位` in front of all others names the bodies that are measured, no units.
    """
    naming = pl.col("role").is_in(["label", "region", "year"])
    first_value = pl.col("column").filter(pl.col("role") == "value").min().over(TABLE)
    first = pl.col("column").filter(pl.col("role") != "other").min().over(TABLE)
    chosen = pl.col("column").filter(naming & (pl.col("column") < pl.col("first_value"))).max().over(TABLE)
    return (
        heads.with_columns(first_value=first_value.fill_null(99), first=first)
        .with_columns(naming_column=pl.coalesce(chosen, "first"))
        .with_columns(
            role=pl.when(naming & (pl.col("column") != pl.col("naming_column")))
            .then(pl.lit("other"))
            .when((pl.col("column") == pl.col("naming_column")) & (pl.col("role") == "unit"))
            .then(pl.lit("region"))
            .when((pl.col("column") == pl.col("naming_column")) & ~naming)
            .then(pl.lit("label"))
            .otherwise("role")
        )
        .drop("first_value", "first", "naming_column")
    )


def _parts(heads: pl.DataFrame) -> pl.DataFrame:
    """What each header says by itself: years, status words, measure, unit and noun."""
    header = pl.col("header").str.replace_all(COMPARED_WITH, "${1}")
    period = header.str.extract_groups(PERIOD).struct
    last = period.field("2").cast(pl.Int32, strict=False)
    first = period.field("1").cast(pl.Int32, strict=False)
    plan_end = header.str.extract(PLAN).replace_strict(PLANS, default=None, return_dtype=pl.Int32)
    plan_start = pl.when(last.is_null() & header.str.extract(OWN_YEAR).is_null()).then(plan_end - PLAN_LENGTH + 1)
    short = header.str.extract(SHORT_YEAR).cast(pl.Int32, strict=False) + 1900
    own_year = pl.coalesce(
        pl.when(last < 100).then(first // 100 * 100 + last).otherwise(last),
        header.str.extract(OWN_YEAR).cast(pl.Int32, strict=False),
        short,
        plan_end,
    )
    own = header.str.replace(COMPARISON, "")
    status = (
        pl.when(own.str.contains(REPORTED))
        .then(pl.lit("actual"))
        .when(own.str.contains(COMPLETION))
        .then(pl.lit("actual"))
        .when(own.str.contains(PLANNED))
        .then(pl.lit("target"))
        .when(own.str.contains(REACHED))
        .then(pl.lit("actual"))
    )
    growth = header.str.contains(GROWTH)
    bracket = header.str.extract(rf"（({unit_pattern()})）$")
    return heads.with_columns(
        own_year=own_year,
        year_from=pl.coalesce(first, plan_start),
        own_status=status,
        back=header.str.contains(LAST_YEAR),
        now=header.str.contains(THIS_YEAR),
        measure=pl.when(header.str.contains(COMPLETION))
        .then(pl.lit("completion"))
        .when(header.str.contains(RANK))
        .then(pl.lit("rank"))
        .when(pl.col("header").str.contains(GAP))
        .then(pl.lit("gap"))
        .when(header.str.contains(AMOUNT_OF_CHANGE) & (growth | header.str.contains("净增|增量|增加额")))
        .then(pl.lit("change"))
        .when(growth & (bracket.is_null() | bracket.str.contains("[%‰]")))
        .then(pl.lit("growth"))
        .when(growth)
        .then(pl.lit("change"))
        .when(header.str.contains(SHARE))
        .then(pl.lit("share")),
        relative=pl.col("header").str.contains(RELATIVE),
        noun=header.str.replace_all(NOT_A_NOUN, "").str.extract(f"({NOUN})"),
        share=header.str.extract(SHARE).str.strip_suffix("%"),
        head_unit=pl.coalesce(
            bracket.str.replace("^个(百分点)$", "${1}"),
            header.str.extract("([%‰])"),
            header.str.extract(rf"（({unit_pattern()})）"),
        ),
    )


def _named_year(title_year: pl.Expr) -> pl.Expr:
    """The year of 上年 and of 本年, reckoned from the title's year, else from the document's."""
    planned = pl.col("own_status") == "target"
    return (
        pl.when(pl.col("back"))
        .then(pl.coalesce(title_year, "plan_year") - 1)
        .when(pl.col("now"))
        .then(pl.coalesce(title_year, pl.when(planned).then("plan_year").otherwise("review_year")))
    )


def _title_status() -> pl.Expr:
    """What the title says of the whole table: results, or a plan; null where it says neither."""
    return (
        pl.when(pl.col("title").str.contains("完成|执行|实绩")).then(pl.lit("actual"))
        .when(pl.col("title").str.contains(PLANNED)).then(pl.lit("target"))
    )  # fmt: skip


def _years_and_status(heads: pl.DataFrame) -> pl.DataFrame:
    """Complete year and status from the column to the left, the title and the document, nearest first.

    `2024年目标 | 完成情况 | 比上年增长（%）`: the second is the result of 2024, the third its growth.
    """
    noun = pl.when(pl.col("measure") == "share").then("share").otherwise("noun")
    title_years = pl.col("title").str.extract_all(YEAR).list.unique()
    title_year = pl.when(title_years.list.len() == 1).then(title_years.list.first().cast(pl.Int32))
    is_value = pl.col("role") == "value"
    has_own_year = pl.col("own_year").is_not_null()
    status = pl.col("own_status")
    # 年度目标 | 完成情况, and no year anywhere: both are of the year that the report looks back on
    looks_back = (is_value & (status == "actual")).any().over(TABLE)
    own_plan = (status == "target") & ~looks_back
    return (
        heads.with_columns(own_year=pl.coalesce("own_year", _named_year(title_year)), noun=noun)
        .with_columns(
            left_year=pl.col("own_year").forward_fill().over(TABLE),
            left_noun=pl.when(is_value).then("noun").forward_fill().over(TABLE),
            reported_year=pl.when(status == "actual").then("own_year").forward_fill().over(TABLE),
            base_year=pl.col("own_year").filter(is_value).first().over(TABLE),
            left_status=pl.when(has_own_year & status.is_null())
            .then(pl.lit(""))
            .otherwise(status)
            .forward_fill()
            .over(TABLE),
        )
        .with_columns(
            year=pl.when(is_value).then(
                pl.coalesce(
                    pl.when(pl.col("measure") == "completion").then("reported_year"),
                    "left_year",
                    title_year,
                    pl.when(own_plan).then("plan_year").otherwise("review_year"),
                )
            ),
        )
        .with_columns(
            # 2020年 | 2025年 | 年均增速: the average of 2021 to 2025
            year_from=pl.when(pl.col("header").str.contains("年均") & (pl.col("base_year") < pl.col("year") - 1))
            .then(pl.coalesce("year_from", pl.col("base_year") + 1))
            .otherwise("year_from"),
            status=pl.coalesce(
                status,
                pl.when(~has_own_year).then(pl.col("left_status").replace("", None)),
                pl.when(pl.col("year") >= pl.col("first_planned"))
                .then(pl.lit("target"))
                .when(pl.col("year") <= pl.col("review_year"))
                .then(pl.lit("actual")),
                _title_status(),
                pl.lit("actual"),
            ),
        )
    )
