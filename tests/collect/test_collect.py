"""Sources in, documents and quarantine out; whatever is wrong with one source, the others are taken."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.collect import Collected, Limits, RawStore, Reason, StoreError, collect, load_texts


def reasons(collected: Collected) -> dict[str, str]:
    """File name and reason of everything set aside."""
    joined = collected.quarantine.join(collected.sources, on="source_uri")
    return dict(joined.select("source_name", "reason").iter_rows())


def statuses(collected: Collected) -> dict[str, str]:
    return dict(collected.sources.select("source_name", "status").iter_rows())


def test_a_report_becomes_a_document_with_its_text(inbox: Path, store: RawStore, limits: Limits, report: str) -> None:
    (inbox / "示例市.txt").write_text(report, encoding="gb18030")

    collected = collect([inbox], store, limits)

    columns = ["source_name", "encoding", "media_type", "size", "lost", "renamed"]
    size = len(report.encode("gb18030"))
    assert collected.documents.select(columns).rows() == [("示例市.txt", "gb18030", "text/plain", size, 0, False)]
    assert load_texts(store, collected.documents["doc_id"])["text"].to_list() == [report]


def test_the_same_report_in_two_encodings_gives_the_same_text(
    inbox: Path, store: RawStore, limits: Limits, report: str
) -> None:
    (inbox / "a.txt").write_text(report, encoding="utf-16")
    (inbox / "b.txt").write_text(report, encoding="utf-8-sig")

    collected = collect([inbox], store, limits)

    assert load_texts(store, collected.documents["doc_id"])["text"].to_list() == [report, report]


def test_line_ends_are_handed_on_as_they_stand(inbox: Path, store: RawStore, limits: Limits) -> None:
    (inbox / "a.txt").write_bytes("示例市\r\n虚构区\r".encode())

    collected = collect([inbox], store, limits)

    assert load_texts(store, collected.documents["doc_id"])["text"].item() == "示例市\r\n虚构区\r"


def test_one_bad_source_does_not_hold_up_the_others(inbox: Path, store: RawStore, report: str) -> None:
    (inbox / "good.txt").write_text(report)
    (inbox / "empty.txt").touch()
    (inbox / "blank.txt").write_text("\u3000\n")
    (inbox / "large.txt").write_text("大" * 400)
    (inbox / "scan.txt").write_bytes(b"%PDF-1.4")
    (inbox / "noise.txt").write_bytes(bytes(range(256)))
    (inbox / "dangling.txt").symlink_to(inbox / "nowhere")
    (inbox / "self.txt").symlink_to(inbox / "self.txt")
    os.mkfifo(inbox / "pipe.txt")

    collected = collect([inbox, inbox / "missing.txt", "ftp://example.org/a.html"], store, Limits(max_bytes=1000))

    assert collected.documents["source_name"].to_list() == ["good.txt"]
    assert reasons(collected) == {
        "empty.txt": Reason.EMPTY,
        "blank.txt": Reason.EMPTY,
        "large.txt": Reason.TOO_LARGE,
        "scan.txt": Reason.BROKEN,
        "noise.txt": Reason.BINARY,
        "dangling.txt": Reason.MISSING,
        "self.txt": Reason.LINK_LOOP,
        "pipe.txt": Reason.NOT_A_FILE,
        "missing.txt": Reason.MISSING,
        "a.html": Reason.NO_FETCHER,
    }
    assert collected.quarantine["stage"].unique().to_list() == ["collect"]
    assert statuses(collected)["large.txt"] == "quarantined"


def test_a_quarantined_source_names_its_bytes_where_they_were_read(inbox: Path, store: RawStore) -> None:
    (inbox / "large.txt").write_text("大" * 400)
    (inbox / "scan.pdf").write_bytes(b"%PDF-1.4")

    quarantine = collect([inbox], store, Limits(max_bytes=1000)).quarantine

    assert quarantine["doc_id"].is_null().to_list() == [True, False]
    assert "1,200 bytes, the limit is 1,000" in quarantine["detail"][0]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), Reason.NO_PERMISSION),
        (FileNotFoundError(2, "No such file"), Reason.VANISHED),
        (OSError(5, "Input/output error"), Reason.SYSTEM_ERROR),
    ],
    ids=["not permitted", "gone since it was listed", "disk error"],
)
def test_a_file_that_cannot_be_opened_is_set_aside(
    inbox: Path, store: RawStore, limits: Limits, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: Reason
) -> None:
    (inbox / "a.txt").write_text("示例市")

    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr("flows.collect.files.os.open", refuse)

    assert reasons(collect([inbox / "a.txt"], store, limits)) == {"a.txt": reason}


def test_a_second_collect_finds_everything_unchanged_and_writes_nothing(
    inbox: Path, store: RawStore, limits: Limits, report: str
) -> None:
    (inbox / "a.txt").write_text(report)
    (inbox / "b.txt").write_bytes(b"%PDF-1.4")
    first = collect([inbox], store, limits)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in store.root.rglob("*")}

    second = collect([inbox], store, limits)

    assert statuses(first) == {"a.txt": "new", "b.txt": "quarantined"}
    assert statuses(second) == {"a.txt": "unchanged", "b.txt": "quarantined"}
    assert second.documents.equals(first.documents)
    assert second.quarantine.equals(first.quarantine)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in store.root.rglob("*")} == before


def test_known_bytes_under_a_new_name_are_renamed(inbox: Path, store: RawStore, limits: Limits, report: str) -> None:
    (inbox / "a.txt").write_text(report)
    collect([inbox], store, limits)
    (inbox / "a.txt").rename(inbox / "b.txt")

    collected = collect([inbox], store, limits)

    assert statuses(collected) == {"b.txt": "renamed"}
    document = collected.documents.select("source_name", "source_names", "renamed").row(0)
    assert document == ("a.txt", ["a.txt", "b.txt"], True)


def test_two_new_copies_are_one_document_that_is_new_not_renamed(
    inbox: Path, store: RawStore, limits: Limits, report: str
) -> None:
    (inbox / "a.txt").write_text(report)
    (inbox / "b.txt").write_text(report)

    collected = collect([inbox], store, limits)

    assert collected.documents.select("source_names", "renamed").rows() == [(["a.txt", "b.txt"], False)]


def test_characters_that_could_not_be_read_are_counted(
    inbox: Path, store: RawStore, limits: Limits, report: str
) -> None:
    (inbox / "a.txt").write_bytes((report * 5).encode() + b"\xff" + report.encode())

    collected = collect([inbox], store, limits)

    assert collected.documents["lost"].item() == 1
    assert collected.sources["detail"].item() == "1 characters could not be read (U+FFFD)"


def test_files_left_aside_are_listed(inbox: Path, store: RawStore, limits: Limits, report: str) -> None:
    (inbox / "a.txt").write_text(report)
    (inbox / "README.md").write_text("about these reports")

    collected = collect([inbox], store, limits)

    assert collected.skipped.select("source_name", "why").rows() == [("README.md", "describes its folder")]


def test_texts_of_a_document_that_is_not_in_the_store_are_an_error(store: RawStore) -> None:
    with pytest.raises(StoreError, match="has no"):
        load_texts(store, ["0" * 64])


def test_nothing_in_gives_empty_frames_of_the_same_form(inbox: Path, store: RawStore, limits: Limits) -> None:
    (inbox / "a.txt").write_text("示例市")
    full, empty = collect([inbox], store, limits), collect([], store, limits)

    assert empty.documents.schema == full.documents.schema
    assert load_texts(store, []).schema == load_texts(store, full.documents["doc_id"]).schema


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=100).map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_any_bytes_end_as_a_document_or_in_quarantine(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder, "a.txt")
        source.write_bytes(data)
        store = RawStore(Path(folder, "store"))

        collected = collect([source], store, Limits())

        assert collected.documents.height + collected.quarantine.height == 1
        texts = load_texts(store, collected.documents["doc_id"])
        assert texts.select(pl.col("text").str.strip_chars() != "").to_series().all()


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(
        alphabet="一二三四五六七八九十百千万亿元年市县区增长下降地生产总值，。0123456789.%", min_size=12, max_size=200
    ),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"]),
)
def test_chinese_text_comes_out_as_it_was_written(text: str, codec: str) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder, "a.txt")
        source.write_bytes(f"本地区经济总量继续增长，{text}".encode(codec))
        store = RawStore(Path(folder, "store"))

        collected = collect([source], store, Limits())

        assert load_texts(store, collected.documents["doc_id"])["text"].to_list() == [f"本地区经济总量继续增长，{text}"]
