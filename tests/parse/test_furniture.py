"""What a site or a page put around a report is not part of it."""

import polars as pl
import pytest

from flows.parse.normalise import normalise

BODY = "各位代表：\n一、2024年工作回顾\n全县地区生产总值增长5%，城镇新增就业1.2万人。\n二、2025年目标\n地区生产总值增长6%。"


def normal(raw: str) -> str:
    text: str = normalise(pl.DataFrame({"doc_id": ["a"], "text": [raw]}))["text"][0]
    return text


@pytest.mark.parametrize(
    "above",
    [
        "首页 > 政务公开 > 计划总结",
        "您的位置:\n首页\n>\n要闻\n要闻",
        "来源：示例日报\n2025-02-03 09:02:33",
        "2025年02月10日 07时41分\n来源:\n示例日报",
        "【字体：\n大\n中\n小\n】",
        "字体：[大 中 小] 打印 关闭",
        "字 号:",
        "下载\n打印\n全屏\n收藏\n【字号：\n加大\n还原\n减小\n】",
        "发布时间：2025-01-23 来源：样本县发改局 浏览次数：12次",
        "部  门\n街  镇\n  • 索引号\n  • 123456789X/2025-00004\n  • 发布机构\n  • 样本县发改局\n  • 有 效 性",
        "政府工作报告。 示例日报记者 张三 摄",
        "分享：",
    ],
)
def test_furniture_above_the_report_goes(above: str) -> None:
    title = "样本县2025年政府工作报告"
    assert normal(f"{above}\n{title}\n{BODY}") == f"{title}\n{BODY}"


@pytest.mark.parametrize(
    "below",
    [
        "分享文章到:",
        "（来源：示例日报）\n编辑：张三",
        "责任编辑：\n李四\n扫一扫在手机打开当前页\n相关附件>>\n0123456789abcdef0123456789abcdef:\n关于报告的决议",
        "打印本页\n关闭窗口\n样本县2025年政府工作报告\n各位代表：现在报告工作。",
        "收藏\n|\n分享到:\n分享到微信\n×\n相关文档：",
        "上一篇：关于某事的通知\n下一篇：没有了\n版权所有：样本县人民政府",
        "信息公开选项：主动公开",
    ],
)
def test_furniture_below_the_report_goes(below: str) -> None:
    assert normal(f"{BODY}\n{below}") == BODY


def test_marks_of_continuation_go() -> None:
    assert normal("(上接 10版)完善机制,加快建设。\n推进试点。\n（下转第六版）") == "完善机制，加快建设。\n推进试点。"


def test_page_numbers_go_and_the_sentence_goes_on() -> None:
    assert normal("工作稳步推进。全年完成\n\n— 3 —\n\n投资12亿元。") == "工作稳步推进。全年完成投资12亿元。"


def test_title_session_and_issuer_stay() -> None:
    front = "关于样本县2024年国民经济和社会发展计划执行情况的报告\n——2025年1月13日在样本县第六届人民代表大会第七次会议上\n样本县发改局"
    assert normal(f"{front}\n{BODY}") == f"{front}\n{BODY}"


def test_annexes_behind_the_editors_name_stay() -> None:
    notes = "\n".join(
        f"{n}.“双{n}计划”：指支持企业和学校加快发展，推动服务业质量提升的一项行动，由县政府组织实施。"
        for n in range(1, 20)
    )
    assert normal(f"{BODY}\n责任编辑：李四\n名词解释\n{notes}") == f"{BODY}\n名词解释\n{notes}"


def test_a_word_like_a_button_inside_a_sentence_stays() -> None:
    text = "推广“字号”认定，下载量增长5%。\n打印设备产量增长3%。\n首页改版完成。"
    assert normal(text) == text


def test_letters_that_a_site_hides_at_the_ends_of_lines_go() -> None:
    raw = "示例县政府工作报告qXt\n现在报告工作。qXt\n全县生产总值增长5%。qXt\n人均GDP\n增长4%。"
    assert normal(raw).split("\n") == [
        "示例县政府工作报告",
        "现在报告工作。",
        "全县生产总值增长5%。",
        "人均GDP",
        "增长4%。",
    ]


def test_letters_of_the_text_at_the_ends_of_lines_stay() -> None:
    raw = "全年人均GDP\n突破5万元。\n明年人均GDP\n再增5%。\n全市GDP\n增长6%。"
    assert normal(raw).count("GDP") == 3
