"""What a run has to do: new, renamed, read by an older parser, or nothing."""

import polars as pl
import pytest

from flows import work
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
    """A release that knows documents a (current), b (older parser), c (older rules) and e, which says little itself."""
    monkeypatch.setattr(work, "parser_version", lambda: "p1")
    monkeypatch.setattr(work, "rules_version", lambda: "r1")
    layout = Layout(tmp_path)
    rows = [(d, p, r, n) for d, (p, r, n) in KNOWN.items()]
    columns = ["doc_id", "parser_version", "rules_version", "source_names"]
    said = pl.DataFrame(rows, columns, orient="row").with_columns(
        region=pl.when(doc_id="a").then(pl.lit("样本县")),
        kind=pl.when(doc_id="a").then(pl.lit("plan_report")).otherwise(pl.lit("other")),
        review_year=pl.when(doc_id="a").then(pl.lit(2023, pl.Int32)),
        plan_year=pl.when(doc_id="a").then(pl.lit(2024, pl.Int32)),
    )
    said.write_delta(str(layout.table("documents")))
    make_current(layout, Release("run-1", "run-1", "2025-01-01", None, {"documents": TableState(0, 4)}))
    return layout


NOT_HINTED = {"hint_region": None, "hint_kind": None, "hint_year": None, "hints_changed": False}


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
        pytest.param({"hint_year": 2025}, "a", "unchanged", id="the report says its years itself"),
        pytest.param({"hint_region": "511700", "hint_kind": "work_report"}, "a", "unchanged", id="and place and kind"),
        pytest.param({"hint_region": "511700", "hints_changed": True}, "a", "reparsed", id="the hint is another one"),
        pytest.param({"hint_region": "511700"}, "e", "reparsed", id="the release knows no place"),
        pytest.param({"hint_kind": "plan_report"}, "e", "reparsed", id="the release knows no kind"),
        pytest.param({"hint_year": 2025}, "e", "reparsed", id="the release knows no year"),
        pytest.param({}, "e", "unchanged", id="nobody knows more"),
    ],
)
def test_a_hint_is_reason_to_read_again_where_it_tells_something(
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
    [({"region": "达州"}, "six-digit GB/T 2260 code"), ({"years": "2020至2025"}, "A-B or one year")],
)
def test_a_condition_that_makes_no_sense_is_explained(layout: Layout, asked: dict[str, str], complaint: str) -> None:
    from flows.collect import RawStore

    conditions = {"region": None, "years": None, "kind": None} | asked
    with pytest.raises(ValueError, match=complaint):
        work.select_documents(layout, RawStore(layout.store), **conditions)
