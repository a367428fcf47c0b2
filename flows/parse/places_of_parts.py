"""Whose reports are read together: the place of every document, also of a newspaper's second page that names none.

Rows of `documents` come in, their `area` goes out. The inner pages of a report seldom name their place, or name
another one more often. A page without a title belongs to the place of the page that it follows, where that is certain:
it came from the same folder or the same directory of a site, and no other page there fits.
"""

import polars as pl

from flows.parse.outcomes import AREA
from flows.parse.parts import following, marked

DIRECTORY = pl.col("source_uri").str.replace(r"[?#].*$", "").str.replace(r"[^/]*$", "")
READ = (
    "doc_id", "source_uri", "kind", "region", "region_code", "title", "review_year", "plan_year",
    "continued_from", "continues_on", "page", "pages",
)  # fmt: skip


def areas(documents: pl.DataFrame) -> pl.DataFrame:
    """doc_id and area, one row a document of `documents` (columns of `READ`): the code or the name of its place, else
    the document itself."""
    own = documents.select("doc_id", area=AREA)
    before = _pages_before(documents)
    if not before:
        return own
    area_of = dict(own.iter_rows())
    moved = [(doc_id, area_of[_first(doc_id, before)]) for doc_id in before]
    led = pl.DataFrame(moved, schema={"doc_id": pl.String, "led": pl.String}, orient="row")
    return own.join(led, on="doc_id", how="left", maintain_order="left").select(
        "doc_id", area=pl.coalesce("led", "area")
    )


def _pages_before(documents: pl.DataFrame) -> dict[str, str]:
    """doc_id of a page without a title → the one page of its directory that it goes on from."""
    pages = marked(documents.with_columns(area=DIRECTORY))
    alone = [
        pl.col(side).is_null() | (pl.len().over("area", "about", "series", side) == 1) for side in ("before", "after")
    ]
    pairs = following(pages.filter(*alone)).filter(pl.col("cost") == 1)
    untitled = documents.filter(pl.col("title").is_null()).select(doc_id_b="doc_id")
    return dict(pairs.join(untitled, on="doc_id_b").select("doc_id_b", "doc_id").iter_rows())


def _first(doc_id: str, before: dict[str, str]) -> str:
    while doc_id in before:
        doc_id = before[doc_id]
    return doc_id
