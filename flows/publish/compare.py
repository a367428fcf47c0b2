"""What a planned release adds, takes away and changes, row by row: shown before a backfill becomes current, and kept.

A row is the same row in both releases where it says the same about the same words of a report, though its place in the
text, and with it its id, may have moved. `IDENTITY` says of every table what makes two rows the same one; of rows that
share it, the first is compared with the first, the second with the second.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import polars as pl

from expectations.schemas import TABLES
from flows import storage
from flows.layout import Layout
from flows.publish.kept import kept
from flows.publish.plan import RUN_COLUMNS, Pair, Plan, changed_pairs
from flows.storage import Location

IDENTITY: dict[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "sections": ("doc_id", "number", "title"),
    "sentences": ("doc_id", "text"),
    "observations": ("doc_id", "evidence", "quote"),
    "table_cells": ("doc_id", "table_no", "row", "column"),
    "tasks": ("doc_id", "task_no"),
    "milestones": ("doc_id", "task_no", "text"),
    "projects": ("doc_id", "name"),
    "outcomes": ("area", "region", "indicator", "measure", "year_from", "year", "target_evidence", "target_text"),
    "editions": ("area", "doc_id"),
    "panel": ("area", "region", "indicator", "measure", "unit", "year"),
    "findings": ("finding_id",),
}
# Where a row stands and what made it, not what it says
PLACES = frozenset(
    {"section_id", "parent_id", "sentence_id", "observation_id", "outcome_id", "paragraph", "table_no", "char_start"}
    | {"char_end", "char_spans", "parser_version", "rules_version", *RUN_COLUMNS}
)
CHANGES = ("added", "removed", "changed", "moved")
MOST_EXAMPLES = 5  # a table and kind of change
SHOWN_CHARACTERS = 400
COUNTS = dict.fromkeys(CHANGES, pl.Int64)
TABLE_COUNTS = pl.Schema({"table": pl.String, **COUNTS})
INDICATOR_COUNTS = pl.Schema({"table": pl.String, "indicator": pl.String, **COUNTS})
DOCUMENT_COUNTS = pl.Schema({"doc_id": pl.String, "source_name": pl.String, **COUNTS})
EXAMPLE_COLUMNS = ("table", "change", "doc_id", "row", "before", "after")
EXAMPLES = pl.Schema(dict.fromkeys(("table", "change", "doc_id", "source_name", "row", "before", "after"), pl.String))


@dataclass(frozen=True)
class Comparison:
    """What changes against the current release.

    tables      one row a table that changes: rows added, removed, changed (the same row says something else) and moved
                (it says the same under another id, place or version)
    indicators  the same by indicator, of the tables that have one
    documents   the same by document, over all tables whose rows belong to one
    examples    some rows of every table and kind of change: what identifies the row, and its columns before and after
                (of a changed row those that differ), as text
    """

    tables: pl.DataFrame
    indicators: pl.DataFrame
    documents: pl.DataFrame
    examples: pl.DataFrame


FRAMES = {"tables": TABLE_COUNTS, "indicators": INDICATOR_COUNTS, "documents": DOCUMENT_COUNTS, "examples": EXAMPLES}


def compare(layout: Layout, plan: Plan) -> Comparison:
    """Compare the rows that the plan writes with those that they replace, one batch after the other."""
    indicators, documents, examples = [], [], []
    for table in (name for name in TABLES if name in IDENTITY and name in plan.tables):
        for pair in _pairs(layout, plan, table):
            rows = _compared(table, pair)
            indicators.append(kept(rows.group_by("table", "indicator", "change").len()))
            documents.append(kept(rows.group_by("doc_id", "change").len()))
            examples.append(kept(_examples(rows, pair)))
    by_indicator = _sum(indicators, ["table", "indicator"], INDICATOR_COUNTS)
    names = _names(plan)
    by_document = _sum(documents, ["doc_id"], DOCUMENT_COUNTS, names).drop_nulls("doc_id")
    shown = pl.concat([pl.DataFrame(schema=EXAMPLES).select(EXAMPLE_COLUMNS), *examples])
    return Comparison(
        tables=_per_table(by_indicator),
        indicators=by_indicator.drop_nulls("indicator"),
        documents=by_document,
        examples=_first(shown).join(names, on="doc_id", how="left", maintain_order="left").select(EXAMPLES.names()),
    )


def write_comparison(comparison: Comparison, folder: Location) -> Location:
    """Write the four frames as csv files that a spreadsheet opens; returns the folder."""
    for name in FRAMES:
        text = getattr(comparison, name).write_csv(include_bom=True)
        storage.write(folder / f"{name}.csv", text.encode())
    return folder


def read_comparison(folder: Location) -> Comparison | None:
    """What `write_comparison` wrote; None where it wrote nothing."""
    try:
        csv = {name: storage.read(folder / f"{name}.csv") for name in FRAMES}
    except FileNotFoundError:
        return None
    return Comparison(**{name: pl.read_csv(BytesIO(csv[name]), schema=schema) for name, schema in FRAMES.items()})


def _pairs(layout: Layout, plan: Plan, table: str) -> Iterator[Pair]:
    """Batch by batch the rows of a table that changes; old ones have the columns of the new ones, if there are none, too."""
    if plan.tables[table].changed:
        for pair in changed_pairs(layout, plan, table):
            yield pair if pair.old.width else Pair(pair.new.clear(), pair.new)


def _compared(table: str, pair: Pair) -> pl.DataFrame:
    """One row a row of the pair that differs: table, change, doc_id, indicator; its `identity`, and its number among those
    that share it (nth); and where it stands among the old and among the new rows (at, at_new)."""
    identity = list(IDENTITY[table])
    old, new = _described(pair.old, identity), _described(pair.new, identity)
    joined = old.join(new, on=[*identity, "nth"], how="full", coalesce=True, nulls_equal=True, suffix="_new")
    return joined.filter(pl.col("whole").ne_missing(pl.col("whole_new"))).select(
        pl.lit(table).alias("table"),
        pl.when(pl.col("whole").is_null())
        .then(pl.lit("added"))
        .when(pl.col("whole_new").is_null())
        .then(pl.lit("removed"))
        .when(pl.col("said") == pl.col("said_new"))
        .then(pl.lit("moved"))
        .otherwise(pl.lit("changed"))
        .alias("change"),
        pl.coalesce("about", "about_new").alias("doc_id"),
        pl.coalesce("of", "of_new").alias("indicator"),
        pl.struct(identity).alias("identity"),
        "nth",
        "at",
        "at_new",
    )


def _described(rows: pl.DataFrame, identity: list[str]) -> pl.DataFrame:
    """The identity of every row and its number among those that share it; digests of all of it (`whole`) and of what
    it says (`said`); its document and indicator; and where it stands."""
    columns = sorted(set(rows.columns) - set(RUN_COLUMNS))
    about = next(
        (pl.col(name) for name in ("doc_id", "target_doc_id") if name in rows.columns), pl.lit(None, pl.String)
    )
    of = pl.coalesce("indicator_code", "indicator") if "indicator" in rows.columns else pl.lit(None, pl.String)
    return rows.select(
        *identity,
        pl.int_range(pl.len()).over(identity).alias("nth"),
        rows.select(columns).hash_rows().alias("whole"),
        rows.select(name for name in columns if name not in PLACES).hash_rows().alias("said"),
        about.alias("about"),
        of.alias("of"),
        pl.int_range(pl.len()).alias("at"),
    )


def _examples(rows: pl.DataFrame, pair: Pair) -> pl.DataFrame:
    """The first few of the rows (columns of `_compared`), with what they say before and after as text."""
    seen = rows.filter(pl.col("change") != "moved")  # those that only moved are counted, not shown
    early = pl.col("doc_id").rank("min").over("change") <= MOST_EXAMPLES  # of later documents none is among the first
    identity = [field.name for field in rows.schema["identity"].fields]  # type: ignore[attr-defined]
    said = pl.concat_str(pl.col("identity").struct.field(identity), separator=" | ", ignore_nulls=True)
    named = seen.filter(early | pl.col("doc_id").is_null()).with_columns(row=said.str.slice(0, SHOWN_CHARACTERS))
    first = _first(named, "nth")
    before, after = _facts(pair.old, first["at"], identity), _facts(pair.new, first["at_new"], identity)
    return (
        first.join(before.rename({"facts": "before"}), on="at", how="left", maintain_order="left")
        .join(after.rename({"at": "at_new", "facts": "after"}), on="at_new", how="left", maintain_order="left")
        .select(EXAMPLE_COLUMNS)
    )


def _facts(rows: pl.DataFrame, at: pl.Series, identity: list[str]) -> pl.DataFrame:
    """What the rows at these places say beside their identity, as text: at, facts."""
    places = at.drop_nulls()
    says = [name for name in rows.columns if name not in {*PLACES, *RUN_COLUMNS, *identity}]
    facts = pl.struct(says).struct.json_encode() if says else pl.lit(None, pl.String)
    return rows[places].select(places.alias("at"), facts.alias("facts"))


def _first(rows: pl.DataFrame, *then_by: str) -> pl.DataFrame:
    """A few rows of every table and kind of change, by document and name."""
    ordered = rows.sort("doc_id", "row", *then_by, nulls_last=True, maintain_order=True)
    return ordered.group_by("table", "change", maintain_order=True).head(MOST_EXAMPLES)


def _sum(
    parts: list[pl.DataFrame], keys: list[str], schema: pl.Schema, names: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Counts of all batches by `keys`, one column a kind of change, the most changed first."""
    if not parts:
        return pl.DataFrame(schema=schema)
    of = {kind: pl.col("len").filter(pl.col("change") == kind).sum().cast(pl.Int64).alias(kind) for kind in CHANGES}
    counted = pl.concat(parts).group_by(keys).agg(of.values())
    named = counted if names is None else counted.join(names, on="doc_id", how="left")
    most = pl.sum_horizontal("added", "removed", "changed")
    return named.sort(most, "moved", *keys, descending=[True, True, *(False for _ in keys)]).select(schema.names())


def _per_table(by_indicator: pl.DataFrame) -> pl.DataFrame:
    sums = by_indicator.group_by("table", maintain_order=True).agg(pl.col(CHANGES).sum())
    order = pl.col("table").replace_strict({name: number for number, name in enumerate(TABLES)}, return_dtype=pl.Int32)
    return sums.sort(order).select(TABLE_COUNTS.names())


def _names(plan: Plan) -> pl.DataFrame:
    """doc_id and source_name of the documents that were read."""
    if not plan.staged.batches:
        return pl.DataFrame(schema={"doc_id": pl.String, "source_name": pl.String})
    return plan.staged.frame("documents").select("doc_id", "source_name").collect()
