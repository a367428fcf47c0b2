"""Which characters of a finding's evidence to mark: the numbers that it is about.

In: the evidence (sentences, one a line), the quotes, where they stand in the normalised text, and where the sentences
stand there. Out: the lines cut into runs, marked or not, for the page and the terminal.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

PART_OF_NUMBER = re.compile(r"[0-9.][0-9]|[0-9][.]")  # two characters that no number ends between: 15, .5, 1.


@dataclass(frozen=True)
class Quote:
    """Words of a document, and where its normalised text has them (None where that is not known).

    `of_another` are words of another report's sentence, which stands below the finding's own.
    """

    text: str
    start: int | None
    of_another: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence of the document, and where its normalised text has it."""

    text: str
    start: int


@dataclass(frozen=True)
class Run:
    """Characters that are marked together, or not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Marked:
    """The evidence in lines of runs, and the quotes that it does not hold."""

    lines: tuple[tuple[Run, ...], ...]
    missing: tuple[str, ...]


def mark(evidence: str, quotes: Sequence[Quote], sentences: Sequence[Sentence] = ()) -> Marked:
    """Mark every quote once. Of several places that read the same, the one at the quote's own position is taken.

    The position of a line is what places most of the quotes rightly; a sentence of the document that the line holds
    says it directly. A quote that no position places is marked where it first stands and nothing is marked yet.
    """
    lines = evidence.split("\n")
    taken: list[set[tuple[int, int]]] = [set() for _ in lines]
    waiting = [quote for quote in quotes if quote.text]
    for line, spans in zip(lines, taken, strict=True):
        start = _line_start(line, waiting, sentences)
        if start is not None:
            placed = [quote for quote in waiting if _stands_at(line, quote, start)]
            spans.update(_span(quote, start) for quote in placed)
            waiting = [quote for quote in waiting if quote not in placed]
    missing = [quote.text for quote in waiting if not _mark_anywhere(*_below(quote, lines, taken), quote.text)]
    runs = tuple(cut(line, spans) for line, spans in zip(lines, taken, strict=True))
    return Marked(runs, tuple(dict.fromkeys(missing)))


def cut(line: str, spans: Iterable[tuple[int, int]]) -> tuple[Run, ...]:
    """The line in runs, marked at the spans; those that touch or overlap make one."""
    return tuple(_runs(line, _merged(spans)))


def marked_spans(marked: Marked) -> list[tuple[int, int]]:
    """Where the marks stand in the evidence: start and end in characters, its line feeds counted."""
    found, at = [], 0
    for line in marked.lines:
        for run in line:
            if run.marked:
                found.append((at, at + len(run.text)))
            at += len(run.text)
        at += 1
    return found


def _below(
    quote: Quote, lines: Sequence[str], taken: Sequence[set[tuple[int, int]]]
) -> tuple[Sequence[str], Sequence[set[tuple[int, int]]]]:
    """The lines in which the quote may stand, with what is marked there."""
    first = 1 if quote.of_another else 0
    return lines[first:], taken[first:]


def _line_start(line: str, quotes: Sequence[Quote], sentences: Sequence[Sentence]) -> int | None:
    """Where the line begins in the normalised text, None where no quote says so."""
    known = [sentence.start - line.find(sentence.text) for sentence in sentences if sentence.text in line]
    guessed = [quote.start - at for quote in quotes if quote.start is not None for at in _places(line, quote.text)]
    fits = {start: sum(_stands_at(line, quote, start) for quote in quotes) for start in [*known, *guessed]}
    best = max(fits, key=fits.__getitem__, default=None)  # of equals the first: a sentence's before a guess
    return best if best is not None and fits[best] else None


def _stands_at(line: str, quote: Quote, line_start: int) -> bool:
    if quote.start is None or quote.start < line_start:
        return False
    return line.startswith(quote.text, quote.start - line_start)


def _span(quote: Quote, line_start: int) -> tuple[int, int]:
    assert quote.start is not None
    return quote.start - line_start, quote.start - line_start + len(quote.text)


def _mark_anywhere(lines: Sequence[str], taken: Sequence[set[tuple[int, int]]], text: str) -> bool:
    for line, spans in zip(lines, taken, strict=True):
        for at in _places(line, text):
            if (at, at + len(text)) not in spans:
                spans.add((at, at + len(text)))
                return True
    return any(text in line for line in lines)


def _places(line: str, text: str) -> list[int]:
    """Every place where the line reads so; those that cut a longer number (5% in 15%) come last."""
    found = []
    at = line.find(text)
    while at >= 0:
        found.append(at)
        at = line.find(text, at + 1)
    return sorted(found, key=lambda place: _cuts_number(line, place, place + len(text)))


def _cuts_number(line: str, start: int, end: int) -> bool:
    return any(0 < cut < len(line) and PART_OF_NUMBER.fullmatch(line[cut - 1 : cut + 1]) for cut in (start, end))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _runs(line: str, spans: list[tuple[int, int]]) -> Iterator[Run]:
    at = 0
    for start, end in spans:
        if start > at:
            yield Run(line[at:start], False)
        yield Run(line[start:end], True)
        at = end
    if at < len(line):
        yield Run(line[at:], False)
