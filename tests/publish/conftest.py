"""Staged batches of one-sentence documents, to publish and publish again."""

import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from expectations.schemas import TABLES, empty
from flows import batch
from flows.areas import derived
from flows.collect import RawStore, load_texts
from flows.layout import Layout
from flows.publish.plan import RUN_COLUMNS, Derived, Plan, plan_release
from flows.publish.publish import publish
from flows.publish.release import Release
from flows.run import SET_ASIDE_SCHEMA
from flows.staging import Staged, batch_at, write_batch
from flows.storage import Location
from flows.version import rules_version

Read = Callable[[Layout, list[str]], Location]
RUN = {
    "started_at": "2025-01-01T00:00:00Z",
    "finished_at": "2025-01-01T00:01:00Z",
    "trigger": "command",
    "parser_version": "1",
    "rules_version": "1",
}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "data")


@pytest.fixture
def stage(layout: Layout) -> Callable[..., Staged]:
    """stage(甲市="增长5%") stages one document a keyword: its name and its one sentence."""

    def stage_documents(**sentences: str) -> Staged:
        ids = {name: hashlib.sha256(name.encode()).hexdigest() for name in sentences}
        tables = {
            name: empty(name) for name in TABLES if name not in ("quarantine", "runs", "editions", "outcomes", "panel")
        }
        tables["documents"] = _rows(
            "documents",
            [
                {"doc_id": ids[n], "source_name": n, "source_uri": f"file:///{n}", "source_names": [n], "kind": "other"}
                | {"encoding": "utf-8", "media_type": "text/plain", "chars": len(s), "parser_version": "1"}
                | {"rules_version": "1", "run_id": ""}
                for n, s in sentences.items()
            ],
        )
        tables["findings"] = _rows(
            "findings",
            [
                {"finding_id": f"{n}-1", "rule": "years.horizon", "severity": "warning", "doc_id": ids[n]}
                | {"source_name": n, "message": "m", "message_en": "m", "evidence": s, "quotes": [s]}
                | {"char_spans": [{"start": 0, "end": len(s)}], "first_run_id": "", "run_id": ""}
                for n, s in sentences.items()
                if "！" in s
            ],
        )
        key = hashlib.sha256(repr(sorted(sentences.items())).encode()).hexdigest()
        batch = layout.staged / f"{key}.json"
        write_batch(batch, list(ids.values()), tables | {"quarantine": pl.DataFrame(schema=SET_ASIDE_SCHEMA)})
        return Staged((batch,))

    return stage_documents


@pytest.fixture
def planned(layout: Layout) -> Callable[..., Plan]:
    """planned(staged, "run-1") plans the staged documents as this run."""

    def plan(staged: Staged, run_id: str, quarantine: pl.DataFrame | None = None) -> Plan:
        set_aside = pl.DataFrame(schema=SET_ASIDE_SCHEMA) if quarantine is None else quarantine
        return plan_release(layout, staged, Derived(), set_aside, set_aside["source_uri"].to_list(), run_id)

    return plan


@pytest.fixture
def published(
    layout: Layout, planned: Callable[..., Plan], run_row: Callable[[str], pl.DataFrame]
) -> Callable[..., Release]:
    """published(staged, "run-1") plans and publishes."""

    def publish_staged(staged: Staged, run_id: str) -> Release:
        return publish(layout, planned(staged, run_id), run_row(run_id))

    return publish_staged


@pytest.fixture(scope="session")
def read() -> Read:
    """read(layout, doc_ids) is `read_batch`, which parses and checks the same texts once a test run: their rows are laid
    where a run that broke off would have left them, the next time, and `read_batch` finds them."""
    known: dict[tuple[object, ...], tuple[dict[str, pl.DataFrame], dict[str, str]]] = {}

    def read_once(layout: Layout, doc_ids: list[str]) -> Location:
        store, version = RawStore(layout.store), batch.parser_version()
        key = (batch.parse, version, *doc_ids, load_texts(store, doc_ids).write_json())
        if key in known:
            tables, texts = known[key]
            records = store.records(doc_ids).write_json()
            write_batch(batch_at(layout.staged, doc_ids, version, rules_version(), records), doc_ids, tables)
            for doc_id, text in texts.items():
                store.write_text(doc_id, version, text)
        read = batch.read_batch(layout, doc_ids)
        if key not in known:
            staged = Staged((read,))
            tables = {table: staged.frame(table).collect() for table in (*staged.tables, "quarantine")}
            known[key] = tables, {doc_id: store.read_text(doc_id, version) for doc_id in staged.doc_ids}
        return read

    return read_once


@pytest.fixture
def run_texts(layout: Layout, run_row: Callable[[str], pl.DataFrame], read: Read) -> Callable[..., Plan]:
    """run_texts({"5.txt": "……"}) collects, reads, checks, derives and publishes these texts, as run-1, run-2 and so on;
    `look` sees each plan before it is published."""
    run_ids = (f"run-{number}" for number in count(1))

    def publish_texts(texts: dict[str, str], look: Callable[[Plan], object] = id) -> Plan:
        run_id = next(run_ids)
        doc_ids = [
            RawStore(layout.store).add(text.encode(), f"file:///reports/{name}", name).record.doc_id
            for name, text in texts.items()
        ]
        staged = Staged((read(layout, doc_ids),))
        with derived(layout, staged, run_id) as places:
            plan = plan_release(layout, staged, places, pl.DataFrame(schema=SET_ASIDE_SCHEMA), [], run_id)
            look(plan)
            if plan.changed:
                publish(layout, plan, run_row(run_id))
        return plan

    return publish_texts


@pytest.fixture
def run_row() -> Callable[[str], pl.DataFrame]:
    """run_row("run-1") is what a run knows of itself."""
    return _run_row


def _run_row(run_id: str) -> pl.DataFrame:
    counts = {f"sources_{name}": 0 for name in ("seen", "new", "unchanged", "quarantined")}
    times = pl.col("started_at", "finished_at").str.to_datetime(time_zone="UTC", time_unit="us")
    return pl.DataFrame([{"run_id": run_id} | RUN | counts]).with_columns(times)


def _rows(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as they are staged: the ids of the runs come when they are published."""
    staged = pl.DataFrame(rows, schema=empty(table).schema) if rows else empty(table)
    return staged.drop(RUN_COLUMNS, strict=False)
