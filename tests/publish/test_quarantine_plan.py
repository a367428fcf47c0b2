"""What stays in quarantine: until its source comes again and is taken."""

from collections.abc import Callable

import polars as pl

from flows.layout import Layout
from flows.publish.plan import Derived, Plan, plan_release
from flows.publish.publish import publish
from flows.publish.read import scan
from flows.run import SET_ASIDE_SCHEMA
from flows.staging import Staged

NOTHING = Staged(())


def set_aside(*uris: str) -> pl.DataFrame:
    row = {"doc_id": None, "stage": "collect", "reason": "empty file", "detail": "0 bytes"}
    rows = [{"quarantine_id": f"q-{uri}", "source_uri": uri} | row for uri in uris]
    return pl.DataFrame(rows, schema=SET_ASIDE_SCHEMA)


def released(layout: Layout) -> list[str]:
    return scan(layout, "quarantine").collect()["source_uri"].sort().to_list()


def publish_quarantine(layout: Layout, run_row: pl.DataFrame, quarantine: pl.DataFrame, seen: list[str]) -> Plan:
    plan = plan_release(layout, NOTHING, Derived(), quarantine, seen, run_row["run_id"].item())
    publish(layout, plan, run_row)
    return plan


def test_a_source_that_is_still_unreadable_changes_nothing(
    layout: Layout, run_row: Callable[[str], pl.DataFrame]
) -> None:
    publish_quarantine(layout, run_row("run-1"), set_aside("file:///a"), ["file:///a"])
    assert not plan_release(layout, NOTHING, Derived(), set_aside("file:///a"), ["file:///a"], "run-2").changed


def test_a_source_that_is_readable_now_leaves_quarantine(
    layout: Layout, run_row: Callable[[str], pl.DataFrame]
) -> None:
    publish_quarantine(layout, run_row("run-1"), set_aside("file:///a", "file:///b"), ["file:///a", "file:///b"])
    publish_quarantine(layout, run_row("run-2"), set_aside(), ["file:///a"])
    assert released(layout) == ["file:///b"]


def test_a_source_that_was_not_looked_at_stays(layout: Layout, run_row: Callable[[str], pl.DataFrame]) -> None:
    publish_quarantine(layout, run_row("run-1"), set_aside("file:///a"), ["file:///a"])
    publish_quarantine(layout, run_row("run-2"), set_aside("file:///c"), ["file:///c"])
    assert released(layout) == ["file:///a", "file:///c"]
