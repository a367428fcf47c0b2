"""Reports as a reader knows them: other editions left out, the parts of one report put together.

Tables of all documents of some places come in, with `editions`; the same tables with one document a report go out, for
the rules. What these find is led back to the documents and places in them that the words stand in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from expectations.rules.rule import HITS

CUT = r"[，、；：]$"  # the last sentence of a page that goes on on the next
HEADING = r"^(?:#|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
NUMBERED = {"sentences": ("paragraph", "table_no"), "table_cells": ("table_no",), "projects": ("table_no",)}
SPANS = pl.Schema(HITS)["char_spans"]


@dataclass(frozen=True)
class Together:
    """`tables` with one document a report that counts, and where the parts of reports of several stand in them
    (`report_id`, `doc_id`, `shift`, `end`: characters of the report)."""

    tables: dict[str, pl.DataFrame]
    parts: pl.DataFrame

    def of_several(self) -> dict[str, pl.DataFrame]:
        """The rows of the reports that have several parts."""
        return {name: _of(rows, self.parts["report_id"]) for name, rows in self.tables.items()}


def together(tables: Mapping[str, pl.DataFrame]) -> Together:
    """One document a report: named as its first known part, with the columns of each part that says them first.

    Characters are counted through the parts, and a sentence that is cut by the end of a page is one.
    """
    beside = tables["editions"].filter(pl.col("edition_of").is_null())
    counting = {name: _of(rows, beside["doc_id"]) for name, rows in tables.items() if name != "editions"}
    parts = _places(counting, beside.filter(pl.col("parts_known") > 1))
    if parts.is_empty():
        return Together(counting, parts)
    cut = _cut_sentences(counting["sentences"], parts)
    going_on = pl.col("doc_id").is_in(cut.filter(~pl.col("is_first"))["doc_id"].implode())
    placed = parts.with_columns(pl.col("paragraph") - going_on.cum_sum().over("report_id"))
    joined = {name: _joined(name, rows, placed, cut) for name, rows in counting.items()}
    return Together(joined, parts)


def led_back(hits: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Hits (`rule` and the columns of `HITS`) on documents put together, as hits on the part that the first quote is in.

    Quotes in other parts are left to the evidence: a finding points into one document.
    """
    row = hits.with_row_index("row")
    own = row.join(parts.select(doc_id="report_id").unique(), on="doc_id", how="semi")
    if own.is_empty():
        return hits
    quotes = (
        own.select("row", "doc_id", "quotes", "char_spans")
        .explode("quotes", "char_spans", empty_as_null=False)
        .with_columns(pl.col("char_spans").struct.unnest())
        .join(parts.rename({"doc_id": "part_id", "end": "until"}), left_on="doc_id", right_on="report_id")
        .filter(pl.col("start").is_between(pl.col("shift"), pl.col("until"), closed="left"))
    )
    span = pl.struct(start=pl.col("start") - pl.col("shift"), end=pl.col("end") - pl.col("shift"))
    placed = (
        quotes.filter(pl.col("part_id") == pl.col("part_id").first().over("row"))
        .group_by("row", maintain_order=True)
        .agg(pl.col("part_id").first(), "quotes", char_spans=span)
    )
    led = (
        row.join(placed, on="row", how="left", maintain_order="left", suffix="_led")
        .with_columns(
            doc_id=pl.coalesce("part_id", "doc_id"),
            quotes=pl.coalesce("quotes_led", "quotes"),
            char_spans=pl.coalesce("char_spans_led", "char_spans"),
        )
        .select(hits.columns)
    )
    return led.with_columns(pl.col("char_spans").cast(SPANS))


def _of(rows: pl.DataFrame, doc_ids: pl.Series) -> pl.DataFrame:
    return rows.filter(pl.col("doc_id").is_in(doc_ids.implode()))


def _places(tables: Mapping[str, pl.DataFrame], several: pl.DataFrame) -> pl.DataFrame:
    """report_id, doc_id, part, shift, end, and how many paragraphs and tables stand before it, of documents that are parts."""
    lines = tables["sentences"].group_by("doc_id").agg(
        paragraphs=pl.col("paragraph").max() + 1, tables=pl.col("table_no").max().fill_null(0)
    )  # fmt: skip
    sized = (
        several.select("report_id", "doc_id", "part")
        .join(tables["documents"].select("doc_id", "chars"), on="doc_id")
        .join(lines, on="doc_id", how="left")
        .sort("report_id", "part")
    )
    before = [
        (pl.col(column).fill_null(0).cum_sum() - pl.col(column).fill_null(0)).over("report_id").alias(name)
        for column, name in (("chars", "shift"), ("paragraphs", "paragraph"), ("tables", "table_no"))
    ]
    placed = sized.with_columns(*before).with_columns(end=pl.col("shift") + pl.col("chars"))
    return placed.select("report_id", "doc_id", "part", "shift", "end", "paragraph", "table_no")


def _cut_sentences(sentences: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """doc_id, char_start, whole, is_first: the last and the first sentences of two parts that are halves of one, and
    that one."""
    ends = (
        sentences.filter(pl.col("table_no").is_null())
        .sort("doc_id", "char_start")
        .group_by("doc_id", maintain_order=True)
        .agg(
            pl.col("text", "char_start").first().name.prefix("first_"),
            pl.col("text", "char_start", "char_end").last().name.prefix("last_"),
        )
    )
    following = pl.col("doc_id", "first_text", "first_char_start").shift(-1).over("report_id").name.suffix("_b")
    met = parts.join(ends, on="doc_id", maintain_order="left").with_columns(following)
    halves = met.filter(
        pl.col("last_text").str.contains(CUT),
        ~pl.col("first_text_b").str.contains(HEADING),
        pl.col("last_char_end") + pl.col("shift") == pl.col("end"),
        pl.col("first_char_start_b") == 0,
    ).with_columns(whole=pl.col("last_text") + pl.col("first_text_b"))
    sides = (("doc_id", "last_char_start", True), ("doc_id_b", "first_char_start_b", False))
    return pl.concat(
        halves.select(pl.col(doc).alias("doc_id"), pl.col(at).alias("char_start"), "whole", is_first=pl.lit(first))
        for doc, at, first in sides
    )


def _joined(table: str, rows: pl.DataFrame, parts: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    """The rows of `table` with the parts of each report as one document."""
    if table == "sentences":
        rows = _whole_sentences(rows, cut)
    if table == "observations":
        rows = _whole_evidence(rows, cut)
    placed = rows.join(parts, on="doc_id", how="left", maintain_order="left", suffix="_before")
    moved = [pl.col(name) + pl.col("shift").fill_null(0) for name in ("char_start", "char_end") if name in rows.columns]
    moved += [pl.col(name) + pl.col(f"{name}_before").fill_null(0) for name in NUMBERED.get(table, ())]
    named = placed.with_columns(*moved, doc_id=pl.coalesce("report_id", "doc_id"))
    if table == "documents":
        first_said = pl.exclude("doc_id").drop_nulls().first()
        ordered = named.sort(pl.col("part").fill_null(1), maintain_order=True)
        goes_on = pl.col("continues_on").sort_by("part").last().over("doc_id")
        named = ordered.with_columns(continues_on=goes_on).group_by("doc_id", maintain_order=True).agg(first_said)
    return named.select(rows.columns).cast(rows.schema)


def _whole_sentences(sentences: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    """The first half of a cut sentence becomes the whole, the second half goes."""
    marked = sentences.join(cut, on=["doc_id", "char_start"], how="left", maintain_order="left")
    kept = marked.filter(pl.col("is_first").fill_null(True)).with_columns(text=pl.coalesce("whole", "text"))
    ends = (
        pl.when(pl.col("whole").is_null())
        .then("char_end")
        .otherwise(pl.col("char_start") + pl.col("text").str.len_chars())
    )
    kept = kept.with_columns(char_end=ends)
    return kept.select(sentences.columns)


def _whole_evidence(observations: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    halves = cut.with_columns(pl.col("char_start").alias("at")).select("doc_id", "at", "whole").sort("at")
    near = observations.with_row_index("row").sort("char_start").join_asof(
        halves, left_on="char_start", right_on="at", by="doc_id", check_sortedness=False
    )  # fmt: skip
    inside = pl.col("whole").str.contains(pl.col("evidence"), literal=True).fill_null(False)
    whole = near.with_columns(evidence=pl.when(inside).then("whole").otherwise("evidence"))
    return whole.sort("row").select(observations.columns)
