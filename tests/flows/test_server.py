"""The deployments on a real Prefect server: a pair of wrong versions breaks the schedule without a word."""

import subprocess
import time
from collections.abc import Callable

import httpx
import pytest

SCHEDULE_SECONDS = 60


def ask(api: str, what: str, **body: object) -> list[dict[str, object]]:
    response = httpx.post(f"{api}/{what}/filter", json=body)
    response.raise_for_status()
    found: list[dict[str, object]] = response.json()
    return found


def scheduled_runs(api: str) -> list[dict[str, object]]:
    """Waits for the scheduler, which works in a loop of its own."""
    deadline = time.monotonic() + SCHEDULE_SECONDS
    scheduled = {"state": {"type": {"any_": ["SCHEDULED"]}}}
    while not (runs := ask(api, "flow_runs", flow_runs=scheduled)):
        assert time.monotonic() < deadline, "no run was ever scheduled"
        time.sleep(0.5)
    return runs


@pytest.mark.long
def test_deploy_registers_the_flows_and_the_scheduler_schedules_them(
    server: dict[str, str], cold_jihua: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = cold_jihua("deploy")
    assert done.returncode == 0, done.stderr
    api = server["PREFECT_API_URL"]
    assert {str(d["name"]) for d in ask(api, "deployments")} == {"ingest", "backfill", "report"}
    assert scheduled_runs(api)[0]["parameters"] == {}


def test_deploy_without_a_server_says_what_to_set(cold_jihua: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = cold_jihua("deploy", PREFECT_API_URL="")
    assert done.returncode == 1
    assert "set PREFECT_API_URL" in done.stderr
    assert "Traceback" not in done.stderr
