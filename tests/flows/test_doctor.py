"""The doctor names what is wrong with a data folder, and mends what is safe to mend."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from zygote import KILLED, Zygote

from flows.cli import cli
from flows.collect import RawStore
from flows.doctor import QUIET_SECONDS, examine
from flows.layout import Layout
from flows.publish.read import scan

REPORT = "{place}2024年国民经济和社会发展计划执行情况\n全市地区生产总值实现203.5亿元、增长6.1%。\n"


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.fixture(scope="module")
def whole(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two reports published, and their sources beside it."""
    folder = tmp_path_factory.mktemp("doctor")
    (folder / "in").mkdir()
    for place in ("甲市", "乙市"):
        (folder / "in" / f"{ord(place[0])}.txt").write_text(REPORT.format(place=place), encoding="utf-8")
    assert zygote.run(folder / "data", folder / "in", unjudged=True)["outcome"] == "published"
    return folder


@pytest.fixture
def layout(whole: Path, tmp_path: Path) -> Layout:
    shutil.copytree(whole / "data", tmp_path / "data")
    return Layout(tmp_path / "data")


def one_original(layout: Layout) -> Path:
    return sorted(layout.store.glob("??/*/original"))[0]


def whats(layout: Layout) -> list[str]:
    return [trouble.what for trouble in examine(layout).troubles]


def age(path: Path) -> None:
    long_ago = time.time() - 2 * QUIET_SECONDS
    os.utime(path, (long_ago, long_ago))


def test_a_whole_folder_has_nothing_wrong(layout: Layout) -> None:
    examined = examine(layout)
    assert (examined.originals, examined.releases, examined.troubles) == (2, 1, ())


def test_an_original_that_changed_is_put_back_from_its_source(layout: Layout) -> None:
    original = one_original(layout)
    before = original.read_bytes()
    original.write_bytes(before[:-1] + b"?")
    [trouble] = examine(layout).troubles
    assert "was changed after it was stored" in trouble.what
    assert trouble.advice.startswith("Its source still has it")
    assert examine(layout, mend=True).left == ()
    assert original.read_bytes() == before
    assert examine(layout).troubles == ()


def test_an_original_whose_source_is_gone_is_named_with_it_and_not_mended(layout: Layout) -> None:
    original = one_original(layout)
    record = original.with_name("record.json")
    record.write_text(record.read_text(encoding="utf-8").replace("/in/", "/gone/"), encoding="utf-8")
    original.unlink()
    examined = examine(layout, mend=True)
    [trouble] = examined.left
    assert "The raw store has no" in trouble.what
    assert "/gone/" in trouble.advice


def test_a_document_without_any_original_is_named(layout: Layout) -> None:
    shutil.rmtree(one_original(layout).parent)
    assert whats(layout) == ["the release has this document, the raw store has no original of it"]


def test_a_data_file_that_is_missing_is_named_with_its_release(layout: Layout) -> None:
    next(layout.table("observations").glob("*.parquet")).unlink()
    [trouble] = [t for t in examine(layout).troubles if "observations" in t.where]
    assert "(current) is not whole: 1 data files are missing" in trouble.what
    assert "jihua rollback" in trouble.advice


def test_tables_ahead_of_the_release_are_brought_back(layout: Layout) -> None:
    scan(layout, "documents").collect().write_delta(str(layout.table("documents")), mode="append")
    [trouble] = examine(layout).troubles
    assert "other rows than the current release" in trouble.what
    assert examine(layout, mend=True).left == ()
    assert pl.read_delta(str(layout.table("documents"))).height == 2


def test_what_was_collected_and_never_published_is_named(layout: Layout) -> None:
    RawStore(layout.store).add(REPORT.format(place="丙市").encode(), "file:///c.txt", "c.txt")
    [trouble] = examine(layout).troubles
    assert trouble.what.startswith("1 documents were collected and are in no release")
    assert "jihua backfill" in trouble.advice


def test_what_a_killed_run_left_is_cleared(layout: Layout, zygote: Zygote, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "c.txt").write_text(REPORT.format(place="丙市"), encoding="utf-8")
    copy = tmp_path / "copy"
    shutil.copytree(layout.root, copy)
    calls = zygote.run(copy, tmp_path / "new", unjudged=True)["calls"]
    moment = calls.index("before flows.publish.publish.make_current")
    assert zygote.run(layout.root, tmp_path / "new", unjudged=True, at=moment)["status"] == KILLED
    for left in layout.staged.rglob("*"):
        age(left)
    found = whats(layout)
    assert any("a run died while it published" in what for what in found)
    assert any("batches were read and wait to be published" in what for what in found)
    assert any("half files of runs that died" in what for what in found)
    assert any("the table holds other rows than the current release" in what for what in found)
    left = examine(layout, mend=True).left
    assert [t.what for t in left if "collected" not in t.what] == []
    assert scan(layout, "documents").collect().height == 2


def test_the_command_says_what_is_wrong_and_fails(layout: Layout) -> None:
    one_original(layout).write_bytes(b"?")
    found = CliRunner().invoke(cli, ["doctor", "--data", str(layout.root)])
    assert found.exit_code == 1
    assert "mendable" in found.output
    assert "jihua doctor --mend" in found.output
    mended = CliRunner().invoke(cli, ["doctor", "--mend", "--data", str(layout.root)])
    assert mended.exit_code == 0
    assert "all is well" in CliRunner().invoke(cli, ["doctor", "--data", str(layout.root)]).output


def test_rolling_back_to_what_is_not_there_is_wrong_usage(layout: Layout) -> None:
    told = CliRunner().invoke(cli, ["rollback", "run-9", "--data", str(layout.root)])
    assert told.exit_code == 2
    assert "no release 'run-9'" in told.output
