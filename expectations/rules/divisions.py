"""Known divisions: which numbers of a report are all parts of a whole by their names (男性、女性; 第一、二、三产业).

The table `divisions` names them. Numbers of a document come in; groups go out, each with all members of a division that the
text states one after the other, of one unit, year and noun.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from expectations.reference import divisions
from expectations.rules.rounding import Interval
from expectations.rules.stated import Document, Stated

FARTHEST = 260  # characters between two parts, such as growth and rank of the first
# What a name says of doing, not of what there is: 完成投资, 实现零售额
DOING = re.compile(
    r"累计|预计|全部|分别|共有|共计|合计|[①-⑳]|^其中|完成|实现|达到?|[全我][省市县区州国]|现有|已有|年末|拥有|设有|进展顺利|[为有共计约的]"
)
OUT_OF_BRACKETS = re.compile("^[^（]*）")
NOT = "非"


@dataclass(frozen=True)
class Division:
    """A way to divide a whole: words of each member, how many must be there, words of the whole."""

    name: str
    members: tuple[tuple[str, ...], ...]
    required: int
    wholes: tuple[str, ...]


@dataclass(frozen=True)
class Membership:
    """That a name is that of a member of a division, and what else the name says."""

    division: Division
    member: int
    rest: str


@dataclass(frozen=True)
class Group:
    """All parts of a whole, one after the other."""

    division: Division
    parts: tuple[Stated, ...]
    rests: tuple[str, ...]

    @property
    def is_all(self) -> bool:
        """Whether no member is missing that another place may have."""
        return len(self.parts) == len(self.division.members)

    @property
    def made(self) -> Interval:
        return sum((part.interval for part in self.parts[1:]), self.parts[0].interval)


@cache
def known_divisions() -> tuple[Division, ...]:
    """The reference table."""
    return tuple(
        Division(
            row["name_zh"],
            tuple(tuple(words) for words in (*row["members"], *row["optional"])),
            len(row["members"]),
            tuple(row["wholes"]),
        )
        for row in divisions().iter_rows(named=True)
    )


@cache
def words() -> dict[str, tuple[tuple[Division, int], ...]]:
    """Every word of a member, with the divisions and the members that it names."""
    named: dict[str, list[tuple[Division, int]]] = {}
    for division in known_divisions():
        for member, synonyms in enumerate(division.members):
            for word in synonyms:
                named.setdefault(word, []).append((division, member))
    return {word: tuple(several) for word, several in named.items()}


@cache
def memberships(label: str) -> tuple[Membership, ...]:
    """Every division that a name is of a member of: of the member whose word is the longest; 非税收入 is no 税收."""
    best: dict[str, tuple[int, Membership]] = {}
    for at, word in _words_in(label):
        for division, member in words()[word]:
            if len(word) > best.get(division.name, (0,))[0] and not _of_whole(label, word, division):
                rest = core(label[:at] + label[at + len(word) :])
                best[division.name] = (len(word), Membership(division, member, rest))
    return tuple(one for _, one in best.values())


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words()}))


def _words_in(label: str) -> Iterator[tuple[int, str]]:
    lengths = _lengths()
    for at in range(len(label)):
        if at and label[at - 1] == NOT:
            continue
        for length in lengths:
            word = label[at : at + length]
            if len(word) == length and word in words():
                yield at, word


def _of_whole(label: str, word: str, division: Division) -> bool:
    """Whether the word stands in the name of the whole: 农林牧渔业增加值 is of no 渔业."""
    return any(word in whole and whole in label for whole in division.wholes)


def core(label: str) -> str:
    """A name without what it says of doing."""
    return DOING.sub("", label)


def alike(rests: Sequence[str]) -> bool:
    """Whether parts are of one noun, which some of them may leave out: 中央项目投资, 地方项目."""
    return all(one in other or other in one for one, other in combinations(rests, 2))


def groups(document: Document) -> list[Group]:
    """The parts of each whole that are all there, one after the other, of one unit, year and noun."""
    by_division: dict[str, list[tuple[Stated, Membership]]] = {}
    for number in document.numbers:
        for one in memberships(number.label):
            by_division.setdefault(one.division.name, []).append((number, one))
    for name, pairs in _negated(document.numbers).items():
        by_division.setdefault(name, []).extend(pairs)
    return [group for named in by_division.values() for group in groups_of(document, named)]


def _negated(numbers: Sequence[Stated]) -> dict[str, list[tuple[Stated, Membership]]]:
    """Numbers of a thing and of all else: 石油经济, 非石油经济."""
    named: dict[str, list[tuple[Stated, Membership]]] = {}
    for other in numbers:
        name = core(other.label)
        if NOT not in name or memberships(other.label):
            continue
        same = name.replace(NOT, "", 1)
        two = Division(name, ((same,), (name,)), 2, ())
        named[name] = [
            (one, Membership(two, int(one is other), ""))
            for one in numbers
            if one is other or (core(one.label) == same and abs(one.start - other.start) < FARTHEST)
        ]
    return named


def groups_of(document: Document, named: Sequence[tuple[Stated, Membership]]) -> Iterator[Group]:
    used: set[int] = set()
    for i, (first, one) in enumerate(named):
        if first.start in used:
            continue
        parts = {one.member: first}
        rests, last = [one.rest], first
        for number, other in named[i + 1 :]:
            if number.start - last.end > FARTHEST or OUT_OF_BRACKETS.search(document.between(last, number)):
                break
            if not _alike(first, number) or not alike([*rests, other.rest]):
                continue
            if other.member in parts:
                break
            parts[other.member] = number
            last = number
            rests.append(other.rest)
        if all(member in parts for member in range(one.division.required)):
            used.update(part.start for part in parts.values())
            members = tuple(sorted(parts.values(), key=lambda part: part.start))
            yield Group(one.division, members, tuple(rests))


def _alike(first: Stated, second: Stated) -> bool:
    return (first.unit, first.measure) == (second.unit, second.measure) and first.may_be_with(second)
