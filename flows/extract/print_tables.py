"""Ruled tables on a page. In: rules and glyphs; out: tables as blocks of lines, and the glyphs outside of them.

Rules that meet form a grid. Where the rule between two of its places is missing, they are one merged cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.extract.grid import Cell, table_lines
from flows.extract.print_lines import Piece, lines, pieces
from flows.extract.print_page import Glyph, Rule

NEAR = 3.0  # points; rules that meet may miss each other by so much
MOST_RULES = 4000
LEAST_CELLS = 4
LONGEST_MEAN = 600  # characters a cell; a grid of longer ones divides a page, and is no table
SHORT_OF_EDGE = 1.6  # of the size; a line in a cell that ends so far before its edge ends a paragraph
OPEN_BRACKET = re.compile(r"[（(《“][^）)》”]*$")  # 增速（% / ）


@dataclass(frozen=True)
class _Grid:
    """Where the rules of a table stand, and the rules."""

    xs: list[float]
    ys: list[float]
    rules: list[Rule]


def take_tables(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Piece], list[Glyph]]:
    """The tables of a page as pieces with their lines as `block`, and the glyphs that belong to none."""
    found, outside = [], list(glyphs)
    for grid in _grids(rules[:MOST_RULES]):
        inside = [g for g in outside if _is_within(g, grid)]
        block = _block(grid, inside)
        if block:
            found.append(Piece(grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], 10.0, "", tuple(block)))
            outside = [g for g in outside if not _is_within(g, grid)]
    return found, outside


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """Rules that meet each other, two and more of either direction."""
    grids = []
    for group in _connected(rules):
        flat = [rule for rule in group if rule.is_flat]
        steep = [rule for rule in group if not rule.is_flat]
        if len(flat) < 2 or not steep:
            continue
        xs = _distinct([rule.left for rule in steep] + [min(r.left for r in flat), max(r.right for r in flat)])
        ys = _distinct([rule.top for rule in flat] + [min(r.top for r in steep), max(r.bottom for r in steep)])
        if len(xs) > 2 and len(ys) > 2:
            grids.append(_Grid(xs, ys, group))
    return grids


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups: what touches is in one. Sorted by the top, only those that may still touch are compared."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    open_ones: list[int] = []
    order = sorted(range(len(rules)), key=lambda i: rules[i].top)
    for i in order:
        open_ones = [j for j in open_ones if rules[j].bottom + NEAR >= rules[i].top]
        for j in open_ones:
            if rules[j].left - NEAR <= rules[i].right and rules[i].left - NEAR <= rules[j].right:
                parent[root(i)] = root(j)
        open_ones.append(i)
    groups: dict[int, list[Rule]] = {}
    for i in range(len(rules)):
        groups.setdefault(root(i), []).append(rules[i])
    return list(groups.values())


def _distinct(places: Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _block(grid: _Grid, glyphs: Sequence[Glyph]) -> list[str]:
    """The lines of the table; none where the grid is no table of text."""
    cells = _cells(grid)
    if len(cells) < LEAST_CELLS or not glyphs or len(glyphs) > LONGEST_MEAN * len(cells):
        return []
    by_place: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        row = _index(grid.ys, glyph.base - glyph.size / 3)
        by_place.setdefault((row, _index(grid.xs, (glyph.left + glyph.right) / 2)), []).append(glyph)
    rows: list[list[Cell]] = [[] for _ in grid.ys[1:]]
    for (row, column), (rows_covered, columns_covered) in sorted(cells.items()):
        inside = [
            glyph
            for r in range(row, row + rows_covered)
            for c in range(column, column + columns_covered)
            for glyph in by_place.get((r, c), [])
        ]
        edges = grid.xs[column], grid.xs[column + columns_covered]
        rows[row].append(Cell(_cell_text(inside, edges[1] - edges[0]), columns_covered, rows_covered))
    return table_lines(rows)


def _cells(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Upper left place of each cell → how many rows and columns it covers."""
    steep = [rule for rule in grid.rules if not rule.is_flat]
    flat = [rule for rule in grid.rules if rule.is_flat]
    right = _borders(steep, grid.xs, grid.ys, upright=True)
    below = _borders(flat, grid.ys, grid.xs, upright=False)
    taken: set[tuple[int, int]] = set()
    cells = {}
    for row in range(len(grid.ys) - 1):
        for column in range(len(grid.xs) - 1):
            if (row, column) in taken:
                continue
            wide, high = 1, 1
            while (
                column + wide < len(grid.xs) - 1
                and (column + wide, row) not in right
                and (row, column + wide) not in taken
            ):
                wide += 1
            while row + high < len(grid.ys) - 1 and all(
                (row + high, c) not in below and (row + high, c) not in taken for c in range(column, column + wide)
            ):
                high += 1
            taken.update((r, c) for r in range(row, row + high) for c in range(column, column + wide))
            cells[row, column] = (high, wide)
    return cells


def _borders(
    rules: Sequence[Rule], at: Sequence[float], along: Sequence[float], *, upright: bool
) -> set[tuple[int, int]]:
    """(line, interval) of the grid that a rule stands on."""
    found = set()
    for rule in rules:
        place, start, end = (rule.left, rule.top, rule.bottom) if upright else (rule.top, rule.left, rule.right)
        line = min(range(len(at)), key=lambda i: abs(at[i] - place))
        for i, (low, high) in enumerate(pairwise(along)):
            if start <= (low + high) / 2 <= end:
                found.add((line, i))
    return found


def _cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The paragraphs of a cell, a line each; a line that reaches the edge goes on in the next."""
    printed = lines(pieces(glyphs))
    if not printed:
        return ""
    reach = max(line.right - line.left for line in printed)
    text = printed[0].text
    for last, line in pairwise(printed):
        full = last.right - last.left >= reach - SHORT_OF_EDGE * last.size and reach >= 0.5 * width
        text += line.text if full or OPEN_BRACKET.search(text) else f"\n{line.text}"
    return text


def _is_within(glyph: Glyph, grid: _Grid) -> bool:
    middle, height = (glyph.left + glyph.right) / 2, glyph.base - glyph.size / 3
    return grid.xs[0] - NEAR <= middle <= grid.xs[-1] + NEAR and grid.ys[0] <= height <= grid.ys[-1]


def _index(edges: Sequence[float], place: float) -> int:
    """The interval of the grid that a place lies in."""
    inner = sum(edge <= place for edge in edges[1:-1])
    return inner
