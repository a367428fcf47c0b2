"""A run's report made again: what it shows comes from the release, or from what was staged where none was published."""

from pathlib import Path

import pytest
from prefect.logging import disable_run_logger

from expectations.judge import Verdict
from flows import releasing
from flows.batch import read_batch
from flows.collect import Limits, RawStore, collect
from flows.journal import recall
from flows.layout import Layout
from flows.rebuild_report import tables_of
from flows.settings import Settings
from flows.work import batches, document_statuses, set_aside, source_statuses, start

REPORT = """虚构县2024年国民经济和社会发展计划执行情况
全县粮食产量20.3万吨，固定资产投资、工业投资分别增长7%、8%、9%。
"""


@pytest.fixture
def held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A data root whose only run was held back; its batches are gone meanwhile."""
    verdict = Verdict(False, ("Tables must not shrink. It is 0.4.",), (), tmp_path / "index.html")
    monkeypatch.setattr(releasing, "judge", lambda *_, **__: verdict)
    layout = Layout(tmp_path / "data")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "虚构县.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "in" / "空.txt").write_bytes(b"")
    collected = collect([tmp_path / "in"], RawStore(layout.store), Limits())
    statuses = document_statuses(layout, collected.documents)
    sources = source_statuses(collected.sources, collected.quarantine, statuses)
    job = releasing.Job(start("command"), sources, set_aside(collected.quarantine), batches(statuses["doc_id"], 10))
    for doc_ids in job.batches:
        read_batch(layout, doc_ids)
    with disable_run_logger():
        assert releasing.release(layout, Settings(), job).outcome == "gate_failed"
    job.staged(layout).discard()
    return layout


def test_a_run_that_was_held_back_shows_what_it_had_read(held_back: Layout) -> None:
    tables = tables_of(held_back, Settings(), recall(held_back))
    assert tables["documents"]["source_name"].to_list() == ["虚构县.txt"]
    assert "lists.respectively" in tables["findings"]["rule"].to_list()


def test_what_it_set_aside_keeps_its_reason(held_back: Layout) -> None:
    [row] = tables_of(held_back, Settings(), recall(held_back))["quarantine"].iter_rows(named=True)
    assert row["source_uri"].endswith(".txt")
    assert row["reason"] == "it holds no text"
    assert row["detail"]
