"""A row of a table is one line, whatever form it came in."""

import polars as pl
import pytest

from flows.parse.normalise import normalise


def lines_of(raw: str) -> list[str]:
    return normalise(pl.DataFrame({"doc_id": ["a"], "text": [raw]}))["text"][0].split("\n")


def word_table(*rows: list[str]) -> str:
    """As Word gives a table as text: a cell a line behind a tab, a blank line before each row."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)


def test_cells_on_lines_become_rows() -> None:
    raw = "表1  主要目标\n" + word_table(["序号", "指标", "目标"], ["1", "生产总值增速（%）", "7"]) + "\n\n\n正文继续。"
    assert lines_of(raw) == ["表1 主要目标", "| 序号 | 指标 | 目标 |", "| 1 | 生产总值增速（%） | 7 |", "正文继续。"]


def test_an_empty_cell_is_kept() -> None:
    raw = word_table(["1", "投资增速（%）", "7"], ["", "#工业投资增速（%）", "15"])
    assert lines_of(raw) == ["| 1 | 投资增速（%） | 7 |", "|  | #工业投资增速（%） | 15 |"]


def test_paragraphs_of_a_cell_are_divided_by_a_break() -> None:
    raw = word_table(["物流业", "★新增企业4家。\n\n★总数达17家。"], ["金融业", "★新设分行。"]) + "\n\n\n正文。"
    assert lines_of(raw) == ["| 物流业 | ★新增企业4家。<br>★总数达17家。 |", "| 金融业 | ★新设分行。 |", "正文。"]


def test_a_last_cell_with_a_list_ends_at_two_blank_lines() -> None:
    raw = word_table(["经济", "★数字乡村试点\n\n★产融合作试点\n\n★绿色种养试点"]) + "\n\n\n高水平开放。"
    assert lines_of(raw) == ["| 经济 | ★数字乡村试点<br>★产融合作试点<br>★绿色种养试点 |", "高水平开放。"]


def test_prose_behind_one_blank_line_is_no_cell() -> None:
    raw = word_table(["1", "就业（万人）", "2.5"]) + "\n\n下一段开始，工作继续推进。\n\n再下一段。"
    assert lines_of(raw) == ["| 1 | 就业（万人） | 2.5 |", "下一段开始，工作继续推进。", "再下一段。"]


@pytest.mark.parametrize("line", ["注：加*为约束性指标。", "表2  重点项目", "说明：口径有变。"])
def test_a_note_or_the_next_title_ends_a_table(line: str) -> None:
    assert lines_of(word_table(["1", "就业", "2.5"]) + f"\n{line}") == ["| 1 | 就业 | 2.5 |", line.replace("  ", " ")]


def test_words_of_a_cell_broken_over_lines_are_joined() -> None:
    raw = word_table(["城市交通缓堵\n\n保畅", "枢纽工程竣工。"], ["公园", "建成。"])
    assert lines_of(raw)[0] == "| 城市交通缓堵保畅 | 枢纽工程竣工。 |"


def test_names_in_a_cell_stay_apart() -> None:
    assert lines_of(word_table(["甲街道", "张三\n李四"], ["乙街道", "王五"]))[0] == "| 甲街道 | 张三<br>李四 |"


def test_rows_between_tabs() -> None:
    raw = "指标\t目标\t完成\n生产总值\t6\t5.8\n\t其中：工业\t7\n正文。"
    assert lines_of(raw) == ["| 指标 | 目标 | 完成 |", "| 生产总值 | 6 | 5.8 |", "|  | 其中：工业 | 7 |", "正文。"]


def test_a_stray_tab_makes_no_table() -> None:
    assert lines_of("一、\t主要目标\n增长5%。") == ["一、主要目标", "增长5%。"]


def test_rows_set_apart_by_gaps() -> None:
    raw = "指标      一九九六年      一九九七年\n粮食（万吨）      35.2      36.0\n财政收入（亿元）      8.6      9.5"
    assert lines_of(raw)[1:] == ["| 粮食（万吨） | 35.2 | 36.0 |", "| 财政收入（亿元） | 8.6 | 9.5 |"]


def test_markdown_rows_lose_their_rule() -> None:
    raw = "| 指标 | 目标 |\n|:---|---:|\n|生产总值|1,234.5|\n| 就业 |  |"
    assert lines_of(raw) == ["| 指标 | 目标 |", "| 生产总值 | 1234.5 |", "| 就业 |  |"]


def test_a_pipe_inside_a_cell_is_no_border() -> None:
    assert lines_of(word_table(["甲|乙", "5"], ["丙", "6"])) == ["| 甲｜乙 | 5 |", "| 丙 | 6 |"]
    assert lines_of("| 甲\\|乙 | 5 |\n| 丙 | 6 |") == ["| 甲｜乙 | 5 |", "| 丙 | 6 |"]


def test_a_table_never_reaches_into_the_next_report() -> None:
    frame = pl.DataFrame({"doc_id": ["a", "b"], "text": [word_table(["1", "就业", "2.5"]), "★试点。\n正文。"]})
    assert normalise(frame)["text"].to_list() == ["| 1 | 就业 | 2.5 |", "★试点。\n正文。"]
