"""Rows of a table in plain lines say what the text says."""

import polars as pl

from expectations.rules.plain_rows import rows_and_text

TEXT = {"第一产业增加值": ("37.11亿元", "增长2.6%"), "第二产业增加值": ("339.85亿元", "增长4.5%")}


def found(*lines: str) -> list[list[str]]:
    sentences = [{"doc_id": "d", "text": line, "char_start": 1000 + 100 * i} for i, line in enumerate(lines)]
    observations = [
        {
            "doc_id": "d", "indicator": name, "measure": measure, "value": float(quote.strip("亿元增长%")), "comparator": "eq",
            "origin": "text", "status": "actual", "year_from": None, "quote": quote,
            "evidence": f"{name}{level}，{growth}。", "char_start": 10, "char_end": 10 + len(quote),
        }
        for name, (level, growth) in TEXT.items()
        for measure, quote in (("level", level), ("growth", growth))
    ]  # fmt: skip
    tables = {"sentences": pl.DataFrame(sentences), "observations": pl.DataFrame(observations)}
    return rows_and_text(tables)["quotes"].to_list()


def test_a_row_that_differs_in_a_column_that_agrees_is_found() -> None:
    assert found("第一产业|37.11|2.6|", "第二产业|441.81|4.5|") == [["339.85亿元", "441.81"]]


def test_a_table_of_one_cell_a_line_is_read() -> None:
    assert found("第一产业", "37.11", "第二产业", "441.81") == [["339.85亿元", "441.81"]]


def test_rows_that_agree_within_rounding_or_in_another_unit_are_not() -> None:
    assert found("第一产业|371100|2.6|", "第二产业|3398500|4.5|") == []
    assert found("第一产业|37.1|2.6|", "第二产业|339.9|4.5|") == []


def test_a_column_that_agrees_nowhere_is_of_something_else() -> None:
    assert found("第一产业|12|8.1|", "第二产业|15|7.2|") == []
