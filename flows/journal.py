"""The journal: what every run was, one JSON file a run, so that its report can be made again.

A run that publishes is announced first and entered once its release is current. Where it dies in between, the next run
settles it: the entry counts if the release became current, and is dropped with its release's file if it did not.
"""

import dataclasses
import json
from datetime import datetime
from io import StringIO
from pathlib import Path

import polars as pl

from flows.layout import Layout
from flows.publish.release import current_release, forget, replace_text
from flows.run import SOURCES_SCHEMA, RunSummary

FRAMES = ("sources", "findings_gone")
TIMES = ("started_at", "finished_at")
LAST = "last"  # names the run entered last: ids sort by the clock, which may have been wrong
PENDING = ".pending"


class NoRunError(LookupError):
    """The run asked for is not in the journal."""


def record(layout: Layout, summary: RunSummary) -> None:
    """Enter the run into the journal."""
    replace_text(_entry(layout, summary.run_id), _to_json(summary))
    replace_text(layout.journal / LAST, summary.run_id)


def announce(layout: Layout, summary: RunSummary) -> None:
    """Say that the run is about to publish; `settle` makes an entry of it."""
    replace_text(_entry(layout, summary.run_id).with_suffix(PENDING), _to_json(summary))


def settle(layout: Layout) -> None:
    """Enter announced runs whose release is current; forget those that died before. Call it with the publishing lock."""
    current = current_release(layout)
    for pending in sorted(layout.journal.glob(f"*{PENDING}")):
        run_id = pending.stem
        if current is not None and current.release_id == run_id:
            replace_text(layout.journal / LAST, run_id)
            pending.replace(_entry(layout, run_id))
        else:
            forget(layout, run_id)
            pending.unlink()


def recall(layout: Layout, run_id: str | None = None) -> RunSummary:
    """The run of this id, or the last one. Raises NoRunError where there is none."""
    wanted = run_id or _last(layout)
    if wanted is None or not _entry(layout, wanted).exists():
        what = f"no run {run_id!r}" if run_id else "no run yet: run `jihua ingest` first"
        raise NoRunError(f"{what} (looked in {layout.journal})")
    entry = json.loads(_entry(layout, wanted).read_text(encoding="utf-8"))
    for name in TIMES:
        entry[name] = datetime.fromisoformat(entry[name])
    entry["sources"] = _frame(entry["sources"], SOURCES_SCHEMA)
    entry["findings_gone"] = _frame(entry["findings_gone"], None)
    entry["gate_failures"] = tuple(entry["gate_failures"])
    return RunSummary(**entry)


def _last(layout: Layout) -> str | None:
    """The run entered last: as noted, or by id in a journal that is older than the note."""
    note = layout.journal / LAST
    if note.exists():
        return note.read_text(encoding="utf-8").strip()
    return max((path.stem for path in layout.journal.glob("*.json")), default=None)


def _entry(layout: Layout, run_id: str) -> Path:
    return layout.journal / f"{run_id}.json"


def _to_json(summary: RunSummary) -> str:
    entry = {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
    for name in FRAMES:
        entry[name] = json.loads(entry[name].write_json())
    for name in TIMES:
        entry[name] = entry[name].isoformat()
    return json.dumps(entry, ensure_ascii=False, indent=1) + "\n"


def _frame(rows: list[dict[str, object]], schema: pl.Schema | None) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=schema)
    return pl.read_json(StringIO(json.dumps(rows)), schema=schema)
