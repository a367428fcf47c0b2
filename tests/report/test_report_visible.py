"""Characters that act on a screen without being seen are shown instead."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.report.visible import one_line, visible

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[2J", "⟨U+001B⟩[2J", id="an escape sequence"),
        pytest.param("12\u202e34", "12⟨U+202E⟩34", id="a right-to-left override"),
        pytest.param("投\u200b资", "投⟨U+200B⟩资", id="a space of no width"),
        pytest.param("\x9b31m", "⟨U+009B⟩31m", id="an escape in one byte"),
        pytest.param("增长5.7%，①“十四五”", "增长5.7%，①“十四五”", id="what reports are written in stays"),
        pytest.param("一行\n二行", "一行\n二行", id="a line feed stays"),
    ],
)
def test_acting_characters_are_shown_by_their_numbers(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    left = visible(text)
    assert not [c for c in left if unicodedata.category(c) == "Cc" and c not in "\t\n"]
    assert not [c for c in left if unicodedata.bidirectional(c) in TURNING]


def test_what_is_shown_on_one_line_cannot_pass_for_a_second() -> None:
    assert one_line("增长5%\n  报告 report /etc/passwd\r\n") == "增长5% 报告 report /etc/passwd⟨U+000D⟩ "
