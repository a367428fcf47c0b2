"""Rules on tables that came as plain lines: what a row says of an indicator is what the text says of it.

A page's table may reach us as lines of a name and its numbers (第二产业|339.85|4.5), or of one cell each. Sentences and
observations come in. Which column is a level and which a growth rate is told by the rows that agree with the text; a finding goes
out where another row of such a column does not.
"""

from collections.abc import Iterator

import polars as pl

from expectations.reference.indicator_names import indicator_key
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = (
    "half of the last printed digit of both numbers; units are not known, so that numbers a power of ten apart agree"
)
ROUNDED_ZH = "两个数各可差其末位数字的一半；行中没有单位，相差十的整数次方的视为相符"

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
ROW = rf"^\|?\s*[\p{{Han}}（）、]{{2,20}}(?:\s*[| \t]\s*{NUMBER}){{1,4}}\s*\|?$"
NAME = r"^[\p{Han}（）、]{2,20}$"
CELL = rf"^{NUMBER}$"
LONGEST = 60  # characters of a row
# 市区居民消费价格, 食品价格, 食品类; 第二产业增加值, 第二产业
SCOPE_AND_SORT = "^(?:市区|全部)|(?:增加值|总产值|产值|总产量|产量|价格|消费价格|类|指数|总额)$"
COMPARED = ("level", "growth")
ROUNDING = 1.000001  # room for what binary fractions lose


def rows_and_text(tables: Tables) -> pl.DataFrame:
    """Rows of plain tables that differ from the text in a column in which others agree with it."""
    cells = _cells(tables["sentences"])
    if cells.is_empty():
        return hits_frame((), ROUNDED)
    pairs = cells.join(_told(tables["observations"], cells), on=["doc_id", "core"], maintain_order="left")
    judged = pairs.with_columns(agrees=_agrees())
    column = ["doc_id", "block", "column", "measure"]
    counted = judged.with_columns(
        agree=pl.col("agrees").sum().over(column), differ=(~pl.col("agrees")).sum().over(column)
    )
    best = counted.filter(
        pl.col("agree") == pl.col("agree").max().over("doc_id", "block", "column"), pl.col("agree") > 0
    )
    odd = best.filter(~pl.col("agrees"), pl.col("differ") <= pl.col("agree"))
    return hits_frame(_hits(odd), ROUNDED)


def _cells(sentences: pl.DataFrame) -> pl.DataFrame:
    """Every number of a row: doc_id, core (of its name), column, printed, row_text, start, block (rows on end are one table)."""
    text = pl.col("text")
    short = sentences.select("doc_id", "text", "char_start").with_row_index("at")
    short = short.filter(text.str.len_chars() <= LONGEST)
    whole = short.filter(text.str.contains(ROW)).select(
        "doc_id", "at", "text", "char_start", last=pl.col("at"), name=text.str.extract(r"([\p{Han}（）、]{2,20})")
    )
    numbers = whole.with_columns(printed=text.str.extract_all(NUMBER)).explode("printed")
    in_row = numbers.with_columns(
        column=pl.int_range(pl.len()).over("at"), start=pl.col("char_start") + _place("text", "printed")
    )
    cells = pl.concat([in_row.select(*CELLS), _one_a_line(short).select(*CELLS)]).sort("at", "column")
    begins = (pl.col("doc_id") != pl.col("doc_id").shift()) | (pl.col("at") > pl.col("last").shift() + 1)
    return cells.with_columns(begins.fill_null(True).cum_sum().alias("block"), _core("name").alias("core"))


CELLS = ("doc_id", "at", "last", "name", "printed", "column", "text", "start")


def _one_a_line(short: pl.DataFrame) -> pl.DataFrame:
    """The same of tables with one cell a line: a name, and the numbers in the lines right below it."""
    text = pl.col("text")
    kinds = short.with_columns(number=text.str.contains(CELL), name=text.str.contains(NAME))
    lines = kinds.filter(pl.col("number") | pl.col("name"))
    row = (~pl.col("number")).cum_sum()
    placed = lines.with_columns(row=row).with_columns(
        first=pl.col("at").first().over("row"), heads=pl.col("name").first().over("row"), head=text.first().over("row"),
        column=pl.int_range(pl.len()).over("row") - 1, last=pl.col("at").max().over("row"),
    )  # fmt: skip
    unbroken = pl.col("at") - pl.col("first") == pl.col("column") + 1
    return placed.filter("number", "heads", unbroken).select(
        "doc_id", pl.col("first").alias("at"), "last", pl.col("head").alias("name"), pl.col("text").alias("printed"), "column",
        pl.concat_str("head", "text", separator="\n").alias("text"), pl.col("char_start").alias("start"),
    )  # fmt: skip


def _place(text: str, part: str) -> pl.Expr:
    """Where a part stands in a text, in characters."""
    return pl.col(text).str.split(pl.col(part)).list.first().str.len_chars().cast(pl.Int64)


def _core(name: str) -> pl.Expr:
    return indicator_key(pl.col(name)).str.replace_all(SCOPE_AND_SORT, "").str.replace_all(SCOPE_AND_SORT, "")


def _told(observations: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """doc_id, core, measure and what is told in the text, of the indicators of which it tells one value."""
    own = pl.col("doc_id").is_in(cells["doc_id"].unique().implode())
    told = observations.filter(
        own, pl.col("measure").is_in(COMPARED), pl.col("comparator") == "eq", pl.col("origin") == "text",
        pl.col("status") == "actual", pl.col("year_from").is_null(), pl.col("evidence").str.len_chars() > pl.col("quote").str.len_chars() + 4,
    ).with_columns(_core("indicator").alias("core"))  # fmt: skip
    about = ["doc_id", "core", "measure"]
    once = told.filter(pl.col("value").n_unique().over(about) == 1).unique(about, keep="first", maintain_order=True)
    return once.select(*about, "indicator", "value", "quote", "evidence", "char_start", "char_end")


def _agrees() -> pl.Expr:
    """Whether number and value agree within rounding, whatever power of ten lies between their units."""
    number = pl.col("printed").cast(pl.Float64)
    halves = [
        0.5
        * pl.lit(10.0).pow(-pl.col(name).str.extract(r"[0-9]\.([0-9]+)").str.len_chars().fill_null(0).cast(pl.Float64))
        for name in ("printed", "quote")
    ]
    tens = [10.0**power for power in (-4, -3, -1, 0, 1, 3, 4)]
    level = pl.col("measure") == "level"
    return pl.any_horizontal(
        ((number - pl.col("value") * ten).abs() <= (halves[0] + halves[1] * ten) * ROUNDING) & (level | (ten == 1.0))
        for ten in tens
    )


def _hits(odd: pl.DataFrame) -> Iterator[Hit]:
    columns = ("doc_id", "indicator", "printed", "text", "start", "quote", "evidence", "char_start", "char_end")
    for doc_id, name, printed, row, start, quote, evidence, begin, end in odd.select(columns).iter_rows():
        yield Hit(
            doc_id=doc_id,
            severity="info",
            message=f"表中与正文的“{name}”应一致，表中是{printed}，正文是{quote}；同一列的其他数与正文相符。",
            message_en=f"“{name}” should be the same in table and text; it is {printed} and {quote}, and others of the column agree.",
            evidence=f"{evidence}\n{row}",
            quotes=(Quote(quote, begin, end), Quote(printed, start, start + len(printed))),
            expected=quote,
            observed=printed,
        )


ROWS_AND_TEXT = Rule(
    id="agreement.rows",
    title_zh="表中一行与正文不一致",
    title_en="A row that differs from the text",
    checks_zh="以文字行写出的表格，同一列其他数与正文相符时，各行都应与正文相符。",
    checks="Where rows of a table in plain lines agree with the text in a column, the other rows of the column do, too.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=rows_and_text,
)
