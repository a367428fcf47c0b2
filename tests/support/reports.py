"""A report of a few sentences as the tables that rules read: the text in, what the parser makes of it out.

Reading one report or a hundred takes the parser nearly the same time, so that the texts which the tests are known to ask for
are read together, the first time that one of them is asked for.
"""

from collections.abc import Iterable
from functools import cache

import polars as pl
import pytest

from flows.parse.parse import parse

TITLE = "甲市2023年国民经济和社会发展计划执行情况与2024年计划草案的报告"
_foreseen: set[str] = set()


def foresee(texts: Iterable[str]) -> None:
    """Tell which texts will be asked for."""
    _foreseen.update(texts)


def texts_of(items: list[pytest.Item]) -> set[str]:
    """What the parameters of tests, and the tests themselves, hold of sentences."""
    given = (value for item in items if hasattr(item, "callspec") for value in item.callspec.params.values())
    codes = {item.function.__code__ for item in items if isinstance(item, pytest.Function)}
    written = (value for code in codes for value in code.co_consts)
    return {value for value in (*given, *written) if isinstance(value, str) and "。" in value}


def read(*paragraphs: str) -> dict[str, pl.DataFrame]:
    """The tables of a report of 甲市 on 2023 with these paragraphs."""
    text = "\n".join(paragraphs)
    if text in _foreseen:
        return _read_together()[text]
    return dict(parse(pl.DataFrame([_source("d", text)])).tables)


def _source(doc_id: str, text: str) -> dict[str, object]:
    return {
        "doc_id": doc_id, "source_name": "甲市.txt", "source_uri": "file:甲市.txt", "source_names": ["甲市.txt"],
        "encoding": "utf-8", "media_type": "text/plain", "text": f"{TITLE}\n{text}",
    }  # fmt: skip


@cache
def _read_together() -> dict[str, dict[str, pl.DataFrame]]:
    ids = {f"d{number:05}": text for number, text in enumerate(sorted(_foreseen))}
    tables = parse(pl.DataFrame([_source(doc_id, text) for doc_id, text in ids.items()])).tables
    return {
        text: {name: rows.filter(pl.col("doc_id") == doc_id) for name, rows in tables.items()}
        for doc_id, text in ids.items()
    }
