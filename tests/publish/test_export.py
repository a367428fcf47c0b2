"""Tables for other programs: nothing lost, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layout import Layout
from flows.publish.export import disarmed, export
from flows.publish.release import NoReleaseError, Release
from flows.staging import Staged

HOSTILE = "=cmd|' /C calc'!A0！"


@pytest.fixture
def released(layout: Layout, stage: Callable[..., Staged], published: Callable[..., Release]) -> Layout:
    published(stage(甲市=HOSTILE), "run-1")
    return layout


def test_all_tables_are_written_where_none_is_named(released: Layout, tmp_path: Path) -> None:
    files = export(released, [], "parquet", tmp_path)
    assert {path.stem for path in files} >= {"documents", "observations", "findings", "runs"}


def test_parquet_keeps_text_as_it_is(released: Layout, tmp_path: Path) -> None:
    [path] = export(released, ["findings"], "parquet", tmp_path)
    assert pl.read_parquet(path)["evidence"].to_list() == [HOSTILE]


def test_csv_opens_in_excel_and_holds_no_formula(released: Layout, tmp_path: Path) -> None:
    [path] = export(released, ["findings"], "csv", tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(path)["evidence"].to_list() == ["'" + HOSTILE]


def test_csv_joins_lists_and_spans(released: Layout, tmp_path: Path) -> None:
    [path] = export(released, ["findings"], "csv", tmp_path)
    row = pl.read_csv(path).row(0, named=True)
    assert row["quotes"] == "'" + HOSTILE
    assert row["char_spans"] == f"0-{len(HOSTILE)}"


def test_xlsx_holds_text_not_formulas(released: Layout, tmp_path: Path) -> None:
    [path] = export(released, ["findings"], "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(path)["findings"]
    column = next(cell.column for cell in sheet[1] if cell.value == "evidence")
    cell = sheet.cell(2, column)
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


@given(texts=st.lists(st.text() | st.text(alphabet="=+-@＝＋－＠\t\r\n \"',;|甲"), min_size=1))
@settings(max_examples=50, deadline=None)
def test_no_cell_of_a_csv_begins_a_formula_and_none_is_lost(texts: list[str]) -> None:
    rows = pl.DataFrame({"text": texts})
    cells = [
        row[0] for row in csv.reader(StringIO(disarmed(rows).write_csv(include_header=False, quote_style="always")))
    ]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠\t\r\n")]
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in texts]


def test_no_cell_of_a_sheet_is_a_formula_or_a_link(
    layout: Layout, stage: Callable[..., Staged], published: Callable[..., Release], tmp_path: Path
) -> None:
    hostile = [
        "=1+1！",
        "+1！",
        "-1！",
        "@SUM(1)！",
        "\t=1！",
        "\r=1！",
        "{=1}！",
        "http://x.cn！",
        "＝1！",
        "\x1b[2J！",
    ]
    published(stage(**{f"市{i}": text for i, text in enumerate(hostile)}), "run-1")
    [path] = export(layout, ["findings"], "xlsx", tmp_path)
    cells = [cell for row in openpyxl.load_workbook(path)["findings"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_a_table_that_is_not_there_is_named(released: Layout, tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError, match="no table budgets; the release has documents"):
        export(released, ["budgets"], "csv", tmp_path)
