"""The links of a page, the files that it is only a frame around, and pages that mean no good."""

import time

import httpx
import pytest

from flows.collect.web.links import attachments, is_frame, links

BASE = httpx.URL("https://www.example.gov.cn/jh/2024/index.html")


def found(text: str) -> list[tuple[str, str]]:
    return [(link.address, link.text) for link in links(text, BASE)]


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("a.html", "https://www.example.gov.cn/jh/2024/a.html"),
        ("./t2024_1.html", "https://www.example.gov.cn/jh/2024/t2024_1.html"),
        ("/x/a.html", "https://www.example.gov.cn/x/a.html"),
        ("//other.example/a", "https://other.example/a"),
        ("http://other.example/a#top", "http://other.example/a"),
        (" a.html\n", "https://www.example.gov.cn/jh/2024/a.html"),
        ("计划.html", "https://www.example.gov.cn/jh/2024/%E8%AE%A1%E5%88%92.html"),
    ],
)
def test_links_are_absolute(href: str, address: str) -> None:
    assert found(f'<a href="{href}">甲</a>') == [(address, "甲")]


@pytest.mark.parametrize(
    "href",
    [
        "#top",
        "",
        "javascript:void(0)",
        "mailto:a@b.c",
        "ftp://a/b",
        "file:///etc/passwd",
        "data:text/html,x",
        "index.html",
    ],
)
def test_what_leads_to_no_other_page_is_no_link(href: str) -> None:
    assert found(f'<a href="{href}">甲</a>') == []


def test_a_link_says_its_title_where_its_text_is_cut_off() -> None:
    assert found('<a href="a" title="示例市2025年计划报告">示例市2025…</a>')[0][1] == "示例市2025年计划报告"


def test_each_address_is_one_link() -> None:
    assert found('<a href="a">甲</a><a href="a#x">乙</a>') == [("https://www.example.gov.cn/jh/2024/a", "甲")]


def test_a_base_of_the_page_is_where_links_start() -> None:
    assert found('<base href="/other/"><a href="a">甲</a>')[0][0] == "https://www.example.gov.cn/other/a"


def test_lists_that_a_script_shows_are_read() -> None:
    script = '<script type="text/xml"><record><![CDATA[<li><a href="/a.html">甲</a></li>]]></record></script>'
    assert found(script) == [("https://www.example.gov.cn/a.html", "甲")]


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<a href="P02024.pdf">附件</a>', "/jh/2024/P02024.pdf"),
        ('<a href="/att/1.DOCX?v=2">下载</a>', "/att/1.DOCX?v=2"),
        ('<a href="/download.jsp?id=7">附件：样本县计划报告.wps</a>', "/download.jsp?id=7"),
        ('<iframe src="/att/1.pdf"></iframe>', "/att/1.pdf"),
        ('<embed src="/att/1.ofd">', "/att/1.ofd"),
        ('<object data="/att/1.pdf"></object>', "/att/1.pdf"),
        ('<iframe src="/pdfjs/web/viewer.html?file=%2Fatt%2F1.pdf"></iframe>', "/att/1.pdf"),
    ],
)
def test_documents_that_a_page_links_to_or_shows_are_attachments(markup: str, address: str) -> None:
    assert [link.address for link in attachments(markup, BASE)] == [f"https://www.example.gov.cn{address}"]


@pytest.mark.parametrize(
    "markup", ['<a href="a.html">附件</a>', '<a href="logo.png">图</a>', '<iframe src="/map.html"></iframe>']
)
def test_other_links_are_none(markup: str) -> None:
    assert attachments(markup, BASE) == []


SENTENCE = "全市地区生产总值实现三百二十一亿元，同比增长百分之六，完成年初计划目标。"
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>政务公开栏目{n}</a></li>" for n in range(200)) + "</ul>"


@pytest.mark.parametrize(
    ("body", "frame"),
    [
        pytest.param(MENU + "<p>现将示例市计划报告印发给你们，请认真贯彻执行。</p>", True, id="a covering notice"),
        pytest.param(MENU + f"<p>{SENTENCE}</p>" * 60, False, id="a report"),
        pytest.param("<div>" + "".join(f"<span>{c}</span>" for c in SENTENCE * 60) + "</div>", False, id="in pieces"),
        pytest.param("<table>" + f"<tr><td>{SENTENCE}</td></tr>" * 60 + "</table>", False, id="a report in a table"),
        pytest.param(
            "<table>"
            + "<tr><td>地区生产总值年均增长</td><td>百分之六左右</td><td>预期性指标</td></tr>" * 60
            + "</table>",
            False,
            id="a table of short cells",
        ),
        pytest.param("<script>" + SENTENCE * 60 + "</script>", True, id="a script"),
        pytest.param("", True, id="nothing"),
    ],
)
def test_a_page_with_hardly_any_running_text_is_a_frame(body: str, frame: bool) -> None:
    assert is_frame(f"<html><body>{body}</body></html>") is frame


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>" * 500_000, id="deep"),
        pytest.param("<a href=x>" * 50_000, id="many links"),
        pytest.param("<a " + "b=1 " * 500_000, id="many attributes"),
        pytest.param("<script>" + "<a href=" * 300_000, id="links without end in a script"),
        pytest.param("<script>href" + "<![CDATA[" * 200_000, id="character data without end"),
        pytest.param("<!--" * 500_000, id="comments without end"),
        pytest.param("字" * 3_000_000, id="one line of megabytes"),
        pytest.param("\0\x01\ud800<a href='\x02'>x", id="characters that are none"),
        pytest.param("<?xml version='1.0' encoding='utf-16'?><a href='/q'>x</a>", id="a wrong declaration"),
    ],
)
def test_a_page_that_means_no_good_is_read_quickly(text: str) -> None:
    started = time.process_time()
    links(text, BASE)
    attachments(text, BASE)
    is_frame(text)
    assert time.process_time() - started < 6


def test_the_charset_that_a_page_declares_is_not_asked_again() -> None:
    assert found("<meta charset=gb2312><a href='/a'>镕</a>") == [("https://www.example.gov.cn/a", "镕")]
