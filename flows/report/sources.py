"""What came in, source by source, and how much of each report was read.

In: the run's sources and the rows of their documents. Out: one `SourceRow` a source and one `FillRow` a document, for
the tables of the page; at most `MOST_SOURCES` and `MOST_FILLED` of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import polars as pl

from flows.report.belonging import belonging_words
from flows.report.words import Words
from flows.run import RunSummary

MOST_SOURCES = 500
MOST_FILLED = 100
STATUS_ORDER = {"quarantined": 0, "new": 1, "reparsed": 2, "renamed": 3, "unchanged": 4}


@dataclass(frozen=True)
class SourceRow:
    """One source that came in; counts are those of its document, empty where it was set aside."""

    name: str
    link: str | None
    other_names: tuple[str, ...]
    status: str
    detail: str
    title: str | None
    region: str | None
    kind: str | None
    years: str
    chars: int | None
    sentences: int | None
    observations: int | None
    coded: float | None
    findings: int | None
    belonging: tuple[Words, ...] = ()


@dataclass(frozen=True)
class FillRow:
    """How much of one report was read: shares from 0 to 1, empty where there was nothing to read."""

    name: str
    with_numbers: int
    observations: int
    read: float | None
    coded: float | None
    dated: float | None


def source_rows(summary: RunSummary, tables: Mapping[str, pl.DataFrame]) -> list[SourceRow]:
    """One row a source, those set aside and the new ones first."""
    order = pl.col("status").replace_strict(STATUS_ORDER, return_dtype=pl.Int8)
    first = summary.sources.sort(order, "source_name", maintain_order=True).head(MOST_SOURCES)
    documents = tables["documents"].select(
        "doc_id", "source_names", "title", "region", "kind", "chars", _years().alias("years")
    )
    rows = first.join(documents, on="doc_id", how="left", maintain_order="left").join(
        _counts(tables), on="doc_id", how="left", maintain_order="left"
    )
    belonging = belonging_words(tables["editions"], tables.get("related", tables["documents"]))
    return [_source_row(row, belonging.get(row["doc_id"], ())) for row in rows.iter_rows(named=True)]


def fill_rows(tables: Mapping[str, pl.DataFrame]) -> list[FillRow]:
    """One row a document, the least read first."""
    sentences, observations = tables["sentences"], tables["observations"]
    holding = (
        sentences.filter(pl.col("numbers") > 0)
        .group_by("doc_id")
        .agg(pl.len().alias("with_numbers"), (pl.col("observations") > 0).mean().alias("read"))
    )
    filled = observations.group_by("doc_id").agg(
        pl.len().alias("rows"),
        pl.col("indicator_code").is_not_null().mean().alias("coded"),
        pl.col("year").is_not_null().mean().alias("dated"),
    )
    documents = tables["documents"].select("doc_id", "source_name")
    rows = (
        documents.join(holding, on="doc_id", how="left", maintain_order="left")
        .join(filled, on="doc_id", how="left", maintain_order="left")
        .with_columns(pl.col("with_numbers", "rows").fill_null(0))
        .sort("read", "source_name", nulls_last=True)
        .head(MOST_FILLED)
    )
    return [
        FillRow(*row) for row in rows.select("source_name", "with_numbers", "rows", "read", "coded", "dated").rows()
    ]


def readable(uri: str) -> str:
    """An address as people read it: without percent signs, a local file as its path."""
    text = unquote(uri)
    return text.removeprefix("file://").removeprefix("file:")


def web_link(uri: str) -> str | None:
    """The address if a browser may follow it, else None: files of this machine mean nothing to whoever gets the page."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # an address that is none, such as http://[
        return None
    return uri if parts.scheme in ("http", "https") and parts.netloc else None


def _counts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """doc_id and how many sentences, observations and findings it has, 0 where none; and the share with a code."""
    of_documents = tables["documents"].select("doc_id")
    observations = tables["observations"].group_by("doc_id")
    counted = {
        "sentences": tables["sentences"].group_by("doc_id").len("sentences"),
        "observations": observations.agg(
            pl.len().alias("observations"), pl.col("indicator_code").is_not_null().mean().alias("coded")
        ),
        "findings": tables["findings"].group_by("doc_id").len("findings"),
    }
    for rows in counted.values():
        of_documents = of_documents.join(rows, on="doc_id", how="left")
    return of_documents.with_columns(pl.col(*counted).fill_null(0))


def _years() -> pl.Expr:
    """2024 / 2025 for a review and a plan, 2021—2025 for a plan of several years."""
    review, first, last = pl.col("review_year"), pl.col("plan_year_from"), pl.col("plan_year")
    return (
        pl.when(first.is_not_null() & (first != last))
        .then(pl.format("{}—{}", first, last))
        .when(review.is_not_null() & last.is_not_null())
        .then(pl.format("{} / {}", review, last))
        .otherwise(pl.coalesce(review.cast(pl.String), last.cast(pl.String), pl.lit("")))
    )


def _source_row(row: Mapping[str, Any], belonging: tuple[Words, ...]) -> SourceRow:
    return SourceRow(
        name=row["source_name"],
        link=web_link(row["source_uri"]),
        other_names=tuple(name for name in row["source_names"] or () if name != row["source_name"]),
        status=row["status"],
        detail=row["detail"] or "",
        title=row["title"],
        region=row["region"],
        kind=row["kind"],
        years=row["years"] or "",
        chars=row["chars"],
        sentences=row["sentences"],
        observations=row["observations"],
        coded=row["coded"],
        findings=row["findings"],
        belonging=belonging,
    )
