"""Headings of normalised reports, and how they nest.

In: normalised `texts` (normalise.py). Out: `sections`, one row a heading. A heading is a line that begins with a mark
(一、 （一） 1. —— 一是 a. ##); where text follows on the same line, the heading is its first sentence. A
line that only says which years are spoken of from there on (2023年工作回顾) needs no mark. Next: sentences.py.
"""

import polars as pl

from flows.parse import headings
from flows.parse.ids import row_id
from flows.parse.lines import numbered_lines

# Marks, and how far in a heading with such a mark stands. a. and 一是 stand above 1. where numbers run on below them.
RANKS = {
    "annex": 0,
    "part": 1,
    "unmarked": 1,
    "chapter": 2,
    "article": 3,
    "top": 4,
    "bracketed": 5,
    "number": 8,
    "bracketed_number": 9,
    "circled": 10,
    "letter": 11,
    "firstly": 12,
    "dash": 13,
}
OUTER = RANKS["bracketed"]
ABOVE_NUMBERS = {"letter": 6, "firstly": 7}
HASH_RANKS = {
    1: RANKS["part"],
    2: RANKS["top"],
    3: RANKS["bracketed"],
    4: RANKS["number"],
    5: RANKS["bracketed_number"],
    6: 10,
}
DEEPEST = 9
LONGEST_UNMARKED, LONGEST_BARE = 130, 60  # bytes
MOST_REPEATED = 2  # in the table of contents and where it stands

STYLES = {
    "part": headings.PART,
    "chapter": headings.CHAPTER,
    "article": headings.ARTICLE,
    "top": headings.TOP,
    "bracketed": headings.BRACKETED,
    "number": headings.NUMBER,
    "bracketed_number": headings.BRACKETED_NUMBER,
    "circled": headings.CIRCLED,
    "letter": headings.LETTER,
    "firstly": headings.FIRSTLY,
    "dash": headings.DASH,
}
MARK = f"^({'|'.join(STYLES.values())})"
HASHES = f"^({headings.HASHES})"
ANNEX = f"^(?:{headings.ANNEX})"
REPORT_TITLE = "(?:关于|国民经济和社会发展|政府工作).*(?:报告|方案|通知|意见|纲要|规划|草案)$"  # # 示例市政府工作报告
TITLE = r"^([^。！？：]+)"  # 服务保障切实增强。深入……


def sections(texts: pl.DataFrame) -> pl.DataFrame:
    """Headings of normalised `texts` (doc_id, text); one row a heading, in reading order.

    doc_id, section_id, parent_id (the heading that it stands under), level (1 for the uppermost of its report),
    number (as printed, with its marks; null behind ## alone), title (no number, no full stop), char_start and
    char_end (characters: number and title as they stand in the text).
    """
    marked = _marked_lines(texts)
    nested = _levels(_parents(_ranks(marked)))
    ordinal = (pl.int_range(pl.len()).over("doc_id") + 1).cast(pl.String).str.zfill(3)
    return nested.with_columns(section_id=row_id(pl.concat_str(pl.lit("s"), ordinal))).select(
        "doc_id",
        "section_id",
        pl.col("section_id").gather(pl.col("parent")).alias("parent_id"),
        pl.col("level").cast(pl.Int32),
        "number",
        "title",
        "char_start",
        (pl.col("char_start") + pl.concat_str("number", "title", ignore_nulls=True).str.len_chars()).alias("char_end"),
    )


def _marked_lines(texts: pl.DataFrame) -> pl.DataFrame:
    """Lines that begin with a mark: doc_id, char_start (of the number), hashes (how many #), style, number, title."""
    line = pl.col("line")
    head = line.str.head(40)
    brief = pl.when(line.str.len_bytes() <= LONGEST_UNMARKED).then(line)
    bare = pl.when(line.str.len_bytes() <= LONGEST_BARE).then(line).str.contains(headings.BARE).fill_null(False)
    unmarked = bare | (brief.str.contains(headings.UNMARKED) & ~brief.str.contains(headings.NAMES_PLACE)).fill_null(
        False
    )
    begins = unmarked | head.str.contains(headings.START) & ~head.str.contains(
        f"{headings.ORDINALS}|{headings.SESSION}"
    )
    hashes = line.str.extract(HASHES).fill_null("")
    marked = (
        numbered_lines(texts)
        .filter(begins)
        .with_columns(prefix=hashes, unmarked=unmarked, bare=bare)
        .with_columns(line=line.str.slice(pl.col("prefix").str.len_chars()))
        .with_columns(number=line.str.extract(MARK), annex=line.str.contains(ANNEX))
    )
    styles = marked.select("number").unique().with_columns(mark_style=_style())
    length = pl.col("number").str.len_chars().fill_null(0)
    # 2024年工作目标 under each task of a plan heads no part of it
    repeated = (pl.col("style") == "unmarked") & (pl.len().over("doc_id", "style", "title") > MOST_REPEATED)
    numbered = (pl.col("style").is_in(["top", "part", "chapter"])).any().over("doc_id")
    return (
        marked.join(styles, on="number", how="left", nulls_equal=True, maintain_order="left")
        .select(
            "doc_id",
            char_start=pl.col("char_start") + pl.col("prefix").str.len_chars(),
            hashes=pl.col("prefix").str.count_matches("#", literal=True).cast(pl.Int32),
            style=pl.when("annex")
            .then(pl.lit("annex"))
            .when("unmarked")
            .then(pl.lit("unmarked"))
            .otherwise("mark_style"),
            bare="bare",
            number="number",
            title=line.str.slice(length).str.extract(TITLE),
        )
        .drop_nulls("title")
        .filter(~repeated.fill_null(False))
        .filter(~pl.col("bare") | ~numbered.fill_null(False))
        .drop("bare")
        .filter(pl.col("style").is_not_null() | ~pl.col("title").str.contains(REPORT_TITLE))
    )


def _style() -> pl.Expr:
    number = pl.col("number")
    return pl.coalesce(
        pl.when(number.str.contains(f"^(?:{pattern})$")).then(pl.lit(style)) for style, pattern in STYLES.items()
    )


def _ranks(marked: pl.DataFrame) -> pl.DataFrame:
    """Adds `rank`: how far in a heading stands by its mark, smaller is further out."""
    ranks = marked.with_columns(rank=pl.col("style").replace_strict(RANKS, default=None, return_dtype=pl.Int32))
    return ranks.with_columns(
        rank=pl.coalesce(
            *[pl.when((pl.col("style") == s) & _numbers_run_below(s)).then(rank) for s, rank in ABOVE_NUMBERS.items()],
            "rank",
            pl.col("hashes").replace_strict(HASH_RANKS, default=None, return_dtype=pl.Int32),
        )
    )


def _numbers_run_below(style: str) -> pl.Expr:
    """Whether somewhere in the report the first 1. under an outer heading comes below a heading of `style`."""
    row = pl.int_range(pl.len())
    last_outer = pl.when(pl.col("rank") <= OUTER).then(row).forward_fill().over("doc_id").fill_null(-1)
    last_style = pl.when(pl.col("style") == style).then(row).forward_fill().over("doc_id").fill_null(-1)
    number = pl.col("style") == "number"
    number_before = pl.when(number).then(row).forward_fill().shift(1).over("doc_id").fill_null(-1)
    return (number & (last_style > last_outer) & (number_before < last_outer)).any().over("doc_id")


def _parents(ranked: pl.DataFrame) -> pl.DataFrame:
    """Adds `parent`: the row of the nearest heading before, in the same report, with a smaller rank."""
    row = pl.col("row")
    nearest = [
        pl.when(pl.col("rank") > rank).then(pl.when(pl.col("rank") == rank).then(row).forward_fill().over("doc_id"))
        for rank in range(RANKS["dash"])
    ]
    return ranked.with_row_index("row").with_columns(parent=pl.max_horizontal(nearest)).drop("row")


def _levels(nested: pl.DataFrame) -> pl.DataFrame:
    """Adds `level`: 1 and how many headings stand above."""
    parent = nested["parent"]
    level = pl.repeat(1, nested.height, dtype=pl.Int64, eager=True).alias("level")
    ancestor = parent
    for _ in range(DEEPEST - 1):
        level = level + ancestor.is_not_null().cast(pl.Int64)
        ancestor = parent.gather(ancestor)
    return nested.with_columns(level=level)
