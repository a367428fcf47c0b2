"""A structure of the three industries is that of their values."""

import polars as pl
import pytest

from expectations.rules.partitions import structure


def sentences(text: str) -> dict[str, pl.DataFrame]:
    """The sentences of one paragraph."""
    parts = [part + "。" for part in text.split("。") if part]
    starts = [sum(len(p) for p in parts[:i]) for i in range(len(parts))]
    rows = {"doc_id": ["d"] * len(parts), "paragraph": [0] * len(parts), "text": parts, "char_start": starts}
    return {"sentences": pl.DataFrame(rows)}


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
