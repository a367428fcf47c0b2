"""Numbers as Word writes them."""

import pytest

from flows.extract.word_numbers import chinese, written


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (105, "一百〇五"),
        (110, "一百一十"),
        (234, "二百三十四"),
        (1000, "1000"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalEnclosedCircle", 3, "③"),
        ("ideographTraditional", 2, "乙"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 9, "IX"),
        ("a form of the future", 4, "4"),
    ],
)
def test_forms_of_numbers(form: str, number: int, text: str) -> None:
    assert written(number, form) == text
