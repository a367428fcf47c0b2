"""Parts that leave nothing out make their total, and a structure is that of its values."""

import polars as pl
import pytest

from expectations.rules.partitions import known_parts, structure


def sentences(text: str) -> dict[str, pl.DataFrame]:
    """The sentences of one paragraph."""
    parts = [part + "。" for part in text.split("。") if part]
    starts = [sum(len(p) for p in parts[:i]) for i in range(len(parts))]
    rows = {"doc_id": ["d"] * len(parts), "paragraph": [0] * len(parts), "text": parts, "char_start": starts}
    return {"sentences": pl.DataFrame(rows)}


INDUSTRIES = "其中，第一产业增加值10.1亿元，增长3%；第二产业增加值30.2亿元；第三产业增加值60.3亿元。"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"生产总值100.6亿元。{INDUSTRIES}", id="they make it"),
        pytest.param(f"生产总值100.8亿元。{INDUSTRIES}", id="rounding"),
        pytest.param(
            "生产总值50.1亿元，其中一、二、三产业增加值分别达到10.2亿元、9.5亿元、30.4亿元。", id="in one list"
        ),
        pytest.param("户籍人口100人，其中城镇人口30人、乡村人口70人；男性人口51人、女性人口49人。", id="twice divided"),
        pytest.param("税收收入60亿元，非税收入40亿元。", id="no total"),
        pytest.param("人均收入3万元，其中城镇居民收入4万元，农村居民收入2万元。", id="means are no parts"),
        pytest.param("生产总值900亿元。工业向好，其中第一产业增加值10亿元。", id="one part"),
    ],
)
def test_parts_that_make_their_total_are_left_alone(text: str) -> None:
    assert known_parts(sentences(text)).is_empty()


@pytest.mark.parametrize(
    ("text", "arithmetic", "severity"),
    [
        pytest.param(
            f"生产总值130.6亿元。{INDUSTRIES}", "10.1 + 30.2 + 60.3 = 100.6 ≠ 130.6", "warning", id="industries"
        ),
        pytest.param(
            "收入100万元，其中税收收入60万元、非税收入48万元。", "60 + 48 = 108 ≠ 100", "warning", id="revenue"
        ),
        pytest.param(
            "人口100人，其中城镇人口30人、乡村人口71人。", "30 + 71 = 101 ≠ 100", "warning", id="town and country"
        ),
        pytest.param("全县人口100人，男性61人，女性49人。", "61 + 49 = 110 ≠ 100", "info", id="without 其中"),
    ],
)
def test_parts_that_leave_nothing_out_make_their_total(text: str, arithmetic: str, severity: str) -> None:
    row = known_parts(sentences(text)).row(0, named=True)
    assert arithmetic in row["message"]
    assert row["severity"] == severity


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        pytest.param("10.0:30.0:60.0", True, id="it fits"),
        pytest.param("10:30:60", True, id="rounding"),
        pytest.param("12.0:28.0:60.0", False, id="another structure"),
        pytest.param("15.0:30.0:55.0调整为10.0:30.0:60.0", True, id="then and now"),
    ],
)
def test_a_structure_is_that_of_its_values(told: str, holds: bool) -> None:
    values = "第一产业增加值10.04亿元，第二产业增加值30.02亿元，第三产业增加值60.0亿元。"
    assert structure(sentences(f"{values}三次产业结构为{told}。")).is_empty() == holds
