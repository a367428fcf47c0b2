"""What a run would change in the release, table by table, before anything is written.

Rows belong to a document, or to an area, the place whose reports were read together; findings may belong to either.
Flags of observations depend on both, so that documents that the run does not read may get others. Rows are compared with the released ones batch by batch, so that memory holds one batch whatever the run's size, and
only documents and areas whose rows differ are written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import polars as pl

from expectations.schemas import TABLES, empty
from flows.layout import Layout
from flows.publish.kept import kept
from flows.publish.read import scan
from flows.publish.release import Release, current_release
from flows.staging import Staged
from flows.storage import Location
from flows.storage.frames import read_parquet

RUN_COLUMNS = ("run_id", "first_run_id")
FLAGGED = "observations"
FLAGS = "flags"  # derived beside the tables: observations whose flags are others than their rows carry
FLAG_KEY = ("doc_id", "observation_id")


@dataclass(frozen=True)
class Touched:
    """Documents (or areas) whose rows change: those of `replaced` go from the release, those of `written` come from the
    run; a document that is read again with other rows is in both."""

    replaced: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.replaced, *self.written)))


@dataclass(frozen=True)
class TableChange:
    """What happens to one table: its rows before and after, how many of those before go, and whose rows change."""

    table: str
    changed: bool
    rows_before: int
    rows_after: int
    rows_replaced: int = 0
    documents: Touched = Touched()
    areas: Touched = Touched()


@dataclass(frozen=True)
class Area:
    """Some areas (values of the column `area`) and the folder of parquet files with what was derived for them."""

    areas: tuple[str, ...]
    folder: Location

    def read(self, table: str) -> pl.DataFrame:
        return read_parquet(self.folder / f"{table}.parquet")


@dataclass(frozen=True)
class Derived:
    """Tables made of all the reports of an area, old and new, in parts of some areas each. Among them are findings, which
    stand in one table with those on single reports. Beside them are the flags that follow from these findings."""

    tables: tuple[str, ...] = ()
    parts: tuple[Area, ...] = ()

    def flags(self) -> Iterator[pl.DataFrame]:
        """Part by part doc_id, observation_id and flags of observations that carry others, as staged or as released."""
        return (part.read(FLAGS) for part in self.parts)


@dataclass(frozen=True)
class Plan:
    """The changes of one run against the release that is current now (`base`, None before the first)."""

    run_id: str
    base: Release | None
    staged: Staged
    derived: Derived
    quarantine: pl.DataFrame
    tables: Mapping[str, TableChange]
    findings_gone: pl.DataFrame
    found_elsewhere: pl.DataFrame

    @property
    def changed(self) -> bool:
        """Whether there is anything to publish."""
        return any(change.changed for change in self.tables.values())

    def findings(self, *columns: str, severity: str | None = None) -> pl.DataFrame:
        """What is found on the run's documents, alone or beside other reports of their place: these columns, of this
        severity or of any. Ten thousand reports have gigabytes of sentences in all columns.

        What their coming shows to be wrong in documents of earlier runs is `found_elsewhere`.
        """
        chosen = pl.lit(True) if severity is None else pl.col("severity") == severity
        alone = [self.staged.frame("findings").filter(chosen).select(columns).collect()] if self.staged.batches else []
        mine = pl.col("doc_id").is_in(self.staged.doc_ids)
        beside = [part.read("findings").filter(mine, chosen).select(columns) for part in self.derived.parts]
        return pl.concat([empty("findings").select(columns), *alone, *beside])

    def rows_before(self) -> dict[str, int]:
        """Rows of every table now, in the order of the data dictionary."""
        return {name: self.tables[name].rows_before for name in TABLES if name in self.tables}

    def rows_after(self) -> dict[str, int]:
        """Rows of every table once this is published, in the order of the data dictionary."""
        return {name: self.tables[name].rows_after for name in TABLES if name in self.tables}


@dataclass(frozen=True)
class Pair:
    """The rows of a few documents (or areas) in one table: as the release has them, and as the run has them."""

    old: pl.DataFrame
    new: pl.DataFrame


@dataclass
class _Difference:
    """Grows batch by batch: whose rows differ, and how many rows they had and have."""

    key: str
    replaced: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    fewer: int = 0
    more: int = 0

    def of(self, pairs: Iterator[Pair]) -> "_Difference":
        for pair in pairs:
            before, after = _digests(pair.old, self.key), _digests(pair.new, self.key)
            gone, come = (_unlike(one, other, pair, self.key) for one, other in ((before, after), (after, before)))
            self.replaced += gone[self.key].to_list()
            self.written += come[self.key].to_list()
            self.fewer += int(gone["rows"].sum())
            self.more += int(come["rows"].sum())
        return self

    @property
    def touched(self) -> Touched:
        return Touched(tuple(self.replaced), tuple(self.written))


def plan_release(
    layout: Layout, staged: Staged, derived: Derived, quarantine: pl.DataFrame, sources: list[str], run_id: str
) -> Plan:
    """Compare the staged and derived rows with the current release.

    `quarantine` has the rows that this run set aside (columns of the table without run_id) and `sources` every address
    it looked at: what the release has in quarantine for these is replaced. Rows that differ in their run ids alone are
    the same rows.
    """
    base = current_release(layout)
    tables = {name: TableChange(name, False, s.rows, s.rows) for name, s in base.tables.items()} if base else {}
    known = _known_documents(layout, base, staged.doc_ids)
    for table in (name for name in TABLES if name in {*staged.tables, *derived.tables}):
        of_documents = _Difference("doc_id").of(_document_pairs(layout, base, staged, derived, table, known))
        of_areas = _Difference("area").of(_derived_pairs(layout, base, derived, table))
        tables[table] = _change(table, base, of_documents, of_areas)
    kept = _quarantine_after(layout, base, quarantine, sources, run_id)
    tables["quarantine"] = _quarantine_change(layout, base, kept)
    gone = _findings_gone(layout, base, staged, derived, known)
    return Plan(run_id, base, staged, derived, kept, tables, gone, _found_elsewhere(layout, base, staged, derived))


def changed_pairs(layout: Layout, plan: Plan, table: str) -> Iterator[Pair]:
    """Old and new rows of every document and area of `table` that changes, one batch of them after the other."""
    documents, areas = plan.tables[table].documents, plan.tables[table].areas
    known = frozenset(documents.replaced)
    of_documents = _document_pairs(layout, plan.base, plan.staged, plan.derived, table, known)
    of_areas = _derived_pairs(layout, plan.base, plan.derived, table)
    return chain(
        (_of(pair, "doc_id", documents) for pair in of_documents), (_of(pair, "area", areas) for pair in of_areas)
    )


def rows_to_write(layout: Layout, plan: Plan, table: str) -> Iterator[pl.DataFrame]:
    """The new rows of `table`, batch by batch, with the ids of the runs that published and first found them."""
    columns = empty(table).columns
    if table == "quarantine":
        return iter([plan.quarantine.select(columns)])
    return (_stamped(table, pair, plan.run_id).select(columns) for pair in changed_pairs(layout, plan, table))


def _stamped(table: str, pair: Pair, run_id: str) -> pl.DataFrame:
    if table == "documents":
        return pair.new.with_columns(pl.lit(run_id).alias("run_id"))
    return stamped_findings(pair.new, pair.old, run_id) if table == "findings" else pair.new


def stamped_findings(rows: pl.DataFrame, released: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """Findings with the run that publishes them, and the one that found each first: this one, if no release has it."""
    first = released.select("finding_id", "first_run_id") if released.height else _no_first_runs()
    return rows.join(first, on="finding_id", how="left").with_columns(
        pl.col("first_run_id").fill_null(run_id), pl.lit(run_id).alias("run_id")
    )


def among(ids: Sequence[str], key: str = "doc_id") -> pl.Expr:
    """Whether a row belongs to one of these; the bounds let whole files be passed over by their statistics."""
    return pl.col(key).is_between(pl.lit(min(ids)), pl.lit(max(ids))) & pl.col(key).is_in(ids)


def _released(layout: Layout, base: Release | None, table: str) -> Callable[[pl.Expr], pl.DataFrame]:
    """What the release has of some documents or areas; a frame without columns where it can have nothing.

    The table is opened here and now: a writer of Delta tables asks for its rows from where none can be opened.
    """
    rows = scan(layout, table, base.release_id) if base is not None and table in base.tables else None
    if rows is not None and (missing := [c for c in empty(table).columns if c not in rows.collect_schema()]):
        columns = empty(table).schema
        rows = rows.with_columns(pl.lit(None, columns[name]).alias(name) for name in missing).select(columns.names())

    def of(which: pl.Expr) -> pl.DataFrame:
        return rows.filter(which).collect() if rows is not None else pl.DataFrame()

    return of


def _document_pairs(
    layout: Layout, base: Release | None, staged: Staged, derived: Derived, table: str, known: frozenset[str]
) -> Iterator[Pair]:
    """Pairs of the documents that the run reads, and of those whose flags alone change."""
    pairs = _staged_pairs(layout, base, staged, table, known)
    if table != FLAGGED:
        return pairs
    flags = pl.concat([*derived.flags(), _no_flags()])
    return chain(
        (Pair(p.old, _reflagged(p.new, flags)) for p in pairs), _reflagged_pairs(layout, base, staged, derived)
    )


def _reflagged_pairs(layout: Layout, base: Release | None, staged: Staged, derived: Derived) -> Iterator[Pair]:
    """Part by part the released documents whose flags change."""
    released = _released(layout, base, FLAGGED)
    elsewhere = (flags.filter(~pl.col("doc_id").is_in(staged.doc_ids)) for flags in derived.flags())
    old = ((flags, released(among(flags["doc_id"].unique().to_list()))) for flags in elsewhere if flags.height)
    return (Pair(rows, _reflagged(rows, flags)) for flags, rows in old)


def _reflagged(rows: pl.DataFrame, flags: pl.DataFrame) -> pl.DataFrame:
    return rows.update(flags, on=FLAG_KEY, how="left", maintain_order="left") if flags.height else rows


def _staged_pairs(
    layout: Layout, base: Release | None, staged: Staged, table: str, known: frozenset[str]
) -> Iterator[Pair]:
    """Batch by batch; `known` are the documents that the release may have rows of."""
    if table not in staged.tables:
        return iter(())
    released = _released(layout, base, table)
    alone = pl.col("area").is_null() if table == "findings" else pl.lit(True)

    def old(batch: Staged) -> pl.DataFrame:
        ids = [doc_id for doc_id in batch.doc_ids if doc_id in known]
        return released(among(ids) & alone) if ids else pl.DataFrame()

    return (Pair(old(batch), batch.frame(table).collect()) for batch in staged.one_by_one())


def _derived_pairs(layout: Layout, base: Release | None, derived: Derived, table: str) -> Iterator[Pair]:
    if table not in derived.tables:
        return iter(())
    released = _released(layout, base, table)
    return (Pair(released(among(part.areas, "area")), part.read(table)) for part in derived.parts)


def _known_documents(layout: Layout, base: Release | None, doc_ids: tuple[str, ...]) -> frozenset[str]:
    """Those of the documents that the release has: only they have rows to be replaced."""
    if base is None or not doc_ids:
        return frozenset()
    known = scan(layout, "documents", base.release_id).filter(among(doc_ids)).select("doc_id").collect()
    return frozenset(known["doc_id"])


def _findings_gone(
    layout: Layout, base: Release | None, staged: Staged, derived: Derived, known: frozenset[str]
) -> pl.DataFrame:
    of_documents = _staged_pairs(layout, base, staged, "findings", known)
    pairs = chain(of_documents, _derived_pairs(layout, base, derived, "findings"))
    gone = [kept(pair.old.join(pair.new, on="finding_id", how="anti")) for pair in pairs if pair.old.height]
    return pl.concat(gone) if gone else pl.DataFrame()


def _found_elsewhere(layout: Layout, base: Release | None, staged: Staged, derived: Derived) -> pl.DataFrame:
    """Findings of this run alone on documents that it does not read; without run ids."""
    columns = [name for name in empty("findings").columns if name not in RUN_COLUMNS]
    others = ~pl.col("doc_id").is_in(staged.doc_ids)
    found, known = [empty("findings").select(columns)], [empty("findings").select("finding_id")]
    for pair in _derived_pairs(layout, base, derived, "findings"):
        found.append(kept(pair.new.filter(others).select(columns)))
        known += [pair.old.select("finding_id")] if pair.old.height else []
    return pl.concat(found).join(pl.concat(known), on="finding_id", how="anti")


def _change(table: str, base: Release | None, of_documents: _Difference, of_areas: _Difference) -> TableChange:
    before = base.tables[table].rows if base and table in base.tables else 0
    fewer, more = of_documents.fewer + of_areas.fewer, of_documents.more + of_areas.more
    documents, areas = of_documents.touched, of_areas.touched
    changed = bool(documents.all or areas.all)
    return TableChange(table, changed, before, before - fewer + more, fewer, documents, areas)


def _digests(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row a document (or area): how many rows it has, and a digest of what they say, whatever their order."""
    if not rows.height:
        return pl.DataFrame(schema={key: pl.String, "rows": pl.UInt32, "digest": pl.UInt64})
    facts = rows.select(sorted(set(rows.columns) - set(RUN_COLUMNS)))
    hashed = pl.DataFrame([rows[key], facts.hash_rows().alias("digest")])
    return hashed.group_by(key, maintain_order=True).agg(rows=pl.len(), digest=pl.col("digest").sum())


def _unlike(one: pl.DataFrame, other: pl.DataFrame, pair: Pair, key: str) -> pl.DataFrame:
    """Those of `one` that are not the same in `other`; all of them where the two tables have not the same columns."""
    same_columns = set(pair.old.columns) - set(RUN_COLUMNS) == set(pair.new.columns) - set(RUN_COLUMNS)
    return one.join(other, on=[key, "rows", "digest"], how="anti", maintain_order="left") if same_columns else one


def _of(pair: Pair, key: str, touched: Touched) -> Pair:
    """The rows of a pair that change."""
    old = pair.old.filter(pl.col(key).is_in(touched.replaced)) if pair.old.width else pair.old
    return Pair(old, pair.new.filter(pl.col(key).is_in(touched.written)))


def _quarantine_after(
    layout: Layout, base: Release | None, found: pl.DataFrame, sources: list[str], run_id: str
) -> pl.DataFrame:
    """The whole quarantine after this run: what was there, less the sources seen now, plus what this run set aside."""
    found = found.with_columns(pl.lit(run_id).alias("run_id"))
    if base is None:
        return found
    old = scan(layout, "quarantine", base.release_id).collect()
    still = old.filter(pl.col("quarantine_id").is_in(found["quarantine_id"].to_list()))
    elsewhere = old.filter(~pl.col("source_uri").is_in(sources)).join(still, on="quarantine_id", how="anti")
    return pl.concat([elsewhere, still, found.join(still, on="quarantine_id", how="anti")])


def _quarantine_change(layout: Layout, base: Release | None, kept: pl.DataFrame) -> TableChange:
    before = base.tables["quarantine"].rows if base else 0
    old = scan(layout, "quarantine", base.release_id).collect() if base else kept.clear()
    rows, released = (_digests(frame, "quarantine_id").sort("quarantine_id") for frame in (kept, old))
    return TableChange("quarantine", not rows.equals(released), before, kept.height)


def _no_flags() -> pl.DataFrame:
    return empty(FLAGGED).select(*FLAG_KEY, "flags")


def _no_first_runs() -> pl.DataFrame:
    return pl.DataFrame(schema={"finding_id": pl.String, "first_run_id": pl.String})
