"""A mean growth leads from the first number to the last, and is that of the multiple before it."""

import polars as pl
import pytest

from expectations.rules.means import mean, mean_step
from tests.support.reports import read


def found(text: str) -> list[tuple[str, str]]:
    rows = mean(read(text))
    return rows.select("severity", "expected").rows()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("财政收入由2015年的20亿元增加到2020年的32.2亿元，年均增长10%。", id="over five years"),
        pytest.param("财政收入由20亿元增加到32.2亿元，五年增收12.2亿元，年均增长10%。", id="another amount between"),
        pytest.param("财政收入由20亿元增加到32.2亿元，“十三五”期间年均增长10%。", id="over the years of a plan"),
        pytest.param("财政收入由20亿元增加到32.2亿元，年均增长10%。", id="over years that nothing names"),
        pytest.param("财政收入由2015年的20亿元增加到2020年的32.2亿元，其中税收年均增长4%。", id="of a part"),
        pytest.param("地区生产总值由2015年的100亿元增加到2020年的160亿元，年均增长7%。", id="prices rose"),
        pytest.param("财政收入32.2亿元，是2018年的1.6倍，年均增长10%。", id="a multiple"),
        pytest.param("财政收入32.2亿元，是2018年的1倍多，年均增长10%。", id="more than a multiple"),
        pytest.param("2018年至2023年，存款累计增长61%，年均增长10%。", id="growth of all years"),
        pytest.param("存款比2018年增长1.6倍，年均增长21.1%。", id="growth of all years in times"),
        pytest.param("存款五年翻了一番，年均增长14.9%。", id="doubled"),
        pytest.param("存款五年翻了一番多，年均增长18.9%。", id="more than doubled"),
        pytest.param("存款增长8%，年均增长10%。", id="growth of one year"),
        pytest.param("财政收入32.2亿元，是2008年的3倍，“十三五”期间年均增长10%。", id="a multiple of other years"),
        pytest.param(
            "城镇收入由2万元提高到3万元，农村收入由1万元提高到2万元，五年年均分别增长8.4%、14.9%。", id="of several"
        ),
        pytest.param(
            "财政收入由2015年的20亿元增加到40亿元，年均增长9.1%。", id="from a named year to that of the report"
        ),
        pytest.param("2018年以来，税收由20亿元增加到26亿元，年均增长9.1%。", id="a year that is no number of years"),
        pytest.param("税收由20亿元增加到26亿元，五年来，非税收入年均增长9.1%。", id="another name"),
        pytest.param("地区生产总值由2000年的150亿元增加到2005年的280亿元，年均增长7%。", id="prices that rose"),
    ],
)
def test_mean_growth_that_its_ends_make_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "severity", "made"),
    [
        pytest.param(
            "财政收入由2015年的26亿元增加到2020年的32.2亿元，年均增长10%。", "warning", "4.4%", id="named years"
        ),
        pytest.param(
            "财政收入由26亿元增加到32.2亿元，五年累计增长23.8%，年均增长10%。", "warning", "4.4%", id="five years"
        ),
        pytest.param(
            "地区生产总值由2015年的150亿元增加到2020年的160亿元，年均增长7%。", "info", "1.3%", id="beyond prices"
        ),
        pytest.param("财政收入32.2亿元，是2018年的2.4倍，年均增长10%。", "warning", "19.1%", id="a multiple"),
        pytest.param(
            "地区生产总值160亿元，是2018年的2.4倍，年均增长10%。", "info", "19.1%", id="a multiple of a product"
        ),
        pytest.param(
            "地区生产总值由2015年的150亿元增加到2020年的280亿元，年均增长7%。", "info", "13.3%", id="beyond calm prices"
        ),
        pytest.param("税收32亿元，为2019年的1.9倍，年均增长11%。", "info", "17.4%", id="a multiple of a named year"),
        pytest.param("存款比2018年增长1.6倍，年均增长16%。", "warning", "21.1%", id="growth of all years in times"),
        pytest.param("存款比2018年增长61%，年均增长16%。", "warning", "10.0%", id="growth of all years"),
        pytest.param("存款五年翻了一番，年均增长8.9%。", "warning", "16.0%", id="doubled"),
    ],
)
def test_mean_growth_that_its_ends_do_not_make_is_found(text: str, severity: str, made: str) -> None:
    assert found(text) == [(severity, made)]


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        pytest.param("五年来，城镇化率由32.5%提高到42.5%，年均提高2个百分点。", [], id="it is"),
        pytest.param("五年来，城镇化率由32.5%提高到42.9%，年均提高2.1个百分点。", [], id="rounding"),
        pytest.param(
            "城镇化率由2015年的32.5%提高到2020年的42.5%，年均提高3个百分点。", ["2.00个百分点"], id="it is not"
        ),
        pytest.param("城镇化率由32.5%提高到42.5%，年均提高3个百分点。", [], id="over unknown years"),
    ],
)
def test_points_a_year_lead_from_the_first_share_to_the_last(sentence: str, made: list[str]) -> None:
    rows = mean_step({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})})
    assert rows["expected"].to_list() == made
