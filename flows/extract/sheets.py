"""Spreadsheets (xlsx) and delimited text (csv, tsv) → tables as lines, each sheet's title above its tables.

Values stand as they are shown: 0.056 in a cell of percents is 5.6%. A formula's value is the one that was saved with it.
Merged cells are filled; what is hidden is left out.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from flows.extract.archive import Archive, open_archive
from flows.extract.grid import Cell, table_lines
from flows.extract.refusal import RefusedError, Why

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 300_000
AREA = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
NAMELESS_SHEET = re.compile(r"(?:sheet|工作表|表格?)\s*[0-9]*", re.I)
NOTE = re.compile(r"[（(]?(?:注|备注|说明|单位|计量单位|数据来源|资料来源|填报)")
DELIMITERS = ",\t;|"
DELIMITED_SAMPLE = 64 * 1024  # characters
QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
DIGIT_PLACES = re.compile(r"[0#?](?:[0#?,]*)(?:\.([0#?]+))?")
ZERO = "\ue000"  # stands for a 0 that is a word of the format, no place of the number
BROKEN_SHEET = (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError)


def read_xlsx(data: bytes) -> str:
    """The text of a workbook. Raises `RefusedError` for what is broken, too large or a bomb."""
    _check_parts(open_archive(data))
    from openpyxl import load_workbook  # takes a quarter of a second

    try:
        workbook = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except BROKEN_SHEET as error:
        raise RefusedError(Why.BROKEN, f"Its sheets cannot be read ({type(error).__name__})") from error
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if sum(sheet.max_row * sheet.max_column for sheet in sheets) > 10 * MOST_CELLS:
        raise RefusedError(Why.TOO_COMPLEX, "Its sheets have millions of cells")
    lines = [line for sheet in sheets for line in _sheet_lines(sheet)]
    if not lines:
        raise RefusedError(Why.EMPTY, "Its sheets hold nothing, or formulas whose values were not saved")
    return "\n".join(lines)


def read_delimited(text: str) -> str:
    """The text of a csv or tsv file."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    try:
        rows = [[Cell(value.strip()) for value in row] for row in reader]
    except csv.Error as error:
        raise RefusedError(Why.BROKEN, f"Its line {reader.line_num} is no row of a table ({error})") from error
    if sum(map(len, rows)) > MOST_CELLS:
        raise RefusedError(Why.TOO_COMPLEX, f"It has more than {MOST_CELLS:,} cells")
    return "\n".join(line for block in _blocks(rows) for line in _block_lines(block))


def _check_parts(archive: Archive) -> None:
    """Refuse what the library would choke on: it unpacks without counting, and makes an object of each merged place."""
    for name in archive.names:
        root = archive.xml(name) if name.endswith((".xml", ".rels")) else None
        merged = root.iter("{*}mergeCell") if root is not None else ()
        if sum(_places(cell.get("ref", "")) for cell in merged) > MOST_CELLS:
            raise RefusedError(Why.TOO_COMPLEX, f"Merged cells cover more than {MOST_CELLS:,} places of a sheet")


def _places(reference: str) -> int:
    """How many places A1:C5 covers; what is none counts as one."""
    match = AREA.fullmatch(reference.replace("$", ""))
    if match is None:
        return 1
    width = abs(_column(match[3]) - _column(match[1])) + 1
    return width * (abs(int(match[4]) - int(match[2])) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _sheet_lines(sheet: "Worksheet") -> list[str]:
    """A sheet's tables; its name stands above the first one, unless that has a title of its own or the name says
    nothing."""
    spans = {
        (area.min_row, area.min_col): (area.size["columns"], area.size["rows"]) for area in sheet.merged_cells.ranges
    }
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1)
        for column in range(area.min_col, min(area.max_col, sheet.max_column) + 1)
    } - set(spans)
    hidden = {number for number, size in sheet.row_dimensions.items() if size.hidden}
    rows = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number not in hidden:
            places = [cell for cell in row if (cell.row, cell.column) not in covered]
            rows.append([Cell(shown(cell), *spans.get((cell.row, cell.column), (1, 1))) for cell in places])
    lines = [line for block in _blocks(rows) for line in _block_lines(block)]
    name = sheet.title.strip()
    if lines and lines[0].startswith("|") and not NAMELESS_SHEET.fullmatch(name):
        return [name, *lines]
    return lines


def _blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[list[list[Cell]]]:
    """Rows between blank ones, empty columns at the right cut off."""
    block: list[list[Cell]] = []
    for row in rows:
        filled = max((i for i, cell in enumerate(row, start=1) if cell.text), default=0)
        reach = max((cell.rows for cell in row), default=1)
        if filled or (block and reach > 1):
            block.append(list(row[:filled]))
        elif block and _reaches_down(block):
            block.append([])
        elif block:
            yield block
            block = []
    if block:
        yield block


def _reaches_down(block: Sequence[Sequence[Cell]]) -> bool:
    """Whether a merged cell of the block covers the next row, too."""
    return any(cell.rows > len(block) - i for i, row in enumerate(block) for cell in row)


def _block_lines(block: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The lines of one table: single cells above it are its title and unit, those below it notes."""
    widths = [sum(cell.columns for cell in row) for row in block]
    first = next((i for i, row in enumerate(block) if not _stands_alone(row)), len(block))
    last = next((i for i in range(len(block), first, -1) if not _is_note(block[i - 1])), first)
    yield from (line for row in block[:first] for line in _alone(row))
    if max(widths[first:last], default=0) > 1:
        yield from table_lines(block[first:last])
    else:
        yield from (line for row in block[first:last] for line in _alone(row))
    yield from (line for row in block[last:] for line in _alone(row))


def _stands_alone(row: Sequence[Cell]) -> bool:
    return sum(bool(cell.text) for cell in row) == 1 and row[-1].rows == 1


def _is_note(row: Sequence[Cell]) -> bool:
    return _stands_alone(row) and NOTE.match(row[-1].text) is not None


def _alone(row: Sequence[Cell]) -> list[str]:
    return [line.strip() for cell in row for line in cell.text.split("\n") if line.strip()]


def _delimiter(text: str) -> str:
    """The mark that divides most lines into the same number of cells."""
    lines = [line for line in text[:DELIMITED_SAMPLE].splitlines() if line.strip()][:200]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: max((counts[mark].count(n) for n in set(counts[mark]) - {0}), default=0))


def shown(cell: "SheetCell") -> str:
    """A cell's value as the sheet shows it."""
    value, form = cell.value, str(cell.number_format or "General")
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).strip()


def _number(value: float, form: str) -> str:
    """A number with the places, percents and words of its format: `0.0%`, `#,##0.00"亿元"`."""
    sections = form.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    words = QUOTED.sub(lambda match: (match[1] or match[2] or "").replace("0", ZERO), section)
    places = DIGIT_PLACES.search(words)
    percent = "%" in QUOTED.sub("", section)
    value = value * 100 if percent else value
    if places is None:
        text = f"{value:.10g}"
        return f"{text}%" if percent else text
    text = f"{value:.{len(places[1] or '')}f}"
    if places[1] and "#" in places[1] and "." in text:
        text = text.rstrip("0").rstrip(".")
    if value < 0 and len(sections) > 1:
        text = text.lstrip("-") if "-" in words or "(" in words else text
    before, after = words[: places.start()], words[places.end() :]
    return f"{before.strip()}{text}{after.strip()}".replace(ZERO, "0")


def _day(value: datetime | date, form: str) -> str:
    """A date with as many parts as its format shows."""
    form = form.lower()
    if "y" not in form:
        return f"{value.month}月{value.day}日"
    if "m" not in form:
        return f"{value.year}年"
    return f"{value.year}年{value.month}月{value.day}日" if "d" in form else f"{value.year}年{value.month}月"
