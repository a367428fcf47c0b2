"""Texts to lines and back, for the steps that look at a line and its neighbours.

`split_lines` gives a frame of lines, `join_lines` puts what became of them back into the texts. Blank lines stand
before and behind every text, so that a look one or two lines back or ahead (`shift`) never reaches another report.
`numbered_lines` gives the lines of normalised texts with their places.
"""

import polars as pl

FRAME = "\n\n"


def split_lines(texts: pl.DataFrame) -> pl.DataFrame:
    """One row a line, in reading order: `doc` (UInt32, row of `texts`), `line`."""
    framed = pl.concat_str(pl.lit(FRAME), "text", pl.lit(FRAME)).str.split("\n").alias("line")
    return texts.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("doc"), framed).explode("line")


def join_lines(lines: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` with their `text` made of `lines`, each behind its `divider` (a line feed where there is none given).

    A text without lines is empty.
    """
    if "divider" in lines.columns:
        lines = lines.with_columns(line=pl.col("divider") + pl.col("line"))
    joint = "" if "divider" in lines.columns else "\n"
    joined = lines.group_by("doc", maintain_order=True).agg(pl.col("line").str.join(joint).alias("text"))
    numbered = texts.drop("text").with_row_index("doc")
    return (
        numbered.join(joined, on="doc", how="left", maintain_order="left")
        .with_columns(pl.col("text").fill_null(""))
        .select(texts.columns)
    )


def numbered_lines(texts: pl.DataFrame) -> pl.DataFrame:
    """Lines of normalised texts; one row a line, in reading order.

    doc_id, paragraph (Int32, from 0), line, char_start (Int64, characters from the start of the text).
    """
    lines = texts.select("doc_id", pl.col("text").str.split("\n").alias("line")).with_columns(
        paragraph=pl.int_ranges(pl.col("line").list.len(), dtype=pl.Int32)
    )
    length = pl.col("line").str.len_chars().cast(pl.Int64) + 1
    total = length.cum_sum() - length
    return (
        lines.explode("line", "paragraph")
        .with_columns(total=total)
        .with_columns(first=pl.when(pl.col("paragraph") == 0).then("total").forward_fill())
        .select("doc_id", "paragraph", "line", (pl.col("total") - pl.col("first")).alias("char_start"))
    )
