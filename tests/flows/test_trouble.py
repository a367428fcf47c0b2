"""What goes wrong around a run: a full disk, a folder that may not be written to, two runs at once, a clock that jumps, an
original gone bad. Each ends as a person would want, with the reason in plain words."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import polars as pl
import pytest
from deltalake.exceptions import DeltaError
from whole import Digests, check_nothing_left, digests
from zygote import Zygote

from flows.journal import recall
from flows.layout import Layout
from flows.publish.keep import releases
from flows.publish.read import scan
from flows.trouble import TroubleError, explained

REPORT = "{place}2024年国民经济和社会发展计划执行情况\n全市地区生产总值实现{gdp}亿元、增长6.1%。\n"
YEARS_AHEAD = 70 * 365 * 24 * 3600
Mount = Callable[[str], None]


@pytest.fixture(scope="module")
def zygotes() -> Iterator[list[Zygote]]:
    three = [Zygote() for _ in range(3)]
    yield three
    for zygote in three:
        zygote.close()


@pytest.fixture(scope="module")
def folder(zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """base/: a release of two reports by an older parser; in/: the same two and a third."""
    folder = tmp_path_factory.mktemp("trouble")
    (folder / "in").mkdir()
    for number, place in enumerate(("甲市", "乙市")):
        (folder / "in" / f"{number}.txt").write_text(REPORT.format(place=place, gdp=203 + number), encoding="utf-8")
    assert zygotes[0].run(folder / "base", folder / "in", older=True, unjudged=True)["outcome"] == "published"
    (folder / "in" / "2.txt").write_text(REPORT.format(place="甲市", gdp=205), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def after(zygotes: list[Zygote], folder: Path) -> Digests:
    """What an undisturbed run makes of it."""
    shutil.copytree(folder / "base", folder / "undisturbed")
    assert zygotes[0].run(folder / "undisturbed", folder / "in", unjudged=True)["outcome"] == "published"
    return digests(folder / "undisturbed")


@pytest.fixture
def root(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder / "base", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def disk(folder: Path, tmp_path: Path) -> Iterator[tuple[Path, Mount]]:
    """A data root on a small disk of its own, and a function that mounts it otherwise. Root may mount one; for others a
    folder stands in, whose rights are taken away."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", place], check=True)
    try:
        shutil.copytree(folder / "base", place / "data")
        yield place / "data", lambda options: _mount(place, options)
    finally:
        subprocess.run(["umount", place], check=True)


def _mount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)


def used_kilobytes(place: Path) -> int:
    return shutil.disk_usage(place).used // 1024


@pytest.mark.parametrize("free", [24, 96, 320])
def test_a_full_disk_stops_the_run_with_plain_words_and_spoils_nothing(
    zygotes: list[Zygote], folder: Path, after: Digests, disk: tuple[Path, Mount], free: int
) -> None:
    root, mount = disk
    before = digests(root)
    mount(f"size={used_kilobytes(root) + free}k")
    stopped = zygotes[0].run(root, folder / "in", unjudged=True)
    assert stopped["status"] == 1
    assert "no space is left for" in stopped["error"], stopped["traceback"]
    assert "The last whole release stays current" in stopped["error"]
    assert digests(root) in (before, after)  # it may have filled up when all but the last file was written
    mount("size=64m")
    assert zygotes[0].run(root, folder / "in", unjudged=True)["status"] == 0
    assert digests(root) == after
    check_nothing_left(root)


def test_a_folder_that_may_not_be_written_to_is_named(
    zygotes: list[Zygote], folder: Path, after: Digests, disk: tuple[Path, Mount]
) -> None:
    root, mount = disk
    mount("ro")
    stopped = zygotes[0].run(root, folder / "in", unjudged=True)
    assert stopped["status"] == 1
    assert "may not be written to by user" in stopped["error"], stopped["traceback"]
    assert str(root) in stopped["error"]
    mount("rw")
    assert zygotes[0].run(root, folder / "in", unjudged=True)["outcome"] == "published"
    assert digests(root) == after


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(OSError(errno.ENOSPC, "No space left", "/data/x"), "no space is left for /data/x", id="python"),
        pytest.param(DeltaError("Generic: No space left on device (os error 28)"), "no space is left", id="delta"),
        pytest.param(pl.exceptions.ComputeError("Read-only (os error 30)"), "may not be written to", id="polars"),
        pytest.param(httpx.ConnectError("refused"), "the Prefect server .* went away", id="server"),
        pytest.param(PermissionError(errno.EACCES, "no", "/data/y"), "/data/y may not be written to", id="permission"),
    ],
)
def test_whatever_library_meets_the_trouble_it_is_said_in_plain_words(
    error: Exception, said: str, tmp_path: Path
) -> None:
    with pytest.raises(TroubleError, match=said), explained(tmp_path):
        raise error


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="years"), explained(tmp_path):
        raise ValueError("years")


def test_two_schedulers_and_a_backfill_at_once_all_end_well(
    zygotes: list[Zygote], folder: Path, after: Digests, root: Path
) -> None:
    jobs = [(zygotes[0], folder / "in"), (zygotes[1], folder / "in"), (zygotes[2], None)]
    with ThreadPoolExecutor(3) as workers:
        ended = list(workers.map(lambda job: job[0].run(root, job[1], unjudged=True), jobs))
    assert [run["status"] for run in ended] == [0, 0, 0], ended
    assert "published" in {run["outcome"] for run in ended}
    assert digests(root) == after
    check_nothing_left(root)
    runs = scan(Layout(root), "runs").collect()["run_id"]
    assert sorted(runs) == sorted(release.run_id for release in releases(Layout(root)))


def test_a_clock_that_jumps_ahead_and_back_loses_no_order(
    zygotes: list[Zygote], folder: Path, after: Digests, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "two").mkdir()
    shutil.copy(folder / "in" / "0.txt", tmp_path / "two")
    ahead = zygotes[0].run(root, tmp_path / "two", unjudged=True, clock=YEARS_AHEAD)
    back = zygotes[0].run(root, folder / "in", unjudged=True)
    assert (ahead["outcome"], back["outcome"]) == ("published", "published")
    assert digests(root)["observations"] == after["observations"]
    newest, before, *_ = releases(Layout(root))
    assert newest.release_id < before.release_id, "the clock was not ahead"
    assert newest.previous == before.release_id
    assert recall(Layout(root)).run_id == newest.run_id


def test_a_damaged_original_is_set_aside_and_the_others_are_read(
    zygotes: list[Zygote], folder: Path, root: Path
) -> None:
    layout = Layout(root)
    damaged, *_ = sorted(layout.store.glob("??/*/original"))
    good = damaged.read_bytes()
    damaged.write_bytes(good[::-1])
    assert zygotes[0].run(root, None, unjudged=True)["outcome"] == "published"
    [row] = scan(layout, "quarantine").collect().rows(named=True)
    assert row["doc_id"] == damaged.parent.name
    assert row["reason"] == "its original in the raw store is damaged or missing"
    assert row["source_uri"].startswith("file://")
    versions = dict(scan(layout, "documents").select("doc_id", "parser_version").collect().iter_rows())
    assert versions.pop(damaged.parent.name) == "0.0.1", "what the release had of it stays"
    assert "0.0.1" not in versions.values()
    assert recall(layout).count("quarantined") == 1
    assert zygotes[0].run(root, folder / "in", unjudged=True)["outcome"] == "published"
    assert damaged.read_bytes() == good
    assert scan(layout, "quarantine").collect().height == 0
    assert os.listdir(layout.staged) == []  # noqa: PTH208 - hidden ones, too
