"""The journal: what every run was, one JSON file a run, so that its report can be made again."""

import dataclasses
import json
from datetime import datetime
from io import StringIO

import polars as pl

from flows.layout import Layout
from flows.publish.release import replace_text
from flows.run import SOURCES_SCHEMA, RunSummary

FRAMES = ("sources", "findings_gone")
TIMES = ("started_at", "finished_at")


class NoRunError(LookupError):
    """The run asked for is not in the journal."""


def record(layout: Layout, summary: RunSummary) -> None:
    """Write the run into the journal."""
    entry = {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
    for name in FRAMES:
        entry[name] = json.loads(entry[name].write_json())
    for name in TIMES:
        entry[name] = entry[name].isoformat()
    replace_text(layout.journal / f"{summary.run_id}.json", json.dumps(entry, ensure_ascii=False, indent=1) + "\n")


def recall(layout: Layout, run_id: str | None = None) -> RunSummary:
    """The run of this id, or the last one. Raises NoRunError where there is none."""
    known = sorted(path.stem for path in layout.journal.glob("*.json"))
    if not known or (run_id or known[-1]) not in known:
        what = f"no run {run_id!r}" if run_id else "no run yet: run `jihua ingest` first"
        raise NoRunError(f"{what} (looked in {layout.journal})")
    entry = json.loads((layout.journal / f"{run_id or known[-1]}.json").read_text(encoding="utf-8"))
    for name in TIMES:
        entry[name] = datetime.fromisoformat(entry[name])
    entry["sources"] = _frame(entry["sources"], SOURCES_SCHEMA)
    entry["findings_gone"] = _frame(entry["findings_gone"], None)
    entry["gate_failures"] = tuple(entry["gate_failures"])
    return RunSummary(**entry)


def _frame(rows: list[dict[str, object]], schema: pl.Schema | None) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=schema)
    return pl.read_json(StringIO(json.dumps(rows)), schema=schema)
