"""Sentences to observations as a whole: columns, spans and rows."""

from collections.abc import Callable

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.schemas import Observations, empty

Observed = Callable[..., pl.DataFrame]
Rows = Callable[..., list[tuple[object, ...]]]
Together = Callable[[set[str]], dict[str, pl.DataFrame]]


def test_the_columns_are_those_of_the_published_table(observed: Observed) -> None:
    frame = observed("工业增加值增长5%。")
    assert frame.schema == empty("observations").schema
    Observations.validate(frame)


def test_three_statements_of_one_sentence_give_three_rows(rows: Rows) -> None:
    text = "全市地区生产总值实现95.4亿元、同比增长6.1%，增速高于全国1.2个百分点。"
    assert rows(text, "indicator", "measure", "value", "unit") == [
        ("地区生产总值", "level", 95.4, "亿元"),
        ("地区生产总值", "growth", 6.1, "%"),
        ("地区生产总值", "gap", 1.2, "百分点"),
    ]


def test_text_without_numbers_gives_no_rows(observed: Observed) -> None:
    assert observed("扎实推进各项工作。").height == 0


def test_rows_of_tables_are_left_to_the_table_grammar(observed: Observed) -> None:
    assert observed("| 1 | 粮食产量50万吨 |", table_no=1).height == 0
    assert observed("粮食产量50万吨", table_no=1).height == 1


def test_the_same_number_for_two_names_has_two_ids(observed: Observed) -> None:
    frame = observed("甲类收入、乙类收入均增长10%以上。")
    assert frame["observation_id"].n_unique() == frame.height == 2


CLAUSES = st.sampled_from(
    [
        "全市工业增加值增长{n}%", "新增企业{n}户、学校{n}所", "建成{n}个示范村", "收入分别达到{n}元、{n}元", "年收入超{n}万元的村达{n}%",
        "居全省第2", "“{n}条”措施落地", "甲县投资{n}亿元、下降{n}%左右", "推进各项工作", "到2027年达到{n}亿元以上",
    ]
)  # fmt: skip


LINES = st.lists(st.tuples(CLAUSES, st.integers(1, 99999), st.sampled_from("，；。")), min_size=1, max_size=5)


def _line(parts: list[tuple[str, int, str]]) -> str:
    return "".join(clause.format(n=n) + mark for clause, n, mark in parts).rstrip("，；。") + "。"


TEXTS = st.sets(st.lists(LINES.map(_line), min_size=1, max_size=12).map("\n".join), min_size=1, max_size=8)


@settings(max_examples=4, deadline=None)  # texts are read together: one takes as long as eight
@given(TEXTS)
def test_every_span_points_at_its_quote(observed_together: Together, texts: set[str]) -> None:
    for text, found in observed_together(texts).items():
        for quote, start, end, evidence in found.select("quote", "char_start", "char_end", "evidence").rows():
            assert text[start:end] == quote
            assert quote in evidence
