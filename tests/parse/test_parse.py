"""The whole of parsing: reports do not depend on the company they are read in."""

import hashlib

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.parse.parse import parse

REPORTS = 120


# What a report may hold between its words: controls, marks that parsing itself uses, unfinished markup, other scripts
PIECES = [
    "增长5.7%",
    "，",
    "。",
    "；",
    "“",
    "（",
    "达到3.2万户",
    "第2位",
    "2024年",
    "\n",
    " | ",
    "<br>",
    "| ",
    "\x01",
    "\x02",
    "\x03",
]
PIECES += [
    "\x1c",
    "\x1f",
    "\x00",
    "\u202e",
    "𠮷",
    "é",
    "\r",
    "\t",
    "、6%",
    "分别",
    "不低于",
    "1/4",
    "-",
    "1,234",
    "PM_{2.5}",
    "[1]",
]


def texts(count: int) -> pl.DataFrame:
    """Reports of invented counties, each with a growth rate of its own."""
    names = [f"样本{n}县.txt" for n in range(count)]
    bodies = [
        "样本县2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n一、2024年计划执行情况\n"
        f"全县地区生产总值增长{n % 90}.5%，粮食产量{n + 1}万吨。\n"
        for n in range(count)
    ]
    return pl.DataFrame(
        {
            "doc_id": [hashlib.sha256(name.encode()).hexdigest() for name in names],
            "source_name": names,
            "source_uri": [f"file:///{name}" for name in names],
            "source_names": [[name] for name in names],
            "encoding": "utf-8",
            "media_type": "text/plain",
            "text": bodies,
        }
    )


def test_many_reports_give_what_each_gives_alone() -> None:
    many = texts(REPORTS)
    together = parse(many)
    alone = parse(many[100:101])
    doc_id = many["doc_id"][100]
    for name, rows in together.tables.items():
        assert rows.filter(doc_id=doc_id).equals(alone.tables[name]), name
    assert together.texts["doc_id"].equals(many["doc_id"])


def test_every_sentence_knows_how_many_observations_it_gave() -> None:
    tables = parse(texts(1)).tables
    assert tables["observations"]["value"].to_list() == [0.5, 1]
    assert tables["sentences"].filter(pl.col("numbers") > 0)["observations"].to_list()[-1] == 2


TEXTS = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join), min_size=1, max_size=20)


@settings(max_examples=4, deadline=None)  # reports of a batch are parsed together, one costs as much as twenty
@given(TEXTS)
def test_spans_point_to_their_quotes_whatever_stands_between(between: list[str]) -> None:
    bodies = [f"样本县报告\n全县生产总值{text}" for text in between]
    parsed = parse(texts(len(bodies)).with_columns(text=pl.Series(bodies)))
    normal = dict(parsed.texts.select("doc_id", "text").iter_rows())
    for table, quote in (("sentences", "text"), ("observations", "quote")):
        for doc_id, said, start, end in parsed.tables[table].select("doc_id", quote, "char_start", "char_end").rows():
            assert normal[doc_id][start:end] == said


def test_documents_whose_ids_begin_alike_keep_their_rows_apart() -> None:
    two = texts(2).with_columns(doc_id=pl.Series(["0123456789abcdef" + str(n) * 48 for n in (1, 2)]))
    tables = parse(two).tables
    for table, key in (("sections", "section_id"), ("sentences", "sentence_id"), ("observations", "observation_id")):
        assert tables[table][key].is_unique().all(), table
    assert tables["observations"].group_by("doc_id").len()["len"].to_list() == [2, 2]
