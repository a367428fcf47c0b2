"""Characters of a text, brought to one form.

In: decoded texts. `plain` comes first and leaves line breaks, tabs and indentation as they are, since lines.py, wrapping.py
and table_lines.py read them; `tidy` comes last, when a paragraph is one line. Out: texts as normalise.py promises them.
"""

import polars as pl

# Stand-ins for the marks of a table row until spaces are gone: | a | b |
ROW_START, CELL_BREAK, ROW_END = "\x1c", "\x1d", "\x1e"

_WIDE = {
    chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in "%+/.=&#*<>"
}
_SPACES = dict.fromkeys("\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\v\f", " ") | {
    "\u3000": "  "
}
_NOTHING = dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00\x1c\x1d\x1e", "")
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
    **{"℅": "%", "﹪": "%", "∶": ":", "―": "—", "─": "—", "－": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-"},
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
FORMULA = r"\$?\b([A-Z][A-Za-z]*)_\{?([0-9.]+)\}?\$?"  # PM_2.5 $PM_{2.5}$

FOOTNOTE = r"\[[0-9]{1,3}\]"  # 重点产业[1]
# Spaces stay between two words of Latin letters, between two numbers and behind the number of a table: 表1 2024年
SPACE = r"([A-Za-z]+(?: [A-Za-z]+)+)|([A-Za-z,] ) *([A-Za-z])|([0-9] ) *([0-9])|(表[0-9]+ )|(#+ )| +"
KEPT_SPACE = "${1}${2}${3}${4}${5}${6}${7}"
THOUSANDS = r"(^|[^0-9.])([0-9]{1,3}),([0-9]{3})(?:,([0-9]{3}))?([^0-9]|$)"  # 12,345,678
RATIO_COLON = r"([0-9])：([0-9])"  # 2.29：1
LABEL_COLON = r"([表栏件图][0-9]{1,2}):"  # 专栏5:2025年
COLON = r"([^0-9]):|:([^0-9]|$)"  # 来源:  :说明
LATE_STOP = r"([\p{Han}”）%])\.(\n|$)"  # 增长5.7%.
# 2021-2025年  1~2件  95%-97%; not a date (2025-01-23), not a number of a file (Y/2025-00004)
RANGE = r"(^|[^0-9A-Za-z.\-/])([0-9][0-9.]*[%‰年月日亿万]?)(?:[-~]{1,2}|——|—-)([0-9][0-9.]*)([^0-9.\-/]|$)"
HALF_MARKS = {",": "，", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}


def plain(text: pl.Expr) -> pl.Expr:
    """One code for a character, no tags, no marks of Markdown or formulas; lines, tabs and leading spaces stay."""
    return (
        text.str.replace_many(FORMS)
        .str.replace_all(COMMENT, "")
        .str.replace_all(TAG, "")
        .str.replace_all(LINE_TAG, "<br>")
        .str.replace_all(IMAGE, "")
        .str.replace_all(LINK, "${1}")
        .str.replace_all(STRONG, "${1}")
        .str.replace_all(FORMULA, "${1}${2}")
    )


def tidy(text: pl.Expr) -> pl.Expr:
    """No stray spaces, no footnote marks; Chinese punctuation full-width, digits plain, one dash for ranges, rows with pipes."""
    spaced = text.str.replace_all(FOOTNOTE, "").str.replace_all(SPACE, KEPT_SPACE)
    marked = (
        spaced.str.replace_all(THOUSANDS, "${1}${2}${3}${4}${5}")
        .str.replace_all(RATIO_COLON, "${1}:${2}")
        .str.replace_all(LABEL_COLON, "${1}：")
        .str.replace_all(COLON, "${1}：${2}")
        .str.replace_all(RANGE, "${1}${2}—${3}${4}")
        .str.replace_all(LATE_STOP, "${1}。${2}")
    )
    return marked.str.replace_many({**HALF_MARKS, ROW_START: "| ", CELL_BREAK: " | ", ROW_END: " |"})
