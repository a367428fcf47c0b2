"""Rows that outlive the frame they were taken from.

Polars copies no text where it filters, sorts or groups: five rows out of a batch hold all of the batch's text for as
long as they live themselves. Whoever gathers a few rows of every batch keeps copies.
"""

import polars as pl


def kept(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows, in memory of their own. They pass through Python, so let there be few of them."""
    return pl.DataFrame(rows.to_dict(as_series=False), schema=rows.schema)
