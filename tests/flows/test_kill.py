"""Runs are killed at random moments and in every step; whatever the moment, nothing is lost, doubled or half done.

What is exercised: the functions of the flows in their order, forked from a warm process (tests/support/zygote.py), with
the suites taken as kept. `make test-long` runs these: they take minutes.
"""

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from whole import Digests, check_nothing_left, digests
from zygote import KILLED, Zygote

KILLS = 50  # at random moments
FROM_SCRATCH = KILLS // 3  # of whole runs; the others find their batches read
LANES = 2

REPORT = """{place}2024年国民经济和社会发展计划执行情况与2025年计划草案的报告
一、2024年计划执行情况
全市地区生产总值实现{gdp}亿元、增长{growth}%。固定资产投资、工业投资分别增长7%、8%、9%。
二、2025年主要目标
地区生产总值增长6%左右，城镇新增就业4200人以上。
"""


@dataclass(frozen=True)
class Start:
    """A data root to copy, what a run over it reads (the store, where no sources are named), and how it ends."""

    root: Path
    sources: Path | None
    before: Digests
    after: Digests
    seconds: float
    moments: tuple[str, ...]


@pytest.fixture(scope="module")
def lanes() -> Iterator[list[Zygote]]:
    zygotes = [Zygote() for _ in range(LANES)]
    yield zygotes
    for zygote in zygotes:
        zygote.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("killed")


@pytest.fixture(scope="module")
def sources(folder: Path) -> Path:
    """What comes in: two reports of one place that are known (one under a new name), a new one of it, and an empty file."""
    texts = {"a.txt": ("甲市", 203.5, 6.1), "b.txt": ("乙市", 99.1, 5.2), "c.txt": ("甲市", 204.5, 6.3)}
    for when, names in {"first": ("a.txt", "b.txt"), "then": ("a.txt", "b.txt", "c.txt")}.items():
        (folder / when).mkdir()
        for name in names:
            place, gdp, growth = texts[name]
            text = REPORT.format(place=place, gdp=gdp, growth=growth)
            (folder / when / name).write_text(text, encoding="utf-8")
    (folder / "then" / "b.txt").rename(folder / "then" / "b2.txt")
    (folder / "then" / "d.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def scratch(lanes: list[Zygote], sources: Path) -> Start:
    """A release of an older parser, and sources that replace, add, rename and set aside."""
    root = sources / "base"
    assert lanes[0].run(root, sources / "first", older=True, unjudged=True)["outcome"] == "published"
    return undisturbed(lanes[0], root, sources / "then")


@pytest.fixture(scope="module")
def read(lanes: list[Zygote], scratch: Start) -> Start:
    """The same, killed when all batches were read."""
    root = scratch.root.with_name("read")
    shutil.copytree(scratch.root, root)
    moment = scratch.moments.index("before flows.releasing.plan_release")
    assert lanes[0].run(root, scratch.sources, unjudged=True, at=moment)["status"] == KILLED
    return undisturbed(lanes[0], root, scratch.sources)


@pytest.fixture(scope="module")
def stored(lanes: list[Zygote], scratch: Start) -> Start:
    """The release of the older parser, and a backfill."""
    return undisturbed(lanes[0], scratch.root, None)


def undisturbed(zygote: Zygote, root: Path, sources: Path | None) -> Start:
    copy = root.with_name(f"{root.name}-undisturbed-{sources is None}")
    shutil.copytree(root, copy)
    done = zygote.run(copy, sources, unjudged=True)
    assert done.get("outcome") == "published", done
    return Start(root, sources, digests(root), digests(copy), done["seconds"], tuple(done["calls"]))


def check_kill(zygote: Zygote, start: Start, number: int, **how: Any) -> int:
    """Kill a run, look at what readers see, run again, look again; returns the status of the first run."""
    root = start.root.with_name(f"{start.root.name}-{start.sources is None}-{number}")
    shutil.copytree(start.root, root)
    killed: int = zygote.run(root, start.sources, unjudged=True, **how)["status"]
    assert digests(root) in (start.before, start.after), f"readers see half a release: {how}"
    again = zygote.run(root, start.sources, unjudged=True)
    assert again["status"] == 0, again
    assert digests(root) == start.after, f"the next run ends elsewhere: {how}"
    check_nothing_left(root)
    shutil.rmtree(root)
    return killed


def side_by_side(lanes: list[Zygote], jobs: list[tuple[Start, dict[str, Any]]]) -> list[int]:
    """Every job in turn, as many at once as there are lanes; gives the statuses of the killed runs."""

    def lane(number: int) -> list[int]:
        return [
            check_kill(lanes[number], start, job, **how)
            for job, (start, how) in enumerate(jobs)
            if job % len(lanes) == number
        ]

    with ThreadPoolExecutor(len(lanes)) as workers:
        return [status for statuses in workers.map(lane, range(len(lanes))) for status in statuses]


@pytest.mark.long
def test_killed_at_random_moments(lanes: list[Zygote], scratch: Start, read: Start, stored: Start) -> None:
    moments = random.Random(20260101)
    starts = [scratch, stored] * (FROM_SCRATCH // 2) + [read] * (KILLS - FROM_SCRATCH // 2 * 2)
    jobs: list[tuple[Start, dict[str, Any]]] = [
        (start, {"after": moments.uniform(0.02, 0.9) * start.seconds}) for start in starts
    ]
    statuses = side_by_side(lanes, jobs)
    assert len(statuses) == KILLS
    assert statuses.count(KILLED) >= KILLS // 2, "too many runs ended before they were killed"


@pytest.mark.long
def test_killed_before_and_after_every_step(lanes: list[Zygote], scratch: Start, read: Start, stored: Start) -> None:
    releasing = {moment: read.moments.index(moment) for moment in read.moments}
    reading = {moment: scratch.moments.index(moment) for moment in scratch.moments if moment not in releasing}
    comparing = {moment: stored.moments.index(moment) for moment in stored.moments if "comparison" in moment}
    jobs: list[tuple[Start, dict[str, Any]]] = [
        (start, {"at": at})
        for start, found in ((read, releasing), (scratch, reading), (stored, comparing))
        for at in found.values()
    ]
    statuses = side_by_side(lanes, jobs)
    assert len(statuses) >= 30
    assert set(statuses) == {KILLED}
