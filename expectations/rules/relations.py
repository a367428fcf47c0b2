"""Relations between printed numbers as data: what makes what, whether it holds, and which value of one would mend it.

Rules that do arithmetic hand over every relation that they looked at, those that hold as well as those that do not. A
number that stands in several broken relations and in no sound one, and that a single change would mend in all of them,
is likely the one that is wrong.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from expectations.rules.rounding import Interval, Printed, percent_of
from expectations.rules.rule import Hit, Quote

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Term:
    """A printed number: what it may stand for, in base units, and its quote in the document."""

    interval: Interval
    quote: Quote

    @property
    def place(self) -> int:
        """Where the number starts; two rules may quote it with more or less of its unit."""
        return self.quote.start


@dataclass(frozen=True)
class SumOf:
    """`total` is the sum of `parts`."""

    doc_id: str
    total: Term
    parts: tuple[Term, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return (self.total, *self.parts)

    @property
    def holds(self) -> bool:
        return self.total.interval.meets(_added(self.parts))

    def mended(self, term: Term) -> Interval | None:
        """The values of `term` with which the relation holds."""
        if term.place == self.total.place:
            return _added(self.parts)
        others = tuple(part for part in self.parts if part.place != term.place)
        return self.total.interval - _added(others) if others else self.total.interval


@dataclass(frozen=True)
class ShareOf:
    """`part` is `share` percent of `whole`."""

    doc_id: str
    part: Term
    whole: Term
    share: Term

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.part, self.whole, self.share

    @property
    def holds(self) -> bool:
        made = percent_of(self.part.interval, self.whole.interval)
        return made is None or made.meets(self.share.interval)

    def mended(self, term: Term) -> Interval | None:
        """The values of `term` with which the relation holds; none where a share of nothing is taken."""
        part, whole, share = (one.interval for one in self.terms)
        if term.place == self.share.place:
            return percent_of(part, whole)
        if term.place == self.part.place:
            return Interval(whole.low * share.low / HUNDRED, whole.high * share.high / HUNDRED)
        return Interval(part.low / share.high * HUNDRED, part.high / share.low * HUNDRED) if share.low > 0 else None


@dataclass(frozen=True)
class ChangeOf:
    """`level` is `step` more than before, or less where it `falls`, and `step` is `rate` percent of what was before."""

    doc_id: str
    level: Term
    step: Term
    rate: Term
    falls: bool

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.level, self.step, self.rate

    @property
    def holds(self) -> bool:
        made = percent_of(self.step.interval, self._before())
        return made is None or made.meets(self.rate.interval)

    def _before(self) -> Interval:
        level, step = self.level.interval, self.step.interval
        return level + step if self.falls else level - step

    def mended(self, term: Term) -> Interval | None:
        """The values of `term` with which the relation holds; none where the rate may be nothing, or all."""
        if term.place == self.rate.place:
            return percent_of(self.step.interval, self._before())
        low, high = sorted(self._step_of_level(rate) for rate in (self.rate.interval.low, self.rate.interval.high))
        if low <= 0:
            return None
        if term.place == self.step.place:
            return Interval(self.level.interval.low * low, self.level.interval.high * high)
        return Interval(self.step.interval.low / high, self.step.interval.high / low)

    def _step_of_level(self, rate: Decimal) -> Decimal:
        """What part of the level the step is at this rate."""
        after = HUNDRED - rate if self.falls else HUNDRED + rate
        return rate / after if after > 0 else Decimal(0)


Relation = SumOf | ShareOf | ChangeOf


@dataclass(frozen=True)
class Checked:
    """A relation that a rule looked at, and what it says of it where it does not hold."""

    relation: Relation
    hit: Hit | None


def hits(checked: Iterable[Checked]) -> Iterator[Hit]:
    """What is said of the relations that do not hold."""
    return (one.hit for one in checked if one.hit)


def term(value: Printed, quote: Quote) -> Term:
    """A printed number in its place."""
    return Term(value.interval, quote)


def likely_wrong(checked: Iterable[Checked]) -> list[tuple[Quote, tuple[Hit, ...]]]:
    """The numbers of one document that are likely wrong, each with what is said of the relations that it would mend.

    Such a number stands in two or more relations that do not hold and in none that does, one value of it mends them
    all, and no other number would mend one of the same.
    """
    known = list(dict.fromkeys(checked))
    sound = {one.place for each in known if each.hit is None for one in each.relation.terms}
    broken: dict[int, list[tuple[Term, Checked]]] = {}
    for each in known:
        for one in each.relation.terms if each.hit else ():
            broken.setdefault(one.place, []).append((one, each))
    mending = {
        place: several
        for place, several in broken.items()
        if len(several) > 1 and place not in sound and _one_value(several)
    }
    return [
        (several[0][0].quote, tuple(each.hit for _, each in several if each.hit))
        for place, several in mending.items()
        if not any(_share_one(several, mending[other]) for other in mending if other != place)
    ]


def _one_value(several: Sequence[tuple[Term, Checked]]) -> bool:
    """Whether some value of the number would make all of these relations hold."""
    values = [each.relation.mended(one) for one, each in several]
    known = [value for value in values if value]
    return len(known) == len(values) and max(v.low for v in known) <= min(v.high for v in known)


def _share_one(first: Sequence[tuple[Term, Checked]], second: Sequence[tuple[Term, Checked]]) -> bool:
    """Whether two numbers stand in one broken relation."""
    return bool({each.relation for _, each in first} & {each.relation for _, each in second})


def _added(terms: tuple[Term, ...]) -> Interval:
    return reduce(lambda total, one: total + one, (one.interval for one in terms))
