"""Numbers that are not plain digits: 第2位, 前三, 翻两番, 三分之一, 1/4, 2.29:1, 百亿, 十二.

In: numbers as written. Out: their values, with the unit where the number itself says it. quantities.py joins them.
"""

import re

import polars as pl

from flows.parse.lexicon import NUMBER

PLACE_UNIT = "位"
SIZE = "[十百千][万亿]"
FIRST_PLACE = ("首位", "榜首")
CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000}
CHINESE_GROUPS = {"万": 10_000, "亿": 100_000_000}
PARTS_OF = {"百分之": "%", "千分之": "‰"}


def spelt_numbers(numbers: pl.Series) -> pl.DataFrame:
    """The few numbers that are not plain digits: number -> spelt (Float64), spelt_unit (null where the unit stands behind)."""
    others = numbers.unique().drop_nulls().to_frame("number").filter(~pl.col("number").str.contains(f"^-?{NUMBER}$"))
    read = [(number, *spelt_value(number)) for number in others["number"]]
    return pl.DataFrame(read, schema={"number": pl.String, "spelt": pl.Float64, "spelt_unit": pl.String}, orient="row")


def spelt_value(number: str) -> tuple[float, str | None]:
    """Value and unit of a number that is not plain digits: 第2位, 前三, 翻两番, 三分之一, 2.29:1, 百亿, 十二."""
    digits = [digit.replace("·", ".") for digit in re.findall(NUMBER, number)]
    if number in FIRST_PLACE:
        return 1.0, PLACE_UNIT
    if number[0] in "第前":
        return float(digits[0]) if digits else chinese_value(number.strip("第前位名强")), PLACE_UNIT
    if number.startswith("翻"):
        return (2 ** chinese_value(number.strip("翻了将近约番多有余") or "一") - 1) * 100.0, "%"
    if number[:3] in PARTS_OF:
        return float(digits[0]) if digits else chinese_value(number[3:]), PARTS_OF[number[:3]]
    if "分之" in number:
        whole, _, part = number.partition("分之")
        return 100 * chinese_value(part) / chinese_value(whole), "%"
    if "/" in number:
        return (100 * float(digits[0]) / float(digits[1]) if float(digits[1]) else float(digits[0])), "%"
    if ":" in number:
        return float(digits[0]), ":" + ":".join(digits[1:])
    if number in ("万亿", "亿"):
        return 1.0, number
    if re.fullmatch(SIZE, number):
        return chinese_value(number[:-1]), number[-1]
    return chinese_value(number), None


def chinese_value(numeral: str) -> float:
    """十二 -> 12, 两 -> 2, 百 -> 100, 三千 -> 3000, 十三点四 -> 13.4, 三万五千 -> 35000."""
    whole, _, decimals = numeral.partition("点")
    total, group, digit, scale = 0, 0, 0, 10
    for sign in whole:
        if sign in CHINESE_GROUPS:
            total += (group + digit) * CHINESE_GROUPS[sign]
            group, digit, scale = 0, 0, CHINESE_GROUPS[sign]
        elif sign in CHINESE_SCALES:
            scale = CHINESE_SCALES[sign]
            group += max(digit, 1) * scale
            digit = 0
        else:
            digit = CHINESE_DIGITS[sign]
            scale = 10 if sign == "零" else scale
    # 一百二, 三万五: the last sign counts the next smaller scale
    last = digit * (scale // 10 if scale > 10 and len(whole) > 1 else 1)
    return float(f"{total + group + last}.{''.join(str(CHINESE_DIGITS[sign]) for sign in decimals) or 0}")
