"""Headings, and which stands under which."""

import polars as pl
import pytest

from flows.parse.sections import sections


def headings(*lines: str) -> pl.DataFrame:
    return sections(pl.DataFrame({"doc_id": ["a" * 64], "text": ["\n".join(lines)]}))


def outline(*lines: str) -> list[tuple[int, str | None, str]]:
    return headings(*lines).select("level", "number", "title").rows()


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("一、主要目标", "一、", "主要目标"),
        ("（十二）改善民生", "（十二）", "改善民生"),
        ("1.综合实力持续增强", "1.", "综合实力持续增强"),
        ("3、加快项目建设。", "3、", "加快项目建设"),
        ("12.2025年重点项目", "12.", "2025年重点项目"),
        ("（2）做好就业", "（2）", "做好就业"),
        ("①稳就业", "①", "稳就业"),
        ("a.建设示范区。", "a.", "建设示范区"),
        ("一是扩大投资。加快项目建设。", "一是", "扩大投资"),
        ("二要稳就业。", "二要", "稳就业"),
        ("——经济平稳增长。全年增长5%。", "——", "经济平稳增长"),
        ("## 二、2025年总体考虑", "二、", "2025年总体考虑"),
        ("### 总体要求", None, "总体要求"),
        ("第一部分 2024年回顾", "第一部分 ", "2024年回顾"),
        ("第三章 重点任务", "第三章 ", "重点任务"),
        ("附件2", None, "附件2"),
        ("名词解释", None, "名词解释"),
        ("五是“百千工程”初见成效。", "五是", "“百千工程”初见成效"),
        ("2003年工作的回顾", None, "2003年工作的回顾"),
        ("九八年工作总结", None, "九八年工作总结"),
        ("过去五年工作回顾", None, "过去五年工作回顾"),
        ("“十三五”时期成绩和2020年工作总结", None, "“十三五”时期成绩和2020年工作总结"),
        ("去年工作回顾", None, "去年工作回顾"),
        ("今后五年的奋斗目标和2013年工作安排", None, "今后五年的奋斗目标和2013年工作安排"),
    ],
)
def test_a_heading_has_a_number_and_a_title(line: str, number: str | None, title: str) -> None:
    assert headings(line).select("number", "title").rows() == [(number, title)]


@pytest.mark.parametrize(
    "line",
    [
        "2.5亿元投资到位。",
        "2024年，全县经济平稳。",
        "一、二季度经济平稳增长。",
        "三、四线城市房价稳定。",
        "——2025年1月13日在样本县第六届人民代表大会第七次会议上",
        "| 一、产业 | 建成 |",
        "全县增长5%。一是扩大投资。",
        "消费市场持续升温。",
        "# 关于甲市2024年国民经济和社会发展计划执行情况的报告",
        "—",
        "2003年工作的回顾，有成绩也有不足",
        "2003年全市增长5%",
        "2024年示例市重点工作安排",
    ],
    ids=[
        "decimal",
        "year",
        "quarters",
        "tiers",
        "session",
        "row",
        "inside a line",
        "no mark",
        "title",
        "dash alone",
        "comma",
        "sentence",
        "title with a place",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert headings(line).height == 0


def test_text_behind_a_heading_is_not_its_title() -> None:
    assert outline("1.保障增强。全年联系企业22家，问题解决率96.9%。") == [(1, "1.", "保障增强")]
    assert outline("3.“双高计划”：指一项计划。") == [(1, "3.", "“双高计划”")]


def test_marks_nest_as_usual() -> None:
    assert outline("一、回顾", "（一）工业", "1.投资", "（1）项目", "（二）农业", "二、目标") == [
        (1, "一、", "回顾"),
        (2, "（一）", "工业"),
        (3, "1.", "投资"),
        (4, "（1）", "项目"),
        (2, "（二）", "农业"),
        (1, "二、", "目标"),
    ]


def test_a_line_on_years_stands_above_the_numbers_that_follow() -> None:
    found = outline("2003年工作的回顾", "一、工业", "（一）投资", "2004年工作安排", "一、农业")
    assert [level for level, *_ in found] == [1, 2, 3, 1, 2]


def test_a_line_on_years_under_each_task_is_no_heading() -> None:
    found = outline("一、工业", "2024年工作目标", "二、农业", "2024年工作目标", "三、民生", "2024年工作目标")
    assert [title for *_, title in found] == ["工业", "农业", "民生"]


def test_a_level_left_out_is_not_counted() -> None:
    assert [level for level, *_ in outline("一、回顾", "1.投资", "二、目标", "一是扩大内需。")] == [1, 2, 1, 2]


def test_letters_stand_above_numbers_that_run_on_below_them() -> None:
    found = outline("一、目标", "1.增长", "二、工作", "（一）开放", "a.示范区", "2.争取批复", "b.强县", "3.财源")
    assert [(level, number) for level, number, _ in found] == [
        (1, "一、"),
        (2, "1."),
        (1, "二、"),
        (2, "（一）"),
        (3, "a."),
        (4, "2."),
        (3, "b."),
        (4, "3."),
    ]


def test_letters_stand_below_numbers_that_come_first() -> None:
    found = outline("一、工作", "1.工业", "a.投资", "b.项目", "2.农业", "a.粮食")
    assert [level for level, *_ in found] == [1, 2, 3, 3, 2, 3]


def test_a_heading_after_dashes_is_not_below_them() -> None:
    found = outline("一、回顾", "——经济平稳。", "——民生改善。", "（一）工业", "（二）农业")
    assert [level for level, *_ in found] == [1, 2, 2, 2, 2]


def test_an_annex_starts_anew() -> None:
    assert [level for level, *_ in outline("三、安排", "（十）民生", "名词解释", "1.“两重”：指建设。")] == [1, 2, 1, 2]


def test_a_part_of_a_report_may_begin_below_its_first_level() -> None:
    found = headings("（八）城乡融合", "二、2025年考虑", "（一）形势")
    assert found["level"].to_list() == [1, 1, 2]
    assert found["parent_id"].to_list() == [None, None, found["section_id"][1]]


def test_ids_count_within_a_report_and_parents_stay_inside_it() -> None:
    found = sections(pl.DataFrame({"doc_id": ["a" * 64, "b" * 64], "text": ["一、甲\n（一）乙", "（一）丙\n1.丁"]}))
    assert found["section_id"].to_list() == [
        "a" * 32 + ":s001",
        "a" * 32 + ":s002",
        "b" * 32 + ":s001",
        "b" * 32 + ":s002",
    ]
    assert found["parent_id"].to_list() == [None, "a" * 32 + ":s001", None, "b" * 32 + ":s001"]


def test_spans_hold_number_and_title() -> None:
    text = "引言。\n## 二、2025年考虑\n全县增长5%。\n1.投资。加快建设。"
    found = sections(pl.DataFrame({"doc_id": ["a" * 64], "text": [text]}))
    assert [text[start:end] for start, end in found.select("char_start", "char_end").rows()] == [
        "二、2025年考虑",
        "1.投资",
    ]


def test_no_headings_give_an_empty_frame() -> None:
    assert headings("全县增长5%。").columns == headings("一、回顾").columns


def test_bare_headings_count_where_no_part_is_numbered() -> None:
    assert outline("工作回顾", "投资增长5%。", "主要任务", "（一）抓项目") == [
        (1, None, "工作回顾"),
        (1, None, "主要任务"),
        (2, "（一）", "抓项目"),
    ]
    assert outline("一、总体要求", "主要目标", "投资增长5%。") == [(1, "一、", "总体要求")]
