"""Responsibility plans become tasks and milestones; the plans here are invented."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.sections import sections
from flows.parse.tasks import milestones, tasks

DOC_IDS = [letter * 64 for letter in "abcdefghijkl"]
PLAN = (
    "一、主要目标",
    "1.建设产业强市。",
    "责任领导：张三、李四",
    "责任单位：市财政局、市商务局；市教育局、市科技局等，各县（市、区）、示例高新区。（分号前为牵头单位，下同）",
    "有关进度要求：2021—2025年，每年新增企业10户。2022年、2024年，分别举办两届博览会。到2025年，全面建成。",
    "二、重点工作",
    "（一）推动开放",
    "2.推进合作。扩大交流。",
    "责任领导：王五",
    "责任单位：市发展改革委；各县（市、区）。",
    "有关进度要求：按照部署持续推进。",
)


def frame(*plans: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame({"doc_id": DOC_IDS[: len(plans)], "text": ["\n".join(lines) for lines in plans]})


def documents(kind: str = "responsibility_plan", number: int = 1) -> pl.DataFrame:
    return pl.DataFrame({"doc_id": DOC_IDS[:number], "kind": [kind] * number})


def tasks_of(*lines: str, kind: str = "responsibility_plan") -> pl.DataFrame:
    texts = frame(lines)
    return tasks(texts, sections(texts), documents(kind))


def task(*lines: str) -> dict[str, Any]:
    found = tasks_of(*lines)
    assert found.height == 1
    return found.row(0, named=True)


def milestones_of(progress: str) -> list[tuple[Any, ...]]:
    """First year, year and text of what one task owes."""
    lines = ("1.建设产业强市。", "责任单位：市财政局。", progress)
    texts = frame(lines)
    return milestones(texts, tasks(texts, sections(texts), documents())).select("year_from", "year", "text").rows()


# --- tasks -----------------------------------------------------------------------------------------------------


def test_task_has_number_title_and_the_heading_above() -> None:
    assert tasks_of(*PLAN).select("task_no", "title", "theme").rows() == [
        (1, "建设产业强市", "主要目标"),
        (2, "推进合作。扩大交流", "推动开放"),
    ]


def test_bodies_before_the_semicolon_lead_and_those_behind_it_support() -> None:
    first = tasks_of(*PLAN).row(0, named=True)
    assert first["leaders"] == ["张三", "李四"]
    assert first["lead_units"] == ["市财政局", "市商务局"]
    assert first["support_units"] == ["市教育局", "市科技局", "各县（市、区）", "示例高新区"]


@pytest.mark.parametrize(
    ("printed", "lead", "support"),
    [
        ("责任单位：市财政局，市教育局，各县", ["市财政局"], ["市教育局", "各县"]),
        ("责任单位：市财政局、市教育局", ["市财政局", "市教育局"], []),
        ("责任单位：市财政局、市教育局等部门", ["市财政局", "市教育局"], []),
        ("责任单位：市商务局及非公企业主管部门", ["市商务局", "非公企业主管部门"], []),
        ("责任单位：市规划和自然资源局和市水务局", ["市规划和自然资源局", "市水务局"], []),
        ("责任单位：市级有关部门（单位）；有关县（市、区）。", ["市级有关部门（单位）"], ["有关县（市、区）"]),
        ("牵头单位：市财政局；配合单位：市教育局、市科技局", ["市财政局"], ["市教育局", "市科技局"]),
        ("牵头单位：市财政局 责任单位：市教育局", ["市财政局"], ["市教育局"]),
        ("责任单位：市财政局；配合单位：市教育局", ["市财政局"], ["市教育局"]),
    ],
)
def test_bodies_are_divided_as_printed(printed: str, lead: list[str], support: list[str]) -> None:
    row = task("1.建设产业强市。", printed)
    assert (row["lead_units"], row["support_units"]) == (lead, support)


def test_leaders_and_bodies_stand_on_lines_of_their_own_under_other_names() -> None:
    row = task(
        "1.建设产业强市。", "牵头领导：张三", "牵头单位：市财政局", "配合单位：市教育局", "完成时限：2022年12月底前"
    )
    assert (row["leaders"], row["lead_units"], row["support_units"]) == (["张三"], ["市财政局"], ["市教育局"])


@pytest.mark.parametrize(
    ("bracket", "lead", "support"),
    [
        ("（责任单位：市财政局、市教育局）", ["市财政局", "市教育局"], []),
        ("（牵头单位：市财政局；责任单位：市教育局）", ["市财政局"], ["市教育局"]),
        ("（市财政局牵头，市教育局、市科技局配合）", ["市财政局"], ["市教育局", "市科技局"]),
        ("（市财政局、市教育局等按职责分工负责）", ["市财政局", "市教育局"], []),
        ("（市财政局负责）", ["市财政局"], []),
    ],
)
def test_bodies_stand_in_brackets_behind_the_task(bracket: str, lead: list[str], support: list[str]) -> None:
    row = task(f"1.建设产业强市。{bracket}")
    assert (row["title"], row["lead_units"], row["support_units"]) == ("建设产业强市", lead, support)


def test_every_bracket_of_a_paragraph_closes_a_task() -> None:
    found = tasks_of("一、工业。扩大投资（市经信局负责）。培育企业。（责任单位：市财政局）")
    assert found.select("task_no", "title", "theme").rows() == [(1, "扩大投资", "工业"), (2, "培育企业", "工业")]


def test_bracket_on_a_line_of_its_own_belongs_to_the_line_above() -> None:
    row = task("1.建设产业强市。", "（市财政局牵头，市教育局配合）")
    assert (row["title"], row["lead_units"]) == ("建设产业强市", ["市财政局"])


def test_bracket_that_names_nobody_is_no_task() -> None:
    assert tasks_of("1.建设产业强市（含高新区）。").is_empty()


@pytest.mark.parametrize(
    "lines", [("1.", "责任单位：市财政局"), ("责任单位：市财政局",)], ids=["number alone", "nothing above"]
)
def test_bodies_without_a_task_are_no_task(lines: tuple[str, ...]) -> None:
    assert tasks_of(*lines).is_empty()


def test_description_between_task_and_bodies_is_not_the_title() -> None:
    row = task("1.建设产业强市。", "扩大投资，培育企业。", "责任单位：市财政局")
    assert row["title"] == "建设产业强市"


def test_tasks_without_numbers_are_counted() -> None:
    found = tasks_of("一、工业", "扩大投资。", "责任单位：市经信局", "培育企业。", "责任单位：市财政局")
    assert found.select("task_no", "title", "theme").rows() == [(1, "扩大投资", "工业"), (2, "培育企业", "工业")]


def test_numbers_that_begin_anew_are_replaced_by_the_place() -> None:
    found = tasks_of(
        "一、工业", "1.扩大投资。", "责任单位：市经信局", "二、农业", "1.稳定粮食。", "责任单位：市农业农村局"
    )  # fmt: skip
    assert found.select("task_no", "title", "theme").rows() == [(1, "扩大投资", "工业"), (2, "稳定粮食", "农业")]


def test_tasks_of_a_table() -> None:
    found = tasks_of(
        "附件 责任分工表",
        "| 序号 | 重点任务 | 责任领导 | 牵头单位 | 配合单位 |",
        "| 1 | 建设产业强市 | 张三 | 市财政局 | 市教育局、市科技局 |",
        "| 2 | 推进合作 | 李四 | 市商务局 |  |",
    )
    assert found.select("task_no", "title", "leaders", "lead_units", "support_units").rows() == [
        (1, "建设产业强市", ["张三"], ["市财政局"], ["市教育局", "市科技局"]),
        (2, "推进合作", ["李四"], ["市商务局"], []),
    ]


@pytest.mark.parametrize("kind", ["plan_report", "work_report"])
def test_reports_are_not_looked_at_for_tasks(kind: str) -> None:
    assert tasks_of(*PLAN, kind=kind).is_empty()


def test_task_spans_from_its_title_to_its_last_line() -> None:
    text = "\n".join(PLAN)
    start, end = tasks_of(*PLAN).select("char_start", "char_end").row(0)
    assert text[start:end] == "\n".join(PLAN[1:5])


# --- milestones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("progress", "owed"),
    [
        ("进度要求：2022年，完成规划。", [(None, 2022, "完成规划")]),
        ("进度要求：2021—2025年，每年新增10户。", [(2021, 2025, "每年新增10户")]),
        ("进度要求：到2025年，全面建成。", [(None, 2025, "全面建成")]),
        ("进度要求：2022年完成规划。2023年底前开工。", [(None, 2022, "完成规划"), (None, 2023, "开工")]),
        ("进度要求：2022年、2024年，分别举办。", [(None, 2022, "分别举办"), (None, 2024, "分别举办")]),
        ("进度要求：2016—2018年、2020年，各创1家。", [(2016, 2018, "各创1家"), (None, 2020, "各创1家")]),
        ("进度要求：2024年以后，保持稳定。", [(2024, None, "保持稳定")]),
        ("进度要求：按照部署持续推进。", [(None, None, "按照部署持续推进")]),
        (
            "进度要求：每年培训100人。到2025年，实现全覆盖。",
            [(None, None, "每年培训100人"), (None, 2025, "实现全覆盖")],
        ),
        ("完成时限：2022年12月底前", [(None, 2022, "2022年12月底前")]),
    ],
)
def test_year_opens_what_is_owed(progress: str, owed: list[tuple[Any, ...]]) -> None:
    assert milestones_of(progress) == owed


def test_all_sentences_up_to_the_next_year_belong_to_a_year() -> None:
    assert milestones_of("进度要求：2021年，出台办法。启动试点。2022年，扩大试点，总结经验。") == [
        (None, 2021, "出台办法。启动试点"),
        (None, 2022, "扩大试点，总结经验"),
    ]


def test_subject_before_the_first_year_stays_with_it() -> None:
    assert milestones_of("进度要求：财政收入2021年突破124亿元，2022年突破137亿元。") == [
        (None, 2021, "财政收入2021年突破124亿元"),
        (None, 2022, "突破137亿元"),
    ]


def test_subject_that_only_prepares_the_year_stays_with_it() -> None:
    assert milestones_of("进度要求：逐步提高占比，2022年有较大提升，2023年达到平均水平。") == [
        (None, 2022, "逐步提高占比，2022年有较大提升"),
        (None, 2023, "达到平均水平"),
    ]


@pytest.mark.parametrize(
    "owed",
    [
        "出台规划（2021—2025年）",
        "完成2000年底前建成的小区改造",
        "举办2021年示例杯比赛",
        "排名较2021年提升",
    ],
)
def test_year_inside_a_clause_opens_nothing(owed: str) -> None:
    assert milestones_of(f"进度要求：2022年，{owed}。") == [(None, 2022, owed)]


CLAUSE = st.sampled_from(["完成规划", "新增企业10户", "财政收入突破5亿元", "启动试点（一期）", "推进改革"])
YEARS = st.sampled_from(["2021年，", "2021—2025年，", "到2023年，", "2022年、2024年，", "", "2024年以后，"])


PIECES = st.lists(st.tuples(YEARS, CLAUSE), min_size=1, max_size=6)


@settings(deadline=None, max_examples=12)  # plans are read together: one takes as long as twelve
@given(plans=st.lists(PIECES, min_size=1, max_size=len(DOC_IDS)))
def test_milestones_stand_where_their_spans_say(plans: list[list[tuple[str, str]]]) -> None:
    progress = ["有关进度要求：" + "".join(f"{year}{clause}。" for year, clause in pieces) for pieces in plans]
    texts = frame(*(("1.建设产业强市。", "责任单位：市财政局。", line) for line in progress))
    found = milestones(texts, tasks(texts, sections(texts), documents(number=len(plans))))
    for doc_id, text in texts.rows():
        owed = found.filter(doc_id=doc_id)
        assert [text[a:b] for a, b in owed.select("char_start", "char_end").rows()] == owed["text"].to_list()


def test_columns_are_those_of_the_published_tables() -> None:
    from expectations.schemas import empty

    texts = frame(PLAN)
    found = tasks(texts, sections(texts), documents())
    assert found.schema == empty("tasks").schema
    assert milestones(texts, found).schema == empty("milestones").schema
