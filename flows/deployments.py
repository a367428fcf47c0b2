"""Register what `deploy/` describes on the Prefect server in use: work pool, deployments, notifications."""

import os
import subprocess
import sys
from pathlib import Path

from flows.settings import Settings

POOL = "jihua"
DEPLOYMENTS = Path("deploy") / "prefect.yaml"
AUTOMATIONS = Path("deploy") / "automations.yaml"


class DeployError(RuntimeError):
    """The deployments could not be registered."""


def deploy(home: Path) -> str:
    """Make the work pool if need be and register deployments and automations; returns a line for each.

    `home` is the checkout that a worker will run the flows in. Whatever is registered already is brought up to date.
    Raises DeployError where no server is named, or where Prefect refuses.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise DeployError("no Prefect server: set PREFECT_API_URL, such as http://127.0.0.1:4200/api")
    if not (home / DEPLOYMENTS).exists():
        raise DeployError(
            f"{DEPLOYMENTS} is not in {home}: run `jihua deploy` in the checkout that the worker will use"
        )
    settings = Settings()
    if _run(home, settings, "work-pool", "inspect", POOL).returncode:
        _prefect(home, settings, "work-pool", "create", POOL, "--type", "process")
    _prefect(home, settings, "--no-prompt", "deploy", "--all", "--prefect-file", str(DEPLOYMENTS))
    return "\n".join([*_registered(settings), *_notifications(home, settings)])


def _registered(settings: Settings) -> list[str]:
    return [
        f"work pool {POOL}: prefect worker start --pool {POOL} --type process",
        f"ingest/ingest: scheduled, {settings.schedule} (Asia/Shanghai)",
        "backfill/backfill, report/report: started by hand",
    ]


def _notifications(home: Path, settings: Settings) -> list[str]:
    if settings.webhook_url is None:
        return ["notifications: none (set JIHUA_WEBHOOK_URL)"]
    from prefect.client.orchestration import get_client

    from flows.notifications import notify

    with get_client(sync_client=True) as client:
        names = notify(client, home / AUTOMATIONS, settings.webhook_url.get_secret_value())
    return [f"notification {name}" for name in names]


def _prefect(home: Path, settings: Settings, *arguments: str) -> str:
    done = _run(home, settings, *arguments)
    if done.returncode:
        raise DeployError(f"prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _run(home: Path, settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "prefect", *arguments]
    environment = os.environ | {"JIHUA_HOME": str(home), "JIHUA_SCHEDULE": settings.schedule}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
