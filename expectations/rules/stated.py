"""What a report states, in the order of its text: observations with their names, intervals and places.

`observations` and `sentences` come in; documents go out, each with its numbers and the words between them, so that a rule
can look for the whole of some parts in the sentences around them, however these are worded.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from expectations.rules.relations import Term
from expectations.rules.rounding import NUMBER, Interval, half_digits
from expectations.rules.rule import Quote, Tables

COLUMNS = (
    "doc_id", "label", "measure", "value_base", "half_digit", "unit_base", "year", "year_from", "status", "comparator",
    "indicator_code", "evidence", "quote", "char_start", "char_end",
)  # fmt: skip
LABELLED, TEXTS = "labelled_observations", "joined_texts"  # beside the published tables
DIGITS = 12  # that a binary fraction keeps of a printed number


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a report: what it says (`label` is the place, where another is named, and the indicator), and where."""

    doc_id: str
    label: str
    measure: str
    value: float
    half_digit: float
    unit: str
    year: int | None
    year_from: int | None
    status: str
    comparator: str
    code: str | None
    evidence: str
    quote: str
    start: int
    end: int

    @property
    def interval(self) -> Interval:
        return Interval(amount(self.value - self.half_digit), amount(self.value + self.half_digit))

    @property
    def size(self) -> Term:
        """The number without its sign: a fall of 5."""
        ends = sorted((abs(self.interval.low), abs(self.interval.high)))
        return Term(Interval(ends[0], ends[1]), self.term.quote)

    @property
    def term(self) -> Term:
        return Term(self.interval, Quote(self.quote, self.start, self.end))

    @property
    def scale(self) -> float:
        """What one unit of the number as printed is in base units: 10,000 for 5万元."""
        printed = re.search(NUMBER, self.quote)
        return abs(self.value) / float(printed[0]) if printed and float(printed[0]) else 1.0

    def may_be_with(self, other: "Stated") -> bool:
        """Whether both are of one span, as far as is known, and both results or both targets."""
        years = self.year is None or other.year is None or (self.year, self.year_from) == (other.year, other.year_from)
        return years and self.status == other.status


@dataclass(frozen=True)
class Document:
    """A report: its numbers in order, and its sentences joined, each at its place."""

    doc_id: str
    numbers: tuple[Stated, ...]
    text: str

    def within(self, start: int, stop: int) -> list[Stated]:
        """The numbers from one place to another, in order."""
        first = bisect_left(self.numbers, start, key=lambda one: one.start)
        last = bisect_left(self.numbers, stop, key=lambda one: one.start)
        return list(self.numbers[first:last])

    def sentence(self, place: int) -> str:
        """The sentence that a place stands in."""
        start = max(self.text.rfind("。", 0, place), self.text.rfind("\n", 0, place)) + 1
        ends = [end for end in (self.text.find("。", place) + 1, self.text.find("\n", place)) if end > 0]
        return self.text[start : min(ends, default=len(self.text))]

    def between(self, first: Stated, second: Stated) -> str:
        """The words from the one number to the next."""
        return self.text[first.end : second.start]


def with_stated(tables: Tables) -> dict[str, pl.DataFrame]:
    """The tables with what `labelled` and `documents` make of them, so that several rules need not make it again."""
    return {**tables, LABELLED: labelled(tables), TEXTS: _texts(tables["sentences"])}


def labelled(tables: Tables) -> pl.DataFrame:
    """The numbers that the text of reports states, one value each, in order, with `label` and `half_digit`."""
    if LABELLED in tables:
        return tables[LABELLED]
    observations = tables["observations"]
    label = pl.concat_str(pl.col("region").fill_null(""), pl.col("indicator"))
    return (
        observations.with_columns(half_digits(observations).alias("half_digit"), label.alias("label"))
        .filter(pl.col("origin") == "text", pl.col("value_base").is_not_null(), pl.col("label").is_not_null())
        .select(COLUMNS)
        .sort("doc_id", "char_start")
    )


def documents(rows: pl.DataFrame, tables: Tables) -> Iterator[Document]:
    """The documents of some rows of `labelled`, with these rows and with their text."""
    if rows.is_empty():
        return
    named = pl.col("doc_id").is_in(rows["doc_id"].unique().implode())
    texts = dict((tables[TEXTS] if TEXTS in tables else _texts(tables["sentences"].filter(named))).iter_rows())
    for (doc_id,), numbers in rows.partition_by("doc_id", as_dict=True, maintain_order=True).items():
        stated = tuple(Stated(*row) for row in numbers.iter_rows())
        yield Document(str(doc_id), stated, texts.get(doc_id, ""))


def _texts(sentences: pl.DataFrame) -> pl.DataFrame:
    """doc_id, text: the sentences of each document at their places; what stands between two is a line feed each character."""
    stop = pl.col("char_start") + pl.col("text").str.len_chars()
    gap = (pl.col("char_start") - stop.shift(fill_value=0).over("doc_id")).clip(lower_bound=0)
    filled = pl.concat_str(pl.lit("\n").repeat_by(gap).list.join(""), pl.col("text"))
    ordered = sentences.sort("doc_id", "char_start").select("doc_id", filled.alias("text"))
    return ordered.group_by("doc_id", maintain_order=True).agg(pl.col("text").str.join(""))


def amount(value: float) -> Decimal:
    """The printed number that a binary fraction stands for."""
    return Decimal(f"{value:.{DIGITS}g}")
