"""Sentences to observations: the grammar of quantities in running text, stage by stage.

Each stage is a frame of many reports that can be looked at:

    clauses       one clause         text, char_start, first; line and clause number it; period_before, region
    numbers       one number         lead, tail, bound, number, upper, more, unit, limit as written
    quantities    those that count   value, value_max, unit, comparator, place; list_id, head, follows, values say where
                                     it stands in a list of bare values
    measures      the same           measure, signed value, span with its verb
    subjects      one indicator      indicator, named, flow (a number for several indicators gives several rows)
    dated, placed the same           year, year_from, status, region
    observations  the same           the columns of the published table

The reference step fills indicator_code, value_base, unit_base and binding.
"""

import polars as pl

from flows.parse.clauses import clauses
from flows.parse.dating import dated
from flows.parse.ids import row_id
from flows.parse.measures import measures
from flows.parse.periods import marks
from flows.parse.places import placed, places
from flows.parse.quantities import quantities
from flows.parse.runs import position, starts
from flows.parse.scopes import scopes
from flows.parse.standpoints import YEARS_OF_REPORT, standpoints
from flows.parse.subjects import subjects


def observe(sentences: pl.DataFrame, sections: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a quantity that the running text states, in reading order, with the columns of `Observations`.

    `sentences` (doc_id, sentence_id, section_id, paragraph, table_no, text, char_start), `sections` (doc_id, section_id,
    parent_id, level, title) and `documents` (doc_id, source_name, kind, title, given_on, region, region_code, review_year, plan_year_from,
    plan_year) as parsed.
    """
    known = standpoints(documents, sentences)
    read = clauses(sentences).pipe(marks_of, known).pipe(places, documents)
    named = quantities(read).pipe(measures).pipe(subjects, read["text"])
    stated = named.filter(pl.col("indicator").fill_null("") != "")
    return (
        stated.hstack(scopes(sentences, sections, known)[stated["line"]])
        .pipe(dated)
        .pipe(placed, documents)
        .pipe(_published, sentences, documents)
    )


def marks_of(clauses: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`marks` of clauses, with the years that the report speaks of (`standpoints`)."""
    years = known.select("doc_id", *YEARS_OF_REPORT)
    return clauses.join(years, on="doc_id", how="left", maintain_order="left").pipe(marks).drop(YEARS_OF_REPORT)


def _published(rows: pl.DataFrame, sentences: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    text = sentences.select(evidence="text", sentence_start="char_start")
    shift = pl.col("char_start") - pl.col("sentence_start")
    nth = position(starts("doc_id", "char_start"))
    return (
        rows.hstack(text[rows["line"]])
        .join(documents.select("doc_id", "source_name"), on="doc_id", how="left", maintain_order="left")
        .with_columns(
            quote=pl.col("evidence").str.slice(shift, pl.col("char_end") - pl.col("char_start")),
            observation_id=row_id("char_start", nth),
        )
        .select(
            "observation_id",
            "doc_id",
            "source_name",
            "section_id",
            "indicator",
            pl.lit(None, pl.String).alias("indicator_code"),
            "measure",
            "value",
            "value_max",
            "unit",
            "comparator",
            "year",
            "year_from",
            "status",
            "region",
            pl.lit(None, pl.Float64).alias("value_base"),
            pl.lit(None, pl.String).alias("unit_base"),
            pl.lit(None, pl.Boolean).alias("binding"),
            pl.lit("text").alias("origin"),
            "evidence",
            "quote",
            "char_start",
            "char_end",
            pl.lit([], pl.List(pl.String)).alias("flags"),
        )
    )
