"""Contracts: rows of the tables come in, rows that keep their table's model go on, the others become `quarantine` rows.

A frame that is not the table at all (a column missing, of another type, in another place) raises `BrokenTableError`: that is
a mistake of the code, not of a report. The models stand in `expectations.schemas`; nothing is declared here but the
references between the tables. What goes on is published, what breaks is shown in the quality report.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from pandera.api.polars.container import DataFrameSchema
from pandera.errors import SchemaErrorReason, SchemaErrors

from expectations.schemas import TABLES

RUN_COLUMNS = ("first_run_id", "run_id")  # stamped when a release is written; absent before
VERSION_COLUMNS = ("parser_version", "rules_version")
REASON = "a row breaks the contract of its table"
UNKNOWN_SOURCE = "unknown"
SHOWN_CHARACTERS = 300
TEXT_COLUMNS = ("evidence", "text", "title", "name", "message")

QUARANTINE = pl.Schema(
    {
        "quarantine_id": pl.String,
        "source_uri": pl.String,
        "doc_id": pl.String,
        "stage": pl.String,
        "reason": pl.String,
        "detail": pl.String,
    }
)

CHECK_NAMES = {
    "not_nullable": "must not be empty",
    "field_uniqueness": "must not repeat",
    "multiple_fields_uniqueness": "the key must not repeat",
}
REPEATS = ("field_uniqueness", "multiple_fields_uniqueness")
STRUCTURAL = {
    SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
    SchemaErrorReason.COLUMN_NOT_IN_SCHEMA,
    SchemaErrorReason.COLUMN_NOT_ORDERED,
    SchemaErrorReason.WRONG_DATATYPE,
    SchemaErrorReason.CHECK_ERROR,
}


@dataclass(frozen=True)
class Held:
    """Rows that keep the contract, and the broken ones as rows of `quarantine` (less run_id)."""

    rows: pl.DataFrame
    broken: pl.DataFrame


@dataclass(frozen=True)
class HeldTables:
    """Tables whose rows keep their contracts and their references, and the broken rows of all of them."""

    tables: dict[str, pl.DataFrame]
    broken: pl.DataFrame


@dataclass(frozen=True)
class Reference:
    """Every key of `table` has to stand in `target`; empty ones pass. Keys and columns belong together in order."""

    table: str
    keys: tuple[str, ...]
    target: str
    columns: tuple[str, ...]


def _references() -> tuple[Reference, ...]:
    of_documents = [
        Reference(table, ("doc_id",), "documents", ("doc_id",))
        for table, model in TABLES.items()
        if "doc_id" in model.__annotations__ and table not in ("documents", "quarantine")
    ]
    section = ("doc_id", "section_id")
    return (
        *of_documents,
        Reference("sections", ("doc_id", "parent_id"), "sections", section),
        Reference("sentences", section, "sections", section),
        Reference("observations", section, "sections", section),
        Reference("milestones", ("doc_id", "task_no"), "tasks", ("doc_id", "task_no")),
    )


REFERENCES = _references()


class BrokenTableError(TypeError):
    """A frame that is not the table it is said to be; the message names every column that is wrong."""


def hold_all(tables: Mapping[str, pl.DataFrame], sources: pl.DataFrame | None = None) -> HeldTables:
    """Hold every table to its model, and then the tables to each other.

    A row that points at nothing is taken out once; what pointed at that row in turn is found by the release's suite.
    """
    held = {name: hold(name, rows, sources) for name, rows in tables.items()}
    kept = {name: one.rows for name, one in held.items()}
    dangling = _dangling(kept)
    broken = [*(one.broken for one in held.values()), _all_quarantined(kept, dangling, sources)]
    for name, failures in dangling.items():
        kept[name] = _without(kept[name], failures)
    return HeldTables(kept, _distinct(pl.concat(broken)))


def hold(table: str, rows: pl.DataFrame, sources: pl.DataFrame | None = None) -> Held:
    """Hold `rows` to the model of `table`.

    `sources` (doc_id, source_uri) names where the documents came from, for the rows that go to quarantine. Of rows
    that share a key the first one stays. Columns that only the release stamps (`RUN_COLUMNS`) may be absent.
    Raises `BrokenTableError` where a column is missing, unknown, out of order or of another type.
    """
    schema = TABLES[table].to_schema()
    schema = schema.remove_columns([c for c in RUN_COLUMNS if c in schema.columns and c not in rows.columns])
    if rows.is_empty() and rows.schema == {name: column.dtype.type for name, column in schema.columns.items()}:
        return Held(
            rows, pl.DataFrame(schema=QUARANTINE)
        )  # most tables of a small report; asking costs as for many rows
    failures = _failures(table, schema, rows)
    if not failures.height:
        return Held(rows, pl.DataFrame(schema=QUARANTINE))
    return Held(_without(rows, failures), _distinct(_quarantined(table, rows, failures, sources)))


def references(tables: Mapping[str, pl.DataFrame], sources: pl.DataFrame | None = None) -> pl.DataFrame:
    """The rows, as rows of `quarantine` (less run_id), whose document, section or task is not in its table.

    Tables that are not in `tables` are neither checked nor pointed at.
    """
    return _all_quarantined(tables, _dangling(tables), sources)


def _failures(table: str, schema: DataFrameSchema, rows: pl.DataFrame) -> pl.DataFrame:
    """`index` of every row that breaks `schema`, and `check`: what it breaks, as text, one row a broken row."""
    try:
        schema.validate(rows, lazy=True)
    except SchemaErrors as broken:
        _raise_structural(table, broken)
        cases = pl.DataFrame(broken.failure_cases)
    else:
        return pl.DataFrame(schema={"index": pl.UInt32, "check": pl.String})
    of_column = pl.col("schema_context") == "Column"
    column = pl.when(of_column).then(pl.col("column") + ": ").otherwise(pl.lit(""))
    value = (
        pl.when(of_column).then(pl.format(" (is {})", pl.col("failure_case").fill_null("empty"))).otherwise(pl.lit(""))
    )
    said = (column + pl.col("check").replace(CHECK_NAMES) + value).str.slice(0, SHOWN_CHARACTERS)
    repeats = pl.col("check").is_in(REPEATS)
    first = pl.col("index") == pl.col("index").min().over("check", "column", "failure_case")
    named = cases.filter(~(repeats & first)).select(pl.col("index").cast(pl.UInt32), said.alias("check"))
    return _one_a_row(named)


def _raise_structural(table: str, broken: SchemaErrors) -> None:
    wrong = [str(error) for error in broken.schema_errors if error.reason_code in STRUCTURAL]
    if wrong:
        raise BrokenTableError(f"the frame is not the table {table}: {'; '.join(wrong)}") from broken


def _dangling(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """For every table with rows that point at nothing: `index` and `check`, like `_failures`."""
    found: dict[str, list[pl.DataFrame]] = {}
    for ref in REFERENCES:
        if ref.table not in tables or ref.target not in tables:
            continue
        there = tables[ref.target].select(ref.columns).unique()
        keys = tables[ref.table].select(ref.keys).with_row_index("index").drop_nulls()
        lost = keys.join(there, left_on=ref.keys, right_on=ref.columns, how="anti")
        if lost.height:
            check = pl.format(f"{ref.keys[-1]}: {{}} is not in {ref.target}", pl.col(ref.keys[-1]))
            found.setdefault(ref.table, []).append(lost.select("index", check.alias("check")))
    return {table: _one_a_row(pl.concat(parts)) for table, parts in found.items()}


def _one_a_row(failures: pl.DataFrame) -> pl.DataFrame:
    return failures.group_by("index", maintain_order=True).agg(pl.col("check").str.join("; "))


def _without(rows: pl.DataFrame, failures: pl.DataFrame) -> pl.DataFrame:
    return rows.with_row_index("index").join(failures, on="index", how="anti", maintain_order="left").drop("index")


def _all_quarantined(
    tables: Mapping[str, pl.DataFrame], failures: Mapping[str, pl.DataFrame], sources: pl.DataFrame | None
) -> pl.DataFrame:
    none = pl.DataFrame(schema=QUARANTINE)
    return pl.concat([none, *(_quarantined(table, tables[table], lost, sources) for table, lost in failures.items())])


def _quarantined(table: str, rows: pl.DataFrame, failures: pl.DataFrame, sources: pl.DataFrame | None) -> pl.DataFrame:
    """The rows at `failures.index` as quarantine rows; their ids are digests of the table and the row's own content."""
    broken = rows.with_row_index("index").join(failures, on="index", maintain_order="left")
    content = pl.struct(pl.exclude("index", "check", *RUN_COLUMNS, *VERSION_COLUMNS)).struct.json_encode()
    own_text = next((pl.col(name) for name in TEXT_COLUMNS if name in rows.columns), pl.lit(None))
    doc_id = pl.col("doc_id") if "doc_id" in rows.columns else pl.lit(None, pl.String)
    named = broken.select(doc_id.alias("doc_id"), "check", content.alias("row"), own_text.alias("own").cast(pl.String))
    shown = pl.coalesce("own", "row").str.slice(0, SHOWN_CHARACTERS)
    ids = [hashlib.sha256(f"{table}\n{row}".encode()).hexdigest()[:32] for row in named["row"]]
    return (
        named.join(_addresses(rows, sources), on="doc_id", how="left", maintain_order="left")
        .select(
            pl.Series("quarantine_id", ids, pl.String),
            pl.col("source_uri").fill_null(UNKNOWN_SOURCE),
            "doc_id",
            pl.lit("check").alias("stage"),
            pl.lit(REASON).alias("reason"),
            pl.format(f"{table}: {{}}. The row: {{}}", "check", shown).alias("detail"),
        )
        .match_to_schema(QUARANTINE)
    )


def _addresses(rows: pl.DataFrame, sources: pl.DataFrame | None) -> pl.DataFrame:
    """doc_id and source_uri, one row a document: from `sources`, else from the rows themselves."""
    known = sources if sources is not None else rows
    if not {"doc_id", "source_uri"} <= set(known.columns):
        return pl.DataFrame(schema={"doc_id": pl.String, "source_uri": pl.String})
    return known.select("doc_id", "source_uri").unique("doc_id", keep="first", maintain_order=True)


def _distinct(quarantine: pl.DataFrame) -> pl.DataFrame:
    """Rows that are the same to the letter are one broken row."""
    return quarantine.unique("quarantine_id", keep="first", maintain_order=True)
