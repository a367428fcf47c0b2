"""Indicators that are sorted into groups are no more than all of them."""

import polars as pl
import pytest

from expectations.rules.groups import opposed_groups, sorted_indicators


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


def opposed(*sentences: str) -> list[str]:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = {"doc_id": ["d"] * len(sentences), "paragraph": 0, "text": sentences, "char_start": starts}
    return opposed_groups({"sentences": pl.DataFrame(rows)})["severity"].to_list()


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["13个税种中，6个税种实现增长，7个税种下降。"], id="all"),
        pytest.param(["13个税种中，6个税种实现增长，5个税种下降。"], id="some stay as they are"),
        pytest.param(["考核指标20项。", "其中，12项指标完成目标，8项指标未完成目标。"], id="in the next sentence"),
        pytest.param(["30个项目中，20个项目开工，15个项目完成投资。"], id="not opposite"),
        pytest.param(["30个项目中，20个项目高于预期，15个项目达到预期。"], id="two of one kind"),
    ],
)
def test_opposite_groups_may_make_the_whole(sentences: list[str]) -> None:
    assert opposed(*sentences) == []


@pytest.mark.parametrize(
    ("sentences", "severity"),
    [
        pytest.param(["13个税种中，6个税种实现增长，9个税种下降。"], "warning", id="more than all"),
        pytest.param(["35个行业中，增长的有25个，下降的有12个。"], "warning", id="the group before its number"),
        pytest.param(
            ["考核指标20项。", "其中，12项指标完成目标，6项指标未完成目标。"], "info", id="neither done nor undone"
        ),
    ],
)
def test_opposite_groups_that_make_another_number_are_found(sentences: list[str], severity: str) -> None:
    assert opposed(*sentences) == [severity]
