"""Sentences, each with its place."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.sections import sections
from flows.parse.sentences import sentences


def split(*texts: str) -> pl.DataFrame:
    frame = pl.DataFrame({"doc_id": [chr(ord("a") + n) * 64 for n in range(len(texts))], "text": texts})
    return sentences(frame, sections(frame))


def words(text: str) -> list[str]:
    return split(text)["text"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲增长5%。乙下降3%！丙呢？", ["甲增长5%。", "乙下降3%！", "丙呢？"]),
        ("甲增长5%；乙下降3%。", ["甲增长5%；乙下降3%。"]),
        ("主要目标是：增长5%\n就业1万人。", ["主要目标是：增长5%", "就业1万人。"]),
        ("他说：“加油。努力。”会议开始。", ["他说：“加油。努力。”会议开始。"]),
        ("口号是“加油！”。会议开始。", ["口号是“加油！”。", "会议开始。"]),
        ("增长5%（初步数。待核。）。下一句。", ["增长5%（初步数。待核。）。", "下一句。"]),
        ("一套机制”的模式。下一句。", ["一套机制”的模式。", "下一句。"]),
        ("建设“一区。下一句。", ["建设“一区。", "下一句。"]),
        ("开局良好！！下一句。", ["开局良好！！", "下一句。"]),
    ],
    ids=[
        "stops",
        "semicolon",
        "paragraph",
        "quoted",
        "quote at the end",
        "brackets",
        "stray close",
        "stray open",
        "two stops",
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_row_of_numbers_is_one_sentence() -> None:
    assert words("| 指标 | 目标 |\n| 生产总值（%） | 7 |") == ["| 指标 | 目标 |", "| 生产总值（%） | 7 |"]


def test_prose_in_cells_is_cut_into_sentences_and_paragraphs() -> None:
    row = "| 物流业 | ★新增企业4家。总数17家。<br>★新获评3家 |  |"
    assert words(row) == ["物流业", "★新增企业4家。", "总数17家。", "★新获评3家"]


def test_tables_are_counted_through_the_report() -> None:
    found = split("表1 甲\n| 1 | 2 |\n| 3 | 4 |\n正文。\n| 5 | 6 |", "| 7 | 8 |\n完。")
    assert found["table_no"].to_list() == [None, 1, 1, None, 2, 1, None]


def test_paragraphs_are_counted_from_zero() -> None:
    assert split("甲。乙。\n丙。", "丁。")["paragraph"].to_list() == [0, 0, 1, 0]


def test_a_sentence_stands_under_the_last_heading() -> None:
    found = split("引言。\n一、回顾\n甲增长。\n（一）工业\n乙增长。", "丙。")
    first = "a" * 32
    assert found["section_id"].to_list() == [
        None,
        f"{first}:s001",
        f"{first}:s001",
        f"{first}:s002",
        f"{first}:s002",
        None,
    ]


def test_the_rest_of_a_heading_line_stands_under_the_heading() -> None:
    assert split("1.工业。产值增长5%。")["section_id"].null_count() == 0


def test_ids_count_within_a_report() -> None:
    assert split("甲。乙。", "丙。")["sentence_id"].to_list() == [
        "a" * 32 + ":00000",
        "a" * 32 + ":00001",
        "b" * 32 + ":00000",
    ]


def test_numbers_are_counted_and_observations_are_to_come() -> None:
    found = split("投资12.5亿元、增长5%。没有数。")
    assert found["numbers"].to_list() == [2, 0]
    assert found["observations"].to_list() == [0, 0]


PIECES = [
    "甲市",
    "增长5.6%",
    "，",
    "；",
    "。",
    "！",
    "“",
    "”",
    "（",
    "）",
    "<br>",
    "\n",
    "\n| 指标 | 数 |",
    "\n| 甲。乙<br>丙 | 5 |\n",
    "一、",
    "1.",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), min_size=1, max_size=12))
def test_the_text_between_its_ends_is_the_sentence(texts: list[str]) -> None:
    source = {chr(ord("a") + n) * 64: text for n, text in enumerate(texts)}
    for doc_id, text, start, end in split(*texts).select("doc_id", "text", "char_start", "char_end").rows():
        assert source[doc_id][start:end] == text


PROSE = st.lists(st.sampled_from([p for p in PIECES if "|" not in p and "<" not in p]), max_size=30).map("".join)


@settings(max_examples=20, deadline=None)
@given(st.lists(PROSE, min_size=1, max_size=12))
def test_sentences_leave_nothing_of_the_prose_out(texts: list[str]) -> None:
    found = split(*texts)
    for number, text in enumerate(texts):
        assert "".join(found.filter(doc_id=chr(ord("a") + number) * 64)["text"]) == text.replace("\n", "")
