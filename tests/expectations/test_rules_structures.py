"""An industry has its part of the product."""

import pytest

from expectations.rules.structures import structure
from tests.support.reports import read

PRODUCT = "2023年，地区生产总值200亿元。三次产业结构为10.0:50.0:40.0。"


@pytest.mark.parametrize(
    "industry",
    [
        pytest.param("第三产业增加值80亿元。", id="it is"),
        pytest.param("第三产业增加值80.3亿元。", id="rounding"),
        pytest.param("规模以上工业增加值90亿元。", id="industry within its sector"),
        pytest.param("规模以上工业总产值290亿元。", id="output is no value added"),
    ],
)
def test_values_that_fit_the_structure_are_left_alone(industry: str) -> None:
    assert structure(read(PRODUCT + industry)).is_empty()


@pytest.mark.parametrize(
    ("industry", "severity", "made"),
    [
        pytest.param("第三产业增加值98亿元。", "warning", "49.00%", id="another part"),
        pytest.param("规模以上工业增加值120亿元。", "info", "60.00%", id="more industry than its sector"),
    ],
)
def test_values_that_do_not_fit_the_structure_are_found(industry: str, severity: str, made: str) -> None:
    row = structure(read(PRODUCT + industry)).row(0, named=True)
    assert (row["severity"], row["observed"]) == (severity, made)


def test_a_structure_with_signs_of_ratio_is_read_alike() -> None:
    text = PRODUCT.replace(":", "∶") + "第三产业增加值98亿元。"
    assert structure(read(text))["observed"].to_list() == ["49.00%"]
