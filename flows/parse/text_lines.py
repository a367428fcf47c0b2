"""Lines of the normalised texts, with where each stands.

Normalised texts come in, one row a paragraph or table row goes out: to table_cells and tasks, which read line by line.
"""

import polars as pl


def text_lines(texts: pl.DataFrame) -> pl.DataFrame:
    """Every line of every text, in order.

    In: `doc_id`, `text` (normalised, lines divided by a line feed).
    Out: `doc_id`, `line` (counted from 0 through the document), `text`, `char_start`, `char_end` (characters).
    """
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    return (
        texts.select("doc_id", pl.col("text").str.split("\n"))
        .explode("text", empty_as_null=True)
        .with_columns(line=pl.int_range(pl.len(), dtype=pl.Int32).over("doc_id"), length=length)
        .with_columns(char_end=(pl.col("length") + 1).cum_sum().over("doc_id") - 1)
        .select("doc_id", "line", "text", char_start=pl.col("char_end") - pl.col("length"), char_end="char_end")
    )
