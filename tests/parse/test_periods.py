"""When a number is for, and whether it is reported or planned."""

from collections.abc import Callable
from datetime import date

import pytest

Rows = Callable[..., list[tuple[object, ...]]]
WHEN = ("year", "year_from", "status")
WORK = {"kind": "work_report", "review_year": 2025, "plan_year": 2026}
DUTIES = {"kind": "responsibility_plan", "review_year": None, "plan_year_from": 2021, "plan_year": 2025}


def test_a_plan_report_without_headings_looks_back(rows: Rows) -> None:
    assert rows("工业增加值增长5%。", *WHEN) == [(2023, None, "actual")]


def test_headings_say_which_year_and_whether_it_is_planned(rows: Rows) -> None:
    text = "#2023年计划执行情况\n投资增长5%。\n#2024年主要目标\n投资增长7%。"
    assert rows(text, *WHEN) == [(2023, None, "actual"), (2024, None, "target")]


def test_headings_without_a_year_take_the_years_of_the_report(rows: Rows) -> None:
    text = "#过去一年工作回顾\n投资增长5%。\n#今年工作安排\n投资增长7%。"
    assert rows(text, *WHEN, **WORK) == [(2025, None, "actual"), (2026, None, "target")]


def test_a_year_in_the_sentence_stands_before_the_heading(rows: Rows) -> None:
    text = "#2023年计划执行情况\n到2027年，总量达到4万亿元，其中甲区达到1万亿元。投资增长5%。"
    assert rows(text, "year", "status") == [(2027, "target"), (2027, "target"), (2023, "actual")]


def test_a_year_of_comparison_is_not_the_year_of_the_number(rows: Rows) -> None:
    assert rows("优良天数321天、较2022年增加16天。", "year") == [2023, 2023]
    assert rows("按2020年可比价格计算，总产值增长5%。", "year") == [2023]
    assert rows("生产总值330亿元，是2010年的1.5倍。", "year") == [2023, 2023]
    assert rows("到2030年，生产总值达到500亿元（2020年价），人均达到8万元。", "year") == [2030, 2030]


def test_totals_and_growth_of_five_years_span_them_but_stocks_do_not(rows: Rows) -> None:
    text = "五年来，新增就业60万人，收入年均增长6%，覆盖率提高8个百分点，城镇化率60%。"
    spans = [(2025, 2021, "actual")] * 3 + [(2025, None, "actual")]
    assert rows(text, *WHEN, **WORK) == spans


def test_words_that_open_a_part_hold_until_the_next_ones(rows: Rows) -> None:
    text = "#“十四五”时期和2025年工作回顾\n这五年，我们砥砺前行。\n新增学位5万个。\n2025年很不平凡。\n新增学位1万个。"
    assert rows(text, "year_from", **WORK) == [2021, None]


def test_mentions_of_a_coming_period_do_not_open_a_part(rows: Rows) -> None:
    text = "#2025年工作回顾\n谋划未来五年发展目标。\n新增学位1万个。"
    assert rows(text, *WHEN, **WORK) == [(2025, None, "actual")]


def test_a_five_year_plan_is_counted_from_its_number(rows: Rows) -> None:
    assert rows("“十五五”时期，新增人口100万。", *WHEN, **WORK) == [(2030, 2026, "target")]
    assert rows("“九五”期间，新建公路5公里。", "year", "year_from") == [(2000, 1996)]


def test_the_year_of_a_duty_holds_to_the_next_one(rows: Rows) -> None:
    text = "2021年，建成公园1个。新建道路2公里。2022年，建成公园3个。"
    assert rows(text, "year", "status", **DUTIES) == [(2021, "target"), (2021, "target"), (2022, "target")]


def test_a_list_as_long_as_its_span_gives_one_value_a_year(rows: Rows) -> None:
    text = "2021—2025年，高新企业分别达到1家、2家、3家、4家、5家以上。"
    years = [(year, None) for year in range(2021, 2026)]
    assert rows(text, "year", "year_from", **DUTIES) == years


def test_a_list_of_years_meets_a_list_of_values(rows: Rows) -> None:
    assert rows("2022年、2023年管网普及率分别不低于40%、70%。", "year", **DUTIES) == [2022, 2023]


def test_from_and_to_give_the_year_before_and_the_year(rows: Rows) -> None:
    assert rows("收入从2.57万元增加到3.52万元。", "year", "value") == [(2022, 2.57), (2023, 3.52)]
    assert rows("年限从2020年的8.5年上升到2025年的9.1年。", "year", **WORK) == [2020, 2025]


def test_the_age_of_a_thing_is_not_the_year_of_the_number(rows: Rows) -> None:
    assert rows("到2025年，改造1990年以前建成的8个小区。", "year", **DUTIES) == [2025]


def test_a_heading_that_says_what_a_plan_has_come_to_reviews(rows: Rows) -> None:
    text = "#各项事业蓬勃兴旺，为落实“十五”计划奠定了基础\n投资增长5%。\n#确保完成全年目标任务\n投资增长7%。"
    years = {"kind": "work_report", "review_year": 2001, "plan_year": 2002}
    assert rows(text, "year", "status", **years) == [(2001, "actual"), (2002, "target")]


def test_the_day_of_the_meeting_opens_no_part(rows: Rows) -> None:
    text = "示例市政府工作报告\n——2002年1月9日在示例市人民代表大会上\n投资增长5%。"
    years = {"kind": "work_report", "review_year": 2001, "plan_year": 2002}
    assert rows(text, "year", "status", **years) == [(2001, "actual")]


def test_a_year_at_the_head_of_a_part_on_five_years_holds_for_its_paragraph(rows: Rows) -> None:
    text = "#“十四五”时期工作回顾\n2025年总产值达到5亿元。\n累计投入资金7亿元。"
    assert rows(text, "year", "year_from", **WORK) == [(2025, None), (2025, 2021)]


def test_an_average_of_years_begins_after_their_base(rows: Rows) -> None:
    text = "总产值由2002年的19亿元增加到2007年的60亿元，年均增长20%；总收入由2亿元增加到10亿元，年均增长37.5%。"
    years = {"kind": "work_report", "review_year": 2007, "plan_year": 2008}
    spans = [(2002, None), (2007, None), (2007, 2003)] * 2
    assert rows(text, "year", "year_from", **years) == spans


def test_an_average_of_years_that_are_counted(rows: Rows) -> None:
    text = "2025年总产值达到60亿元，五年平均增长9.5%；总收入5亿元，年均增长10%。"
    assert rows(text, "year_from", **WORK) == [None, 2021, None, 2021]
    assert rows("三年累计投入6亿元。", "year_from", **WORK) == [2023]


def test_an_average_takes_the_years_of_its_part(rows: Rows) -> None:
    text = "#“十四五”时期工作回顾\n去年总产值达到60亿元，年均增长9.5%；实际利用外资累计3亿美元。"
    assert rows(text, "year", "year_from", **WORK) == [(2025, None), (2025, 2021), (2025, 2021)]


def test_growth_since_a_year_begins_after_it(rows: Rows) -> None:
    text = "总产值37亿元，比1978年增长3倍；粮食产量14万吨，增长22%；林业比重由31%下降到27%。"
    years = {"kind": "other", "review_year": 1991, "plan_year": None}
    spans = [(1991, None), (1991, 1979), (1991, None), (1991, 1979), (1978, None), (1991, None)]
    assert rows(text, "year", "year_from", **years) == spans


def test_growth_on_the_year_before_is_that_of_one_year(rows: Rows) -> None:
    assert rows("总产值比2022年增长5%，同比增长7%。", "year_from") == [None, None]
    assert rows("总产值增长5%，年均浓度下降7%。", "year_from") == [None, None]


def test_a_plan_ends_with_its_last_year(rows: Rows) -> None:
    text = "人均收入由“十五”末的700美元提高到1500美元。"
    years = {"kind": "work_report", "review_year": 2010, "plan_year": 2011}
    assert rows(text, "year", **years) == [2005, 2010]


def test_what_is_paid_a_head_has_a_base_too(rows: Rows) -> None:
    assert rows("#2024年工作安排\n补助标准由每人每月20元提高到30元。", "year", "status") == [
        (2023, "actual"),
        (2024, "target"),
    ]


def test_plans_told_in_a_review_are_targets(rows: Rows) -> None:
    assert rows("要求实现总产值增长8%，粮食增产2%。总产值增长9%。", "status") == ["target", "target", "actual"]
    assert rows("财政收入任务60万元，完成66万元。", "status") == ["target", "actual"]
    assert rows("完成重点任务35项。", "status") == ["actual"]


def test_what_happened_in_five_years_spans_them(rows: Rows) -> None:
    text = "#“十四五”时期工作回顾\n48个贫困村全部退出。"
    assert rows(text, "year_from", **WORK) == [2021]


@pytest.mark.parametrize(
    ("heading", "first"),
    [
        ("过去四年工作回顾", 2022),
        ("三年来的工作成绩", 2023),
        ("市十五届人大一次会议以来的成就", 2021),
    ],
)
def test_a_part_may_look_back_on_three_years_or_four_or_on_a_term(rows: Rows, heading: str, first: int) -> None:
    assert rows(f"#{heading}\n收入年均增长6%。", "year", "year_from", **WORK) == [(2025, first)]


def test_a_heading_that_looks_back_and_ahead_begins_with_what_it_looks_back_on(rows: Rows) -> None:
    assert rows("#2025年工作的回顾和2026年工作的方针\n投资增长5%。", *WHEN, **WORK) == [(2025, None, "actual")]


def test_a_part_on_aims_without_a_year_ends_the_part_on_years_past(rows: Rows) -> None:
    outline = {"kind": "other", "review_year": 2010, "plan_year_from": 2011, "plan_year": 2015}
    text = "#“十一五”时期的成就\n退耕还林5万亩。\n#主要目标\n收入年均增长8%。"
    assert rows(text, *WHEN, **outline) == [(2010, 2006, "actual"), (2015, 2011, "target")]


def test_a_number_from_the_year_before_is_of_that_year(rows: Rows) -> None:
    assert rows("工业占比由上年的21.5%提高到21.8%。", "year") == [2022, 2023]
    assert rows("结构由上年的3:4:3转变为2:4:4。", "year") == [2022, 2023]


def test_what_follows_a_move_is_counted_from_where_it_began(rows: Rows) -> None:
    text = "贫困人口由2018年的67万人下降到12万人，减少55万人，发生率由12%下降到2%，减少10个百分点。"
    assert rows(text, "year", "year_from") == [
        (2018, None), (2023, None), (2023, 2019), (2018, None), (2023, None), (2023, 2019),
    ]  # fmt: skip


def test_growth_over_the_plan_before_is_of_a_whole_plan(rows: Rows) -> None:
    assert (
        rows("固定资产投资16亿元，比“七五”时期增长1.7倍。", "year", "year_from", review_year=1995) == [(1995, 1991)] * 2
    )


def test_a_multiple_of_a_year_leaves_the_year_of_the_report(rows: Rows) -> None:
    assert rows("生产总值517亿元，为2018年的1.9倍，增长5%。", "year") == [2023] * 3


def test_growth_of_one_year_told_among_five_is_of_one_year(rows: Rows) -> None:
    text = "#过去五年工作回顾\n税收32万元，比2024年增长86%，总量同比增长5%，年均增长6%。"
    assert rows(text, "year_from", **WORK) == [None, None, None, 2021]


def test_a_plan_that_goes_on_is_counted_to_the_year_reported(rows: Rows) -> None:
    assert rows("“十五五”以来，累计新增企业68家。", *WHEN, review_year=2027, plan_year=2028) == [(2027, 2026, "actual")]


def test_a_number_of_five_years_ago_is_the_base_of_the_five_years(rows: Rows) -> None:
    text = "#过去五年工作回顾\n城镇化率由五年前的38%提高到48%。"
    assert rows(text, "indicator", "year", **WORK) == [("城镇化率", 2020), ("城镇化率", 2025)]


def test_in_december_this_year_is_the_year_reviewed(rows: Rows) -> None:
    text = "#今年工作回顾\n今年，新增学位5万个。去年新增学位4万个。\n#明年工作安排\n明年，新增学位6万个。"
    december = {"kind": "work_report", "review_year": 2007, "plan_year": 2008, "given_on": date(2007, 12, 6)}
    assert rows(text, "year", "status", **december) == [(2007, "actual"), (2006, "actual"), (2008, "target")]


def test_a_report_on_next_year_calls_the_year_reviewed_this_year(rows: Rows) -> None:
    text = "#明年工作安排\n明年，新增学位6万个。明年要新建公路3公里。今年新建公路2公里。"
    assert rows(text, "year", **WORK) == [2026, 2026, 2025]


def test_years_in_chinese_numerals_are_years(rows: Rows) -> None:
    text = "#二〇二六年工作安排\n一九九八年新建公路1公里。二○二六年新建公路2公里。二〇二五年新建公路3公里。"
    assert rows(text, "year", "status", **WORK) == [(1998, "actual"), (2026, "target"), (2025, "actual")]


def test_an_outline_plans_its_five_years(rows: Rows) -> None:
    outline = {"kind": "other", "title": "示例市“十五”计划纲要", "review_year": 2000, "plan_year_from": 2001}
    text = "农业增加值年均增长4%，粮食总产达到9亿斤。五年累计造林20万亩。目前，人均耕地只有0.8亩。"
    whole, end, today = (2005, 2001, "target"), (2005, None, "target"), (2000, None, "actual")
    assert rows(text, *WHEN, **outline, plan_year=2005) == [whole, end, whole, today]


def test_words_that_lead_into_a_list_of_targets_hold_for_it(rows: Rows) -> None:
    text = "#发展目标\n“十五五”发展的主要目标是：\n——收入。人均收入年均增长6%。\n——就业。新增就业3万人。"
    assert rows(text, *WHEN, **WORK) == [(2030, 2026, "target")] * 2


def test_a_number_of_years_is_counted_from_where_it_is_said(rows: Rows) -> None:
    text = "#本届政府工作回顾\n新增学位5万个，五年增加公园6个。\n#今后三年的任务\n新建公路9公里。"
    assert rows(text, "year_from", "year", **WORK) == [(2021, 2025), (2021, 2025), (2026, 2028)]


def test_a_gap_of_average_growth_is_of_the_same_years(rows: Rows) -> None:
    text = "五年来，总产值年均增长9%，高于全省1.2个百分点。2025年增长8%，高于全省0.9个百分点。"
    assert rows(text, "year_from", **WORK) == [2021, 2021, None, None]


def test_what_a_notice_says_before_the_progress_of_a_task_was_promised(rows: Rows) -> None:
    notice = {"kind": "other", "title": "样本县2009年重点工作进展情况通报", "review_year": 2009, "plan_year": None}
    text = "#农村公路\n全年新建公路200公里。截至6月底，建成公路86公里。"
    assert rows(text, "status", **notice) == ["target", "actual"]


UNDATED = {"kind": "other", "review_year": None, "plan_year": None}


def test_goals_that_news_quote_are_planned(rows: Rows) -> None:
    text = "综合考虑，建议2031年全市经济社会发展主要预期目标为：生产总值增长6%，新增就业8万人。2029年投资增长9%。"
    found = rows(text, "year", "status", **UNDATED)
    assert found == [(2031, "target"), (2031, "target"), (2029, "actual")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("今年，政府将新建公园3个。改造农网80公里。", ["target", "target"]),
        ("教育方面：\n继续改造学校8所。\n扩大免费范围。推进改造。新建公园3个。", ["target", "target"]),
        ("教育方面：\n继续改造学校8所。\n扩大免费范围。推进改造。新建了公园3个。", ["actual", "actual"]),
        ("新建公园3个。", ["actual"]),
    ],
    ids=["announced", "works", "works done", "nothing told"],
)
def test_works_that_a_text_of_no_year_announces_are_planned(rows: Rows, text: str, status: list[str]) -> None:
    assert rows(text, "status", **UNDATED) == status


def test_years_counted_before_a_shared_verb_hold_for_its_list(rows: Rows) -> None:
    text = "#过去五年工作回顾\n2023年全县通车里程达到9公里；存款、贷款余额五年分别增加50亿元、30亿元。"
    assert rows(text, "year", "year_from", **WORK)[1:] == [(2025, 2021), (2025, 2021)]


def test_half_a_year_plans_the_other_half(rows: Rows) -> None:
    text = "#上半年执行情况\n投资增长8%。\n#下半年工作安排\n新开工项目80个。"
    assert rows(text, "year", "status", review_year=2021, plan_year=2021) == [(2021, "actual"), (2021, "target")]


def test_a_heading_with_the_report_s_year_heads_its_part(rows: Rows) -> None:
    text = "#2026年政府工作\n新增学位6万个。\n#展望2026\n新增学位7万个。"
    assert rows(text, "year", **WORK) == [2026, 2026]


def test_a_yearly_average_in_a_part_on_a_year_and_a_plan_is_of_the_plan(rows: Rows) -> None:
    text = "#2025年和“十四五”时期工作回顾\n2025年，总产值达到9亿元，年均增长7%，同比增长6%。"
    assert rows(text, "year_from", **WORK) == [None, 2021, None]


@pytest.mark.parametrize(
    ("text", "from_years"),
    [
        ("五年来，打通断头路18条，引进项目90个，到位资金60亿元。", [2021, 2021, 2021]),
        ("五年来，5项工作获省政府通报表扬。", [2021]),
        ("五年来，贫困人口2.6万人全部脱贫。", [2021]),
        ("五年来，每年将75%以上的财力用于民生。", [2021]),
        ("五年来，完成主营业务收入514亿元，累计完成税收88亿元。", [None, 2021]),
        ("五年来，新植果树8万亩，奶牛存栏达到6万头。", [2021, None]),
        ("五年来，形成产值超百亿元的产业集群2个，每千人拥有医师2.9人。", [None, None]),
    ],
)
def test_what_was_done_in_five_years_spans_them_but_what_stands_at_their_end_does_not(
    rows: Rows, text: str, from_years: list[int | None]
) -> None:
    assert rows(text, "year_from", **WORK) == from_years


def test_five_years_said_in_passing_hold_for_their_sentence(rows: Rows) -> None:
    text = "#一、2025年工作回顾\n2025年，产值增长7%。五年来，产值年均增长6%。新增学位900个。\n改造农网80公里。"
    assert rows(text, "year_from", **WORK) == [None, 2021, None, None]


def test_aims_under_a_review_are_planned_and_so_is_what_serves_them(rows: Rows) -> None:
    aims = "全县经济社会发展的主要预期目标是：产值增长8%。\n为完成上述目标，抓好以下工作：\n新增学位600个。"
    text = f"#一、2025年工作回顾\n产值增长7%。\n{aims}"
    assert rows(text, "year", "status", **WORK) == [(2025, "actual"), (2026, "target"), (2026, "target")]


def test_this_year_in_a_summary_is_the_year_summed_up(rows: Rows) -> None:
    summary = {"kind": "other", "title": "样本县人民政府2014年工作总结", "review_year": 2014, "plan_year": 2015}
    assert rows("今年以来，产值增长9%。", "year", "status", **summary) == [(2014, "actual")]


def test_a_year_since_which_something_is_the_most_is_not_the_year_of_the_number(rows: Rows) -> None:
    assert rows("生产总值470亿元，增长15%，为1994年以来最高，总量居全省第6位。", "year") == [2023] * 3


def test_what_is_compared_with_is_of_its_own_year(rows: Rows) -> None:
    assert rows("生产总值1300亿元，较2020年的900亿元增加400亿元。", "year") == [2023, 2020, 2023]
    assert rows("生产总值1300亿元，较“十三五”末的900亿元增加400亿元。", "year") == [2023, 2020, 2023]


def test_a_number_from_which_others_were_made_is_of_the_years_before(rows: Rows) -> None:
    assert rows("市属企业由66户整合至12户。", "year") == [2022, 2023]
    assert rows("工业增加值由32亿元预计增加到68亿元。", "year") == [2022, 2023]


def test_in_a_part_on_five_years_a_sentence_on_the_last_one_stands_alone(rows: Rows) -> None:
    text = "# 这五年，是快速发展的五年\n各项事业稳步向前。2025年生产总值达到90亿元。引进企业76家，高新技术企业由4家增长到24家。"
    assert rows(text, "year", "year_from", **WORK) == [(2025, None), (2025, 2021), (2020, None), (2025, None)]


def test_a_doubling_is_over_the_years_of_its_sentence(rows: Rows) -> None:
    text = "生产总值由2018年的77亿元增加到2023年的161亿元，经济总量实现翻番，单位GDP能耗累计下降10%。"
    assert rows(text, "year", "year_from")[2:] == [(2023, 2019), (2023, 2019)]


def test_what_a_plan_provides_for_is_a_target(rows: Rows) -> None:
    assert rows("计划安排生产总值增长7%，工业总产值增长10%。", "status") == ["target", "target"]


def test_what_is_done_as_of_a_day_is_no_plan_and_leaves_the_next_sentence_its_year(rows: Rows) -> None:
    text = "#2023年工作回顾\n截至今年2月底，全市已办结案件7万件。上缴罚款2.8亿元。"
    assert rows(text, *WHEN) == [(2024, None, "actual"), (2023, None, "actual")]


def test_what_exceeds_a_plan_is_of_one_year(rows: Rows) -> None:
    text = "生产总值由2018年的2003亿元增加到2023年的4070亿元，年均增长11.6%，超过计划目标1070亿元。"
    assert rows(text, "year", "year_from")[-1] == (2023, None)


def test_a_meeting_since_which_something_was_done_is_not_its_year(rows: Rows) -> None:
    assert rows("从2019年全省会议以来，累计建成项目83个。", "year") == [2023]


def test_years_in_all_need_no_word_for_it(rows: Rows) -> None:
    assert rows("固定资产投资五年实现170亿元。", "year", "year_from") == [(2023, 2019)]


def test_the_start_of_a_plan_in_a_heading_is_one_year(rows: Rows) -> None:
    text = "#“九五”开局良好，社会各项事业取得新的成就\n生产总值达到681亿元。"
    years = {"kind": "work_report", "review_year": 1996, "plan_year": 1997}
    assert rows(text, *WHEN, **years) == [(1996, None, "actual")]


def test_news_of_what_a_report_proposes_is_planned_for_the_year_of_the_news(rows: Rows) -> None:
    text = "省长说，今年样本全区发展的预期目标为：生产总值增长6.4%左右。"
    news = {"kind": "other", "review_year": 2020, "plan_year": None, "published_on": date(2021, 1, 21)}
    assert rows(text, *WHEN, **news) == [(2021, None, "target")]


def test_what_has_been_reached_in_all_is_a_stock(rows: Rows) -> None:
    text = "五年来，新增上市公司43家，累计达到113家，累计完成投资500亿元。"
    assert rows(text, "year_from", **WORK) == [2021, None, 2021]


def test_in_a_part_on_five_years_a_paragraph_on_the_last_one_is_on_it(rows: Rows) -> None:
    text = "# 这五年，是快速发展的五年\n2025年，经济平稳增长。生产总值增长5%。"
    assert rows(text, "year", "year_from", **WORK) == [(2025, None)]
