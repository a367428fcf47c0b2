"""What a site says of a report reaches `documents`."""

from datetime import date

import polars as pl
import pytest

from flows.extract.page import read_page
from flows.parse.parse import parse

TITLE = "关于示例市2024年国民经济和社会发展计划执行情况的报告"
BODY = f"<div class=text><p>{TITLE}</p><p>一、执行情况</p><p>2024年，地区生产总值实现321.5亿元，增长5.6%，经济总体平稳。</p></div>"

TABLE = (
    "<table><tr><td>索 引 号：</td><td>990101MB1234567X/2024-00031</td><td>主题分类：</td><td>计划</td></tr>"
    "<tr><td>发布机构：</td><td>示例市发展和改革委员会</td><td>发文字号</td><td>示发改〔2025〕12号</td></tr>"
    "<tr><td>成文日期：</td><td>2025年1月10日</td><td>发布日期：</td><td>2025-01-20</td></tr></table>"
)
LIST = (
    "<ul><li><b>索引号：</b><span>990101MB1234567X/2024-00031</span></li><li><b>发文机关：</b>示例市发展和改革委员会</li>"
    "<li><b>文　　号：</b>示发改〔2025〕12号</li><li><b>发布日期：</b>2025-01-20 09:12</li></ul>"
)
LINES = (
    "<p>索引号：990101MB1234567X/2024-00031 发布机构：示例市发展和改革委员会 发文字号：示发改〔2025〕12号</p>"
    "<p>发布时间：2025-01-20 浏览次数：<i>1203</i> 【字体：大 中 小】</p>"
)


def document(page: str) -> dict[str, object]:
    columns = {
        "source_name": "a",
        "source_uri": "a",
        "source_names": ["a"],
        "encoding": "utf-8",
        "media_type": "text/html",
    }
    texts = pl.DataFrame([{"doc_id": "a" * 64, "text": read_page(page)} | columns])
    return parse(texts).tables["documents"].row(0, named=True)


@pytest.mark.parametrize("block", [TABLE, LIST, LINES], ids=["table", "list", "lines"])
def test_the_block_of_labels_reaches_documents(block: str) -> None:
    found = document(f"<html><body><div class=labels>{block}</div>{BODY}</body></html>")

    assert found["index_number"] == "990101MB1234567X/2024-00031"
    assert found["issuer"] == "示例市发展和改革委员会"
    assert found["document_number"] == "示发改〔2025〕12号"
    assert found["published_on"] == date(2025, 1, 20)
    assert found["title"] == TITLE


def test_the_block_of_labels_is_no_part_of_the_text() -> None:
    columns = {
        "source_name": "a",
        "source_uri": "a",
        "source_names": ["a"],
        "encoding": "utf-8",
        "media_type": "text/html",
    }
    page = f"<html><body><div class=labels>{TABLE}</div>{BODY}</body></html>"
    text = parse(pl.DataFrame([{"doc_id": "a" * 64, "text": read_page(page)} | columns])).texts["text"].item()

    assert text.split("\n")[0] == TITLE


def test_fields_of_the_page_say_what_it_does_not_show() -> None:
    head = f"<meta name=ArticleTitle content='{TITLE}'><meta name=PubDate content='2025-01-20 09:12:33'><meta name='ContentSource' content='示例市发展和改革委员会'>"
    body = BODY.replace(f"<p>{TITLE}</p>", "")
    found = document(f"<html><head>{head}</head><body>{body}</body></html>")

    assert (found["title"], found["published_on"], found["issuer"]) == (
        TITLE,
        date(2025, 1, 20),
        "示例市发展和改革委员会",
    )


def test_what_the_page_shows_counts_before_its_fields() -> None:
    head = "<meta name=PubDate content='2024-12-31'>"
    found = document(f"<html><head>{head}</head><body><p>发布日期：2025-01-20</p>{BODY}</body></html>")

    assert found["published_on"] == date(2025, 1, 20)


def test_a_table_of_the_report_is_no_block_of_labels() -> None:
    table = "<table><tr><td>名称</td><td>标题</td><td>2024年</td></tr><tr><td>粮食</td><td>万吨</td><td>35.2</td></tr></table>"
    text = read_page(f"<html><body>{BODY}{table}</body></html>")

    assert text.split("\n")[-2:] == ["| 名称 | 标题 | 2024年 |", "| 粮食 | 万吨 | 35.2 |"]


def test_which_page_of_a_report_it_is_stands_below_the_text() -> None:
    bar = "<div><span>共3页</span> <span>第2页</span> <a href=1>上一页</a> <a href=3>下一页</a></div>"
    page = f"<html><body>{BODY}{bar}</body></html>"
    found = document(page)
    assert (found["page"], found["pages"]) == (2, 3)
    assert document(f"<html><body>{BODY}{bar}{bar.replace('第2页', '第1页')}</body></html>")["page"] is None
