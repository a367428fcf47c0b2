"""Parts that by their names leave nothing out make the whole around them, and their shares make 100."""

import pytest

from expectations.rules.known_parts import known_parts, shares
from tests.support.reports import read

INDUSTRIES = "其中，第一产业增加值10.1亿元，增长3%；第二产业增加值30.2亿元；第三产业增加值60.3亿元。"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"全市生产总值100.6亿元，增长5%。{INDUSTRIES}", id="they make it"),
        pytest.param(f"全市生产总值100.8亿元，增长5%。{INDUSTRIES}", id="rounding"),
        pytest.param("全市生产总值50.1亿元，一、二、三产业增加值分别达到10.2亿元、9.5亿元、30.4亿元。", id="in one list"),
        pytest.param("全市人口100万人，其中城镇人口30万人、乡村人口70万人；男性51万人、女性49万人。", id="twice divided"),
        pytest.param("税收收入60亿元，非税收入40亿元。", id="no total"),
        pytest.param("居民人均收入3万元，其中城镇居民人均收入4万元，农村居民人均收入2万元。", id="means are no parts"),
        pytest.param("全市生产总值900亿元。工业向好，其中第一产业增加值10亿元。", id="one part"),
        pytest.param("农业总产值80亿元，增加值50亿元。其中，种植业产值40亿元，林业产值5亿元，牧业产值20亿元，渔业产值11亿元，"
                     "农林牧渔服务业产值4亿元。", id="a whole that a part's name is in"),
        pytest.param("重大项目90个，完成投资60亿元。新建项目20个，投资10亿元；续建项目50个，投资40亿元；技改项目20个，投资10亿元。",
                     id="one more kind of part behind them"),
        pytest.param("建设类29项（省级7项、市级5项、县级17项），前期类3项（市级2项、县级1项）。", id="each in its bracket"),
    ],
)  # fmt: skip
def test_parts_that_make_their_whole_are_left_alone(text: str) -> None:
    assert known_parts(read(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "arithmetic", "severity"),
    [
        pytest.param(f"全市生产总值130.6亿元，增长5%。{INDUSTRIES}",
                     "10.1亿元 + 30.2亿元 + 60.3亿元 = 100.6 ≠ 130.6亿元", "warning", id="industries"),
        pytest.param("财政收入100万元，其中税收收入60万元、非税收入48万元。",
                     "60万元 + 48万元 = 108 ≠ 100万元", "warning", id="revenue"),
        pytest.param("粮食总产量46.7万吨。其中，夏粮产量9.5万吨，增长2%；秋粮产量39.4万吨，增长1%。",
                     "9.5万吨 + 39.4万吨 = 48.9 ≠ 46.7万吨", "warning", id="harvests"),
        pytest.param("全年进出口总额60亿元，其中出口40亿元，增长8%；进口28亿元，下降3%。",
                     "40亿元 + 28亿元 = 68 ≠ 60亿元", "warning", id="trade"),
        pytest.param("全年水产品产量56万吨，增长4%。其中，养殖水产品产量50万吨；捕捞水产品产量16万吨。",
                     "50万吨 + 16万吨 = 66 ≠ 56万吨", "warning", id="fish"),
        pytest.param("一般公共预算支出80亿元，下降4%。其中：市本级支出50亿元；县区级支出60亿元。",
                     "50亿元 + 60亿元 = 110 ≠ 80亿元", "warning", id="levels of government"),
        pytest.param("农村公路总里程400公里，其中县道里程100公里，乡道里程200公里，村道里程150公里。",
                     "100公里 + 200公里 + 150公里 = 450 ≠ 400公里", "warning", id="roads"),
        pytest.param("全市常住人口100万人。男性61万人，女性49万人。", "61万人 + 49万人 = 110 ≠ 100万人", "info", id="without 其中"),
        pytest.param("固定资产投资完成200亿元，增长9%。民间投资活跃。第一产业完成投资10亿元；第三产业完成投资90亿元；第二产业完成投资130亿元。",
                     "10亿元 + 90亿元 + 130亿元 = 230 ≠ 200亿元", "info", id="a sentence between, another order"),
    ],
)  # fmt: skip
def test_parts_that_leave_nothing_out_make_their_whole(text: str, arithmetic: str, severity: str) -> None:
    row = known_parts(read(text)).row(0, named=True)
    assert arithmetic in row["message"]
    assert row["severity"] == severity


def test_a_thing_and_all_else_are_a_whole() -> None:
    told = "全市经济增加值90亿元，分类型看，旅游经济增加值30亿元，非旅游经济增加值70亿元。"
    assert "30亿元 + 70亿元 = 100 ≠ 90亿元" in known_parts(read(told))["message"].item()


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param("第一产业比重为12.1%，第二产业比重为40.4%，第三产业比重为47.4%。", [], id="rounding"),
        pytest.param("第一产业比重为12.1%，第二产业比重为40.4%，第三产业比重为57.4%。", ["warning"], id="more than all"),
        pytest.param("男性占41.2%，女性占48.8%。", ["info"], id="less than all"),
        pytest.param("新建项目完成投资占年度计划的90%，续建项目完成投资占年度计划的70%。", [], id="of a plan each"),
    ],
)  # fmt: skip
def test_shares_of_all_parts_make_a_hundred(told: str, found: list[str]) -> None:
    assert shares(read(told))["severity"].to_list() == found
