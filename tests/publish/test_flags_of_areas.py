"""Observations are flagged for what comparing reports finds, also in documents that the run does not read."""

from collections.abc import Callable

import polars as pl
import pytest

from flows import batch
from flows.layout import Layout
from flows.parse.parse import Parsed, parse
from flows.publish.compare import compare
from flows.publish.plan import Plan
from flows.publish.read import scan
from flows.publish.release import find_release

Run = Callable[..., Plan]
ACROSS, ABOVE, WITHIN = "agreement.results_across", "agreement.results_above", "agreement.same_indicator"


def report(place: str, said: str, year: int = 2024) -> str:
    return f"""关于{place}{year - 1}年国民经济和社会发展计划执行情况与{year}年计划草案的报告
{year}年1月9日在{place}第五届人民代表大会第四次会议上
{place}发展和改革委员会
各位代表：
一、{year - 1}年计划执行情况
{said}
"""


EARLIER = report("示例县", "全县地区生产总值增长6.1%。粮食总产量增长2.4%。")
LATER = report("示例县", "2023年全县地区生产总值增长7.3%。", 2025)
COUNTY = report("宣汉县", "全县地区生产总值增长6.1%。\n全县地区生产总值增长9.9%。")
CITY = report("达州市", "宣汉县地区生产总值增长7.2%。")


def flags(layout: Layout, quote: str) -> list[str]:
    """Of the one observation with this quote."""
    found: list[str] = scan(layout, "observations").filter(pl.col("quote") == quote).collect()["flags"].item().to_list()
    return found


def test_an_observation_of_the_run_is_flagged_for_another_report_of_its_place(layout: Layout, run_texts: Run) -> None:
    run_texts({"earlier.txt": EARLIER})
    plan = run_texts({"later.txt": LATER})
    assert flags(layout, "增长7.3%") == [ACROSS]
    assert flags(layout, "增长6.1%") == []
    assert plan.tables["observations"].documents.replaced == ()


def test_an_observation_of_an_earlier_run_is_flagged_for_a_report_of_this_one(layout: Layout, run_texts: Run) -> None:
    run_texts({"later.txt": LATER})
    before = scan(layout, "observations").collect()
    run_texts({"earlier.txt": EARLIER})
    assert flags(layout, "增长7.3%") == [ACROSS]
    after = scan(layout, "observations").filter(pl.col("source_name") == "later.txt").collect()
    assert after.drop("flags").equals(before.drop("flags"))


def test_flags_of_one_report_stay_beside_those_of_several(layout: Layout, run_texts: Run) -> None:
    run_texts({"county.txt": COUNTY})
    assert flags(layout, "增长6.1%") == [WITHIN]
    run_texts({"city.txt": CITY})
    assert flags(layout, "增长6.1%") == [ABOVE, WITHIN]


def test_a_flag_goes_with_the_finding(layout: Layout, run_texts: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a document that the run does not read, and whose report flags itself, too."""
    run_texts({"county.txt": COUNTY})
    run_texts({"city.txt": CITY})

    def newer(texts: pl.DataFrame) -> Parsed:
        parsed = parse(texts)
        return Parsed(parsed.texts, parsed.tables | {"observations": parsed.tables["observations"].clear()})

    monkeypatch.setattr(batch, "parse", newer)
    monkeypatch.setattr(batch, "parser_version", lambda: "newer")
    run_texts({"city.txt": CITY})
    assert flags(layout, "增长6.1%") == [WITHIN]


def test_a_report_that_is_read_again_keeps_the_flags_that_others_gave_it(
    layout: Layout, run_texts: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_texts({"county.txt": COUNTY})
    run_texts({"city.txt": CITY})
    monkeypatch.setattr(batch, "parser_version", lambda: "newer")
    plan = run_texts({"county.txt": COUNTY})
    assert plan.tables["documents"].changed
    assert not plan.tables["observations"].changed
    assert flags(layout, "增长6.1%") == [ABOVE, WITHIN]


def test_a_second_run_makes_no_new_version(layout: Layout, run_texts: Run) -> None:
    texts = {"earlier.txt": EARLIER, "later.txt": LATER, "county.txt": COUNTY, "city.txt": CITY}
    for name, text in texts.items():
        run_texts({name: text})
    before = find_release(layout).tables
    for some in (texts, {"city.txt": CITY}, {"earlier.txt": EARLIER}):
        assert not run_texts(some).changed
    assert find_release(layout).tables == before


def test_what_changes_is_shown_before_it_is_published(layout: Layout, run_texts: Run) -> None:
    """The flags of a document that the run does not read are among the changes."""
    shown = []
    run_texts({"later.txt": LATER})
    run_texts({"earlier.txt": EARLIER}, look=lambda plan: shown.append(compare(layout, plan).examples))
    changed = shown[0].filter(pl.col("table") == "observations", pl.col("change") == "changed")
    assert ['"flags":["agreement.results_across"]' in after for after in changed["after"]] == [True]


def test_only_documents_whose_flags_change_are_written(layout: Layout, run_texts: Run) -> None:
    run_texts({"later.txt": LATER, "other.txt": report("示例县", "全县粮食总产量增长1.1%。", 2022), "city.txt": CITY})
    plan = run_texts({"earlier.txt": EARLIER})
    names = dict(scan(layout, "documents").select("doc_id", "source_name").collect().iter_rows())
    touched = plan.tables["observations"].documents
    assert [names[doc_id] for doc_id in touched.replaced] == ["later.txt"]
    assert sorted(names[doc_id] for doc_id in touched.written) == ["earlier.txt", "later.txt"]
