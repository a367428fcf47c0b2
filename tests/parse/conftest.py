"""What the tests of the grammar share: sentences of an invented report in, rows out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from inspect import signature

import polars as pl
import pytest
from together import Together, doc_ids, look_ahead

from flows.parse.observations import observe

DOC_ID = "a" * 64


@dataclass(frozen=True)
class Report:
    """An invented report: paragraphs under headings (`#` at the start of a line), and the years it speaks of."""

    text: str
    kind: str = "plan_report"
    review_year: int | None = 2023
    plan_year_from: int | None = None
    plan_year: int | None = 2024
    region_code: str | None = "990100"
    given_on: date | None = None
    published_on: date | None = None
    title: str | None = None
    table_no: int | None = None


def tables(report: Report, doc_id: str = DOC_ID) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Sentences, sections and documents as the stages before hand them over."""
    sentences, sections, start, section = [], [], 0, None
    for number, line in enumerate(report.text.split("\n")):
        if line.startswith("#"):
            section = f"{doc_id[:32]}:s{number:03}"
            sections.append((doc_id, section, None, 1, "一、", line.lstrip("#")))
        pieces = [piece if piece.endswith("：") else piece + "。" for piece in line.split("。") if piece]
        for piece in pieces:
            sentences.append(
                (doc_id, f"{start:05}", section, number, report.table_no, piece, start, start + len(piece))
            )
            start += len(piece)
        start += 1
    documents = {
        "doc_id": [doc_id], "source_name": ["report.txt"], "kind": [report.kind], "region": ["示例市"],
        "region_code": [report.region_code], "review_year": [report.review_year],
        "plan_year_from": [report.plan_year_from], "plan_year": [report.plan_year],
        "given_on": pl.Series([report.given_on], dtype=pl.Date),
        "published_on": pl.Series([report.published_on], dtype=pl.Date), "title": pl.Series([report.title], dtype=pl.String),
    }  # fmt: skip
    years = dict.fromkeys(("review_year", "plan_year_from", "plan_year"), pl.Int32)
    return (
        pl.DataFrame(
            sentences,
            schema={
                "doc_id": pl.String, "sentence_id": pl.String, "section_id": pl.String, "paragraph": pl.Int32,
                "table_no": pl.Int32, "text": pl.String, "char_start": pl.Int64, "char_end": pl.Int64,
            },
            orient="row",
        ),
        pl.DataFrame(
            sections,
            schema={
                "doc_id": pl.String, "section_id": pl.String, "parent_id": pl.String, "level": pl.Int32,
                "number": pl.String, "title": pl.String,
            },
            orient="row",
        ),
        pl.DataFrame(documents, schema_overrides=years),
    )  # fmt: skip


READER = Together[Report, pl.DataFrame](lambda reports: _observed_together(reports))


@pytest.fixture(scope="session")
def observed() -> Callable[..., pl.DataFrame]:
    """observed(text, kind=…, review_year=…): the observations of an invented report."""
    return lambda text, **about: READER(Report(text, **about))


@pytest.fixture(scope="module", autouse=True)
def read_together(
    request: pytest.FixtureRequest, observed: Callable[..., pl.DataFrame], rows: Callable[..., object]
) -> None:
    """What the tests of a module ask for is read in one go."""
    own = [value for value in vars(request.module).values() if isinstance(value, Together)]
    given = {"observed": observed, "rows": rows}
    items = [item for item in request.session.items if item.path == request.path and isinstance(item, pytest.Function)]
    asking = [item for item in items if own or set(given) & set(signature(item.function).parameters)]
    look_ahead([READER, *own], asking, given)


@pytest.fixture(scope="session")
def observed_together() -> Callable[[set[str]], dict[str, pl.DataFrame]]:
    """observed_together(texts): the observations of each of some invented reports, read in one go."""

    def read(texts: set[str]) -> dict[str, pl.DataFrame]:
        return dict(zip(texts, _observed_together([Report(text) for text in texts]), strict=True))

    return read


def _observed_together(reports: list[Report]) -> list[pl.DataFrame]:
    ids = doc_ids(len(reports))
    stages = zip(*map(tables, reports, ids), strict=True)
    observations = observe(*[pl.concat(stage) for stage in stages])
    return [observations.filter(pl.col("doc_id") == doc_id) for doc_id in ids]


@pytest.fixture(scope="session")
def rows(observed: Callable[..., pl.DataFrame]) -> Callable[..., list[tuple[object, ...]]]:
    """rows(text, "indicator", "value", …): the chosen columns of its observations; a single column gives bare values."""

    def read(text: str, *columns: str, **about: object) -> list[tuple[object, ...]]:
        chosen = observed(text, **about).select(columns)
        return chosen.to_series().to_list() if len(columns) == 1 else chosen.rows()

    return read
