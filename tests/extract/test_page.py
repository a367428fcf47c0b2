"""A page in, the report's text out."""

import json
from html import escape

import pytest

from flows.extract.page import read_page
from flows.extract.refusal import RefusedError, Why

PROSE = "示例市2024年地区生产总值实现321.5亿元，同比增长5.6%，经济运行总体平稳。"
MORE = "样本县城镇新增就业1.2万人，城镇调查失业率控制在5.5%以内。"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def lines(body: str, head: str = "") -> list[str]:
    return [line.strip() for line in read_page(page(body, head)).split("\n")]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{PROSE}</p><p>{MORE}</p>",
        f"<div><span>{PROSE}</span></div><div><font>{MORE}</font></div>",
        f"　　{PROSE}<br>\n　　{MORE}<br/>",
        f"<p>{PROSE}<p>{MORE}",
        f"<table><tr><td><p>{PROSE}</p>{MORE}</td></tr></table>",
        f"<ul><li>{PROSE}</li><li>{MORE}</li></ul>",
        f"<pre>{PROSE}\n{MORE}</pre>",
        f"<section>{PROSE}<!-- x --></section>{MORE}",
    ],
    ids=["p", "div", "br", "p-not-closed", "table-around-all", "list", "pre", "text-beside-blocks"],
)
def test_a_paragraph_is_a_line_however_it_is_set(body: str) -> None:
    assert lines(body) == [PROSE, MORE]


def test_a_paragraph_broken_in_the_source_is_one_line() -> None:
    assert lines(f"<p>{PROSE[:10]}\n   {PROSE[10:]}</p>") == [f"{PROSE[:10]} {PROSE[10:]}"]


def test_menus_footers_and_related_links_are_left_out() -> None:
    menu = "<ul>" + "".join(f"<li><a href=/{i}>政务公开{i}</a></li>" for i in range(9)) + "</ul>"
    related = "<div><a href=/1>示例市召开经济运行调度会议部署下一步重点工作</a><span>2024-01-11</span></div>"
    foot = "<div>主办单位：示例市人民政府办公室　网站标识码：9901020001　联系电话：0000-1234567</div>"
    assert lines(f"<div>{menu}</div><div><p>{PROSE}</p><p>{MORE}</p>{related}</div>{foot}") == [PROSE, MORE]


@pytest.mark.parametrize("unseen", ["script", "style", "noscript", "nav", "footer", "textarea", "select"])
def test_what_a_browser_does_not_show_as_text_is_left_out(unseen: str) -> None:
    assert lines(f"<div><p>{PROSE}</p><{unseen}>同比增长99%。</{unseen}>{MORE}</div>") == [PROSE, MORE]


def test_what_is_hidden_is_left_out() -> None:
    assert lines(f"<p>{PROSE}</p><div style='DISPLAY : none'>同比增长99%，{MORE}</div>") == [PROSE]


def test_sections_in_blocks_of_their_own_are_all_kept() -> None:
    body = f"<div class=a><p>{PROSE}</p></div><div class=b><p>{MORE}</p></div>"
    assert lines(f"<div class=nav>首页</div><div>{body}</div>") == [PROSE, MORE]


def test_headings_have_marks_where_their_own_number_does_not_say_it() -> None:
    body = f"<h2>一、主要目标</h2><p>{PROSE}</p><h3>产业</h3><p>{MORE}</p>"
    assert lines(body) == ["一、主要目标", PROSE, "### 产业", MORE]


def test_a_paragraph_set_as_a_heading_is_a_paragraph() -> None:
    assert lines(f"<h4>{PROSE}</h4><p>{MORE}</p>") == [PROSE, MORE]


def test_items_of_a_numbered_list_have_their_numbers() -> None:
    assert lines(f"<ol start=3><li>{PROSE}<li>{MORE}</ol>") == [f"3. {PROSE}", f"4. {MORE}"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("万人<sup>1</sup>", "万人[1]"),
        ("万人<sup>[12]</sup>", "万人[12]"),
        ("km<sup>2</sup>", "km2"),
        ("甲<sup>①</sup>", "甲"),
    ],
)
def test_a_raised_mark_of_a_note_is_no_number(written: str, read: str) -> None:
    assert lines(f"<p>{PROSE}{written}</p>") == [PROSE + read]


def test_tables_keep_their_rows_and_merged_cells_are_filled() -> None:
    table = (
        "<table><caption>表1 主要指标</caption><tr><th rowspan=2>指标<th colspan=2>2024年</tr><tr><td>计划<td>完成</tr>"
        "<tr><td>粮食产量（万吨）<td><p>35</p><td>36</tr></table>"
    )
    assert lines(f"<p>{PROSE}</p>{table}<p>{MORE}</p>")[1:-1] == [
        "表1 主要指标",
        "| 指标 | 2024年 | 2024年 |",
        "| 指标 | 计划 | 完成 |",
        "| 粮食产量（万吨） | 35 | 36 |",
    ]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    body = f"<table><tr><td>菜单</td><td><p>{PROSE}</p>{inner}<p>{MORE}</p></td></tr></table>"
    assert lines(body)[-4:] == [PROSE, "| 甲 | 1 |", "| 乙 | 2 |", MORE]


def test_spans_that_are_no_numbers_or_beyond_the_table_do_no_harm() -> None:
    table = "<table><tr><td rowspan=0>甲<td colspan=x>1</tr><tr><td>2</tr><tr><td rowspan=9999>3</tr></table>"
    assert lines(f"<p>{PROSE}</p>{table}")[1:] == ["| 甲 | 1 |", "| 甲 | 2 |", "| 甲 | 3 |"]


def test_the_title_of_the_page_stands_above_a_text_without_it() -> None:
    title = "关于示例市2024年国民经济和社会发展计划执行情况的报告"
    head = f"<title>{title}_示例市人民政府</title>"
    assert lines(f"<p>{PROSE}</p>", head) == [title, PROSE]
    broken = "<p>关于示例市2024年国民经济和<br>社会发展计划执行情况的报告</p>"
    assert lines(f"{broken}<p>{PROSE}</p><p>{MORE}</p>", head)[2:] == [PROSE, MORE]


def test_the_name_of_a_site_is_no_title() -> None:
    assert lines(f"<p>{PROSE}</p>", "<title>示例市人民政府门户网站</title>") == [PROSE]


@pytest.mark.parametrize("body", ["", "<script>let text = '增长5%'</script>", "<div><a href=/>首页</a></div>"])
def test_a_page_without_text_is_empty(body: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_page(page(body))
    assert refused.value.why == Why.EMPTY


def test_a_page_nested_hundreds_deep_is_read_and_one_nested_beyond_reason_is_refused() -> None:
    assert lines("<div>" * 1500 + PROSE) == [PROSE]
    with pytest.raises(RefusedError) as refused:
        read_page(page("<div>" * 100_000 + PROSE))
    assert refused.value.why == Why.TOO_COMPLEX


def test_characters_that_no_page_may_hold_do_no_harm() -> None:
    assert lines(f"<p>{PROSE[:5]}\x00\x01\x1f{PROSE[5:]}</p>") == [PROSE]
    assert read_page(f"<?xml version='1.0' encoding='gb2312'?>{page(f'<p>{PROSE}</p>')}") == PROSE


SENTENCES = [
    f"2024年，示例县第{i}季度地区生产总值实现{i}21.5亿元，同比增长5.6%，城镇新增就业{i}215人。" for i in range(1, 5)
]
HTML = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
MENU = "<div><a href='/a'>首页</a></div>"


@pytest.mark.parametrize(
    "kept",
    [
        f"<div id=js_content style='visibility: hidden; opacity: 0'>{HTML}</div>",
        f"<div style='display:none'>{HTML}</div>",
        f"<textarea>{escape(HTML)}</textarea>",
        f"<input type=hidden value='{HTML}'>",
        f"<script>var page = {json.dumps({'content': HTML})}</script>",
    ],
    ids=["hidden until loaded", "not displayed", "field", "hidden field", "script"],
)
def test_a_report_that_only_a_script_shows_is_read(kept: str) -> None:
    lines = read_page(f"<html><body>{MENU}<p>2025-01-20 09:10</p>{kept}</body></html>").split("\n")

    assert lines == ["2025-01-20 09:10", *SENTENCES]


def test_what_is_hidden_beside_a_report_is_left_out() -> None:
    page = f"<html><body>{HTML}<div style='display:none'>{HTML.replace('示例', '样本')}</div></body></html>"

    assert "样本" not in read_page(page)


def test_a_shell_without_a_report_is_no_document() -> None:
    with pytest.raises(RefusedError) as refused:
        read_page(
            "<html><head><title>示例县计划报告</title></head><body><div>版权所有 示例县人民政府</div></body></html>"
        )

    assert refused.value.why is Why.EMPTY


def test_the_whole_block_of_labels_is_the_sites_and_the_title_in_it_is_the_reports() -> None:
    title = "关于示例县2024年计划执行情况的报告"
    block = (
        "<table><tr><td>索引号</td><td>01234567-8/2025-12</td></tr>"
        f"<tr><td>名称</td><td>{title}</td></tr><tr><td>有效性</td><td>有效</td></tr></table>"
    )

    lines = read_page(f"<html><head><title>{title}</title></head><body>{block}{HTML}</body></html>").split("\n")

    assert lines == ["索引号：01234567-8/2025-12", title, *SENTENCES]
