"""What rises becomes more, what keeps within a limit is not above it, an index is 100 and its rise."""

import polars as pl
import pytest

from expectations.rules.bounds import direction, index_and_rise, real_and_nominal, within
from expectations.schemas import empty


def sentences(text: str) -> dict[str, pl.DataFrame]:
    return {"sentences": pl.DataFrame({"doc_id": ["d"], "text": [text], "char_start": [100]})}


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        pytest.param("供水普及率从18%提升至15%。", ["18%", "15%"], id="a share"),
        pytest.param("覆盖率由2020年的92.5%提高到2024年的91%。", ["92.5%", "91%"], id="with years"),
        pytest.param("收入由9800万元增加到0.8亿元。", ["9800万元", "0.8亿元"], id="two magnitudes"),
        pytest.param("产值及其比重分别由20亿元和50%上升为30亿元和45%。", ["50%", "45%"], id="the second of two"),
        pytest.param("时限由15个工作日压缩到20个工作日。", ["15个工作日", "20个工作日"], id="a fall to more"),
    ],
)
def test_a_rise_to_less_and_a_fall_to_more_are_found(text: str, quotes: list[str]) -> None:
    row = direction(sentences(text)).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", quotes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("供水普及率从18%提升至22%。", id="a rise"),
        pytest.param("收入由9800万元增加到1.2亿元。", id="a rise to a larger magnitude"),
        pytest.param("排名由第8位上升至第5位。", id="a rank"),
        pytest.param("排位由18位上升到15位。", id="a rank without 第"),
        pytest.param("产值及其比重分别由20亿元和50%上升为30亿元和55%。", id="two that rise"),
        pytest.param("从2021年到2025年，产值由40亿元增长到50亿元。", id="years before"),
        pytest.param("由5个村增加到1200户。", id="two things"),
        pytest.param("由-3.2%提高到1.5%。", id="from below nothing"),
    ],
)
def test_what_moves_as_it_is_said_to_is_left_alone(text: str) -> None:
    assert direction(sentences(text)).is_empty()


def test_a_value_beyond_the_limit_that_it_is_said_to_keep_is_a_warning() -> None:
    assert within(sentences("登记失业率2.8%，控制在年初预定目标2.5%以内。"))["quotes"].to_list() == [["2.8%", "2.5%"]]
    assert within(sentences("登记失业率2.3%，控制在年初预定目标2.5%以内。")).is_empty()
    assert within(sentences("登记失业率3.1%，增速控制在2%左右。")).is_empty()


def test_real_growth_above_nominal_growth_is_worth_a_look() -> None:
    assert real_and_nominal(sentences("收入名义增长8%，扣除价格因素，实际增长9%。"))["severity"].to_list() == ["info"]
    assert real_and_nominal(sentences("收入名义增长9%，扣除价格因素，实际增长8%。")).is_empty()


def index(value: float, rise: float, name: str = "居民消费价格指数") -> pl.DataFrame:
    text = f"{name}为{value}，上涨{rise}%。"
    rows = [
        {"measure": measure, "value": number, "unit": unit, "quote": quote, "char_start": text.index(quote)}
        for measure, number, unit, quote in (("level", value, None, f"{value}"), ("growth", rise, "%", f"上涨{rise}%"))
    ]
    about = {"doc_id": "d", "indicator": name, "evidence": text, "year": 2024, "status": "actual"}
    typed = pl.DataFrame([{**about, **row} for row in rows]).with_columns(
        pl.col("year").cast(pl.Int32), char_end=pl.col("char_start") + 2
    )
    return index_and_rise({"observations": pl.concat([empty("observations"), typed], how="diagonal_relaxed")})


def test_an_index_less_100_is_the_rise_beside_it() -> None:
    assert index(102.4, 3.4)["expected"].to_list() == ["+2.4%"]
    assert index(102.4, 2.4).is_empty()


def test_an_index_may_be_rounded() -> None:
    assert index(102.38, 2.4).is_empty()


def test_an_index_that_is_not_of_prices_may_have_another_base() -> None:
    assert index(120.5, 3.0, name="消费者信心指数").is_empty()
