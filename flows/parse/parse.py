"""Texts to staged tables: the whole of parsing, step by step."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from flows.parse.canonical import canonicalise
from flows.parse.documents import documents
from flows.parse.hints import with_hints
from flows.parse.normalise import normalise
from flows.parse.observations import observe
from flows.parse.projects import projects
from flows.parse.sections import sections
from flows.parse.sentences import sentences
from flows.parse.table_cells import table_cells
from flows.parse.table_observations import table_observations
from flows.parse.tasks import milestones, tasks

MOST_SLICES, REPORTS_A_SLICE = 4, 50
LONGEST = 1 << 40  # characters, beyond any text


@dataclass(frozen=True)
class Parsed:
    """`texts` with normalised text, which all spans point into, and the tables (columns of `expectations.schemas`, less
    what the run adds: parser_version, rules_version, run_id)."""

    texts: pl.DataFrame
    tables: dict[str, pl.DataFrame]


def parse(texts: pl.DataFrame) -> Parsed:
    """Read many reports: `texts` has one row a report, decoded and otherwise raw (columns as `load_texts` gives them).

    Many reports are read in as many slices side by side as the machine has cores (four at most): polars works on one
    string column with one core, and a report depends on no other.
    """
    slices = min(os.cpu_count() or 1, MOST_SLICES, max(1, texts.height // REPORTS_A_SLICE))
    if slices == 1:
        return _parse(texts)
    size = -(-texts.height // slices)
    with ThreadPoolExecutor(slices) as workers:
        parts = list(workers.map(lambda start: _parse(texts[start : start + size]), range(0, texts.height, size)))
    tables = {name: pl.concat([part.tables[name] for part in parts]) for name in parts[0].tables}
    return Parsed(pl.concat([part.texts for part in parts]), tables)


def _parse(texts: pl.DataFrame) -> Parsed:
    normal = normalise(texts)
    headings = sections(normal)
    lines = sentences(normal, headings)
    reports = with_hints(documents(texts, normal, headings), texts)
    cells = table_cells(normal)
    duties = tasks(normal, headings, reports)
    read = pl.concat([observe(lines, headings, reports), table_observations(normal, cells, reports, headings)])
    observations = canonicalise(read.sort("doc_id", "char_start", maintain_order=True))
    tables = {
        "documents": reports,
        "sections": headings,
        "sentences": counted(lines, observations),
        "observations": observations,
        "table_cells": cells,
        "tasks": duties,
        "milestones": milestones(normal, duties),
        "projects": projects(cells, reports),
    }
    return Parsed(normal, tables)


def counted(sentences: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """The sentences with `observations`: how many rows each gave."""
    documents = sentences.select(pl.col("doc_id").unique(maintain_order=True)).with_row_index("document")
    place = (pl.col("document").cast(pl.Int64) * LONGEST + pl.col("char_start")).alias("place")
    starts = sentences.join(documents, on="doc_id", maintain_order="left").select("sentence_id", place)
    at = observations.select("doc_id", "char_start").join(documents, on="doc_id").select(place).sort("place")
    given = at.join_asof(starts.sort("place"), on="place").group_by("sentence_id").len()
    counts = sentences.drop("observations").join(given, on="sentence_id", how="left", maintain_order="left")
    return counts.with_columns(pl.col("len").fill_null(0).cast(pl.Int32).alias("observations")).drop("len")
