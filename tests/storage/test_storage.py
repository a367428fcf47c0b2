"""A folder and a bucket answer the same verbs in the same way."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from flows import storage
from flows.storage import AwayError, BusyError, Location, S3Path, StorageError, lease, location
from flows.storage.frames import read_parquet, scan_parquet, write_parquet


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("data", Path("data")),
        ("/srv/jihua", Path("/srv/jihua")),
        ("s3://reports", S3Path("reports")),
        ("s3://reports/a//b/", S3Path("reports", "a/b")),
    ],
)
def test_a_location_is_a_folder_or_an_address_in_a_bucket(text: str, meant: Location) -> None:
    assert location(text) == meant


@pytest.mark.parametrize("text", ["gs://reports/a", "https://example.org/data", "s3:/reports/a", "s3://_/a", "s3://"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not known; a folder|cannot be the name of a bucket"):
        location(text)


def test_a_name_in_a_bucket_is_taken_apart_like_a_path() -> None:
    name = S3Path("reports") / "raw" / "计划 1.pdf"
    assert (str(name), name.name, name.stem) == ("s3://reports/raw/计划 1.pdf", "计划 1.pdf", "计划 1")
    assert str(name.parent) == "s3://reports/raw"


def test_what_is_written_is_read(root: Location) -> None:
    storage.write(root / "a" / "报告.txt", "计划".encode())
    storage.write(root / "a" / "报告.txt", "增长5%".encode())
    assert storage.read(root / "a" / "报告.txt").decode() == "增长5%"
    assert storage.size(root / "a" / "报告.txt") == 8
    assert abs(storage.changed_at(root / "a" / "报告.txt") - time.time()) < 60


def test_what_is_not_there_is_not_found(root: Location) -> None:
    assert not storage.exists(root / "a")
    with pytest.raises(FileNotFoundError):
        storage.read(root / "a")
    with pytest.raises(FileNotFoundError):
        storage.size(root / "a")
    storage.delete(root / "a")
    assert (storage.names(root / "a"), storage.files(root / "a")) == ([], [])


def test_a_folder_is_listed_by_names_or_with_all_below_it(root: Location) -> None:
    for name in ("a/1", "a/b/2", "ab"):
        storage.write(root / name, b"x")
    assert storage.names(root) == ["a", "ab"]
    assert storage.files(root) == [root / "a" / "1", root / "a" / "b" / "2", root / "ab"]
    storage.delete_all(root / "a")
    assert storage.files(root) == [root / "ab"]


def test_of_many_that_create_a_file_one_does(root: Location) -> None:
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda number: storage.create(root / "a", b"%d" % number), range(8)))
    assert done.count(True) == 1
    assert storage.read(root / "a") == b"%d" % done.index(True)


def test_only_what_is_unchanged_is_replaced(root: Location) -> None:
    storage.write(root / "a", b"1")
    _, version = storage.read_version(root / "a")
    assert storage.replace(root / "a", b"2", version)
    assert not storage.replace(root / "a", b"3", version)
    assert not storage.replace(root / "gone", b"3", version)
    assert storage.read(root / "a") == b"2"


def test_rows_are_read_from_several_files(root: Location) -> None:
    for number in (1, 2):
        write_parquet(root / f"{number}.parquet", pl.DataFrame({"year": [2023 + number]}))
    assert read_parquet(root / "1.parquet")["year"].to_list() == [2024]
    both = scan_parquet([root / "1.parquet", root / "2.parquet"])
    assert both.filter(pl.col("year") > 2024).collect()["year"].to_list() == [2025]


def test_one_works_alone_and_the_next_one_when_it_is_done(root: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "POLL_SECONDS", 0.02)
    begun, order = threading.Event(), []

    def second() -> None:
        begun.wait()
        with storage.held(root / ".lock", 30):
            order.append("second")

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(second)
        with storage.held(root / ".lock", 30) as still_held:
            begun.set()
            with pytest.raises(BusyError, match="lock"), storage.held(root / ".lock", 0.1):
                pass
            still_held()
            order.append("first")
        waiting.result()
    assert order == ["first", "second"]


def test_the_lock_of_a_dead_run_is_taken_over_and_the_dead_cannot_go_on(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = location(bucket) / "dead" / ".lock"
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.2)
    monkeypatch.setattr(lease, "POLL_SECONDS", 0.02)
    dead = lease._taken(lock, 0)
    with storage.held(lock, 30) as still_held:
        still_held()
        with pytest.raises(AwayError, match="another run took"):
            dead.renew()


def test_a_living_holder_is_waited_for(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(lease, "POLL_SECONDS", 0.02)
    lock = location(bucket) / "alive" / ".lock"
    with storage.held(lock, 0), pytest.raises(BusyError), storage.held(lock, 2.0):
        pass


def test_programs_that_know_files_alone_work_on_a_copy(root: Location) -> None:
    for name in ("kept", "changed", "removed"):
        storage.write(root / "docs" / name, name.encode())
    before = storage.read_version(root / "docs" / "kept")
    with storage.local(root / "docs") as folder:
        (folder / "changed").write_bytes(b"anew")
        (folder / "removed").unlink()
        (folder / "sub").mkdir()
        (folder / "sub" / "new").write_bytes(b"new")
    kept = {str(file).removeprefix(str(root)): storage.read(file) for file in storage.files(root)}
    assert kept == {"/docs/kept": b"kept", "/docs/changed": b"anew", "/docs/sub/new": b"new"}
    assert storage.read_version(root / "docs" / "kept") == before


def test_a_file_can_be_opened_by_other_programs(root: Location) -> None:
    storage.write(root / "report.html", b"<p>")
    copy = storage.copied(root / "report.html")
    assert (copy.name, copy.read_bytes()) == ("report.html", b"<p>")


def test_a_killed_writer_leaves_nothing_under_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(_: Path, __: Path) -> None:
        raise KeyboardInterrupt

    storage.write(tmp_path / "a", b"1")
    monkeypatch.setattr(Path, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        storage.write(tmp_path / "a", b"2")
    assert (storage.names(tmp_path), storage.read(tmp_path / "a")) == (["a"], b"1")


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_named() -> None:
    with pytest.raises(StorageError, match=r"there is no bucket no-such-bucket at http://127.*: create it, or correct"):
        storage.read(location("s3://no-such-bucket/a"))
    with pytest.raises(StorageError, match="there is no bucket"):
        storage.names(location("s3://no-such-bucket/a"))


def test_an_endpoint_that_is_away_may_come_back(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(AwayError, match=r"http://127.0.0.1:9 does not answer: check AWS_ENDPOINT_URL and the network"):
        storage.read(location(bucket) / "a")


def test_a_plain_address_must_be_meant(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    with pytest.raises(StorageError, match="is not encrypted: set AWS_ALLOW_HTTP=true"):
        storage.read(location(bucket) / "a")
