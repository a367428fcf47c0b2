"""The quality report: one HTML file a run that opens from a disk, without a server and without the network.

In: the run's summary, the rows of its documents (the release's, or the staged ones where a gate held it back) and what
the rules say of themselves. Out: the file, whole or not at all. It is what a person reads after a run.
"""

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined

from flows import storage
from flows.report import words
from flows.report.findings import RuleText
from flows.report.page import MOST_PAIRS, TARGET_AT, page_of
from flows.report.sources import readable, web_link
from flows.report.visible import visible
from flows.report.words import Words
from flows.run import RunSummary
from flows.storage import Location

__all__ = ["RuleText", "write_quality_report"]

TEMPLATE, STYLE = "quality.html.j2", "templates/quality.css"
SECTIONS = (  # in reading order; a section's template is named as its anchor
    ("findings", Words("对不上的地方", "What does not add up")),
    ("changes", Words("与上一版本相比", "Against the last release")),
    ("quarantine", Words("没能收下的", "What was set aside")),
    ("sources", Words("收到什么", "What came in")),
    ("new", Words("新读到什么", "What is new")),
    ("rows", Words("各表行数", "Rows per table")),
    ("targets", Words("目标与实绩", "Target against result")),
    ("reading", Words("读出了多少", "How much was read")),
    ("rules", Words("检查规则", "The rules")),
    ("accepted", Words("已有人认可的疑点", "Findings that were accepted")),
    ("about", Words("关于本次运行", "About this run")),
)
CAPS = {"sources": 20, "new": 30, "open": 10, "pairs": MOST_PAIRS}  # what is in sight; the rest is folded or left out
WORD_LISTS = (
    "KINDS", "SOURCE_STATUSES", "SEVERITIES", "FINDING_STATUSES", "STAGES", "TRIGGERS", "OUTCOMES", "MEASURES", "TABLES",
)  # fmt: skip
COMPARATORS = {"ge": "≥ ", "le": "≤ ", "approx": "≈ "}


def write_quality_report(
    summary: RunSummary, tables: Mapping[str, pl.DataFrame], rules: Sequence[RuleText], out: Location
) -> Location:
    """Write the report of a run to `out` and return it.

    `tables` has rows of documents, sections, sentences, observations, findings and quarantine (columns of the published
    tables; a missing table counts as empty), `silenced`: accepted findings with accepted_by and accepted_why, and `unused`:
    the entries that accept nothing (fields of `UnusedEntry`). It need not hold everything: what the summary counts is
    counted there.
    """
    page = page_of(summary, tables, rules, _link_to(summary.data_docs, out))
    style = (files("flows.report") / STYLE).read_text(encoding="utf-8")
    template = _environment().get_template(TEMPLATE)
    html = template.render(
        page=page, sections=SECTIONS, caps=CAPS, target_at=TARGET_AT, style=style, style_hash=_csp_hash(style)
    )
    storage.write(out, html.encode())
    return out


def _environment() -> Environment:
    """Everything that a template prints is escaped, and made visible before that."""
    environment = Environment(
        loader=PackageLoader("flows.report"),
        autoescape=True,
        finalize=_printed,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({name.lower(): getattr(words, name) for name in WORD_LISTS}, words=words.words)
    filters = (words.number, words.signed, words.percent, words.moment, readable, web_link, language, comparator)
    environment.filters.update({function.__name__: function for function in filters})
    return environment


def comparator(code: str) -> str:
    """The sign in front of a target: ≥ at least, ≤ at most, ≈ about."""
    return COMPARATORS.get(code, "")


def language(text: str) -> str:
    """zh-Hans for a text with Chinese characters, else en: for the lang attribute of words that may be either."""
    return "zh-Hans" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"


def _printed(value: object) -> object:
    """What the template prints, before it is escaped; what its own macros made is markup already."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _csp_hash(style: str) -> str:
    """The style sheet's digest for the page's own security policy, which allows this sheet and nothing else."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _link_to(data_docs: str | None, out: Location) -> str | None:
    """Data Docs as a relative address, so that report and docs may be moved together; a web address stays."""
    if data_docs is None or web_link(data_docs):
        return data_docs
    page = storage.location(readable(data_docs)).resolve()
    if isinstance(page, Path) and page.is_dir():
        page /= "index.html"
    return quote(Path(os.path.relpath(str(page), str(out.resolve().parent))).as_posix())
