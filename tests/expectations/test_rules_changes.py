"""A level, its change and the rate of the change say one thing."""

import polars as pl
import pytest

from expectations.rules.changes import against, change_rate


def sentences(text: str) -> dict[str, pl.DataFrame]:
    """The sentences of one paragraph."""
    parts = [part + "。" for part in text.split("。") if part]
    starts = [sum(len(p) for p in parts[:i]) for i in range(len(parts))]
    return {
        "sentences": pl.DataFrame(
            {"doc_id": ["d"] * len(parts), "paragraph": [0] * len(parts), "text": parts, "char_start": starts}
        )
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("收入完成105亿元，增加5亿元，增长5%。", id="they say one thing"),
        pytest.param("收入完成105亿元，增加5亿元，增长5.4%。", id="rounding"),
        pytest.param("支出完成9240万元，比上年减少760万元，下降7.6%。", id="a fall"),
        pytest.param("收入完成8.09亿元，减少766万元，下降0.94%。", id="a change in a smaller unit"),
        pytest.param("收入完成105亿元，完成年初预算数120亿元的87.5%，增加5亿元，增长5%。", id="behind a budget"),
        pytest.param("收入完成105亿元，同口径增加5亿元，增长9%。", id="a rate of another scope"),
        pytest.param("地区生产总值105亿元，增加5亿元，增长9%。", id="a real rate of nominal levels"),
        pytest.param("收入、支出分别为105亿元和90亿元，增加5亿元，分别增长3%和4%。", id="several at once"),
        pytest.param("收入105亿元；用电量增加5亿元，增长9%。", id="another subject"),
        pytest.param("与上年的105亿元相比，增加5亿元，增长4.8%。", id="what it was before"),
        pytest.param("增加5亿元，增长9%。", id="no level"),
    ],
)
def test_a_rate_that_fits_or_cannot_be_told_is_left_alone(text: str) -> None:
    assert change_rate(sentences(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        pytest.param("收入完成105亿元，增加5亿元，增长9%。", "5亿元 ÷ (105亿元 − 5亿元) = 5% ≠ 9%", id="step and rate"),
        pytest.param("收入完成105亿元，增长9%，增收5亿元。", "5亿元 ÷ (105亿元 − 5亿元) = 5% ≠ 9%", id="rate and step"),
        pytest.param("完成投资105亿元，占任务的60%，比去年同期多完成5亿元，同比增长9%。", "= 5% ≠ 9%", id="done more"),
        pytest.param("支出95亿元，比上年减少5亿元，下降9%。", "5亿元 ÷ (95亿元 + 5亿元) = 5% ≠ 9%", id="a fall"),
        pytest.param(
            "完成投资105亿元，为计划的90%；完成投资同比增加5亿元，增长9%。", "= 5% ≠ 9%", id="the same subject again"
        ),
    ],
)
def test_another_rate_is_a_warning(text: str, arithmetic: str) -> None:
    row = change_rate(sentences(text)).row(0, named=True)
    assert row["severity"] == "warning"
    assert arithmetic in row["message"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("职工1880人，与2010年的2000人相比，减少120人，减少6.0%。", id="they say one thing"),
        pytest.param("产值105.4亿元，比上年的100.2亿元增加5.1亿元，增长5.2%。", id="rounding"),
        pytest.param("地区生产总值137亿元，较“十三五”末的93亿元增加44亿元，增长33.6%。", id="a real rate"),
    ],
)
def test_a_change_against_an_earlier_level_that_fits_is_left_alone(text: str) -> None:
    assert against(sentences(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        pytest.param(
            "户均2.52人，比2010年的3.00人减少0.84人。", "3.00人 − 2.52人 = 0.48人 ≠ 0.84人", id="the distance"
        ),
        pytest.param(
            "地区生产总值137亿元，较去年的93亿元增加54亿元。", "137亿元 − 93亿元 = 44亿元 ≠ 54亿元", id="of a product"
        ),
        pytest.param("产值105亿元，比上年的100亿元增加5亿元，增长9%。", "(105 − 100) ÷ 100 = 5% ≠ 9%", id="the rate"),
    ],
)
def test_another_change_against_an_earlier_level_is_a_warning(text: str, arithmetic: str) -> None:
    assert arithmetic in against(sentences(text))["message"].item()
