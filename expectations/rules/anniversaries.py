"""Rules on anniversaries: 新中国成立70周年 was in 2019, so that a report of that time says 70.

Sentences and `documents` come in; a finding goes out where the years since a known event lead to a year that the report is not
of, and to none that its sentence names.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.counts import COUNT, numeral
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

AROUND = (
    "five years to either side of those that the report is about: it may look back on a celebration, or prepare one"
)
AROUND_ZH = "可比报告所述年份早或晚五年以内：可能是回顾或筹备纪念活动"

BACK, AHEAD = 5, 5
# What reports celebrate, with its year; in several words
FOUNDED = {
    "新中国成立|中华人民共和国成立|共和国成立|新中国|建国|国庆": 1949,
    "改革开放": 1978,
    "中国共产党成立|中国共产党建党|共产党成立|建党": 1921,
    "建军|解放军建军": 1927,
    "抗日战争胜利|抗战胜利|反法西斯战争胜利": 1945,
    "长征胜利": 1936,
    "香港回归": 1997,
    "澳门回归": 1999,
    "辛亥革命": 1911,
    "五四运动": 1919,
}
# Provinces that celebrate themselves, by the first digits of their code
REGIONS = {"15": 1947, "65": 1955, "45": 1958, "64": 1958, "54": 1965}
OWN = "自治区(?:成立|建区)?|自治区"
SINCE = "[^，。；、0-9近约多余前后初]{0,4}?"
YEARS = rf"(?<![0-9.])(?P<count>{COUNT})(?:周年|年(?=[，。；、]|来|大庆|华诞|[的以之]|$))"
EVENT = re.compile("|".join(rf"(?P<e{year}>{words})" for words, year in FOUNDED.items()) + rf"|(?P<own>{OWN})")
NAMED_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年)")


def anniversary(tables: Tables) -> pl.DataFrame:
    """Years since a known event that lead to another time than the report's."""
    documents = tables["documents"].select(
        "doc_id", "region_code",
        first=pl.coalesce("review_year", pl.col("plan_year") - 1), last=pl.coalesce("plan_year", "review_year"),
    ).drop_nulls(["first", "last"])  # fmt: skip
    known = {doc_id: rest for doc_id, *rest in documents.iter_rows()}
    words = ["周年", "改革开放", "新中国", "建国", "建党", "回归", "胜利", "大庆"]
    rows = candidates(tables, words, f"(?:{COUNT})(?:周年|年)").iter_rows()
    found = (hit for doc_id, text, at in rows if doc_id in known for hit in _hits(doc_id, text, at, *known[doc_id]))
    return hits_frame(found, AROUND)


def _hits(doc_id: str, text: str, at: int, region: str | None, first: int, last: int) -> Iterator[Hit]:
    named = {int(year) for year in NAMED_YEAR.findall(text)}
    for event in EVENT.finditer(text):
        founded = REGIONS.get((region or "")[:2]) if event["own"] else int((event.lastgroup or "e0")[1:])
        told = FOLLOWS.match(text, event.end())
        count = numeral(told["count"]) if told else None
        if told is None or founded is None or count is None:
            continue
        year = founded + count
        if first - BACK <= year <= last + AHEAD or any(abs(year - one) <= 1 for one in named):
            continue
        start, stop = told.start("count"), told.end()
        yield Hit(
            doc_id=doc_id,
            severity="info",
            message=f"“{event[0]}”在{founded}年，{count}年后是{year}年，本报告写的是{first}—{last}年。",
            message_en=f"“{event[0]}” was in {founded}; {count} years later is {year}, and the report is of {first} to {last}.",
            evidence=text,
            quotes=(Quote(text[start:stop], at + start, at + stop),),
            expected=f"{first - founded}—{last - founded}",
            observed=str(count),
        )


FOLLOWS = re.compile(SINCE + YEARS)

ANNIVERSARY = Rule(
    id="years.anniversary",
    title_zh="周年数与报告年份不符",
    title_en="An anniversary of another time",
    checks_zh="已知事件的周年（新中国成立70周年、改革开放40年），应在报告所述年份前后。",
    checks="The years since a known event (新中国成立70周年, 改革开放40年) lead to about the time of the report.",
    severity="info",
    tolerance_zh=AROUND_ZH,
    tolerance=AROUND,
    check=anniversary,
)
