"""A second page that names no place belongs to the place of the page that it follows, where that is certain."""

import polars as pl
import pytest

from expectations.schemas import empty
from flows.parse.places_of_parts import READ, areas

FIRST = {
    "source_uri": "https://paper.example/2024-01/09/content_5.htm", "kind": "plan_report", "region": "甲县",
    "region_code": "990001", "title": "甲县计划报告", "review_year": 2023, "plan_year": 2024, "continues_on": "第六版",
}  # fmt: skip
SECOND = {
    "source_uri": "https://paper.example/2024-01/09/content_6.htm?a=1", "kind": "other", "continued_from": "第五版",
}  # fmt: skip
THIRD = SECOND | {"continued_from": "第六版", "region": "乙市", "region_code": "990100"}


def found(**documents: dict[str, object]) -> dict[str, str]:
    rows = [{"doc_id": name} | about for name, about in documents.items()]
    filled = pl.concat([empty("documents"), pl.DataFrame(rows, infer_schema_length=None)], how="diagonal_relaxed")
    return dict(areas(filled.select(READ)).iter_rows())


def test_a_second_page_belongs_to_the_place_of_the_first() -> None:
    assert found(one=FIRST, two=SECOND) == {"one": "990001", "two": "990001"}


def test_a_third_page_follows_the_second_whatever_place_it_names_most() -> None:
    assert found(one=FIRST, two=SECOND | {"continues_on": "第七版"}, three=THIRD)["three"] == "990001"


@pytest.mark.parametrize(
    "changed",
    [
        {"source_uri": "https://paper.example/2024-01/10/content_6.htm"},
        {"continued_from": "第三版"},
        {"kind": "work_report"},
        {"title": "某某报告"},
    ],
    ids=["another issue", "another page", "another kind", "a title of its own"],
)
def test_a_page_that_does_not_fit_stays_where_it_is(changed: dict[str, object]) -> None:
    assert found(one=FIRST, two=SECOND | changed)["two"] == "two"


def test_where_two_first_pages_fit_the_second_belongs_to_neither() -> None:
    assert found(one=FIRST, other=FIRST | {"region_code": "990002"}, two=SECOND)["two"] == "two"


def test_a_page_whose_own_place_has_the_page_before_it_stays() -> None:
    home = FIRST | {"region": "乙市", "region_code": "990100"}
    assert found(one=FIRST, home=home, two=THIRD | {"continued_from": "第五版"})["two"] == "990100"
