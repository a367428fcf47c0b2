"""The judgement on a release: measures of it and the rows of this run come in, a verdict and Data Docs come out.

What is promised stands in `suites/`, in Great Expectations' own files: one suite, marked `"gate": true`, has to hold
before a release is published; the others warn. The cost grows with the rows of the run, not with the release: a run is
measured batch by batch (`tally`), and of a very large one Great Expectations sees every n-th row (`sampled`). Great
Expectations takes seconds to import, so it is imported where it is used, and `warm_up` does so while others wait.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from threading import Thread
from typing import Any

import polars as pl

from expectations.contracts import references
from expectations.findings_profile import HEADLINE_ERRORS
from expectations.schemas import empty

SUITES = Path(__file__).parent / "suites"
CHECKPOINT = "release"
PAGE = "site/index.html"  # below the folder of the pages
KEPT_RUNS = 30  # runs that Data Docs show
FEWEST_ROWS = 50  # a table with fewer rows may lose a fifth of them by chance
FEWEST_DOCUMENTS = 10  # in a smaller run a single odd document would decide for all
MOST_JUDGED = 200_000  # rows of a table that Great Expectations is shown; the gate's own measures count all of them
OF_MANY = ("share_sentences_read", "share_documents_read", "share_rows_set_aside")

REPORT_TABLES = ("documents", "sections", "sentences", "observations", "table_cells", "tasks", "milestones", "projects")
KEYS = {
    "documents": ("doc_id",),
    "sections": ("section_id",),
    "sentences": ("sentence_id",),
    "observations": ("observation_id",),
    "tasks": ("doc_id", "task_no"),
    "findings": ("finding_id",),
}
PROFILE = pl.Schema({"measure": pl.String(), "value": pl.Float64()})


@dataclass(frozen=True)
class Verdict:
    """What the suites say. `failures` and `warnings` are plain sentences; `data_docs` is the page to open."""

    passed_gate: bool
    failures: tuple[str, ...]
    warnings: tuple[str, ...]
    data_docs: Path


def warm_up() -> Thread:
    """Import Great Expectations in the background. Call it once everything else is imported; joining is not needed."""
    thread = Thread(target=_import_great_expectations, name="import great_expectations", daemon=True)
    thread.start()
    return thread


@dataclass(frozen=True)
class Tally:
    """What one batch adds to the measures: counts by name, and a digest of every key of the tables in `KEYS`."""

    counts: Mapping[str, int]
    keys: Mapping[str, pl.Series]


def tally(batch: Mapping[str, pl.DataFrame]) -> Tally:
    """Count one batch of the run; tables that it lacks count as empty."""
    tables = _whole(batch)
    documents, observations = tables["documents"], tables["observations"]
    numbered = tables["sentences"].filter(pl.col("numbers") > 0)
    severities = tables["findings"]["severity"]
    counts = {
        "documents": documents.height,
        "documents_read": documents.join(observations, on="doc_id", how="semi").height,
        "documents_placed": documents["region"].count(),
        "sentences_numbered": numbered.height,
        "sentences_read": numbered.filter(pl.col("observations") > 0).height,
        "observations": observations.height,
        "indicators_known": observations["indicator_code"].count(),
        "warnings": severities.filter(severities == "warning").len(),
        "errors": severities.filter(severities == "error").len(),
        "rows": sum(tables[table].height for table in REPORT_TABLES),
        "rows_set_aside": tables["quarantine"].filter(pl.col("stage") == "check").height,
        "references_broken": references(tables).height,
    }
    return Tally(counts, {table: tables[table].select(keys).hash_rows() for table, keys in KEYS.items()})


def profile(rows_before: Mapping[str, int], rows_now: Mapping[str, int], tallies: Iterable[Tally]) -> pl.DataFrame:
    """Measures of a release, one row a measure: `measure` and `value` (null where there is nothing to measure).

    `rows_before` and `rows_now` count the rows of every table in the last release (none before the first) and in the
    one to be judged; `tallies` count the batches of this run. Shares run from 0 to 1; those `_of_many` are given for
    runs of at least ten documents alone.
    """
    batches = [tally({}), *tallies]
    counts = {name: sum(batch.counts[name] for batch in batches) for name in batches[0].counts}
    repeated = (pl.concat([batch.keys[table] for batch in batches]).is_duplicated().sum() for table in KEYS)
    measures = _kept(rows_before, rows_now) | _shares(counts)
    measures |= {"references_broken": float(counts["references_broken"]), "repeated_keys": float(sum(repeated))}
    many = counts["documents"] >= FEWEST_DOCUMENTS
    measures |= {f"{name}_of_many": measures[name] if many else None for name in OF_MANY}
    measures["documents_lost"] = float(rows_before.get("documents", 0) - rows_now.get("documents", 0))
    return pl.DataFrame({"measure": list(measures), "value": list(measures.values())}, schema=PROFILE)


def sampled(scan: Callable[[str], Sequence[pl.LazyFrame]]) -> dict[str, pl.DataFrame]:
    """The rows of a run that `judge` is to see: of the columns that suites name, all rows, or every n-th of very many.

    `scan` gives the rows of a table batch by batch.
    """
    shown = {}
    for table, columns in _judged_columns(SUITES).items():
        if table in REPORT_TABLES or table == "findings":
            batches = [rows.select(sorted(columns)) for rows in scan(table)]
            heights = [count.item() for count in pl.collect_all([rows.select(pl.len()) for rows in batches])]
            step = max(1, -(-sum(heights) // MOST_JUDGED))
            starts = accumulate(heights, initial=0)
            shown[table] = pl.concat(
                _every(step, rows, -start % step) for rows, start in zip(batches, starts, strict=False)
            )
    return shown


def _every(step: int, rows: pl.LazyFrame, offset: int) -> pl.DataFrame:
    """Every so many rows, copied: polars would keep the text of those between, too."""
    if step == 1:
        return rows.collect()
    picked = rows.collect().gather_every(step, offset)
    return pl.DataFrame(picked.to_dict(as_series=False), schema=picked.schema)


def judge(batch: Mapping[str, pl.DataFrame], measures: pl.DataFrame, docs_dir: Path, run_name: str) -> Verdict:
    """Hold the run's tables and the release's `measures` (see `profile`) to the suites and write Data Docs.

    `batch` may hold `headline_errors` (see `findings_profile`) beside the tables; a measure may have a `detail` in words.
    The pages go to `docs_dir`/site, which keeps those of the last `KEPT_RUNS` runs. Raises `FileNotFoundError` where
    Great Expectations left the results of a suite out of the pages.
    """
    project = _project(docs_dir)
    errors = batch.get("headline_errors", pl.DataFrame(schema=HEADLINE_ERRORS))
    _write_batch({**_whole(batch), "headline_errors": errors}, measures, project)
    _forget_old_runs(docs_dir)
    verdict = _run(project, run_name, _details(measures))
    shutil.rmtree(project / "batch")
    shutil.rmtree(docs_dir / "site" / "static", ignore_errors=True)  # fonts and pictures that our pages do not use
    return verdict


def _import_great_expectations() -> None:
    import great_expectations  # noqa: F401


def _whole(batch: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables of the batch, with empty ones for those that it lacks."""
    tables = (*REPORT_TABLES, "findings", "quarantine")
    return {table: batch[table] if table in batch else empty(table) for table in tables}


def _kept(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, float | None]:
    """Rows now over rows before, for every table that was not small."""
    return {
        f"kept_{table}": now.get(table, 0) / before[table] if before.get(table, 0) >= FEWEST_ROWS else None
        for table in REPORT_TABLES
    }


def _shares(counts: Mapping[str, int]) -> dict[str, float | None]:
    aside = counts["rows_set_aside"]
    return {
        "share_sentences_read": _over(counts["sentences_read"], counts["sentences_numbered"]),
        "share_indicators_known": _over(counts["indicators_known"], counts["observations"]),
        "share_documents_read": _over(counts["documents_read"], counts["documents"]),
        "share_documents_placed": _over(counts["documents_placed"], counts["documents"]),
        "warnings_per_document": _over(counts["warnings"], counts["documents"]),
        "errors_per_document": _over(counts["errors"], counts["documents"]),
        "share_rows_set_aside": _over(aside, counts["rows"] + aside),
    }


def _over(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _project(docs_dir: Path) -> Path:
    """A copy of the suites beside the pages, where results of earlier runs stay."""
    project = docs_dir.resolve() / "project"
    for versioned in ("expectations", "validation_definitions", "checkpoints"):
        shutil.rmtree(project / versioned, ignore_errors=True)
    shutil.copytree(SUITES, project, dirs_exist_ok=True)
    settings = project / "great_expectations.yml"
    here = f"base_directory: {json.dumps(str(project / 'batch'))}"
    settings.write_text(settings.read_text(encoding="utf-8").replace("base_directory: batch", here), encoding="utf-8")
    return project


def _write_batch(batch: Mapping[str, pl.DataFrame], measures: pl.DataFrame, project: Path) -> None:
    """One parquet file a table, with the columns that its suites name."""
    frames = {**batch, "profile": measures.select("value").transpose(column_names=measures["measure"].to_list())}
    (project / "batch").mkdir(exist_ok=True)
    for table, columns in _judged_columns(project).items():
        frames[table].select(sorted(columns)).write_parquet(project / "batch" / f"{table}.parquet")


def _judged_columns(project: Path) -> dict[str, set[str]]:
    columns: dict[str, set[str]] = {}
    for path in (project / "validation_definitions").glob("*.json"):
        definition = _read(path)
        suite = _read(project / "expectations" / f"{definition['suite']['name']}.json")
        named = columns.setdefault(definition["data"]["asset"]["name"], set())
        for expectation in suite["expectations"]:
            kwargs = expectation["kwargs"]
            named.update(kwargs.get("column_list", ()))
            named.update(kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs)
    return columns


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _details(measures: pl.DataFrame) -> dict[str, str]:
    """What is behind a measure, in words, where it says so."""
    if "detail" not in measures.columns:
        return {}
    return dict(measures.drop_nulls("detail").select("measure", "detail").iter_rows())


def _run(project: Path, run_name: str, details: Mapping[str, str]) -> Verdict:
    """Run the checkpoint and build the pages of its results."""
    import great_expectations as gx

    context = gx.get_context(mode="file", context_root_dir=project)
    result = context.checkpoints.get(CHECKPOINT).run(run_id=gx.RunIdentifier(run_name=run_name))
    results = {key.expectation_suite_identifier.name: suite for key, suite in result.run_results.items()}
    gates = [name for name in results if context.suites.get(name).meta.get("gate")]
    failures = tuple(_said(one, details) for name in gates for one in results[name].results if not one.success)
    warnings = tuple(
        _said(one, details) for name in results if name not in gates for one in results[name].results if not one.success
    )
    keys = list(result.run_results)
    context.build_data_docs(resource_identifiers=[key.expectation_suite_identifier for key in keys], build_index=False)
    context.build_data_docs(resource_identifiers=keys)
    page = project.parent / PAGE
    _all_there([page.parent / "validations" / _page(key) for key in keys])
    return Verdict(not failures, failures, warnings, page)


def _said(result: Any, details: Mapping[str, str]) -> str:
    """The promise that was not kept, and what stands there instead."""
    promise = result.expectation_config.description
    if result.exception_info.get("raised_exception"):
        return f"{promise} It could not be checked: {result.exception_info['exception_message']}"
    found = result.result
    first = next(iter(found["partial_unexpected_list"] or ()), None)
    if found["element_count"] == 1 and isinstance(first, float):
        detail = details.get(result.expectation_config.kwargs.get("column"))
        return f"{promise} It is {first:.4g}{f' ({detail})' if detail else ''}."
    shown = f": {first}" if isinstance(first, str) else ""
    return f"{promise} Not so in {found['unexpected_count']} of {found['element_count']} rows{shown}."


def _page(key: Any) -> Path:
    return Path(*key.to_tuple()).with_suffix(".html")


def _all_there(pages: list[Path]) -> None:
    """Great Expectations logs what it cannot render and goes on."""
    missing = [str(page) for page in pages if not page.exists()]
    if missing:
        raise FileNotFoundError(f"Data Docs lack {', '.join(missing)}")


def _forget_old_runs(docs_dir: Path) -> None:
    """Make room for one more run among the results and the pages, suite by suite."""
    for suites in (docs_dir / "project" / "results", docs_dir / "site" / "validations"):
        for suite in suites.iterdir() if suites.exists() else ():
            runs = sorted(suite.iterdir(), key=lambda run: run.stat().st_mtime_ns, reverse=True)
            for run in runs[KEPT_RUNS - 1 :]:
                shutil.rmtree(run)
