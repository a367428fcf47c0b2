"""What a report says of itself: one row a report."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from together import Together, doc_ids

from flows.extract.marks import READ_OFF_PICTURES
from flows.parse.documents import COLUMNS, documents
from flows.parse.normalise import normalise
from flows.parse.sections import sections

PLAN = "样本县2024年国民经济和社会发展计划执行情况与2025年计划草案的报告"
BODY = "各位代表：\n一、2024年计划执行情况\n全县增长5%。\n二、2025年主要目标\n增长6%。"


def read_all(texts: list[str]) -> list[dict[str, Any]]:
    """The rows of reports with these texts."""
    raw = pl.DataFrame(
        {
            "doc_id": doc_ids(len(texts)),
            "source_name": "report.txt",
            "source_uri": "file:///report.txt",
            "source_names": [["report.txt", "copy.txt"]] * len(texts),
            "encoding": "gb18030",
            "media_type": "text/plain",
            "text": texts,
        }
    )
    normal = normalise(raw)
    return documents(raw, normal, sections(normal)).rows(named=True)


read = Together(read_all)


def test_all_columns_are_there_and_the_sources_are_carried_through() -> None:
    row = read(f"{PLAN}\n{BODY}")
    assert list(row) == COLUMNS
    assert (row["source_name"], row["source_names"], row["encoding"]) == (
        "report.txt",
        ["report.txt", "copy.txt"],
        "gb18030",
    )
    assert row["chars"] == len(f"{PLAN}\n{BODY}")


def test_a_text_that_was_read_off_pictures_says_so_and_the_report_does_not_hold_the_mark() -> None:
    row = read(f"{READ_OFF_PICTURES}\n{PLAN}\n{BODY}")
    assert row["ocr"]
    assert (row["title"], row["chars"]) == (PLAN, read(f"{PLAN}\n{BODY}")["chars"])
    assert not read(f"{PLAN}\n{BODY}")["ocr"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        (PLAN, "plan_report"),
        ("甲市一九九六年国民经济和社会发展计划执行情况的报告", "plan_report"),
        ("2026年示例省政府工作报告", "work_report"),
        ("虚构区人民政府工作报告", "work_report"),
        ("关于印发《虚构区2025年政府工作报告重点任务责任分工方案》的通知", "responsibility_plan"),
        ("虚构区人民政府办公室关于明确《政府工作报告》重点工作责任单位的通知", "responsibility_plan"),
        ("虚构区人民政府办公室关于分解2013年重点工作任务的通知", "responsibility_plan"),
        ("虚构区《政府工作报告》确定的2021年重点工作进展情况通报", "other"),
        ("虚构区人民代表大会关于政府工作报告的决议", "other"),
        ("甲市2025年重点工作任务分解", "responsibility_plan"),
        ("甲市国民经济和社会发展第十四个五年规划纲要", "other"),
        ("甲市国民经济和社会发展“九五”计划和2010年远景目标纲要", "other"),
        ("关于甲市“十五”计划执行情况和2006年国民经济和社会发展计划草案的报告", "plan_report"),
        ("2015年样本县国民经济和社会发展统计公报", "other"),
        ("示例地区行署工作报告（1997年）", "work_report"),
        ("样本县人民政府2011年工作报告", "work_report"),
        ("甲市人民政府关于重点工作部门分工的意见", "responsibility_plan"),
        ("甲市气象公报", "other"),
    ],
)
def test_the_kind_is_in_the_title(title: str, kind: str) -> None:
    assert read(f"{title}\n全市工作推进。")["kind"] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("受县政府委托，现将全县国民经济和社会发展计划提请审议。", "plan_report"),
        ("现在，我代表县人民政府，向大会报告工作。", "work_report"),
        ("现在，我代表县人民政府，向大会报告政府工作。", "work_report"),
        ("1.建设园区。\n责任单位：县发改局\n2.招商。\n责任单位：县商务局", "responsibility_plan"),
        ("推进工作。\n## 二、国民经济和社会发展规划的考虑\n全县增长6%。", "plan_report"),
    ],
    ids=[
        "opening of a plan report",
        "opening of a work report",
        "report on the government's work",
        "duties",
        "heading",
    ],
)
def test_without_a_title_the_text_shows_the_kind(text: str, kind: str) -> None:
    row = read(text)
    assert (row["kind"], row["title"]) == (kind, None)


def test_a_work_report_is_made_or_done() -> None:
    assert read("各位代表：\n现在，我代表县人民政府，向大会做工作报告，请予审议。")["kind"] == "work_report"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"县发改局\n{PLAN}\n{BODY}", PLAN),
        (f"{BODY}\n{PLAN}\n样本县发展和改革局", PLAN),
        (f"{BODY}\n{'工作扎实推进。' * 450}\n{PLAN}\n样本县发展和改革局", PLAN),
        (f"# {PLAN}\n{BODY}", PLAN),
        ("首页>政府工作报告\n政府工作报告\n2024年样本县政府工作报告\n各位代表：", "2024年样本县政府工作报告"),
        (f"  • 标题\n  • {PLAN[:20]} {PLAN[20:]}\n  • 发文字号\n{BODY}", PLAN),
        (f"索引号：| 0685 | 分类：| 规划 |\n名称：| {PLAN} | 文号：| 无 |\n{BODY}", PLAN),
        (
            "丙县人民政府办公室\n关于印发《丙县重点工作责任分工方案》的\n通    知\n各乡镇：\n现印发。",
            "丙县人民政府办公室关于印发《丙县重点工作责任分工方案》的通知",
        ),
    ],
    ids=["above", "below", "far below", "markdown", "menu", "label of the site", "table of the site", "notice"],
)
def test_where_a_title_stands(text: str, title: str) -> None:
    assert read(text)["title"] == title


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (f"{PLAN}\n{BODY}", (2024, None, 2025)),
        ("关于甲市一九九六年国民经济和社会发展计划执行情况与一九九七年计划草案的报告\n各位代表：", (1996, None, 1997)),
        ("关于甲市2025年国民经济和社会发展计划草案的报告\n各位代表：", (2024, None, 2025)),
        (
            "2026年甲市政府工作报告\n各位代表：\n一、“十四五”时期和2025年工作回顾\n二、2026年重点工作",
            (2025, None, 2026),
        ),
        ("甲市政府工作报告\n（2023年12月28日在甲市第五届人民代表大会第三次会议上）\n各位代表：", (2023, None, 2024)),
        ("关于印发乙县责任分工方案的通知\n对2021—2025年政府工作作出部署。\n2021年12月6日", (None, 2021, 2025)),
        ("乙县2025年政府工作报告重点任务责任分工方案\n推进工作。", (None, None, 2025)),
        ("全县推进工作。\n二、2025年国民经济和社会发展计划的目标\n增长6%。", (2024, None, 2025)),
        ("乙县2019年十大民生工程\n新建公路3公里。", (None, None, 2019)),
        ("乙县2014年民生实事办理结果\n新建公路3公里。", (2014, None, None)),
        ("甲市气象公报\n2024年降水正常。", (None, None, None)),
    ],
    ids=[
        "title",
        "Chinese digits",
        "plan alone",
        "headings",
        "given in December",
        "span",
        "one year",
        "no title",
        "works of a year",
        "results of a year",
        "other",
    ],
)
def test_the_years(text: str, years: tuple[int | None, int | None, int | None]) -> None:
    row = read(text)
    assert (row["review_year"], row["plan_year_from"], row["plan_year"]) == years


def test_day_and_session_of_the_congress() -> None:
    row = read(f"{PLAN}\n——2025年1月13日在甲市样本县第六届\n人民代表大会第七次会议上\n样本县发展和改革局\n{BODY}")
    assert row["given_on"] == row["published_on"] == date(2025, 1, 13)
    assert row["session"] == "样本县第六届人民代表大会第七次会议"
    assert row["issuer"] == "样本县发展和改革局"


@pytest.mark.parametrize(
    ("around", "day"),
    [
        ("成文日期：2025-01-20\n发布日期：2025-01-23", date(2025, 1, 23)),
        ("成文日期: | 2025-01-20 | 发布日期: | 2025-01-23 |", date(2025, 1, 23)),
        ("  • 成文日期\n  • 2025-01-20", date(2025, 1, 20)),
        ("日期:2025-01-23 来源:样本县发改局", date(2025, 1, 23)),
        ("2025-02-03 09:02:33\n来源：示例日报", date(2025, 2, 3)),
        ("2025年02月10日 07时41分", date(2025, 2, 10)),
        ("样本县发展和改革局\n2025年1月9日", date(2025, 1, 9)),
        ("来源:http://www.example.cn/2025/02/10/a.html\n样本县发展和改革局\n2025年1月9日", date(2025, 1, 9)),
        ("来源:http://www.example.cn/2025/02/10/a.html", date(2025, 2, 10)),
    ],
    ids=[
        "published before written",
        "cells of a table",
        "bullets",
        "one line",
        "clock",
        "Chinese clock",
        "signed",
        "and an address",
        "address",
    ],
)
def test_the_day_of_publication(around: str, day: date) -> None:
    assert read(f"{around}\n{PLAN}\n{BODY}")["published_on"] == day


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("样本县发展和改革委员会", "样本县发展和改革委员会"),
        ("示例市计划委员会主任　张三", "示例市计划委员会"),
        ("示例省人民政府省长 李四", "示例省人民政府"),
        ("发布机构：样本县发改局", "样本县发改局"),
        ("来源:样本县发展改革委", "样本县发展改革委"),
        ("来源：示例日报", None),
        ("县长 王五", None),
    ],
)
def test_the_issuer(lines: str, issuer: str | None) -> None:
    assert read(f"{PLAN}\n{lines}\n{BODY}")["issuer"] == issuer


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("2015年样本县国民经济和社会发展统计公报", "样本县"),
        ("样本县1988年国民经济和社会发展统计公报", "样本县"),
        ("示例市一九九四年国民经济和社会发展情况", "示例市"),
        ("示例地区行署关于1987年水利工作的报告", "示例地区"),
        ("示例市“十三五”教育发展规划", "示例市"),
        ("关于制定示例市国民经济和社会发展第七个五年计划的建议", "示例市"),
        ("样本县2012年为民办十件实事", "样本县"),
        ("2020年示例市生态环境状况公报", "示例市"),
        ("2007年全县国民经济与社会发展情况报告", None),
        ("中华人民共和国1998年国民经济和社会发展统计公报", "全国"),
    ],
)
def test_titles_of_other_documents_name_their_place(title: str, region: str | None) -> None:
    row = read(f"{title}\n经济平稳增长。")
    assert (row["title"], row["region"]) == (title, region)


def test_what_a_site_says_before_a_title_is_not_part_of_it() -> None:
    assert read(f"资料：{PLAN}\n{BODY}")["title"] == PLAN


def test_a_link_to_other_reports_is_no_title() -> None:
    assert read(f"（点击查看更多2003年各地政府工作报告）\n{BODY}")["title"] is None


def test_the_people_s_congress_speaks_for_no_government() -> None:
    row = read(f"{PLAN}\n——2003年1月9日在样本旗第六届人民代表大会第七次会议上\n旗人民政府旗长 张三\n{BODY}")
    assert row["issuer"] is None


@pytest.mark.parametrize(
    "lines",
    [
        "——2003年1月9日在样本县第六届人民代表大会第七次会议上",
        "2003年1月9日\n在样本县第六届人民代表大会第七次会议上",
        "（2003年1月9日 张三）",
        "(2003年1月9日)",
        "——二○○三年一月九日 张三",
        "2003年1月9日",
    ],
)
def test_the_day_under_the_title_of_a_report_is_the_day_it_was_given(lines: str) -> None:
    assert read(f"样本县政府工作报告\n{lines}\n各位代表：\n经济平稳增长。")["given_on"] == date(2003, 1, 9)


@pytest.mark.parametrize("line", ["2003年01月09日", "2003-01-09", "2003年1月"])
def test_a_site_s_stamp_or_a_month_is_no_such_day(line: str) -> None:
    assert read(f"样本县政府工作报告\n{line}\n各位代表：\n经济平稳增长。")["given_on"] is None


def test_a_bulletin_is_published_not_given() -> None:
    row = read("样本县1988年国民经济和社会发展统计公报\n样本县统计局\n（1989年3月1日）\n一、农业")
    assert (row["issuer"], row["given_on"], row["published_on"]) == ("样本县统计局", None, date(1989, 3, 1))


def test_a_session_may_be_set_over_two_lines() -> None:
    row = read(f"{PLAN}\n——2020年4月29日在样本镇第十四届人民代表大会\n\n第四次会议上\n{BODY}")
    assert row["session"] == "样本镇第十四届人民代表大会第四次会议"


def test_headings_at_the_end_are_no_titles() -> None:
    assert read(f"{BODY}\n（五）科学编制“十五五”规划\n完成编制工作。")["title"] is None


def test_numbers_of_the_document() -> None:
    row = read(f"示府办函〔2021〕156号\n索引号：123456789X/2021-00004\n{PLAN}\n{BODY}")
    assert (row["document_number"], row["index_number"]) == ("示府办函〔2021〕156号", "123456789X/2021-00004")


def test_other_parts_of_a_report_in_print() -> None:
    row = read(f"(上接 10版)完善机制。\n{BODY}\n（下转第十二版）")
    assert (row["continued_from"], row["continues_on"]) == ("10版", "第十二版")


def test_pages_inside_a_whole_report_do_not_count() -> None:
    row = read(f"{PLAN}\n{BODY}{'工作扎实推进。' * 200}（下转第二版）\n（上接第一版）{'工作扎实推进。' * 200}")
    assert (row["continued_from"], row["continues_on"]) == (None, None)


def test_a_link_to_more_reports_of_a_year_tells_kind_and_year_where_nothing_else_does() -> None:
    row = read("（点击查阅更多2003年地方政府工作报告）\n各位代表：\n全省生产总值增长5%。")
    assert (row["kind"], row["review_year"], row["plan_year"], row["region"]) == ("work_report", 2002, 2003, None)


def test_a_notice_that_divides_what_was_decided_is_a_responsibility_plan() -> None:
    title = "样本市人民政府办公室关于印发第八次全体会议确定事项分解落实意见的通知"
    assert read(f"{title}\n（样政办〔2005〕34号）\n现将2005年重点工作分解印发给你们。")["kind"] == "responsibility_plan"
