"""Lines to paragraphs: which line goes on in the next.

In: lines of many reports (lines.py), tables and furniture dealt with. Out: lines and what divides them. A report is
hard wrapped when most of its lines have one width and break off in the middle of a sentence; only there are lines
joined by their width. Elsewhere a line is joined to the one before only where that cannot have been its end: markup
broke it (PM / 2.5 / 年平均浓度), or a page did.
"""

import polars as pl

from flows.parse.characters import ROW_START
from flows.parse.dates import CN_YEAR, DAY
from flows.parse.furniture import SALUTATION
from flows.parse.headings import START
from flows.parse.sparse import with_columns_where
from flows.parse.table_lines import NOTE, TITLE

NARROW, WIDE = 22, 100  # half-width cells; a column of print or a line of a terminal
BRIEF = 240  # bytes; no column or title is longer
SLACK = 6  # cells; indentation and punctuation make a full line so much shorter or longer
THIN = r"[ “”‘’\[\]]"  # print sets quotes half as wide, spaces anyhow, footnote marks small
MEASURES = ("width", "cells")
BROKEN_LINES = 3  # fewer show nothing
HALF, SOME = 0.5, 0.2
INDENT = 4  # cells; two full-width spaces

APART = "^[A-Za-z,][A-Za-z]$"
ENDS = r"[。！？：；…!?:;](?:[”’）)】》」]*|[（(][^（）()]*[）)])$"  # ……。  ……。（下同）
DANGLING = r"(?:[的和与及或、，（“《—+]|[“（《][^”）》]*)$"  # 经济社会发展的 / 企业找技术、成果找市场“双向
HAS_STOP = "。"
PUNCTUATION = "[，。；,;]"
LABEL = r"^\p{Han}{2,10}[：:]"  # 责任领导：
# 一、实现了良好开局 / 全市生产总值完成138亿元: what follows a heading, however full its line is
BODY_BEGINS = rf"^(?:全[国省市县区州盟旗]|我[国省市县区州盟旗]|(?:[0-9]{{4}}|{CN_YEAR})年|今年|去年|预计|一年来|五年来)"
GOES_ON = r"^(?:[，。；、！？：）”》％%]|是[：:])"  # ；成果找市场
TITLE_END = r"(?:报告|草案|方案|通知|意见|纲要|规划|决定|决议)(?:[（(][^）)]*[）)])?$"
SHORT_TITLE_END = "(?:情况|公报|总结|汇报|报告|要点)$"  # 示例市1998年农业情况, alone above the text
TITLE_WORDS = ["国民经济和社会", "政府工作", "五年规划", "关于"]
OPEN_TITLE = rf"^[^，。；：,;:]*(?:{'|'.join(TITLE_WORDS)})[^，。；：,;:]*$"  # 关于示例市2024年国民经济和社会
# ——2025年1月13日在示例市第六届
OPEN_SESSION = rf"^[—（( ]*(?:[0-9]{{4}}|{CN_YEAR}) ?年 ?{DAY} ?月 ?{DAY} ?日，?在[^。，]{{2,30}}$"
SESSION_END = r"(?:会议|大会)(?:第[^ ]{1,8}会议)?上?[）)]?$"
# a paragraph break that a transcription lost: ……“第四极”。1.加快……
LOST_BREAK = r"([。！？][”’）]?) ?([0-9]{1,2}[.．] ?\p{Han}|[（(][一二三四五六七八九十]{1,3}[）)]\p{Han})"


def paragraphs(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines without blank ones, each with what divides it from the line before.

    In: doc, line, in reading order. Out: doc, line, `divider`: a line feed where the line starts a paragraph, nothing
    (a space between Latin words) where it goes on with the one before and at the start of a text. Rows of tables are
    paragraphs.
    """
    features = _features(lines)
    apart = pl.col("row") | pl.col("row").shift(1, fill_value=False) | pl.col("first")
    goes_on = pl.when("wrapped").then(_column_goes_on()).otherwise(_fragment_goes_on())
    lost = ~pl.col("row") & pl.col("line").str.contains(LOST_BREAK)
    broken = pl.col("line").str.replace_all(LOST_BREAK, "${1}\n${2}")
    return (
        _shaped(features)
        .pipe(with_columns_where, pl.col("brief").str.contains_any(TITLE_WORDS), **_open_title())
        .pipe(with_columns_where, pl.col("brief").str.contains_any(["会", "日"]), **_open_session())
        .pipe(with_columns_where, lost, broken=broken)
        .with_columns(pl.col("open_title", "open_session", "session_end").fill_null(False))
        .with_columns(open=_broken_off().forward_fill().shift(1))
        .with_columns(joins=~apart & (_title_goes_on() | goes_on))
        .with_columns(line=pl.coalesce("broken", "line"))
        .select("doc", "line", _divider())
    )


def _divider() -> pl.Expr:
    """What stands between a line and the one before: a space only between two Latin words; 186|5元 is one number."""
    pair = pl.col("line").str.tail(1).shift(1) + pl.col("line").str.head(1)
    joint = pl.when(pl.when("joins").then(pair).str.contains(APART)).then(pl.lit(" ")).otherwise(pl.lit(""))
    divider = pl.when("first").then(pl.lit("")).when("joins").then(joint).otherwise(pl.lit("\n"))
    return divider.alias("divider")


def _features(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that are not blank, with what the joining looks at.

    first (of its text), row (of a table), gap and gap_below (a blank line), indent, width and cells (half-width
    cells, as printed and if every character were wide), head and tail (a few characters), ended (a sentence may end
    there), title_end, heading, salutation, long (no column is so wide), punctuated; tail and brief (a short line)
    only of lines that are not ended.
    """
    line, brief, ended = pl.col("line"), pl.col("brief"), pl.col("ended")
    blank = line == ""
    outer = pl.col("line").str.replace_all("\t", " ", literal=True)
    thin = brief.str.count_matches(THIN)
    return (
        lines.with_columns(line=outer.str.strip_chars(), indent=outer.str.find(r"[^ ]").fill_null(0))
        .with_columns(gap=blank.shift(1, fill_value=True), gap_below=blank.shift(-1, fill_value=True))
        .filter(~blank)
        .with_columns(
            first=(pl.col("doc") != pl.col("doc").shift(1)).fill_null(True),
            row=line.str.starts_with(ROW_START),
            brief=pl.when(line.str.len_bytes() <= BRIEF).then(line),
            head=line.str.head(40),
            tail=line.str.tail(30),
        )
        .with_columns(
            width=((brief.str.len_bytes() + brief.str.len_chars()) // 2 - thin).cast(pl.Int64).fill_null(BRIEF),
            cells=(2 * brief.str.len_chars()).cast(pl.Int64).fill_null(BRIEF),
            ended=pl.col("tail").str.contains(ENDS),
            heading=pl.col("head").str.contains(f"{START}|{TITLE}|{NOTE}"),
            salutation=brief.str.contains(SALUTATION).fill_null(False),
            long=brief.is_null(),
            punctuated=brief.str.contains(PUNCTUATION).fill_null(True),
        )
        .with_columns(tail=pl.when(~ended).then("tail"), brief=pl.when(~ended).then("brief"))
        .with_columns(
            title_end=pl.col("tail").str.replace_all(" ", "", literal=True).str.contains(TITLE_END).fill_null(False)
        )
    )


def _shaped(features: pl.DataFrame) -> pl.DataFrame:
    """`features` with the shape of what a line stands in: wrapped, by_chars, usual, indents.

    What counts is the whole text, or else the block of short lines between two long ones: a text may be wrapped in
    part.
    """
    blocks = features.with_columns(block=(pl.col("first") | pl.col("row") | pl.col("long")).cum_sum())
    of_text, of_block = _shapes(blocks, "doc"), _shapes(blocks.filter(~pl.col("long")), "block")
    both = blocks.join(of_text, on="doc", how="left", maintain_order="left").join(
        of_block, on="block", how="left", maintain_order="left", suffix="_of_block"
    )
    wrapped, in_block = pl.col("wrapped").fill_null(False), pl.col("wrapped_of_block").fill_null(False)
    chosen = [pl.when(wrapped).then(c).otherwise(f"{c}_of_block").alias(c) for c in ("by_chars", "usual", "indents")]
    return both.with_columns(*chosen, wrapped=wrapped | in_block)


def _shapes(features: pl.DataFrame, part: str) -> pl.DataFrame:
    """One row a `part`: `wrapped`, `by_chars`, `usual` (measure of its full lines), `indents` (paragraphs start with
    spaces).

    A narrow line with a comma or a stop in it that does not end as a sentence does was broken by a margin. A part is
    wrapped when many of its narrow lines are so, at one width. Print breaks lines by width, programs by the number of
    characters.
    """
    width, usual = pl.col("width"), {m: pl.col(f"usual_{m}") for m in MEASURES}
    narrow = width.is_between(NARROW, WIDE)
    prose = features.filter(~pl.col("row")).with_columns(
        broken=narrow & ~pl.col("ended") & ~pl.col("heading") & pl.col("punctuated")
    )
    medians = prose.filter("broken").group_by(part).agg(pl.col(m).median().alias(f"usual_{m}") for m in MEASURES)
    shapes = (
        prose.join(medians, on=part)
        .group_by(part)
        .agg(
            *[usual[m].first() for m in MEASURES],
            *[(pl.col("broken") & (pl.col(m) - usual[m]).abs().le(SLACK)).sum().alias(f"even_{m}") for m in MEASURES],
            broken=pl.col("broken").sum(),
            narrow=narrow.sum(),
            share=width.filter(narrow).sum() / width.sum(),
            indents=(pl.col("indent") >= INDENT).mean().is_between(0.02, 0.6),
        )
    )
    by_chars = pl.col("even_cells") > pl.col("even_width")
    usual_line, even = (
        pl.when(by_chars).then(f"{name}_cells").otherwise(f"{name}_width") for name in ("usual", "even")
    )
    wrapped = (
        (pl.col("broken") >= BROKEN_LINES)
        & (pl.col("broken") >= SOME * pl.col("narrow"))
        & (even >= HALF * pl.col("broken"))
        & (pl.col("share") >= HALF)
    )
    return shapes.select(part, "indents", by_chars=by_chars, usual=usual_line, wrapped=wrapped)


def _open_title() -> dict[str, pl.Expr]:
    """open_title: a title that the next line may end."""
    return {"open_title": pl.col("brief").str.contains(OPEN_TITLE) & ~pl.col("title_end") & ~pl.col("heading")}


def _open_session() -> dict[str, pl.Expr]:
    """open_session: the line that names the session, which the next line may end; session_end: such an end."""
    brief = pl.col("brief")
    meeting = brief.str.contains(SESSION_END)
    return {"open_session": brief.str.contains(OPEN_SESSION) & ~meeting, "session_end": meeting}


def _title_goes_on() -> pl.Expr:
    """Titles set over two lines or three, and the line that names the session."""
    goes_on = pl.col("title_end") | (pl.col("open_title") & ~pl.col("brief").str.starts_with("关于"))
    of_title = pl.col("open_title").shift(1, fill_value=False) & goes_on & ~pl.col("heading")
    return of_title | (pl.col("open_session").shift(1, fill_value=False) & pl.col("session_end"))


def _column_goes_on() -> pl.Expr:
    """In a hard-wrapped text: the line before is full, and nothing says that a paragraph starts here."""
    usual, gap, heading, ended = (pl.col(c) for c in ("usual", "gap", "heading", "ended"))
    width = pl.when("by_chars").then("cells").otherwise("width")
    full = width.is_between(usual - SLACK, usual + SLACK)
    full_before, ended_before, heading_before = full.shift(1), ended.shift(1), heading.shift(1)
    title_before = (pl.col("first") & pl.col("tail").str.contains(SHORT_TITLE_END).fill_null(False)).shift(1)
    brim_before = (width >= usual - 2).shift(1)
    starts = (heading & (ended_before | ~full_before | gap | heading_before)) | (
        pl.col("indents") & (pl.col("indent") >= INDENT)
    )
    rest_of_heading = heading_before & ~full_before & ~ended_before & ~gap & ~ended & pl.col("gap_below") & ~full
    across_gap = full_before & ~ended_before & ~heading_before & ~title_before
    next_line = full_before & (~ended_before | brim_before)
    too_wide = width > usual + SLACK
    titled = heading & ~ended & ~pl.when(heading).then("line").str.contains(HAS_STOP, literal=True).fill_null(False)
    below_heading = titled.shift(1) & full & pl.when(titled.shift(1)).then("head").str.contains(BODY_BEGINS)
    salutes = pl.col("salutation") | pl.col("salutation").shift(1)
    goes_on = rest_of_heading | pl.when(gap).then(across_gap).otherwise(next_line)
    return goes_on & ~starts & ~too_wide & ~salutes & ~below_heading.fill_null(False)


def _broken_off() -> pl.Expr:
    """True for a line that cannot be the end of its paragraph, false for one that can, null for one that does not
    say.
    """
    ended = pl.col("ended")
    closed = ended | pl.col("heading") | pl.col("row") | pl.col("first") | pl.col("title_end")
    unfinished = pl.when(~ended).then("line").str.contains(HAS_STOP, literal=True)
    dangling = pl.col("tail").str.contains(DANGLING)
    return pl.when((unfinished | dangling).fill_null(False)).then(True).when(closed).then(False)


def _fragment_goes_on() -> pl.Expr:
    """In a text of whole paragraphs: the line before broke off, or this one cannot begin a paragraph."""
    head = pl.col("head")
    labelled = pl.when("open").then(head).str.contains(LABEL).fill_null(False)
    begins = pl.col("heading") | pl.col("salutation") | labelled
    return (pl.col("open") & ~begins) | head.str.contains(GOES_ON)
