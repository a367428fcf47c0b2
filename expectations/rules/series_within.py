"""Rules on series that are announced and numbered in one paragraph: 抓了三件大事：一是…，二是…，三是….

Paragraphs come in; a finding goes out where the series ends before or beyond the number that announces it.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.counts import COUNT, numeral
from expectations.rules.passages import Passage, paragraphs
from expectations.rules.rule import Hit, Rule, Tables, hits_frame

EXACT = "exact: numbers are counted; a series that goes on in the next paragraph may be longer than what is seen"
EXACT_ZH = "不容差：逐个清点编号；续到下一段的可以更多"

NUMERALS = "一二三四五六七八九十"
UNITS = "个|项|条|点|件|大|种|方面"
# 三件大事：一是 …, 10件实事：1.…
OPENS = re.compile(
    rf"(?<![第0-9{NUMERALS}几])(?P<count>{COUNT})(?P<unit>{UNITS})[^，。；：0-9]{{0,14}}[：，。]?(?P<first>一[是要]|第一，|1[.、](?![0-9])|（1）)"
)
STYLES = {
    "一": re.compile(f"(?:^|(?<=[，；。：！]))(?:[和及])?(?P<number>[{NUMERALS}]{{1,3}})[是要]"),
    "第": re.compile(f"(?:^|(?<=[；。：！]))第(?P<number>[{NUMERALS}]{{1,3}})，"),
    "1": re.compile("(?:^|(?<=[；。：！]))(?P<number>[0-9]{1,2})[.、](?![0-9])"),
    "（": re.compile("（(?P<number>[0-9]{1,2})）"),
}
SHORTEST = 2
PLAIN = f"(?:{COUNT})(?:{UNITS})[^，。；：0-9]{{0,14}}[：，。]?(?:一[是要]|第一，|1[.、]|（1）)"


def within(tables: Tables) -> pl.DataFrame:
    """Series of a paragraph that are longer or shorter than the number right before them says."""
    return hits_frame((hit for passage in paragraphs(tables, PLAIN) for hit in _series(passage)), EXACT)


def _series(passage: Passage) -> Iterator[Hit]:
    for match in OPENS.finditer(passage.text):
        last = 0
        for mark in STYLES[match["first"][0]].finditer(passage.text, match.start("first")):
            number = numeral(mark["number"]) or 0
            if number != last + 1:
                break  # another series, or a gap that is told elsewhere
            last = number
        stated = numeral(match["count"])
        if stated is None or last < SHORTEST or last == stated:
            continue
        words = passage.quote(match.start("count"), match.end("unit"))
        yield Hit(
            doc_id=passage.doc_id,
            severity="info",
            message=f"所写的{words.text}应与其后逐一编号的一样多，此处编到第{last}。",
            message_en=f"As many numbered items should follow as are announced: {match['count']} are, and the last is number {last}.",
            evidence=passage.evidence((words,)),
            quotes=(words,),
            expected=str(stated),
            observed=str(last),
        )


SERIES_WITHIN = Rule(
    id="lists.series_within",
    title_zh="段落内编号的项数与所写的个数不同",
    title_en="A series within a paragraph, and another number announced",
    checks_zh="同一段中写明个数又逐一编号的（三件大事：一是…，二是…，三是…），应编到这一个数。",
    checks="A series that a paragraph announces and numbers (三件大事：一是…二是…三是…) runs to the number announced.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=within,
)
