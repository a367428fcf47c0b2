"""One rate less the other is the distance that is stated; a share done lies on the calendar."""

import pytest

from expectations.rules.gaps import calendar, gap
from tests.support.reports import read


@pytest.mark.parametrize(
    ("told", "arithmetic"),
    [
        pytest.param("民间投资增长3.1%，比一季度（7.3%）回落4.2个百分点，比上半年（5.0%）回落1.9个百分点。", None, id="brackets"),
        pytest.param("工业投资增长3.2%，比一季度（6.7%）回落4.5个百分点。", "3.2 − 6.7 = -3.5 ≠ -4.5", id="another distance"),
        pytest.param("工业投资下降3.2%，降幅比一季度（-6.7%）收窄3.5个百分点。", None, id="a fall that narrows"),
        pytest.param("纺织业增加值增长9.2%，增速比规模以上工业快3.2个百分点。规模以上工业增加值增长6%。", None, id="named"),
        pytest.param("纺织业增加值增长9.2%，增速比规模以上工业快4.2个百分点。规模以上工业增加值增长6.0%。",
                     "9.2 − 6 = 3.2 ≠ 4.2", id="named, another distance"),
        pytest.param("工业投资增长8.2%，高于固定资产投资增速3.1个百分点。固定资产投资增长6.1%。",
                     "8.2 − 6.1 = 2.1 ≠ 3.1", id="above"),
        pytest.param("工业投资增长4.2%，低于固定资产投资增速1.9个百分点。固定资产投资增长6.1%。", None, id="below"),
        pytest.param("工业投资增长8.2%，高于全国3.1个百分点。固定资产投资增长6.1%。", None, id="another place"),
    ],
)  # fmt: skip
def test_two_rates_are_as_far_apart_as_is_said(told: str, arithmetic: str | None) -> None:
    found = gap(read(told))["message"].to_list()
    assert len(found) == (arithmetic is not None)
    assert all(str(arithmetic) in message for message in found)


@pytest.mark.parametrize(
    ("share", "holds"),
    [
        pytest.param("36.7", True, id="four months"),
        pytest.param("47.7", False, id="no whole months"),
    ],
)
def test_a_share_done_lies_on_the_calendar(share: str, holds: bool) -> None:
    assert calendar(read(f"支出80亿元，完成年初预算{share}%，快于序时进度3.4个百分点。")).is_empty() == holds
