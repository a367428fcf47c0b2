"""Headings and sentences of the eleven reports."""

import polars as pl
import pytest


def of(frame: pl.DataFrame, texts: pl.DataFrame, form: str) -> pl.DataFrame:
    doc_id = texts.filter(pl.col("source_name").str.starts_with(form))["doc_id"].item()
    return frame.filter(pl.col("doc_id") == doc_id)


@pytest.mark.parametrize(
    ("form", "by_level"),
    [
        ("000", [3, 11]),
        ("001", [5, 6, 20]),
        ("002", [2, 22, 34, 122]),
        ("003", [3, 21, 54]),
        ("004", [3, 10, 33]),
        ("2026_云", [3, 21]),
        ("2026_四", [4, 40]),
        ("2026_广", [6, 48]),
        ("2026_河", [3, 23]),
        ("2026_贵", [3, 30]),
        ("2026_青", [3, 12]),
    ],
)
def test_headings_by_level(headings: pl.DataFrame, normal_texts: pl.DataFrame, form: str, by_level: list[int]) -> None:
    levels = of(headings, normal_texts, form)["level"].value_counts().sort("level")
    assert levels["count"].to_list() == by_level


@pytest.mark.parametrize("form", ["000", "003", "004"])
def test_the_year_reviewed_stands_in_the_first_heading(
    headings: pl.DataFrame, normal_texts: pl.DataFrame, form: str
) -> None:
    first = of(headings, normal_texts, form).row(0, named=True)
    assert (first["number"], first["title"]) == ("一、", "2024年国民经济和社会发展计划执行情况")


def test_all_tasks_are_headings_below_their_theme(headings: pl.DataFrame, normal_texts: pl.DataFrame) -> None:
    plan = of(headings, normal_texts, "002")
    tasks = plan.filter(pl.col("number").str.contains(r"^[0-9]+\.$"))
    assert tasks["number"].to_list() == [f"{n}." for n in range(1, 135)]
    above = tasks.join(
        plan.select(parent_id="section_id", above="number"), on="parent_id", how="left", maintain_order="left"
    )
    assert set(above["above"][:12]) == {"一、"}
    assert set(above["above"][12:]) == {"a.", "b.", "c.", "d.", "e."}


def test_numbers_run_on_without_gaps(headings: pl.DataFrame, normal_texts: pl.DataFrame) -> None:
    report = of(headings, normal_texts, "003")
    numbered = report.filter(pl.col("number").str.contains(r"^[0-9]+\.$"))
    assert numbered["number"].to_list() == [f"{n}." for n in range(1, 24)]


def test_every_span_holds_its_heading(headings: pl.DataFrame, normal_texts: pl.DataFrame) -> None:
    texts = dict(normal_texts.select("doc_id", "text").iter_rows())
    for row in headings.iter_rows(named=True):
        assert texts[row["doc_id"]][row["char_start"] : row["char_end"]] == (row["number"] or "") + row["title"]


def test_every_span_holds_its_sentence(all_sentences: pl.DataFrame, normal_texts: pl.DataFrame) -> None:
    texts = dict(normal_texts.select("doc_id", "text").iter_rows())
    for row in all_sentences.iter_rows(named=True):
        assert texts[row["doc_id"]][row["char_start"] : row["char_end"]] == row["text"]


def test_sentences_are_of_the_length_of_sentences(all_sentences: pl.DataFrame) -> None:
    prose = all_sentences.filter(pl.col("table_no").is_null())["text"]
    assert 30 < prose.str.len_chars().median() < 70
    assert prose.str.len_chars().max() < 700
    assert (prose.str.count_matches("。") > 1).mean() < 0.01


def test_the_tables_are_numbered(all_sentences: pl.DataFrame, normal_texts: pl.DataFrame) -> None:
    report = of(all_sentences, normal_texts, "004")
    assert report["table_no"].drop_nulls().unique(maintain_order=True).to_list() == list(range(1, 13))
    assert all_sentences.filter(pl.col("table_no").is_not_null())["doc_id"].n_unique() == 1


def test_sentences_stand_under_the_section_that_holds_them(
    all_sentences: pl.DataFrame, headings: pl.DataFrame, normal_texts: pl.DataFrame
) -> None:
    titles = headings.select("section_id", "title")
    report = of(all_sentences, normal_texts, "003").join(titles, on="section_id", how="left", maintain_order="left")
    under = dict(report.select("text", "title").iter_rows())
    assert next(title for text, title in under.items() if "286个" in text) == "项目安排"
    assert next(title for text, title in under.items() if "816工程景区上榜" in text) == "服务业发展韧性增强"
