"""What a person knows of a source fills what its report does not say, and nothing else."""

import polars as pl
import pytest

from flows.parse.hints import with_hints

SAID = {
    "doc_id": "a",
    "kind": "plan_report",
    "region": "样本县",
    "region_code": None,
    "region_level": "county",
    "review_year": 2023,
    "plan_year": 2024,
}
UNSAID = {**SAID, "kind": "other", "region": None, "region_level": None, "review_year": None, "plan_year": None}
HINTS = {"doc_id": "a", "hint_region": "511700", "hint_kind": "work_report", "hint_year": 2025}
SCHEMA = {"region_code": pl.String, "region": pl.String, "review_year": pl.Int32, "plan_year": pl.Int32}
HINT_SCHEMA = {"hint_region": pl.String, "hint_kind": pl.String, "hint_year": pl.Int32}


def hinted(report: dict[str, object], **hints: object) -> dict[str, object]:
    texts = pl.DataFrame([HINTS | hints], schema_overrides=HINT_SCHEMA)
    return with_hints(pl.DataFrame([report], schema_overrides=SCHEMA), texts).row(0, named=True)


def test_hints_fill_what_a_report_does_not_say() -> None:
    row = hinted(UNSAID)
    assert (row["region"], row["region_code"], row["region_level"]) == ("达州市", "511700", "prefecture")
    assert (row["kind"], row["review_year"], row["plan_year"]) == ("work_report", 2024, 2025)


def test_what_a_report_says_stays() -> None:
    assert hinted(SAID) == SAID


def test_a_region_that_is_named_gets_the_code_of_the_hint_where_it_is_the_same() -> None:
    assert hinted({**SAID, "region": "达州市"})["region_code"] == "511700"


def test_a_responsibility_plan_looks_back_on_no_year() -> None:
    row = hinted(UNSAID, hint_kind="responsibility_plan")
    assert (row["review_year"], row["plan_year"]) == (None, 2025)


@pytest.mark.parametrize("hint", ["hint_region", "hint_kind", "hint_year"])
def test_a_hint_may_stand_alone(hint: str) -> None:
    empty = dict.fromkeys(["hint_region", "hint_kind", "hint_year"])
    changed = {k for k, v in hinted(UNSAID, **(empty | {hint: HINTS[hint]})).items() if v != UNSAID[k]}
    assert (
        changed
        == {
            "hint_region": {"region", "region_code", "region_level"},
            "hint_kind": {"kind"},
            "hint_year": {"plan_year"},
        }[hint]
    )


def test_a_place_that_changed_its_name_is_called_as_it_is_called_last() -> None:
    assert hinted(UNSAID, hint_region="511703")["region"] == "达川区"


def test_texts_without_hints_change_nothing() -> None:
    reports = pl.DataFrame([UNSAID])
    assert with_hints(reports, pl.DataFrame({"doc_id": ["a"]})).equals(reports)


def test_rows_keep_their_order() -> None:
    reports = pl.DataFrame([{**UNSAID, "doc_id": d} for d in "cab"], schema_overrides=SCHEMA)
    texts = pl.DataFrame(
        [{**HINTS, "doc_id": "a"}, {**HINTS, "doc_id": "c", "hint_year": None}], schema_overrides=HINT_SCHEMA
    )
    assert with_hints(reports, texts).select("doc_id", "plan_year").rows() == [("c", None), ("a", 2025), ("b", None)]
