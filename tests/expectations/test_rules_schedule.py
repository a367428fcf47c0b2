"""What is completed in one year is not completed in another."""

import polars as pl
import pytest

from expectations.rules.schedule import completed_twice


def found(*sentences: str) -> pl.DataFrame:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = {"doc_id": ["d"] * len(sentences), "text": sentences, "char_start": starts}
    return completed_twice({"sentences": pl.DataFrame(rows)})


def test_work_that_is_completed_in_two_years_is_worth_an_info() -> None:
    row = found("2023年，力争完成甲厂整体搬迁并投运。", "2025年，完成甲厂集团整体搬迁，老厂关停。").row(0, named=True)
    assert (row["severity"], row["expected"], row["observed"]) == ("info", "2023", "2025")
    assert row["quotes"] == ["2023年", "完成甲厂整体搬迁", "2025年", "完成甲厂集团整体搬迁"]


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(("2023年，完成甲厂整体搬迁。", "2023年，完成甲厂整体搬迁并投运。"), id="one year"),
        pytest.param(("2023年，完成甲厂整体搬迁。", "2025年，完成乙厂整体搬迁。"), id="other work"),
        pytest.param(("2023年，启动甲厂整体搬迁。", "2025年，完成甲厂整体搬迁。"), id="begun and completed"),
        pytest.param(("2023年，完成甲厂主体工程。", "2025年，完成甲厂主体工程。"), id="a stage of it"),
        pytest.param(tuple(f"{y}年，完成河道清淤疏浚。" for y in (2022, 2023, 2024)), id="every year"),
        pytest.param(("2023年，完成甲厂整体搬迁。", "2025年，完成甲厂整体搬迁、剩余厂房拆除。"), id="one of several"),
    ],
)
def test_a_schedule_that_may_be_right_is_left_alone(sentences: tuple[str, ...]) -> None:
    assert found(*sentences).is_empty()
