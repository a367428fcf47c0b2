"""Tables with merged cells → lines. In: the cells of a table with what they span; out: `| cell | cell |`, one line a row.

A merged cell stands in every place that it covers, so that each value has its row's and its column's name beside it.
A row that is one merged cell is no row where it stands above or below the others: it is the title, the unit or a note.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.extract.refusal import RefusedError, Why

MOST_PLACES = 500_000  # rows × columns; the annex tables of a report have thousands
WIDEST = 1000  # columns


@dataclass(frozen=True)
class Cell:
    """One cell: its text (paragraphs on lines of their own), and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class _Place:
    text: str
    cell: int  # which cell covers it; 0 is none


NOWHERE = _Place("", 0)


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table whose rows list their cells from left to right, covered places left out."""
    grid = [row for row in _places(rows) if any(place.text for place in row)]
    width = max(map(len, grid), default=0)
    grid = [[*row, *[NOWHERE] * (width - len(row))] for row in grid]
    first = next((i for i, row in enumerate(grid) if not _is_merged(row)), len(grid))
    last = next((i for i in range(len(grid), first, -1) if not _is_merged(grid[i - 1])), first)
    above, body, below = grid[:first], grid[first:last], grid[last:]
    return [*_paragraphs(above), *[row_line([place.text for place in row]) for row in body], *_paragraphs(below)]


def row_line(cells: Iterable[str]) -> str:
    """One row as a line; a `|` within a cell is made full-width, its paragraphs are divided by `<br>`."""
    return "| " + " | ".join(_cell_text(text) for text in cells) + " |"


def _cell_text(text: str) -> str:
    lines = [line.strip() for line in text.replace("|", "｜").replace("\t", " ").split("\n")]
    return "<br>".join(line for line in lines if line)


def _paragraphs(merged: Iterable[Sequence[_Place]]) -> list[str]:
    cells = dict.fromkeys(row[0] for row in merged)  # one cell may reach over several rows
    return [line for cell in cells for line in cell.text.split("\n") if line.strip()]


def _is_merged(row: Sequence[_Place]) -> bool:
    """One cell over the whole width; in a table of one column every row is."""
    return row[0].cell != 0 and all(place.cell == row[0].cell for place in row)


def _places(rows: Sequence[Sequence[Cell]]) -> list[list[_Place]]:
    """The grid of places, each with the text of the cell that covers it."""
    grid: list[list[_Place]] = []
    open_below: dict[int, tuple[_Place, int]] = {}  # column → what reaches down into it, and how many rows further
    number, filled = 0, 0
    for cells in rows:
        row: list[_Place] = []
        for cell in cells:
            _take_covered(row, open_below)
            number += 1
            place = _Place(cell.text.strip(), number)
            for _ in range(min(max(cell.columns, 1), WIDEST)):
                if cell.rows > 1:
                    open_below[len(row)] = (place, cell.rows - 1)
                row.append(place)
            if len(row) > WIDEST:
                raise RefusedError(Why.TOO_COMPLEX, f"One of its tables has more than {WIDEST:,} columns")
        _take_covered(row, open_below)
        filled += len(row)
        if filled > MOST_PLACES:
            raise RefusedError(Why.TOO_COMPLEX, f"One of its tables has more than {MOST_PLACES:,} cells")
        grid.append(row)
    return grid


def _take_covered(row: list[_Place], open_below: dict[int, tuple[_Place, int]]) -> None:
    """Fill the next places of the row that cells above it cover."""
    while (column := len(row)) in open_below:
        place, further = open_below.pop(column)
        if further > 1:
            open_below[column] = (place, further - 1)
        row.append(place)
