"""Paragraphs as one text: arithmetic runs over the ends of sentences (共30项。其中，…), its evidence is sentences again.

Sentences come in; `passages` gives the paragraphs that match a pattern. Asides in brackets are masked, character by
character, so that what stands in them is neither a total nor a part, while every place stays a place in the report.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from expectations.rules.candidates import reduced, with_digits
from expectations.rules.rounding import NUMBER, Printed, printed
from expectations.rules.rule import Quote, Tables

UNIT = (
    "[万亿]{0,2}(?:美元|元|吨|公斤|斤|亩|公顷|平方米|平方公里|立方米|公里|千瓦时|千瓦|人次|人|户|家|个|项|件|所|座|处|名|条|台|辆|"
    "宗|场|部|只|头)"
)
QUANTITY = re.compile(rf"(?<![0-9.第—:-])(?P<number>{NUMBER})[余多]?(?P<unit>{UNIT})(?![级以/]|百分点|百分数)")
NO_LEVEL = re.compile(
    r"(?:增加|增收|增支|减少|减收|减支|增长|下降|净增|提高|降低|计划|预算|目标|任务|其他)[数值额了为]*$"
)
GOAL_OF_SHARE = re.compile("的[0-9]")  # 年初预算60亿元的40%
ASIDE = re.compile("（[^（）]*）")
MASK = "□"
SENTENCE_END = "。"


@dataclass(frozen=True)
class Figure:
    """A quantity in a passage: its value, and the places where it starts and stops."""

    value: Printed
    start: int
    stop: int


@dataclass(frozen=True)
class Passage:
    """A paragraph. `starts` are the places of its sentences in it, `at` is its own place in the document."""

    doc_id: str
    text: str
    starts: tuple[int, ...]
    at: int

    @cached_property
    def masked(self) -> str:
        return ASIDE.sub(lambda m: MASK * len(m[0]), self.text)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every quantity outside brackets, in order."""
        found = QUANTITY.finditer(self.masked)
        return tuple(Figure(printed(m["number"], m["unit"]), m.start(), m.end()) for m in found)

    def quote(self, start: int, stop: int) -> Quote:
        return Quote(self.text[start:stop], self.at + start, self.at + stop)

    def of(self, figure: Figure) -> Quote:
        return self.quote(figure.start, figure.stop)

    def is_level(self, figure: Figure) -> bool:
        """Whether a quantity says how much there is, neither how much more than before nor how much is planned."""
        begin = self.sentence_start(figure.start)
        return not (NO_LEVEL.search(self.masked, begin, figure.start) or GOAL_OF_SHARE.match(self.masked, figure.stop))

    def sentence_start(self, place: int) -> int:
        """Where the sentence that holds `place` begins."""
        return max(start for start in self.starts if start <= place)

    def evidence(self, quotes: Sequence[Quote]) -> str:
        """The sentences that hold these quotes, one a line."""
        stops = (*self.starts[1:], len(self.text))
        spans = zip(self.starts, stops, strict=True)
        held = [
            self.text[start:stop].rstrip("\n")
            for start, stop in spans
            if any(start <= quote.start - self.at < stop for quote in quotes)
        ]
        return "\n".join(held)


def passages(tables: Tables, words: Sequence[str], *patterns: str) -> Iterator[Passage]:
    """The paragraphs of which a sentence with a digit holds one of `words` and matches the patterns, in order.

    Patterns are in polars' dialect.
    """
    yield from _around(tables["sentences"], reduced(with_digits(tables), words, *patterns)["row"])


def paragraphs(tables: Tables, pattern: str) -> Iterator[Passage]:
    """The paragraphs of which a sentence matches `pattern`, whether or not it has a digit."""
    sentences = tables["sentences"].select("text").with_row_index("row")
    yield from _around(tables["sentences"], reduced(sentences, (), pattern)["row"])


def _around(sentences: pl.DataFrame, chosen: pl.Series) -> Iterator[Passage]:
    """The paragraphs that the chosen rows stand in."""
    if chosen.is_empty():
        return
    starts_anew = pl.col("doc_id").ne_missing(pl.col("doc_id").shift()) | _other_paragraph(sentences)
    placed = sentences.select("doc_id", "text", "char_start", starts_anew.cum_sum().alias("passage"))
    kept = placed.filter(pl.col("passage").is_in(placed["passage"][chosen].unique().implode()))
    grouped = kept.group_by("passage", maintain_order=True).agg(pl.col("doc_id").first(), "text", "char_start")
    for _, doc_id, texts, starts in grouped.iter_rows():
        yield _joined(doc_id, texts, starts)


def _other_paragraph(sentences: pl.DataFrame) -> pl.Expr:
    """Whether a sentence stands in another paragraph than the one before; each in its own where none is known."""
    if "paragraph" not in sentences.columns:
        return pl.lit(True)
    return (pl.col("paragraph") != pl.col("paragraph").shift()).fill_null(True)


def _joined(doc_id: str, texts: Sequence[str], starts: Sequence[int]) -> Passage:
    """The sentences at their places; what stands between two of them (the borders of cells) is a line feed each character."""
    parts, stop = [], starts[0]
    for text, start in zip(texts, starts, strict=True):
        parts.append("\n" * max(start - stop, 0) + text)
        stop = start + len(text)
    return Passage(doc_id, "".join(parts), tuple(start - starts[0] for start in starts), starts[0])
