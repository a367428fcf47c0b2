"""A level grows to its target at the growth that is planned."""

import pytest

from expectations.rules.paths import path
from tests.support.reports import read

NOW = "2023年，社会消费品零售总额达到280.4亿元。"
PLAN = "2024年主要预期目标："


def severities(text: str) -> list[str]:
    return path(read(text))["severity"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长7%，达到300亿元。", id="they make it"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长7%，达到305亿元。", id="a round target"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长5%以上，达到310亿元。", id="or more"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长7%以上，达到300亿元以上。", id="two floors"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长6%左右，达到302亿元。", id="about"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长7%。", id="no target level"),
        pytest.param("2023年，地区生产总值达到280.4亿元。\n2024年，地区生产总值增长5%，达到310亿元。", id="real growth"),
        pytest.param("2020年，地区生产总值达到300亿元。\n“十四五”时期主要目标：地区生产总值年均增长6%左右，2025年达到400亿元。",
                     id="mean growth"),
        pytest.param("2020年，居民存款达到200亿元。\n2023年，居民存款达到290亿元，比2020年增长45%。", id="growth of all years"),
        pytest.param("2020年，居民存款达到200亿元。\n2023年，居民存款达到290亿元，增长8%。", id="growth of one year"),
    ],
)  # fmt: skip
def test_targets_that_their_growth_leads_to_are_left_alone(text: str) -> None:
    assert severities(text) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长7%，达到340亿元。", "warning", id="too much"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长7%以上，达到288亿元。", "warning", id="too little"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长15%以上，达到300亿元以上。", "info", id="floors apart"),
        pytest.param("2023年，规模以上工业总产值达到280亿元。\n2024年主要预期目标：规模以上工业总产值增长18%，达到315亿元。", "info",
                     id="output"),
        pytest.param(f"{NOW}\n{PLAN}社会消费品零售总额增长15%，达到300亿元以上。", "info", id="a low floor"),
        pytest.param("2023年，财政收入突破20亿元，达到21.9亿元。\n2024年主要预期目标：财政收入增长25%，达到24亿元。", "warning",
                     id="from what was passed"),
        pytest.param("2020年，城镇居民人均可支配收入达到16000元。\n“十四五”时期主要目标：城镇居民人均可支配收入、农民人均纯收入年均分别增长8.5%，"
                     "2025年城镇居民人均可支配收入达到20000元。", "warning", id="a growth that two have"),
        pytest.param("2023年，地区生产总值达到280.4亿元。\n2024年，地区生产总值增长5%，达到390亿元。", "info", id="beyond prices"),
        pytest.param("2020年，地区生产总值达到300亿元。\n“十四五”时期主要目标：地区生产总值年均增长8%左右，2025年达到310亿元。", "info",
                     id="mean growth"),
        pytest.param("2020年，居民存款达到200亿元。\n2023年，居民存款达到290亿元，比2020年增长65%。", "warning", id="growth of all years"),
    ],
)  # fmt: skip
def test_targets_that_their_growth_does_not_lead_to_are_found(text: str, severity: str) -> None:
    assert severities(text) == [severity]
