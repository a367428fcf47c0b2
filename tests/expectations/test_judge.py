"""The suites judge a release: one gate, the others warn, and Data Docs show all of it offline."""

import hashlib
import json
import sys
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Template

from expectations import judge as judging
from expectations.findings_profile import LastRelease, findings_profile
from expectations.judge import SUITES, Tally, Verdict, judge, profile, sampled, tally, warm_up
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


def test_rows_kept_are_measured_against_the_last_release() -> None:
    measures = profile({"observations": 200, "tasks": 10}, {"observations": 150, "tasks": 2}, [])
    assert measured(measures, "kept_observations") == 0.75
    assert measured(measures, "kept_tasks") is None  # too few to judge by


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
    shown = sampled(lambda table: [batch(read=5, unread=0).get(table, empty(table)).lazy()])
    assert shown["observations"]["observation_id"].to_list() == ["o0", "o3"]
    assert "evidence" not in shown["observations"].columns


def test_rows_are_spread_over_all_batches_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_JUDGED", 3)
    rows = batch(read=7, unread=0)
    whole = sampled(lambda table: [rows.get(table, empty(table)).lazy()])
    cut = sampled(lambda table: [rows.get(table, empty(table))[at : at + 2].lazy() for at in range(0, 8, 2)])
    assert cut["observations"]["observation_id"].to_list() == ["o0", "o3", "o6"]
    assert cut["observations"].equals(whole["observations"])


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
    project = yaml.safe_load((SUITES / "great_expectations.yml").read_text(encoding="utf-8"))
    declared = project["fluent_datasources"]["run"]["assets"]
    checkpoint = json.loads((SUITES / "checkpoints" / "release.json").read_text(encoding="utf-8"))
    definitions = [
        json.loads((SUITES / "validation_definitions" / f"{one['name']}.json").read_text(encoding="utf-8"))
        for one in checkpoint["validation_definitions"]
    ]
    assert sorted(one["suite"]["name"] for one in definitions) == [path.stem for path in SUITE_FILES]
    assert {one["data"]["asset"]["name"] for one in definitions} == set(declared)


def measures_of(
    before: dict[str, int], now: dict[str, int], tallies: list[Tally], jumps: pl.DataFrame | None = None
) -> pl.DataFrame:
    """All that the suites name: the profile, and how the findings compare (with nothing, where not said)."""
    nothing = findings_profile(empty("findings"), [], LastRelease(frozenset(), empty("findings")))
    return pl.concat([profile(before, now, tallies), nothing if jumps is None else jumps], how="diagonal")


@pytest.fixture(scope="module")
def suites_before() -> str:
    """A digest of the suites before anything is judged by them."""
    return _digest(SUITES)


@pytest.fixture(scope="module")
def judged(suites_before: str, tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """The verdict on a good first release."""
    assert suites_before
    tables = batch()
    measures = measures_of({}, {"documents": 1}, [tally(tables)])
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
    measures = measures_of(
        {"documents": 1, "observations": 200}, {"documents": 1, "observations": 100}, [tally(tables)]
    )
    verdict = judge(tables, measures, tmp_path, "run-1")
    assert not verdict.passed_gate
    assert verdict.failures == ("observations keeps at least four fifths of the rows of the last release. It is 0.5.",)


def test_a_weak_promise_warns_and_lets_the_release_pass(tmp_path: Path) -> None:
    tables = batch()
    tables["observations"] = tables["observations"].with_columns(pl.lit(None, pl.String).alias("unit"))
    verdict = judge(tables, measures_of({}, {"documents": 1}, [tally(tables)]), tmp_path, "run-1")
    assert verdict.passed_gate
    assert verdict.warnings == ("At least 90 % of the observations have a unit. Not so in 3 of 3 rows.",)


def test_a_rule_that_breaks_loose_holds_the_release_back_and_is_named(tmp_path: Path) -> None:
    tables = batch()
    found = table("findings", *({"finding_id": f"f{i}", "doc_id": DOC, "rule": "units.unknown"} for i in range(11)))
    jumps = findings_profile(found, [DOC], LastRelease(frozenset([DOC]), empty("findings")))
    verdict = judge(tables, measures_of({}, {"documents": 1}, [tally(tables)], jumps), tmp_path, "run-1")
    assert not verdict.passed_gate
    assert verdict.failures[1] == (
        "No rule finds more than ten times what it found in the last release."
        " It is 11 (units.unknown: 0 findings a report before, 11 now)."
    )


def test_a_new_error_on_a_headline_indicator_fails_in_data_docs_and_blocks_nothing(tmp_path: Path) -> None:
    tables = batch()
    errors = pl.DataFrame({"finding_id": ["f1"], "finding": ["地区生产总值 [years.reversed] 甲.txt: 年份<b>颠倒</b>"]})
    measures = measures_of({}, {"documents": 1}, [tally(tables)])
    verdict = judge(tables | {"headline_errors": errors}, measures, tmp_path, "run-1")
    assert verdict.passed_gate
    assert verdict.warnings[0].startswith("No new error on a headline indicator. Not so in 1 of 1 rows")
    [page] = (tmp_path / "site" / "validations" / "headline_errors").rglob("*.html")
    shown = page.read_text(encoding="utf-8")
    assert "No new error on a headline indicator." in shown
    assert "地区生产总值 [years.reversed] 甲.txt: 年份&lt;b&gt;颠倒&lt;/b&gt;" in shown


class _Read(HTMLParser):
    """What a browser makes of a piece of a page: its tags and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def cells() -> Template:
    """The table in which Data Docs print values of a report, alone or in lists."""
    from expectations.data_docs import OfflinePageView

    return OfflinePageView().env.get_template("table.j2")


@given(value=st.text() | st.text(alphabet="<>&\"'/=! ab"))
@settings(deadline=None, max_examples=50)
def test_no_value_is_markup_in_data_docs(cells: Template, value: str) -> None:
    shown, harmless = (
        _Read(cells.render(content_block={"header_row": ["Value"], "table": [[text, [text]]]}, content_block_id="c"))
        for text in (value, "甲")
    )
    assert shown.tags == harmless.tags
    assert value in shown.text


def test_a_run_without_new_documents_is_judged_by_its_rows_alone(tmp_path: Path) -> None:
    assert judge({}, measures_of({"documents": 1}, {"documents": 1}, []), tmp_path, "run-1").passed_gate


def test_old_runs_leave_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "KEPT_RUNS", 1)
    tables = batch()
    measures = measures_of({}, {"documents": 1}, [tally(tables)])
    for run in ("run-1", "run-2"):
        verdict = judge(tables, measures, tmp_path, run)
    index = verdict.data_docs.read_text(encoding="utf-8")
    assert "run-1" not in index
    assert "run-2" in index


def test_a_judgement_leaves_the_suites_as_they_are(suites_before: str, judged: Verdict) -> None:
    assert judged.passed_gate
    assert _digest(SUITES) == suites_before


def test_warming_up_imports_great_expectations() -> None:
    warm_up().join(timeout=120)
    assert "great_expectations" in sys.modules


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()
