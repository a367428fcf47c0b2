"""The published tables: one pandera model a table, the only definition of its columns.

The data dictionary (`jihua tables`), `datapackage.json` and the contracts that every row is held to are all
made from these models. A column is described once, here: its type, whether it may be empty, what it may hold,
its unit and one line of meaning. `TABLES` lists the models in the order in which a reader meets them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

KINDS = ("plan_report", "work_report", "responsibility_plan", "other")
REGION_LEVELS = ("national", "province", "prefecture", "county", "township", "zone")
MEASURES = ("level", "ratio", "growth", "change", "gap", "rank")
COMPARATORS = ("eq", "ge", "le", "approx", "between")
STATUSES = ("actual", "target")
ORIGINS = ("text", "table")
PHASES = ("completed", "started", "under_way", "planned")
SEVERITIES = ("info", "warning", "error")
STAGES = ("collect", "parse", "check")

FIRST_YEAR, LAST_YEAR = 1949, 2100
SHA256 = r"^[0-9a-f]{64}$"

Strings = Annotated[pl.List, pl.String]
Spans = Annotated[pl.List, pl.Struct({"start": pl.Int64, "end": pl.Int64})]
Moment = Annotated[pl.Datetime, "us", "UTC"]


def field(description: str, unit: str = "", **checks: Any) -> Any:
    """A column: what it means, the unit it is counted in ("" where it has none), and what it may hold."""
    return pa.Field(description=description, metadata={"unit": unit}, **checks)


def _year(description: str) -> Any:
    return field(description, "calendar year", nullable=True, ge=FIRST_YEAR, le=LAST_YEAR)


def row_rule(name: str, holds: pl.Expr) -> Any:
    """A contract over several columns of a row: what must hold, as text and as an expression. Empty cells pass."""

    def rule(_: type[pa.DataFrameModel], data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds)

    return pa.dataframe_check(rule, name=name)


def _span(length: pl.Expr | None = None) -> Any:
    """A span holds at least one character; where it must be as long as a text, `length` says how long."""
    if length is None:
        return row_rule("char_end is after char_start", pl.col("char_end") > pl.col("char_start"))
    return row_rule("the span is as long as its text", pl.col("char_end") - pl.col("char_start") == length)


def _years(first: str, last: str) -> Any:
    return row_rule(f"{first} is not after {last}", pl.col(first) <= pl.col(last))


class Table(pa.DataFrameModel):
    """What all tables share: columns in order, no others, types as written."""

    class Config:
        strict = True
        ordered = True


class Documents(Table):
    """One report."""

    doc_id: str = field("sha256 of the original's bytes", str_matches=SHA256, unique=True)
    source_name: str = field("file name, or last part of the address, that it first came under")
    source_uri: str = field("where it first came from: a file: or http(s): address")
    source_names: Strings = field("every name that these bytes came under, first one first")
    kind: str = field("what sort of document it is", isin=KINDS)
    region: str = field("place whose government reports, without the provinces above it", nullable=True)
    region_code: str = field("GB/T 2260 code of the region", nullable=True, str_matches=r"^[0-9]{6}$")
    region_level: str = field("rank of the region", nullable=True, isin=REGION_LEVELS)
    title: str = field("title as printed, in one line", nullable=True)
    issuer: str = field("body that wrote or issued it", nullable=True)
    document_number: str = field("number of the official document (发文字号)", nullable=True)
    index_number: str = field("the site's index number (索引号)", nullable=True)
    given_on: pl.Date = field("date on which it was given to the congress", "date", nullable=True)
    published_on: pl.Date = field(
        "date of publication; where none is stated, the date it was signed or given, else the day in its address",
        "date",
        nullable=True,
    )
    session: str = field("session of the congress it was given to", nullable=True)
    review_year: pl.Int32 = _year("year that the report looks back on")
    plan_year_from: pl.Int32 = _year("first year planned, where the plan spans several")
    plan_year: pl.Int32 = _year("year planned (the last one of a span)")
    continued_from: str = field("page that an earlier part stands on (上接…)", nullable=True)
    continues_on: str = field("page that the next part stands on (下转…)", nullable=True)
    page: pl.Int32 = field(
        "page that it is, of a report that a site shows on several (第1页 共3页)", nullable=True, ge=1
    )
    pages: pl.Int32 = field("how many pages that report has", "count", nullable=True, ge=2)
    encoding: str = field(
        "character encoding that the bytes were read with; utf-8 where the form brings its own (PDF, Office)"
    )
    media_type: str = field("form of the original, as its bytes show it")
    ocr: bool = field(
        "whether its text was read off pictures by a program, so that its numbers want checking", nullable=True
    )
    chars: pl.Int64 = field("length of the normalised text", "characters", ge=0)
    parser_version: str = field("version and digest of the code that read it")
    rules_version: str = field("version and digest of the rules that checked it")
    hints: str = field(
        "what the catalogue told of its source when it was read: region, kind, year planned", nullable=True
    )
    run_id: str = field("run that published this row")

    plan_years_in_order = _years("plan_year_from", "plan_year")


class Sections(Table):
    """One heading."""

    doc_id: str = field("document that it stands in", str_matches=SHA256)
    section_id: str = field("id of the heading", unique=True)
    parent_id: str = field("heading that it stands under", nullable=True)
    level: pl.Int32 = field("depth, 1 for the uppermost", ge=1, le=9)
    number: str = field("number as printed, with its marks: 一、 （一） 1. —— 一是 a．", nullable=True)
    title: str = field("heading without its number")
    char_start: pl.Int64 = field("start of the heading in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end of the heading in the normalised text", "characters", ge=0)

    span = _span()


class Sentences(Table):
    """One sentence: the parsed layer that everything else points into."""

    doc_id: str = field("document that it stands in", str_matches=SHA256)
    sentence_id: str = field("id of the sentence", unique=True)
    section_id: str = field("innermost heading that it stands under", nullable=True)
    paragraph: pl.Int32 = field("paragraph or table row, counted from 0 through the document", ge=0)
    table_no: pl.Int32 = field("table that it stands in", nullable=True, ge=1)
    text: str = field("the sentence, normalised")
    char_start: pl.Int64 = field("start in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end in the normalised text", "characters", ge=0)
    numbers: pl.Int32 = field("numbers written in it, of whatever meaning", "count", ge=0)
    observations: pl.Int32 = field("rows that it gave to observations", "count", ge=0)

    span = _span(pl.col("text").str.len_chars())


class Observations(Table):
    """One quantity that a report states."""

    observation_id: str = field("id of the observation", unique=True)
    doc_id: str = field("document that states it", str_matches=SHA256)
    source_name: str = field("name of that document's source")
    section_id: str = field("innermost heading that it stands under", nullable=True)
    indicator: str = field("what is measured, as the report writes it")
    indicator_code: str = field("code of the canonical indicator, empty where unknown", nullable=True)
    measure: str = field("level, ratio, growth, change, gap or rank", isin=MEASURES)
    value: pl.Float64 = field("the number, signed for growth, change and gap; in the row's unit")
    value_max: pl.Float64 = field("upper end of a range; in the row's unit", nullable=True)
    unit: str = field("unit as written, with its magnitude (亿元, 万人, %)", nullable=True)
    comparator: str = field("eq plain, ge at least, le at most, approx about, between a range", isin=COMPARATORS)
    year: pl.Int32 = _year("year that the number refers to, the last one of a period")
    year_from: pl.Int32 = _year("first year of a period")
    status: str = field("reported as achieved, or planned", isin=STATUSES)
    region: str = field("place that the number is for, where it is not the report's own", nullable=True)
    value_base: pl.Float64 = field("value in the base unit", nullable=True)
    unit_base: str = field("base unit of the unit's dimension", nullable=True)
    binding: bool = field(
        "true for a binding target (约束性), false for an expected one, empty where not said", nullable=True
    )
    origin: str = field("running text or table", isin=ORIGINS)
    evidence: str = field("the sentence, or the table row, that states it")
    quote: str = field("the shortest run of the evidence with the number and its unit")
    char_start: pl.Int64 = field("start of the quote in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end of the quote in the normalised text", "characters", ge=0)
    flags: Strings = field("ids of the rules that found something here, in this report or beside other reports")

    span = _span(pl.col("quote").str.len_chars())
    quoted = row_rule(
        "the quote stands in the evidence", pl.col("evidence").str.contains(pl.col("quote"), literal=True)
    )
    years_in_order = _years("year_from", "year")
    range_in_order = row_rule("value_max is not below value", pl.col("value_max") >= pl.col("value"))
    range_marked = row_rule(
        "value_max is given for a range alone", (pl.col("comparator") == "between") == pl.col("value_max").is_not_null()
    )


class TableCells(Table):
    """One cell of a table in a report."""

    doc_id: str = field("document that it stands in", str_matches=SHA256)
    table_no: pl.Int32 = field("table, counted from 1 through the document", ge=1)
    title: str = field("title of the table", nullable=True)
    row: pl.Int32 = field("row, 0 for the header, counted from 1 below it", ge=0)
    column: pl.Int32 = field("column, counted from 1", ge=1)
    header: str = field("header of the column", nullable=True)
    text: str = field("text of the cell; paragraphs within it divided by a line feed")
    char_start: pl.Int64 = field("start of the cell in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end of the cell in the normalised text", "characters", ge=0)

    span = row_rule("char_end is not before char_start", pl.col("char_end") >= pl.col("char_start"))

    class Config:
        unique = ("doc_id", "table_no", "row", "column")


class Tasks(Table):
    """One task of a responsibility plan."""

    doc_id: str = field("document that sets it", str_matches=SHA256)
    task_no: pl.Int32 = field("number of the task, as printed", ge=1)
    title: str = field("what is to be done")
    theme: str = field("heading that it stands under", nullable=True)
    leaders: Strings = field("persons responsible")
    lead_units: Strings = field("bodies that lead, named before the semicolon")
    support_units: Strings = field("bodies that support, named after the semicolon")
    char_start: pl.Int64 = field("start of the task in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end of the task in the normalised text", "characters", ge=0)

    span = _span()


class Milestones(Table):
    """What a task owes in a year or a span of years."""

    doc_id: str = field("document that sets it", str_matches=SHA256)
    task_no: pl.Int32 = field("task that owes it", ge=1)
    year_from: pl.Int32 = _year("first year, where it spans several")
    year: pl.Int32 = _year("year by which it is owed, the last one of a span")
    text: str = field("what is owed")
    char_start: pl.Int64 = field("start in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end in the normalised text", "characters", ge=0)

    span = _span()
    years_in_order = _years("year_from", "year")


class Projects(Table):
    """One named project in a project list."""

    doc_id: str = field("document that names it", str_matches=SHA256)
    table_no: pl.Int32 = field("table that it stands in", nullable=True, ge=1)
    name: str = field("name of the project")
    phase: str = field("completed, started, under_way or planned", isin=PHASES)
    sector: str = field("sector that the list files it under", nullable=True)
    year: pl.Int32 = _year("year that the list is for")
    char_start: pl.Int64 = field("start of the name in the normalised text", "characters", ge=0)
    char_end: pl.Int64 = field("end of the name in the normalised text", "characters", ge=0)

    span = _span()


class Editions(Table):
    """One document beside the others of its place: which report it is a part of, and which edition of that counts."""

    area: str = field("whose reports were read together: code or name of the reporting place, else the document")
    doc_id: str = field("the document", str_matches=SHA256, unique=True)
    report_id: str = field("the report that it is a part of: the document of its first known part", str_matches=SHA256)
    part: pl.Int32 = field("its place among the known parts of the report", "count", ge=1)
    parts_known: pl.Int32 = field("known parts of the report", "count", ge=1)
    missing_parts: Strings = field("pages of the report that did not come in, as the known ones name them: 第六版")
    edition_of: str = field(
        "report that counts, of which this is another edition; empty where this one counts",
        nullable=True,
        str_matches=SHA256,
    )
    likeness: float = field("share of the shorter edition's clauses that the other has", nullable=True, ge=0, le=1)


class Outcomes(Table):
    """A target beside what was achieved."""

    outcome_id: str = field("id of the outcome, made of the target's document and place", unique=True)
    area: str = field("whose reports were read together: code or name of the reporting place, else the document")
    region_code: str = field("GB/T 2260 code of the place", nullable=True, str_matches=r"^[0-9]{6}$")
    region: str = field("place that target and result are for", nullable=True)
    indicator_code: str = field("code of the canonical indicator, empty where unknown", nullable=True)
    indicator: str = field("what is measured, as the target names it")
    measure: str = field("level, ratio, growth, change or rank", isin=tuple(m for m in MEASURES if m != "gap"))
    year_from: pl.Int32 = _year("first year of a period")
    year: pl.Int32 = _year("year that target and result are for")
    target: float = field("the target, in the row's unit; empty where it is no number", nullable=True)
    target_max: float = field("upper end of a target range, in the row's unit", nullable=True)
    target_comparator: str = field("eq, ge, le, approx or between", nullable=True, isin=COMPARATORS)
    target_text: str = field("the target as printed")
    actual: float = field("the result, in the target's unit; empty where none is reported", nullable=True)
    actual_text: str = field("the result as printed, or what stands in its place (暂未反馈)")
    unit: str = field("unit of target, result and gap", nullable=True)
    binding: bool = field("true for a binding target, false for an expected one, empty where not said", nullable=True)
    met: bool = field("whether the result meets the target; empty where it cannot be told", nullable=True)
    gap: float = field("result less target, in the row's unit", nullable=True)
    target_doc_id: str = field("document that sets the target", str_matches=SHA256)
    actual_doc_id: str = field("document that reports the result, or leaves it open", str_matches=SHA256)
    target_evidence: str = field("the sentence, or the table row, that sets the target")
    actual_evidence: str = field("the sentence, or the table row, that reports the result")

    years_in_order = _years("year_from", "year")
    judged_on_numbers = row_rule(
        "met needs target and result",
        pl.col("met").is_null() | (pl.col("target").is_not_null() & pl.col("actual").is_not_null()),
    )


class Panel(Table):
    """One place, year, indicator and measure: one target and one result."""

    area: str = field("whose reports were read together: code or name of the reporting place, else the document")
    region_code: str = field("GB/T 2260 code of the place", nullable=True, str_matches=r"^[0-9]{6}$")
    region: str = field("place that the numbers are for", nullable=True)
    year: pl.Int32 = _year("year that the numbers are for")
    indicator_code: str = field("code of the canonical indicator, empty where unknown", nullable=True)
    indicator: str = field("what is measured, as the report names it")
    measure: str = field("level, ratio, growth, change or rank", isin=tuple(m for m in MEASURES if m != "gap"))
    unit: str = field("base unit of target and result; as written where the unit is unknown", nullable=True)
    target: float = field("the target, in the row's unit", nullable=True)
    target_comparator: str = field("eq, ge, le, approx or between", nullable=True, isin=COMPARATORS)
    actual: float = field("the result, in the row's unit", nullable=True)
    target_doc_id: str = field("document that sets the target", nullable=True, str_matches=SHA256)
    actual_doc_id: str = field("document that reports the result", nullable=True, str_matches=SHA256)


class Findings(Table):
    """One thing that does not add up."""

    finding_id: str = field("id that stays the same from run to run", unique=True)
    rule: str = field("id of the rule, family first: years.horizon")
    severity: str = field("info, warning or error", isin=SEVERITIES)
    doc_id: str = field("document that it is about", str_matches=SHA256)
    source_name: str = field("name of that document's source")
    area: str = field(
        "place whose reports were compared, with each other or with those of the places above; empty for what one report says",
        nullable=True,
    )
    message: str = field("what was expected and what stands there, in one Chinese sentence")
    message_en: str = field("the same in English")
    expected: str = field("what the rule expected", nullable=True)
    observed: str = field("what stands there", nullable=True)
    tolerance: str = field("how far the two may lie apart, and why", nullable=True)
    evidence: str = field("the sentence, or the sentences, one a line")
    quotes: Strings = field("the words in the evidence that it is about")
    char_spans: Spans = field("where the quotes stand in the normalised text, one a quote")
    first_run_id: str = field("run that found it first")
    run_id: str = field("run that published this row")

    spans = row_rule("one span a quote", pl.col("quotes").list.len() == pl.col("char_spans").list.len())


class Quarantine(Table):
    """A source or a row that could not be taken."""

    quarantine_id: str = field("id that stays the same from run to run", unique=True)
    source_uri: str = field("where it came from")
    doc_id: str = field("sha256 of the bytes, where they were read", nullable=True)
    stage: str = field("step that set it aside", isin=STAGES)
    reason: str = field("one fixed phrase: what was wrong")
    detail: str = field("the particulars, and what to do")
    run_id: str = field("run that set it aside")


class Runs(Table):
    """One run and its release."""

    run_id: str = field("id of the run", unique=True)
    started_at: Moment = field("when it began", "UTC time")
    finished_at: Moment = field("when its release was written", "UTC time")
    trigger: str = field("what started it: command, schedule or backfill")
    parser_version: str = field("version and digest of the code that read the reports")
    rules_version: str = field("version and digest of the rules that checked them")
    sources_seen: pl.Int64 = field("sources looked at", "count", ge=0)
    sources_new: pl.Int64 = field("documents read for the first time, or again", "count", ge=0)
    sources_unchanged: pl.Int64 = field("sources that the release held already", "count", ge=0)
    sources_quarantined: pl.Int64 = field("sources set aside", "count", ge=0)
    rows: str = field("rows of every table in the release, as a JSON object", "count")
    findings: str = field("findings of the release by severity, as a JSON object", "count")
    table_versions: str = field("Delta version of every table before this one, as a JSON object")


TABLES: dict[str, type[Table]] = {
    "documents": Documents,
    "sections": Sections,
    "sentences": Sentences,
    "observations": Observations,
    "table_cells": TableCells,
    "tasks": Tasks,
    "milestones": Milestones,
    "projects": Projects,
    "editions": Editions,
    "outcomes": Outcomes,
    "panel": Panel,
    "findings": Findings,
    "quarantine": Quarantine,
    "runs": Runs,
}


@dataclass(frozen=True)
class ColumnInfo:
    """One column of the data dictionary."""

    table: str
    name: str
    dtype: pl.DataType
    unit: str
    nullable: bool
    unique: bool
    allowed: tuple[str, ...]
    description: str


def dictionary() -> Iterator[ColumnInfo]:
    """Every column of every published table, in order: the data dictionary."""
    for table, model in TABLES.items():
        for name, col in model.to_schema().columns.items():
            isin = next((check.statistics["allowed_values"] for check in col.checks if check.name == "isin"), ())
            yield ColumnInfo(
                table=table,
                name=name,
                dtype=col.dtype.type,
                unit=(col.metadata or {}).get("unit", ""),
                nullable=col.nullable,
                unique=col.unique,
                allowed=tuple(isin),
                description=col.description or "",
            )


def empty(table: str) -> pl.DataFrame:
    """A frame of `table` without rows."""
    return pl.DataFrame(schema=_types()[table])


@cache  # a run makes hundreds of empty frames
def _types() -> dict[str, dict[str, pl.DataType]]:
    """The type of every column, by table and name."""
    types: dict[str, dict[str, pl.DataType]] = {table: {} for table in TABLES}
    for column in dictionary():
        types[column.table][column.name] = column.dtype
    return types
