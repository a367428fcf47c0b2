"""Normalised reports to sentences: the layer that every other table points into.

In: normalised `texts` and their `sections`. Out: `sentences`, one row a sentence; for every row the text between
char_start and char_end is the sentence. Next: clauses.py, tables.
"""

import polars as pl

from flows.parse.ids import row_id
from flows.parse.lines import numbered_lines
from flows.parse.sparse import with_columns_where

# Stands for the marks of a row (| and <br>) while its cells are cut, as long as they are
FILL = "\x1f"
ROW_MARKS = {" | ": FILL * 3, "<br>": FILL * 4}
# A sentence ends at 。！？ and the marks that close behind it
STOP = "[。！？]+[”’）】》]*"
CUT = "\x01"
OTHER_STOP = "[！？]|。[。”’）】》]"  # few lines have another stop than 。
# What is between （） or “” stays whole; only lines where a stop stands before a closing mark need this slower pattern
STOP_INSIDE = "[。！？][”）]"
SENTENCE = (
    rf"{FILL}+"
    rf"|(?:[^。！？（“{FILL}]|（[^（）{FILL}]*）|“[^“”{FILL}]*”|[（“])*[。！？]+[”’）】》]*"
    rf"|[^。！？{FILL}]+"
)
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
PROSE_IN_ROW = "。|<br>"


def sentences(texts: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Sentences of normalised `texts` (doc_id, text) in reading order.

    doc_id, sentence_id, section_id (innermost heading it stands under), paragraph (line, from 0), table_no (from 1;
    null outside tables), text, char_start, char_end (characters), numbers (how many it holds), observations (0 until
    they are counted). A row of a table is one sentence, or, where its cells hold prose, one for each sentence or
    paragraph of a cell.
    """
    lines = numbered_lines(texts).filter(pl.col("line") != "").with_columns(row=pl.col("line").str.starts_with("|"))
    length = pl.col("line").str.len_chars().cast(pl.Int64)
    cut = lines.with_columns(table_no=_table_numbers(), before=length.cum_sum() - length).pipe(_with_pieces)
    cut = cut.drop("line", "row").explode("text")
    return _with_ids(_with_sections(_place(cut), sections))


def _table_numbers() -> pl.Expr:
    """Tables of a report are runs of rows; counted from 1, null outside."""
    row = pl.col("row")
    goes_on = row.shift(1, fill_value=False) & (pl.col("doc_id") == pl.col("doc_id").shift(1)).fill_null(False)
    return pl.when(row).then((row & ~goes_on).cast(pl.Int32).cum_sum().over("doc_id")).cast(pl.Int32)


def _with_pieces(lines: pl.DataFrame) -> pl.DataFrame:
    """`text`: each line in pieces that together are as long as the line; the marks of a cut row are pieces, too.

    Most lines are prose with no other stop than 。.
    """
    line, special = pl.col("line"), pl.col("special")
    return (
        lines.with_columns(special=pl.col("row") | line.str.contains(f"{STOP_INSIDE}|{OTHER_STOP}"))
        .pipe(with_columns_where, special, pieces=_pieces())
        .with_columns(text=pl.coalesce("pieces", pl.when(~special).then(line).str.split("。", inclusive=True)))
        .drop("special", "pieces")
    )


def _pieces() -> pl.Expr:
    """The pieces of rows, and of lines with brackets, quotes or several kinds of stops."""
    line, row = pl.col("line"), pl.col("row")
    inside = line.str.contains(STOP_INSIDE)
    prose_row = row & line.str.contains(PROSE_IN_ROW)
    blanked = FILL * 2 + line.str.slice(2, line.str.len_chars() - 4).str.replace_many(ROW_MARKS) + FILL * 2
    slow = pl.when(prose_row).then(blanked).when(~row & inside).then(line)
    return pl.coalesce(
        pl.when(~row & ~inside).then(line).str.replace_all(STOP, f"${{0}}{CUT}").str.strip_suffix(CUT).str.split(CUT),
        slow.str.extract_all(SENTENCE),
        pl.concat_list(line),
    )


def _place(cut: pl.DataFrame) -> pl.DataFrame:
    """Pieces with char_start and char_end; those that are no text are left out.

    `before` counts the characters of all lines before a piece's line, as the sum of all pieces' lengths does.
    """
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    return (
        cut.with_columns(char_start=pl.col("char_start") + length.cum_sum() - length - pl.col("before"))
        .with_columns(char_end=pl.col("char_start") + length)
        .filter(~pl.col("text").str.starts_with(FILL))
    )


def _with_sections(placed: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Adds the section that each sentence stands in: the last heading that begins before the sentence ends."""
    headings = sections.select("doc_id", "section_id", (pl.col("char_start") + 1).alias("from"))
    return placed.join_asof(
        headings, left_on="char_end", right_on="from", by="doc_id", strategy="backward", check_sortedness=False
    )


def _with_ids(placed: pl.DataFrame) -> pl.DataFrame:
    row = pl.int_range(pl.len())
    first = pl.col("doc_id") != pl.col("doc_id").shift(1)
    ordinal = (row - pl.when(first.fill_null(True)).then(row).forward_fill()).cast(pl.String).str.zfill(5)
    return placed.select(
        "doc_id",
        row_id(ordinal).alias("sentence_id"),
        "section_id",
        "paragraph",
        "table_no",
        "text",
        "char_start",
        "char_end",
        pl.col("text").str.count_matches(NUMBER).cast(pl.Int32).alias("numbers"),
        pl.lit(0, dtype=pl.Int32).alias("observations"),
    )
