"""What goes wrong around a run: a full disk, a folder that may not be written to, two runs at once, a clock that jumps, an
original gone bad. Each ends as a person would want, with the reason in plain words."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
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
from flows.storage import S3Path
from flows.trouble import TroubleError, explained

REPORT = "{place}2024年国民经济和社会发展计划执行情况\n全市地区生产总值实现{gdp}亿元、增长6.1%。\n"
YEARS_AHEAD = 70 * 365 * 24 * 3600


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


class SmallDisk:
    """A disk of its own, as root may mount one."""

    def __init__(self, place: Path) -> None:
        self.place = place
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", place], check=True)

    def fill(self, free_kilobytes: int) -> dict[str, int]:
        """Leave so much room; gives what a run is to be told."""
        self._mount(f"size={shutil.disk_usage(self.place).used // 1024 + free_kilobytes}k")
        return {}

    def lock(self) -> None:
        self._mount("ro")

    def free(self) -> None:
        self._mount("rw,size=64m")

    def close(self) -> None:
        subprocess.run(["umount", self.place], check=True)

    def _mount(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", self.place], check=True)


class Folder(SmallDisk):
    """What stands in for it where nothing may be mounted: no file may grow beyond a size, and rights are taken away."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def fill(self, free_kilobytes: int) -> dict[str, int]:
        return {"largest": free_kilobytes * 50}

    def lock(self) -> None:
        self._allow("a-w")

    def free(self) -> None:
        self._allow("u+w")

    def close(self) -> None:
        self.free()

    def _allow(self, rights: str) -> None:
        subprocess.run(["chmod", "-R", rights, self.place], check=True)


@pytest.fixture
def disk(folder: Path, tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk with a data root on it, data/."""
    place = tmp_path / "disk"
    place.mkdir()
    disk = SmallDisk(place) if os.geteuid() == 0 else Folder(place)
    try:
        shutil.copytree(folder / "base", place / "data")
        yield disk
    finally:
        disk.close()


@pytest.mark.parametrize("free", [96, *(pytest.param(size, marks=pytest.mark.long) for size in (24, 320))])
def test_a_full_disk_stops_the_run_with_plain_words_and_spoils_nothing(
    zygotes: list[Zygote], folder: Path, after: Digests, disk: SmallDisk, free: int
) -> None:
    root = disk.place / "data"
    before = digests(root)
    stopped = zygotes[0].run(root, folder / "in", unjudged=True, **disk.fill(free))
    assert stopped["status"] == 1
    assert "no space is left for" in stopped["error"], stopped["traceback"]
    assert "The last whole release stays current" in stopped["error"]
    assert digests(root) in (before, after)  # it may have filled up when all but the last file was written
    disk.free()
    assert zygotes[0].run(root, folder / "in", unjudged=True)["status"] == 0
    assert digests(root) == after
    check_nothing_left(root)


def test_a_folder_that_may_not_be_written_to_is_named(
    zygotes: list[Zygote], folder: Path, after: Digests, disk: SmallDisk
) -> None:
    root = disk.place / "data"
    disk.lock()
    stopped = zygotes[0].run(root, folder / "in", unjudged=True)
    assert stopped["status"] == 1
    assert "may not be written to by user" in stopped["error"], stopped["traceback"]
    assert str(root) in stopped["error"]
    disk.free()
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


def test_what_an_object_store_refuses_is_said_with_what_is_kept() -> None:
    answer = "Generic S3 error: 403 Forbidden: <Error><Code>AccessDenied</Code></Error>"
    said = pytest.raises(TroubleError, match=r"these credentials may not do this with s3://reports/.* run again then\.")
    with said, explained(S3Path("reports", "archive")):
        raise DeltaError(answer)


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
