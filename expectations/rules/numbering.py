"""Rules on numbering within a paragraph: 一是…；二是…；三是… has no gap.

Paragraphs come in; a finding goes out where a series that begins with one skips a number that stands nowhere between.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.counts import numeral
from expectations.rules.passages import Passage, paragraphs
from expectations.rules.rule import Hit, Rule, Tables, hits_frame

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
