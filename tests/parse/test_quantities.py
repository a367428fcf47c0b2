"""Numbers with their units and bounds, and the numbers that state no quantity."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parse.clauses import clauses
from flows.parse.numbers import DOUBLING, FRACTION, PLACE, SIZE_WORDS
from flows.parse.numerals import chinese_value, spelt_value
from flows.parse.quantities import quantities


def read(text: str) -> pl.DataFrame:
    columns = ["doc_id", "sentence_id", "section_id", "paragraph", "table_no", "text", "char_start"]
    frame = pl.DataFrame([("d", "s", None, 0, None, text, 0)], schema=columns, orient="row")
    return quantities(clauses(frame.with_columns(pl.col("table_no").cast(pl.Int32))))


def found(text: str) -> list[tuple[float, str]]:
    return read(text).select("value", "unit").rows()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("实现产值2801.6亿元。", 2801.6, "亿元"),
        ("带动就业1470余万人次。", 1470, "万人次"),
        ("化解纠纷4.2万余个。", 4.2, "万个"),
        ("提高0.7个百分点。", 0.7, "百分点"),
        ("浓度32.7微克/立方米。", 32.7, "微克/立方米"),
        ("服务2.2万家（次）。", 2.2, "万家(次)"),
        ("算力达到190Eflops。", 190, "Eflops"),
        ("新增人口100万。", 100, "万"),
        ("工业总产值85·6亿元。", 85.6, "亿元"),
        ("补栏母羊12万只（头）。", 12, "万只(头)"),
        ("栽种花木30万株（丛）。", 30, "万株(丛)"),
        ("举办夜校课程16期。", 16, "期"),
        ("7县脱贫摘帽。", 7, "县"),
        ("粮食产量5.2亿斤。", 5.2, "亿斤"),
    ],
)
def test_magnitude_stays_in_the_unit(text: str, value: float, unit: str) -> None:
    assert found(text) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("税收增长三成。", 30, "%"),
        ("产量翻一番。", 100, "%"),
        ("产量翻两番。", 300, "%"),
        ("增长百分之七点八。", 7.8, "%"),
        ("增长百分之十三点四。", 13.4, "%"),
        ("出生率控制在千分之十二点六。", 12.6, "‰"),
        ("提高三点五个百分点。", 3.5, "百分点"),
        ("产值达到一百二十三亿元。", 123, "亿元"),
        ("人均收入突破两万元。", 2, "万元"),
        ("人均收入一千二百五十元。", 1250, "元"),
        ("新建住房三万五千户。", 35000, "户"),
        ("贷款一亿二千万元。", 120_000_000, "元"),
        ("总产值是1990年的一点八倍。", 1.8, "倍"),
        ("贸易额率先突破千亿，增速加快。", 1000, "亿元"),
        ("连续五年居榜首。", 1, "位"),
        ("财政收入突破亿元大关。", 1, "亿元"),
        ("原煤产量突破亿吨。", 1, "亿吨"),
        ("占全市的三分之一。", 100 / 3, "%"),
        ("占全市的1/4。", 25, "%"),
        ("城乡居民收入比2.29:1。", 2.29, ":1"),
        ("三次产业结构为11.8:48.3:39.9。", 11.8, ":48.3:39.9"),
        ("农业总产值翻了两番。", 300, "%"),
        ("自然增长率下降3.18个千分点。", 3.18, "千分点"),
        ("收入突破百亿元大关。", 100, "亿元"),
        ("收入突破百亿大关。", 100, "亿元"),
        ("新增两批重点事项。", 2, "批"),
        ("增速居全省第二。", 2, "位"),
    ],
)
def test_numbers_in_words_are_read(text: str, value: float, unit: str) -> None:
    assert found(text) == [(pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("增长7%。", "eq"), ("增长7%以上。", "ge"), ("突破2400亿元。", "ge"), ("6200多亿元。", "ge"), ("至少1个。", "ge"),
        ("控制在3%以内。", "le"), ("不超过5.5%。", "le"), ("6.5%左右。", "approx"), ("近5000万人次。", "approx"),
        ("建设1—2个。", "between"), ("力争达到2400亿元。", "eq"), ("位居全省前三。", "le"),
    ],
)  # fmt: skip
def test_bounds_before_and_behind_give_the_comparator(text: str, comparator: str) -> None:
    assert read(text)["comparator"].to_list() == [comparator]


def test_a_range_fills_both_ends() -> None:
    assert read("培育1—2家龙头企业。").select("value", "value_max").rows() == [(1, 2)]


def test_a_bound_in_front_of_a_list_holds_for_all_and_one_behind_for_its_own() -> None:
    assert read("分别不低于50%、80%。")["comparator"].to_list() == ["ge", "ge"]
    assert read("分别达到5家、8家以上。")["comparator"].to_list() == ["eq", "ge"]


def test_bare_numbers_of_a_list_take_the_unit_that_follows() -> None:
    assert found("分别提高2.5、6.1、4个百分点。") == [(2.5, "百分点"), (6.1, "百分点"), (4, "百分点")]


@pytest.mark.parametrize(
    "text",
    [
        "实施“3+3”重点产业行动。",
        "出台“16条”措施。",
        "推进2024年12月31日前的工作。",
        "G210线改建完成。",
        "PM2.5治理成效明显。",
        "创建5A级景区。",
        "第十八届大会召开。",
        "建设15分钟生活圈。",
        "实行24小时在线服务。",
        "连续3年获奖。",
        "甲公司年产10万吨纯碱项目投产。",
        "打造10万吨级码头。",
        "12345热线更加便捷。",
        "推进两个中心建设。",
        "打造一批特色产业。",
        "入围500强。",
        "完善前三季度调度。",
        "污水处理厂2期工程开工。",
        "实施千人计划和万人计划。",
        "两人小组进村入户。",
        "打造超千亿产业集群。",
        "亿元以上企业增多。",
        "把安全放在首位。",
    ],
)
def test_numbers_in_names_dates_and_spans_state_no_quantity(text: str) -> None:
    assert found(text) == []


def test_a_bound_inside_a_class_name_is_no_quantity() -> None:
    assert found("年收入超100万元的村达30%。") == [(30, "%")]
    assert found("签约5000万元以上项目12个。") == [(12, "个")]
    assert found("新开工12个30亿元以上项目。") == [(12, "个")]
    assert found("形成3个产值超百亿元、2个产值50亿元的园区。") == [(3, "个"), (2, "个")]
    assert found("15%的村年收入超30万元。") == [(15, "%")]
    assert found("30%以上的企业年营收超1亿元。") == [(30, "%")]


def test_the_target_inside_a_comparison_is_no_quantity() -> None:
    assert found("工业增速高于年初8%的目标1.5个百分点。") == [(1.5, "百分点")]
    assert found("物价涨幅低于3%左右的控制目标0.9个百分点。") == [(0.9, "百分点")]


def test_a_step_that_is_reached_is_a_quantity() -> None:
    assert found("生产总值跃上2万亿元新台阶。") == [(2, "万亿元")]
    assert found("跨越3个百亿台阶。") == []


def test_a_number_of_a_name_goes_back_into_the_words_around_it() -> None:
    assert read("年收入超100万元的村达30%。")["lead"].to_list() == ["年收入超100万元的村达"]


@pytest.mark.parametrize("unit", ["亿元", "%", "户", "公里", "微克/立方米"])
def test_the_span_holds_the_number_and_its_unit(unit: str) -> None:
    parts = [(number, limit) for number in (1, 12, 305, 9999) for limit in ("", "以上", "左右")]
    text = "，".join(f"甲指标为{number}{unit}{limit}" for number, limit in parts) + "。"
    spans = read(text).sort("char_start").select("char_start", "char_end").rows()
    assert len(spans) == len(parts)
    for (start, end), (number, _) in zip(spans, parts, strict=True):
        assert text[start:end].startswith(f"{number}{unit}")


@given(st.integers(1, 9), st.integers(0, 9))
def test_chinese_tens_are_read(tens: int, ones: int) -> None:
    signs = "零一二三四五六七八九"
    assert chinese_value(f"{signs[tens]}十{signs[ones] if ones else ''}") == tens * 10 + ones


def test_a_spelt_number_says_its_unit_only_where_it_has_one() -> None:
    assert spelt_value("第2位") == (2, "位")
    assert spelt_value("万亿") == (1, "万亿")
    assert spelt_value("十二") == (12, None)


@pytest.mark.parametrize("text", ["服务65岁以上老年人。", "落实第45—49条要求。", "跨越3个百亿台阶。"])
def test_ages_articles_and_steps_state_no_quantity(text: str) -> None:
    assert found(text) == []


@given(
    st.from_regex(
        f"(?:{PLACE}|{FRACTION}|{DOUBLING}|{SIZE_WORDS})",
        fullmatch=True,
        alphabet="0123456789.:/第前首位名强百分之点翻了番零一二两三四五六七八九十千万亿",
    )
)
def test_every_number_that_the_pattern_lets_through_has_a_value(number: str) -> None:
    assert math.isfinite(spelt_value(number)[0])


def test_percent_in_words_may_begin_with_nought() -> None:
    assert found("下降百分之零点八。") == [(0.8, "%")]


@pytest.mark.parametrize(
    ("text", "quantities_found"),
    [
        ("市场主体突破10万户大关。", [(10, "万户")]),
        ("新建通村公路20条131.4公里。", [(20, "条"), (131.4, "公里")]),
        ("审批压缩至3个工作日。", [(3, "个工作日")]),
        ("办理时限由8天减少到6天。", [(8, "天"), (6, "天")]),
        ("全县完成GDP115亿元。", [(115, "亿元")]),
        ("牲畜存栏125万头只。", [(125, "万头只")]),
        ("完成1.76万亩标准农田建设。", [(1.76, "万亩")]),
    ],
)
def test_what_passes_a_mark_is_measured_twice_or_cut_to_days_is_stated(
    text: str, quantities_found: list[tuple[float, str]]
) -> None:
    assert found(text) == quantities_found


@pytest.mark.parametrize(
    "text",
    ["有3000平方米以上的商场58个。", "5万只以上养殖小区58个。"],
)
def test_the_bound_of_a_class_belongs_to_its_name(text: str) -> None:
    assert found(text) == [(58, "个")]


def test_a_doubling_that_is_a_goal_states_nothing() -> None:
    assert found("提前两年实现翻番目标。") == []


def test_a_doubling_may_be_nearly_one() -> None:
    assert read("产值翻了近一番。").select("value", "unit", "comparator").rows() == [(100, "%", "approx")]


def test_some_tens_and_hundreds_are_no_number() -> None:
    assert found("查出违纪金额一百几十亿元，投入数十亿元。") == []


def test_aspects_are_no_square_metres() -> None:
    assert found("整改督察反馈的5方面21项问题。") == [(21, "项")]


def test_more_than_a_doubling_is_at_least_one() -> None:
    assert read("财政收入翻了一番多。").select("value", "comparator").rows() == [(100, "ge")]


def test_a_unit_per_kilogram_is_one_unit() -> None:
    assert found("土壤有机质达到27克/千克。") == [(27, "克/千克")]


def test_one_trillion_is_a_number_where_it_is_passed() -> None:
    assert found("生产总值突破一万亿元。") == [(1, "万亿元")]


def test_the_parts_of_a_ratio_have_one_decimal_point() -> None:
    assert found("三次产业比例为11·2:45·7:43·1。") == [(11.2, ":45.7:43.1")]


def test_more_than_once_again_is_at_least_that() -> None:
    assert read("存款余额增加1倍多。").select("value", "unit", "comparator").rows() == [(1, "倍", "ge")]


def test_a_number_behind_its_count_word_is_no_vague_one() -> None:
    assert found("示例县农户数三万户。") == [(3, "万户")]
