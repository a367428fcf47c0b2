"""The real thing on one machine: PostgreSQL, a Prefect server with a password, a worker, a receiver of notifications."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from server import (
    PASSWORD,
    QUICK,
    ROOT,
    Installation,
    Postgres,
    Receiver,
    answers,
    environment_file,
    free_port,
    postgres_programs,
    running,
    wait_for,
)

START_SECONDS = 240


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL cluster on a free port, gone with the tests."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="jihua-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        cluster = Postgres(programs, folder, free_port(), user)
        cluster.run("initdb", "-D", folder / "data", "-U", "jihua", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {cluster.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        cluster.run("pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
        try:
            cluster.run("createdb", "-h", folder, "-p", cluster.port, "-U", "jihua", "prefect")
            yield cluster
        finally:
            cluster.run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook")

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                try:
                    receiver.received.append(json.loads(body))
                except json.JSONDecodeError:
                    receiver.received.append({"event": "no JSON", "text": body})
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature is given
                """Say nothing."""

        server.RequestHandlerClass = Handler
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def installation(
    postgres: Postgres, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Server, deployments and worker, set up by `deploy/jihua.env` with places of the tests' own."""
    folder, port = tmp_path_factory.mktemp("installation"), free_port()
    environment = os.environ | environment_file(ROOT / "deploy" / "jihua.env") | QUICK
    environment |= {
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        "PREFECT_API_AUTH_STRING": PASSWORD,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": postgres.url,
        "PREFECT_HOME": str(folder / "prefect"),
        "JIHUA_DATA": str(folder / "data"),
        "JIHUA_SCHEDULE": "* * * * *",
        "JIHUA_WEBHOOK_URL": receiver.url,
        "JIHUA_REPORTS_URL": "https://reports.example.org/jihua/",
    }
    environment.pop("POLARS_MAX_THREADS", None)  # of the tests, not of a server
    (folder / "data" / "raw").mkdir(parents=True)
    shutil.copytree(ROOT / "data" / "raw" / "inbox", folder / "data" / "raw" / "inbox")
    installed = Installation(environment, folder / "data", receiver, postgres)
    prefect = [sys.executable, "-m", "prefect"]
    with running([*prefect, "server", "start"], environment, folder / "server.log"):
        wait_for(lambda: answers(installed), START_SECONDS, "the server did not start")
        deployed = installed.jihua("deploy")
        assert deployed.returncode == 0, deployed.stdout + deployed.stderr
        worker = [*prefect, "worker", "start", "--pool", "jihua", "--type", "process"]
        with running(worker, environment, folder / "worker.log"):
            yield installed
