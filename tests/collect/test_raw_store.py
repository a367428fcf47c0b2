"""Originals are kept once, byte for byte, and every source that they came from is remembered."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from flows.collect import RawStore, StoreError, record
from flows.collect import store as raw_store
from flows.collect.examine import Examined
from flows.collect.formats import Form
from flows.collect.reasons import Reason, problem

DATA = "示例市新增就业1.2万人。".encode("gbk")
DOC = sha256(DATA).hexdigest()


def state(root: Path) -> Iterator[tuple[Path, int, bytes]]:
    """Every file of the store with its time and bytes."""
    yield from sorted((p, p.stat().st_mtime_ns, p.read_bytes()) for p in root.rglob("*") if p.is_file())


def test_the_original_is_kept_byte_for_byte_under_its_sha256(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")

    path = store.original_path(DOC)
    assert path.read_bytes() == DATA
    assert path.relative_to(store.root) == Path(DOC[:2], DOC, "original")


def test_the_record_says_what_it_is_and_where_and_when_it_came_from(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")

    record = json.loads((store.original_path(DOC).parent / "record.json").read_text())
    origin = record["origins"][0]
    assert (record["size"], record["encoding"], record["lost"]) == (len(DATA), "gb18030", 0)
    assert (origin["source_uri"], origin["source_name"], origin["media_type"]) == (
        "file:///a.txt",
        "a.txt",
        "text/plain",
    )
    assert origin["first_seen_at"].endswith("+00:00")


def test_the_same_bytes_under_another_name_are_one_document_with_both_names(store: RawStore) -> None:
    first = store.add(DATA, "file:///a.txt", "a.txt")
    second = store.add(DATA, "file:///b.txt", "b.txt")

    assert (first.novelty, second.novelty) == ("new", "renamed")
    assert store.records().select("doc_id", "source_name", "source_names").rows() == [
        (DOC, "a.txt", ["a.txt", "b.txt"])
    ]


def test_the_same_name_in_another_place_is_remembered_but_no_new_name(store: RawStore) -> None:
    store.add(DATA, "file:///one/a.txt", "a.txt")
    again = store.add(DATA, "file:///two/a.txt", "a.txt")

    assert again.novelty == "unchanged"
    assert again.record.names == ["a.txt"]
    assert [origin.source_uri for origin in again.record.origins] == ["file:///one/a.txt", "file:///two/a.txt"]


@pytest.mark.parametrize("data", [DATA, b"%PDF-1.7 unread"], ids=["document", "unread"])
def test_adding_what_is_known_changes_no_file(store: RawStore, data: bytes) -> None:
    store.add(data, "file:///a.txt", "a.txt")
    before = list(state(store.root))

    assert store.add(data, "file:///a.txt", "a.txt").novelty == "unchanged"
    assert list(state(store.root)) == before


def test_bytes_that_cannot_be_read_are_kept_but_are_no_document(store: RawStore) -> None:
    added = store.add(b"%PDF-1.7", "file:///a.pdf", "a.pdf")

    assert added.problem is not None
    assert added.problem.reason == Reason.BROKEN
    assert store.original_path(added.record.doc_id).read_bytes() == b"%PDF-1.7"
    assert store.records().is_empty()


def test_a_document_goes_by_the_first_name_under_which_it_could_be_read(store: RawStore) -> None:
    refused = store.add(DATA, "file:///a.json", "a.json")
    taken = store.add(DATA, "file:///b.txt", "b.txt")

    assert refused.problem is not None
    assert (taken.novelty, taken.problem) == ("new", None)
    assert store.records()["source_names"].to_list() == [["b.txt"]]


def test_many_writers_at_once_lose_no_name(store: RawStore) -> None:
    names = [f"{i}.txt" for i in range(24)]

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda name: RawStore(store.root).add(DATA, f"file:///{name}", name), names))

    assert sorted(store.records()["source_names"].item()) == sorted(names)
    assert [a.novelty for a in added].count("new") == 1


def test_no_part_of_a_file_is_left_behind(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    store.write_text(DOC, "1", "示例市")

    assert sorted(p.name for p in store.original_path(DOC).parent.iterdir()) == [
        "original",
        "record.json",
        "text-1.txt",
    ]


def test_an_add_that_was_killed_half_way_is_finished_by_the_next(
    store: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("flows.collect.store.to_json", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.add(DATA, "file:///a.txt", "a.txt")
    assert store.records().is_empty()

    assert store.add(DATA, "file:///a.txt", "a.txt").novelty == "new"
    assert store.read_original(DOC) == DATA


def test_an_original_that_was_cut_is_put_right(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    store.original_path(DOC).write_bytes(DATA[:5])

    store.add(DATA, "file:///a.txt", "a.txt")

    assert store.read_original(DOC) == DATA


def test_an_original_that_was_changed_is_not_read(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    store.original_path(DOC).write_bytes(DATA[::-1])

    with pytest.raises(StoreError, match="changed after it was stored"):
        store.read_original_text(DOC)


def test_an_original_whose_bytes_went_bad_is_put_right_when_its_source_comes_again(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    store.original_path(DOC).write_bytes(DATA[::-1])

    store.add(DATA, "file:///a.txt", "a.txt")

    assert store.read_original(DOC) == DATA


def test_a_damaged_record_is_named_and_keeps_no_other_back(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    other = store.add("第二份报告。".encode(), "file:///b.txt", "b.txt").record
    (store.original_path(DOC).parent / "record.json").write_text("{")

    assert store.records()["doc_id"].to_list() == [other.doc_id]
    assert store.damaged_records() == [DOC]
    with pytest.raises(StoreError, match=r"record\.json is damaged"):
        store.record(DOC)


def test_a_damaged_record_is_written_anew_when_its_source_comes_again(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    (store.original_path(DOC).parent / "record.json").write_text("{")

    store.add(DATA, "file:///a.txt", "a.txt")

    assert store.damaged_records() == []
    assert store.record(DOC).names == ["a.txt"]


def test_newer_code_judges_an_original_anew(store: RawStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    monkeypatch.setattr("flows.collect.store.detector_version", lambda: "newer")

    record = store.add(DATA, "file:///a.txt", "a.txt").record

    assert record.detector == store.record(DOC).detector == "newer"


def test_the_normalised_text_lies_beside_the_original_one_file_a_version(store: RawStore) -> None:
    store.add(DATA, "file:///a.txt", "a.txt")
    store.write_text(DOC, "0.1.0+ab12", "示例市\r\n新增就业")
    store.write_text(DOC, "0.2.0", "示例市")

    assert store.read_text(DOC, "0.1.0+ab12") == "示例市\r\n新增就业"
    assert store.read_text(DOC, "0.2.0") == "示例市"
    assert store.text_path(DOC, "0.2.0").parent == store.original_path(DOC).parent


def test_the_same_text_again_writes_nothing(store: RawStore) -> None:
    store.write_text(DOC, "1", "示例市")
    before = list(state(store.root))

    store.write_text(DOC, "1", "示例市")

    assert list(state(store.root)) == before


def test_a_text_that_was_never_made_is_an_error(store: RawStore) -> None:
    with pytest.raises(StoreError, match="has no"):
        store.read_text(DOC, "1")


@pytest.mark.parametrize("doc_id", ["../../etc/passwd", "", DOC[:-1], DOC.upper()])
def test_only_a_sha256_names_a_folder(store: RawStore, doc_id: str) -> None:
    with pytest.raises(ValueError, match="Not a doc_id"):
        store.original_path(doc_id)


@pytest.mark.parametrize("version", ["../x", "", ".hidden", "a/b"])
def test_only_a_version_names_a_text(store: RawStore, version: str) -> None:
    with pytest.raises(ValueError, match="Not a version"):
        store.text_path(DOC, version)


LOCKED = b"Rar!\x1a\x07" + b"x" * 100


def test_what_could_not_be_read_is_not_tried_again_by_the_same_readers(
    store: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.add(LOCKED, "file:///a.rar", "a.rar")
    monkeypatch.setattr(record, "examine", lambda *_: pytest.fail("it was read again"))

    again = store.add(LOCKED, "file:///a.rar", "a.rar")

    assert first.problem is not None
    assert again.problem == first.problem


def test_what_could_not_be_read_is_tried_again_where_other_programs_are_installed(
    store: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(LOCKED, "file:///a.rar", "a.rar")
    tried: list[bytes] = []
    examine = record.examine
    monkeypatch.setattr(record, "examine", lambda data, calls: tried.append(data) or examine(data, calls))
    monkeypatch.setattr(raw_store, "extras", lambda: "office=True")

    store.add(LOCKED, "file:///a.rar", "a.rar")

    assert tried == [LOCKED]


@pytest.mark.parametrize("reason", [Reason.TOO_HEAVY, Reason.SYSTEM_ERROR])
def test_trouble_of_the_day_is_not_remembered(store: RawStore, monkeypatch: pytest.MonkeyPatch, reason: Reason) -> None:
    examine = record.examine
    troubled = Examined(Form("application/pdf", problem=problem(reason)))
    monkeypatch.setattr(record, "examine", lambda _, calls: dict.fromkeys(calls, troubled))
    store.add(LOCKED, "file:///a.rar", "a.rar")
    monkeypatch.setattr(record, "examine", examine)

    again = store.add(LOCKED, "file:///a.rar", "a.rar")

    assert again.problem is not None
    assert again.problem.reason is Reason.UNKNOWN_FORMAT
