"""Run names say what is done and when, in Beijing time."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from flows import names
from flows.names import backfill_name, ingest_name, report_name


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        pytest.param(ingest_name, {}, "ingest inbox", id="the schedule"),
        pytest.param(ingest_name, {"sources": ["/srv/reports/"]}, "ingest reports", id="a folder"),
        pytest.param(ingest_name, {"sources": ["a.txt", "b.txt"]}, "ingest a.txt and 1 more", id="two files"),
        pytest.param(ingest_name, {"force": True}, "ingest inbox again", id="read again"),
        pytest.param(backfill_name, {}, "backfill all", id="a backfill of everything"),
        pytest.param(
            backfill_name,
            {"region": "511700", "years": "2020-2025", "kind": None, "dry_run": True},
            "backfill 511700 2020-2025 dry run",
            id="a dry run of a place's years",
        ),
        pytest.param(backfill_name, {"document": "4f1c09ab"}, "backfill 4f1c09ab", id="one document"),
        pytest.param(report_name, {"run_id": None}, "report of the last run", id="the last report"),
    ],
)
def test_a_name_says_what_and_when(
    name: Callable[[], str], parameters: Mapping[str, object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    monkeypatch.setattr(names, "flow_run", SimpleNamespace(parameters=parameters, scheduled_start_time=planned))
    assert name() == f"{said} · 2026-11-22 06:30"
