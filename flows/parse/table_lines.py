"""Tables of plain text, whatever form they came in, become one line a row.

In: texts whose characters are plain (characters.py), with tabs, pipes and blank lines as in the source. Out: the same
texts, each row of a table a line `ROW_START cell CELL_BREAK cell ROW_END`, paragraphs of a cell divided by `<br>`;
characters.py makes pipes of the marks when spaces are gone. Three forms are known:

- a cell a line, as Word gives it: every cell starts with a tab, a row starts after a blank line, a cell may go on
  over lines and blank lines, two blank lines end the table;
- a row a line, cells between tabs, or set apart by three spaces and more;
- Markdown, cells between pipes.
"""

import polars as pl

from flows.parse.characters import CELL_BREAK, ROW_END, ROW_START
from flows.parse.lines import join_lines, split_lines

HOLD_TABLES = ("\t", "\n|", "\n |")
ALIGNED = r" {3,}[^ \n][^\n]* {3,}[^ \n]"  # two gaps in a line
PIPE_ROW = r"^\|.*\|$"
PIPE_RULE = r"^\|(?:\s*:?-+:?\s*\|)+$"  # |---|:--:|
PIPE = r"\s*\|\s*"
ESCAPED_PIPE = r"\|"
TAB = r" *\t *"
GAP = " {3,}"
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
    text = pl.col("text")
    marks = [text.str.contains(mark, literal=True) for mark in HOLD_TABLES]
    with_tables = numbered.filter(pl.any_horizontal(*marks, text.str.contains(ALIGNED)))
    if with_tables.is_empty():
        return texts
    lines = _cells_on_lines(_rows_on_lines(split_lines(with_tables)))
    marked = join_lines(lines, with_tables)
    return numbered.update(marked.select("order", "text"), on="order").drop("order")


def _rows_on_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Rows that are one line already: between pipes, or between tabs or gaps where a neighbour has as many."""
    line, bare = pl.col("line"), pl.col("line").str.strip_chars()
    tabs, gaps = line.str.count_matches("\t", literal=True), bare.str.count_matches(GAP)
    tabbed = bare.str.contains("\t", literal=True) & (_like_a_neighbour(tabs) | (tabs > 2))
    aligned = (gaps >= 2) & (tabs == 0) & _like_a_neighbour(gaps)
    safe = line.str.strip_chars(" ").str.replace_all("|", "｜", literal=True)
    inside_pipes = bare.str.replace_all(ESCAPED_PIPE, "｜", literal=True).str.strip_prefix("|").str.strip_suffix("|")
    cells = (
        pl.when(bare.str.contains(PIPE_ROW))
        .then(inside_pipes.str.strip_chars().str.replace_all(PIPE, CELL_BREAK))
        .when(tabbed)
        .then(safe.str.replace_all(TAB, CELL_BREAK))
        .when(aligned)
        .then(safe.str.replace_all(GAP, CELL_BREAK))
    )
    return lines.filter(~bare.str.contains(PIPE_RULE)).with_columns(
        line=pl.coalesce(pl.lit(ROW_START) + cells + pl.lit(ROW_END), "line")
    )


def _like_a_neighbour(count: pl.Expr) -> pl.Expr:
    return (count == count.shift(1)) | (count == count.shift(-1))


def _cells_on_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Rows whose cells are lines that start with a tab: the lines of a row joined, with the marks of its cells."""
    inside, new_row = pl.col("inside"), pl.col("new_row")
    goes_on = inside & ~new_row
    before = (
        pl.when(new_row)
        .then(pl.lit("\n" + ROW_START))
        .when(~inside)
        .then(pl.lit("\n"))
        .when("tab")
        .then(pl.lit(CELL_BREAK))
        .when("rest")
        .then(pl.lit(""))
        .otherwise(pl.lit("<br>"))
    )
    behind = pl.when(inside & ~goes_on.shift(-1, fill_value=False)).then(pl.lit(ROW_END)).otherwise(pl.lit(""))
    cell = pl.when(inside).then(pl.col("bare").str.replace_all("|", "｜", literal=True)).otherwise("line")
    return (
        _within_tables(lines)
        .filter(~(inside & pl.col("blank")))
        .select("doc", line=pl.concat_str(cell, behind), divider=before)
    )


def _within_tables(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with what each is to a table whose cells are lines.

    Adds `bare` (the line stripped), `tab` (starts a cell), `blank`, `rest` (goes on a word of the line before),
    `inside` (belongs to a table), `new_row` (starts a row).
    """
    bare, tab, blank, before = pl.col("bare"), pl.col("tab"), pl.col("blank"), pl.col("before")
    paragraph = ~tab & ~blank
    before_ended = before.str.contains(STOP) | before.str.contains(BULLET)
    brief = (bare.str.len_chars() <= SHORT) & ~bare.str.contains(STOP)
    double = blank & blank.shift(1, fill_value=True)
    other = bare.str.contains(f"{TITLE}|{NOTE}|^{ROW_START}") | (blank.shift(1) & ~before_ended & ~brief)
    return (
        lines.with_columns(bare=pl.col("line").str.strip_chars(), tab=pl.col("line").str.contains(CELL_LINE))
        .with_columns(tab=tab & ~bare.str.starts_with(ROW_START))
        .with_columns(blank=(bare == "") & ~tab)
        .with_columns(before=pl.when(~blank).then(bare).forward_fill().shift(1).fill_null(""))
        .with_columns(
            double=double,
            ends=double | (paragraph & other),
            rest=paragraph & (bare.str.len_chars() <= REST) & (before.str.len_chars() > REST) & ~before_ended,
            item=bare.str.contains(ITEM),
        )
        .with_columns(inside=_in_table())
        .with_columns(new_row=pl.col("inside") & tab & (blank.shift(1) | ~pl.col("inside").shift(1)))
    )


def _in_table() -> pl.Expr:
    """Lines from the first cell of a table on: up to its last cell, and what still belongs to that.

    A last cell ends at its first blank line, except a list of items that two blank lines end.
    """
    row = pl.int_range(pl.len())
    tab, blank, item, ends = (pl.col(c) for c in ("tab", "blank", "item", "ends"))
    last_end, last_tab, last_blank, last_other = (
        pl.when(is_so).then(row).forward_fill().fill_null(-1) for is_so in (ends, tab, blank, ~item & ~blank)
    )
    next_tab = pl.when(tab).then(row).backward_fill()
    next_end = pl.when(ends).then(row).backward_fill().shift(-1)
    cells_follow = (next_tab < next_end).fill_null(False)
    list_of_items = last_other < last_tab
    closed = pl.when(ends).then("double").backward_fill().shift(-1) & (next_end - last_tab <= TAIL)
    return (
        (last_tab >= last_end) & (last_tab >= 0) & (cells_follow | (last_blank < last_tab) | (list_of_items & closed))
    )
