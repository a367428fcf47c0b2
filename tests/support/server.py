"""A Prefect server on PostgreSQL, started for tests: its parts, and what a test asks of them."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PASSWORD = "jihua:a-test-password"
QUICK = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_WORKER_HEARTBEAT_SECONDS": "5",
    "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "0.5",
}


@dataclass(frozen=True)
class Postgres:
    """A cluster of the tests' own: its programs, its folder, its port, and who may run it."""

    programs: Path
    folder: Path
    port: int
    user: str | None

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://jihua@127.0.0.1:{self.port}/prefect"

    def run(self, program: str, *arguments: object) -> str:
        """Run one of PostgreSQL's programs as the cluster's owner; root is refused by them."""
        command = [self.programs / program, *map(str, arguments)]
        done = subprocess.run(
            command, user=self.user, cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
        return done.stdout


@dataclass
class Receiver:
    """What the webhook was sent."""

    url: str
    received: list[dict[str, Any]] = field(default_factory=list)

    def events(self) -> set[str]:
        return {str(message["event"]) for message in self.received}


@dataclass(frozen=True)
class Installation:
    """A running server with its worker; `jihua(...)` and `call(...)` work against it."""

    environment: dict[str, str]
    data: Path
    receiver: Receiver
    postgres: Postgres

    def jihua(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def call(self, method: str, path: str, **body: object) -> Any:
        """The API's answer; a refusal fails the test."""
        answer = self.ask(method, path, **body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def ask(self, method: str, path: str, **body: object) -> httpx.Response:
        url = f"{self.environment['PREFECT_API_URL']}/{path}"
        return httpx.request(method, url, json=body or None, auth=tuple(PASSWORD.split(":")), timeout=60)  # type: ignore[arg-type]

    def start(self, deployment: str, **parameters: object) -> dict[str, Any]:
        """Start a deployment as its form on the page does."""
        found = self.call("GET", f"deployments/name/{deployment}/{deployment}")
        run: dict[str, Any] = self.call("POST", f"deployments/{found['id']}/create_flow_run", parameters=parameters)
        return run

    def ended(self, runs: Callable[[], list[dict[str, Any]]], seconds: float = 300) -> dict[str, Any]:
        """The first of the runs that has ended."""

        def over() -> list[dict[str, Any]]:
            return [run for run in runs() if run["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")]

        return wait_for(over, seconds, "no run has ended", self.data.with_name("worker.log"))[0]

    def artifacts(self, run: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The run's artifacts by key."""
        mine = {"flow_run_id": {"any_": [run["id"]]}}
        return {str(a["key"]): a for a in self.call("POST", "artifacts/filter", artifacts=mine)}

    def log(self, run: dict[str, Any]) -> list[str]:
        """The messages of the run's log."""
        mine = {"flow_run_id": {"any_": [run["id"]]}}
        return [str(line["message"]) for line in self.call("POST", "logs/filter", logs=mine, sort="TIMESTAMP_ASC")]


class running:  # noqa: N801 - reads as a word of the with statement
    """A process for as long as the block lasts; its output is shown where the block fails."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log

    def __enter__(self) -> None:
        with self.log.open("w") as out:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)

    def __exit__(self, kind: object, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if kind:
            print(self.log.read_text(encoding="utf-8", errors="replace")[-5000:])


def wait_for(condition: Callable[[], T], seconds: float, complaint: str, log: Path | None = None) -> T:
    """Ask until the answer is true, and give it; fail with the complaint, and the end of a log, when time is over."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"{complaint}\n{log.read_text(errors='replace')[-3000:] if log else ''}"
        time.sleep(0.3)
    return answer


def environment_file(path: Path) -> dict[str, str]:
    """The lines of an environment file, as systemd reads them."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def postgres_programs() -> Path | None:
    """Where PostgreSQL's own programs lie: Debian keeps those of each version in a folder apart."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def answers(installation: Installation) -> bool:
    try:
        return installation.ask("GET", "health").is_success
    except httpx.TransportError:
        return False
