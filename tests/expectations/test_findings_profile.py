"""A jump in findings means that the rules broke; errors on the numbers that everybody quotes are picked out."""

import polars as pl
import pytest

from expectations.findings_profile import LastRelease, findings_profile, new_headline_errors
from expectations.reference import headline_indicators, indicators
from expectations.schemas import empty

SENTENCE = "2025—2021年地区生产总值年均增长6%，新建公园3个。"


def findings(counts: dict[str, int], rule: str = "units.unknown") -> pl.DataFrame:
    """So many findings of the rule on each document."""
    rows = [{"finding_id": f"{doc}{i}", "doc_id": doc, "rule": rule} for doc, n in counts.items() for i in range(n)]
    return pl.concat([empty("findings"), pl.DataFrame(rows)], how="diagonal_relaxed") if rows else empty("findings")


def last(counts: dict[str, int]) -> LastRelease:
    """A release of these documents, with so many findings on each."""
    return LastRelease(frozenset(counts), findings(counts))


def jumps(now: dict[str, int], before: LastRelease) -> dict[str, float | None]:
    measures = findings_profile(findings(now), list(now), before)
    return dict(measures.select("measure", "value").iter_rows())


def test_before_the_first_release_there_is_nothing_to_compare_with() -> None:
    assert jumps({"a": 50}, last({})) == {"report_jump": None, "rule_jump": None}


def test_documents_read_again_are_compared_with_themselves() -> None:
    before = last({"a": 2, "b": 30, "c": 0})
    assert jumps({"a": 6}, before) == {"report_jump": 3, "rule_jump": 3}


def test_one_document_read_again_shows_a_broken_rule() -> None:
    assert jumps({"a": 12}, last({"a": 0})) == {"report_jump": 12, "rule_jump": 12}


def test_new_documents_are_compared_with_all_of_the_last_release() -> None:
    before = last({"a": 1, "b": 3})
    assert jumps({"x": 4, "y": 4, "z": 4}, before) == {"report_jump": 2, "rule_jump": 2}


@pytest.mark.parametrize("now", [{"x": 40}, {"x": 40, "y": 40}])
def test_one_or_two_odd_new_reports_hold_nothing_back(now: dict[str, int]) -> None:
    assert jumps(now, last({"a": 1})) == {"report_jump": None, "rule_jump": None}


def test_the_first_findings_of_a_report_are_no_jump() -> None:
    assert jumps({"a": 2}, last({"a": 0})) == {"report_jump": 2, "rule_jump": 2}


def test_a_rule_counts_from_one_finding_in_five_reports() -> None:
    before = last(dict.fromkeys("abcdefghij", 0))
    assert jumps(dict.fromkeys("abcdefghij", 1), before) == {"report_jump": 1, "rule_jump": 5}


def test_the_rule_that_grew_most_is_named() -> None:
    found = pl.concat([findings({"a": 4}), findings({"a": 9}, rule="sums.total")])
    before = LastRelease(frozenset("a"), pl.concat([findings({"a": 2}), findings({"a": 9}, rule="sums.total")]))
    measures = findings_profile(found, ["a"], before)
    assert measures["detail"].to_list() == [
        "11 findings a report before, 13 now",
        "units.unknown: 2 findings a report before, 4 now",
    ]


def test_nothing_read_is_no_jump() -> None:
    assert jumps({}, last({"a": 3})) == {"report_jump": None, "rule_jump": None}


def test_headline_indicators_are_indicators() -> None:
    names = indicators().select("code", "name_zh")
    assert headline_indicators().join(names, on=["code", "name_zh"], how="anti").rows() == []


def observed(indicator_code: str | None, quote: str) -> dict[str, object]:
    start = SENTENCE.index(quote)
    return {"doc_id": "a", "evidence": SENTENCE, "indicator_code": indicator_code, "char_start": start, "char_end": start + len(quote)}  # fmt: skip


def errors(quote: str, observations: list[dict[str, object]], severity: str = "error", held: tuple[str, ...] = ()) -> list[str]:  # fmt: skip
    """The headline errors where one finding quotes these words of the sentence."""
    start = SENTENCE.index(quote)
    found = pl.concat(
        [
            empty("findings"),
            pl.DataFrame(
                {"finding_id": ["f"], "rule": ["years.reversed"], "severity": [severity], "doc_id": ["a"],
                 "source_name": ["甲.txt"], "message": ["年份颠倒。"], "evidence": [SENTENCE], "quotes": [[quote]],
                 "char_spans": [[{"start": start, "end": start + len(quote)}]]}
            ),
        ],
        how="diagonal_relaxed",
    )  # fmt: skip
    known = LastRelease(frozenset("a"), empty("findings") if not held else found)
    frame = pl.concat([empty("observations"), pl.DataFrame(observations)], how="diagonal_relaxed")
    return new_headline_errors(found, frame.lazy(), known)["finding"].to_list()


GDP, PARKS = observed("gdp", "6%"), observed(None, "3个")
SAID = ["地区生产总值 [years.reversed] 甲.txt: 年份颠倒。"]


def test_an_error_that_quotes_a_headline_number_is_picked_out() -> None:
    assert errors("增长6%", [GDP, PARKS]) == SAID


def test_an_error_that_quotes_another_number_is_not() -> None:
    assert errors("3个", [GDP, PARKS]) == []


def test_an_error_that_quotes_no_number_is_about_its_sentence() -> None:
    assert errors("2025—2021年", [GDP, PARKS]) == SAID


def test_what_is_no_error_or_not_new_is_left_out() -> None:
    assert errors("增长6%", [GDP], severity="warning") == []
    assert errors("增长6%", [GDP], held=("f",)) == []
