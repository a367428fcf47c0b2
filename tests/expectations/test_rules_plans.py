"""The result over the plan told before it is the completion."""

import polars as pl
import pytest

from expectations.rules.plans import told_before


def found(text: str) -> pl.DataFrame:
    parts = [part + "。" for part in text.split("。") if part]
    starts = [sum(len(p) for p in parts[:i]) for i in range(len(parts))]
    rows = {"doc_id": ["d"] * len(parts), "paragraph": [0] * len(parts), "text": parts, "char_start": starts}
    return told_before({"sentences": pl.DataFrame(rows)})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("年度计划投资50亿元。完成投资40亿元，占年度计划的80%。", id="they fit"),
        pytest.param("年度计划投资56.21亿元，累计完成投资35.9亿元，占年度目标的63.9%。", id="rounding"),
        pytest.param("总投资500亿元，当年计划投资50亿元，完成投资40亿元，投资完成率80%。", id="not of the total"),
        pytest.param("年度计划投资50亿元。其中，20个续建项目完成投资10亿元，占年度计划的75%。", id="of a part"),
        pytest.param("年度计划投资50亿元，完成税收40亿元，占年度目标的95%。", id="of another thing"),
        pytest.param("年度计划投资50亿元，完成投资40亿元，超过计划的70%以上。", id="a bound"),
        pytest.param("完成投资40亿元，占年度计划的95%。", id="no plan is told"),
    ],
)
def test_completions_that_fit_or_cannot_be_told_are_left_alone(text: str) -> None:
    assert found(text).is_empty()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("年度计划投资50亿元。完成投资40亿元，占年度计划的90%。", id="in the next sentence"),
        pytest.param("年度投资计划50亿元，完成投资40亿元，同比增长5%，为年度投资计划的90%。", id="behind a growth"),
        pytest.param(
            "重点项目15个，年度计划投资50亿元。15个项目完成投资40亿元，占年度任务的90%。", id="of the same projects"
        ),
        pytest.param("当年计划投资50亿元，完成投资40亿元，投资完成率90%。", id="a rate of completion"),
    ],
)
def test_another_completion_is_a_warning(text: str) -> None:
    row = found(text).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["50亿元", "40亿元", "90%"])
    assert "40亿元 ÷ 50亿元 = 80% ≠ 90%" in row["message"]


def test_a_plan_of_projects_is_not_one_of_investment() -> None:
    text = "计划开工项目250个，年度计划投资50亿元，已开工200个，完成年度计划开工的90%。"
    assert found(text)["quotes"].to_list() == [["250个", "200个", "90%"]]
