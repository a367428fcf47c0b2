"""A series numbered within a paragraph has no gap."""

import polars as pl
import pytest

from expectations.rules.numbering import paragraph_gap


def found(*sentences: str) -> pl.DataFrame:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = {"doc_id": "d", "paragraph": 0, "text": sentences, "char_start": starts}
    return paragraph_gap({"sentences": pl.DataFrame(rows)})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一是抓项目；二是促消费；三是惠民生。", id="no gap"),
        pytest.param("一是抓项目；二是促消费。", id="two"),
        pytest.param("三是惠民生；五是守底线。", id="it does not begin with one"),
        pytest.param("一是抓项目；二是促消费。一是稳岗；二是增收。", id="two series"),
        pytest.param("一是抓项目、二是促消费；三是惠民生。", id="divided otherwise"),
        pytest.param("城乡统一是目标，三是惠民生。", id="a word that ends so"),
        pytest.param("第一产业增长3%，第三产业增长5%。", id="industries"),
        pytest.param("九是抓安全；十是强保障；十一是转作风。", id="beyond ten, from nine on"),
    ],
)
def test_series_without_a_gap_are_left_alone(text: str) -> None:
    assert found(text).is_empty()


@pytest.mark.parametrize(
    ("text", "quotes", "missing"),
    [
        pytest.param("一是抓项目；三是惠民生。", ["一是", "三是"], "二是", id="是"),
        pytest.param("第一，抓项目；第二，促消费；第四，惠民生。", ["第二", "第四"], "第三", id="第"),
        pytest.param("（1）抓项目；（3）惠民生。", ["（1）", "（3）"], "（2）", id="in brackets"),
        pytest.param("①抓项目；②促消费；④惠民生。", ["②", "④"], "③", id="circled"),
    ],
)
def test_a_skipped_number_is_a_warning(text: str, quotes: list[str], missing: str) -> None:
    row = found(text).row(0, named=True)
    assert (row["severity"], row["quotes"], row["expected"]) == ("warning", quotes, missing)


def test_a_series_runs_over_the_sentences_of_its_paragraph() -> None:
    row = found("一是抓项目。", "加强调度。", "三是惠民生。").row(0, named=True)
    assert row["evidence"] == "一是抓项目。\n三是惠民生。"
