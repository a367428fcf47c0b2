"""Staged batches: whole or not there, and named after what is in them."""

from pathlib import Path

import polars as pl
import pytest

from flows import storage
from flows.staging import Staged, batch_at, finished_batches, leftovers, write_batch

ROWS = {"documents": pl.DataFrame({"doc_id": ["a"]})}


def test_the_name_depends_on_documents_parser_and_rules_not_on_order(tmp_path: Path) -> None:
    batch = batch_at(tmp_path, ["a", "b"], "1", "1")
    assert batch_at(tmp_path, ["b", "a"], "1", "1") == batch
    others = [(["a"], "1", "1"), (["a", "b"], "2", "1"), (["a", "b"], "1", "1", "another name")]
    assert len({batch, *(batch_at(tmp_path, *other) for other in others)}) == 4


def test_a_batch_is_written_once(tmp_path: Path) -> None:
    write_batch(tmp_path / "batch.json", ["a"], ROWS)
    write_batch(tmp_path / "batch.json", ["a"], {"documents": pl.DataFrame({"doc_id": ["other"]})})
    assert Staged((tmp_path / "batch.json",)).frame("documents").collect()["doc_id"].to_list() == ["a"]
    assert [batch for batch, _ in finished_batches(tmp_path)] == [tmp_path / "batch.json"]


def test_batches_read_as_one_table(tmp_path: Path) -> None:
    write_batch(tmp_path / "1.json", ["a"], ROWS)
    write_batch(tmp_path / "2.json", ["b"], ROWS)
    assert Staged((tmp_path / "1.json", tmp_path / "2.json")).frame("documents").collect().height == 2


def test_discarding_removes_the_batches(tmp_path: Path) -> None:
    write_batch(tmp_path / "1.json", ["a"], ROWS)
    Staged((tmp_path / "1.json",)).discard()
    assert [path.name for path in tmp_path.iterdir()] == []


def test_rows_without_a_list_are_no_batch(tmp_path: Path) -> None:
    write_batch(tmp_path / "1.json", ["a"], ROWS)
    (tmp_path / "1.json").unlink()
    assert list(finished_batches(tmp_path)) == []
    assert len(leftovers(tmp_path, seconds=-1)) == 1
    assert leftovers(tmp_path, seconds=3600) == []


def test_two_writers_of_a_batch_leave_the_rows_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create = storage.create

    def other_first(*asked: Path | bytes) -> bool:
        monkeypatch.setattr(storage, "create", create)
        write_batch(tmp_path / "1.json", ["a"], ROWS)
        return create(*asked)

    monkeypatch.setattr(storage, "create", other_first)
    write_batch(tmp_path / "1.json", ["a"], ROWS)
    assert Staged((tmp_path / "1.json",)).frame("documents").collect()["doc_id"].to_list() == ["a"]
    assert leftovers(tmp_path, seconds=-1) == []
