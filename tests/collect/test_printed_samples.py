"""The sample reports, printed in every form, give the observations of their texts."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from printers import as_docx, as_page, as_pdf
from samples import texts_of

from flows.collect.examine import read_text
from flows.extract.worker import DOCX, HTML, PDF
from flows.parse.parse import Parsed, parse

INBOX = Path(__file__).parents[2] / "data" / "raw" / "inbox"
STATED = ["indicator", "measure", "value", "value_max", "unit", "comparator", "year", "year_from", "status", "region"]


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse(texts_of(INBOX))


@pytest.mark.parametrize(
    ("printed", "media_type", "encoding", "least"),
    [
        pytest.param(as_page, HTML, "gb18030", 0.98, id="page"),
        pytest.param(lambda text: as_page(text, "br", "table"), HTML, "gb18030", 0.98, id="page-laid-out-by-tables"),
        pytest.param(lambda text: as_page(text, "div"), HTML, "gb18030", 0.98, id="page-of-divisions"),
        pytest.param(as_docx, DOCX, "utf-8", 0.98, id="docx"),
        pytest.param(as_pdf, PDF, "utf-8", 0.95, id="pdf-in-two-columns"),
        pytest.param(lambda text: as_pdf(text, 1), PDF, "utf-8", 0.95, id="pdf-in-one-column"),
    ],
)
def test_a_print_gives_the_observations_of_its_text(
    parsed: Parsed, printed: Callable[[str], bytes], media_type: str, encoding: str, least: float
) -> None:
    texts = [read_text(printed(text), media_type, encoding) for text in parsed.texts["text"]]
    again = parse(parsed.texts.with_columns(pl.Series("text", texts, pl.String)))

    expected, found = stated(parsed), stated(again)

    assert expected.total() > 100
    assert len(found - expected) <= (1 - least) * expected.total()
    assert (expected & found).total() >= least * expected.total()


def stated(parsed: Parsed) -> Counter[tuple[object, ...]]:
    return Counter(parsed.tables["observations"].select("doc_id", *STATED).iter_rows())
