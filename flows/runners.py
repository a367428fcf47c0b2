"""Where batches are read: in threads of this process, in processes on this machine, or on a cluster. Settings choose."""

from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.settings import Settings


class RunnerError(RuntimeError):
    """The runner that the settings name is not installed."""


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
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})
