"""Register what `deploy/` describes on the Prefect server in use: work pool, deployments, notifications."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

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
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        _make_pool(client)
        _deploy_all(home, settings)
        return "\n".join([*_registered(settings), *_notifications(client, home, settings)])


def _make_pool(client: "SyncPrefectClient") -> None:
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectNotFound
    from prefect.workers.process import ProcessWorker

    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))


def _deploy_all(home: Path, settings: Settings) -> None:
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(DEPLOYMENTS)]
    environment = os.environ | {"JIHUA_HOME": str(home), "JIHUA_SCHEDULE": settings.schedule}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DeployError(f"prefect deploy failed:\n{done.stdout}{done.stderr}")


def _registered(settings: Settings) -> list[str]:
    return [
        f"work pool {POOL}: prefect worker start --pool {POOL} --type process",
        f"ingest/ingest: scheduled, {settings.schedule} (Asia/Shanghai)",
        "backfill/backfill, report/report: started by hand",
    ]


def _notifications(client: "SyncPrefectClient", home: Path, settings: Settings) -> list[str]:
    if settings.webhook_url is None:
        return ["notifications: none (set JIHUA_WEBHOOK_URL)"]
    from flows.notifications import notify

    names = notify(client, home / AUTOMATIONS, settings.webhook_url.get_secret_value())
    return [f"notification {name}" for name in names]
