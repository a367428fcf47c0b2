"""Rules on numbering within the text: 一是…；二是…；三是… has no gap, and as many as 突出4个方面 announces.

Paragraphs come in; a finding goes out where a series that begins with one skips a number that stands nowhere between, or
ends before or beyond the number that the sentence before it says.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import COLUMNS
from expectations.rules.counts import COUNT, numeral, quoted, stated_count
from expectations.rules.passages import Passage, paragraphs
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: numbers are counted"
EXACT_ZH = "不容差：逐个清点编号"

NUMERALS = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CLAUSE_ENDS = "。；：，！\n"
STYLES = (
    re.compile(f"(?P<number>[{NUMERALS}]{{1,3}})(?:是|要)"),  # 一是
    re.compile(f"第(?P<number>[{NUMERALS}]{{1,3}})，"),  # 第一，
    re.compile(f"其(?P<number>[{NUMERALS}])，"),  # 其一，
    re.compile("[（(](?P<number>[0-9]{1,2})[）)]"),  # （1）
    re.compile(f"(?P<number>[{CIRCLED}])"),
)
# 突出体现4个方面, and the series behind it: 一是…
ANNOUNCED = f"(?:^|[^第0-9{NUMERALS}])(?P<count>{COUNT})(?:个|项|条|点)[^，。；：0-9]{{2,10}}[：。]?"
FIRST = "(?:一[是要]|第一，)"
NUMBERED = re.compile(f"(?P<is>[{NUMERALS}]{{1,3}})[是要]|第(?P<th>[{NUMERALS}]{{1,3}})，")
SHORTEST_SERIES = 2
# A series that skips a number has one of three at least
LATER = f"[{NUMERALS[2:]}][是要]|[第其][{NUMERALS}]?[{NUMERALS[2:]}]，|（(?:[3-9]|[12][0-9])）|[{CIRCLED[2:]}]"


def paragraph_gap(tables: Tables) -> pl.DataFrame:
    """Numbered series within a paragraph that skip a number."""
    found = paragraphs(tables, LATER)
    return hits_frame((hit for passage in found for style in STYLES for hit in _gaps(passage, style)), EXACT)


def _gaps(passage: Passage, style: re.Pattern[str]) -> Iterator[Hit]:
    before: re.Match[str] | None = None
    for match in style.finditer(passage.text):
        if match["number"] not in CIRCLED and match.start() and passage.text[match.start() - 1] not in CLAUSE_ENDS:
            continue
        number, was = _number(match), _number(before) if before else 0
        if before and number > was + 1:
            yield from _hit(passage, before, match)
        in_series = number == 1 or (before is not None and number > was)
        before = match if in_series else None  # a series begins with one


def _number(match: re.Match[str]) -> int:
    printed = match["number"]
    return CIRCLED.index(printed) + 1 if printed in CIRCLED else numeral(printed) or 0


def _hit(passage: Passage, before: re.Match[str], after: re.Match[str]) -> Iterator[Hit]:
    first, last = before[0].strip("，"), after[0].strip("，")
    missing = after[0].replace(after["number"], _written(_number(before) + 1, after["number"])).strip("，")
    if missing in passage.text[before.end() : after.start()]:
        return
    quotes = (
        passage.quote(before.start(), before.start() + len(first)),
        passage.quote(after.start(), after.start() + len(last)),
    )
    yield Hit(
        doc_id=passage.doc_id,
        severity="warning",
        message=f"段落中的编号应连续，此处“{first}”之后是“{last}”，缺“{missing}”。",
        message_en=f"Numbers within a paragraph should have no gap; “{last}” follows “{first}”, “{missing}” is missing.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=missing,
        observed=last,
    )


def announced_series(tables: Tables) -> pl.DataFrame:
    """Series numbered in the text (一是…二是…) that are longer or shorter than the sentence right before them says."""
    text = pl.col("text")
    sentences = tables["sentences"].select(COLUMNS)
    announcing = text.str.contains(f"{ANNOUNCED}$") & text.shift(-1).str.contains(f"^{FIRST}")
    before = announcing & (pl.col("doc_id") == pl.col("doc_id").shift(-1))
    some = sentences.filter(before)["doc_id"].unique()
    marked = sentences.with_columns(before.alias("announces")).filter(
        pl.col("doc_id").is_in(some.implode()), pl.col("announces") | text.str.contains(NUMBERED.pattern)
    )
    found = hits_frame(_series_hits(marked.iter_rows()), EXACT)
    start = pl.col("char_spans").list.first().struct.field("start")
    told = pl.DataFrame(
        list(quoted(stated_count(tables))), schema={"doc_id": pl.String, "start": pl.Int64}, orient="row"
    )
    return found.with_columns(start=start).join(told, on=["doc_id", "start"], how="anti").drop("start")


def _series_hits(rows: Iterator[tuple[str, str, int, bool]]) -> Iterator[Hit]:
    """Of sentences that announce a series or hold numbers of one, in order."""
    announced: tuple[str, str, int] | None = None
    last = 0
    for doc_id, text, at, announces in rows:
        for mark in NUMBERED.finditer(text) if announced and announced[0] == doc_id else ():
            number = numeral(mark["is"] or mark["th"]) or 0
            starts_anew = number == 1 and last and (mark.start() == 0 or text[mark.start() - 1] in CLAUSE_ENDS)
            if starts_anew:
                yield from _series_hit(announced, last)
                announced = None
                break
            last = number if number == last + 1 else last
        if announces or (announced and announced[0] != doc_id):
            yield from _series_hit(announced, last)
            announced, last = ((doc_id, text, at) if announces else None), 0
    yield from _series_hit(announced, last)


def _series_hit(announced: tuple[str, str, int] | None, last: int) -> Iterator[Hit]:
    match = announced and re.search(f"{ANNOUNCED}$", announced[1])
    if not announced or not match or last < SHORTEST_SERIES:
        return
    doc_id, text, at = announced
    start, stop = match.start("count"), match.end("count") + 1
    if numeral(match["count"]) == last:
        return
    yield Hit(
        doc_id=doc_id,
        severity="info",
        message=f"所写的{text[start:stop]}应与其后逐一编号的一样多，此处编到第{last}个。",
        message_en=f"As many numbered items should follow as are announced: {match['count']} are, and the last is number {last}.",
        evidence=text,
        quotes=(Quote(text[start:stop], at + start, at + stop),),
        expected=match["count"],
        observed=str(last),
    )


def _written(number: int, like: str) -> str:
    """The number, written as `like` is: in digits, circled, or in Chinese."""
    if like.isascii():
        return str(number)
    if like in CIRCLED:
        return CIRCLED[number - 1]
    tens, ones = divmod(number, 10)
    digits = f" {NUMERALS[:9]}"
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}".strip()


PARAGRAPH_GAP = Rule(
    id="lists.paragraph_gap",
    title_zh="段落中的编号不连续",
    title_en="A gap in the numbering within a paragraph",
    checks_zh="段落中的编号（一是…；二是…）应从一到最后一个不缺号。",
    checks="A series that is numbered within a paragraph (一是…；二是…) has every number from one to its last.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=paragraph_gap,
)

ANNOUNCED_SERIES = Rule(
    id="lists.announced_series",
    title_zh="所写的个数与其后逐一编号的不同",
    title_en="A numbered series, and another number announced",
    checks_zh="写明个数（突出4个方面）之后逐一编号的（一是、二是），应编到这一个数。",
    checks="A series numbered in the text (一是…二是…) runs to the number that the sentence before it announces.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=announced_series,
)
