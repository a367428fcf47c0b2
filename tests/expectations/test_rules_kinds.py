"""Kinds of a thing are together no more than all of it."""

import polars as pl

from expectations.rules.kinds import within_whole


def found(*said: tuple[str, str | None, float], status: str = "actual") -> list[tuple[str, str]]:
    rows = [
        {
            "doc_id": "d", "region": None, "year": 2024, "year_from": None, "status": status, "indicator": name,
            "indicator_code": code, "measure": "level", "value": value, "value_base": value, "unit": "吨", "unit_base": "吨",
            "comparator": "eq", "origin": "text", "quote": f"{value:g}吨", "evidence": f"{name}{value:g}吨。",
            "char_start": 20 * i, "char_end": 20 * i + 10,
        }
        for i, (name, code, value) in enumerate(said)
    ]  # fmt: skip
    schema = {"region": pl.String, "year_from": pl.Int32, "indicator_code": pl.String}
    hits = within_whole({"observations": pl.DataFrame(rows, schema_overrides=schema)})
    return list(hits.select("severity", "expected").iter_rows())


def test_parts_that_are_more_than_the_whole_are_found() -> None:
    said = (("肉类产量", "meat", 31240), ("猪肉产量", "pork", 30310), ("牛肉产量", "beef", 1200))
    assert found(*said) == [("warning", ">= 30310吨 + 1200吨")]


def test_parts_that_leave_room_for_others_are_not() -> None:
    assert found(("肉类产量", "meat", 31240), ("猪肉产量", "pork", 24310), ("牛肉产量", "beef", 1200)) == []


def test_rounding_explains_a_little_more() -> None:
    assert found(("肉类产量", "meat", 31.2), ("猪肉产量", "pork", 31.25)) == []


def test_a_whole_without_a_code_is_known_by_its_name() -> None:
    assert len(found(("谷物产量", None, 39603), ("稻谷产量", "rice", 34794), ("玉米产量", "corn", 10015))) == 1
