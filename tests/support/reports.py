"""A report of a few sentences as the tables that rules read: the text in, what the parser makes of it out."""

import polars as pl

from flows.parse.parse import parse

TITLE = "甲市2023年国民经济和社会发展计划执行情况与2024年计划草案的报告"


def read(*paragraphs: str) -> dict[str, pl.DataFrame]:
    """The tables of a report of 甲市 on 2023 with these paragraphs."""
    source = {
        "doc_id": "d", "source_name": "甲市.txt", "source_uri": "file:甲市.txt", "source_names": ["甲市.txt"],
        "encoding": "utf-8", "media_type": "text/plain", "text": "\n".join((TITLE, *paragraphs)),
    }  # fmt: skip
    return dict(parse(pl.DataFrame([source])).tables)
