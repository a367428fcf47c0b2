"""Dates and years as reports print them: 2025年1月13日, 2025-01-13, 一九九七年二月二十五日, 二○○二年一月.

In: string expressions. Out: expressions of dates and years.
"""

import polars as pl

DIGITS = dict(zip("一二三四五六七八九〇零○◯", "1234567890000", strict=True))
CN_YEAR = "[一二三四五六七八九〇零○◯0]{4}"  # 二00一 and 二〇〇一
YEAR = "(?:19[5-9][0-9]|20[0-9]{2})"
DAY = "[0-9一二三四五六七八九十]{1,3}"
DATE = rf"(?:{YEAR}|{CN_YEAR}) ?年 ?{DAY} ?月 ?{DAY} ?日|{YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}"  # 2025年1月13日
MONTH = rf"(?:{YEAR}|{CN_YEAR}) ?年 ?{DAY} ?月"  # 2014年1月
SHORT_YEAR = r"(^|[^0-9])([89][0-9])年"  # 98年
BARE_YEAR = rf"(^|[^0-9—])({YEAR})(政府|人民政府|国民经济|统计公报|重点工作|\p{{Han}}{{1,10}}[省市县区州盟旗镇乡](?:人民)?政府)"  # 示例市2017政府工作报告
SPELT_YEARS = {
    century + digits: number + str(year)[2:]
    for zero in "〇零○0OО◯"
    for century, number, years in (("一九", "19", range(1949, 2000)), (f"二{zero}", "20", range(2000, 2060)))
    for year in years
    for digits in ["".join(zero if sign == "0" else "零一二三四五六七八九"[int(sign)] for sign in str(year)[2:])]
}  # 一九九八, 二〇〇三
SPELT_YEAR = "一九[四五六七八九]|二[〇零○0OО◯]"
PARTS = r"^([0-9]{4})\D+([0-9]{1,2})\D+([0-9]{1,2})"


def plain_years(text: pl.Expr) -> pl.Expr:
    """Text of the same length with Chinese digits as digits, so that 一九九六年 reads 1996年; for looking up years only."""
    return text.str.replace_many(DIGITS)


def digit_years(text: pl.Expr) -> pl.Expr:
    """Text of the same length with its years in digits, 1998 for 一九九八; other numerals stay."""
    spelt = pl.when(text.str.contains(SPELT_YEAR)).then(text)
    return pl.coalesce(spelt.str.replace_many(SPELT_YEARS), text)


def full_years(text: pl.Expr) -> pl.Expr:
    """`plain_years` of titles and headings, in which 九八年 means 1998年, and 2017政府工作报告 is of 2017年."""
    return plain_years(text).str.replace_all(SHORT_YEAR, "${1}19${2}年").str.replace_all(BARE_YEAR, "${1}${2}年${3}")


def to_date(written: pl.Expr) -> pl.Expr:
    """The day that `written` (a match of DATE) names; null where there is no such day."""
    digits = _plain_numbers(written).str.extract_groups(PARTS)
    parts = [digits.struct.field(str(n)).str.zfill(width) for n, width in ((1, 4), (2, 2), (3, 2))]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def to_month(written: pl.Expr) -> pl.Expr:
    """The first day of the month that `written` (a match of MONTH) names."""
    return to_date(written + "1日")


def _plain_numbers(written: pl.Expr) -> pl.Expr:
    """二月二十五日 as 2月25日."""
    return (
        plain_years(written)
        .str.replace_all(r"([0-9])十([0-9])", "${1}${2}")
        .str.replace_all(r"([0-9])十", "${1}0")
        .str.replace_all(r"十([0-9])", "1${1}")
        .str.replace_all("十", "10", literal=True)
    )
