"""Staged batches: whole or not there, and named after what is in them."""

from pathlib import Path

import polars as pl

from flows.staging import Staged, batch_folder, write_batch

ROWS = {"documents": pl.DataFrame({"doc_id": ["a"]})}


def test_the_folder_depends_on_documents_parser_and_rules_not_on_order(tmp_path: Path) -> None:
    folder = batch_folder(tmp_path, ["a", "b"], "1", "1")
    assert batch_folder(tmp_path, ["b", "a"], "1", "1") == folder
    others = [(["a"], "1", "1"), (["a", "b"], "2", "1"), (["a", "b"], "1", "1", "another name")]
    assert len({folder, *(batch_folder(tmp_path, *other) for other in others)}) == 4


def test_a_batch_is_written_once(tmp_path: Path) -> None:
    write_batch(tmp_path / "batch", ["a"], ROWS)
    write_batch(tmp_path / "batch", ["a"], {"documents": pl.DataFrame({"doc_id": ["other"]})})
    assert Staged((tmp_path / "batch",)).frame("documents").collect()["doc_id"].to_list() == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["batch"]


def test_batches_read_as_one_table(tmp_path: Path) -> None:
    write_batch(tmp_path / "1", ["a"], ROWS)
    write_batch(tmp_path / "2", ["b"], ROWS)
    assert Staged((tmp_path / "1", tmp_path / "2")).frame("documents").collect().height == 2


def test_discarding_removes_the_batches(tmp_path: Path) -> None:
    write_batch(tmp_path / "1", ["a"], ROWS)
    Staged((tmp_path / "1",)).discard()
    assert not (tmp_path / "1").exists()
