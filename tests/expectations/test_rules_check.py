"""All rules together: what a finding carries, that its id stays, and which observations it flags."""

import polars as pl
import pytest

from expectations.rules import RULES, check, flag
from expectations.schemas import SEVERITIES, empty

SENTENCE = "自来水普及率、燃气普及率分别达到80%、90%、70%。"
DOC = "d" * 64


def tables(*sentences: str, start: int = 0) -> dict[str, pl.DataFrame]:
    """The tables of one report of 甲市 for 2025 whose text is these sentences, the first one at `start`."""
    document = {
        "doc_id": DOC, "source_name": "甲市.txt", "kind": "plan_report", "region": "甲市", "region_code": "510000",
        "title": "甲市计划", "review_year": 2024, "plan_year": 2025,
    }  # fmt: skip
    starts = [start + sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = [{"doc_id": DOC, "text": s, "char_start": at} for s, at in zip(sentences, starts, strict=True)]
    return {name: empty(name) for name in ("sections", "milestones", "observations")} | {
        "documents": pl.concat([empty("documents"), pl.DataFrame([document])], how="diagonal_relaxed"),
        "sentences": pl.concat([empty("sentences"), pl.DataFrame(rows)], how="diagonal_relaxed"),
    }


def test_a_finding_has_the_columns_of_its_table_less_the_runs() -> None:
    found = check(tables(SENTENCE))
    assert found.schema == empty("findings").drop("first_run_id", "run_id").schema
    assert found.select("rule", "source_name", "evidence").row(0) == ("lists.respectively", "甲市.txt", SENTENCE)


def test_a_report_without_contradictions_has_no_findings() -> None:
    assert check(tables("2025年生产总值增长5%。")).is_empty()


def test_a_finding_keeps_its_id_where_text_before_it_changes() -> None:
    plain = check(tables(SENTENCE))["finding_id"]
    assert check(tables("新的一句。", SENTENCE))["finding_id"].equals(plain)


def test_a_finding_keeps_its_id_where_marks_are_cleaned_otherwise() -> None:
    plain, marked = check(tables(SENTENCE)), check(tables(SENTENCE.replace("。", " ；")))
    assert marked["finding_id"].item() == plain["finding_id"].item()


def test_another_number_is_another_finding() -> None:
    plain, altered = check(tables(SENTENCE)), check(tables(SENTENCE.replace("70%", "71%")))
    assert altered["finding_id"].item() != plain["finding_id"].item()


def test_the_same_mistake_made_twice_gives_two_ids() -> None:
    assert check(tables(SENTENCE, SENTENCE))["finding_id"].n_unique() == 2


def test_an_observation_is_flagged_where_a_finding_quotes_its_number() -> None:
    quotes = [("80%", SENTENCE.index("80%")), ("5%", 300)]
    observations = pl.DataFrame(
        [
            {"observation_id": quote, "doc_id": DOC, "char_start": at, "char_end": at + len(quote), "flags": []}
            for quote, at in quotes
        ],
        schema_overrides={"flags": pl.List(pl.String)},
    )
    flagged = flag(observations, check(tables(SENTENCE)))
    assert dict(flagged.select("observation_id", "flags").iter_rows()) == {"80%": ["lists.respectively"], "5%": []}


def test_an_observation_of_another_document_is_not_flagged() -> None:
    at = SENTENCE.index("80%")
    row = {"observation_id": "o", "doc_id": "e" * 64, "char_start": at, "char_end": at + 3, "flags": []}
    observations = pl.DataFrame([row], schema_overrides={"flags": pl.List(pl.String)})
    assert flag(observations, check(tables(SENTENCE)))["flags"].to_list() == [[]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_what_it_is(rule) -> None:  # type: ignore[no-untyped-def]
    assert all((rule.title_zh, rule.title_en, rule.checks_zh, rule.checks, rule.tolerance_zh, rule.tolerance))
    assert rule.severity in SEVERITIES
    assert rule.id.startswith(f"{rule.family}.")


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_takes_tables_without_rows(rule) -> None:  # type: ignore[no-untyped-def]
    read = ("documents", "sections", "sentences", "observations", "milestones", "editions")
    nothing = {name: empty(name) for name in read}
    nothing["documents"] = nothing["documents"].with_columns(area="region_code")
    assert rule.check(nothing).is_empty()
