"""Older releases are forgotten by a setting, those that stay can be read, and any of them can be made current again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from deltalake import DeltaTable

from flows.layout import Layout
from flows.publish.keep import forget_old, releases, remove_unnamed, roll_back, unnamed
from flows.publish.read import scan
from flows.publish.release import NoReleaseError, Release, current_release
from flows.publish.tables import BrokenReleaseError
from flows.staging import Staged


def chars(layout: Layout, release_id: str) -> list[int]:
    return scan(layout, "documents", release_id).select("chars").collect()["chars"].to_list()


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data root of `runs` is kept for the next test that asks for it."""
    return tmp_path_factory.mktemp("published") / "data"


@pytest.fixture
def runs(
    layout: Layout, published_once: Path, stage: Callable[..., Staged], published: Callable[..., Release]
) -> list[str]:
    """Six releases of one document that grows by a character each; the newest is current."""
    numbers = range(1, 7)
    if published_once.exists():
        shutil.copytree(published_once, layout.root)
    else:
        for number in numbers:
            published(stage(甲市="增" * number), f"run-{number}")
        shutil.copytree(layout.root, published_once)
    return [f"run-{number}" for number in numbers]


def test_releases_are_ordered_by_their_tables_not_by_their_names(layout: Layout, runs: list[str]) -> None:
    assert [release.release_id for release in releases(layout)] == runs[::-1]


def test_older_releases_go_a_few_at_a_time_and_those_that_stay_can_be_read(layout: Layout, runs: list[str]) -> None:
    assert forget_old(layout, 5) == ["run-1"]
    assert [chars(layout, run) for run in runs[1:]] == [[2], [3], [4], [5], [6]]
    with pytest.raises(NoReleaseError, match="no release 'run-1'"):
        scan(layout, "documents", "run-1")


def test_what_no_release_needs_is_deleted(layout: Layout, runs: list[str]) -> None:
    files = set(layout.table("documents").glob("*.parquet"))
    assert len(forget_old(layout, 3)) == 3
    assert len(files - set(layout.table("documents").glob("*.parquet"))) == 3
    assert [chars(layout, run) for run in runs[3:]] == [[4], [5], [6]]


def test_nothing_is_forgotten_before_a_few_have_gathered(layout: Layout, runs: list[str]) -> None:
    assert forget_old(layout, 6) == []
    assert len(releases(layout)) == len(runs)


def test_the_current_release_stays_however_old_it_is(layout: Layout, runs: list[str]) -> None:
    roll_back(layout, runs[0])
    forget_old(layout, 2)
    assert chars(layout, runs[0]) == [1]
    assert {release.release_id for release in releases(layout)} == {runs[0], runs[4], runs[5]}


def test_rolled_back_all_readers_see_the_older_release(layout: Layout, runs: list[str]) -> None:
    roll_back(layout, runs[1])
    current = current_release(layout)
    assert current is not None
    assert current.release_id == runs[1]
    assert chars(layout, runs[1]) == [2]
    directly = DeltaTable(str(layout.table("documents"))).to_pyarrow_table()
    assert directly.column("chars").to_pylist() == [2]


def test_after_a_rollback_the_next_run_builds_on_the_older_release(
    layout: Layout, runs: list[str], stage: Callable[..., Staged], published: Callable[..., Release]
) -> None:
    roll_back(layout, runs[1])
    release = published(stage(乙市="增长"), "run-7")
    assert release.previous == runs[1]
    assert sorted(chars(layout, "run-7")) == [2, 2]
    assert chars(layout, runs[5]) == [6]


def test_a_release_that_is_not_whole_does_not_become_current(layout: Layout, runs: list[str]) -> None:
    for path in layout.table("documents").glob("*.parquet"):
        path.unlink()
    with pytest.raises(BrokenReleaseError, match="table documents: 1 data files are missing"):
        roll_back(layout, runs[0])
    current = current_release(layout)
    assert current is not None
    assert current.release_id == runs[-1]


def test_data_files_of_a_run_that_died_are_found_and_deleted(layout: Layout, runs: list[str]) -> None:
    orphan = layout.table("documents") / "part-00000-died.parquet"
    orphan.write_bytes(b"half")
    assert {table: len(files) for table, files in unnamed(layout).items()} == {"documents": 1}
    assert remove_unnamed(layout) == 1
    assert not orphan.exists()
    assert [chars(layout, run) for run in runs] == [[1], [2], [3], [4], [5], [6]]
