"""What a consistency rule is, and what it hands back.

A rule is a function from the published tables to hits, with the words that explain it. `expectations.rules` runs all
of them and makes `findings` rows of their hits; a rule knows nothing of ids, runs or files. To add one, write a module
(or a function beside its family) that ends in a `Rule`, and name that in `RULES`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from expectations.rules.relations import Checked

Severity = Literal["info", "warning", "error"]
Scope = Literal["report", "area", "editions"]
Tables = Mapping[str, pl.DataFrame]

HITS = pl.Schema(
    {
        "doc_id": pl.String(),
        "severity": pl.String(),
        "message": pl.String(),
        "message_en": pl.String(),
        "expected": pl.String(),
        "observed": pl.String(),
        "tolerance": pl.String(),
        "evidence": pl.String(),
        "quotes": pl.List(pl.String),
        "char_spans": pl.List(pl.Struct({"start": pl.Int64, "end": pl.Int64})),
    }
)


@dataclass(frozen=True)
class Rule:
    """One consistency rule.

    `id` is the family and the rule (`years.horizon`), `checks` says what is held against what, `severity` is the
    strongest that its findings may have (a hit with an excuse may be less), `tolerance` says how far two values may
    lie apart and why; both are said in Chinese, too. `check` takes the published tables and gives a frame with the columns of `HITS`. A rule of `scope`
    area compares the reports of one place: its tables hold all of them, each once, and its `documents` have `area`. One of
    `scope` editions looks at all documents of a place as they came, and at `editions`, which says how they belong together.
    A rule of arithmetic may tell all relations that it looks at (`checked`), so that several can be weighed together.
    """

    id: str
    title_zh: str
    title_en: str
    checks_zh: str
    checks: str
    severity: Severity
    tolerance_zh: str
    tolerance: str
    check: Callable[[Tables], pl.DataFrame]
    scope: Scope = "report"
    checked: Callable[[Tables], Iterator["Checked"]] | None = None

    @property
    def family(self) -> str:
        return self.id.split(".")[0]


@dataclass(frozen=True)
class Quote:
    """Words of a document: text[start:end] of its normalised text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """One thing that a rule found. The messages say in one plain sentence what was expected and what stands there.

    `evidence` is the sentence, or the sentences one a line; `quotes` are the words in them that it is about, none
    where something is missing from the document as a whole.
    """

    doc_id: str
    severity: Severity
    message: str
    message_en: str
    evidence: str
    quotes: tuple[Quote, ...] = ()
    expected: str | None = None
    observed: str | None = None


def hits_frame(hits: Iterable[Hit], tolerance: str) -> pl.DataFrame:
    """The hits as a frame with the columns of `HITS`, one row a hit."""
    rows = [
        {
            "doc_id": hit.doc_id,
            "severity": hit.severity,
            "message": hit.message,
            "message_en": hit.message_en,
            "expected": hit.expected,
            "observed": hit.observed,
            "tolerance": tolerance,
            "evidence": hit.evidence,
            "quotes": [quote.text for quote in hit.quotes],
            "char_spans": [{"start": quote.start, "end": quote.end} for quote in hit.quotes],
        }
        for hit in hits
    ]
    return pl.DataFrame(rows, schema=HITS)
