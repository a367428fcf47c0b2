"""Rules on lists that run side by side without 分别 of their own: 甲、乙达到a、b，占全市的x、y gives as many values in each clause.

Sentences come in; a finding goes out where a clause that goes on about the names of the one before it gives another number of
values than that has, or fewer than the clauses of one number each that it sums up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.lists import BOUND, INSIDE, MASK, NUMBER, WORD, listed_values, unit_end
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: values are counted; one value may be meant for all, so that a difference is worth an info"
EXACT_ZH = "不容差：逐个清点；一个数值可能是共用的，所以只作提示"

CLAUSES = re.compile("[^，；。：！？|]+")
DIVIDER = "，"
# 占全市的, 分别增长, 同比增长: a clause without a name of its own
GOES_ON = re.compile(
    rf"(?:均|都|约|共|又|也)?(?:{WORD}|占|同比|[比较](?:上年|去年)|增长|增幅|下降|提高)[^0-9、]{{0,12}}$"
)
CHANGE = re.compile("增|降|减|提高")
NAMES = re.compile("[^0-9，。；：、]{2,}(?:(?:、|以及)[^0-9，。；：、]{2,})+$")
DATED = re.compile("^[0-9]{4}年|[0-9]月")
FEWEST = 2


@dataclass(frozen=True)
class Clause:
    """A clause that gives a list of values, or one: its words before them, and where they stand in the sentence."""

    words: str
    values: tuple[tuple[int, int], ...]
    numbers: int
    bound: bool

    @property
    def names(self) -> int:
        """How many names are listed before the values, 1 for a single one."""
        return self.words.count("、") + 1 if NAMES.search(self.words) else 1


def parallel(tables: Tables) -> pl.DataFrame:
    """Clauses that go on about the names before with another number of values."""
    rows = candidates(
        tables, ["、", WORD], f"[0-9][^，。；]*，(?:{WORD}|[^，。；]*[占增降提])[^，。；]*[0-9]"
    ).iter_rows()
    return hits_frame((hit for row in rows for hit in _hits(*row)), EXACT)


def _hits(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    masked = INSIDE.sub(lambda m: MASK * len(m[0]), text)
    before: list[Clause] = []
    end = 0
    for match in CLAUSES.finditer(masked):
        clause = _clause(masked, match)
        if masked[end : match.start()] != DIVIDER or clause is None:
            before = []
        if clause is None:
            end = match.end()
            continue
        if before and GOES_ON.match(clause.words):
            expected = _expected(before, clause)
            if expected and len(clause.values) != expected:
                yield _hit((doc_id, text, at), before[-1], clause, expected)
        else:
            before.append(clause)
        end = match.end()


def _clause(masked: str, match: re.Match[str]) -> Clause | None:
    values = listed_values(masked, match.start(), match.end())
    numbers = len(NUMBER.findall(masked, match.start(), match.end()))
    if not values or DATED.search(match[0]) or any("—" in masked[slice(*value)] for value in values):
        return None
    bound = bool(BOUND.search(masked, match.start(), values[-1][1] + 3))
    return Clause(masked[match.start() : values[0][0]], values, numbers, bound)


def _expected(before: list[Clause], clause: Clause) -> int | None:
    """How many values a clause should have that goes on about the one before it, or about those before it.

    A list of one value each, or of two and a change that is of the last alone (甲50家、乙20家，增长5%), tells nothing."""
    last, given = before[-1], len(clause.values)
    if len(last.values) != last.numbers or given != clause.numbers:
        return None
    each = clause.words.startswith(WORD)
    if len(last.values) >= FEWEST:
        told = last.names in (1, len(last.values))
        shared = given == 1 and not each and (CHANGE.search(clause.words) or last.names == 1)
        return len(last.values) if told and not shared else None
    if given >= FEWEST and last.names == given:  # 甲、乙达到a，分别增长x、y: a value of the list before is missing
        return 1
    several = [one for one in before if len(one.values) == one.numbers == one.names == 1]
    if (
        each
        and given == 1
        and len(several) == len(before) >= FEWEST
        and not (clause.bound and CHANGE.search(clause.words))
    ):
        return len(before)
    return None


def _hit(sentence: tuple[str, str, int], last: Clause, clause: Clause, expected: int) -> Hit:
    doc_id, text, at = sentence
    quotes = tuple(
        Quote(text[start : unit_end(text, end)], at + start, at + unit_end(text, end))
        for start, end in (*last.values, *clause.values)
    )
    given = len(clause.values)
    return Hit(
        doc_id=doc_id,
        severity="info",
        message=f"并列各项前后的数值应一样多，此处前面有{len(last.values)}个，后面有{given}个。",
        message_en=f"Clauses about the same names should give as many values; {len(last.values)} stand before, {given} follow.",
        evidence=text,
        quotes=quotes,
        expected=str(expected),
        observed=str(given),
    )


PARALLEL = Rule(
    id="lists.parallel",
    title_zh="并列各项前后的数值个数不同",
    title_en="Clauses about the same names with unequal values",
    checks_zh="接着说前一分句各项的分句（甲、乙达到a、b，占全市的x、y），数值应与前一分句一样多。",
    checks="A clause that goes on about the names of the one before (甲、乙达到a、b，占全市的x、y) gives as many values.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=parallel,
)
