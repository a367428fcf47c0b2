"""Rules on known parts: men and women are all people, three industries the whole economy.

Paragraphs come in; a finding goes out where parts that by their names leave nothing out (第一、二、三产业; 城镇、乡村; 男、女;
税收、非税) do not make the total before them, and where a structure (a:b:c) is not that of the values beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.rules.passages import UNIT, Figure, Passage, passages
from expectations.rules.relations import Checked, SumOf, hits, term
from expectations.rules.rounding import NUMBER, Printed, percent_of, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of each part and of the total, none for plain counts"
ROUNDED_ZH = "各部分和总数各可差其末位数字的一半，整数计数不容差"

REACHES = "(?:预计)?(?:分别)?(?:共|约)?(?:完成|实现|达到?|为|有)?"


@dataclass(frozen=True)
class Partition:
    """Names that together leave nothing out, the noun that each of them has behind it, and a word that no such list lacks."""

    members: tuple[str, ...]
    noun: str
    sign: str

    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """One pattern a member; groups noun, number, unit."""
        return tuple(
            re.compile(rf"(?:{name}){REACHES}(?P<noun>{self.noun}){REACHES}(?P<number>{NUMBER})(?P<unit>{UNIT})")
            for name in self.members
        )


PARTITIONS = (
    Partition(("第一产业|一产", "第二产业|二产", "第三产业|三产"), "(?:现价)?(?:增加值)?", "产"),
    Partition(("城镇|城市", "乡村|农村"), "(?:户籍|常住)?人口", "村"),
    Partition(("男性?", "女性?"), "(?:常住|户籍)?(?:人口)?", "女"),
    Partition(("(?<!非)税收", "非税"), "收入", "非税"),
    Partition(("国税", "地税", "财政"), "(?:部门|局)(?:收入)?", "地税"),
    Partition(("农业|种植业", "林业", "畜?牧业", "渔业", "服务业"), "(?:总?产值|增加值)", "渔业"),
    Partition(("集体提案", "委员[^，。；、0-9]{0,8}提案"), "", "集体提案"),
)
MEMBERS = tuple((partition.sign, partition.patterns()) for partition in PARTITIONS)
FARTHEST = 120  # characters between the values of two members, such as the growth of the first
# 一、二、三产业增加值分别达到a亿元、b亿元、c亿元
LISTED = re.compile(
    rf"[一1]、[二2]、[三3](?:次)?产业(?:现价)?增加值{REACHES}(?P<first>{NUMBER})(?P<unit>{UNIT})[、和](?P<second>{NUMBER})(?P=unit)[、和](?P<third>{NUMBER})(?P=unit)"
)
STRUCTURE = re.compile(
    rf"产业[^，。；0-9]{{0,16}}(?:[0-9]{{4}}年的?)?({NUMBER}(?:[:：∶︰]{NUMBER}){{2}})(?:[^，。；0-9]{{0,8}}(?:[0-9]{{4}}年的?)?({NUMBER}(?:[:：∶︰]{NUMBER}){{2}}))?"
)
CANDIDATES = "(?:第[一二三]产业|一产|三次?产业|乡村|农村|女|非税|地税|渔业|集体提案)[^，。；]*[0-9]"


def known_parts(tables: Tables) -> pl.DataFrame:
    """Parts that leave nothing out and do not make a total that stands before them."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """Parts that leave nothing out, with the total that they make, or the nearest that may be it."""
    found = passages(tables, (), CANDIDATES)
    return (one for passage in found for one in _known(passage))


def _known(passage: Passage) -> Iterator[Checked]:
    for parts in _groups(passage):
        terms = tuple(term(part.value, passage.of(part)) for part in parts)
        wholes = _wholes(passage, parts)
        sums = [SumOf(passage.doc_id, term(whole.value, passage.of(whole)), terms) for whole in wholes]
        sound = [relation for relation in sums if relation.holds]
        if sound:
            yield Checked(sound[-1], None)
        elif wholes:
            whole = next((w for w in reversed(wholes) if passage.is_level(w)), wholes[-1])
            sure = "其中" in passage.masked[whole.stop : parts[0].start]
            yield Checked(sums[wholes.index(whole)], _sum_hit(passage, parts, whole, "warning" if sure else "info"))


def _groups(passage: Passage) -> Iterator[tuple[Figure, ...]]:
    """The values of each partition that stands complete in the passage, one after the other, in one unit and of one noun."""
    for sign, patterns in MEMBERS:
        for first in patterns[0].finditer(passage.masked) if sign in passage.text else ():
            found = [first]
            for pattern in patterns[1:]:
                stop = found[-1].end() + FARTHEST
                following = pattern.search(passage.masked, found[-1].end(), stop)
                if following and (following["noun"], following["unit"]) == (first["noun"], first["unit"]):
                    found.append(following)
            if len(found) == len(patterns):
                yield tuple(Figure(printed(m["number"], m["unit"]), m.start("number"), m.end("unit")) for m in found)
    for match in LISTED.finditer(passage.masked):
        yield tuple(_listed(match, name) for name in ("first", "second", "third"))


def _listed(match: re.Match[str], name: str) -> Figure:
    return Figure(printed(match[name], match["unit"]), match.start(name), match.end(name) + len(match["unit"]))


def _wholes(passage: Passage, parts: Sequence[Figure]) -> list[Figure]:
    """The numbers of the sentence and of the one before that may be the total: in the parts' unit, more than each part."""
    begin = passage.sentence_start(parts[0].start)
    begin = passage.sentence_start(max(begin - 1, 0))
    largest = max(part.value.number for part in parts)
    return [
        figure
        for figure in passage.figures
        if begin <= figure.start < parts[0].start and figure.value.unit == parts[0].value.unit
        if figure.value.number > largest
    ]


def _sum_hit(passage: Passage, parts: Sequence[Figure], whole: Figure, severity: Severity) -> Hit:
    added = " + ".join(str(part.value.number) for part in parts)
    made = sum(part.value.number for part in parts)
    quotes: tuple[Quote, ...] = (passage.of(whole), *(passage.of(part) for part in parts))
    return Hit(
        doc_id=passage.doc_id,
        severity=severity,
        message=f"各部分之和应等于总数，此处{added} = {made} ≠ {whole.value.number}（{whole.value.unit}）。",
        message_en=f"The parts should make the total; here {added} = {made} ≠ {whole.value.number} ({whole.value.unit}).",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=str(made),
        observed=str(whole.value.number),
    )


def structure(tables: Tables) -> pl.DataFrame:
    """Structures of the three industries that are not those of the values in the same paragraph."""
    found = passages(tables, ["产业"], "[0-9][:：∶︰][0-9.]+[:：∶︰][0-9]")
    return hits_frame((hit for passage in found for hit in _structures(passage)), ROUNDED)


def _structures(passage: Passage) -> Iterator[Hit]:
    values = [group for group in _groups(passage) if len(group) == 3]
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


KNOWN_PARTS = Rule(
    id="sums.known_parts",
    title_zh="互补的各部分之和不等于总数",
    title_en="Complementary parts that do not make their total",
    checks_zh="从名称看互补而无遗漏的各部分（三次产业、城镇与乡村、男与女、税收与非税），相加应等于前面的总数。",
    checks="Parts that leave nothing out by their names (三次产业, 城镇与乡村, 男与女, 税收与非税) make the total before them.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=known_parts,
    checked=checked,
)

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
