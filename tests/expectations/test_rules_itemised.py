"""What is listed behind 其中 or in brackets is no more than its whole, and all of it where the list says so."""

import pytest

from expectations.rules.itemised import counted_shares, itemised, left
from tests.support.reports import read


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("完成投资100亿元，其中产业投资40.2亿元、民生投资59.8亿元。", id="they make it"),
        pytest.param("完成投资100亿元，其中产业投资40.4亿元、民生投资60.2亿元。", id="rounding"),
        pytest.param("完成投资100亿元，其中产业投资40亿元。", id="a part"),
        pytest.param("安排项目78个，计划投资52亿元，其中工业项目61个。", id="of the whole in the same unit"),
        pytest.param("完成投资100亿元，其中产业项目140个。", id="another unit"),
        pytest.param("新认定企业12家，其中累计获奖35家。", id="a part of what there is in all"),
        pytest.param("新增用户3户；其中贷款40户。", id="another statement"),
        pytest.param("财政收入38亿元，其中地方级收入26亿元，增长2%；零售额105亿元，增长8%。", id="the list ends with its clause"),
        pytest.param("共有教师400人，其中小学教师190人，中学教师170人，在校学生6200人。", id="what is no teacher"),
        pytest.param("项目30项，其中建设类27项（省级6项、市级21项）、前期类3项。", id="parts of a part"),
        pytest.param("注册外资5亿美元，到位外资2亿美元，其中开发区注册外资4亿美元，到位外资1亿美元。", id="two wholes, two parts"),
        pytest.param("林业产值70亿元，增加值30亿元。其中，花卉产值38亿元，苗木产值20亿元。", id="the whole of the same noun"),
        pytest.param("病床640张，其中县医院300张、中医院100张、乡镇卫生院240张，每千人1.8张。", id="a ratio is no part"),
    ],
)  # fmt: skip
def test_items_within_their_whole_are_left_alone(text: str) -> None:
    assert itemised(read(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "arithmetic", "severity"),
    [
        pytest.param("完成投资100亿元，其中产业投资40亿元、民生投资70亿元。",
                     "40亿元 + 70亿元 = 110 > 100亿元", "warning", id="in one sentence"),
        pytest.param("基础设施投资19亿元，增长2%。其中，水利投资9亿元，增长7%；交通投资12亿元；通信投资1亿元。",
                     "9亿元 + 12亿元 + 1亿元 = 22 > 19亿元", "warning", id="in the next sentence"),
        pytest.param("在建项目50个。其中，5亿元以上项目27个；工业项目33个。", "27个 + 33个 = 60 > 50个", "info", id="sorted twice"),
        pytest.param("现有员工689人（正式员工607人，临时人员182人）。", "607人 + 182人 = 789 > 689人", "info", id="in brackets"),
        pytest.param("争取资金50亿元，其中甲类资金11亿元，其中乙类资金32亿元。", "32亿元 > 11亿元", "info",
                     id="another number may be the whole"),
        pytest.param("村医440人，其中大专学历15人，中专学历200人，其他135人。",
                     "15人 + 200人 + 135人 = 350 ≠ 440人", "warning", id="less, with the rest named"),
        pytest.param("在建项目50个，完成投资90亿元，其中：产业项目20个，投资40亿元；民生项目20个，投资50亿元。",
                     "20个 + 20个 = 40 ≠ 50个", "warning", id="less, and all in another unit"),
    ],
)  # fmt: skip
def test_items_that_do_not_fit_their_whole(text: str, arithmetic: str, severity: str) -> None:
    row = itemised(read(text)).row(0, named=True)
    assert arithmetic in row["message"]
    assert row["severity"] == severity


TASKS = "任务分解为{}项。落后的有20项，占总任务的10%；正常的有150项，占总任务的{}%；超前的有30项，占总任务的15%。"


@pytest.mark.parametrize(
    ("whole", "share", "arithmetic"),
    [
        pytest.param("200", "75", None, id="they fit"),
        pytest.param("260", "75", "20项 + 150项 + 30项 = 200 ≠ 260项", id="the shares make 100"),
        pytest.param("200", "85", "150项 ÷ 200项 = 75% ≠ 85%", id="the items make the whole"),
    ],
)
def test_items_with_shares_fit_their_whole(whole: str, share: str, arithmetic: str | None) -> None:
    found = counted_shares(read(TASKS.format(whole, share)))["message"].to_list()
    assert len(found) == (arithmetic is not None)
    assert all(str(arithmetic) in message for message in found)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param("实事30项，常年开展的有3项，其余27项按期推进。", [], id="it fits"),
        pytest.param("实事30项，常年开展的有3项，其余37项按期推进。", ["info"], id="it does not"),
    ],
)
def test_what_is_left_is_the_whole_less_the_parts(told: str, found: list[str]) -> None:
    assert left(read(told))["severity"].to_list() == found
