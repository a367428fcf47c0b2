"""What a run has to do: new, renamed, read by an older parser, or nothing."""

from pathlib import Path

import polars as pl
import pytest

from flows import work
from flows.collect import RawStore
from flows.layout import Layout
from flows.publish.release import Release, TableState, make_current
from flows.work import batches, document_statuses, source_statuses

KNOWN = {
    "a": ("p1", "r1", ["a.txt"]),
    "b": ("p0", "r1", ["b.txt"]),
    "c": ("p1", "r0", ["c.txt"]),
    "e": ("p1", "r1", ["e.txt"]),
}


@pytest.fixture
def layout(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Layout:  # type: ignore[no-untyped-def]
    """A release that knows documents a (current), b (older parser), c (older rules) and e (read with hints)."""
    monkeypatch.setattr(work, "parser_version", lambda: "p1")
    monkeypatch.setattr(work, "rules_version", lambda: "r1")
    layout = Layout(tmp_path)
    rows = [(d, p, r, n) for d, (p, r, n) in KNOWN.items()]
    columns = ["doc_id", "parser_version", "rules_version", "source_names"]
    said = pl.DataFrame(rows, columns, orient="row").with_columns(hints=pl.when(doc_id="e").then(pl.lit("511700 2025")))
    said.write_delta(str(layout.table("documents")))
    make_current(layout, Release("run-1", "run-1", "2025-01-01", None, {"documents": TableState(0, 4)}))
    return layout


NOT_HINTED = {"hint_region": None, "hint_kind": None, "hint_year": None}


def collected(hints: dict[str, object] | None = None, /, **names: list[str]) -> pl.DataFrame:
    rows = [{"doc_id": d, "source_names": n, **NOT_HINTED, **(hints or {})} for d, n in names.items()]
    return pl.DataFrame(rows)


@pytest.mark.parametrize(
    ("doc_id", "names", "status"),
    [
        pytest.param("a", ["a.txt"], "unchanged", id="same bytes, parser, rules and name"),
        pytest.param("a", ["a.txt", "copy.txt"], "renamed", id="the same bytes under one more name"),
        pytest.param("b", ["b.txt"], "reparsed", id="read by an older parser"),
        pytest.param("c", ["c.txt"], "reparsed", id="checked by older rules"),
        pytest.param("d", ["d.txt"], "new", id="never seen"),
    ],
)
def test_status(layout: Layout, doc_id: str, names: list[str], status: str) -> None:
    assert document_statuses(layout, collected(**{doc_id: names}))["status"].to_list() == [status]


@pytest.mark.parametrize(
    ("hints", "doc_id", "status"),
    [
        pytest.param({"hint_region": "511700", "hint_year": 2025}, "e", "unchanged", id="those that it was read with"),
        pytest.param({"hint_region": "511703", "hint_year": 2025}, "e", "reparsed", id="another one"),
        pytest.param({"hint_region": "511700"}, "e", "reparsed", id="one less"),
        pytest.param({}, "e", "reparsed", id="none any more"),
        pytest.param({"hint_kind": "plan_report"}, "a", "reparsed", id="the first one"),
        pytest.param({}, "a", "unchanged", id="none as before"),
    ],
)
def test_other_hints_than_a_report_was_read_with_are_reason_to_read_it_again(
    layout: Layout, hints: dict[str, object], doc_id: str, status: str
) -> None:
    assert document_statuses(layout, collected(hints, **{doc_id: [f"{doc_id}.txt"]}))["status"].to_list() == [status]


def test_force_leaves_nothing_unchanged(layout: Layout) -> None:
    assert document_statuses(layout, collected(a=["a.txt"]), force=True)["status"].to_list() == ["reparsed"]


def test_without_a_release_all_is_new(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert document_statuses(Layout(tmp_path), collected(a=["a.txt"]))["status"].to_list() == ["new"]


def test_batches_are_cut_the_same_way_whatever_the_order() -> None:
    assert batches(["c", "a", "b"], 2) == batches(["b", "c", "a"], 2) == (("a", "b"), ("c",))


def test_a_source_that_was_set_aside_says_why() -> None:
    seen = {"source_uri": ["u1", "u2", "u3"], "source_name": ["1", "2", "3"], "doc_id": ["a", None, "a"]}
    sources = pl.DataFrame(seen | {"detail": [None, "empty file", "named .pdf, and is a page"]})
    aside = pl.DataFrame({"source_uri": ["u2"], "reason": ["empty file"], "detail": ["0 bytes"]})
    rows = source_statuses(sources, aside, pl.DataFrame({"doc_id": ["a"], "status": ["new"]}))
    assert rows["status"].to_list() == ["new", "quarantined", "new"]
    assert rows["detail"].to_list() == [None, "empty file: 0 bytes", "named .pdf, and is a page"]


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"region": "达州"}, "six-digit GB/T 2260 code"),
        ({"years": "2020至2025"}, "A-B or one year"),
        ({"document": "0123abcd"}, "'0123abcd' is none here"),
    ],
)
def test_a_condition_that_makes_no_sense_is_explained(layout: Layout, asked: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        work.select_documents(layout, RawStore(layout.store), **asked)


def test_one_document_is_chosen_by_the_beginning_of_its_id_or_by_its_name(tmp_path: Path) -> None:
    store = RawStore(Layout(tmp_path).store)
    one, _ = (
        store.add(f"全县生产总值增长{n}%。".encode(), f"file:///{n}.txt", f"{n}.txt").record.doc_id for n in (5, 6)
    )
    for said in (one, one[:8], "5.txt"):
        assert work.select_documents(Layout(tmp_path), store, document=said)["doc_id"].to_list() == [one]
    with pytest.raises(ValueError, match="is none here"):
        work.select_documents(Layout(tmp_path), store, document=one[:4])
