"""Characters, brought to one form.

In: decoded texts (`plain`), which keep their line breaks, tabs and indentation, since table_lines.py and wrapping.py
read them; later, when a paragraph is one line (`tidy`). Out: texts as normalise.py promises them.
"""

from collections.abc import Callable, Mapping
from functools import partial, reduce
from operator import or_

import polars as pl

# Stand-ins for the marks of a table row until spaces are gone: | a | b |
ROW_START, CELL_BREAK, ROW_END = "\x1c", "\x1d", "\x1e"

_WIDE = {
    chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in "%+/.=&#*<>"
}
_SPACES = dict.fromkeys("\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\v\f", " ") | {
    "\u3000": "  "
}
# Control characters (the steps of parsing use some as marks), directions of writing, soft hyphens, joiners
_CONTROLS = [chr(code) for code in (*range(0x00, 0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\v\f\r\x85"]
_DIRECTIONS = [chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))]
_NOTHING = dict.fromkeys([*_CONTROLS, *_DIRECTIONS, "\u00ad", "\ufeff"], "")
_BREAKS = dict.fromkeys(["\r\n", "\r", "\x85", "\u2028", "\u2029"], "\n")
_ENTITIES = {
    "&nbsp;": " ",
    "&ensp;": " ",
    "&emsp;": "  ",
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&lsquo;": "‘",
    "&rsquo;": "’",
    "&mdash;": "—",
    "&ndash;": "–",
    "&middot;": "·",
    "&times;": "×",
    "&permil;": "‰",
}
_SYMBOLS = {
    **dict(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", "I II III IV V VI VII VIII IX X XI XII".split(), strict=True)),
    **{
        "㎡": "m2",
        "㎢": "km2",
        "㎥": "m3",
        "㎝": "cm",
        "㎜": "mm",
        "㎞": "km",
        "㎏": "kg",
        "㎎": "mg",
        "㎍": "μg",
        "µ": "μ",
    },
    **{
        "℅": "%",
        "﹪": "%",
        "︰": ":",
        "―": "—",
        "─": "—",
        "－": "-",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "−": "-",
    },
    **{"～": "~", "〜": "~", "∼": "~", "﹣": "-", "｛": "{", "｝": "}", "［": "[", "］": "]", "＿": "_", "＇": "'"},
    **{"﹐": "，", "､": "、", "｡": "。", "﹔": "；", "﹕": "：", "﹙": "（", "﹚": "）"},
}
FORMS = {**_BREAKS, **_WIDE, **_SPACES, **_NOTHING, **_ENTITIES, **_SYMBOLS}

TAG = r"(?i)</?(?:sub|sup|b|i|u|em|strong|span|font|p|div|a|o:p|st1:[a-z]+|center|small|big|img)(?:\s[^<>\n]*)?/?>"  # <sub>
LINE_TAG = r"(?i)<br\s*/?>"  # <br/>
COMMENT = r"<!--[^>]*-->"
IMAGE = r"!?\[image[^\]\n]*\](?:\([^)\n]*\))?|!\[[^\]\n]*\]\([^)\n]*\)"  # [image: image1.png]  ![](a.png)
LINK = r"\[([^\]\n]+)\]\((?:https?:|/|#)[^)\n]*\)"  # [a](https://example.org)
STRONG = r"\*\*([^*\n]+)\*\*"  # **一、主要目标**
FORMULA = r"\$?([A-Z][A-Za-z]*)_\{?([0-9.]+)\}?\$?"  # PM_2.5 $PM_{2.5}$

MARKUP = ["<", "[", "**", "_"]

FOOTNOTE = r"\[[0-9]{1,3}\]"  # 重点产业[1]
BULLET = r"^[-+] +(\p{Han})"  # - 增长5%
KEPT = "\x1f"  # stands for a space or a colon that stays
# Spaces stay between Latin words (one letter may belong to two matches), between numbers, behind the number of a
# table (表1 2024年) and behind Markdown's #
LATIN_SPACE = r"([A-Za-z][.,]?) ([A-Za-z])"
KEPT_SPACES = [LATIN_SPACE, LATIN_SPACE, r"([0-9]) ([0-9])", r"(表[0-9]+) ()", r"(#) ()"]
SPACED_THOUSANDS = (
    r"([\p{Han}、，,（(）)])([1-9][0-9]{0,2}) ([0-9]{3})(?: ([0-9]{3}))? ?(\p{Han})"  # 完成30 315万元, 15 000 锭
)
# 纯收入18 51元: one number that the print broke, since no words divide two; 表3 12家 are two
BROKEN_NUMBER = r"([\p{Han}--[表图栏件第]])([0-9]{1,3}(?:\.[0-9])?) ([0-9]{1,3})(元|[万亿]元|公顷|万亩|亩|万?吨|%|户|家|万人|人|公里)"
THOUSANDS = r"(^|[^0-9.])([0-9]{1,3}),([0-9]{3})(?:,([0-9]{3}))?([^0-9]|$)"  # 12,345,678
THOUSANDS_JOINED = "${1}${2}${3}${4}${5}"
# 主任∶张三; between numbers the sign of a ratio stays as it is printed
LOOSE_RATIO_SIGN = {r"([^0-9])∶": "${1}：", r"∶([^0-9])": "：${1}"}
WIDE_RATIO = r"([0-9])：([0-9])"  # 2.29：1
LABEL_COLON = r"([表栏件图][0-9]{1,2}):"  # 专栏5:2025年
KEPT_COLON = r"([0-9]):([0-9])"  # 2.29:1
NEXT_COLON = r"([0-9]):([0-9]+)"  # 3:4:3, where a digit belongs to two of them
LATE_STOP = r"([\p{Han}”）%])\.()$"  # 增长5.7%.
# 2021-2025年  1-2件  95%-97%; not a date (2025-01-23), not a number of a file (Y/2025-00004)
HYPHEN_RANGE = r"(^|[^0-9A-Za-z.\-/])([0-9][0-9.]*[%‰年月日亿万]?)-{1,2}([0-9][0-9.]*)([^0-9.\-/]|$)"
WAVE_RANGE = r"([0-9][%‰年月日亿万]?)~{1,2}([0-9])"  # 1~2件
LONG_RANGE = r"([0-9][%‰年月日亿万]?)——([0-9])"  # 2021——2025年
UNTIDY = r"[ ,;:∶()?!~\[\x1c-]|[0-9]：[0-9]|——[0-9]|\.$"  # what none of the above is found without
HALF_MARKS = {",": "，", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}
ROW_MARKS = {ROW_START: "| ", CELL_BREAK: " | ", ROW_END: " |"}


def plain(text: pl.Series) -> pl.Series:
    """One code for a character, no tags, no marks of Markdown or formulas; lines, tabs and leading spaces stay."""
    marked = text.str.replace_many(FORMS)
    holds = [marked.str.contains(mark, literal=True) for mark in MARKUP]
    return _where(reduce(or_, holds), marked, _without_markup)


def tidy(line: pl.Series) -> pl.Series:
    """No stray spaces, no footnote marks; Chinese punctuation full-width, digits plain, one dash for ranges, rows
    with pipes.
    """
    return _where(line.str.contains(UNTIDY), line, _tidied)


def _without_markup(text: pl.Series) -> pl.Series:
    text = _change("<", text, {COMMENT: "", TAG: "", LINE_TAG: "<br>"})
    text = _change("[", text, {IMAGE: "", LINK: "${1}"})
    text = _change("**", text, {STRONG: "${1}"})
    return _change("_", text, {FORMULA: "${1}${2}"})


def _tidied(text: pl.Series) -> pl.Series:
    text = _change("[", text, {FOOTNOTE: ""})
    spaced = text.str.contains(" ", literal=True)
    text = _where(spaced, text, _without_spaces)
    text = _change("∶", text, LOOSE_RATIO_SIGN)
    text = _change("：", text, {WIDE_RATIO: "${1}:${2}"})
    text = _change(
        ":",
        text,
        {
            LABEL_COLON: "${1}：",
            KEPT_COLON: f"${{1}}{KEPT}${{2}}",
            NEXT_COLON: f"${{1}}{KEPT}${{2}}",
            ":": "：",
            KEPT: ":",
        },
    )
    # a mark between two numbers belongs to either match, so that it takes two turns
    text = _change(",", _change(",", text, {THOUSANDS: THOUSANDS_JOINED}), {THOUSANDS: THOUSANDS_JOINED})
    text = _change("-", text, {HYPHEN_RANGE: "${1}${2}—${3}${4}"})
    text = _change("——", _change("~", text, {WAVE_RANGE: "${1}—${2}"}), {LONG_RANGE: "${1}—${2}"})
    text = _change(".", text, {LATE_STOP: "${1}。${2}"})
    return text.str.replace_many(HALF_MARKS | ROW_MARKS)


def _without_spaces(text: pl.Series) -> pl.Series:
    text = text.str.replace_all(BULLET, "${1}").str.replace_all("  +", " ")
    text = _where(
        text.str.contains(SPACED_THOUSANDS), text, partial(_replaced, changes={SPACED_THOUSANDS: THOUSANDS_JOINED})
    )
    text = _where(
        text.str.contains(BROKEN_NUMBER), text, partial(_replaced, changes={BROKEN_NUMBER: "${1}${2}${3}${4}"})
    )
    for space in KEPT_SPACES:
        kept = {space: f"${{1}}{KEPT}${{2}}"}
        text = _where(text.str.contains(space), text, partial(_replaced, changes=kept))
    return text.str.replace_many({" ": "", KEPT: " "})


def _where(holds: pl.Series, text: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`text` with the strings that `holds` marks changed; the others, most of them, are not even copied."""
    places = pl.concat([holds.arg_true(), (~holds).arg_true()])
    return pl.concat([change(text.filter(holds)), text.filter(~holds)]).gather(places.arg_sort())


def _change(literal: str, text: pl.Series, changes: Mapping[str, str]) -> pl.Series:
    """`text` with `changes` (pattern to replacement, in turn) where `literal` stands, as it does in every match."""
    holds = text.str.contains(literal, literal=True)
    return _where(holds, text, partial(_replaced, changes=changes)) if holds.any() else text


def _replaced(text: pl.Series, changes: Mapping[str, str]) -> pl.Series:
    for pattern, replacement in changes.items():
        text = text.str.replace_all(pattern, replacement)
    return text
