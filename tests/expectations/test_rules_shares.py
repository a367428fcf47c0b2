"""A part over its whole is the share that is stated, right behind the numbers or under their names."""

import polars as pl
import pytest

from expectations.rules.shares import done, named
from tests.support.reports import read


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param("126条黑臭水体已完成治理120条（95%）。", [], id="in brackets"),
        pytest.param("126条黑臭水体已完成治理120条（75%）。", ["warning"], id="another in brackets"),
        pytest.param("8个改建工程中，4个工程已经开工，开工率达50%。", [], id="a rate of what is done"),
        pytest.param("8个改建工程中，4个工程已经开工，开工率达65%。", ["warning"], id="another rate of what is done"),
        pytest.param("900件建议中，已采纳的建议630件，占70.0%。", [], id="a share of no name"),
        pytest.param("900件建议中，已采纳的建议630件，占91.5%。", ["warning"], id="another share of no name"),
        pytest.param("收费路段3.4万公里，占公路总里程97.1万公里的3.5%。", [], id="the whole beside its share"),
        pytest.param("收费路段3.4万公里，占公路总里程97.1万公里的4.5%。", ["warning"], id="another than the whole beside it"),
        pytest.param("12个旧改项目全部交付，36个新建项目交付率96.9%。", [], id="of another set"),
        pytest.param("老年人口264万人，占18%（其中，高龄人口190万人，占13%）。", [], id="each of a whole that is not told"),
        pytest.param("办结236件、部分办结40件，占比92.8%。", [], id="two parts of a whole that is not told"),
    ],
)  # fmt: skip
def test_a_share_behind_a_number_is_what_the_numbers_make(told: str, found: list[str]) -> None:
    assert done(read(told))["severity"].to_list() == found


@pytest.mark.parametrize(
    ("share", "found"),
    [
        pytest.param("40%", [], id="it is"),
        pytest.param("39.9%", [], id="rounding"),
        pytest.param("52%", ["warning"], id="it is not"),
    ],
)
def test_a_share_that_names_both_is_what_they_make(share: str, found: list[str]) -> None:
    told = ("固定资产投资完成50亿元，增长4%。", f"民间投资完成20亿元，增长2%，占全市固定资产投资的比重为{share}。")
    assert named(read(*told))["severity"].to_list() == found


@pytest.mark.parametrize(
    ("part", "share", "found"),
    [
        pytest.param("40亿元", "40%", [], id="it is"),
        pytest.param("52亿元", "40%", ["warning"], id="it is not"),
        pytest.param("52亿元以上", "40%", ["info"], id="not of a floor"),
        pytest.param("40亿元以上", "40.5%", [], id="a round floor"),
    ],
)
def test_the_product_is_known_under_each_of_its_names(part: str, share: str, found: list[str]) -> None:
    told = f"2024年地区生产总值达到100亿元。服务业增加值达到{part}，增长5%，占GDP比重{share}。"
    assert named(read(f"2024年主要预期目标：\n{told}"))["severity"].to_list() == found


def test_the_whole_province_is_the_whole_of_its_own_report_alone() -> None:
    told = "2023年，生产总值100亿元。文化产业增加值10亿元，占全省生产总值的比重达到5%。"
    tables = read(told)
    province = tables["documents"].with_columns(region_level=pl.lit("province"))
    assert named(tables).is_empty()
    assert named(tables | {"documents": province})["severity"].to_list() == ["warning"]


def test_a_part_is_not_the_whole_of_another() -> None:
    assert named(read("建筑业完成税收4亿元，占全区税收的20%。", "服务业完成税收9亿元，占全区税收的45%。")).is_empty()
