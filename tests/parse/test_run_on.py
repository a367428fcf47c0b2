"""Paragraphs that run on in one line begin a line of their own."""

import polars as pl
import pytest

from flows.parse.normalise import normalise


def lines(raw: str) -> list[str]:
    text: str = normalise(pl.DataFrame({"doc_id": ["a"], "text": [raw]}))["text"][0]
    return text.split("\n")


def test_a_gap_behind_a_full_stop_divides_paragraphs() -> None:
    raw = "　　全县经济稳步增长。　　工业增加值增长5%。　　粮食产量20万吨。"
    assert lines(raw) == ["全县经济稳步增长。", "工业增加值增长5%。", "粮食产量20万吨。"]


def test_a_heading_behind_a_full_stop_begins_a_line_after_one_space() -> None:
    raw = "各项任务圆满完成。 二、2005年的工作安排\n全年目标已经确定。"
    assert lines(raw) == ["各项任务圆满完成。", "二、2005年的工作安排", "全年目标已经确定。"]


@pytest.mark.parametrize("mark", ["（二）", "——"])
def test_a_marked_paragraph_begins_a_line_behind_words_without_a_stop(mark: str) -> None:
    assert lines(f"一、五年的工作回顾 {mark}经济总量稳步增长。") == ["一、五年的工作回顾", f"{mark}经济总量稳步增长。"]


def test_what_a_wide_gap_divides_from_a_heading_is_its_text() -> None:
    text = "在这极不平凡的一年里，全县人民团结一心，克服了种种困难，在各条战线上都取得了前所未有的成绩，令人鼓舞。"
    assert lines(f"一、1989年的回顾　　{text}") == ["一、1989年的回顾", text]


def test_title_session_and_salutation_are_lines_of_their_own() -> None:
    raw = "示例县政府工作报告　　——2004年2月3日在示例县第九届人民代表大会第二次会议上　　县长张三各位代表：　　现在报告工作。"
    session = "——2004年2月3日在示例县第九届人民代表大会第二次会议上"
    assert lines(raw) == ["示例县政府工作报告", session, "县长张三", "各位代表：", "现在报告工作。"]


def test_a_text_without_gaps_stays() -> None:
    raw = "一、工作回顾\n完成投资 5 亿元。增长3%。（二）是标题里的字。"
    assert lines(raw)[0] == "一、工作回顾"
    assert lines("轨道交通 一、二期工程完工。") == ["轨道交通一、二期工程完工。"]


def test_marks_of_markdown_before_a_heading_stay_with_it() -> None:
    assert lines("### （一）总体要求\n增长5%。") == ["### （一）总体要求", "增长5%。"]


def test_an_empty_cell_begins_no_line() -> None:
    raw = "指标      2023年    2024年\n产值        ——      5.2\n粮食        3.1      ——"
    assert lines(raw)[1:] == ["| 产值 | —— | 5.2 |", "| 粮食 | 3.1 | —— |"]
