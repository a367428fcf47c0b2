"""Where batches are read: in threads of this process, in processes on this machine, or on a cluster. Settings choose."""

import logging
from platform import node
from typing import Any

from prefect.settings import get_current_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.settings import Settings
from flows.version import parser_version, rules_version


class RunnerError(RuntimeError):
    """The runner that the settings name cannot be used, or not as it is."""


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """The runner that the settings choose, not started yet.

    A cluster must have the same version of jihua on every worker, the same `data`, and reach the same Prefect server.
    """
    if settings.runner == "threads":
        return ThreadPoolTaskRunner(max_workers=settings.workers)
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as missing:
        raise RunnerError("runner = dask needs the extra `dask`: pip install 'jihua[dask]'") from missing
    if get_current_settings().api.url is None:
        raise RunnerError("runner = dask needs a Prefect server that its workers reach: set PREFECT_API_URL")
    logging.getLogger("distributed").setLevel(logging.WARNING)
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})


def reader_version() -> str:
    """What this process reads with: batches of one run must all be read by the same."""
    return f"parser {parser_version()}, rules {rules_version()}"


def hold_version(of_the_run: str) -> None:
    """Raise RunnerError where this process, on a cluster's worker perhaps, reads with something else than the run."""
    if reader_version() != of_the_run:
        raise RunnerError(
            f"{node()} has {reader_version()}, the run has {of_the_run}: install the same jihua on every worker"
        )
