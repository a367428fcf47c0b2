"""Whether a run finds much more than the last release did, and what it newly finds on the indicators that everybody quotes.

In: the findings of this run's documents and those of the last release. Out: measures as `expectations.judge.profile` has
them, and rows that Data Docs show. A jump means that the rules broke, not that the reports did: reports do not change that
much from run to run.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from expectations.reference import headline_indicators

FEWEST_NEW = 3  # of fewer new documents one odd report would decide for all
LEAST_A_REPORT = 1.0  # findings a report that count as none; a report may well have two where the last had none
LEAST_OF_A_RULE = 0.2
ERRORS_AT_ONCE = 1_000  # each is laid beside all the quantities of its report

MEASURES = pl.Schema({"measure": pl.String(), "value": pl.Float64(), "detail": pl.String()})
TOLD = ("finding_id", "doc_id", "source_name", "rule", "severity", "message", "evidence", "char_spans")
HEADLINE_ERRORS = pl.Schema({"finding_id": pl.String(), "finding": pl.String()})


@dataclass(frozen=True)
class LastRelease:
    """The documents of the last release, and finding_id, doc_id and rule of all its findings; both empty before the first."""

    doc_ids: frozenset[str]
    findings: pl.DataFrame


@dataclass(frozen=True)
class _Rate:
    """How much more is found: findings a report before and now, and how many times as much that is."""

    before: float
    now: float
    times: float


def findings_profile(found: pl.DataFrame, doc_ids: Collection[str], last: LastRelease) -> pl.DataFrame:
    """Measures `report_jump` and `rule_jump`, one row each with its `detail` in words; null where nothing can be compared.

    Documents (`doc_ids`, with the findings `found`) that the last release has are compared with themselves, at least three
    that it has not with all its documents; of both the larger jump counts. `report_jump` is findings a report now over
    before, `rule_jump` the same of the one rule that grew most. What a rule found once, or in one report of five, counts
    as the least that it can have found before, a report's single finding as the least of a report.
    """
    if not last.doc_ids:
        return _measures(None, None, "")
    again, new = set(doc_ids) & last.doc_ids, set(doc_ids) - last.doc_ids
    held_again, found_again = _of(last.findings, again), _of(found, again)
    groups = [(found_again, len(again), held_again, len(again))] if again else []
    if len(new) >= FEWEST_NEW:
        groups.append((_of(found, new), len(new), last.findings, len(last.doc_ids)))
    by_report = [_rate(now.height, n, before.height, m, LEAST_A_REPORT) for now, n, before, m in groups]
    by_rule = [pair for group in groups for pair in _rule_rates(*group)]
    report = max(by_report, key=lambda rate: rate.times, default=None)
    rule, rate = max(by_rule, key=lambda pair: pair[1].times, default=("", None))
    return _measures(report, rate, rule)


def new_headline_errors(found: pl.DataFrame, observations: pl.LazyFrame, last: LastRelease) -> pl.DataFrame:
    """The errors among `found` (columns of `TOLD`) that the last release has not, and that are about a headline indicator: HEADLINE_ERRORS.

    An error is about an observation that it quotes, or, where it quotes none (years mostly), that its sentence states.
    """
    errors = found.filter(pl.col("severity") == "error").join(last.findings, on="finding_id", how="anti")
    parts = [_about(some, observations) for some in errors.iter_slices(ERRORS_AT_ONCE)] or [
        _about(errors, observations)
    ]
    about = pl.concat(parts).join(headline_indicators(), left_on="indicator_code", right_on="code")
    named = about.group_by("finding_id", maintain_order=True).agg(pl.col("name_zh").unique(maintain_order=True))
    said = pl.format("{} [{}] {}: {}", pl.col("name_zh").list.join("、"), "rule", "source_name", "message")
    shown = said.str.replace_all(r"\p{C}", " ")  # a text of a report that would turn or hide what stands beside it
    return errors.join(named, on="finding_id", maintain_order="left").select("finding_id", shown.alias("finding"))


def _about(errors: pl.DataFrame, observations: pl.LazyFrame) -> pl.DataFrame:
    """finding_id and indicator_code (null where unknown) of the observations that the errors are about."""
    quoted = _quoted(errors, observations)
    told = errors.join(quoted, on="finding_id", how="anti").with_columns(pl.col("evidence").str.split("\n"))
    told = told.explode("evidence")
    stated = _of_documents(observations, told["doc_id"]).filter(pl.col("evidence").is_in(told["evidence"].implode()))
    beside = (
        told.join(stated.select("doc_id", "evidence", "indicator_code").collect(), on=["doc_id", "evidence"])
        .select("finding_id", "indicator_code")
        .unique(maintain_order=True)
    )
    return pl.concat([quoted, beside])


def _quoted(errors: pl.DataFrame, observations: pl.LazyFrame) -> pl.DataFrame:
    """The same of those alone that the errors quote."""
    spans = errors.select("finding_id", "doc_id", "char_spans").explode("char_spans").drop_nulls("char_spans")
    stated = _of_documents(observations, spans["doc_id"]).select("doc_id", "char_start", "char_end", "indicator_code")
    return (
        spans.unnest("char_spans")
        .join(stated.collect(), on="doc_id")
        .filter(pl.col("char_start") < pl.col("end"), pl.col("start") < pl.col("char_end"))
        .select("finding_id", "indicator_code")
        .unique(maintain_order=True)
    )


def _of_documents(observations: pl.LazyFrame, doc_ids: pl.Series) -> pl.LazyFrame:
    return observations.filter(pl.col("doc_id").is_in(doc_ids.unique().to_list()))


def _of(findings: pl.DataFrame, doc_ids: Collection[str]) -> pl.DataFrame:
    return findings.filter(pl.col("doc_id").is_in(list(doc_ids)))


def _rule_rates(
    found: pl.DataFrame, documents: int, held: pl.DataFrame, documents_before: int
) -> list[tuple[str, _Rate]]:
    before: dict[str, int] = dict(held["rule"].value_counts().iter_rows())
    return [
        (rule, _rate(now, documents, before.get(rule, 0), documents_before, max(LEAST_OF_A_RULE, 1 / documents)))
        for rule, now in found["rule"].value_counts().sort("rule").iter_rows()
    ]


def _rate(found: int, documents: int, held: int, documents_before: int, least: float) -> _Rate:
    before, now = held / documents_before, found / documents
    return _Rate(before, now, now / max(before, least))


def _measures(report: _Rate | None, of_rule: _Rate | None, rule: str) -> pl.DataFrame:
    rows = [("report_jump", report, ""), ("rule_jump", of_rule, f"{rule}: ")]
    said = [
        (name, rate.times, f"{what}{rate.before:.3g} findings a report before, {rate.now:.3g} now")
        if rate
        else (name, None, None)
        for name, rate, what in rows
    ]
    return pl.DataFrame(said, schema=MEASURES, orient="row")
