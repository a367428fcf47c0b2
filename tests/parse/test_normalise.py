"""Raw texts in, normalised texts out."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.normalise import normalise


def normal(*texts: str) -> list[str]:
    frame = pl.DataFrame({"doc_id": [str(n) for n in range(len(texts))], "text": texts})
    return normalise(frame)["text"].to_list()


def test_a_paragraph_is_a_line_without_blank_lines_or_outer_spaces() -> None:
    assert normal("\n  甲市经济稳定。  \r\n\r\n　　工业增长5%。\n\n") == ["甲市经济稳定。\n工业增长5%。"]


def test_order_and_other_columns_stay() -> None:
    frame = pl.DataFrame({"doc_id": ["b", "a"], "source_name": ["x", "y"], "text": ["乙县。", "甲市。"]})
    out = normalise(frame)
    assert out.columns == ["doc_id", "source_name", "text"]
    assert out.rows() == [("b", "x", "乙县。"), ("a", "y", "甲市。")]


def test_texts_do_not_touch_each_other() -> None:
    assert normal("甲市工业的", "乙县农业增长5%。") == ["甲市工业的", "乙县农业增长5%。"]


def test_an_empty_text_stays_empty() -> None:
    assert normal("", "\n\n") == ["", ""]


def test_a_lost_paragraph_break_before_a_numbered_heading_is_put_back() -> None:
    (text,) = normal("着力打造示范区。1.加快中心建设。推进三年行动。\n2.深化合作。")
    assert text.split("\n") == ["着力打造示范区。", "1.加快中心建设。推进三年行动。", "2.深化合作。"]


def test_a_decimal_behind_a_sentence_is_no_heading() -> None:
    assert normal("目标完成。2.5亿元投资到位。") == ["目标完成。2.5亿元投资到位。"]


MIXED = st.lists(
    st.sampled_from(
        [
            "示例市",
            "增长",
            "5.6%",
            "１２",
            "，",
            ",",
            "。",
            "“",
            "”",
            "（",
            ")",
            " ",
            "\u3000",
            "\n",
            "\t",
            "|",
            "一、",
            "PM",
            "-",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=20, deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=20))
def test_normal_text_has_no_blank_lines_and_no_outer_spaces(raw: list[str]) -> None:
    for text in normal(*raw):
        lines = text.split("\n")
        assert text == "" or all(line.strip() == line and line for line in lines)


CLAUSES = st.lists(
    st.sampled_from(["工业增长5.6%", "，", "“双千”", "（含农户）", "1个", "2021—2025年", "；"]), max_size=8
).map("".join)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(CLAUSES, max_size=6), min_size=1, max_size=20))
def test_normal_text_stays_as_it_is(texts: list[list[str]]) -> None:
    once = normal(*("\n".join(f"全市{clause}。" for clause in clauses) for clauses in texts))
    assert normal(*once) == once
