"""Places below: which areas the reports of a province or a prefecture speak of, and what these reports state for them.

An area is compared with what reports above it state, so that it is concerned when such a report comes, is read again or
leaves its place, by what it names now and by what it named in the release; and when a report above begins or ceases to
count, since another edition of it came or went.
"""

import re

import polars as pl

from expectations.reference.place_names import codes_above, has_places_below
from expectations.rules.above import NAMES_BELOW, TOLD, named_below, told
from flows.publish.plan import among
from flows.publish.read import scan
from flows.standing import Standing

CODE = re.compile("[0-9]{6}")  # 511722, else the area is a name or a document
# Of documents whose place has places below it
HIGHER = ("doc_id", "area", "staged", "region", "review_year", "plan_year")


def higher(documents: pl.DataFrame) -> pl.DataFrame:
    """Those of the documents (columns of `HIGHER`) whose place may have others below it."""
    return documents.filter(has_places_below(pl.col("area"))).select(HIGHER)


def named_now(standing: Standing, documents: pl.DataFrame) -> set[str]:
    """The areas that these documents (columns of `HIGHER`) name, as they are after the run."""
    named = standing.some(documents, "observations", ("doc_id", "region"), NAMES_BELOW)
    return set(named_below(named, documents)["area"].drop_nulls())


def named_before(standing: Standing, documents: pl.DataFrame) -> set[str]:
    """The areas that these documents (columns of `HIGHER`) name in the release."""
    return named_now(standing, documents.with_columns(staged=pl.lit(False)))


def copies_before(standing: Standing, documents: pl.DataFrame) -> set[str]:
    """Those of the documents that the release has as another edition of a report."""
    base = standing.base
    if base is None or "editions" not in base.tables or documents.is_empty():
        return set()
    mine = among(documents["doc_id"].to_list()) & pl.col("edition_of").is_not_null()
    return set(scan(standing.layout, "editions", base.release_id).filter(mine).select("doc_id").collect()["doc_id"])


def told_of(standing: Standing, documents: pl.DataFrame, areas: list[str]) -> pl.DataFrame:
    """What reports above these areas state for them (columns of `TOLD`); `documents` are those of `HIGHER` that count."""
    above = {code for area in areas if CODE.fullmatch(area) for code in codes_above(area)}
    reports = documents.filter(pl.col("area").is_in(above))
    if reports.is_empty():
        return TOLD.to_frame()
    stated = standing.rows(reports, "observations", NAMES_BELOW)
    return told(stated, reports).filter(pl.col("area").is_in(areas)).sort("doc_id", "char_start")
