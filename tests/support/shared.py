"""What is dear to start and can serve several test processes at once: the first that asks starts it, the last that is
done with it ends it."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

START_SECONDS = 300


@dataclass(frozen=True)
class Started:
    """Processes that were started, and the environment that leads to them."""

    pids: list[int]
    environment: dict[str, str]


def common_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of a test run, the same for all its processes."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def shared(name: str, folder: Path, start: Callable[[], Started]) -> Iterator[dict[str, str]]:
    """What `start` starts, for as long as any process of the test run is in this context; gives its environment."""
    lock, told = FileLock(folder / f"{name}.lock", timeout=START_SECONDS), folder / f"{name}.json"
    with lock:
        known = json.loads(told.read_text()) if told.exists() else {**vars(start()), "users": 0}
        told.write_text(json.dumps({**known, "users": known["users"] + 1}))
    try:
        yield known["environment"]
    finally:
        with lock:
            now = json.loads(told.read_text())
            told.write_text(json.dumps({**now, "users": now["users"] - 1}))
            if now["users"] == 1:
                told.unlink()
                for pid in now["pids"]:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGTERM)
