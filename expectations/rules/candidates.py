"""Sentences that a rule has to read: those with one of its words, and of these those that match its pattern.

Looking for a word in all sentences costs a tenth of what a regular expression does, so that the expression sees only
sentences that may match. Most rules are about numbers: `prepared` picks the sentences with a digit once for all of them.
"""

from collections.abc import Mapping, Sequence

import polars as pl

COLUMNS = ("doc_id", "text", "char_start")
WITH_DIGITS = (
    "sentences_with_digits"  # beside the published tables: the sentences with a digit, `row` their place among all
)


def prepared(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables with the sentences that have a digit beside them."""
    return {**tables, WITH_DIGITS: _with_digits(tables)}


def candidates(tables: Mapping[str, pl.DataFrame], words: Sequence[str], *patterns: str) -> pl.DataFrame:
    """doc_id, text, char_start of the sentences with a digit that hold one of `words` and match every pattern.

    Patterns are in polars' dialect; without words all sentences are held against the patterns.
    """
    return reduced(with_digits(tables), words, *patterns).select(COLUMNS)


def with_digits(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """row (place among all sentences), doc_id, text, char_start of the sentences with a digit."""
    return tables[WITH_DIGITS] if WITH_DIGITS in tables else _with_digits(tables)


def _with_digits(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    placed = tables["sentences"].select(COLUMNS).with_row_index("row")
    return placed.filter(pl.col("text").str.contains("[0-9]"))


def reduced(sentences: pl.DataFrame, words: Sequence[str], *patterns: str) -> pl.DataFrame:
    """The rows of a frame with `text` that hold one of the words, if any are given, and match every pattern."""
    text = pl.col("text")
    if words:
        sentences = sentences.filter(pl.any_horizontal(text.str.contains(word, literal=True) for word in words))
    for pattern in patterns:
        sentences = sentences.filter(text.str.contains(pattern))
    return sentences
