"""The command itself is killed, and the Prefect server under it: what is released stays whole, and the next run ends as
an undisturbed one. All of this takes minutes; test_kill.py kills the steps of a run in a process of its own."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from server import free_port
from warm import Warm
from whole import Digests, check_nothing_left, digests

from flows.layout import Layout
from flows.publish.release import current_release

ROOT = Path(__file__).parents[2]
REPORT = "{place}2024年国民经济和社会发展计划执行情况\n全市地区生产总值实现{gdp}亿元、增长6.1%。\n"
WAIT_SECONDS = 600
RANDOM_KILLS = 12
Jihua = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number, place in enumerate(("甲市", "乙市")):
        (folder / f"{number}.txt").write_text(REPORT.format(place=place, gdp=203 + number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(jihua: Jihua, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Digests, float]:
    """What a run makes of the sources when nothing happens to it, and how long it takes."""
    data, begun = tmp_path_factory.mktemp("undisturbed"), time.monotonic()
    done = jihua("ingest", sources, "--data", data)
    assert done.returncode == 0, done.stderr
    return digests(data), time.monotonic() - begun


@pytest.mark.long
@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("raw/staged/*", id="a batch is read"),
        pytest.param("curated/journal/*.pending", id="a release is announced"),
    ],
)
def test_a_command_that_is_killed_is_made_good_by_the_next_one(
    warm: Warm, jihua: Jihua, sources: Path, undisturbed: tuple[Digests, float], tmp_path: Path, sign: str
) -> None:
    def kill(process: int) -> None:
        wait_for_sign(tmp_path, sign)
        os.kill(process, signal.SIGKILL)

    killed = warm.run(["ingest", str(sources), "--data", str(tmp_path)], ROOT, {}, kill)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    check_made_good(jihua, sources, tmp_path, undisturbed[0])


@pytest.mark.long
def test_a_command_that_is_killed_at_any_moment_is_made_good_by_the_next_one(
    warm: Warm, jihua: Jihua, sources: Path, undisturbed: tuple[Digests, float], tmp_path: Path
) -> None:
    dice, (whole, seconds) = random.Random(20260102), undisturbed
    for number in range(RANDOM_KILLS):
        data, after = tmp_path / str(number), dice.uniform(0.05, 0.95) * seconds

        def kill(process: int, after: float = after) -> None:
            time.sleep(after)
            os.kill(process, signal.SIGKILL)

        data.mkdir()
        warm.run(["ingest", str(sources), "--data", str(data)], ROOT, {}, kill)
        check_made_good(jihua, sources, data, whole)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """own_server() starts a server that one test has for itself, always the same one."""
    port, started = free_port(), []

    def start() -> "subprocess.Popen[bytes]":
        environment = os.environ | server_environment(tmp_path, port)
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started.append(process)
        return process

    start.environment = server_environment(tmp_path, port)  # type: ignore[attr-defined]
    yield start
    for process in started:
        process.kill()
        process.wait()


def server_environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }


@pytest.mark.long
@pytest.mark.parametrize("back", [True, False], ids=["comes back", "stays away"])
def test_a_server_that_goes_away_costs_no_data(
    cold_jihua: Jihua,
    jihua: Jihua,
    own_server: Callable[[], "subprocess.Popen[bytes]"],
    sources: Path,
    undisturbed: tuple[Digests, float],
    tmp_path: Path,
    back: bool,
) -> None:
    environment: dict[str, str] = own_server.environment  # type: ignore[attr-defined]
    data, server = tmp_path / "data", own_server()
    wait_until(lambda: answers(environment["PREFECT_API_URL"]), "the server did not start")
    with ThreadPoolExecutor(1) as running:
        run = running.submit(cold_jihua, "ingest", sources, "--data", data, **environment)
        wait_for_sign(data, "raw/staged/*")
        server.kill()
        server.wait()
        if back:
            own_server()
        done = run.result()
    if back:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 1
        assert "the Prefect server" in done.stderr
        assert "went away" in done.stderr
        assert "Traceback" not in done.stderr
    check_made_good(jihua, sources, data, undisturbed[0])


def check_made_good(jihua: Jihua, sources: Path, data: Path, whole: Digests) -> None:
    """Readers see a whole release or none; the next run ends well, and as an undisturbed one would."""
    if current_release(Layout(data)) is not None:
        assert digests(data) == whole
    again = jihua("ingest", sources, "--data", data)
    assert again.returncode == 0, again.stderr
    assert digests(data) == whole
    check_nothing_left(data)


def wait_for_sign(root: Path, pattern: str) -> None:
    wait_until(lambda: any(root.glob(pattern)), f"no {pattern} in {root}", every=0.002)


def wait_until(condition: Callable[[], object], complaint: str, every: float = 0.2) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(every)


def answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.TransportError:
        return False
