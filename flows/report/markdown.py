"""The report in short, for the artifacts of a server's page.

In: the run's summary and rows of `findings`. Out: Markdown, and table rows as plain dicts of strings. The full report
with the sentences is the HTML page.
"""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from flows.report.findings import RuleText
from flows.report.verdict import first_release, gravest_first, verdict
from flows.report.visible import one_line
from flows.report.words import NOTHING, OUTCOMES, SEVERITIES, SOURCE_STATUSES, TABLES, number, signed, words
from flows.run import RunSummary

MOST_SOURCES = 50
MOST_REASONS = 20
# What Markdown or HTML takes for a sign: any of its marks, and . + - unless they stand behind a digit (5.7, 2021-2025).
SIGNS = re.compile(r"""[\\`*_{}\[\]()<>#!|~&:@$^="']|(?<![0-9])[.+-]""")


def summary_markdown(summary: RunSummary, tables: Mapping[str, pl.DataFrame], rules: Sequence[RuleText] = ()) -> str:
    """What the run did: verdict, why it was held back, rows, findings by severity, what the rules that found something
    check, sources, what was set aside and why.

    Of `tables` it uses the rows of findings and quarantine.
    """
    outcome, said = OUTCOMES[summary.outcome], verdict(summary)
    parts = [
        f"## {outcome.zh} {outcome.en}",
        f"**{said.zh}**\n\n{said.en}",
        _failures(summary),
        _rows(summary),
        _findings(summary),
        _rules(tables, rules),
        _sources(summary),
        _quarantine(summary, tables),
        f"运行 run `{summary.run_id}` · 版本 release `{summary.release_id or NOTHING}`",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def findings_rows(findings: pl.DataFrame, limit: int = 200) -> list[dict[str, str]]:
    """The gravest findings, at most `limit`, one dict of strings each: severity, rule, source, message, evidence, id.

    The server's page renders the cells as Markdown, so that they are escaped for it.
    """
    gravest = pl.col("severity").replace_strict({s: i for i, s in enumerate(SEVERITIES)}, return_dtype=pl.Int8)
    first = findings.sort(gravest, "rule", "source_name", maintain_order=True).head(limit)
    return [
        {
            "severity": f"{words(SEVERITIES, row['severity']).zh} {row['severity']}",
            "rule": escaped(row["rule"]),
            "source": escaped(row["source_name"]),
            "message": escaped(row["message"]),
            "message_en": escaped(row["message_en"]),
            "evidence": escaped(row["evidence"]),
            "finding_id": escaped(row["finding_id"]),
        }
        for row in first.iter_rows(named=True)
    ]


def escaped(text: str) -> str:
    """The text as Markdown that says just that: one line, no sign of it in force."""
    return SIGNS.sub(lambda sign: f"\\{sign[0]}", one_line(text))


def _failures(summary: RunSummary) -> str:
    return "\n".join(f"- {escaped(failure)}" for failure in summary.gate_failures)


def _rows(summary: RunSummary) -> str:
    first = first_release(summary)
    lines = [
        (f"{name} {words(TABLES, name).zh}", number(now), NOTHING if first else signed(now - before))
        for name, now in summary.rows.items()
        for before in [summary.rows_before.get(name, 0)]
    ]
    return _table(("表 table", "行数 rows", "增减 difference"), lines)


def _findings(summary: RunSummary) -> str:
    counts = gravest_first(summary.findings)
    return _table(
        ("级别 severity", "疑点 findings"),
        [(f"{SEVERITIES[severity].zh} {severity}", number(count)) for severity, count in counts.items()],
    )


def _rules(tables: Mapping[str, pl.DataFrame], rules: Sequence[RuleText]) -> str:
    """Of the rules that found something, how often, what they check and how far two values may lie apart."""
    counts = dict(tables["findings"]["rule"].value_counts().iter_rows()) if "findings" in tables else {}
    lines = [
        (
            f"{escaped(rule.title_zh)} `{rule.id}`",
            number(counts[rule.id]),
            escaped(f"{rule.checks_zh} {rule.checks_en}"),
            escaped(f"{rule.tolerance_zh}。{rule.tolerance_en}"),
        )
        for rule in rules
        if rule.id in counts
    ]
    return _table(("规则 rule", "疑点 findings", "查什么 checks", "容差 tolerance"), lines)


def _sources(summary: RunSummary) -> str:
    sources = summary.sources.filter(pl.col("status") != "unchanged")
    lines = [
        (escaped(name), f"{words(SOURCE_STATUSES, status).zh} {status}", escaped(detail or ""))
        for name, status, detail in sources.select("source_name", "status", "detail").head(MOST_SOURCES).iter_rows()
    ]
    table = _table(("来源 source", "状态 status", "原因 reason"), lines)
    more = sources.height - len(lines)
    return f"{table}\n\n另有{more:,}个来源，见完整报告。 {more:,} more in the full report." if more else table


def _quarantine(summary: RunSummary, tables: Mapping[str, pl.DataFrame]) -> str:
    if "quarantine" not in tables:
        return ""
    reasons = tables["quarantine"].filter(pl.col("run_id") == summary.run_id)["reason"].value_counts(sort=True)
    return _table(
        ("隔离原因 set aside because", "项 rows"),
        [(escaped(reason), number(count)) for reason, count in reasons.head(MOST_REASONS).iter_rows()],
    )


def _table(header: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    if not lines:
        return ""
    rows = [header, ("---",) * len(header), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
