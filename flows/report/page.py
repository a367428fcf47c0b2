"""Everything that the quality report shows, worked out before a line of HTML is written.

In: the run's summary, the rows of its documents and what the rules say of themselves. Out: one `Page`, which the
template only lays out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, TypeVar

import polars as pl

from expectations.reference import indicators
from expectations.schemas import empty
from flows.report.compared import Compared, compared_of
from flows.report.findings import RuleGroup, RuleText, ShownFinding, rule_groups
from flows.report.marks import Marked, Quote, mark
from flows.report.pairs import target_result_pairs
from flows.report.sources import MOST_SOURCES, FillRow, SourceRow, fill_rows, source_rows
from flows.report.verdict import first_release, gravest_first, verdict
from flows.report.words import SEVERITIES, Words, words
from flows.run import RunSummary

NEEDED = ("documents", "sections", "sentences", "observations", "editions", "findings", "quarantine")
MOST_PAIRS = 60
MOST_QUARANTINED = 200
MOST_CHANGES = 100
TARGET_AT = 62.5  # per cent of a bar's width: every target stands there, so that the eye compares along one line


@dataclass(frozen=True)
class TableRows:
    """One published table: its rows now and in the last release (None before the first)."""

    name: str
    now: int
    before: int | None

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True)
class Pair:
    """A target and its result, as a row of the chart. `bar` is the result's length in per cent of the width."""

    indicator: str
    measure: str
    years: str
    unit: str
    target: float
    target_max: float | None
    comparator: str
    actual: float
    met: bool | None
    flagged: bool
    bar: float | None
    beyond: bool
    target_source: str
    actual_source: str
    target_evidence: Marked
    actual_evidence: Marked

    @property
    def gap(self) -> float:
        return self.actual - self.target


@dataclass(frozen=True)
class PlacePairs:
    """The targets and results of one place in one year."""

    region: str
    year: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class SetAside:
    """A source or a row in quarantine."""

    source_uri: str
    stage: str
    reason: str
    detail: str
    this_run: bool


@dataclass(frozen=True)
class Tile:
    """One of the few numbers at the head of the page, and what to know about it."""

    words: Words
    value: int
    note: Words | None = None


@dataclass(frozen=True)
class SilencedFinding:
    """A finding that somebody accepted, with who and why."""

    finding_id: str
    rule: str
    source_name: str
    message: str
    message_en: str
    accepted_by: str
    accepted_why: str


@dataclass(frozen=True)
class UnusedEntry:
    """An entry of the accepted findings that matches none: of the file's `line`, a finding, or a rule and a document."""

    line: int
    finding: str | None
    rule: str | None
    document: str | None
    who: str
    why: str


@dataclass(frozen=True)
class Page:
    """What the template lays out, in the order of the page."""

    summary: RunSummary
    first_release: bool
    verdict: Words
    data_docs: str | None
    sources: Sequence[SourceRow]
    sources_more: int
    rows: Sequence[TableRows]
    groups: Sequence[RuleGroup]
    quiet_rules: Sequence[RuleText]
    rules: Sequence[RuleText]
    findings_total: int
    findings_listed: int
    set_aside: Sequence[SetAside]
    set_aside_total: int
    changes: Sequence[ShownFinding]
    changes_more: int
    differences: Sequence[Words]
    places: Sequence[PlacePairs]
    pairs_total: int
    fills: Sequence[FillRow]
    documents: int
    tiles: Sequence[Tile]
    silenced: Sequence[SilencedFinding]
    unused: Sequence[UnusedEntry]
    compared: Compared | None

    def sources_with(self, *statuses: str) -> list[SourceRow]:
        """The listed sources that ended this way."""
        return [source for source in self.sources if source.status in statuses]


def page_of(
    summary: RunSummary, tables: Mapping[str, pl.DataFrame], rules: Sequence[RuleText], data_docs: str | None
) -> Page:
    """Work out the page. `tables` may lack tables, and may hold some of the run's documents only."""
    held = {name: tables[name] if name in tables else empty(name) for name in NEEDED}
    groups = rule_groups(summary, held, rules)
    spoke = {group.rule.id for group in groups}
    first = first_release(summary)
    changed = [] if first else [f for group in groups for f in group.findings if f.status in ("new", "gone")]
    pairs = target_result_pairs(held["observations"], held["documents"], indicators())
    counted = _findings_in_all(summary, held)
    return Page(
        summary=summary,
        first_release=first,
        verdict=verdict(summary),
        data_docs=data_docs,
        sources=source_rows(summary, held),
        sources_more=max(summary.sources.height - MOST_SOURCES, 0),
        rows=table_rows(summary),
        groups=groups,
        quiet_rules=[rule for rule in rules if rule.id not in spoke],
        rules=rules,
        findings_total=sum(counted.values()),
        findings_listed=held["findings"].height,
        set_aside=_set_aside(summary, held["quarantine"]),
        set_aside_total=held["quarantine"].height,
        changes=changed[:MOST_CHANGES],
        changes_more=max(len(changed) - MOST_CHANGES, 0),
        differences=_differences(summary, groups),
        places=_places(pairs.head(MOST_PAIRS)),
        pairs_total=pairs.height,
        fills=fill_rows(held),
        documents=held["documents"].height,
        tiles=_tiles(summary, counted if summary.outcome == "unchanged" else summary.findings),
        silenced=_records(SilencedFinding, tables.get("silenced")),  # all of them: somebody wrote each entry by hand
        unused=_records(UnusedEntry, tables.get("unused")),
        compared=compared_of(tables),
    )


Record = TypeVar("Record", SilencedFinding, UnusedEntry)


def _records(kind: type[Record], rows: pl.DataFrame | None) -> list[Record]:
    """The rows as records of this kind, by the names of its fields."""
    if rows is None or rows.is_empty():
        return []
    return [kind(*row) for row in rows.select(field.name for field in fields(kind)).iter_rows()]


def table_rows(summary: RunSummary) -> list[TableRows]:
    """Every published table with its rows now and before."""
    first = first_release(summary)
    names = dict.fromkeys([*summary.rows, *summary.rows_before])
    return [
        TableRows(name, summary.rows.get(name, 0), None if first else summary.rows_before.get(name, 0))
        for name in names
    ]


def _findings_in_all(summary: RunSummary, tables: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    """Findings of all documents that came in, by severity.

    The summary counts those of the documents read in this run, the tables have also those of unchanged documents but,
    where there are very many, not all: then the larger count is the nearer one.
    """
    held: dict[str, int] = dict(tables["findings"].group_by("severity").len().iter_rows())
    if summary.sources["doc_id"].drop_nulls().is_in(tables["documents"]["doc_id"].implode()).all():
        return {severity: held.get(severity, 0) for severity in SEVERITIES}
    return {severity: max(summary.findings.get(severity, 0), held.get(severity, 0)) for severity in SEVERITIES}


def _tiles(summary: RunSummary, findings: Mapping[str, int]) -> list[Tile]:
    read = summary.count("new") + summary.count("reparsed")
    observations = summary.rows.get("observations")
    by = [(words(SEVERITIES, severity), count) for severity, count in gravest_first(findings).items()]
    noted = Words(
        " · ".join(f"{word.zh} {count:,}" for word, count in by),
        " · ".join(f"{word.en} {count:,}" for word, count in by),
    )
    tiles = [
        Tile(Words("来源", "Sources"), summary.sources.height),
        Tile(Words("读入报告", "Reports read"), read),
        Tile(Words("疑点", "Findings"), sum(findings.values()), noted if by else None),
        Tile(Words("隔离", "Set aside"), summary.count("quarantined")),
    ]
    if observations is not None:
        tiles.insert(2, Tile(Words("指标数据", "Observations"), observations))
    return tiles


def _differences(summary: RunSummary, groups: Sequence[RuleGroup]) -> list[Words]:
    """How the run differs from the last, in a line each for reports and findings."""
    new, again, renamed = (summary.count(status) for status in ("new", "reparsed", "renamed"))
    found = {status: sum(group.counts.get(status, 0) for group in groups) for status in ("new", "still", "gone")}
    return [
        Words(
            f"报告：新读到{new:,}份，重读{again:,}份，更名{renamed:,}份。",
            f"Reports: {new:,} new, {again:,} read again, {renamed:,} renamed.",
        ),
        Words(
            f"疑点：新出现{found['new']:,}处，仍在{found['still']:,}处，已消失{found['gone']:,}处。",
            f"Findings: {found['new']:,} new, {found['still']:,} still there, {found['gone']:,} gone.",
        ),
    ]


def _set_aside(summary: RunSummary, quarantine: pl.DataFrame) -> list[SetAside]:
    this_run = (pl.col("run_id") == summary.run_id).alias("this_run")
    first = quarantine.with_columns(this_run).sort("this_run", "reason", "source_uri", descending=[True, False, False])
    columns = ("source_uri", "stage", "reason", "detail", "this_run")
    return [SetAside(*row) for row in first.head(MOST_QUARANTINED).select(columns).iter_rows()]


def _places(pairs: pl.DataFrame) -> list[PlacePairs]:
    """The pairs by place and year, places by code, later years first; inside, in the order that they came in."""
    ordered = pairs.sort(
        pl.col("region_code"), "region", "year", descending=[False, False, True], nulls_last=True, maintain_order=True
    )
    groups = groupby(ordered.iter_rows(named=True), key=lambda row: (row["region"] or "", row["year"]))
    return [PlacePairs(region, year, tuple(map(_pair, rows))) for (region, year), rows in groups]


def _pair(row: Mapping[str, Any]) -> Pair:
    share = row["actual"] / row["target"] if row["target"] else None
    return Pair(
        indicator=row["indicator"],
        measure=row["measure"],
        years=f"{row['year_from']}—{row['year']}" if row["year_from"] else str(row["year"]),
        unit=row["unit"] or "",
        target=row["target"],
        target_max=row["target_max"],
        comparator=row["comparator"],
        actual=row["actual"],
        met=row["met"],
        flagged=row["flagged"],
        bar=None if share is None else min(max(share * TARGET_AT, 0.0), 100.0),
        beyond=share is not None and share * TARGET_AT > 100,
        target_source=row["target_source"],
        actual_source=row["actual_source"],
        target_evidence=mark(row["target_evidence"], [Quote(row["target_quote"], None)]),
        actual_evidence=mark(row["actual_evidence"], [Quote(row["actual_quote"], None)]),
    )
