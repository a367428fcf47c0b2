"""A release is all tables or none, and a second run over the same input changes nothing."""

import json
import os
from collections.abc import Callable

import polars as pl
import pytest
from deltalake import DeltaTable

from expectations.schemas import TABLES
from flows.layout import Layout
from flows.publish import publish as publishing
from flows.publish import tables as delta
from flows.publish.plan import Plan
from flows.publish.publish import publish
from flows.publish.read import scan
from flows.publish.release import NoReleaseError, Release, SupersededError, TableState, current_release, find_release
from flows.staging import Staged
from flows.storage import AwayError

Stage = Callable[..., Staged]
Published = Callable[..., Release]
RunRow = Callable[[str], pl.DataFrame]


def names(layout: Layout, release_id: str | None = None) -> list[str]:
    return scan(layout, "documents", release_id).select("source_name").collect()["source_name"].sort().to_list()


def test_before_the_first_release_a_reader_is_told_what_to_run(layout: Layout) -> None:
    assert current_release(layout) is None
    with pytest.raises(NoReleaseError, match="run `jihua ingest` first"):
        scan(layout, "documents")


def test_the_first_release_has_every_table(layout: Layout, stage: Stage, published: Published) -> None:
    release = published(stage(甲市="增长5%"), "run-1")
    assert release.tables["documents"].rows == 1
    assert release.tables["observations"].rows == 0
    assert release.tables["runs"].rows == 1
    assert names(layout) == ["甲市"]


def test_rows_carry_the_run_that_published_them(layout: Layout, stage: Stage, published: Published) -> None:
    published(stage(甲市="增长5%"), "run-1")
    assert scan(layout, "documents").collect()["run_id"].to_list() == ["run-1"]


def test_a_column_that_an_older_release_lacks_is_empty_there(
    layout: Layout, stage: Stage, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(stage(甲市="增长5%"), "run-1")

    def older(layout: Layout, table: str, release_id: str | None = None) -> pl.LazyFrame:
        rows = scan(layout, table, release_id)
        return rows.drop("hints", "ocr") if table == "documents" else rows

    monkeypatch.setattr("flows.publish.plan.scan", older)
    published(stage(甲市="增长5%", 乙市="增长6%"), "run-2")
    assert names(layout) == ["乙市", "甲市"]


def test_the_same_rows_again_are_no_change(stage: Stage, planned: Callable[..., Plan], published: Published) -> None:
    published(stage(甲市="增长5%！"), "run-1")
    assert not planned(stage(甲市="增长5%！"), "run-2").changed


def test_only_the_tables_that_change_get_a_new_version(stage: Stage, published: Published) -> None:
    first = published(stage(甲市="增长5%"), "run-1")
    second = published(stage(乙市="增长6%"), "run-2")
    assert second.tables["documents"].version > first.tables["documents"].version
    assert second.tables["findings"].version == first.tables["findings"].version


def test_new_documents_may_come_with_those_that_are_read_again(
    layout: Layout, stage: Stage, published: Published
) -> None:
    published(stage(甲市="增长5%！"), "run-1")
    published(stage(甲市="增长55%！", 乙市="增长6%！"), "run-2")
    assert scan(layout, "findings").collect()["evidence"].sort().to_list() == ["增长55%！", "增长6%！"]


def test_a_document_read_again_replaces_its_own_rows_alone(layout: Layout, stage: Stage, published: Published) -> None:
    published(stage(甲市="增长5%", 乙市="增长6%"), "run-1")
    published(stage(甲市="增长55%"), "run-2")
    rows = scan(layout, "documents").sort("source_name").collect()
    assert rows["source_name"].to_list() == ["乙市", "甲市"]
    assert rows["chars"].to_list() == [4, 5]


def test_only_documents_that_differ_are_written(
    stage: Stage, planned: Callable[..., Plan], published: Published
) -> None:
    published(stage(甲市="增长5%", 乙市="增长6%"), "run-1")
    change = planned(stage(甲市="增长5%", 乙市="增长66%"), "run-2").tables["documents"]
    assert (len(change.documents.replaced), len(change.documents.written)) == (1, 1)
    assert (change.rows_before, change.rows_after) == (2, 2)


def test_an_older_release_still_reads_as_it_was(layout: Layout, stage: Stage, published: Published) -> None:
    published(stage(甲市="增长5%"), "run-1")
    published(stage(乙市="增长6%"), "run-2")
    assert names(layout, "run-1") == ["甲市"]
    assert names(layout) == ["乙市", "甲市"]
    assert find_release(layout).previous == "run-1"


def test_a_finding_keeps_the_run_that_found_it_first(layout: Layout, stage: Stage, published: Published) -> None:
    published(stage(甲市="增长5%！"), "run-1")
    published(stage(甲市="增长55%！"), "run-2")
    finding = scan(layout, "findings").collect()
    assert finding["first_run_id"].to_list() == ["run-1"]
    assert finding["run_id"].to_list() == ["run-2"]


def test_a_finding_that_is_no_more_is_named_as_gone(
    stage: Stage, planned: Callable[..., Plan], published: Published
) -> None:
    published(stage(甲市="增长5%！"), "run-1")
    plan = planned(stage(甲市="增长5%"), "run-2")
    assert plan.findings_gone["finding_id"].to_list() == ["甲市-1"]


def test_a_run_that_dies_between_tables_is_not_seen_and_is_taken_back(
    layout: Layout, stage: Stage, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(stage(甲市="增长5%"), "run-1")

    def die(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "make_current", die)
        with pytest.raises(OSError, match="disk full"):
            published(stage(乙市="增长6%"), "run-2")
    assert names(layout) == ["甲市"]

    published(stage(丙市="增长7%"), "run-3")
    assert names(layout) == ["丙市", "甲市"]
    latest = DeltaTable(str(layout.table("runs"))).to_pyarrow_table()
    assert sorted(latest.column("run_id").to_pylist()) == ["run-1", "run-3"]


def test_a_release_follows_only_the_one_it_was_planned_against(
    layout: Layout, stage: Stage, planned: Callable[..., Plan], published: Published, run_row: RunRow
) -> None:
    published(stage(甲市="增长5%"), "run-1")
    late = planned(stage(乙市="增长6%"), "run-2")
    published(stage(丙市="增长7%"), "run-3")
    with pytest.raises(SupersededError, match="run-2 was planned to follow run-1, and run-3 came before it"):
        publish(layout, late, run_row("run-2"))
    assert names(layout) == ["丙市", "甲市"]
    with pytest.raises(NoReleaseError):
        find_release(layout, "run-2")


def test_a_table_that_somebody_else_wrote_to_meanwhile_is_not_released(
    layout: Layout, stage: Stage, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(stage(甲市="增长5%"), "run-1")
    state = delta.state

    def intruded(layout: Layout, table: str) -> TableState:
        if table == "documents":
            DeltaTable(str(layout.table(table))).restore(0)
        return state(layout, table)

    monkeypatch.setattr(delta, "state", intruded)
    with pytest.raises(SupersededError, match=r"somebody else wrote to .*documents while run-2 did"):
        published(stage(乙市="增长6%"), "run-2")
    assert names(layout) == ["甲市"]


def test_the_lock_is_asked_for_before_the_release_becomes_current(
    layout: Layout, stage: Stage, planned: Callable[..., Plan], published: Published, run_row: RunRow
) -> None:
    published(stage(甲市="增长5%"), "run-1")
    plan = planned(stage(乙市="增长6%"), "run-2")
    asked = iter([None] * len(TABLES))

    def lost_at_the_end() -> None:
        if next(asked, "lost") == "lost":
            raise AwayError("another run took the lock over")

    with pytest.raises(AwayError):
        publish(layout, plan, run_row("run-2"), lost_at_the_end)
    assert names(layout) == ["甲市"]


def test_the_data_package_describes_every_column(layout: Layout, stage: Stage, published: Published) -> None:
    release = published(stage(甲市="增长5%"), "run-1")
    package = json.loads(layout.datapackage.read_text(encoding="utf-8"))
    fields = {r["path"]: {f["name"]: f for f in r["schema"]["fields"]} for r in package["resources"]}
    assert package["version"] == release.release_id
    assert fields["observations"]["value"]["type"] == "number"
    assert fields["observations"]["measure"]["constraints"]["enum"][0] == "level"
    assert all(field["description"] for table in fields.values() for field in table.values())


def test_other_users_may_read_what_the_umask_lets_them(layout: Layout, stage: Stage, published: Published) -> None:
    published(stage(甲市="增长5%"), "run-1")
    before = os.umask(0o022)
    try:
        published(stage(甲市="增长6%"), "run-2")
    finally:
        os.umask(before)
    for file in (layout.releases / "current.json", layout.releases / "run-2.json"):
        assert file.stat().st_mode & 0o777 == 0o644, file
