"""Which lines are one paragraph."""

import textwrap

import polars as pl
import pytest

from flows.parse.normalise import normalise

YEAR = "2023年，示例市坚持稳中求进，全市地区生产总值完成128.5亿元，比上年增长6.2%，其中第一产业增加值增长5.1%，第二产业增加值增长7.8%。"
JOBS = "城镇新增就业1.2万人，城镇调查失业率控制在5.5%以内，居民收入与经济增长同步，各项社会事业继续进步，全市大局保持和谐稳定。"


def lines_of(raw: str) -> list[str]:
    return normalise(pl.DataFrame({"doc_id": ["a"], "text": [raw]}))["text"][0].split("\n")


def columns(*paragraphs: str, width: int, indent: str = "") -> str:
    return "\n".join("\n".join(textwrap.wrap(indent + p, width, drop_whitespace=False)) for p in paragraphs)


@pytest.mark.parametrize("width", [17, 30, 36, 40])
def test_lines_of_one_width_are_joined(width: int) -> None:
    paragraphs = [YEAR + JOBS, JOBS, YEAR + JOBS, YEAR]
    assert lines_of("\n\n".join(columns(p, width=width) for p in paragraphs)) == paragraphs


def test_a_wrapped_block_between_whole_paragraphs_is_joined() -> None:
    whole = (YEAR + JOBS) * 2
    assert lines_of(f"{whole}\n{columns(YEAR, JOBS, width=20)}\n\n{whole}") == [whole, YEAR, JOBS, whole]


def test_a_list_of_names_of_one_length_is_no_column() -> None:
    names = [f"示例市第{n}人民医院门诊综合大楼" for n in "一二三四五六七八九"]
    assert lines_of("\n".join(names)) == names


def test_an_indented_line_starts_a_paragraph() -> None:
    assert lines_of(columns(YEAR, JOBS, YEAR, JOBS, width=34, indent="　　")) == [YEAR, JOBS, YEAR, JOBS]


def test_full_width_digits_do_not_hide_the_width() -> None:
    wide = YEAR.translate(str.maketrans("0123456789.%", "０１２３４５６７８９．％"))
    assert lines_of(columns(wide, JOBS, wide, JOBS, width=36, indent="　　")) == [YEAR, JOBS, YEAR, JOBS]


def test_a_blank_line_inside_a_sentence_does_not_divide_it() -> None:
    lines = columns(YEAR, width=17).split("\n")
    raw = "\n".join([*lines[:2], "", *lines[2:], "", columns(JOBS, width=17)])
    assert lines_of(raw) == [YEAR, JOBS]


def test_a_number_broken_by_the_margin_is_one_number() -> None:
    income = "人均收入" * 7 + "186554元。"
    assert lines_of("\n\n".join(columns(p, width=30) for p in [income, JOBS, YEAR]))[0] == income


def test_a_wrapped_heading_is_one_line() -> None:
    body = columns(YEAR, JOBS, YEAR, width=17)
    raw = f"一、2023年国民经济和社\n会发展计划执行情况\n\n{body}\n\n二、2024年主要目标\n\n{body}"
    found = lines_of(raw)
    assert found[0] == "一、2023年国民经济和社会发展计划执行情况"
    assert "二、2024年主要目标" in found


def test_short_lines_of_an_unwrapped_report_stay_apart() -> None:
    names = [
        "牵头单位：区发展改革局",
        "区财政局",
        "区商务局",
        "区统计局",
        "区教育局",
        "区水利局",
        "区农业局",
        "区林业局",
        "区民政局",
    ]
    assert lines_of("\n".join([YEAR, *names])) == [YEAR, *names]


def test_a_paragraph_broken_off_by_a_page_goes_on() -> None:
    assert lines_of("全年完成投资。积极做好渐进式\n\n改革准备工作，稳步推进。\n下一段。") == [
        "全年完成投资。积极做好渐进式改革准备工作，稳步推进。",
        "下一段。",
    ]


def test_a_line_that_markup_broke_is_whole() -> None:
    assert lines_of("空气质量改善。细颗粒物PM\n2.5\n年平均浓度下降。\n第二段。") == [
        "空气质量改善。细颗粒物PM2.5年平均浓度下降。",
        "第二段。",
    ]


def test_a_line_cannot_begin_with_a_closing_mark() -> None:
    assert lines_of("今年发展的\n主要目标\n是：增长5%。\n（\n三）改革持续深化。") == [
        "今年发展的主要目标是：增长5%。",
        "（三）改革持续深化。",
    ]


def test_a_new_label_or_heading_is_never_a_rest() -> None:
    raw = "责任单位：区财政局，各镇。（下同）\n有关要求：2024年完成。\n工作抓紧。任务按期\n二、重点工作"
    assert lines_of(raw) == [
        "责任单位：区财政局，各镇。（下同）",
        "有关要求：2024年完成。",
        "工作抓紧。任务按期",
        "二、重点工作",
    ]


def test_a_title_over_several_lines_is_one_line() -> None:
    raw = "关于示例市一九九六年国民经济和社会发展\n\n计划执行情况与一九九七年国民经济和社会发展\n计划草案的报告\n示例市计划委员会"
    assert lines_of(raw) == [
        "关于示例市一九九六年国民经济和社会发展计划执行情况与一九九七年国民经济和社会发展计划草案的报告",
        "示例市计划委员会",
    ]


def test_the_line_of_the_session_is_one_line() -> None:
    raw = "——2025年1月13日在样本县第六届\n\n人民代表大会第七次会议上\n样本县发展和改革局"
    assert lines_of(raw) == ["——2025年1月13日在样本县第六届人民代表大会第七次会议上", "样本县发展和改革局"]


def test_a_title_above_a_blank_line_stays_apart_however_wide_it_is() -> None:
    title = "示例市1998年国民经济和社会发展情况"
    assert lines_of(f"{title}\n\n{columns(YEAR, JOBS, YEAR, width=18)}")[0] == title


def test_a_heading_as_long_as_a_line_ends_where_the_text_begins() -> None:
    heading = "一、二○○一年全县经济社会各项事业继续保持良好势头，"
    body = 2 * [
        "全县国内生产总值完成13.8亿元，比上年增长14%；地方财",
        "政收入完成5.9亿元，增长22%；社会消费品零售总额实现3",
        "1.6亿元，增长14%；固定资产投资完成18亿元，增长2%。",
    ]
    text: str = normalise(pl.DataFrame({"doc_id": ["a"], "text": ["\n".join([heading[:-1], *body])]}))["text"][0]
    assert text.split("\n") == [heading[:-1], "".join(body)]
