"""Tables of normalised text, in which a row is a line `| a | b |`, become cells."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.table_cells import filled_down, table_cells


def cells_of(*lines: str) -> pl.DataFrame:
    return table_cells(pl.DataFrame({"doc_id": ["a" * 64], "text": ["\n".join(lines)]}))


def headers_of(*lines: str) -> list[str | None]:
    last_row = pl.col("row") == pl.col("row").max()
    return cells_of(*lines).filter(last_row)["header"].to_list()


def test_every_cell_has_its_place_and_its_header() -> None:
    cells = cells_of("表1 示例市主要指标", "| 指标 | 2024年目标 |", "| 粮食产量 | 50 |")
    assert cells.select("table_no", "row", "column", "header", "text").rows() == [
        (1, 0, 1, "指标", "指标"),
        (1, 0, 2, "2024年目标", "2024年目标"),
        (1, 1, 1, "指标", "粮食产量"),
        (1, 1, 2, "2024年目标", "50"),
    ]


def test_text_without_pipes_has_no_cells() -> None:
    assert cells_of("一、总体要求", "示例市经济平稳增长。").is_empty()


def test_rows_divided_by_a_line_are_two_tables() -> None:
    cells = cells_of("| 指标 | 数值 |", "| 粮食 | 5 |", "注：快报数。", "| 指标 | 数值 |", "| 油料 | 3 |")
    assert cells.filter(pl.col("row") == 1)["table_no"].to_list() == [1, 1, 2, 2]


def test_tables_are_counted_in_each_document() -> None:
    texts = pl.DataFrame({"doc_id": ["a", "b"], "text": ["| 甲 | 1 |\n中\n| 乙 | 2 |", "| 丙 | 3 |"]})
    assert table_cells(texts).unique(["doc_id", "table_no"], maintain_order=True)["table_no"].to_list() == [1, 2, 1]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["表3  示例市重点项目"], "表3  示例市重点项目"),
        (["## 附表 主要指标"], "附表 主要指标"),
        (["**表2 民生实事**"], "表2 民生实事"),
        (["附表 主要指标", "单位：亿元"], "附表 主要指标 单位：亿元"),
        (["示例市经济平稳增长，各项指标完成较好。"], None),
        (["注：加*为约束性指标"], None),
        ([], None),
    ],
    ids=["numbered", "heading marks", "bold marks", "line of units", "sentence", "note of the table before", "nothing"],
)
def test_title_is_the_short_line_above(above: list[str], title: str | None) -> None:
    assert cells_of(*above, "| 指标 | 数值 |", "| 粮食 | 5 |")["title"].unique().to_list() == [title]


@pytest.mark.parametrize(
    "lines",
    [
        ["| 交通 | 竣工甲路、乙路等项目。 |", "| 水利 | 竣工丙水库等项目。 |"],
        ["| 竣工项目 | 甲厂、乙厂、丙厂等项目 |", "| 续建项目 | 丁厂 |"],
        ["| 一、产业发展。甲厂竣工。 |"],
        ["| 粮食 | 50 |", "| 油料 | 3 |"],
    ],
    ids=["sentences", "lists", "one cell", "figures from the first row on"],
)
def test_table_without_header_begins_at_row_one(lines: list[str]) -> None:
    cells = cells_of(*lines)
    assert cells["row"].min() == 1
    assert cells["header"].null_count() == cells.height


def test_header_without_known_words_shows_by_the_figures_below_it() -> None:
    assert headers_of("| 甲 | 乙 |", "| 东村 | 5 |") == ["甲", "乙"]


def test_merged_header_of_two_lines_is_joined() -> None:
    header = ["| 指标 | 单位 | 2024年 |  | 2025年 |  |", "|  |  | 计划 | 完成 | 计划 | 增长% |"]
    assert headers_of(*header, "| 粮食产量 | 万吨 | 50 | 51 | 52 | 2 |") == [
        "指标", "单位", "2024年 计划", "2024年 完成", "2025年 计划", "2025年 增长%",
    ]  # fmt: skip


def test_header_of_two_lines_takes_rows_nought_and_one() -> None:
    cells = cells_of("| 指标 | 2024年 |  |", "|  | 计划 | 完成 |", "| 粮食 | 50 | 51 |")
    assert cells.filter(pl.col("column") == 3).select("row", "text").rows() == [(0, ""), (1, "完成"), (2, "51")]


def test_merged_cells_that_the_source_lost_are_spread_again() -> None:
    header = ["| 指标 | 单位 | 2024年 | 2025年 | 备注 |", "| 计划 | 完成 | 计划 | 增长% |"]
    assert headers_of(*header, "| 粮食产量 | 万吨 | 50 | 51 | 52 | 2 | 快报 |") == [
        "指标", "单位", "2024年 计划", "2024年 完成", "2025年 计划", "2025年 增长%", "备注",
    ]  # fmt: skip


def test_row_of_the_body_under_a_header_is_no_second_header_line() -> None:
    cells = cells_of("| 类别 | 指标 | 2024年计划 |", "| 农业 | 粮食 | 按任务完成 |", "| 农业 | 油料 | 3 |")
    assert cells.filter(pl.col("row") == 1)["header"].to_list() == ["类别", "指标", "2024年计划"]


def test_title_inside_the_table_is_its_title() -> None:
    cells = cells_of("| 主要指标表 |  |", "| 指标 | 2024年 |", "| 粮食 | 50 |")
    assert cells["title"].unique().to_list() == ["主要指标表"]
    assert cells.filter(pl.col("text") == "50").select("row", "header").row(0) == (2, "2024年")


def test_first_header_stands_over_the_cells_that_a_row_has_too_many() -> None:
    assert headers_of("| 类别 | 情况 |", "| 服务业 | 金融业 | 甲银行开业。 |") == ["类别", "类别", "情况"]


def test_paragraphs_of_a_cell_are_divided_by_a_line_feed() -> None:
    assert cells_of("| 甲 | 一。<br>二。 |")["text"].to_list() == ["甲", "一。\n二。"]


def test_empty_cell_is_filled_from_above_in_its_own_table() -> None:
    rows = pl.DataFrame({"doc_id": ["a"] * 4, "table_no": [1, 1, 2, 2], "first": ["农业", "", "", "工业"]})
    assert rows.select(filled_down("first"))["first"].to_list() == ["农业", "农业", "", "工业"]


CELL = st.text(st.sampled_from("粮食产量50.% （）"), max_size=6).map(lambda text: text.strip())
TABLES = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=5)


@settings(deadline=None, max_examples=12)  # reports are read together: one takes as long as twelve
@given(reports=st.lists(st.lists(TABLES, min_size=1, max_size=3), min_size=1, max_size=12))
def test_every_cell_stands_where_its_span_says(reports: list[list[list[list[str]]]]) -> None:
    printed = [["\n".join("| " + " | ".join(row) + " |" for row in rows) for rows in tables] for tables in reports]
    texts = {letter * 64: "开头\n" + "\n中间\n".join(one) for letter, one in zip("abcdefghijkl", printed, strict=False)}
    read = table_cells(pl.DataFrame({"doc_id": list(texts), "text": list(texts.values())}))
    for (doc_id, text), tables in zip(texts.items(), reports, strict=True):
        cells = read.filter(doc_id=doc_id)
        assert [text[a:b] for a, b in cells.select("char_start", "char_end").rows()] == cells["text"].to_list()
        assert cells.height == sum(len(row) for rows in tables for row in rows)
    assert not read.select("doc_id", "table_no", "row", "column").is_duplicated().any()
