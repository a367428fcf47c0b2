"""Which page of a report of several a web page is, as the site's pager says."""

import pytest
from lxml import html

from flows.extract.page import read_page
from flows.extract.pager import Pager, pager


def paged(body: str) -> Pager | None:
    return pager(html.document_fromstring(f"<html><body><p>正文。</p>{body}</body></html>"))


@pytest.mark.parametrize(
    ("links", "page", "pages", "others"),
    [
        (
            "<span>1</span><a href='c_812_2.html'>2</a><a href='c_812_3.html'>3</a><a href='c_812_2.html'>下一页</a>",
            1,
            3,
            ("c_812_2.html", "c_812_3.html"),
        ),
        (
            "<a href='c_12.html'>1</a><b>2</b><a href='c_12_3.html'>3</a><a href='c_12_3.html'>下一页</a>",
            2,
            3,
            ("c_12.html", "c_12_3.html"),
        ),
        ("<a href='c_812.html'>1</a><a href='c_812_2.html'>2</a><b>3</b>", 3, 3, ("c_812.html", "c_812_2.html")),
        (
            "<a class=current href='c_812.html'>1</a><a href='c_812_2.html'>2</a><a href='c_812_2.html'>下一页</a>",
            1,
            2,
            ("c_812_2.html",),
        ),
        (
            "<b>1</b><a href='show.asp?id=7&amp;page=2'>2</a><a href='show.asp?id=7&amp;page=2'>下一页</a>",
            1,
            2,
            ("show.asp?id=7&page=2",),
        ),
        (
            '<script>createPageHTML(3, 1, "t20250110_812", "shtml");</script>',
            2,
            3,
            ("t20250110_812.shtml", "t20250110_812_2.shtml"),
        ),
    ],
    ids=["first", "middle", "last", "marked", "asked", "script"],
)
def test_the_page_is_the_one_that_the_pager_does_not_lead_to(
    links: str, page: int, pages: int, others: tuple[str, ...]
) -> None:
    assert paged(links) == Pager(page, pages, others)


def test_a_next_page_without_numbers_is_followed_and_not_numbered() -> None:
    assert paged("<a href='c_812_2.html'>下一页</a>") == Pager(0, 0, ("c_812_2.html",))


@pytest.mark.parametrize(
    "links",
    [
        "<a href='index_2.html'>2</a><a href='index_2.html'>下一页</a>",
        '<script>createPageHTML(20, 0, "index", "html");</script>',
        "<a href='c_9.html'>下一篇</a>",
        "<a href='list_2.html'>下一页</a>",
        "<a href='javascript:go(2)'>2</a>",
        "",
    ],
)
def test_lists_and_other_reports_are_no_pages_of_this_one(links: str) -> None:
    assert paged(links) is None


def test_the_text_says_which_page_it_is() -> None:
    body = "<p>示例县2024年地区生产总值完成321.5亿元，同比增长5.6%，城镇新增就业4215人。</p>"
    links = "<div class=pager><span>1</span><a href='c_812_2.html'>2</a></div>"

    assert read_page(f"<html><body>{body}{links}</body></html>").split("\n")[-1] == "第1页 共2页"
