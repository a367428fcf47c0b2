"""The findings of a run as the page shows them: grouped by rule, each in its sentence with its numbers marked.

In: the findings of the run's documents, those that went away, and the sentences and headings that they stand in.
Out: one `RuleGroup` a rule, the gravest first, each with as many findings as a page can carry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from flows.report.marks import Marked, Quote, Sentence, mark
from flows.run import SEVERITIES, RunSummary

MOST_A_RULE, FEWEST_A_RULE = 200, 10
MOST_FINDINGS = 1_000  # of all rules together: about 2 MB
MOST_CHARACTERS = 300_000  # of evidence, which may be long
STATUS_ORDER = {"new": 0, "unknown": 1, "still": 2, "gone": 3}


@dataclass(frozen=True)
class RuleText:
    """What a rule says of itself."""

    id: str
    title_zh: str
    title_en: str
    checks_zh: str
    checks_en: str
    severity: str
    tolerance_zh: str
    tolerance_en: str


@dataclass(frozen=True)
class ShownFinding:
    """One finding, ready to be shown."""

    finding_id: str
    rule: str
    severity: str
    status: str
    message: str
    message_en: str
    expected: str | None
    observed: str | None
    tolerance: str | None
    source_name: str
    path: tuple[str, ...]
    evidence: Marked


@dataclass(frozen=True)
class RuleGroup:
    """One rule and what it found: how many by status, and the findings that the page shows."""

    rule: RuleText
    severity: str
    counts: Mapping[str, int]
    findings: tuple[ShownFinding, ...]

    @property
    def standing(self) -> int:
        """Findings of this run, without those that went away."""
        return sum(count for status, count in self.counts.items() if status != "gone")

    @property
    def more(self) -> int:
        """Findings that the page leaves out."""
        return self.standing + self.counts.get("gone", 0) - len(self.findings)


@dataclass(frozen=True)
class Places:
    """Where findings stand: the sentences of each, and its headings from the outermost in."""

    sentences: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rule_groups(summary: RunSummary, tables: Mapping[str, pl.DataFrame], rules: Sequence[RuleText]) -> list[RuleGroup]:
    """The rules that found something, now or in the last release: gravest first, then those with most findings."""
    found = with_status(summary.run_id, tables["findings"], summary.findings_gone)
    shown = _first_of_each(found)
    places = _places(shown, tables["sentences"], tables["sections"])
    known = {rule.id: rule for rule in rules}
    groups = [
        _group(known.get(rule_id) or _unknown_rule(rule_id), rows, shown.filter(pl.col("rule") == rule_id), places)
        for (rule_id,), rows in found.group_by("rule", maintain_order=True)
        if isinstance(rule_id, str)
    ]
    return sorted(groups, key=lambda group: (-_weight(group.severity), -group.standing, group.rule.id))


def _first_of_each(found: pl.DataFrame) -> pl.DataFrame:
    """The findings that the page shows: the first of each rule, the fewer the more rules there are."""
    rules = max(found["rule"].n_unique(), 1)
    most = min(MOST_A_RULE, max(FEWEST_A_RULE, MOST_FINDINGS // rules))
    place = pl.int_range(pl.len()).over("rule")
    before = (pl.col("evidence").str.len_chars().cum_sum() - pl.col("evidence").str.len_chars()).over("rule")
    return found.filter(place < most, before < MOST_CHARACTERS // rules)


def with_status(run_id: str, findings: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """The findings of a run and those `gone` since the last release, with `status`: new, still, gone, unknown.

    In the order in which a rule's findings are shown. Unknown is where the run that found it first is not recorded,
    as in a release that was held back.
    """
    if "first_run_id" not in findings.columns:
        findings = findings.with_columns(pl.lit(None, pl.String).alias("first_run_id"))
    first = pl.col("first_run_id")
    status = pl.when(first.is_null()).then(pl.lit("unknown")).when(first == run_id).then(pl.lit("new"))
    parts = [findings.with_columns(status.otherwise(pl.lit("still")).alias("status"))]
    if gone.height:
        parts.append(gone.with_columns(pl.lit("gone").alias("status")))
    ordered = pl.concat(parts, how="diagonal_relaxed")
    return ordered.sort(
        pl.col("status").replace_strict(STATUS_ORDER, return_dtype=pl.Int8),
        pl.col("severity").replace_strict({s: -i for i, s in enumerate(SEVERITIES)}, return_dtype=pl.Int8),
        "source_name",
        maintain_order=True,
    )


def _group(rule: RuleText, rows: pl.DataFrame, shown: pl.DataFrame, places: Places) -> RuleGroup:
    counts = dict(rows.group_by("status").len().iter_rows())
    severities = rows.filter(pl.col("status") != "gone")["severity"].unique().to_list()
    gravest = max(severities, key=_weight, default=rule.severity)
    return RuleGroup(rule, gravest, counts, tuple(_shown(row, places) for row in shown.iter_rows(named=True)))


def _weight(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def _unknown_rule(rule_id: str) -> RuleText:
    """A rule that is no longer in the registry, known by its findings alone."""
    return RuleText(rule_id, rule_id, "", "", "", "", "", "")


def _shown(row: Mapping[str, Any], places: Places) -> ShownFinding:
    finding_id = row["finding_id"]
    return ShownFinding(
        finding_id=finding_id,
        rule=row["rule"],
        severity=row["severity"],
        status=row["status"],
        message=row["message"],
        message_en=row["message_en"],
        expected=row["expected"],
        observed=row["observed"],
        tolerance=row["tolerance"],
        source_name=row["source_name"],
        path=places.paths.get(finding_id, ()),
        evidence=mark(row["evidence"], quotes_of(row), places.sentences.get(finding_id, ())),
    )


def quotes_of(row: Mapping[str, Any]) -> list[Quote]:
    """The quotes of a row of `findings` with their places; of one that compares reports, also what the others say.

    Its own report's sentence comes first in the evidence; what the others say is what was expected (a, or a + b + c).
    """
    own = [Quote(text, span["start"]) for text, span in zip(row["quotes"], row["char_spans"], strict=True)]
    said = row["expected"].split(" + ") if row.get("area") and row["expected"] else []
    below = row["evidence"].partition("\n")[2]
    return own + [Quote(text, None, of_another=True) for text in said if text in below]


def _places(shown: pl.DataFrame, sentences: pl.DataFrame, sections: pl.DataFrame) -> Places:
    """Sentences and headings around the quotes of these findings, by their positions in the document."""
    at = (
        shown.filter(pl.col("status") != "gone")  # a later parser may have moved the text since
        .select("finding_id", "doc_id", pl.col("char_spans").list.eval(pl.element().struct.field("start")).alias("at"))
        .explode("at")
        .drop_nulls("at")
        .sort("at", maintain_order=True)
    )
    held = at.join_asof(
        sentences.select("doc_id", "char_start", "char_end", "text").sort("char_start"),
        left_on="at", right_on="char_start", by="doc_id", check_sortedness=False,
    ).filter(pl.col("at") < pl.col("char_end"))  # fmt: skip
    by_finding: dict[str, list[Sentence]] = {}
    for finding_id, text, start in held.select("finding_id", "text", "char_start").iter_rows():
        by_finding.setdefault(finding_id, []).append(Sentence(text, start))
    headed = at.unique("finding_id", keep="first", maintain_order=True).join_asof(
        sections.select("doc_id", "char_start", "section_id").sort("char_start"),
        left_on="at", right_on="char_start", by="doc_id", check_sortedness=False,
    ).drop_nulls("section_id")  # fmt: skip
    headings = _headings(sections.join(headed, on="doc_id", how="semi"))
    rows = headed.select("finding_id", "doc_id", "section_id").iter_rows()
    return Places(by_finding, {finding_id: _path(headings, doc_id, section) for finding_id, doc_id, section in rows})


def _headings(sections: pl.DataFrame) -> dict[tuple[str, str], tuple[str | None, str]]:
    """(doc_id, section_id) → the heading above, and the heading as printed."""
    label = pl.concat_str(pl.col("number").fill_null(""), "title")
    rows = sections.select("doc_id", "section_id", "parent_id", label.alias("label")).iter_rows()
    return {(doc_id, section_id): (parent_id, text) for doc_id, section_id, parent_id, text in rows}


def _path(
    headings: Mapping[tuple[str, str], tuple[str | None, str]], doc_id: str, section: str | None
) -> tuple[str, ...]:
    path: list[str] = []
    seen: set[str] = set()
    while section is not None and section not in seen and (doc_id, section) in headings:
        seen.add(section)
        section, label = headings[doc_id, section]
        path.append(label)
    return tuple(reversed(path))
