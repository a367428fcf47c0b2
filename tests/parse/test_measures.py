"""What a number means: level, ratio, growth, change, gap or rank, and its sign."""

from collections.abc import Callable

import pytest

Rows = Callable[..., list[tuple[object, ...]]]


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("工业增加值增长5.7%。", "growth", 5.7),
        ("用电量同比下降6.7%。", "growth", -6.7),
        ("出口增长3.3倍。", "growth", 3.3),
        ("农业产值年均增长4%。", "growth", 4),
        ("居民消费价格涨幅2%左右。", "growth", 2),
        ("商品零售价格涨幅为0.8%。", "growth", 0.8),
        ("工业总产值翻一番。", "growth", 100),
        ("城镇调查失业率5.3%。", "ratio", 5.3),
        ("民营经济增加值占比增至63%。", "ratio", 63),
        ("森林覆盖率提高到53.4%。", "ratio", 53.4),
        ("人口自然增长率3.29‰。", "ratio", 3.29),
        ("财政收入完成预算的103.2%。", "ratio", 103.2),
        ("优良天数比上年增加16天。", "change", 16),
        ("研发投入强度提升0.5个百分点。", "change", 0.5),
        ("平均浓度同比减少2.9微克/立方米。", "change", -2.9),
        ("全国排名晋升4位。", "change", 4),
        ("财政收入超收5000万元。", "gap", 5000),
        ("契税短收300万元。", "gap", -300),
        ("审批效率提速80%。", "growth", 80),
        ("零售物价涨幅回落到7.7%。", "growth", 7.7),
        ("零售物价涨幅可控制在7%左右。", "growth", 7),
        ("用电量降幅收窄至3%。", "growth", -3),
        ("财政收入下降（同口径）9.5%。", "growth", -9.5),
        ("人口自然增长率下降到3‰。", "ratio", 3),
        ("投资超额完成年度任务2.1亿元。", "gap", 2.1),
        ("工业增速高于年初预期0.5个百分点。", "gap", 0.5),
        ("工业增速比“九五”高出近8个百分点。", "change", 8),
        ("企业由194户压减至118户。", "level", 194),
        ("工业增速高于全国0.7个百分点。", "gap", 0.7),
        ("工业增速低于全省平均水平1.2个百分点。", "gap", -1.2),
        ("粮食产量超过目标1.97亿公斤。", "gap", 1.97),
        ("投资增速居全省第2。", "rank", 2),
        ("工业增速位居全市首位。", "rank", 1),
        ("新增企业63户。", "level", 63),
        ("城镇新增就业4.52万人。", "level", 4.52),
        ("居民消费价格指数103以内。", "level", 103),
        ("减少税负3500亿元。", "level", 3500),
        ("推动农房风貌提升26万户。", "level", 26),
    ],
)  # fmt: skip
def test_the_verb_and_the_unit_tell_the_measure(rows: Rows, text: str, measure: str, value: float) -> None:
    assert rows(text, "measure", "value")[0] == (measure, value)


def test_a_list_shares_its_verb(rows: Rows) -> None:
    assert rows("一类案件、二类案件分别下降5%、6%。", "measure", "value") == [("growth", -5), ("growth", -6)]


def test_a_bound_on_a_fall_is_a_bound_on_its_size(rows: Rows) -> None:
    assert rows("单位能耗下降3.4%以上。", "value", "comparator") == [(-3.4, "ge")]


def test_the_quote_of_a_growth_rate_begins_with_its_verb(rows: Rows) -> None:
    assert rows("示例市工业增加值同比增长5.7%，其中甲区增长6%。", "quote") == ["增长5.7%", "增长6%"]


def test_a_price_index_in_small_percent_is_a_growth_rate(rows: Rows) -> None:
    assert rows("居民消费价格指数控制在3%以内。", "measure") == ["growth"]
    assert rows("居民消费价格总指数105%。", "measure") == ["ratio"]


def test_a_verb_of_cutting_before_its_object_makes_a_fall(rows: Rows) -> None:
    assert rows("平均减时间72%、减材料26%。", "measure", "value") == [("growth", -72), ("growth", -26)]


def test_a_bound_of_another_unit_begins_anew(rows: Rows) -> None:
    assert rows("生产总值增长5%、突破3万亿元。", "measure") == ["growth", "level"]


def test_what_a_plan_was_passed_by_is_a_gap(rows: Rows) -> None:
    text = "全市生产总值达到95亿元，比“十五”计划目标80亿元超过15亿元。"
    assert rows(text, "indicator", "measure", "value", "comparator", "status") == [
        ("生产总值", "level", 95, "eq", "actual"),
        ("生产总值", "level", 80, "eq", "target"),
        ("生产总值", "gap", 15, "eq", "actual"),
    ]


def test_bounds_may_be_signs(rows: Rows) -> None:
    assert rows("城镇登记失业率≤4%，绿化覆盖率≥40%。", "indicator", "comparator") == [
        ("城镇登记失业率", "le"),
        ("绿化覆盖率", "ge"),
    ]


def test_the_verb_of_a_list_may_turn(rows: Rows) -> None:
    text = "小麦总产6亿斤，棉花总产5万担，分别比上年增产4.3%和减产7.8%。"
    assert rows(text, "indicator", "value", "quote")[2:] == [
        ("小麦总产", 4.3, "增产4.3%"),
        ("棉花总产", -7.8, "减产7.8%"),
    ]


def test_an_index_that_moves_has_two_values(rows: Rows) -> None:
    assert rows("城乡收入比由2.02缩小至1.98。", "value", "year") == [(2.02, 2022), (1.98, 2023)]


def test_what_the_pace_of_the_year_is_missed_or_a_task_passed_by_is_a_gap(rows: Rows) -> None:
    assert rows("工业投资完成46%，比时间进度慢8个百分点。", "measure", "value")[1] == ("gap", -8)
    assert rows("新建水泥路150公里，超额完成12公里。", "measure", "value")[1] == ("gap", 12)


def test_what_falls_short_of_a_target_is_a_negative_gap(rows: Rows) -> None:
    text = "地区生产总值增长3%，塌目标2个百分点，欠年度计划1.5个百分点，差预期目标1个百分点。"
    found = rows(text, "indicator", "measure", "value")
    assert found[1:] == [("地区生产总值", "gap", -2), ("地区生产总值", "gap", -1.5), ("地区生产总值", "gap", -1)]


def test_a_rate_named_behind_its_number_is_growth(rows: Rows) -> None:
    assert rows("工业投资连续三年保持12%以上的增速。", "indicator", "measure", "value") == [("工业投资", "growth", 12)]
    assert rows("工业投资实现6%的较快增长。", "measure") == ["growth"]
    assert rows("工业投资占6%，增长4%。", "measure") == ["ratio", "growth"]


def test_points_of_an_index_are_a_change_and_hours_are_nothing(rows: Rows) -> None:
    assert rows("综合指数达到124，比上年提高12点。", "measure", "value", "unit")[1] == ("change", 12, "点")
    assert rows("大厅开放时间延长到20点，收件15件。", "value") == [15]


def test_a_rate_past_a_target_is_a_gap(rows: Rows) -> None:
    assert rows("新增就业1.5万人，比预期目标高12.7%。", "measure", "value")[1] == ("gap", 12.7)


def test_parts_named_without_a_verb_grow_as_the_whole_does(rows: Rows) -> None:
    text = "居民收入下降2%，其中城镇1%、农村3%，失业率5%。"
    assert rows(text, "measure", "value") == [("growth", -2), ("growth", -1), ("growth", -3), ("ratio", 5)]
    assert rows("经济增长6%，其中一、二、三产业分别4%、5%、7%。", "measure") == ["growth"] * 4
    assert rows("工业增长9%，服务业占比40%，其中金融业8%。", "measure") == ["growth", "ratio", "ratio"]


def test_a_comparison_with_one_s_own_past_is_a_change(rows: Rows) -> None:
    assert rows("生产总值“十五”年均增长11.6%，比“九五”快1.5个百分点。", "measure") == ["growth", "change"]
    assert rows("财政赤字300亿元，比上年预算减少18亿元。", "measure") == ["level", "change"]


def test_a_comparison_with_the_growth_of_something_else_is_a_gap(rows: Rows) -> None:
    text = "财政收入年均增长15.5%，比生产总值年均增幅高出3.9个百分点。"
    assert rows(text, "indicator", "measure") == [("财政收入", "growth"), ("财政收入", "gap")]


def test_a_place_that_moves_from_one_to_another_is_a_rank(rows: Rows) -> None:
    text = "生产总值在全国城市的排位由2015年的53位跃升至47位。"
    assert rows(text, "measure", "value") == [("rank", 53), ("rank", 47)]


def test_more_spending_is_a_change(rows: Rows) -> None:
    assert rows("预算支出484亿元，比上年增支126亿元。", "indicator", "measure") == [
        ("预算支出", "level"),
        ("预算支出", "change"),
    ]


def test_points_above_something_else_are_a_gap(rows: Rows) -> None:
    text = "非能源工业增长12%，高于能源工业8个百分点。"
    assert rows(text, "indicator", "measure") == [("非能源工业", "growth"), ("非能源工业", "gap")]
