"""Decoded texts to normalised texts, which every character span of the published tables points into.

In: `texts` of many reports, decoded, otherwise raw. Out: the same rows with normalised text: a paragraph a line, no
blank lines, no page furniture, one form of every character, a row of a table a line `| cell | cell |`. Next:
sections.py and sentences.py.
"""

import polars as pl

from flows.parse.characters import plain, tidy
from flows.parse.furniture import without_furniture, without_marks
from flows.parse.lines import join_lines, split_lines
from flows.parse.run_on import with_line_feeds
from flows.parse.table_lines import mark_tables
from flows.parse.wrapping import paragraphs


def normalise(texts: pl.DataFrame) -> pl.DataFrame:
    """`texts` (one row a report) with `text` normalised; all other columns and the order stay.

    - One paragraph a line, no blank lines, no spaces at its ends; hard-wrapped lines are joined, run-on ones divided.
    - Digits, Latin letters and %+-/. half-width, Chinese punctuation full-width; 12,345 is 12345; a range has the
      dash —.
    - No spaces inside words, marks of footnotes, tags or page furniture; Markdown's marks of headings stay.
    - A row of a table is one line `| cell | cell |`, paragraphs of a cell divided by `<br>`.
    """
    broken = with_line_feeds(texts.with_columns(plain(texts["text"])))
    rows = without_marks(mark_tables(broken))
    lines = paragraphs(without_furniture(split_lines(rows)))
    return join_lines(lines.with_columns(tidy(lines["line"])), rows)
