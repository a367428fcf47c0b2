"""For which years a report is: what tells them, and what beats what."""

import polars as pl
import pytest
from together import Together, doc_ids

from flows.parse.documents import documents
from flows.parse.normalise import normalise
from flows.parse.sections import sections

Years = tuple[int | None, int | None, int | None]


def years(*lines: str, address: str = "file:///data/inbox/2008-03-01/report.txt", hint: int | None = None) -> Years:
    """review_year, plan_year_from, plan_year of a report of these lines."""
    return READER(("\n".join(lines), address, hint))


def read_all(reports: list[tuple[str, str, int | None]]) -> list[Years]:
    """The years of reports of which text, address and hint are told."""
    texts, addresses, hints = zip(*reports, strict=True)
    raw = pl.DataFrame(
        {
            "doc_id": doc_ids(len(reports)),
            "source_name": "report.txt",
            "source_uri": addresses,
            "encoding": "utf-8",
            "text": texts,
            "hint_year": pl.Series(hints, dtype=pl.Int32),
        }
    )
    normal = normalise(raw)
    found = documents(raw, normal, sections(normal))
    assert found["doc_id"].to_list() == raw["doc_id"].to_list(), "one row a report, in their order"
    return found.select("review_year", "plan_year_from", "plan_year").rows()


READER = Together(read_all)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于甲市1999年国民经济和社会发展计划执行情况与2000年国民经济和社会发展计划草案的报告", (1999, None, 2000)),
        ("甲市二○○一年国民经济和社会发展计划执行情况及二○○二年计划草案的报告", (2001, None, 2002)),
        ("关于甲市1986年国民经济和社会发展计划执行情况的报告", (1986, None, 1987)),
        ("甲市乙区2018政府工作报告", (2017, None, 2018)),
        ("关于甲市2004年国民经济和社会发展计划草案的报告", (2003, None, 2004)),
        ("关于甲市2017年上半年国民经济和社会发展计划执行情况的报告", (2017, None, 2017)),
        ("关于甲市“十五”计划执行情况和2006年国民经济和社会发展计划草案的报告", (2005, None, 2006)),
        ("甲市2020年三季度国民经济和社会发展计划执行情况", (2020, None, 2020)),
        ("样本县2024年10件民生实事", (None, None, 2024)),
        ("甲市国民经济和社会发展第十一个五年规划纲要实施中期评估报告", (None, None, None)),
        ("2015年样本县国民经济和社会发展统计公报", (2015, None, None)),
        ("样本县一九九八年国民经济和社会发展统计公报", (1998, None, None)),
        ("甲市人民政府统计局关于1996年国民经济和社会发展的统计公报", (1996, None, None)),
        ("2007年全县国民经济与社会发展情况报告", (2007, None, None)),
        ("示例市1994年国民经济和社会发展情况", (1994, None, None)),
        ("示例市农业局2008年工作总结", (2008, None, None)),
        ("示例市2023年工作总结和2024年工作计划", (2023, None, 2024)),
        ("样本县2024年政府工作要点", (None, None, 2024)),
        ("样本县2012年为民办十件实事", (None, None, 2012)),
        ("样本县2012年为民办实事完成情况", (2012, None, None)),
        ("乙县2025年政府工作报告重点任务责任分工方案", (None, None, 2025)),
        ("示例地区“八五”时期国民经济和社会发展情况", (1995, None, None)),
        ("样本县国民经济和社会发展“十五”计划执行情况", (2005, None, None)),
        ("样本县国民经济和社会发展第十个五年计划纲要执行情况的报告", (2005, None, None)),
        ("示例市2001—2005年国民经济和社会发展情况", (2005, None, None)),
        ("关于2010年重点工作任务上半年完成情况的通报", (2010, None, None)),
    ],
)
def test_a_title_says_what_its_years_are_for(title: str, expected: Years) -> None:
    assert years(title, "工作扎实推进。") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲市国民经济和社会发展第十个五年计划纲要", (2000, 2001, 2005)),
        ("甲市国民经济和社会发展“九五”计划和2010年远景目标纲要", (1995, 1996, 2000)),
        ("甲市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", (2020, 2021, 2025)),
        ("关于制定甲市国民经济和社会发展第七个五年计划的建议", (1985, 1986, 1990)),
        ("甲市“十三五”教育发展规划", (2015, 2016, 2020)),
        ("甲市国民经济和社会发展规划纲要（2018—2022年）", (2017, 2018, 2022)),
    ],
)
def test_outlines_plan_a_span_and_look_back_on_the_year_before(title: str, expected: Years) -> None:
    assert years(title, "第一章 发展环境", "经济平稳发展。") == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("一、2002年工作回顾", "二、2003年工作安排"), 2002),
        (("2003年工作的回顾", "经济平稳增长。"), 2003),
        (("“十三五”时期成绩和2020年工作总结", "经济平稳增长。"), 2020),
        (("过去五年成绩和2002年工作总结", "一、经济平稳增长"), 2002),
        (("一、二○○一年各项事业稳步前进，“十五”计划起步顺利", "二、二○○二年的工作任务"), 2001),
        (("一、一年来的工作", "二、2019年的主要目标和重点工作"), 2018),
        (("一、过去五年的工作", "二、2013年主要预期目标", "三、到2020年的远景目标"), 2012),
    ],
    ids=["numbered", "no mark", "five years and one", "colloquial", "Chinese digits", "plan alone", "far goals aside"],
)
def test_headings_say_it_where_the_title_does_not(headings: tuple[str, ...], expected: int) -> None:
    assert years("甲市政府工作报告", "各位代表：", *headings) == (expected, None, expected + 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("——1999年2月5日在甲市第十一届人民代表大会第二次会议上", (1998, None, 1999)),
        ("（2003年1月9日 张三）", (2002, None, 2003)),
        ("(2006年2月8日)", (2005, None, 2006)),
        ("——二○○二年三月五日 李四", (2001, None, 2002)),
        ("2014年1月", (2013, None, 2014)),
        ("二〇〇二年一月", (2001, None, 2002)),
        ("——2002年1月在甲市第十四届人民代表大会第五次会议上", (2001, None, 2002)),
        ("2010年1月20日", (2009, None, 2010)),
        ("——2020年5月22日在甲市第十三届人民代表大会第三次会议上", (2019, None, 2020)),
        ("——2021年9月28日在甲市第十七届人民代表大会第一次会议上", (2021, None, 2022)),
        ("——2017年12月27日在甲市第六届人民代表大会第二次会议上", (2017, None, 2018)),
    ],
)
def test_a_work_report_is_about_the_years_beside_its_day(line: str, expected: Years) -> None:
    assert years("甲市政府工作报告", line, "各位代表：", "一、过去五年工作回顾", "经济平稳增长。") == expected


def test_half_a_year_reported_in_summer_is_of_that_year() -> None:
    text = ("甲市国民经济和社会发展计划执行情况的报告", "（2016年8月24日）", "全市经济平稳。")
    assert years(*text) == (2016, None, 2016)


@pytest.mark.parametrize(
    "title", ["2026年甲省政府工作报告", "甲省人民政府2026年政府工作报告", "甲省政府工作报告（2026年）"]
)
def test_a_year_alone_in_the_title_of_a_work_report_is_planned(title: str) -> None:
    assert years(title, "各位代表：", "经济平稳增长。") == (2025, None, 2026)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("甲市2006年政府工作报告", "一、2006年工作回顾"), (2006, None, 2007)),
        (("2021年乙县政府工作报告", "（2020年12月27日 王五）"), (2020, None, 2021)),
        (("乙县2002年政府工作报告", "（2002年2月23日）"), (2001, None, 2002)),
        (("甲市政府工作报告", "（2013年1月9日）", "一、1998年工作的回顾"), (2012, None, 2013)),
        (("甲市政府工作报告", "（2013年1月9日）", "1978年，全市贫困。1978年，全市缺粮。"), (2012, None, 2013)),
        (("甲市行署工作报告（1997年）", "一、1996年交通工作"), (1996, None, 1997)),
        (("关于1987年甲市水利工作的报告", "1987年，全市增产。"), (1987, None, None)),
        (("关于甲市2024年有关工作的报告", "2023年，全市增产。"), (2023, None, 2024)),
    ],
    ids=[
        "headings before the title's year",
        "day of December before the title's year",
        "day and title agree",
        "day before far-off headings",
        "day before leading years",
        "work of the year before",
        "a title's year that sentences open with is reviewed",
        "a title's year after that of the sentences is planned",
    ],
)
def test_what_beats_what(lines: tuple[str, ...], expected: Years) -> None:
    assert years(*lines) == expected


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("2011年，全市增长9%。“十一五”期间增长12%。2011年，投资增长8%。2005年，人口减少。", 2011),
        ("预计2012年全市粮食增产。", 2012),
        ("二○○三年末全市人口30万人。", 2003),
        ("一九八九年，全市粮食丰收。", 1989),
    ],
)
def test_else_the_year_that_most_sentences_open_with_is_reviewed(sentences: str, expected: int) -> None:
    assert years("甲市政府工作报告", "各位代表：", sentences) == (expected, None, expected + 1)


def test_a_year_inside_a_sentence_tells_nothing() -> None:
    assert years("甲市政府工作报告", "各位代表：", "与2011年相比，全市增长9%。") == (None, None, None)


def test_a_bulletin_without_a_year_is_of_the_year_before_it_came_out() -> None:
    assert years("甲市国民经济和社会发展统计公报", "2016年3月1日", "全年增长9%。") == (2015, None, None)


def test_tasks_take_the_year_of_the_number_of_their_document() -> None:
    text = ("乙县人民政府关于重点工作部门分工的意见", "乙政发〔2020〕6号", "推进工作。")
    assert years(*text) == (None, None, 2020)


def test_the_first_sentence_of_a_plan_report_stands_for_a_title_without_a_year() -> None:
    title = "国民经济和社会发展计划执行情况及国民经济和社会发展计划草案的报告"
    opening = "现将2011年国民经济和社会发展计划执行情况及2012年计划草案提请审议。"
    assert years(title, "各位代表：", opening) == (2011, None, 2012)


def test_the_year_just_past_is_a_leading_year() -> None:
    assert years("同志们：", "刚刚过去的1996年是不平凡的一年。")[0] == 1996


def test_a_scheme_is_planned_for_the_year_of_the_month_below_its_title() -> None:
    assert years("示例市民族乡基础设施建设工程实施方案", "（2005年4月）", "安排项目61个。") == (None, None, 2005)


SPOKEN = ("各位代表：", "现在，我代表市人民政府，向大会报告工作，请予审议。")


@pytest.mark.parametrize(
    "day",
    ["2013/01/16", "2013/1/16", "2013-01-16", "2013-01/16", "20130116", "t20130116_5123", "201301/t20130116_5123"],
)
def test_failing_all_else_the_day_in_its_address_dates_a_report(day: str) -> None:
    found = years(*SPOKEN, "全市经济平稳增长。", address=f"https://www.example.cn/zwgk/{day}/index.html")
    assert found == (2012, None, 2013)


def test_an_address_that_the_first_lines_print_does_too() -> None:
    assert years("来源：http://www.example.cn/2013/01/16/017.shtml", *SPOKEN, "经济平稳。") == (2012, None, 2013)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.cn/2013/17/16/a.html",
        "https://www.example.cn/120130116.html",
        "https://www.example.cn/201301165123.html",
        "file:///data/2013/01/16/report.txt",
    ],
)
def test_other_numbers_of_an_address_are_no_day(address: str) -> None:
    assert years(*SPOKEN, "全市经济平稳增长。", address=address) == (None, None, None)


def test_the_text_s_own_years_beat_the_address() -> None:
    address = "https://www.example.cn/2013/01/16/a.html"
    assert years(*SPOKEN, "2006年，全市增长9%。", address=address) == (2006, None, 2007)


DONE = "生产总值快速增长，2007年达到90亿元；财政收入2007年为9亿元，2007年全市粮食达到5万吨，2006年全市增收5亿元。"


def test_a_report_of_no_year_looks_back_on_the_latest_that_it_speaks_of_as_done() -> None:
    assert years(*SPOKEN, DONE, "今后五年，发展更快。" * 20) == (2007, None, 2008)


@pytest.mark.parametrize(
    "text",
    [
        "生产总值增长，2007年达到90亿元，2009年再上台阶。",
        "到2012年达到90亿元，力争2012年全市粮食达到5万吨，2012年投资目标实现翻番，2012年粮食力争达到9万吨。",
        f"{'今后五年，发展更快。' * 20}2012年达到90亿元，2012年全市粮食达到5万吨。",
    ],
    ids=["said once", "to be done", "in the second half"],
)
def test_a_year_said_once_or_in_a_plan_is_no_year_done(text: str) -> None:
    assert years(*SPOKEN, text) == (None, None, None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2008/01/20", 2008), ("2009/01/20", 2009), ("2012/06/20", 2008)],
    ids=["next", "after", "late"],
)
def test_an_address_of_years_after_what_was_done_is_that_of_a_copy(day: str, expected: int) -> None:
    address = f"https://www.example.cn/{day}/a.html"
    assert years(*SPOKEN, DONE, "今后五年，发展更快。" * 20, address=address)[2] == expected


def test_a_year_that_a_person_has_told_needs_no_guess() -> None:
    address = "https://www.example.cn/2013/01/16/a.html"
    assert years(*SPOKEN, "全市经济平稳增长。", address=address, hint=2010) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "记者获悉，今年，政府要办这些事：新建公园3个。",
        "市政府工作报告（征求意见稿）发布。新建公园3个。",
        "教育方面：新建学校8所。扩大免费范围，继续实施助学。推进改造。加快建设公园3个。",
        "全市经济社会发展主要预期目标为：生产总值增长6%左右。",
    ],
    ids=["this year's works", "a draft", "works without a past", "goals"],
)
def test_news_that_announce_works_are_planned_for_the_year_of_the_day_in_their_address(text: str) -> None:
    assert years(text, address="https://www.example.cn/2013/01/16/a.html") == (None, None, 2013)


def test_news_of_works_done_are_not() -> None:
    text = "教育方面：新建了学校8所。扩大免费范围，继续实施助学。推进改造。加快建设公园3个。"
    assert years(text, address="https://www.example.cn/2013/01/16/a.html") == (None, None, None)


def test_a_year_reached_from_another_is_done() -> None:
    text = "税收收入由2006年的19.8亿元增至2011年的48.6亿元；存款由2006年的30亿元增加到2011年的90亿元。"
    assert years(*SPOKEN, text) == (2011, None, 2012)


def test_a_text_of_no_kind_looks_back_on_the_year_it_speaks_of_as_done() -> None:
    text = "2007年生产总值达到90亿元，增长5%。2007年财政收入完成9亿元。"
    assert years(text) == (2007, None, None)


def test_an_entry_of_a_yearbook_looks_back_on_the_year_that_it_opens_with() -> None:
    assert years("【经济综述】 2004年，县委、县政府团结带领全县人民，完成了各项任务。生产总值增长5%。")[0] == 2004


def test_a_heading_on_the_work_of_the_government_makes_a_work_report() -> None:
    text = "2002年区属国内生产总值达到517亿元。税收由1997年的1亿元增长到2002年的3亿元。"
    assert years("一、过去5年政府工作回顾", text) == (2002, None, 2003)


def test_a_text_without_a_title_is_of_the_year_whose_tasks_it_reports_on() -> None:
    text = "市督查室对《政府工作报告》确定的2021年重点工作上半年完成情况进行了督办。现将有关情况通报如下："
    assert years(text, "一、主要指标", "上半年，生产总值增长5%。")[0] == 2021


def test_far_plans_are_planned_for_their_year() -> None:
    text = "到2010年，国内生产总值达到750亿元，人均2万元。"
    assert years("第三节 国民经济和社会发展2010年远景目标纲要", text) == (None, None, 2010)


def test_results_that_are_not_final_are_of_the_year_that_ends() -> None:
    lines = (
        "各位代表：",
        "一、五年工作回顾",
        "预计2007年实现生产总值142亿元。今后五年，任务更重。" + "继续努力。" * 40,
    )
    assert years("样本区2007年政府工作报告", *lines) == (2007, None, 2008)
    assert years("样本区2008年政府工作报告", *lines) == (2007, None, 2008)


def test_the_later_page_of_a_report_looks_back_from_the_day_it_was_put_up() -> None:
    lines = ("（七）完善公共服务，社会事业协调发展。新增学位5550个。", "（八）注重民生保障。城镇新增就业14万人。")
    assert years(*lines, address="https://www.example.cn/2016-03/06/content_2.htm")[0] == 2015


def test_a_report_that_tells_its_year_in_two_ways_is_one_report() -> None:
    lines = ("各位代表：", "一、工作回顾", "2007年，经济稳步增长。预计2007年实现生产总值142亿元。" + "继续努力。" * 40)
    assert years("样本区2008年政府工作报告", *lines) == (2007, None, 2008)


def test_the_day_behind_the_speaker_s_name_is_the_day_of_the_report() -> None:
    lines = (
        "政府工作报告",
        "样本市市长张三（2021年10月25日）",
        "各位代表：",
        "一、过去五年工作回顾",
        "2020年，经济增长5%。",
    )
    assert years(*lines) == (2021, None, 2022)


def test_the_work_of_a_year_at_the_head_of_a_report_was_done() -> None:
    assert years(*SPOKEN, "一、2008年政府的主要工作", "全省经济较快增长。")[0] == 2008


@pytest.mark.parametrize("words", ["报告指出，", "在全县人民的共同努力下，"])
def test_a_year_behind_who_says_it_opens_a_sentence(words: str) -> None:
    assert years("样本县报道", f"{words}2021年，全县各项任务全面完成。")[0] == 2021


def test_the_only_year_of_a_cutting_is_the_one_it_looks_back_on() -> None:
    assert years("市长说，1998年全市国内生产总值实现2009亿元，比上年增长9.7%。")[0] == 1998
