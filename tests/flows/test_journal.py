"""The journal gives back every run as it was."""

from datetime import UTC, datetime

import polars as pl
import pytest

from flows.journal import NoRunError, recall, record
from flows.layout import Layout
from flows.run import SOURCES_SCHEMA, RunSummary


def summary(run_id: str, **more: object) -> RunSummary:
    row = ("file:///a.txt", "a.txt", None, "quarantined", "empty file")
    return RunSummary(
        run_id=run_id,
        trigger="command",
        started_at=datetime(2025, 1, 1, tzinfo=UTC),
        finished_at=datetime(2025, 1, 1, 0, 1, tzinfo=UTC),
        outcome="published",
        parser_version="1",
        rules_version="1",
        sources=pl.DataFrame([row], SOURCES_SCHEMA, orient="row"),
        rows={"documents": 1},
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def layout(tmp_path) -> Layout:  # type: ignore[no-untyped-def]
    return Layout(tmp_path)


def test_a_run_comes_back_as_it_was(layout: Layout) -> None:
    record(layout, summary("run-1", findings={"error": 2}, gate_failures=("too few rows",)))
    back = recall(layout, "run-1")
    assert back.sources.equals(summary("run-1").sources)
    assert (back.findings_from("warning"), back.gate_failures) == (2, ("too few rows",))
    assert back.started_at == datetime(2025, 1, 1, tzinfo=UTC)


def test_the_last_run_is_the_default(layout: Layout) -> None:
    record(layout, summary("20250101T000000Z-aaaaaa"))
    record(layout, summary("20250102T000000Z-000000"))
    assert recall(layout).run_id == "20250102T000000Z-000000"


def test_a_run_that_never_was_is_named(layout: Layout) -> None:
    with pytest.raises(NoRunError, match="no run 'run-9'"):
        recall(layout, "run-9")
