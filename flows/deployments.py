"""Register the deployments of `deploy/prefect.yaml` on the Prefect server in use."""

import os
import subprocess
import sys
from pathlib import Path

POOL = "jihua"
FILE = Path("deploy") / "prefect.yaml"


class DeployError(RuntimeError):
    """The deployments could not be registered."""


def deploy(home: Path) -> str:
    """Make the work pool if need be and register every deployment; returns what Prefect printed.

    `home` is the checkout that a worker will run the flows in. Raises DeployError where no server is named, or where
    Prefect refuses.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise DeployError("no Prefect server: set PREFECT_API_URL, such as http://127.0.0.1:4200/api")
    if not (home / FILE).exists():
        raise DeployError(f"{FILE} is not in {home}: run `jihua deploy` in the checkout that the worker will use")
    if _run(home, "work-pool", "inspect", POOL).returncode:
        _prefect(home, "work-pool", "create", POOL, "--type", "process")
    return _prefect(home, "--no-prompt", "deploy", "--all", "--prefect-file", str(FILE))


def _prefect(home: Path, *arguments: str) -> str:
    done = _run(home, *arguments)
    if done.returncode:
        raise DeployError(f"prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "prefect", *arguments]
    environment = os.environ | {"JIHUA_HOME": str(home)}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
