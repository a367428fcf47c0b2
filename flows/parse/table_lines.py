"""Tables of plain text, whatever form they came in, become one line a row.

In: texts whose characters are plain (characters.py), with tabs, pipes and blank lines as in the source. Out: the same texts,
each row of a table a line `ROW_START cell CELL_BREAK cell ROW_END`, paragraphs of a cell divided by `<br>`; characters.py
makes pipes of the marks when spaces are gone. Three forms are known:

- a cell a line, as Word gives it: every cell starts with a tab, a row starts after a blank line, a cell may go on over
  lines and blank lines, two blank lines end the table;
- a row a line, cells between tabs;
- Markdown, cells between pipes.
"""

import polars as pl

from flows.parse.characters import CELL_BREAK, ROW_END, ROW_START
from flows.parse.lines import join_lines, split_lines

PIPE_ROW = r"^\|.*\|$"
PIPE_RULE = r"^\|(?:\s*:?-+:?\s*\|)+$"  # |---|:--:|
PIPE = r"\s*\|\s*"
ESCAPED_PIPE = r"\|"
TAB = r" *\t *"
CELL_LINE = r"^ *\t"
TITLE = r"^(?:附?表|专栏|图)\s*[0-9一二三四五六七八九十]+(?:[\s：:.、—-]|$|[^0-9。，；]{0,40}$)"  # 表9  2025年重点基础设施项目
NOTE = r"^(?:注|说明|备注|资料来源)\s*[0-9]?[：:]"  # 注：加*为约束性指标
BULLET = r"^[★☆●○■□◆◇▲△※•·◎①-⑳]"  # ★全面达产
ITEM = BULLET + r"|^[一二三四五六七八九十]+[、是]|^[（(]?[一二三四五六七八九十0-9]+[）)]|^[0-9]+[.、]"  # 二、基础设施
STOP = r"[。；！？.]$"
SHORT = 12  # characters; a cell's paragraph without a stop is no longer than this
REST = 4  # characters; words of a cell broken over lines (城市交通缓堵 保畅) leave a rest no longer than this
TAIL = 40  # lines; a last cell of several items is no longer than this


def mark_tables(texts: pl.DataFrame) -> pl.DataFrame:
    """Texts with every row of a table on one line, between the marks of characters.py. Only `text` changes."""
    numbered = texts.with_row_index("order")
    with_tables = numbered.filter(pl.col("text").str.contains_any(["\t", "|"]))
    if with_tables.is_empty():
        return texts
    lines = _cells_on_lines(_rows_on_lines(split_lines(with_tables)))
    marked = join_lines(lines, with_tables)
    return numbered.update(marked.select("order", "text"), on="order").drop("order")


def _rows_on_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Rows that are one line already: between tabs, where a neighbour has as many, or between pipes."""
    line = pl.col("line")
    bare = line.str.strip_chars()
    tabs = line.str.count_matches("\t", literal=True)
    tabbed = bare.str.contains("\t", literal=True) & ((tabs == tabs.shift(1)) | (tabs == tabs.shift(-1)) | (tabs > 2))
    between_tabs = line.str.strip_chars(" ").str.replace_all("|", "｜", literal=True).str.replace_all(TAB, CELL_BREAK)
    inside_pipes = bare.str.replace_all(ESCAPED_PIPE, "｜", literal=True).str.strip_prefix("|").str.strip_suffix("|")
    between_pipes = inside_pipes.str.strip_chars().str.replace_all(PIPE, CELL_BREAK)
    return lines.filter(~bare.str.contains(PIPE_RULE)).with_columns(
        line=pl.when(tabbed)
        .then(ROW_START + between_tabs + ROW_END)
        .when(bare.str.contains(PIPE_ROW))
        .then(ROW_START + between_pipes + ROW_END)
        .otherwise(line)
    )


def _cells_on_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Rows whose cells are lines that start with a tab."""
    inside = _within_tables(lines)
    glue = (
        pl.when("new_row").then(pl.lit(ROW_START)).when("tab").then(pl.lit(CELL_BREAK)).when("rest").then(pl.lit(""))
    ).otherwise(pl.lit("<br>"))
    cell = pl.col("bare").str.replace_all("|", "｜", literal=True)
    return (
        inside.filter(~(pl.col("inside") & pl.col("blank")))
        .with_columns(
            line=pl.when("inside").then(glue + cell).otherwise("line"),
            row=(pl.col("new_row") | ~pl.col("inside")).cum_sum(),
        )
        .group_by("row", maintain_order=True)
        .agg(pl.col("doc").first(), pl.col("line").str.join(""), pl.col("inside").first())
        .with_columns(line=pl.when("inside").then(pl.col("line") + ROW_END).otherwise("line"))
        .select("doc", "line")
    )


def _within_tables(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with what each is to a table whose cells are lines.

    Adds `bare` (the line stripped), `tab` (starts a cell), `blank`, `rest` (goes on a word of the line before), `inside`
    (belongs to a table), `new_row` (starts a row).
    """
    bare, tab, blank, before = pl.col("bare"), pl.col("tab"), pl.col("blank"), pl.col("before")
    paragraph = ~tab & ~blank
    before_ended = before.str.contains(STOP) | before.str.contains(BULLET)
    brief = (bare.str.len_chars() <= SHORT) & ~bare.str.contains(STOP)
    double = blank & blank.shift(1, fill_value=True)
    ends = double | (
        paragraph
        & (
            (blank.shift(1) & ~before_ended & ~brief)
            | bare.str.contains(TITLE)
            | bare.str.contains(NOTE)
            | bare.str.starts_with(ROW_START)
        )
    )
    return (
        lines.with_columns(bare=pl.col("line").str.strip_chars(), tab=pl.col("line").str.contains(CELL_LINE))
        .with_columns(tab=tab & ~bare.str.starts_with(ROW_START))
        .with_columns(blank=(bare == "") & ~tab)
        .with_columns(before=pl.when(~blank).then(bare).forward_fill().shift(1).fill_null(""))
        .with_columns(
            stretch=ends.cum_sum(),
            ended_double=double.shift(-1, fill_value=True),
            rest=paragraph & (bare.str.len_chars() <= REST) & (before.str.len_chars() > REST) & ~before_ended,
        )
        .with_columns(inside=_in_stretch())
        .with_columns(new_row=pl.col("inside") & tab & (blank.shift(1) | ~pl.col("inside").shift(1)))
    )


def _in_stretch() -> pl.Expr:
    """Lines of a stretch from its first cell on: up to its last cell, and what still belongs to that.

    A last cell ends at its first blank line, except a list of items that two blank lines end.
    """
    tab, blank, item = pl.col("tab"), pl.col("blank"), pl.col("bare").str.contains(ITEM)
    cell = ["stretch", tab.cum_sum()]
    begun = tab.cum_max().over("stretch")
    cells_follow = tab.cum_max(reverse=True).over("stretch")
    one_piece = blank.cum_sum().over(cell) == 0
    items = item.first().over(cell) & ((~item & ~blank).cum_sum().over(cell) == 0)
    closed = pl.col("ended_double").last().over("stretch") & (pl.len().over(cell) <= TAIL)
    return begun & (cells_follow | one_piece | (items & closed))
