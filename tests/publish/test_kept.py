"""Rows that are kept hold their own text and no other."""

import polars as pl

from flows.publish.kept import kept


def held(rows: pl.DataFrame) -> int:
    """Bytes that the rows keep from being freed."""
    arrays = [column.to_arrow(compat_level=pl.CompatLevel.newest()) for column in rows]
    return sum(buffer.size for array in arrays for buffer in array.buffers() if buffer is not None)


def test_a_few_rows_of_many_do_not_hold_the_text_of_all() -> None:
    many = pl.DataFrame({"doc_id": ["甲", "乙"] * 1_000, "text": [f"示例市第{n}句，" * 20 for n in range(2_000)]})
    few = many.group_by("doc_id", maintain_order=True).head(2)
    assert held(few) > 100_000
    assert held(kept(few)) < 10_000


def test_kept_rows_are_the_same_rows() -> None:
    spans = [[{"start": 1, "end": 2}], [], None]
    rows = pl.DataFrame(
        {"quotes": [["甲"], [], None], "char_spans": spans, "year": pl.Series([1, None, 3], dtype=pl.Int32)}
    )
    assert kept(rows).equals(rows)
    assert kept(rows).schema == rows.schema
    assert kept(rows.clear()).schema == rows.schema
