"""Tables of the current release as files for other programs: csv, parquet or xlsx."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import NoReleaseError, find_release

Format = Literal["csv", "parquet", "xlsx"]

FORMULA = (
    r"^[=+\-@＝＋－＠\t\r\n]"  # =cmd|…, and what spreadsheets take for it: signs, full-width ones, a break before them
)
EXCEL_ROWS = 1_048_575
EXCEL_CELL = 32_767


class ExportError(ValueError):
    """The table does not fit the format."""


def export(layout: Layout, tables: Sequence[str], form: Format, to: Path, release_id: str | None = None) -> list[Path]:
    """Write the tables (all of them where none is named) to the folder `to`; returns the files.

    csv is UTF-8 with a byte order mark, as Excel wants it; lists are joined by `；` in csv and xlsx. Text that a
    spreadsheet would take for a formula is written as text. Raises NoReleaseError for an unknown table and ExportError
    for one with more rows than a sheet has.
    """
    release = find_release(layout, release_id)
    if unknown := set(tables) - set(release.tables):
        raise NoReleaseError(f"no table {', '.join(sorted(unknown))}; the release has {', '.join(release.tables)}")
    to.mkdir(parents=True, exist_ok=True)
    return [
        _write(scan(layout, table, release_id).collect(), form, to / f"{table}.{form}")
        for table in tables or release.tables
    ]


def _write(rows: pl.DataFrame, form: Format, path: Path) -> Path:
    if form == "parquet":
        rows.write_parquet(path)
    elif form == "csv":
        disarmed(_flat(rows)).write_csv(path, include_bom=True)
    else:
        _write_xlsx(_flat(rows), path)
    return path


def _flat(rows: pl.DataFrame) -> pl.DataFrame:
    """Lists as text, so that each fits a cell."""
    flat = []
    for name, dtype in rows.schema.items():
        column = pl.col(name)
        if dtype == pl.List(pl.String):
            flat.append(column.list.join("；"))
        elif isinstance(dtype, pl.List):
            spans = pl.concat_str(pl.element().struct.field("start"), pl.element().struct.field("end"), separator="-")
            flat.append(column.list.eval(spans).list.join("；"))
    return rows.with_columns(flat)


def disarmed(rows: pl.DataFrame) -> pl.DataFrame:
    """A leading apostrophe for text that a spreadsheet would run as a formula when it opens the csv."""
    text = pl.col(pl.String)
    return rows.with_columns(pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep())


def _write_xlsx(rows: pl.DataFrame, path: Path) -> None:
    import xlsxwriter

    if rows.height > EXCEL_ROWS:
        raise ExportError(f"{path.stem} has {rows.height:,} rows, a sheet holds {EXCEL_ROWS:,}: export csv or parquet")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(path, options) as book:
        rows.with_columns(pl.col(pl.String).str.slice(0, EXCEL_CELL)).write_excel(
            book, worksheet=path.stem, autofilter=True, freeze_panes=(1, 0), column_widths=120
        )
