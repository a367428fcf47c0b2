"""The rule on the structure of the three industries: it is that of their values.

Paragraphs come in; a finding goes out where a structure (a:b:c) is not that of the values beside it.
"""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from expectations.rules.passages import UNIT, Figure, Passage, passages
from expectations.rules.rounding import NUMBER, Printed, percent_of, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = "half of the last printed digit of each part and of the total, none for plain counts"
ROUNDED_ZH = "各部分和总数各可差其末位数字的一半，整数计数不容差"

REACHES = "(?:预计)?(?:分别)?(?:共|约)?(?:完成|实现|达到?|为|有)?"


INDUSTRIES = ("第一产业|一产", "第二产业|二产", "第三产业|三产")
MEMBERS = tuple(
    re.compile(rf"(?:{name}){REACHES}(?P<noun>(?:现价)?(?:增加值)?){REACHES}(?P<number>{NUMBER})(?P<unit>{UNIT})")
    for name in INDUSTRIES
)
FARTHEST = 120  # characters between the values of two members, such as the growth of the first
# 一、二、三产业增加值分别达到a亿元、b亿元、c亿元
LISTED = re.compile(
    rf"[一1]、[二2]、[三3](?:次)?产业(?:现价)?增加值{REACHES}(?P<first>{NUMBER})(?P<unit>{UNIT})[、和](?P<second>{NUMBER})(?P=unit)[、和](?P<third>{NUMBER})(?P=unit)"
)
STRUCTURE = re.compile(
    rf"产业[^，。；0-9]{{0,16}}(?:[0-9]{{4}}年的?)?({NUMBER}(?:[:：∶︰]{NUMBER}){{2}})(?:[^，。；0-9]{{0,8}}(?:[0-9]{{4}}年的?)?({NUMBER}(?:[:：∶︰]{NUMBER}){{2}}))?"
)


def _groups(passage: Passage) -> Iterator[tuple[Figure, ...]]:
    """The values of the three industries, one after the other, in one unit and of one noun."""
    for first in MEMBERS[0].finditer(passage.masked):
        found = [first]
        for pattern in MEMBERS[1:]:
            stop = found[-1].end() + FARTHEST
            following = pattern.search(passage.masked, found[-1].end(), stop)
            if following and (following["noun"], following["unit"]) == (first["noun"], first["unit"]):
                found.append(following)
        if len(found) == len(MEMBERS):
            yield tuple(Figure(printed(m["number"], m["unit"]), m.start("number"), m.end("unit")) for m in found)
    for match in LISTED.finditer(passage.masked):
        yield tuple(_listed(match, name) for name in ("first", "second", "third"))


def _listed(match: re.Match[str], name: str) -> Figure:
    return Figure(printed(match[name], match["unit"]), match.start(name), match.end(name) + len(match["unit"]))


def structure(tables: Tables) -> pl.DataFrame:
    """Structures of the three industries that are not those of the values in the same paragraph."""
    found = passages(tables, ["产业"], "[0-9][:：∶︰][0-9.]+[:：∶︰][0-9]")
    return hits_frame((hit for passage in found for hit in _structures(passage)), ROUNDED)


def _structures(passage: Passage) -> Iterator[Hit]:
    values = list(_groups(passage))
    match = STRUCTURE.search(passage.masked)
    if not match or len(values) != 1:
        return
    stated = [match.span(group) for group in (1, 2) if match[group]]
    if any(_fits(passage.masked[slice(*span)], values[0]) for span in stated):
        return
    total = sum(figure.value.number for figure in values[0])
    made = ":".join(f"{float(figure.value.number / total * 100):.2f}" for figure in values[0])
    last = passage.quote(*stated[-1])
    quotes: tuple[Quote, ...] = (last, *(passage.of(figure) for figure in values[0]))
    yield Hit(
        doc_id=passage.doc_id,
        severity="warning",
        message=f"三次产业结构应是三次产业数值之比，按数值为{made}，写的是{last.text}。",
        message_en=f"The structure should be that of the values of the three industries, {made}; {last.text} stands here.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=made,
        observed=last.text,
    )


def _fits(structure: str, values: Sequence[Figure]) -> bool:
    """Whether every part of a structure is the share of its value, within rounding."""
    whole = sum((figure.value.interval for figure in values[1:]), values[0].value.interval)
    shares = [Printed(printed(part, "%").number, "%").interval for part in re.split("[:：∶︰]", structure)]
    made = [percent_of(figure.value.interval, whole) for figure in values]
    return all(way is not None and way.meets(share) for way, share in zip(made, shares, strict=True))


STRUCTURE_OF_VALUES = Rule(
    id="ratios.structure",
    title_zh="三次产业结构与各产业数值不符",
    title_en="A structure that is not that of the values",
    checks_zh="三次产业结构（a:b:c）应与同一段中各产业的数值相符。",
    checks="The structure of the three industries (a:b:c) is that of their values in the same paragraph.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=structure,
)
