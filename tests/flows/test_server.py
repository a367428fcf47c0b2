"""The deployments on a real Prefect server: a pair of wrong versions breaks the schedule without a word."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS, SCHEDULE_SECONDS = 120, 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server of its own on a free port; gives the environment that leads to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: healthy(environment["PREFECT_API_URL"]), START_SECONDS, "the server did not start")
        yield environment
        process.terminate()


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.TransportError:
        return False


def wait_for(condition, seconds: float, complaint: str) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.5)


def ask(api: str, what: str, **body: object) -> list[dict[str, object]]:
    response = httpx.post(f"{api}/{what}/filter", json=body)
    response.raise_for_status()
    found: list[dict[str, object]] = response.json()
    return found


def test_deploy_registers_the_flows_and_the_scheduler_schedules_them(server: dict[str, str]) -> None:
    jihua = Path(sys.executable).with_name("jihua")
    done = subprocess.run([jihua, "deploy"], cwd=ROOT, env=server, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    api = server["PREFECT_API_URL"]
    assert {str(d["name"]) for d in ask(api, "deployments")} == {"ingest", "backfill"}

    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    wait_for(lambda: ask(api, "flow_runs", **scheduled), SCHEDULE_SECONDS, "no run was ever scheduled")
    assert ask(api, "flow_runs", **scheduled)[0]["parameters"] == {}


def test_deploy_without_a_server_says_what_to_set() -> None:
    jihua = Path(sys.executable).with_name("jihua")
    environment = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    done = subprocess.run([jihua, "deploy"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "set PREFECT_API_URL" in done.stderr
    assert "Traceback" not in done.stderr
