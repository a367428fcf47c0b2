"""What is counted out of a whole is no more than it."""

import polars as pl
import pytest

from expectations.rules.counted_out import days, each_year, part_of_count
from tests.support.reports import read


def sentences(text: str) -> dict[str, pl.DataFrame]:
    return {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [text], "char_start": [0]})}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12项主要指标中，有9项达到预期。", id="fewer"),
        pytest.param("8家重点实验室本县占3席。", id="seats"),
        pytest.param("5个村中12户农户受益。", id="two units"),
        pytest.param("5个项目中新增投资项目8个。", id="another set"),
        pytest.param("第5项工作中有8项完成。", id="a number of order"),
        pytest.param("全市6个县区中有8个乡镇获评先进。", id="what is another thing"),
    ],
)
def test_counts_out_of_a_count_are_left_alone(text: str) -> None:
    assert part_of_count(sentences(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        pytest.param("12项主要指标中，有15项达到预期。", ["12", "15项"], id="of these"),
        pytest.param("12个贫困县中有15个县摘帽。", ["12", "15个"], id="named again"),
        pytest.param("8家重点实验室本县占9席。", ["8", "9席"], id="seats"),
    ],
)
def test_more_than_what_it_is_counted_out_of_is_found(text: str, quotes: list[str]) -> None:
    assert part_of_count(sentences(text))["quotes"].to_list() == [quotes]


@pytest.mark.parametrize(
    ("least", "found"),
    [pytest.param("40", [], id="five times fit"), pytest.param("60", ["warning"], id="five times are more")],
)
def test_years_make_their_total(least: str, found: list[str]) -> None:
    text = f"“十三五”期间，固定资产投资累计完成220亿元，年度投资均保持在{least}亿元以上。"
    assert each_year(read(text))["severity"].to_list() == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("优良天数290天，占比79.5%。", [], id="of 365"),
        pytest.param("优良天数290天，占比80.3%。", [], id="of days with a measure"),
        pytest.param("1—9月优良天数230天，占比84.2%。", [], id="of a part of the year"),
        pytest.param("优良天数同比增加20天，优良率达到95%。", [], id="days more than before"),
        pytest.param("优良天数290天，占比69.5%。", ["79.5%"], id="of more than a year"),
        pytest.param("优良天数190天，比例达到89.5%。", ["52.1%"], id="of far less than a year"),
    ],
)
def test_days_and_their_share_make_a_year(text: str, found: list[str]) -> None:
    assert days(sentences(text))["expected"].to_list() == found


def test_what_each_year_reaches_is_of_the_total_where_it_has_its_name() -> None:
    assert each_year(read("五年累计新增就业5万人，每年减贫超过2万人。")).is_empty()
