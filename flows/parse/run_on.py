"""Paragraphs that run on in one line, as databases and cuttings keep a report.

In: texts with plain characters, where a full-width space is two. Out: the same with a line feed where a paragraph
starts. A gap behind a full stop divides paragraphs, so does a space before the mark of a heading; a gap between short
words may be a column of a table and stays.
"""

import polars as pl

from flows.parse.headings import BRACKETED, CHAPTER, PART, TOP
from flows.parse.sparse import with_columns_where

GAP = " {3,}"  # two full-width spaces, of which one may be lost
STOP = "[。！？：]"
BEHIND_STOP = rf"({STOP}){GAP}([^ \n])"  # 圆满完成。　　2024年工作安排
MARK_BEHIND_STOP = rf"({STOP}) +((?:{TOP}|{BRACKETED}|{PART}|{CHAPTER}|——)[^ \n])"  # 圆满完成。 二、2024年工作安排
MARK = rf"([\p{{Han}}”）0-9%]) {{1,2}}((?:{BRACKETED}|——)\p{{Han}})"  # 一、工作回顾 （一）经济稳步增长; wider gaps divide columns
# 示例市政府工作报告　　——2004年2月3日在……会议上　　市长　张三
BENEATH_TITLE = rf"([^ \n]){GAP}(——[^ \n—])"  # —— alone is an empty cell of a table
BENEATH_SESSION = rf"(会议上|大会上){GAP}([^ \n])"
# 一、1989年的回顾　　在这一年里，……: behind a heading, where no gaps follow
BEHIND_HEADING = rf"(?m)^( *(?:{TOP}|{BRACKETED})[^\n，。；|]{{2,40}}?){GAP}(\p{{Han}}(?: ?[^\n ]){{40,}})$"
BREAKS = (BEHIND_STOP, MARK_BEHIND_STOP, MARK, BENEATH_TITLE, BENEATH_SESSION)
# 市长张三各位代表！
SALUTED = r"([^\n，。：！ 、的]) *(各位代表(?:、各位[^\n，。：！]{2,6})*[：！])"
INDENT = "    "
OPENING = 3000  # characters in which the report addresses its hearers
INNER_GAP = rf"[^ \n]{GAP}[^ \n]"
SIGNS = rf"{STOP} |[^ \n] {{1,2}}(?:——|[（(])|{INNER_GAP}"  # what none of the breaks is found without


def with_line_feeds(texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` with `text` broken where its paragraphs begin; all other columns and the order stay."""
    broken = pl.col("text")
    for pattern in BREAKS:
        broken = broken.str.replace_all(pattern, f"${{1}}\n{INDENT}${{2}}")
    headed = pl.col("text").str.replace_all(BEHIND_HEADING, f"${{1}}\n{INDENT}${{2}}")
    saluted = pl.col("text").str.replace_all(SALUTED, "${1}\n${2}")
    return (
        texts.pipe(_changed, pl.col("text").str.contains(SIGNS), broken)
        .pipe(_changed, pl.col("text").str.contains(INNER_GAP), headed)
        .pipe(_changed, pl.col("text").str.head(OPENING).str.contains(SALUTED), saluted)
    )


def _changed(texts: pl.DataFrame, holds: pl.Expr, changed: pl.Expr) -> pl.DataFrame:
    """`texts` with what has `changed` where it `holds`."""
    return (
        texts.pipe(with_columns_where, holds, changed=changed)
        .with_columns(text=pl.coalesce("changed", "text"))
        .drop("changed")
    )
