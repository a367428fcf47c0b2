"""Cells with what they span in, lines out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.grid import Cell, row_line, table_lines
from flows.extract.refusal import RefusedError


def test_a_cell_over_two_columns_stands_in_both() -> None:
    rows = [[Cell("指标"), Cell("2024年", columns=2)], [Cell("就业"), Cell("2.5"), Cell("2.6")]]
    assert table_lines(rows) == ["| 指标 | 2024年 | 2024年 |", "| 就业 | 2.5 | 2.6 |"]


def test_a_cell_over_two_rows_stands_in_both() -> None:
    rows = [[Cell("工业", rows=2), Cell("产值"), Cell("50")], [Cell("利润"), Cell("3")]]
    assert table_lines(rows) == ["| 工业 | 产值 | 50 |", "| 工业 | 利润 | 3 |"]


def test_a_cell_over_rows_and_columns_stands_in_all_of_them() -> None:
    rows = [[Cell("项目", 2, 2), Cell("投资")], [Cell("亿元")], [Cell("甲"), Cell("乙"), Cell("3")]]
    assert table_lines(rows) == ["| 项目 | 项目 | 投资 |", "| 项目 | 项目 | 亿元 |", "| 甲 | 乙 | 3 |"]


def test_one_cell_over_the_whole_width_above_a_table_is_its_title_and_below_it_a_note() -> None:
    rows = [
        [Cell("表1 主要指标", 2)],
        [Cell("就业"), Cell("2.5")],
        [Cell("就业"), Cell("2.6")],
        [Cell("注：快报数。", 2)],
    ]
    assert table_lines(rows) == ["表1 主要指标", "| 就业 | 2.5 |", "| 就业 | 2.6 |", "注：快报数。"]


def test_one_cell_over_the_whole_width_within_a_table_is_a_row() -> None:
    rows = [[Cell("指标"), Cell("值")], [Cell("一、经济", 2)], [Cell("就业"), Cell("2.6")]]
    assert table_lines(rows)[1] == "| 一、经济 | 一、经济 |"


def test_a_table_of_one_column_is_paragraphs() -> None:
    assert table_lines([[Cell("第一段。\n第二段。")], [Cell("第三段。")]]) == ["第一段。", "第二段。", "第三段。"]


def test_short_rows_are_filled_and_empty_ones_left_out() -> None:
    rows = [[Cell("指标"), Cell("值")], [Cell(""), Cell("")], [Cell("就业")]]
    assert table_lines(rows) == ["| 指标 | 值 |", "| 就业 |  |"]


def test_marks_of_the_form_cannot_come_from_a_cell() -> None:
    assert row_line(["甲|乙", "第一行\n\n第二行", "左\t右"]) == "| 甲｜乙 | 第一行<br>第二行 | 左 右 |"


def test_a_table_beyond_reason_is_refused() -> None:
    with pytest.raises(RefusedError):
        table_lines([[Cell("1", columns=1000, rows=9000) for _ in range(1000)] for _ in range(3)])


@given(
    st.lists(
        st.lists(st.builds(Cell, st.text("甲1|\n", max_size=3), st.integers(0, 4), st.integers(0, 4)), max_size=4),
        max_size=5,
    )
)
def test_all_rows_of_a_table_are_of_one_width(rows: list[list[Cell]]) -> None:
    widths = {line.count(" | ") for line in table_lines(rows) if line.startswith("| ") and line.endswith(" |")}
    assert len(widths) <= 1
