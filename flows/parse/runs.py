"""Runs of neighbouring rows (a sentence's clauses, a list's values) without window functions.

Window functions over hundreds of thousands of small groups cost more than all of the grammar's regular expressions; rows stand
in reading order, so that a run is known by where it starts. Expressions for the frames of the grammar.
"""

import polars as pl


def starts(*keys: str) -> pl.Expr:
    """True on the first row of every run of equal keys."""
    return pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in keys) | (
        pl.int_range(pl.len()) == 0
    )


def filled(value: pl.Expr, start: pl.Expr) -> pl.Expr:
    """`value`, or the last one before it in its run."""
    place = pl.when(value.is_not_null() | start).then(pl.int_range(pl.len()))
    return value.gather(place.forward_fill())


def filled_back(value: pl.Expr, start: pl.Expr) -> pl.Expr:
    """`value`, or the next one behind it in its run."""
    ends = start.shift(-1).fill_null(True)
    place = pl.when(value.is_not_null() | ends).then(pl.int_range(pl.len()))
    return value.gather(place.backward_fill())


def before(value: pl.Expr, start: pl.Expr) -> pl.Expr:
    """The last `value` on an earlier row of the run."""
    return pl.when(~start).then(filled(value, start).shift(1))


def last(value: pl.Expr, start: pl.Expr) -> pl.Expr:
    """`value` on the run's last row."""
    ends = start.shift(-1).fill_null(True)
    return value.gather(pl.when(ends).then(pl.int_range(pl.len())).backward_fill())


def first(value: pl.Expr, start: pl.Expr) -> pl.Expr:
    """`value` on the run's first row."""
    return value.gather(pl.when(start).then(pl.int_range(pl.len())).forward_fill())


def position(start: pl.Expr) -> pl.Expr:
    """The row's place in its run, counted from 0."""
    row = pl.int_range(pl.len())
    return row - pl.when(start).then(row).forward_fill()


def length(start: pl.Expr) -> pl.Expr:
    """The number of rows of the run."""
    return last(position(start), start) + 1
