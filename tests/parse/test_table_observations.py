"""Tables of targets and results become observations; the texts here are small invented tables."""

from typing import Any

import polars as pl
import pytest
from together import Together, doc_ids

from flows.parse.sections import sections
from flows.parse.table_cells import table_cells
from flows.parse.table_observations import table_observations

DOCUMENTS = pl.DataFrame(
    {
        "doc_id": ["a" * 64],
        "source_name": ["示例.txt"],
        "review_year": [2024],
        "plan_year": [2025],
        "plan_year_from": [None],
    },
    schema_overrides={"review_year": pl.Int32, "plan_year": pl.Int32, "plan_year_from": pl.Int32},
)


def read_all(reports: list[tuple[str, ...]]) -> list[pl.DataFrame]:
    """The observations of reports of these lines."""
    ids = doc_ids(len(reports))
    texts = pl.DataFrame({"doc_id": ids, "text": ["\n".join(lines) for lines in reports]})
    documents = pl.concat([DOCUMENTS.with_columns(doc_id=pl.lit(doc_id)) for doc_id in ids])
    found = table_observations(texts, table_cells(texts), documents, sections(texts))
    return [found.filter(doc_id=doc_id) for doc_id in ids]


READER = Together(read_all)


def observed(*lines: str) -> pl.DataFrame:
    return READER(lines)


def rows(*lines: str, columns: str) -> list[tuple[Any, ...]]:
    return observed(*lines).select(columns.split()).rows()


def one_cell(label: str, text: str) -> dict[str, Any]:
    """The only observation of a table with this label and this text under `2025年目标`."""
    return observed("| 指标 | 2025年目标 |", f"| {label} | {text} |").row(0, named=True)


def test_target_and_result_stand_side_by_side() -> None:
    table = ("| 序号 | 指标名称 | 2024年目标 | 完成情况 |", "| 1 | 粮食产量（万吨） | 50 | 50.3 |")
    assert rows(*table, columns="indicator value unit year status origin") == [
        ("粮食产量", 50, "万吨", 2024, "target", "table"),
        ("粮食产量", 50.3, "万吨", 2024, "actual", "table"),
    ]


@pytest.mark.parametrize(
    ("label", "indicator", "measure", "unit"),
    [
        ("地区生产总值增速（%）", "地区生产总值", "growth", "%"),
        ("地区生产总值比上年增长（%）", "地区生产总值", "growth", "%"),
        ("地区生产总值（增长%）", "地区生产总值", "growth", "%"),
        ("居民消费价格涨幅（%）", "居民消费价格", "growth", "%"),
        ("工业增加值增长率", "工业增加值", "growth", "%"),
        ("城镇调查失业率（%）", "城镇调查失业率", "ratio", "%"),
        ("人口自然增长率（‰）", "人口自然增长率", "ratio", "‰"),
        ("民营经济增加值占GDP比重（%）", "民营经济增加值占GDP比重", "ratio", "%"),
        ("居民消费价格指数（%）", "居民消费价格指数", "level", "%"),
        ("居民消费价格指数（上年=100）", "居民消费价格指数", "level", None),
        ("劳动生产率（万元/人）", "劳动生产率", "level", "万元/人"),
        ("单位能耗（吨标准煤/万元GDP）", "单位能耗", "level", "吨标准煤/万元GDP"),
        ("地区生产总值（GDP）（亿元）", "地区生产总值（GDP）", "level", "亿元"),
        ("粮食产量，万吨", "粮食产量", "level", "万吨"),
        ("#工业投资增速（%）", "工业投资", "growth", "%"),
        ("其中：税收收入（亿元）", "税收收入", "level", "亿元"),
        ("（1）油料产量（吨）", "油料产量", "level", "吨"),
        ("一、社会消费品零售总额（亿元）", "社会消费品零售总额", "level", "亿元"),
    ],
)
def test_label_says_what_is_measured_and_how(label: str, indicator: str, measure: str, unit: str | None) -> None:
    row = one_cell(label, "5")
    assert (row["indicator"], row["measure"], row["unit"]) == (indicator, measure, unit)


@pytest.mark.parametrize(
    ("text", "value", "value_max", "comparator"),
    [
        ("50", 50, None, "eq"),
        ("-3.5", -3.5, None, "eq"),
        ("10以上", 10, None, "ge"),
        ("不低于122.8", 122.8, None, "ge"),
        ("≥340", 340, None, "ge"),
        ("103以内", 103, None, "le"),
        ("0.035以下", 0.035, None, "le"),
        ("控制在5.5以内", 5.5, None, "le"),
        ("7左右", 7, None, "approx"),
        ("约7", 7, None, "approx"),
        ("力争8", 8, None, "eq"),
        ("8—8.5", 8, 8.5, "between"),
        ("50亿元", 50, None, "eq"),
    ],
)
def test_words_in_the_cell_make_the_comparator(
    text: str, value: float, value_max: float | None, comparator: str
) -> None:
    row = one_cell("总量（亿元）", text)
    assert (row["value"], row["value_max"], row["comparator"], row["unit"]) == (value, value_max, comparator, "亿元")


@pytest.mark.parametrize(
    ("label", "text", "measure", "value", "unit", "comparator"),
    [
        ("研发投入占比（%）", "较2024年提升0.3个百分点以上", "change", 0.3, "百分点", "ge"),
        ("出口额（亿元）", "增长8%左右", "growth", 8, "%", "approx"),
        ("出口额（亿元）", "8%", "growth", 8, "%", "eq"),
        ("细颗粒物浓度（微克/立方米）", "下降3.4%", "growth", -3.4, "%", "eq"),
        ("细颗粒物浓度（微克/立方米）", "降低2", "change", -2, "微克/立方米", "eq"),
        ("城镇化率（%）", "提高到60%", "ratio", 60, "%", "eq"),
        ("单位生产总值能耗下降率（%）", "2.5", "growth", -2.5, "%", "eq"),
        ("地区生产总值增速（%）", "110亿元", "level", 110, "亿元", "eq"),
    ],
)
def test_words_in_the_cell_go_before_the_label(
    label: str, text: str, measure: str, value: float, unit: str, comparator: str
) -> None:
    row = one_cell(label, text)
    assert (row["measure"], row["value"], row["unit"], row["comparator"]) == (measure, value, unit, comparator)


def test_cell_with_two_values_gives_two_rows_with_their_own_quotes() -> None:
    cell = "| 指标 | 2025年目标 |", "| 出口额 | 18亿元，增长8%左右 |"
    assert rows(*cell, columns="measure value quote") == [("level", 18, "18亿元"), ("growth", 8, "增长8%左右")]


@pytest.mark.parametrize("text", ["暂未反馈", "稳定保持II类", "上级下达任务", "—", "完成投资3亿元", "建成道路5公里"])
def test_cell_that_is_no_number_gives_nothing(text: str) -> None:
    assert observed("| 指标 | 完成情况 |", f"| 水质 | {text} |").is_empty()


def test_unit_has_a_column_of_its_own() -> None:
    table = ("| 指标 | 计量单位 | 2023年实绩 | 2024年计划 |", "| 粮食产量 | 万吨 | 49 | 50 |")
    assert rows(*table, columns="value unit year status") == [
        (49, "万吨", 2023, "actual"),
        (50, "万吨", 2024, "target"),
    ]


def test_unit_stands_above_the_table() -> None:
    assert rows("单位：万元", "| 指标 | 2024年 |", "| 财政收入 | 900 |", columns="value unit") == [(900, "万元")]


def test_growth_column_belongs_to_the_column_at_its_left() -> None:
    table = (
        "| 指标 | 单位 | 2024年预计 | 比2023年增长（%） | 2025年计划 | 比上年预计增长（%） |",
        "| 出口额 | 亿元 | 20 | 6.5 | 21.4 | 7 |",
    )
    assert rows(*table, columns="measure value unit year status") == [
        ("level", 20, "亿元", 2024, "actual"),
        ("growth", 6.5, "%", 2024, "actual"),
        ("level", 21.4, "亿元", 2025, "target"),
        ("growth", 7, "%", 2025, "target"),
    ]


def test_growth_of_a_share_is_a_change_in_points() -> None:
    table = ("| 指标 | 单位 | 2024年 | 比上年增长% |", "| 城镇化率 | % | 71.5 | 0.5 |")
    assert rows(*table, columns="measure value unit") == [("ratio", 71.5, "%"), ("change", 0.5, "百分点")]


def test_completion_is_a_ratio_of_the_reported_year() -> None:
    table = ("| 项目 | 2024年完成 | 2025年计划 | 完成年度目标（%） |", "| 招商到位资金（亿元） | 90 | 95 | 108 |")
    assert rows(*table, columns="indicator measure value unit year status")[-1] == (
        "招商到位资金完成率", "ratio", 108, "%", 2024, "actual",
    )  # fmt: skip


def test_years_alone_head_columns_and_the_document_tells_reported_from_planned() -> None:
    table = ("| 指标 | 2023 | 2024 | 2025 |", "| 常住人口（万人） | 9 | 8.9 | 8.8 |")
    assert rows(*table, columns="year status") == [(2023, "actual"), (2024, "actual"), (2025, "target")]


def test_year_of_the_title_serves_columns_without_one() -> None:
    table = ("表1 2022年主要指标完成情况", "| 指标 | 目标 | 实际完成 |", "| 出口额（亿元） | 5 | 6 |")
    assert rows(*table, columns="year status") == [(2022, "target"), (2022, "actual")]


def test_target_and_result_without_a_year_are_of_the_year_looked_back_on() -> None:
    table = ("| 指标 | 年度目标 | 完成情况 |", "| 出口额（亿元） | 5 | 6 |")
    assert rows(*table, columns="year status") == [(2024, "target"), (2024, "actual")]
    assert rows("| 指标 | 年度目标 |", "| 出口额（亿元） | 5 |", columns="year status") == [(2025, "target")]


def test_short_years_of_the_nineties() -> None:
    table = ("| 指标 | 单位 | 96年预计 | 97年计划 |", "| 粮食总产量 | 万吨 | 40 | 41 |")
    assert rows(*table, columns="year status") == [(1996, "actual"), (1997, "target")]


def test_average_growth_covers_the_years_after_the_base() -> None:
    table = ("| 指标 | 2020年 | 2025年 | 年均增速 | 属性 |", "| 出口额（亿元） | 5 | 8 | 9.9 | 预期性 |")
    assert rows(*table, columns="measure value year_from year status binding")[-1] == (
        "growth", 9.9, 2021, 2025, "target", False,
    )  # fmt: skip


def test_five_year_plan_in_a_header_is_a_span() -> None:
    table = ("| 指标 | “十四五”累计 |", "| 新增就业（万人） | 12 |")
    assert rows(*table, columns="year_from year status") == [(2021, 2025, "target")]


def test_rows_of_places_measure_what_the_header_names() -> None:
    table = (
        "| 地区 | 2024年出口额（万元） | 增速（%） | 城镇化率（%） |",
        "| 甲县 | 100 | 5 | 61 |",
        "| 全市 | 900 | 6 | 66 |",
    )
    assert rows(*table, columns="region indicator measure value unit")[:4] == [
        ("甲县", "出口额", "level", 100, "万元"),
        ("甲县", "出口额", "growth", 5, "%"),
        ("甲县", "城镇化率", "ratio", 61, "%"),
        (None, "出口额", "level", 900, "万元"),
    ]


def test_header_of_two_lines_names_what_places_have() -> None:
    table = (
        "| 县区 | 出口额（万元） |  | 进口额（万元） |  |",
        "|  | 2024年完成 | 增长% | 2024年完成 | 增长% |",
        "| 甲县 | 100 | 5 | 20 | -6 |",
    )
    assert rows(*table, columns="region indicator measure value unit") == [
        ("甲县", "出口额", "level", 100, "万元"),
        ("甲县", "出口额", "growth", 5, "%"),
        ("甲县", "进口额", "level", 20, "万元"),
        ("甲县", "进口额", "growth", -6, "%"),
    ]


def test_growth_belongs_to_the_quantity_that_the_header_at_its_left_names() -> None:
    table = ("| 产品 | 2024年产量（万吨） | 增长（%） |", "| 粮食 | 50 | 1.2 |")
    assert rows(*table, columns="indicator measure value") == [("粮食产量", "level", 50), ("粮食产量", "growth", 1.2)]


@pytest.mark.parametrize(("text", "measure"), [("103左右", "level"), ("3左右", "growth")])
def test_price_level_is_an_index_about_a_hundred_and_a_growth_rate_below(text: str, measure: str) -> None:
    assert one_cell("居民消费价格总水平（%）", text)["measure"] == measure


@pytest.mark.parametrize(
    ("header", "indicator"),
    [("占全市比重（%）", "出口额占全市比重"), ("占比%", "出口额占比"), ("比重（%）", "出口额比重")],
)
def test_share_column_keeps_both_ends(header: str, indicator: str) -> None:
    table = (f"| 指标 | 2024年（亿元） | {header} |", "| 出口额 | 20 | 8.5 |")
    assert rows(*table, columns="indicator measure value unit")[-1] == (indicator, "ratio", 8.5, "%")


def test_rank_has_the_unit_of_places() -> None:
    table = ("| 指标 | 2024年完成 | 全市排名 |", "| 出口额（亿元） | 20 | 前3 |")
    assert rows(*table, columns="indicator measure value unit comparator")[-1] == ("出口额", "rank", 3, "位", "le")


def test_rows_of_years() -> None:
    table = ("| 年份 | 粮食产量（万吨） |", "| 2021年 | 48 |", "| 2022 | 49 |")
    assert rows(*table, columns="indicator value year status") == [
        ("粮食产量", 48, 2021, "actual"),
        ("粮食产量", 49, 2022, "actual"),
    ]


def test_row_named_growth_alone_belongs_to_the_row_above() -> None:
    table = ("| 指标 | 单位 | 2024年 |", "| 出口额 | 亿元 | 20 |", "| 比上年增长 | % | 6 |")
    assert rows(*table, columns="indicator measure value") == [("出口额", "level", 20), ("出口额", "growth", 6)]


def test_indicator_merged_over_rows_is_filled_down() -> None:
    table = ("| 指标 | 单位 | 2024年 |", "| 粮食产量 | 万吨 | 50 |", "|  | 亿斤 | 10 |")
    assert rows(*table, columns="indicator unit") == [("粮食产量", "万吨"), ("粮食产量", "亿斤")]


def test_mark_is_binding_and_the_note_makes_the_others_expected() -> None:
    table = ("| 指标 | 2025年目标 |", "| 优良天数（天）* | 340 |", "| 出口额（亿元） | 20 |")
    assert observed(*table)["binding"].to_list() == [True, None]
    assert observed(*table, "注：加*为约束性指标，其他为预期性指标。")["binding"].to_list() == [True, False]


def test_table_of_words_gives_nothing() -> None:
    assert observed("| 类别 | 重点情况 |", "| 金融业 | ★新开业银行3家。<br>★存款500亿元。 |").is_empty()


def test_evidence_is_the_row_and_the_quote_stands_where_the_span_says() -> None:
    lines = ("表1 主要指标", "| 指标 | 2025年目标 |", "| 粮食产量（万吨） | 50以上 |")
    row = observed(*lines).row(0, named=True)
    assert row["evidence"] == lines[2]
    assert "\n".join(lines)[row["char_start"] : row["char_end"]] == row["quote"] == "50以上"


def test_section_is_the_heading_above() -> None:
    row = observed("一、主要指标", "| 指标 | 2025年目标 |", "| 出口额（亿元） | 20 |").row(0, named=True)
    assert row["section_id"] == row["doc_id"][:32] + ":s001"


def test_columns_are_those_of_the_published_table() -> None:
    from expectations.schemas import empty

    assert observed("| 指标 | 2025年目标 |", "| 出口额（亿元） | 20 |").schema == empty("observations").schema
