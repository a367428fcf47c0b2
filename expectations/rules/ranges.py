"""Rules on values: what an indicator can be."""

import polars as pl

from expectations.reference import indicator_ranges, indicators, resolve_units
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

BOUNDS = "the bounds of the reference table, which leave room beyond anything seen; each has its source there"
BOUNDS_ZH = "以指标范围表的上下限为准，表中比见过的数值留有余地，并注明依据"

# 全民参保覆盖面, 农村自来水普及率: parts of a whole; 投资完成率 or 毛入学率 may be more than it
WHOLE = 100
WHOLE_ONLY = "exact: nothing covers more than all"
WHOLE_ONLY_ZH = "不容差：部分不会大于全体"
SHARE = "(?:(?:覆盖|改制|受益|参与|参保|普及|惠及|知晓|达标|推广|签约|应用)面|覆盖率|普及率|参保率|通达率|达标率|合格率|处理率|优良率|优良天数比例|占比|比重|满意率|满意度|建成率|就业率|失业率|城镇化率|化率|贡献率)$"
RATE = "率$"  # most rates are shares, too
# 甲对象和乙对象集中供养率分别达到126%、98%: the name of both ends in front of the first
RATE_BEFORE = "率(?:均|都|已|分别|预计|达到?|为|高达|保持在|稳定在|提高到|上升到|提升至|约)*$"
SHARE_BEFORE = "(?:占比|比重|占[^，。；0-9]{2,16}的?)(?:均|都|已|达到?|为|高达|提高到|上升到|约)*$"  # 采矿业占比为96%
SHARE_BEHIND = (
    "^的?(?:[^，。；、0-9]{0,6})(?:全?覆盖|通[公硬水电客邮宽光网]|达标|合格|参保|入学|安置|兑现)"  # 100%通硬化路
)
COUNTED_BEHIND = "^(?:以上)?的[^，。；、0-9]{0,6}(?:村|乡镇|县|社区|街道|农户|家庭|居民|群众|企业|学校|医院|学生|儿童)"  # 90%的行政村通了硬化路
BEYOND_WHOLE = (
    "完成|目标|计划|任务|毛|增|比上年|同比|负债|拨备|充足|产销|收益|利润|回报|利率|周转|换手|容积|汇率|杠杆|自给|依存|流动性"
    "|保障率|赔付|利用率|成本|溢价|覆盖倍数|贡献|拉动|存贷"
)

SPENT_BEHIND = "^(?:以上|左右)?(?:都|均)?(?:投入|投向|用于|用在)"  # 新增财力的80%以上用于民生
A_PART_AT_MOST = (
    130  # the table's bound of rates that pass 100 where people move (参保率, 入学率); 产销率 and 完成率 have more
)
# Growth over more than a year, for which the bounds do not hold: 翻一番, 较2020年增长
LONGER = r"翻|[较比](?:19|20)[0-9]{2}年|五年|五”|累计"
# 由2005年的…提高到…，投资…、增长2.5倍: multiples in a sentence that looks back over years
MULTIPLE, LOOKS_BACK = "倍", "年均|[由从](?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}年的[0-9.]+倍"


def implausible(tables: Tables) -> pl.DataFrame:
    """Values outside the plausible range of their indicator, in base units."""
    observations = tables["observations"]
    dimensions = resolve_units(observations["unit"]).select("unit", "dimension").drop_nulls()
    ranges = indicator_ranges().rename({"code": "indicator_code"})
    bounded = observations.join(dimensions, on="unit", maintain_order="left").join(
        ranges, on=["indicator_code", "measure", "dimension"], maintain_order="left"
    )
    multiple = pl.col("quote").str.contains(MULTIPLE, literal=True) & pl.col("evidence").str.contains(LOOKS_BACK)
    longer = pl.col("year_from").is_not_null() | pl.col("evidence").str.contains(LONGER) | multiple
    outside = (pl.col("value_base") < pl.col("min")) | (pl.col("value_base") > pl.col("max"))
    odd = bounded.filter(outside & ~((pl.col("measure") == "growth") & longer))
    names = indicators().select(pl.col("code").alias("indicator_code"), pl.col("name_zh").alias("name"))
    columns = ("doc_id", "evidence", "quote", "char_start", "char_end", "name", "measure", "min", "max", "unit_base")
    rows = odd.join(names, on="indicator_code", maintain_order="left").select(columns).iter_rows()
    return hits_frame((_hit(*row) for row in rows), BOUNDS)


def _hit(
    doc_id: str,
    evidence: str,
    quote: str,
    start: int,
    end: int,
    name: str,
    measure: str,
    low: float | None,
    high: float | None,
    unit: str,
) -> Hit:
    what, what_en = ("的增幅", "growth of ") if measure == "growth" else ("", "")
    expected = f"{_number(low)}—{_number(high)}{unit}"
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"“{name}”{what}一般在{expected}之间，此处写的是{quote}。",
        message_en=f"The {what_en}“{name}” should lie within {expected}; {quote} stands here.",
        evidence=evidence,
        quotes=(Quote(quote, start, end),),
        expected=expected,
        observed=quote,
    )


def _number(value: float | None) -> str:
    if value is None:
        return "…"
    return f"{value / 1e8:g}亿" if abs(value) >= 1e8 else f"{value:g}"


def share_above_whole(tables: Tables) -> pl.DataFrame:
    """Shares of a whole (覆盖率, 普及率) above 100 %, of whatever indicator.

    A share of a kind that is always one is a warning, any other rate or share is worth an info."""
    above = tables["observations"].filter(pl.col("measure") == "ratio", pl.col("unit") == "%", pl.col("value") > WHOLE)
    parts = pl.col("evidence").str.split_exact(pl.col("quote"), 1)
    before, behind = parts.struct.field("field_0"), parts.struct.field("field_1").fill_null("")
    # 新增财力的80% is a share; 比上年增 is none
    words, named = before.str.replace_all("新增", ""), pl.col("indicator").str.replace_all("新增", "")
    name, sure = pl.col("indicator"), pl.col("indicator").str.contains(SHARE)
    counted = behind.str.contains(COUNTED_BEHIND) & ~before.str.contains("[的为比于]$")  # 去年的130%的 is no share
    a_share = (
        sure | name.str.contains(RATE) | before.str.contains(f"{SHARE_BEFORE}|{RATE_BEFORE}")
        | behind.str.contains(f"{SHARE_BEHIND}|{SPENT_BEHIND}") | counted
    )  # fmt: skip
    bounds = indicator_ranges().drop_nulls("max").filter(pl.col("measure") == "ratio")
    mostly = bounds.filter(pl.col("max").is_between(WHOLE, A_PART_AT_MOST, closed="right"))["code"]
    known, passes = (
        pl.col("indicator_code").is_in(codes.implode()).fill_null(value=False) for codes in (bounds["code"], mostly)
    )
    observations = above.filter(a_share, ~words.str.contains(f"(?:{BEYOND_WHOLE})[^，。；0-9]*$")).with_columns(
        severity=pl.when((sure & ~passes) | counted).then(pl.lit("warning")).otherwise(pl.lit("info"))
    )
    # what the table bounds at 100, or bounds as no part of a whole, is left to it; beyond its bound it says so itself
    left = (known & ~passes) | (passes & (pl.col("value") > A_PART_AT_MOST))
    odd = observations.filter(~left, ~named.str.contains(BEYOND_WHOLE))
    rows = odd.select("doc_id", "severity", "indicator", "evidence", "quote", "char_start", "char_end").iter_rows()
    return hits_frame((_share_hit(*row) for row in rows), WHOLE_ONLY)


def _share_hit(doc_id: str, severity: Severity, indicator: str, evidence: str, quote: str, start: int, end: int) -> Hit:
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"“{indicator}”是部分占全体的比例，应不超过100%，此处写的是{quote}。",
        message_en=f"“{indicator}” is a share of a whole and should not exceed 100 %; {quote} stands here.",
        evidence=evidence,
        quotes=(Quote(quote, start, end),),
        expected="<= 100%",
        observed=quote,
    )


SHARE_ABOVE_WHOLE = Rule(
    id="range.share_above_whole",
    title_zh="比例超过100%",
    title_en="A share above 100 %",
    checks_zh="部分占全体的比例（覆盖率、普及率、占比）应不超过100%，不论是不是常用指标。",
    checks="A share of a whole (覆盖率, 普及率, 占比) is not above 100 %, whether or not the indicator is a canonical one.",
    severity="warning",
    tolerance_zh=WHOLE_ONLY_ZH,
    tolerance=WHOLE_ONLY,
    check=share_above_whole,
)

IMPLAUSIBLE = Rule(
    id="range.implausible",
    title_zh="数值超出合理范围",
    title_en="A value beyond its plausible range",
    checks_zh="常用指标的数值应在合理范围之内，部分占全体的比例应不超过100%。",
    checks="The value of a canonical indicator lies within the plausible range for its measure: no share of a whole above 100 %.",
    severity="warning",
    tolerance_zh=BOUNDS_ZH,
    tolerance=BOUNDS,
    check=implausible,
)
