"""A gate that fails: nothing is published, the last release stays, the run fails saying why."""

from collections.abc import Callable

import polars as pl
import pytest

from expectations import rules
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame
from flows import batch, releasing, tasks, work
from flows.collect import Limits, RawStore, collect
from flows.journal import recall
from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import current_release
from flows.run import RunSummary
from flows.settings import Settings
from flows.work import batches, document_statuses, set_aside, source_statuses, start

Run = Callable[[], RunSummary]
REPORT = """虚构县2024年国民经济和社会发展计划执行情况
{numbers}
"""
NUMBERS = "".join(f"全县第{i}项产品产量{i}.3万吨。\n" for i in range(1, 13))


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return Layout(tmp_path_factory.mktemp("root") / "data")


@pytest.fixture(scope="module")
def run(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """run() reads a report of twelve numbers, again if need be, and publishes it where the suites let it."""
    report = tmp_path_factory.mktemp("in") / "虚构县.txt"
    report.write_text(REPORT.format(numbers=NUMBERS), encoding="utf-8")

    def read_and_publish() -> RunSummary:
        collected = collect([report], RawStore(layout.store), Limits())
        statuses = document_statuses(layout, collected.documents, force=True)
        aside = set_aside(collected.quarantine)
        sources = source_statuses(collected.sources, aside, statuses)
        job = releasing.Job(start("command"), sources, aside, batches(statuses["doc_id"], 10))
        for doc_ids in job.batches:
            batch.read_batch(layout, doc_ids)
        return releasing.release(layout, Settings(), job)

    return read_and_publish


@pytest.fixture(scope="module")
def published(run: Run) -> RunSummary:
    summary = run()
    assert summary.outcome == "published"
    return summary


def _every_number(tables: Tables) -> pl.DataFrame:
    return hits_frame(
        (
            Hit(row["doc_id"], "info", "不对。", "Wrong.", row["evidence"], (Quote(row["quote"], row["char_start"], row["char_end"]),))
            for row in tables["observations"].iter_rows(named=True)
        ),
        "none",
    )  # fmt: skip


DOCTORED = Rule(
    id="units.unknown",
    title_zh="不对",
    title_en="Wrong",
    checks_zh="每个数都不对。",
    checks="Every number is wrong.",
    severity="info",
    tolerance_zh="不容差",
    tolerance="none",
    check=_every_number,
)


@pytest.fixture(scope="module")
def held_back(run: Run, published: RunSummary) -> RunSummary:
    """The same report, checked by a rule that has broken: it speaks at every number."""
    assert published.release_id
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "RULES", (*rules.RULES, DOCTORED))
        for module in (batch, work):
            patch.setattr(module, "rules_version", lambda: "doctored")
        return run()


def test_a_rule_that_speaks_everywhere_is_named_and_holds_the_release_back(held_back: RunSummary) -> None:
    assert held_back.outcome == "gate_failed"
    assert held_back.gate_failures[-1] == (
        "No rule finds more than ten times what it found in the last release."
        " It is 12 (units.unknown: 0 findings a report before, 12 now)."
    )


def test_the_last_release_stays_as_it_was(layout: Layout, published: RunSummary, held_back: RunSummary) -> None:
    release = current_release(layout)
    assert release is not None
    assert held_back.release_id is None
    assert release.release_id == published.release_id
    assert scan(layout, "findings").collect().filter(rule="units.unknown").height == 0


def test_the_run_fails_saying_why(layout: Layout, held_back: RunSummary) -> None:
    state = tasks.run_state(layout, held_back)
    assert state.is_failed()
    assert "No rule finds more than ten times" in str(state.message)


def test_the_journal_remembers_it_and_the_batch_is_kept(layout: Layout, held_back: RunSummary) -> None:
    assert recall(layout).gate_failures == held_back.gate_failures
    [folder] = [path for path in layout.staged.iterdir() if (path / "documents.parquet").exists()]
    assert pl.read_parquet(folder / "documents.parquet").height == 1


def test_once_the_rule_is_mended_the_release_goes_out(run: Run, held_back: RunSummary) -> None:
    assert held_back.gate_failures
    assert run().outcome == "unchanged"
