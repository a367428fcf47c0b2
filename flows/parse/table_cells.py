"""Cells of the tables in reports.

Normalised texts come in, where a table is a run of lines `| a | b |`; every cell of every row goes out, with the table's
title and its column's header. The published table `table_cells` is this frame; indicators and projects are read from it.
"""

import polars as pl

from flows.parse.lines import numbered_lines

LONGEST_TITLE = 60
LONGEST_HEADER = 40
ROWS_OF_A_HEAD = 3  # a title, and a header of two lines
TABLE = ("doc_id", "table_no")
ROW = (*TABLE, "row")

# 单位：万元   （计量单位：%）
UNIT_LINE = r"^[（(]?(?:计量)?单位：[^。]{1,20}$"
# 全市经济平稳增长。   注：加*为约束性指标
NO_TITLE = r"[。；，！？]$|^[（(]?(?:注|备注|说明)\s*[0-9]*[：:]|^\|"
TITLE_MARKS = r"^(?:#+\s*|\*\*)|\*\*$|：$"

# 12.5   -3.1%   but not 2023年 or 2023, which head a column of figures
FIGURE = r"^[-+]?[0-9]+(?:\.[0-9]+)?[%‰]?$"
YEAR_ALONE = r"^(?:19|20)[0-9]{2}年?$"
SENTENCE = r"[。；]|、[^、]*、[^、]*等|\n★"
# 序号   指标名称   计量单位   2024年目标   完成情况   比上年增长（%）
HEADER_WORD = (
    r"^(?:序\s*号|编\s*号|名\s*称|类\s*别|分\s*类|种\s*类|项\s*目|指\s*标|内\s*容|备\s*注|说\s*明|领\s*域|区\s*域|地\s*区|年\s*份|年\s*度|"
    r"属\s*性|性\s*质|类\s*型|目\s*标|任\s*务|事\s*项|计\s*划|(?:计量|计算)?单\s*位|县（市、区）|区\s*县|县\s*区|市\s*县|乡\s*镇|镇\s*街)(?:（[^）]*）)?$"
    r"|(?:名称|指标|类别|项目|内容|事项|任务|情况|目标值?|计划数?|任务数?|实绩|完成数?|规模|地点|时限|单位|领导|部门|增长|增速|增幅|增减|比重)(?:（[^）]*）)?$"
    r"|^(?:19|20)[0-9]{2}年"
)
# the line below a merged header: 计划   完成   增长（%）   2023年
LOWER_WORD = r"计划|目标|完成|实绩|实际|预计|预期|增长|增速|增减|比上年|同比|绝对|[%±]|总量|比重|年$|^(?:19|20)[0-9]{2}$|数$|额$|量$|值$"
# header cells that stand at the right of merged ones
LAST_HEADER = r"^(?:备\s*注|说\s*明|属\s*性|.*单位|.*部门)$"


def table_cells(texts: pl.DataFrame) -> pl.DataFrame:
    """Every cell of every table.

    In: `doc_id`, `text` (normalised). Out: the columns of the published table `table_cells`; a cell keeps its text as
    printed, empty ones too. Lines of a header are the rows from 0 on (most have one line); a table without a header
    begins at row 1 and its `header` is empty. A header of two lines is joined: `2024年 计划`.
    """
    rows = _table_rows(texts)
    cells = _split_rows(rows)
    heads = _heads(cells)
    return (
        cells.join(heads, on=TABLE, how="left")
        .with_columns(
            row=pl.when(pl.col("lines") > 0).then("row").otherwise(pl.col("row") + 1),
            title=pl.when("title_inside").then(pl.col("inside")).otherwise("title"),
        )
        .pipe(_with_headers)
        .select(
            "doc_id",
            "table_no",
            "title",
            "row",
            "column",
            "header",
            "text",
            "char_start",
            "char_end",
        )
    )


def filled_down(column: str) -> pl.Expr:
    """`column` where it is not empty, else the nearest text above it in the table: cells merged over several rows.

    Rows must stand in order, one a row of the table.
    """
    text = pl.col(column)
    return pl.when(text != "").then(text).forward_fill().over(TABLE).fill_null("")


def row_texts(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows as they are printed, which observations quote as `evidence`; one row a table row."""
    printed = pl.col("text").str.replace_all("\n", "<br>", literal=True)
    return cells.group_by(ROW, maintain_order=True).agg(evidence=pl.lit("| ") + printed.str.join(" | ") + pl.lit(" |"))


def _table_rows(texts: pl.DataFrame) -> pl.DataFrame:
    """Lines that are rows of a table: `doc_id`, `table_no`, `row` (from 0), `title`, `text`, `char_start`."""
    line, begins = pl.col("line"), pl.col("begins")
    holds_row = pl.col("text").str.starts_with("|") | pl.col("text").str.contains("\n|", literal=True)
    is_row = line.str.starts_with("|") & line.str.ends_with("|") & (line.str.len_chars() > 1)
    rows = (
        numbered_lines(texts.filter(holds_row))
        .with_columns(is_row=is_row, above=line.shift(1).over("doc_id"), above_that=line.shift(2).over("doc_id"))
        .with_columns(begins=pl.col("is_row") & ~pl.col("is_row").shift(1, fill_value=False).over("doc_id"))
        .filter("is_row")
        .with_columns(
            table_no=begins.cum_sum().over("doc_id").cast(pl.Int32),
            row=passed(pl.col("is_row").cast(pl.Int32), begins),
        )
    )
    titles = rows.filter("begins").select(*TABLE, title=_title())
    return rows.join(titles, on=TABLE, how="left", maintain_order="left").select(
        *ROW, "title", "char_start", text="line"
    )


def _title() -> pl.Expr:
    """The line above the table, or the two above where the nearer one only states the unit."""
    unit_line = pl.col("above").str.contains(UNIT_LINE)
    name = pl.when(unit_line).then("above_that").otherwise("above")
    is_title = (name.str.len_chars() <= LONGEST_TITLE) & ~name.str.contains(NO_TITLE)
    title = pl.when(is_title).then(name.str.replace_all(TITLE_MARKS, "").str.strip_chars())
    return pl.concat_str(title, pl.when(unit_line).then("above"), separator=" ", ignore_nulls=True).replace("", None)


def _split_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a cell: `row` as before, `column` from 1, `width` (cells of the row), `text`, `char_start`, `char_end`."""
    part = pl.col("text")
    length = part.str.len_chars().cast(pl.Int64)
    bare = part.str.strip_chars()
    begin = pl.col("char_start") + 1 + passed(length + 1, pl.col("column") == 1)
    return (
        rows.with_columns(part.str.strip_prefix("|").str.strip_suffix("|").str.split("|"))
        .with_columns(width=part.list.len().cast(pl.Int32))
        .with_columns(column=pl.int_ranges(1, pl.col("width") + 1, dtype=pl.Int32))
        .explode("text", "column")
        .with_columns(char_start=begin + length - part.str.strip_chars_start().str.len_chars())
        .with_columns(
            char_end=pl.col("char_start") + bare.str.len_chars(), text=bare.str.replace_all("<br>", "\n", literal=True)
        )
    )


def passed(amount: pl.Expr, begins: pl.Expr) -> pl.Expr:
    """The sum of `amount` over the rows before this one, back to the row where the last run of rows `begins`."""
    total = amount.cum_sum() - amount
    return total - pl.when(begins).then(total).forward_fill()


def _heads(cells: pl.DataFrame) -> pl.DataFrame:
    """How many lines each table's header has, and how its cells lie over the columns below; one row a table.

    `lines` counts from the first row (0: no header); `title_inside` marks a first row that is one merged cell, the title.
    """
    text = pl.col("text")
    figure = text.str.contains(FIGURE)
    short = (text.str.len_chars() <= LONGEST_HEADER) & ~text.str.contains(SENTENCE)
    shaped = (
        cells.filter(pl.col("row") < ROWS_OF_A_HEAD)
        .with_columns(
            figure=figure,
            plain=short & (~figure | text.str.contains(YEAR_ALONE)),
            named=text.str.contains(HEADER_WORD),
            lower=text.str.contains(LOWER_WORD),
            last_alone=text.str.contains(LAST_HEADER),
        )
        .group_by(ROW, maintain_order=True)
        .agg(
            width=pl.col("width").first(),
            texts=text.filter(text != "").n_unique(),
            first=text.first(),
            nameless=(text == "").any() | (text.n_unique() < pl.len()),
            plain=pl.col("plain").all(),
            named=pl.col("named").any(),
            lower=pl.col("lower").any(),
            figures=pl.col("figure").any(),
            last_alone=pl.col("last_alone").last(),
        )
    )
    by_row = pl.struct(pl.exclude(TABLE))
    heads = shaped.group_by(TABLE, maintain_order=True).agg(
        first=by_row.get(0, null_on_oob=True),
        second=by_row.get(1, null_on_oob=True),
        third=by_row.get(2, null_on_oob=True),
    )
    sizes = cells.group_by(TABLE).agg(rows=pl.col("row").max() + 1, body=pl.col("width").max())
    return heads.join(sizes, on=TABLE, how="left", maintain_order="left").pipe(_title_inside).pipe(_header_lines)


def _title_inside(heads: pl.DataFrame) -> pl.DataFrame:
    """Set the title row apart, so that `upper` and `below` are the two rows under which the body may begin."""
    first, second = pl.col("first").struct, pl.col("second").struct
    merged = (first.field("texts") == 1) & (second.field("width") >= 2) & (pl.col("rows") > 2)
    inside = merged & second.field("plain") & second.field("named") & (second.field("texts") > 1)
    return heads.with_columns(
        title_inside=inside.fill_null(False),
        inside=first.field("first").str.replace_all("\n", ""),
    ).with_columns(
        upper=pl.when("title_inside").then("second").otherwise("first"),
        below=pl.when("title_inside").then("third").otherwise("second"),
    )


def _header_lines(heads: pl.DataFrame) -> pl.DataFrame:
    """Tell whether `upper` is a header, and whether `below` is its second line."""
    upper, below = pl.col("upper").struct, pl.col("below").struct
    second_line = below.field("plain") & below.field("lower") & (pl.col("rows") > 2)
    is_header = (
        (upper.field("width") >= 2)
        & upper.field("plain")
        & (upper.field("texts") > 1)
        & below.field("width").is_not_null()
        & (upper.field("named") | below.field("figures") | (second_line & pl.col("third").struct.field("figures")))
    )
    merged = upper.field("nameless") & ((below.field("first") == "") | (below.field("first") == upper.field("first")))
    # cells that the source merged and the text lost: 3 cells above, 4 below, 6 in the body
    standing = pl.col("body") - below.field("width")
    spread = upper.field("width") - standing
    lost = (standing >= 1) & (spread >= 1) & (below.field("width") > spread) & (below.field("width") % spread == 0)
    two_lines = second_line & pl.when(upper.field("width") < pl.col("body")).then(lost).otherwise(merged)
    return (
        heads.with_columns(
            lines=pl.when(is_header)
            .then(1 + two_lines.fill_null(False).cast(pl.Int32) + pl.col("title_inside"))
            .otherwise(0),
            spread=pl.when(two_lines & lost & (upper.field("width") < pl.col("body"))).then(spread),
            before=standing - upper.field("last_alone").cast(pl.Int32),
            below_width=below.field("width"),
            upper_width=upper.field("width"),
            two_lines=two_lines.fill_null(False),
        )
        .with_columns(
            title_inside=pl.col("title_inside") & (pl.col("lines") > 0),
        )
        .select(
            *TABLE, "lines", "two_lines", "title_inside", "inside", "spread", "before", "below_width", "upper_width"
        )
    )


def _with_headers(cells: pl.DataFrame) -> pl.DataFrame:
    """Give each cell the `header` of its column, from the header cells that lie over it."""
    column = pl.col("column")
    share = pl.col("below_width") // pl.col("spread")
    inner = column - pl.col("before")
    under_spread = (inner >= 1) & (inner <= pl.col("below_width"))
    after_spread = column - pl.col("below_width") + pl.col("spread")
    # a row wider than its header: the first header stands over the cells that are too many
    wider = pl.max_horizontal(column - (pl.col("width") - pl.col("upper_width")).clip(0), 1)
    upper = (
        pl.when(pl.col("spread").is_null())
        .then(wider)
        .when(under_spread)
        .then(pl.col("before") + (inner - 1) // share + 1)
        .otherwise(pl.when(inner < 1).then(column).otherwise(after_spread))
    )
    lower = pl.when(pl.col("spread").is_null()).then(column).when(under_spread).then(inner)
    placed = cells.with_columns(upper_column=upper.cast(pl.Int32), lower_column=lower.cast(pl.Int32))
    first_line = pl.col("title_inside").cast(pl.Int32)
    return (
        placed.join(
            _header_line(cells, first_line, "upper"), on=(*TABLE, "upper_column"), how="left", maintain_order="left"
        )
        .join(
            _header_line(cells.filter("two_lines"), first_line + 1, "lower"),
            on=(*TABLE, "lower_column"),
            how="left",
            maintain_order="left",
        )
        .with_columns(
            header=pl.concat_str(
                pl.col("upper").replace("", None),
                pl.when(pl.col("lower") != pl.col("upper")).then(pl.col("lower").replace("", None)),
                separator=" ",
                ignore_nulls=True,
            ).replace("", None)
        )
    )


def _header_line(cells: pl.DataFrame, line: pl.Expr, name: str) -> pl.DataFrame:
    """Texts of one line of the headers by column; in the upper of two lines, a merged cell reaches to the right."""
    text = pl.col("text").str.replace_all("\n", "", literal=True)
    merged = pl.when(pl.col("two_lines") & (pl.lit(name) == "upper") & (text == "")).then(None).otherwise(text)
    return cells.filter((pl.col("lines") > 0) & (pl.col("row") == line)).select(
        *TABLE,
        pl.col("column").alias(f"{name}_column"),
        merged.forward_fill().over(TABLE).alias(name),
    )
