"""The place that a number is for, when it is not the report's own.

In: `clauses` and the rows of the grammar. Out: `region`, taken out of the indicator. A place that opens a clause holds
to the end of its sentence (`两江新区规上工业增加值增长18.9%`).
"""

import polars as pl

from flows.parse.lexicon import any_of
from flows.parse.runs import filled, starts

ZONE = "(?:新区|高新区|高新技术产业开发区|经开区|经济技术开发区|东部经开区|自贸区|自贸试验区|综保区|新城|都市圈|城市群|都市区)"
COUNTY = "[\u4e00-\u9fff]{1,3}?(?:自治县|县)"
PART = "中心城区|主城区|主城都市区|[\u4e00-\u9fff]{2}地区"
PLACE_NAME = f"[\u4e00-\u9fff]{{2,6}}?{ZONE}|{COUNTY}|{PART}"
STARTS = f"^(?:其中|，|、|但)?({PLACE_NAME}(?:、(?:{PLACE_NAME}))*)"
NOT_A_PLACE = any_of(
    *"全县 各县 我县 本县 县县 强县 百强县 示范县 先进县 试点县 生产县 贫困县 产粮大县 农业县 一个县 所有县 脱贫县 帮扶县 地区 民族地区 农村地区 贫困地区 革命老区 山区 偏远 重点地区".split()
)


def places(clauses: pl.DataFrame) -> pl.DataFrame:
    """The rows of `clauses` with `region`: the place that the sentence speaks of, null for the report's own."""
    name = pl.col("text").str.extract(STARTS)
    name = pl.when(
        ~name.str.contains(f"{NOT_A_PLACE}|[新建全各成推]")
        & ~pl.col("text").str.contains(f"^{PLACE_NAME}(?:生产总值|级|域|城|委|政府|至|到)")
    ).then(name)
    return clauses.with_columns(region=filled(name, starts("line")))
