"""What comparing the reports of a place found is published beside what single reports say, and goes when it is over."""

import hashlib
from collections.abc import Callable

import polars as pl
import pytest

from expectations.schemas import TABLES, empty
from flows.areas import derived
from flows.layout import Layout
from flows.publish.plan import RUN_COLUMNS, Plan, plan_release
from flows.publish.publish import publish
from flows.publish.read import scan
from flows.run import SET_ASIDE_SCHEMA
from flows.staging import Staged, write_batch

Run = Callable[..., Plan]


def report(layout: Layout, name: str, growth: float, region: str = "甲市") -> Staged:
    """A staged report of `region` on 2024 that states one growth rate and has one finding of its own."""
    doc_id = hashlib.sha256(name.encode()).hexdigest()
    said = f"生产总值增长{growth}%。"
    quote = f"增长{growth}%"
    rows = {
        "documents": {
            "doc_id": doc_id, "source_name": name, "source_uri": name, "source_names": [name], "kind": "plan_report",
            "region": region, "review_year": 2024, "encoding": "utf-8", "media_type": "text/plain", "chars": len(said),
            "parser_version": "1", "rules_version": "1",
        },
        "observations": {
            "observation_id": f"{name}:1", "doc_id": doc_id, "source_name": name, "indicator": "生产总值",
            "indicator_code": "gdp", "measure": "growth", "value": growth, "unit": "%", "comparator": "eq", "year": 2024,
            "status": "actual", "value_base": growth, "unit_base": "%", "origin": "text", "evidence": said, "quote": quote,
            "char_start": 4, "char_end": 4 + len(quote), "flags": [],
        },
        "findings": {
            "finding_id": f"{name}-own", "rule": "years.horizon", "severity": "warning", "doc_id": doc_id,
            "source_name": name, "message": "m", "message_en": "m", "evidence": said, "quotes": [], "char_spans": [],
        },
    }  # fmt: skip
    tables = {name: empty(name) for name in TABLES if name not in ("quarantine", "runs", "outcomes", "panel")}
    tables |= {
        table: pl.DataFrame([row], schema=empty(table).schema).drop(RUN_COLUMNS, strict=False)
        for table, row in rows.items()
    }
    batch = layout.staged / f"{hashlib.sha256(f'{name}{growth}{region}'.encode()).hexdigest()}.json"
    write_batch(batch, [doc_id], tables | {"quarantine": pl.DataFrame(schema=SET_ASIDE_SCHEMA)})
    return Staged((batch,))


@pytest.fixture
def run(layout: Layout, run_row: Callable[[str], pl.DataFrame]) -> Run:
    """run(staged, "run-1") derives, plans and publishes."""

    def publish_staged(staged: Staged, run_id: str) -> Plan:
        with derived(layout, staged, run_id) as places:
            plan = plan_release(layout, staged, places, pl.DataFrame(schema=SET_ASIDE_SCHEMA), [], run_id)
            publish(layout, plan, run_row(run_id))
        return plan

    return publish_staged


def found(layout: Layout) -> list[str]:
    return scan(layout, "findings").collect()["rule"].sort().to_list()


def test_a_report_is_compared_with_those_that_the_release_has(layout: Layout, run: Run) -> None:
    run(report(layout, "a", 5.0), "run-1")
    run(report(layout, "b", 6.5), "run-2")
    assert found(layout) == ["agreement.results_across", "years.horizon", "years.horizon"]


def test_a_finding_goes_when_the_report_agrees_at_last(layout: Layout, run: Run) -> None:
    run(report(layout, "a", 5.0), "run-1")
    run(report(layout, "b", 6.5), "run-2")
    plan = run(report(layout, "a", 6.5), "run-3")
    assert found(layout) == ["years.horizon", "years.horizon"]
    assert plan.findings_gone["rule"].to_list() == ["agreement.results_across"]


def test_a_finding_that_stays_keeps_its_id_and_its_first_run(layout: Layout, run: Run) -> None:
    run(report(layout, "a", 5.0), "run-1")
    run(report(layout, "b", 6.5), "run-2")
    before = scan(layout, "findings").filter(pl.col("area").is_not_null()).collect()
    run(report(layout, "c", 6.5, region="乙市"), "run-3")
    run(report(layout, "b", 6.5), "run-4")
    after = scan(layout, "findings").filter(pl.col("area").is_not_null()).collect()
    assert after["finding_id"].to_list() == before["finding_id"].to_list()
    assert after["first_run_id"].to_list() == ["run-2"]


def test_a_finding_goes_with_the_report_that_leaves_the_place(layout: Layout, run: Run) -> None:
    run(report(layout, "a", 5.0), "run-1")
    run(report(layout, "b", 6.5), "run-2")
    run(report(layout, "a", 5.0, region="乙市"), "run-3")
    assert found(layout) == ["years.horizon", "years.horizon"]


def test_the_same_reports_again_change_nothing(layout: Layout, run: Run) -> None:
    run(report(layout, "a", 5.0), "run-1")
    run(report(layout, "b", 6.5), "run-2")
    staged = report(layout, "b", 6.5)
    with derived(layout, staged, "run-3") as places:
        plan = plan_release(layout, staged, places, pl.DataFrame(schema=SET_ASIDE_SCHEMA), [], "run-3")
    assert not plan.tables["findings"].changed
