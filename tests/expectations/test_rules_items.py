"""A list that is counted in the same breath has as many items."""

import polars as pl
import pytest

from expectations.rules.items import counted_items, named_items


def severities(sentence: str) -> list[str]:
    tables = {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})}
    return named_items(tables)["severity"].to_list()


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("“获得用水”“市政服务”“政府采购”3项指标进步。", id="in quotation marks"),
        pytest.param("“获得用水”、“市政服务”和“政府采购”三项指标进步。", id="with words between"),
        pytest.param("“获得用水”“市政服务”等9项指标进步。", id="some of nine"),
        pytest.param("做强能源、化工、食品3大产业。", id="without quotation marks"),
        pytest.param("做强能源、材料与化工、食品四大产业。", id="与 may join two"),
        pytest.param("做强能源、化工等7大产业。", id="two of seven"),
        pytest.param("新建学校、医院12所。", id="a total of two kinds"),
        pytest.param("推动甲厂、乙厂完成8大工程。", id="not the count of what stands before"),
    ],
)
def test_lists_that_are_as_long_as_stated_are_left_alone(sentence: str) -> None:
    assert severities(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        pytest.param("“获得用水”“市政服务”“政府采购”5项指标进步。", "warning", id="fewer than stated"),
        pytest.param("“获得用水”“市政服务”“政府采购”等2项指标进步。", "warning", id="more than stated"),
        pytest.param("做强能源、化工、食品5大产业。", "info", id="without quotation marks"),
    ],
)
def test_lists_of_another_length_are_found(sentence: str, severity: str) -> None:
    assert severities(sentence) == [severity]


def counted(sentence: str) -> list[str]:
    tables = {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [0]})}
    return counted_items(tables)["observed"].to_list()


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("产值、税收、出口3个指标低于预期。", id="named before the count"),
        pytest.param("产值、税收、出口等6个指标低于预期。", id="some of six"),
        pytest.param("下设股室3个，分别是综合股（副科）、投资股和价格股。", id="named behind the count"),
        pytest.param("实施“三大工程”，即产业工程、交通工程和水利工程。", id="in quotation marks"),
        pytest.param("全县12个县（市、区）参加。", id="kinds of places in brackets"),
        pytest.param("建成公园、广场、停车场8个。", id="a count of the last, or of all"),
        pytest.param("推进全国统一市场建设、规划、监管统一市场。", id="no count"),
        pytest.param("第一、第二、第三产业增长。", id="a number of order"),
        pytest.param("营商环境、督查落实2项工作受到表扬。", id="two that end in a verb"),
        pytest.param("统筹城乡、抓好落实5项工作。", id="what a verb does"),
        pytest.param("甲区12项经验、乙区8项经验获推广。", id="each with a number of its own"),
    ],
)
def test_items_named_one_by_one_are_as_many_as_counted(sentence: str) -> None:
    assert counted(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        pytest.param("产值、税收、出口5个指标低于预期。", "5", id="named before the count"),
        pytest.param("推动甲、乙、丙5市整合资源。", "5", id="places by one character"),
        pytest.param("产值、税收、出口等2个指标低于预期。", "2", id="more than two"),
        pytest.param("营商环境、督查落实7项工作受到表扬。", "7", id="of work that is praised"),
        pytest.param("下设股室4个，分别是综合股、投资股和价格股。", "4", id="named behind the count"),
        pytest.param("正在推进的有2项（改造小区；新建管网；修复河道）。", "2", id="in brackets"),
        pytest.param("全州8个县（市）：甲县、乙县、丙县、丁市全部摘帽，减少人口18万人。", "8", id="before a comma"),
        pytest.param("实施“五大工程”，即产业工程、交通工程和水利工程。", "5", id="in quotation marks"),
    ],
)
def test_items_of_another_number_are_worth_a_look(sentence: str, stated: str) -> None:
    assert counted(sentence) == [stated]
