"""The suites judge a release: one gate, the others warn, and Data Docs show all of it offline."""

import hashlib
import json
import sys
from pathlib import Path

import polars as pl
import pytest
import yaml

from expectations import judge as judging
from expectations.judge import SUITES, Verdict, judge, profile, sampled, tally, warm_up
from expectations.schemas import empty

DOC = "a" * 64
SUITE_FILES = sorted((SUITES / "expectations").glob("*.json"))


def table(name: str, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.concat([empty(name), pl.DataFrame(list(rows))], how="diagonal_relaxed") if rows else empty(name)


def batch(read: int = 3, unread: int = 1) -> dict[str, pl.DataFrame]:
    """The tables of one report of 甲市: `read` sentences that gave an observation each, `unread` with a number and none."""
    at = range(0, 10 * (read + unread), 10)
    return {
        "documents": table("documents", {"doc_id": DOC, "region": "甲市", "plan_year": 2025}),
        "sentences": table(
            "sentences",
            *(
                {"doc_id": DOC, "sentence_id": f"s{i}", "numbers": 1, "observations": int(i < read), "char_start": i, "char_end": i + 9}
                for i, _ in enumerate(at)
            ),
        ),
        "observations": table(
            "observations",
            *(
                {
                    "doc_id": DOC, "observation_id": f"o{i}", "indicator_code": "gdp", "measure": "level", "unit": "亿元",
                    "year": 2024, "value_base": 1e8, "char_start": i, "char_end": i + 3,
                }
                for i in range(read)
            ),
        ),
    }  # fmt: skip


def measured(measures: pl.DataFrame, name: str) -> float | None:
    value: float | None = measures.filter(pl.col("measure") == name)["value"].item()
    return value


def test_shares_are_measured_on_the_batch() -> None:
    measures = profile({}, {"documents": 1}, [tally(batch(read=3, unread=1))])
    assert measured(measures, "share_sentences_read") == 0.75
    assert measured(measures, "share_indicators_known") == 1
    assert measured(measures, "share_documents_placed") == 1


def test_a_first_release_has_nothing_to_be_compared_with() -> None:
    measures = profile({}, {"documents": 1, "observations": 3}, [tally(batch())])
    assert measured(measures, "kept_observations") is None
    assert measured(measures, "findings_jump") is None


def test_rows_kept_are_measured_against_the_last_release() -> None:
    measures = profile({"observations": 200, "tasks": 10}, {"observations": 150, "tasks": 2}, [])
    assert measured(measures, "kept_observations") == 0.75
    assert measured(measures, "kept_tasks") is None  # too few to judge by


def test_a_jump_in_findings_is_measured_a_report() -> None:
    before, now = {"documents": 10, "findings": 20}, {"documents": 20, "findings": 200}
    assert measured(profile(before, now, []), "findings_jump") == 5


def test_a_jump_is_counted_from_one_finding_a_report() -> None:
    before, now = {"documents": 10, "findings": 0}, {"documents": 10, "findings": 15}
    assert measured(profile(before, now, []), "findings_jump") == 1.5


def test_broken_references_and_repeated_keys_are_counted() -> None:
    tables = batch()
    tables["sentences"] = pl.concat(
        [tables["sentences"], tables["sentences"][:1].with_columns(doc_id=pl.lit("b" * 64))]
    )
    measures = profile({}, {"documents": 1}, [tally(tables)])
    assert measured(measures, "references_broken") == 1
    assert measured(measures, "repeated_keys") == 2


def test_batches_are_measured_together() -> None:
    measures = profile({}, {"documents": 2}, [tally(batch(read=3, unread=1)), tally(batch(read=1, unread=3))])
    assert measured(measures, "share_sentences_read") == 0.5
    assert measured(measures, "repeated_keys") == 2 + 4 * 2 + 1 * 2  # the same document twice, with its sentences


def test_of_very_many_rows_great_expectations_sees_some_evenly_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_JUDGED", 2)
    shown = sampled(lambda table: batch(read=5, unread=0).get(table, empty(table)).lazy())
    assert shown["observations"]["observation_id"].to_list() == ["o0", "o3"]
    assert "evidence" not in shown["observations"].columns


def test_a_small_run_has_no_shares_of_many() -> None:
    measures = profile({}, {"documents": 1}, [tally(batch())])
    assert measured(measures, "share_sentences_read") == 0.75
    assert measured(measures, "share_sentences_read_of_many") is None


def test_an_empty_run_has_no_shares() -> None:
    assert measured(profile({}, {"documents": 1}, []), "share_sentences_read") is None


def test_one_suite_is_the_gate() -> None:
    gates = [path.stem for path in SUITE_FILES if json.loads(path.read_text(encoding="utf-8"))["meta"].get("gate")]
    assert gates == ["gate"]


@pytest.mark.parametrize("path", SUITE_FILES, ids=lambda path: path.stem)
def test_every_promise_is_a_sentence_with_a_reason(path: Path) -> None:
    for promise in json.loads(path.read_text(encoding="utf-8"))["expectations"]:
        assert promise["description"].endswith(".")
        assert promise["notes"]


def test_every_suite_is_run_by_the_checkpoint_on_a_table_that_is_declared() -> None:
    settings = yaml.safe_load((SUITES / "great_expectations.yml").read_text(encoding="utf-8"))
    declared = settings["fluent_datasources"]["run"]["assets"]
    checkpoint = json.loads((SUITES / "checkpoints" / "release.json").read_text(encoding="utf-8"))
    definitions = [
        json.loads((SUITES / "validation_definitions" / f"{one['name']}.json").read_text(encoding="utf-8"))
        for one in checkpoint["validation_definitions"]
    ]
    assert sorted(one["suite"]["name"] for one in definitions) == [path.stem for path in SUITE_FILES]
    assert {one["data"]["asset"]["name"] for one in definitions} == set(declared)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """The verdict on a good first release."""
    tables = batch()
    measures = profile({}, {"documents": 1}, [tally(tables)])
    return judge(tables, measures, tmp_path_factory.mktemp("docs"), "run-1")


def test_a_good_release_passes_without_a_warning(judged: Verdict) -> None:
    assert (judged.passed_gate, judged.failures, judged.warnings) == (True, (), ())


def test_data_docs_show_every_suite_of_the_run(judged: Verdict) -> None:
    index = judged.data_docs.read_text(encoding="utf-8")
    for path in SUITE_FILES:
        assert f"validations/{path.stem}/run-1/" in index
        assert (judged.data_docs.parent / "expectations" / f"{path.stem}.html").exists()


def test_data_docs_open_offline(judged: Verdict) -> None:
    for page in judged.data_docs.parent.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "http" not in text
        assert "<script" not in text


def test_a_shrunken_table_is_held_back_in_plain_words(tmp_path: Path) -> None:
    tables = batch()
    measures = profile({"documents": 1, "observations": 200}, {"documents": 1, "observations": 100}, [tally(tables)])
    verdict = judge(tables, measures, tmp_path, "run-1")
    assert not verdict.passed_gate
    assert verdict.failures == ("observations keeps at least four fifths of the rows of the last release. It is 0.5.",)


def test_a_weak_promise_warns_and_lets_the_release_pass(tmp_path: Path) -> None:
    tables = batch()
    tables["observations"] = tables["observations"].with_columns(pl.lit(None, pl.String).alias("unit"))
    verdict = judge(tables, profile({}, {"documents": 1}, [tally(tables)]), tmp_path, "run-1")
    assert verdict.passed_gate
    assert verdict.warnings == ("At least 90 % of the observations have a unit. Not so in 3 of 3 rows.",)


def test_a_run_without_new_documents_is_judged_by_its_rows_alone(tmp_path: Path) -> None:
    assert judge({}, profile({"documents": 1}, {"documents": 1}, []), tmp_path, "run-1").passed_gate


def test_old_runs_leave_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "KEPT_RUNS", 2)
    tables = batch()
    measures = profile({}, {"documents": 1}, [tally(tables)])
    for run in ("run-1", "run-2", "run-3"):
        verdict = judge(tables, measures, tmp_path, run)
    index = verdict.data_docs.read_text(encoding="utf-8")
    assert "run-1" not in index
    assert "run-2" in index
    assert "run-3" in index


def test_a_judgement_leaves_the_suites_as_they_are(tmp_path: Path) -> None:
    before = _digest(SUITES)
    judge({}, profile({}, {"documents": 1}, []), tmp_path, "run-1")
    assert _digest(SUITES) == before


def test_warming_up_imports_great_expectations() -> None:
    warm_up().join(timeout=120)
    assert "great_expectations" in sys.modules


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()
