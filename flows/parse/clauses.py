"""Sentences to clauses: the first stage of the grammar of observations.

In: `sentences` of many reports, in reading order. Out: one row a clause of those prose sentences that hold a number;
quantities.py looks for the numbers in them, periods.py for the years.
"""

import polars as pl

from flows.parse.dates import digit_years
from flows.parse.lexicon import CHINESE_NUMBER, SPELT_DIGIT, SPELT_UNIT

# （预计，下同） divides no clause; a bracket that counts something does
BRACKETED_WORDS = "（[^（）0-9，]{1,10}，[^（）0-9]{1,10}）"
WHOLE_CLAUSE = f"(?:{BRACKETED_WORDS}|[^，；：。！？])*[，；：。！？]+[”’]?|[^，；：。！？]+"
CLAUSE_END = "[，；：。！？]+[”’]?"  # 实现434亿元，|增长23.0%。
CUT = "\x01"
HOLDS_NUMBER = f"[0-9]|翻.{{0,4}}番|{CHINESE_NUMBER}成|分之|[百千万]亿|亿[元美斤吨大]|首位|榜首|{SPELT_DIGIT}(?:{SPELT_UNIT})|[第前]{CHINESE_NUMBER}(?:$|[位名强，；。、）])"
# 新增两批, 建成三座: a small Chinese number that counts things
SMALL_COUNT = "一[个家座所]|[两二三四五六七八九十百千][个家项条件所座批次处户名轮艘台]"


def clauses(sentences: pl.DataFrame) -> pl.DataFrame:
    """One row a clause of the prose sentences with a number, its closing punctuation included.

    Columns: the sentence's doc_id, sentence_id, section_id, paragraph; `line` and `clause` (Int64, the sentence's and the
    clause's place in this batch), `first` (the clause opens its sentence), `text` (years in digits), `char_start` (Int64, characters, in the normalised text).
    """
    numbered = (
        sentences.with_row_index("line")
        .filter(_in_prose() & pl.col("text").str.contains(f"{HOLDS_NUMBER}|{SMALL_COUNT}"))
        .select("doc_id", "sentence_id", "section_id", "paragraph", "line", "text", "char_start")
        .with_columns(before=pl.col("text").str.len_chars().cast(pl.Int64).cum_sum() - pl.col("text").str.len_chars())
    )
    text = pl.col("text")
    bracketed = pl.when(text.str.contains(BRACKETED_WORDS)).then(text).str.extract_all(WHOLE_CLAUSE)
    cut = text.str.replace_all(CLAUSE_END, f"${{0}}{CUT}").str.strip_suffix(CUT).str.split(CUT)
    split = numbered.with_columns(text=digit_years(text)).with_columns(text=pl.coalesce(bracketed, cut)).explode("text")
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    return split.with_columns(
        offset=length.cum_sum() - length - pl.col("before"),
    ).select(
        "doc_id",
        "sentence_id",
        "section_id",
        "paragraph",
        pl.col("line").cast(pl.Int64),
        pl.int_range(pl.len()).alias("clause"),
        (pl.col("offset") == 0).alias("first"),
        "text",
        (pl.col("char_start") + pl.col("offset")).alias("char_start"),
    )


def _in_prose() -> pl.Expr:
    """Sentences outside tables and prose inside a table's cell; rows of a table are read by the table grammar."""
    return pl.col("table_no").is_null() | ~pl.col("text").str.starts_with("|")
