"""Work on the few rows that need it.

`when/then` only masks the other rows: string functions look at every masked string, too, so that an expensive expression
on one row of a hundred costs as much as on all of them. This leaves the other rows out first.
"""

import polars as pl

ONLY_ITS_COLUMNS = pl.QueryOptFlags.none(projection_pushdown=True)


def with_columns_where(frame: pl.DataFrame, /, holds: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """`frame` with `columns` on the rows where `holds`, null on the others.

    The expressions see those rows only, so they may not look at neighbours (`shift`, `filled`).
    """
    held = frame.select(holds.fill_null(False)).to_series()
    some = frame.lazy().filter(held).select(**columns).collect(optimizations=ONLY_ITS_COLUMNS)
    places = pl.select(pl.when(held).then(held.cum_sum() - 1)).to_series()
    return frame.with_columns(some.select(pl.all().gather(places)).get_columns())
