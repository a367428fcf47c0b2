"""A series numbered within a paragraph has no gap."""

import polars as pl
import pytest

from expectations.rules.numbering import announced_series, paragraph_gap
from expectations.schemas import empty


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


def announced(*sentences: str) -> list[tuple[str, str]]:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = pl.DataFrame(
        {"doc_id": "d", "section_id": None, "paragraph": 0, "text": sentences, "char_start": starts},
        schema_overrides={"section_id": pl.String},
    )
    tables = {name: empty(name) for name in ("documents", "sections")}
    return announced_series({**tables, "sentences": rows}).select("expected", "observed").rows()


def test_a_series_runs_to_the_number_announced() -> None:
    assert announced("体现三个特点。", "一是稳。", "二是好。", "三是新。") == []
    assert announced("体现4个特点。", "一是稳；二是好。", "就业增加。", "三是新。") == [("4", "3")]


def test_a_series_ends_where_another_begins() -> None:
    assert announced("体现两个特点。", "一是稳。", "二是好。", "一是抓投资，二是抓消费，三是抓民生。") == []


def test_only_a_series_right_behind_is_announced() -> None:
    assert announced("体现4个特点。", "就业增加。", "一是稳。", "二是好。") == []
