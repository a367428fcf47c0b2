"""Which page of how many a web page says that it is."""

import polars as pl
import pytest

from flows.parse.page_marks import page_marks


def told(text: str, media_type: str = "text/html") -> list[tuple[int, int]]:
    """page, pages of a text."""
    raw = pl.DataFrame({"doc_id": ["a" * 64], "text": [text], "media_type": [media_type]})
    return page_marks(raw).select("page", "pages").rows()


@pytest.mark.parametrize(
    "mark",
    ["第2页 共3页", "第 2 页/共 3 页", "共3页 第2页", "第2页（共3页）", "共３页，当前第２页"],
    ids=["plain", "slash", "pages first", "brackets", "full-width"],
)
def test_a_page_says_which_it_is(mark: str) -> None:
    assert told(f"示例市政府工作报告\n全市工作稳步推进。\n{mark} 上一页 下一页") == [(2, 3)]


def test_a_text_that_holds_several_pages_is_all_of_them() -> None:
    assert told("第1页 共2页\n全市工作稳步推进。\n第2页 共2页\n谢谢大家。") == []


@pytest.mark.parametrize("mark", ["第1页 共1页", "第4页 共3页", "共3页", "第2页"])
def test_no_part_without_a_page_of_several(mark: str) -> None:
    assert told(f"全市工作稳步推进。\n{mark}") == []


def test_sheets_of_a_file_are_no_parts() -> None:
    assert told("全市工作稳步推进。\n第1页 共12页", "application/pdf") == []
