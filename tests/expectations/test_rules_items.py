"""A list that is counted in the same breath has as many items."""

import polars as pl
import pytest

from expectations.rules.items import named_items


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
