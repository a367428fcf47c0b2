"""Project tables become named projects; the tables here are invented."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.projects import projects
from flows.parse.table_cells import table_cells

TITLE = "表1 2025年重点项目"
DOCUMENTS = pl.DataFrame({"doc_id": ["a" * 64], "plan_year": [2024]}, schema_overrides={"plan_year": pl.Int32})


def projects_of(*lines: str) -> pl.DataFrame:
    texts = pl.DataFrame({"doc_id": ["a" * 64], "text": ["\n".join(lines)]})
    return projects(table_cells(texts), DOCUMENTS)


def names(*lines: str) -> list[tuple[str, str]]:
    return projects_of(*lines).select("name", "phase").rows()


def test_phase_stands_in_front_of_the_list() -> None:
    cell = "| 交通 | 竣工甲路、乙桥等项目。开工建设丙路等项目。加快推进丁港、戊站等项目。 |"
    assert names(TITLE, cell) == [
        ("甲路", "completed"),
        ("乙桥", "completed"),
        ("丙路", "started"),
        ("丁港", "under_way"),
        ("戊站", "under_way"),
    ]


def test_phase_stands_behind_the_list() -> None:
    cell = "| 甲厂、乙园等项目竣工。丙厂、丁园等项目加快推进。戊厂等项目开工建设。 |"
    assert names(TITLE, cell) == [
        ("甲厂", "completed"),
        ("乙园", "completed"),
        ("丙厂", "under_way"),
        ("丁园", "under_way"),
        ("戊厂", "started"),
    ]


@pytest.mark.parametrize(
    ("first", "phase"),
    [
        ("竣工项目", "completed"),
        ("建成投产项目", "completed"),
        ("新开工项目", "started"),
        ("续建项目", "under_way"),
        ("在建项目（12个）", "under_way"),
        ("前期项目", "planned"),
        ("储备类项目", "planned"),
    ],
)
def test_phase_is_the_first_column(first: str, phase: str) -> None:
    assert names(TITLE, f"| {first} | 甲厂、乙园等项目。 |") == [("甲厂", phase), ("乙园", phase)]


def test_phase_is_the_header() -> None:
    table = ("| 领域 | 竣工项目 | 续建项目 |", "| 交通 | 甲路、乙桥 | 丙港、丁站 |")
    found = projects_of(TITLE, *table)
    assert found.select("name", "phase", "sector").rows() == [
        ("甲路", "completed", "交通"),
        ("乙桥", "completed", "交通"),
        ("丙港", "under_way", "交通"),
        ("丁站", "under_way", "交通"),
    ]


def test_work_before_a_project_begins_is_planned() -> None:
    assert names(TITLE, "| 推进甲路、乙桥等项目前期工作。 |") == [("甲路", "planned"), ("乙桥", "planned")]


def test_two_phases_in_one_sentence() -> None:
    assert names(TITLE, "| 竣工甲路、乙桥，开工建设丙路、丁桥等项目。 |") == [
        ("甲路", "completed"),
        ("乙桥", "completed"),
        ("丙路", "started"),
        ("丁桥", "started"),
    ]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("甲厂（一期、二期）、乙园等项目", ["甲厂（一期、二期）", "乙园"]),
        ("“甲、乙”工程、丙园等项目", ["“甲、乙”工程", "丙园"]),
        ("甲厂和乙厂、丙园等项目", ["甲厂和乙厂", "丙园"]),
        ("甲厂项目（二期）、乙厂项目一期等项目", ["甲厂项目（二期）", "乙厂项目一期"]),
        ("甲村等片区管网改造、乙园等项目", ["甲村等片区管网改造", "乙园"]),
        ("甲厂、乙园等30个重点项目", ["甲厂", "乙园"]),
        ("甲厂、乙园项目", ["甲厂", "乙园"]),
        ("甲厂、乙园", ["甲厂", "乙园"]),
        ("甲厂技改项目", ["甲厂技改项目"]),
    ],
)
def test_list_is_cut_into_names(listed: str, expected: list[str]) -> None:
    assert projects_of(TITLE, f"| 竣工{listed}。 |")["name"].to_list() == expected


def test_heading_within_the_cell_is_the_sector() -> None:
    cell = (
        "| 一、产业。甲厂、乙园等项目竣工。<br>二、基础设施。（一）交通。丙路等项目竣工。（二）水利：丁库等项目竣工。 |"
    )
    assert projects_of(TITLE, cell).select("name", "sector").rows() == [
        ("甲厂", "产业"),
        ("乙园", "产业"),
        ("丙路", "交通"),
        ("丁库", "水利"),
    ]


def test_first_column_is_the_sector_and_is_filled_down() -> None:
    table = ("| 交通 | 竣工甲路、乙桥等项目。 |", "|  | 开工建设丙路等项目。 |", "| 水利 | 竣工丁库等项目。 |")
    assert projects_of(TITLE, *table)["sector"].to_list() == ["交通", "交通", "交通", "水利"]


def test_kind_of_work_that_ends_the_list_is_the_sector_where_nothing_else_is() -> None:
    found = projects_of(TITLE, "| 开工建设甲村、乙街等城中村改造项目。 |")
    assert found.select("name", "sector").rows() == [("甲村", "城中村改造"), ("乙街", "城中村改造")]


@pytest.mark.parametrize(("title", "year"), [("表1 2025年重点项目", 2025), ("附表 重点项目", 2024)])
def test_year_is_that_of_the_title_else_of_the_plan(title: str, year: int) -> None:
    assert projects_of(title, "| 竣工甲路、乙桥等项目。 |")["year"].unique().to_list() == [year]


@pytest.mark.parametrize(
    "cell",
    ["完成投资3亿元、产值5亿元。", "甲路进展顺利。", "对甲片区、乙片区实施征收。", "合计12个。"],
)
def test_sentence_that_lists_no_projects_gives_nothing(cell: str) -> None:
    assert projects_of(TITLE, f"| {cell} |").is_empty()


def test_table_of_something_else_is_not_read() -> None:
    assert projects_of("表2 民生实事", "| 交通 | 竣工甲路、乙桥等项目。 |").is_empty()


def test_a_row_a_project_with_its_phase_in_a_column() -> None:
    table = (
        "| 序号 | 项目名称 | 所属行业 | 建设性质 | 总投资（万元） |",
        "| 1 | 甲路改造 | 交通 | 续建 | 500 |",
        "| 2 | 乙厂扩建 | 工业 | 新建 | 600 |",
        "| 合计 | 合计 |  |  | 1100 |",
    )
    assert projects_of(TITLE, *table).select("name", "phase", "sector").rows() == [
        ("甲路改造", "under_way", "交通"),
        ("乙厂扩建", "started", "工业"),
    ]


def test_rows_that_head_a_group_give_phase_and_sector() -> None:
    table = (
        "| 序号 | 项目名称 | 总投资（万元） |",
        "| 一、竣工项目（1个） |  |  |",
        "| （一）交通 |  |  |",
        "| 1 | 甲路改造 | 500 |",
        "| 二、续建项目（1个） |  |  |",
        "| 1 | 乙厂扩建 | 600 |",
    )
    assert projects_of(TITLE, *table).select("name", "phase", "sector").rows() == [
        ("甲路改造", "completed", "交通"),
        ("乙厂扩建", "under_way", None),
    ]


def test_title_gives_the_phase_of_a_table_with_a_row_a_project() -> None:
    table = ("| 序号 | 项目名称 | 总投资（万元） |", "| 1 | 甲路改造 | 500 |")
    assert names("2025年新开工重点项目表", *table) == [("甲路改造", "started")]


def test_row_whose_phase_nobody_tells_gives_nothing() -> None:
    assert names(TITLE, "| 序号 | 项目名称 |", "| 1 | 甲路改造 |") == []


NAME = st.sampled_from(["甲路", "乙厂（一期）", "“丙、丁”工程", "戊水库和己渠", "年产5万吨铜杆", "庚园（甲、乙片区）"])
SENTENCE = st.tuples(st.sampled_from(["竣工", "开工建设", "加快推进"]), st.lists(NAME, min_size=2, max_size=5))


SENTENCES = st.lists(SENTENCE, min_size=1, max_size=3)


@settings(deadline=None, max_examples=12)  # tables are read together: one takes as long as twelve
@given(reports=st.lists(SENTENCES, min_size=1, max_size=12))
def test_every_name_comes_back_and_stands_where_its_span_says(reports: list[list[tuple[str, list[str]]]]) -> None:
    cells = ["<br>".join(phase + "、".join(listed) + "等项目。" for phase, listed in one) for one in reports]
    doc_ids = [letter * 64 for letter, _ in zip("abcdefghijkl", reports, strict=False)]
    texts = pl.DataFrame({"doc_id": doc_ids, "text": [f"{TITLE}\n| 交通 | {cell} |" for cell in cells]})
    documents = pl.DataFrame({"doc_id": doc_ids, "plan_year": 2024}, schema_overrides=DOCUMENTS.schema)
    read = projects(table_cells(texts), documents)
    for (doc_id, text), sentences in zip(texts.rows(), reports, strict=True):
        found = read.filter(doc_id=doc_id)
        assert found["name"].to_list() == [name for _, listed in sentences for name in listed]
        assert [text[a:b] for a, b in found.select("char_start", "char_end").rows()] == found["name"].to_list()


def test_columns_are_those_of_the_published_table() -> None:
    from expectations.schemas import empty

    assert projects_of(TITLE, "| 竣工甲路、乙桥等项目。 |").schema == empty("projects").schema
