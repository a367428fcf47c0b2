"""Sheets in, tables as lines out."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.extract.refusal import RefusedError, Why
from flows.extract.sheets import read_delimited, read_xlsx


def sheet_lines(fill: Callable[[Worksheet], object], title: str = "Sheet1") -> list[str]:
    workbook = Workbook()
    workbook.active.title = title
    fill(workbook.active)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return read_xlsx(buffer.getvalue()).split("\n")


def rows(*cells: list[object]) -> Callable[[Worksheet], object]:
    return lambda sheet: [sheet.append(row) for row in cells]


def test_a_sheet_is_a_table_with_its_title_and_unit_above_and_notes_below() -> None:
    fill = rows(
        ["示例市2024年主要指标"],
        ["单位：亿元"],
        ["指标", "计划", "完成"],
        ["生产总值", 320, 321.5],
        [],
        ["注：快报数。"],
    )
    assert sheet_lines(fill) == [
        "示例市2024年主要指标",
        "单位：亿元",
        "| 指标 | 计划 | 完成 |",
        "| 生产总值 | 320 | 321.5 |",
        "注：快报数。",
    ]


def test_merged_cells_are_filled() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "2024年", None], [None, "计划", "完成"], ["就业", 2.5, 2.6])(sheet)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    assert sheet_lines(fill) == ["| 指标 | 2024年 | 2024年 |", "| 指标 | 计划 | 完成 |", "| 就业 | 2.5 | 2.6 |"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.056, "0.0%", "5.6%"),
        (0.07, "0%", "7%"),
        (1234.5, "#,##0.00", "1234.50"),
        (321.456, '0.0"亿元"', "321.5亿元"),
        (-3.14, '0.0;"-"0.0', "-3.1"),
        (5.6, '0.0"%"', "5.6%"),
        (0.1 + 0.2, "General", "0.3"),
        (67665, "General", "67665"),
        (12, "@", "12"),
        (date(2024, 3, 1), "yyyy-mm-dd", "2024年3月1日"),
        (datetime(2024, 3, 1), 'yyyy"年"m"月"', "2024年3月"),
        (True, "General", "是"),
        ("  增长  ", "General", "增长"),
    ],
)
def test_values_stand_as_they_are_shown(value: object, form: str, shown: str) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "值"], ["甲", value])(sheet)
        sheet["B2"].number_format = form

    assert sheet_lines(fill)[1] == f"| 甲 | {shown} |"


def test_a_sheet_has_its_name_above_where_that_says_something() -> None:
    fill = rows(["指标", "值"], ["就业", 2.5])
    assert sheet_lines(fill, "主要指标")[0] == "主要指标"
    assert sheet_lines(fill, "Sheet2")[0] == "| 指标 | 值 |"


def test_hidden_rows_and_sheets_are_left_out() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "值"], ["草稿", 9], ["就业", 2.5])(sheet)
        sheet.row_dimensions[2].hidden = True
        sheet.parent.create_sheet("底稿").append(["甲", "乙"])
        sheet.parent["底稿"].sheet_state = "hidden"

    assert sheet_lines(fill) == ["| 指标 | 值 |", "| 就业 | 2.5 |"]


def test_two_tables_of_a_sheet_are_divided_by_their_titles() -> None:
    fill = rows(["表1"], ["指标", "值"], ["就业", 2.5], [], ["表2"], ["指标", "值"], ["粮食", 35])
    assert [line for line in sheet_lines(fill) if not line.startswith("|")] == ["表1", "表2"]


def test_a_workbook_without_values_is_empty() -> None:
    with pytest.raises(RefusedError) as refused:
        sheet_lines(rows(["=1+1"]))
    assert refused.value.why == Why.EMPTY


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_delimited_text_is_a_table(mark: str) -> None:
    text = "\n".join(["示例市主要指标", mark.join(["指标", "单位", "2024年"]), mark.join(["粮食", "万吨", '"1,234"'])])
    assert read_delimited(text) == "示例市主要指标\n| 指标 | 单位 | 2024年 |\n| 粮食 | 万吨 | 1,234 |"


def test_quoted_cells_may_go_on_over_lines() -> None:
    assert read_delimited('指标,说明\n就业,"城镇\n新增"\n') == "| 指标 | 说明 |\n| 就业 | 城镇<br>新增 |"
