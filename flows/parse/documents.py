"""One row a report: what it is, whose, for which years.

In: raw texts (websites' labels), normalised texts (titles, sessions) and sections (years). Out: `documents`, without
what only the run knows (parser_version, rules_version, run_id).
"""

import polars as pl

from flows.extract.marks import READ_OFF_PICTURES
from flows.parse.front_matter import front_matter
from flows.parse.imprint import imprints
from flows.parse.page_marks import page_marks
from flows.parse.regions_in_text import with_regions
from flows.parse.titles import kinds_by_headings, titles
from flows.parse.years import years
from flows.parse.years_in_text import addresses

CARRIED = ["source_name", "source_uri", "source_names", "encoding", "media_type"]
COLUMNS = [
    "doc_id",
    "source_name",
    "source_uri",
    "source_names",
    "kind",
    "region",
    "region_code",
    "region_level",
    "title",
    "issuer",
    "document_number",
    "index_number",
    "given_on",
    "published_on",
    "session",
    "review_year",
    "plan_year_from",
    "plan_year",
    "continued_from",
    "continues_on",
    "page",
    "pages",
    "encoding",
    "media_type",
    "ocr",
    "chars",
]


def documents(raw: pl.DataFrame, normal: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Documents of `raw` and `normal` texts (same rows, same order); columns as `COLUMNS`, null where the report does
    not say.

    Dates are days, years calendar years, chars the length of the normalised text. A column of the sources that `raw`
    does not have is left out.
    """
    front = front_matter(raw, normal)
    named = kinds_by_headings(titles(front, normal), sections)
    printed = named.join(imprints(front, named), on="doc_id", how="left", maintain_order="left")
    addressed = printed.join(addresses(raw), on="doc_id", how="left", maintain_order="left").with_columns(_hinted(raw))
    dated = addressed.join(years(addressed, normal, sections), on="doc_id", how="left", maintain_order="left")
    published = dated.with_columns(published_on=pl.coalesce("published_on", "addressed_on"))
    paged = published.join(page_marks(raw), on="doc_id", how="left", maintain_order="left")
    placed = with_regions(paged, normal)
    sources = raw.select("doc_id", *[c for c in CARRIED if c in raw.columns])
    read_off = raw.select("doc_id", ocr=pl.col("text").str.starts_with(READ_OFF_PICTURES))
    sizes = normal.select("doc_id", chars=pl.col("text").str.len_chars().cast(pl.Int64)).join(read_off, on="doc_id")
    all_columns = placed.join(sources, on="doc_id", how="left", maintain_order="left").join(
        sizes, on="doc_id", how="left", maintain_order="left"
    )
    return all_columns.select(c for c in COLUMNS if c in all_columns.columns)


def _hinted(raw: pl.DataFrame) -> pl.Series:
    """`hinted`: whether a person has told the year of a report, which then needs no guess."""
    told = raw["hint_year"].is_not_null() if "hint_year" in raw.columns else [False] * raw.height
    return pl.Series("hinted", told, dtype=pl.Boolean)
