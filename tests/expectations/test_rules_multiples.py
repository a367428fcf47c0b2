"""What doubles is twice as much in the end."""

import polars as pl
import pytest

from expectations.rules.multiples import multiple


def severities(text: str) -> list[str]:
    return multiple({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [text], "char_start": [0]})})[
        "severity"
    ].to_list()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("税收由2015年的20亿元增加到2020年的41亿元，翻了一番多。", id="doubled"),
        pytest.param("税收由20亿元增加到39.5亿元，翻了一番。", id="about doubled"),
        pytest.param("税收由20亿元增加到36亿元，接近翻一番。", id="nearly doubled"),
        pytest.param("税收由20亿元增加到85亿元，翻两番以上。", id="four times"),
        pytest.param("税收由20亿元增加到52亿元，是2015年的2.6倍。", id="times"),
        pytest.param("税收由20亿元增加到52亿元，是“十二五”末的2倍多。", id="more than times"),
        pytest.param("税收占收入的20%，总量达到30亿元，增长6%。", id="no ends"),
        pytest.param("税收由20亿元增加到30亿元，排名前移2位，五年累计增长50%。", id="growth of all years"),
        pytest.param("税收由2015年的20亿元，增加到2020年的30亿元，同比增长4%。", id="growth of one year"),
        pytest.param("生产总值由80亿元增加到145亿元，翻了一番。", id="at constant prices"),
        pytest.param("税收由20亿元增加到36亿元，企业由5家增加到12家，翻了一番多。", id="of what stands nearer"),
        pytest.param("税收由20亿元增加到36亿元，存款达到90亿元，是2015年的3倍。", id="of another amount"),
        pytest.param("税收由2015年的20亿元增加到2020年的36亿元，是2010年的3倍。", id="of another year"),
        pytest.param("税收由20亿元增加到36亿元。存款翻了一番。", id="of another sentence"),
        pytest.param("税收由20亿元增加到37亿元，将近翻一番。", id="nearly doubled"),
        pytest.param("税收由20亿元增加到30亿元，非税收入增长20%。", id="another name"),
        pytest.param(
            "城镇收入由2万元提高到3万元，农村收入由1万元提高到2万元，五年分别增长50%、100%。", id="of several"
        ),
        pytest.param("税收由20亿元增加到30亿元，占全市的份额增长5%。", id="a share of it"),
    ],
)
def test_multiples_that_the_ends_make_are_left_alone(text: str) -> None:
    assert severities(text) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param("税收由2015年的20亿元增加到2020年的36亿元，翻了一番多。", "warning", id="less than doubled"),
        pytest.param("税收由20亿元增加到70亿元，翻了一番。", "warning", id="far more than doubled"),
        pytest.param("税收由20亿元增加到52亿元，是2015年的3.6倍。", "warning", id="times"),
        pytest.param("税收由20亿元增加到32亿元，较“十二五”期末翻了一番以上。", "warning", id="since the plan before"),
        pytest.param("税收由20亿元增加到72亿元，是2015年的2倍多。", "warning", id="more than times"),
        pytest.param("生产总值由2015年的80亿元增加到2020年的110亿元，翻了一番。", "info", id="beyond prices"),
        pytest.param("税收由20亿元增加到30亿元，将近翻一番。", "info", id="far from doubled"),
        pytest.param("税收由20亿元增加到50亿元，翻了近一番。", "info", id="more than doubled"),
        pytest.param("税收由20亿元，提高到30亿元，五年累计增长70%。", "warning", id="growth of all years"),
        pytest.param("2015年的20亿元，提高到30亿元，比2015年增长1.5倍。", "warning", id="growth in times"),
    ],
)
def test_multiples_that_the_ends_do_not_make_are_found(text: str, severity: str) -> None:
    assert severities(text) == [severity]
