"""Lines to paragraphs: which line goes on in the next.

In: lines of many reports (lines.py), tables and furniture dealt with. Out: one row a paragraph. A report is hard wrapped when
most of its lines have one width and break off in the middle of a sentence; only there are lines joined by their width.
Elsewhere a line is joined to the one before only where that cannot have been its end: markup broke it (PM / 2.5 / 年平均浓度),
or a page did.
"""

import polars as pl

from flows.parse.characters import FOOTNOTE, ROW_START
from flows.parse.furniture import SALUTATION
from flows.parse.headings import START
from flows.parse.table_lines import NOTE, TITLE

NARROW, WIDE = 22, 100  # half-width cells; a column of print or a line of a terminal
SLACK_BELOW, SLACK_ABOVE = 6, 6  # cells; indentation and punctuation make a full line so much shorter or longer
NARROW_MARKS = {" ": "", "“": "'", "”": "'", "‘": "'", "’": "'"}  # print sets quotes half as wide
FULL_LINES = 8  # a wrapped report has more full lines than this
HALF = 0.5
INDENT = 4  # cells; two full-width spaces

ENDS = r"[。！？：；…!?:;](?:[”’）)】》」]*|[（(][^（）()]*[）)])$"  # ……。  ……。（下同）
DANGLING = r"(?:[的和与及或、，（“《—+]|[“（《][^”）》]*)$"  # 经济社会发展的 / 企业找技术、成果找市场“双向
HAS_STOP = "。"
LABEL = r"^\p{Han}{2,10}[：:]"  # 责任领导：
GOES_ON = r"^(?:[，。；、！？：）”》％%]|是[：:])"  # ；成果找市场
TITLE_END = r"(?:报告|草案|方案|通知|意见|纲要|规划|决定|决议)(?:[（(][^）)]*[）)])?$"
TITLE_TOPIC = "国民经济和社会|政府工作|关于|五年规划"
OPEN_SESSION = (
    r"^[—（( ]*[0-9]{4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日，?在[^。，]{2,30}$"  # ——2025年1月13日在示例市第六届
)
SESSION_END = r"(?:会议|大会)(?:第[^ ]{1,8}会议)?上?[）)]?$"
# a paragraph break that a transcription lost: ……“第四极”。1.加快……
LOST_BREAK = r"([。！？][”’）]?) ?([0-9]{1,2}[.．] ?\p{Han}|[（(][一二三四五六七八九十]{1,3}[）)]\p{Han})"


def paragraphs(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a paragraph (doc, line), blank lines gone; a heading, a row of a table and a title are paragraphs."""
    features = _features(lines)
    joined = features.with_columns(wrapped=_is_wrapped()).with_columns(
        joins=pl.when(pl.col("first") | pl.col("row") | pl.col("row").shift(1, fill_value=True))
        .then(False)
        .when(_title_goes_on())
        .then(True)
        .when("wrapped")
        .then(_column_goes_on())
        .otherwise(_fragment_goes_on())
    )
    return (
        joined.group_by(((~pl.col("joins")).cum_sum()).alias("paragraph"), maintain_order=True)
        .agg(pl.col("doc").first(), pl.col("row").first(), pl.col("bare").str.join(" ").alias("line"))
        .with_columns(
            line=pl.when("row").then("line").otherwise(pl.col("line").str.replace_all(LOST_BREAK, "${1}\n${2}"))
        )
        .select("doc", "line")
    )


def _features(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that are not blank, with what the joining looks at."""
    bare = pl.col("bare")
    compact = bare.str.replace_many(NARROW_MARKS).str.replace_all(FOOTNOTE, "")
    return (
        lines.with_columns(pl.col("line").str.replace_all("\t", " ", literal=True))
        .with_columns(bare=pl.col("line").str.strip_chars())
        .with_columns(gap=(bare == "").shift(1, fill_value=True), gap_below=(bare == "").shift(-1, fill_value=True))
        .filter(bare != "")
        .with_columns(
            first=(pl.col("doc") != pl.col("doc").shift(1)).fill_null(True),
            row=bare.str.starts_with(ROW_START),
            indent=pl.col("line").str.len_chars() - pl.col("line").str.strip_chars_start().str.len_chars(),
            width=(compact.str.len_bytes() + compact.str.len_chars()) // 2,
            head=bare.str.head(12),
            tail=bare.str.tail(30),
        )
        .with_columns(
            ended=pl.col("tail").str.contains(ENDS),
            heading=pl.col("head").str.contains(START) | bare.str.contains(f"{TITLE}|{NOTE}"),
            salutation=bare.str.contains(SALUTATION),
        )
    )


def _is_wrapped() -> pl.Expr:
    """Whether most lines of a report have one width and stop in mid-sentence; `full` lines are those of that width."""
    narrow = pl.col("width").is_between(NARROW, WIDE) & ~pl.col("row")
    usual = pl.col("width").filter(narrow).quantile(0.6).over("doc")
    full = narrow & (pl.col("width") >= usual - SLACK_BELOW) & (pl.col("width") <= usual + SLACK_ABOVE)
    cells = pl.col("width").filter(~pl.col("row"))
    return (
        (full.sum().over("doc") > FULL_LINES)
        & (full.sum().over("doc") >= HALF * narrow.sum().over("doc"))
        & ((full & ~pl.col("ended")).sum().over("doc") >= HALF * full.sum().over("doc"))
        & (pl.col("width").filter(narrow).sum().over("doc") >= HALF * cells.sum().over("doc"))
    )


def _title_goes_on() -> pl.Expr:
    """Titles set over two lines or three, and the line that names the session."""
    bare, before = pl.col("bare"), pl.col("bare").shift(1)
    short = (bare.str.len_chars() <= 60) & (before.str.len_chars() <= 60) & ~pl.col("ended").shift(1)
    open_title = before.str.contains(TITLE_TOPIC) & ~before.str.contains(TITLE_END) & bare.str.contains(TITLE_END)
    open_session = (
        before.str.contains(OPEN_SESSION) & ~before.str.contains(SESSION_END) & bare.str.contains(SESSION_END)
    )
    return short & ~pl.col("heading") & (open_title | open_session)


def _column_goes_on() -> pl.Expr:
    """In a hard-wrapped report: the line before is full, and nothing says that a paragraph starts here."""
    narrow = pl.col("width").is_between(NARROW, WIDE) & ~pl.col("row")
    usual = pl.col("width").filter(narrow).quantile(0.6).over("doc")
    full = (pl.col("width") >= usual - SLACK_BELOW) & (pl.col("width") <= usual + SLACK_ABOVE)
    brim = pl.col("width") >= usual - 2
    indents = ((pl.col("indent") >= INDENT).mean().over("doc").is_between(0.02, 0.6)) & (pl.col("indent") >= INDENT)
    full_before, ended_before = full.shift(1), pl.col("ended").shift(1)
    heading_before = pl.col("heading").shift(1)
    heading_rest = (
        heading_before & ~full_before & ~ended_before & ~pl.col("gap") & ~pl.col("ended") & pl.col("gap_below") & ~full
    )
    starts = (pl.col("heading") & (ended_before | ~full_before | pl.col("gap") | heading_before)) | indents
    across_gap = full_before & ~ended_before & ~heading_before
    next_line = full_before & (~ended_before | brim.shift(1))
    too_wide = pl.col("width") > usual + SLACK_ABOVE
    goes_on = heading_rest | pl.when("gap").then(across_gap).otherwise(next_line)
    return goes_on & ~starts & ~too_wide & ~pl.col("salutation").shift(1) & ~pl.col("salutation")


def _fragment_goes_on() -> pl.Expr:
    """In a report of whole paragraphs: the line before broke off, or this one cannot begin a paragraph."""
    tail, bare = pl.col("tail"), pl.col("bare")
    dangling = tail.str.contains(DANGLING)
    unfinished = ~pl.col("ended") & bare.str.contains(HAS_STOP, literal=True)
    state = (
        pl.when(pl.col("first") & pl.col("ended"))
        .then(False)
        .when(dangling | unfinished)
        .then(True)
        .when(pl.col("ended") | pl.col("heading") | pl.col("row") | pl.col("first"))
        .then(False)
    )
    cannot_begin = pl.col("head").str.contains(GOES_ON)
    begins = pl.col("heading") | pl.col("salutation") | pl.col("head").str.contains(LABEL)
    return (state.forward_fill().shift(1) & ~begins) | cannot_begin
