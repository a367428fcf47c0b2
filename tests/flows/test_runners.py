"""Where batches are read and where data lie makes no difference to what is published: threads, or processes on a Dask
cluster; a folder, or a bucket."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from s3server import S3Server

from expectations.schemas import TABLES
from flows import storage
from flows.layout import Layout
from flows.publish.read import scan
from flows.runners import RunnerError, hold_version, reader_version, task_runner
from flows.settings import Settings
from flows.storage import location

Jihua = Callable[..., subprocess.CompletedProcess[str]]
INBOX = Path(__file__).parents[2] / "data" / "raw" / "inbox"
OF_THE_RUN = ("run_id", "first_run_id")


@pytest.fixture(scope="module")
def by_threads(cold_jihua: Jihua, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return published(cold_jihua, tmp_path_factory.mktemp("threads"), JIHUA_RUNNER="threads")


@pytest.mark.long
def test_two_dask_processes_publish_the_same(
    cold_jihua: Jihua, by_threads: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    same(published(cold_jihua, tmp_path, JIHUA_RUNNER="dask", JIHUA_WORKERS="2"), by_threads)


@pytest.mark.long
@pytest.mark.parametrize("runner", ["threads", "dask"])
def test_a_bucket_holds_the_same(
    jihua: Jihua, by_threads: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch, runner: str
) -> None:
    with S3Server() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        root = f"{server.make('jihua-tests')}/archive"
        same(published(jihua, root, JIHUA_RUNNER=runner, JIHUA_WORKERS="2", **server.environment), by_threads)
        assert jihua("report", "--data", root, **server.environment).stdout.startswith(f"{root}/curated/reports/")
        assert "Validation Results" in storage.read(Layout(location(root)).data_docs / "site" / "index.html").decode()


def test_a_cluster_is_found_by_its_address() -> None:
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:4200/api"}):
        runner = task_runner(Settings(runner="dask", dask_address="tcp://10.0.0.7:8786"))
    assert vars(runner)["address"] == "tcp://10.0.0.7:8786"


def test_dask_without_a_server_says_what_to_set() -> None:
    with temporary_settings({PREFECT_API_URL: None}), pytest.raises(RunnerError, match="set PREFECT_API_URL"):
        task_runner(Settings(runner="dask"))


def test_dask_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    with pytest.raises(RunnerError, match=r"jihua\[dask\]"):
        task_runner(Settings(runner="dask"))


def test_a_worker_with_another_version_is_named() -> None:
    hold_version(reader_version())
    with pytest.raises(RunnerError, match="the run has parser 0, rules 0: install the same jihua on every worker"):
        hold_version("parser 0, rules 0")


def published(jihua: Jihua, data: Path | str, **settings: str) -> dict[str, pl.DataFrame]:
    """The tables of a first release of the samples, a batch a report, less what differs from run to run."""
    done = jihua("ingest", INBOX, "--data", data, JIHUA_BATCH_DOCUMENTS="1", **settings)
    assert done.returncode == 0, done.stderr
    tables = {name: scan(Layout(location(data)), name).collect() for name in TABLES if name != "runs"}
    return {name: rows.drop(OF_THE_RUN, strict=False) for name, rows in tables.items()}


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    """The same rows in every table, in whatever order."""
    assert one["observations"].height > 300
    for name, rows in one.items():
        assert rows.hash_rows().sort().equals(other[name].hash_rows().sort()), name
