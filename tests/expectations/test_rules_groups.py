"""Indicators that are sorted into groups are no more than all of them."""

import polars as pl
import pytest

from expectations.rules.groups import sorted_indicators


def found(*sentences: str) -> pl.DataFrame:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = {"doc_id": ["d"] * len(sentences), "text": sentences, "char_start": starts}
    return sorted_indicators({"sentences": pl.DataFrame(rows)})


SORTED = "税收等9项指标高于预期、投资等6项指标达到预期、就业等{}项指标低于预期。"


@pytest.mark.parametrize(
    ("last", "total"),
    [
        pytest.param(5, "计划指标体系共计20项。", id="all of them"),
        pytest.param(3, "计划指标体系共计20项。", id="some are not sorted"),
        pytest.param(9, "本报告不列总数。", id="the total is not stated"),
        pytest.param(9, "全市共设20项工程。", id="a total of something else"),
    ],
)
def test_groups_within_the_total_are_left_alone(last: int, total: str) -> None:
    assert found(SORTED.format(last), total).is_empty()


def test_groups_beyond_the_total_are_worth_an_info() -> None:
    row = found(SORTED.format(9), "计划指标体系共计20项。").row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("info", ["9项", "6项", "9项", "20项"])
    assert "9 + 6 + 9 = 24 > 20" in row["message"]
