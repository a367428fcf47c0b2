"""A gate that fails: nothing is published, the last release stays, the run fails saying why."""

from pathlib import Path

import polars as pl
import pytest

from expectations.judge import Verdict
from flows import releasing, tasks
from flows.collect import Limits, RawStore, collect
from flows.journal import recall
from flows.layout import Layout
from flows.publish.release import current_release
from flows.run import RunSummary
from flows.settings import Settings
from flows.work import batches, document_statuses, set_aside, source_statuses, start


@pytest.fixture
def held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Layout, RunSummary]:
    """A run over one report whose release the gate holds back."""
    verdict = Verdict(False, ("Tables must not shrink. It is 0.4.",), (), tmp_path / "index.html")
    monkeypatch.setattr(releasing, "judge", lambda *_: verdict)
    layout = Layout(tmp_path / "data")
    report = tmp_path / "虚构县.txt"
    report.write_text("虚构县2024年国民经济和社会发展计划执行情况\n全县粮食产量20.3万吨。\n", encoding="utf-8")
    collected = collect([report], RawStore(layout.store), Limits())
    statuses = document_statuses(layout, collected.documents)
    aside = set_aside(collected.quarantine)
    sources = source_statuses(collected.sources, aside, statuses)
    job = releasing.Job(start("command"), sources, aside, batches(statuses["doc_id"], 10))
    return layout, releasing.release(layout, Settings(), job)


def test_nothing_is_published(held_back: tuple[Layout, RunSummary]) -> None:
    layout, summary = held_back
    assert summary.outcome == "gate_failed"
    assert current_release(layout) is None
    assert not layout.table("documents").exists()


def test_the_run_fails_saying_why(held_back: tuple[Layout, RunSummary]) -> None:
    state = tasks.run_state(*held_back)
    assert state.is_failed()
    assert "Tables must not shrink" in str(state.message)


def test_the_journal_remembers_it_and_the_batch_is_kept(held_back: tuple[Layout, RunSummary]) -> None:
    layout, summary = held_back
    assert recall(layout).gate_failures == summary.gate_failures
    [folder] = layout.staged.iterdir()
    assert pl.read_parquet(folder / "documents.parquet").height == 1
