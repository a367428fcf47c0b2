"""What a run has to do: the documents that the release lacks, or has from an older parser or older rules."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from flows.collect import RawStore
from flows.layout import Layout
from flows.parse.hints import told
from flows.publish.plan import among
from flows.publish.read import scan
from flows.publish.release import current_release
from flows.run import SET_ASIDE_SCHEMA, SOURCES_SCHEMA
from flows.version import parser_version, rules_version

BEGINNING = re.compile("[0-9a-f]{8,64}")  # of a doc_id
VERSIONS = ("parser_version", "rules_version")


@dataclass(frozen=True)
class Start:
    """A run as it begins."""

    run_id: str
    trigger: str
    started_at: datetime


def start(trigger: str) -> Start:
    """A new run; its id sorts by time."""
    now = datetime.now(UTC)
    return Start(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", trigger, now)


def document_statuses(layout: Layout, documents: pl.DataFrame, *, force: bool = False) -> pl.DataFrame:
    """doc_id and status (new, renamed, reparsed, unchanged) of documents in the store, against the current release.

    `documents` has doc_id, source_names and the hints of the sources, one row a document. Other hints than those that it
    was read with are reason to read it again, whenever they came. With `force` nothing counts as unchanged.
    """
    release = current_release(layout)
    if release is None or not documents.height:
        return documents.select("doc_id", pl.lit("new").alias("status"))
    released = scan(layout, "documents", release.release_id).filter(among(documents["doc_id"].to_list()))
    hints = pl.col("hints") if "hints" in released.collect_schema() else pl.lit(None, pl.String)
    known = released.select("doc_id", *VERSIONS, known_names="source_names", known_hints=hints)
    current = (pl.col("parser_version") == parser_version()) & (pl.col("rules_version") == rules_version())
    named = pl.col("source_names").list.set_difference("known_names").list.len() == 0
    status = (
        pl.when(pl.col("parser_version").is_null())
        .then(pl.lit("new"))
        .when(~current | force | told().ne_missing(pl.col("known_hints")))
        .then(pl.lit("reparsed"))
        .when(~named)
        .then(pl.lit("renamed"))
        .otherwise(pl.lit("unchanged"))
    )
    joined = documents.join(known.collect(), on="doc_id", how="left")
    return joined.select("doc_id", status.alias("status"))


def damaged_sources(sources: pl.DataFrame, quarantine: pl.DataFrame) -> pl.DataFrame:
    """The sources of a run (columns of `SOURCES_SCHEMA`), with what reading found out: `quarantine` has the documents
    whose originals are damaged in the store (stage collect), which were not read."""
    found = quarantine.filter(pl.col("stage") == "collect").unique("doc_id", keep="first")
    why = found.select("doc_id", why=pl.concat_str("reason", "detail", separator=": "))
    joined = sources.join(why, on="doc_id", how="left", maintain_order="left")
    not_read = pl.col("why").is_not_null() & (pl.col("status") != "quarantined")
    return joined.with_columns(
        status=pl.when(not_read).then(pl.lit("quarantined")).otherwise("status"),
        detail=pl.when(not_read).then("why").otherwise("detail"),
    ).select(SOURCES_SCHEMA.names())


def batches(doc_ids: Iterable[str], size: int) -> tuple[tuple[str, ...], ...]:
    """The documents in batches of at most `size`, always cut the same way."""
    ordered = sorted(doc_ids)
    return tuple(tuple(ordered[i : i + size]) for i in range(0, len(ordered), size))


def source_statuses(sources: pl.DataFrame, quarantine: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """One row a source seen (columns of `SOURCES_SCHEMA`): what became of it, and why where it was set aside, else what
    was noted in collecting it.

    `sources` has source_uri, source_name, doc_id, detail; `quarantine` source_uri, reason, detail; `statuses` doc_id, status.
    """
    reasons = quarantine.group_by("source_uri", maintain_order=True).agg(
        pl.concat_str("reason", "detail", separator=": ").str.join("; ").alias("why")
    )
    joined = sources.join(statuses.rename({"status": "known"}), on="doc_id", how="left", maintain_order="left").join(
        reasons, on="source_uri", how="left", maintain_order="left"
    )
    status = pl.coalesce("known", pl.lit("quarantined")).alias("status")
    return joined.select("source_uri", "source_name", "doc_id", status, pl.coalesce("why", "detail").alias("detail"))


def select_documents(
    layout: Layout,
    store: RawStore,
    *,
    region: str | None = None,
    years: str | None = None,
    kind: str | None = None,
    document: str | None = None,
    force: bool = False,
) -> pl.DataFrame:
    """Stored documents to look at again, one row each (columns of `SOURCES_SCHEMA`); status unchanged where the release
    has them from this very parser and these rules, so that there is nothing to read. `force` reads all of them.

    `region` is a GB/T 2260 code and takes in the places below it, `years` is `A-B` or one year and meets the review or
    plan years of the report, `document` is the beginning of a doc_id or the name of a source. What only the release knows
    (region, years, kind) needs the document to be in it; with no condition every stored document is chosen. Raises
    ValueError where a condition makes no sense, and where there is no such `document`.
    """
    conditions = [*_region_condition(region), *_years_condition(years), *_kind_condition(kind)]
    if conditions:
        chosen = scan(layout, "documents").filter(*conditions).select("doc_id").collect()["doc_id"].to_list()
        stored = store.records(chosen)
        lost = sorted(set(chosen) - set(stored["doc_id"]))
    else:
        stored, lost = store.records(), store.damaged_records()
    damaged = pl.DataFrame(
        [(store.original_path(doc_id).as_uri(), doc_id, doc_id, []) for doc_id in lost],
        schema={name: stored.schema[name] for name in ("source_uri", "source_name", "doc_id", "source_names")},
        orient="row",
    )
    documents = pl.concat([stored, damaged], how="diagonal").filter(_is_document(document))
    if document is not None and documents.is_empty():
        raise ValueError(
            f"--document takes a doc_id (or its beginning) or the name of a source: {document!r} is none here"
        )
    statuses = document_statuses(layout, documents, force=force)
    detail = pl.lit(None, pl.String).alias("detail")
    return (
        documents.join(statuses, on="doc_id", maintain_order="left").with_columns(detail).select(SOURCES_SCHEMA.names())
    )


def _region_condition(code: str | None) -> list[pl.Expr]:
    if code is None:
        return []
    if not re.fullmatch(r"[0-9]{6}", code):
        raise ValueError(f"--region takes a six-digit GB/T 2260 code such as 511700, not {code!r}")
    level = re.sub(r"(00){1,2}$", "", code)
    return [pl.col("region_code").str.starts_with(level)]


def _years_condition(years: str | None) -> list[pl.Expr]:
    if years is None:
        return []
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", years)
    if not match:
        raise ValueError(f"--years takes A-B or one year, such as 2020-2025 or 2024, not {years!r}")
    first, last = int(match[1]), int(match[2] or match[1])
    return [
        pl.coalesce("review_year", "plan_year_from", "plan_year") <= last,
        pl.coalesce("plan_year", "review_year") >= first,
    ]


def _is_document(said: str | None) -> pl.Expr:
    if said is None:
        return pl.lit(True)
    named = pl.col("source_names").list.contains(said)
    return named | pl.col("doc_id").str.starts_with(said) if BEGINNING.fullmatch(said) else named


def _kind_condition(kind: str | None) -> list[pl.Expr]:
    return [] if kind is None else [pl.col("kind") == kind]


def set_aside(quarantine: pl.DataFrame) -> pl.DataFrame:
    """What collecting set aside (source_uri, doc_id, stage, reason, detail), as `quarantine` rows less the run's id."""
    facts = quarantine.select(pl.concat_str("source_uri", "reason", separator="\n").alias("fact"))["fact"]
    ids = [hashlib.sha256(fact.encode()).hexdigest()[:32] for fact in facts]
    return quarantine.with_columns(pl.Series("quarantine_id", ids, pl.String)).select(SET_ASIDE_SCHEMA.names())
