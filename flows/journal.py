"""The journal: what every run was, one JSON file a run, so that its report can be made again.

A run that publishes is announced first and entered once its release is current. Where it dies in between, the next run
settles it: the entry counts if the release became current, and is dropped with its release's file if it did not.
"""

import dataclasses
import json
from datetime import datetime
from io import StringIO
from typing import Any

import polars as pl

from flows import storage
from flows.layout import Layout
from flows.publish.release import current_release, forget
from flows.run import SOURCES_SCHEMA, RunSummary

FRAMES = ("sources", "findings_gone")
TIMES = ("started_at", "finished_at")
ENTRY, PENDING = ".json", ".pending"


class NoRunError(LookupError):
    """The run asked for is not in the journal."""


def record(layout: Layout, summary: RunSummary) -> None:
    """Enter the run into the journal."""
    _enter(layout, summary.run_id, _to_json(summary))


def announce(layout: Layout, summary: RunSummary) -> None:
    """Say that the run is about to publish; `settle` makes an entry of it."""
    storage.write(layout.announcement(summary.run_id), _to_json(summary))


def settle(layout: Layout) -> None:
    """Enter announced runs whose release is current; forget those that died before. Call it with the publishing lock."""
    current = current_release(layout)
    for run_id in announced(layout):
        pending = layout.announcement(run_id)
        if current is not None and current.release_id == run_id:
            _enter(layout, run_id, storage.read(pending))
        elif not storage.exists(layout.entry(run_id)):  # else a run died between entering it and this note's removal
            forget(layout, run_id)
        storage.delete(pending)


def announced(layout: Layout) -> list[str]:
    """The runs that said they were about to publish and have not been settled."""
    return [name.removesuffix(PENDING) for name in storage.names(layout.journal) if name.endswith(PENDING)]


def recall(layout: Layout, run_id: str | None = None) -> RunSummary:
    """The run of this id, or the last one. Raises NoRunError where there is none."""
    wanted = run_id or _last(layout)
    entry = _read(layout, wanted) if wanted else None
    if entry is None:
        what = f"no run {run_id!r}" if run_id else "no run yet: run `jihua ingest` first"
        raise NoRunError(f"{what} (looked in {layout.journal})")
    for name in TIMES:
        entry[name] = datetime.fromisoformat(entry[name])
    entry["sources"] = _frame(entry["sources"], SOURCES_SCHEMA)
    entry["findings_gone"] = _frame(entry["findings_gone"], None)
    entry["gate_failures"] = tuple(entry["gate_failures"])
    return RunSummary(**entry)


def _last(layout: Layout) -> str | None:
    """The run entered last, as noted, for ids sort by the clock, which may have been wrong; or by id in a journal that is
    older than the note."""
    try:
        return storage.read(layout.last_run).decode().strip()
    except FileNotFoundError:
        entries = (name.removesuffix(ENTRY) for name in storage.names(layout.journal) if name.endswith(ENTRY))
        return max(entries, default=None)


def _enter(layout: Layout, run_id: str, entry: bytes) -> None:
    storage.write(layout.last_run, run_id.encode())
    storage.write(layout.entry(run_id), entry)


def _read(layout: Layout, run_id: str) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = json.loads(storage.read(layout.entry(run_id)))
    except FileNotFoundError:
        return None
    return entry


def _to_json(summary: RunSummary) -> bytes:
    entry = {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
    for name in FRAMES:
        entry[name] = json.loads(entry[name].write_json())
    for name in TIMES:
        entry[name] = entry[name].isoformat()
    return (json.dumps(entry, ensure_ascii=False, indent=1) + "\n").encode()


def _frame(rows: list[dict[str, object]], schema: pl.Schema | None) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=schema)
    return pl.read_json(StringIO(json.dumps(rows)), schema=schema)
