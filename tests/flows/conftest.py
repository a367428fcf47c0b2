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
from shared import Started, common_folder, shared
from warm import Warm

ROOT = Path(__file__).parents[2]
START_SECONDS = 240
Jihua = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server on a free port, one for all processes of the test run; gives the environment that leads to it."""
    folder = common_folder(tmp_path_factory)
    with shared("prefect-server", folder, lambda: start_server(folder / "prefect")) as environment:
        yield environment


@pytest.fixture(scope="session")
def warm(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """A process that has imported everything, to fork commands from."""
    folder = common_folder(tmp_path_factory)
    process = Warm(folder / "warm.socket")
    with shared("warm", folder, lambda: Started([process.start(server | {"PREFECT_LOGGING_LEVEL": "CRITICAL"})], {})):
        yield process


@pytest.fixture(scope="session")
def jihua(warm: Warm) -> Jihua:
    """jihua("ingest", folder, "--data", data) runs the command in a process of its own that need not import anything."""
    return lambda *arguments, **environment: warm.run([*map(str, arguments)], ROOT, environment)


@pytest.fixture(scope="session")
def cold_jihua(server: dict[str, str]) -> Jihua:
    """The same, as a person starts it."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).with_name("jihua"), *map(str, arguments)]
        alone = {name: value for name, value in (server | environment).items() if name != "POLARS_MAX_THREADS"}
        return subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True, check=False)

    return run


def start_server(home: Path) -> Started:
    """Start a server that lives in this folder, and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: healthy(environment["PREFECT_API_URL"]), START_SECONDS, "the server did not start")
    return Started([process.pid], os.environ | environment)


def wait_for(condition: Callable[[], object], seconds: float, complaint: str) -> None:
    """Ask until the condition holds; fail with the complaint when the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.2)


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.TransportError:
        return False
