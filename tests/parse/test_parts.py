"""Documents that are parts of one report are linked by place, kind, years and page marks."""

import polars as pl
import pytest

from flows.parse.parts import page_number, parts

SCHEMA = {
    "doc_id": pl.String, "area": pl.String, "kind": pl.String, "review_year": pl.Int32, "plan_year": pl.Int32,
    "page": pl.Int32, "pages": pl.Int32, "continued_from": pl.String, "continues_on": pl.String,
}  # fmt: skip
REPORT = {"area": "999900", "kind": "plan_report", "review_year": 2023, "plan_year": 2024}
UNTOLD = {"kind": "other", "review_year": None, "plan_year": None}


def linked(**documents: dict[str, object]) -> dict[str, tuple[str, int, list[str]]]:
    """report, part and missing parts of each document; what is not told is as in `REPORT`."""
    rows = [{"doc_id": name} | REPORT | about for name, about in documents.items()]
    found = parts(pl.DataFrame(rows, schema=SCHEMA)).select("doc_id", "report_id", "part", "missing_parts")
    return {doc_id: (report, part, missing) for doc_id, report, part, missing in found.iter_rows()}


@pytest.mark.parametrize(
    ("printed", "number"),
    [("第六版", 6), ("10版", 10), ("十版", 10), ("十二版", 12), ("二十版", 20), ("A3版", 3), ("头版", None)],
)
def test_the_number_of_a_page(printed: str, number: int | None) -> None:
    assert pl.select(page_number(pl.lit(printed))).item() == number


def test_two_pages_of_a_newspaper_are_one_report() -> None:
    found = linked(first={"continues_on": "第六版"}, second={"continued_from": "第五版"})
    assert found == {"first": ("first", 1, []), "second": ("first", 2, [])}


def test_a_part_without_title_and_years_belongs_to_the_only_report_that_goes_on() -> None:
    found = linked(first={"continues_on": "第六版"}, second={"continued_from": "第五版"} | UNTOLD)
    assert found["second"] == ("first", 2, [])


def test_a_part_alone_names_what_is_missing() -> None:
    assert linked(middle={"continued_from": "10版", "continues_on": "12版"}) == {
        "middle": ("middle", 1, ["10版", "12版"])
    }


def test_the_part_between_two_is_missing() -> None:
    found = linked(first={"continues_on": "第六版"}, third={"continued_from": "第六版"})
    assert found == {"first": ("first", 1, ["第六版"]), "third": ("first", 2, ["第六版"])}


def test_three_pages_stand_in_their_order() -> None:
    found = linked(
        c={"continued_from": "第六版"}, a={"continues_on": "第六版"}, b={"continued_from": "5版", "continues_on": "7版"}
    )
    assert found == {"a": ("a", 1, []), "b": ("a", 2, []), "c": ("a", 3, [])}


def test_a_report_may_go_on_far_behind() -> None:
    assert linked(a={"continues_on": "A4版"}, b={"continued_from": "A1版"})["b"] == ("a", 2, [])


def test_pages_of_a_site_with_one_missing() -> None:
    found = linked(one={"page": 1, "pages": 3}, three={"page": 3, "pages": 3})
    assert found == {"one": ("one", 1, ["第2页"]), "three": ("one", 2, ["第2页"])}


def test_all_other_pages_of_a_site_are_missing() -> None:
    assert linked(two={"page": 2, "pages": 4})["two"] == ("two", 1, ["第1页", "第3页", "第4页"])


@pytest.mark.parametrize(
    "other",
    [{"area": "999901"}, {"kind": "work_report"}, {"review_year": 2022, "plan_year": 2023}],
    ids=["another place", "another kind", "another year"],
)
def test_parts_of_different_reports_are_not_linked(other: dict[str, object]) -> None:
    found = linked(first={"continues_on": "第六版"}, second={"continued_from": "第五版"} | other)
    assert found == {"first": ("first", 1, ["第六版"]), "second": ("second", 1, ["第五版"])}


def test_a_part_that_two_reports_could_go_on_in_belongs_to_none() -> None:
    work = {"kind": "work_report", "continues_on": "第四版"}
    found = linked(plan={"continues_on": "第六版"}, work=work, second={"continued_from": "第五版"} | UNTOLD)
    assert found["second"] == ("second", 1, ["第五版"])


def test_pages_in_the_wrong_order_are_not_linked() -> None:
    found = linked(
        a={"continued_from": "8版", "continues_on": "第十版"}, b={"continued_from": "2版", "continues_on": "4版"}
    )
    assert found["b"][0] == "b"


def test_of_two_copies_of_a_page_one_goes_on() -> None:
    found = linked(a={"continues_on": "第六版"}, copy={"continues_on": "第六版"}, b={"continued_from": "第五版"})
    assert found == {"a": ("a", 1, []), "b": ("a", 2, []), "copy": ("copy", 1, ["第六版"])}


def test_a_whole_report_stands_alone() -> None:
    assert linked(whole={}, first={"continues_on": "第六版"})["whole"] == ("whole", 1, [])
