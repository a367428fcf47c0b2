"""A Prefect server of the tests' own, and the command line run against it as a person would."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def jihua(server: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """jihua("ingest", folder, "--data", data) runs the command as a process of its own."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).with_name("jihua"), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=server | environment, capture_output=True, text=True, check=False)

    return run


def wait_for(condition: Callable[[], object], seconds: float, complaint: str) -> None:
    """Ask until the condition holds; fail with the complaint when the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.5)


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.TransportError:
        return False
