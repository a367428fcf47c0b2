"""What a person knows of a report and the report does not say itself.

In: `documents` as read from the reports, and texts with the hints of their sources (hint_region: GB/T 2260 code,
hint_kind, hint_year: the year planned; null where there is none). Out: `documents` with the hints in empty places.
"""

import polars as pl

from expectations.reference import regions

HINTS = ("hint_region", "hint_kind", "hint_year")
YEARLY = ("plan_report", "work_report")  # they look back on the year before the one that they plan


def with_hints(reports: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The same rows and columns; what a report says itself stays.

    A region's code is filled in where the report names no region, or the same one without its code being certain; a
    kind where none was told (other); years where the report tells none.
    """
    if not set(HINTS) <= set(texts.columns) or texts.select(pl.all_horizontal(pl.col(HINTS).is_null().all())).item():
        return reports
    known = reports.join(texts.select("doc_id", *HINTS), on="doc_id", how="left", maintain_order="left").join(
        _places(), left_on="hint_region", right_on="code", how="left", maintain_order="left"
    )
    same = (pl.col("region") == pl.col("place")) | (pl.col("region") == pl.col("short_place"))
    unsaid = pl.col("region").is_null() | (pl.col("region_code").is_null() & same.fill_null(False))
    timeless = pl.col("review_year").is_null() & pl.col("plan_year").is_null()
    placed = known.with_columns(
        pl.when(pl.col("kind") == "other").then(pl.coalesce("hint_kind", "kind")).otherwise("kind").alias("kind"),
        pl.when(unsaid).then(pl.coalesce("place", "region")).otherwise("region").alias("region"),
        pl.when(unsaid).then(pl.coalesce("hint_region", "region_code")).otherwise("region_code").alias("region_code"),
        pl.when(unsaid)
        .then(pl.coalesce("place_level", "region_level"))
        .otherwise("region_level")
        .alias("region_level"),
    )
    yearly = pl.col("kind").is_in(YEARLY)
    dated = placed.with_columns(
        pl.when(timeless).then("hint_year").otherwise("plan_year").alias("plan_year"),
        pl.when(timeless & yearly).then(pl.col("hint_year") - 1).otherwise("review_year").alias("review_year"),
    )
    return dated.select(reports.columns)


def told() -> pl.Expr:
    """The hints of a row in a few words, `511700 plan_report 2025`; null where there is none."""
    words = pl.concat_str(pl.col(HINTS).cast(pl.String), separator=" ", ignore_nulls=True)
    return pl.when(words != "").then(words)


def _places() -> pl.DataFrame:
    """One row a code: its place as it is called today, or was called last."""
    newest = (
        regions()
        .sort(pl.col("valid_to").fill_null(9999), descending=True)
        .unique("code", keep="first", maintain_order=True)
    )
    return newest.select("code", place="name", short_place="short_name", place_level="level")
