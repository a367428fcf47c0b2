"""Which sentences of a report look back on five years, and which on one.

Sentences come in; those go out that tell which span the text speaks of from there on (这五年，…, 过去一年，…). A review of five
years and one of the last year stand in one report, and few sentences of either say so again.
"""

import polars as pl

from expectations.rules.candidates import reduced

MARKS = r"^(?:——)?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|#+ ?)?"
BACK = "(?:各位代表！)?(?:回顾|回望|总结)?(?:刚刚)?(?:过去|走过|近|这|上)?(?:的|去的)?"
# 这五年，… 五年来，… “十四五”时期工作回顾
FIVE_YEARS = rf"{MARKS}{BACK}(?:五年|“?十[一二三四]?五”?(?:时期|期间|以来|工作|规划))"
# 过去一年，… 刚刚过去的2025年，… 全年实现… 一、2025年工作回顾; a sentence on 2025 may stand in a review of five years, too
ONE_YEAR = rf"{MARKS}{BACK}(?:一年|全年|去年|今年|本年|[0-9]{{4}}年(?:工作|主要|重点|经济|是))|^刚刚过去的[0-9]{{4}}年"
BOTH = rf"{MARKS}[^，。]{{0,24}}(?:年[^，。]{{0,8}}(?:五年|十[一二三四]?五”?)|五”?[^，。]{{0,8}}[0-9]{{4}}年)"


def span_marks(sentences: pl.DataFrame) -> pl.DataFrame:
    """Of the sentences (with `text`, in order) those that tell a span, with `span`: five, one, or null from where both are
    told of; it holds until the next."""
    text = pl.col("text")
    told = (
        pl.when(text.str.contains(BOTH))
        .then(pl.lit("both"))
        .when(text.str.contains(FIVE_YEARS))
        .then(pl.lit("five"))
        .when(text.str.contains(ONE_YEAR))
        .then(pl.lit("one"))
    )
    dated = reduced(sentences, ["年", "五"]).with_columns(told.alias("span")).drop_nulls("span")
    return dated.with_columns(pl.when(pl.col("span") != "both").then(pl.col("span")).alias("span"))
