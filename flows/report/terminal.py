"""What the commands print: the end of a run, findings, and the data dictionary.

In: the run's summary, rows of `findings`, or columns of the dictionary. Out: renderables for a rich console. Text from
reports is printed as text: no escape sequence and no markup in it has any effect. Runs and findings are for a console
that wraps softly (`Console(soft_wrap=True)`), so that a path or a sentence stays one line to copy or to search.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.report.findings import quotes_of
from flows.report.marks import mark
from flows.report.verdict import first_release, gravest_first, verdict
from flows.report.visible import one_line, visible
from flows.report.words import NOTHING, OUTCOMES, SEVERITIES, TABLES, number, signed, words
from flows.run import RunSummary

if TYPE_CHECKING:
    from expectations.schemas import ColumnInfo

STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}
OUTCOME_STYLES = {"published": "green", "unchanged": "blue", "gate_failed": "bold red"}


def run_lines(summary: RunSummary, report: Path) -> RenderableType:
    """The end of a run: what it came to, rows per table, findings, what held it back, and where the report lies."""
    said = verdict(summary)
    style = OUTCOME_STYLES[summary.outcome]
    outcome = OUTCOMES[summary.outcome]
    parts: list[RenderableType] = [
        Text(f"{outcome.zh} {outcome.en}", style=style),
        Text(said.zh),
        Text(said.en, style="dim"),
        *(Text(f"  × {one_line(failure)}", style="red") for failure in summary.gate_failures),
    ]
    if summary.outcome != "unchanged" and summary.rows:
        parts += [Text(), _rows_table(summary)]
    parts += [Text(), *_where(summary, report)]
    return Group(*parts)


def findings_table(findings: pl.DataFrame) -> RenderableType:
    """Findings (columns of the table) one below the other: severity, rule, document, id; message; sentence with its marks."""
    if not findings.height:
        return Text("没有疑点。 No findings.")
    entries = [part for row in findings.iter_rows(named=True) for part in _finding(row)]
    counts: dict[str, int] = dict(findings.group_by("severity").len().iter_rows())
    return Group(*entries, Text(f"疑点 findings: {number(findings.height)} ({_by_severity(counts)})"))


def explanation(finding: dict[str, Any], text: str, around: int = 150) -> RenderableType:
    """One finding (a row of the table as a dict) with the document's text around each of its quotes, marked."""
    spans = sorted((span["start"], span["end"]) for span in finding["char_spans"])
    parts: list[RenderableType] = _finding(finding)
    for label in ("expected", "observed", "tolerance"):
        if finding[label]:
            parts.append(Text(f"  {label}: {one_line(finding[label])}", style="dim"))
    for start, end in spans:
        before, after = text[max(0, start - around) : start], text[end : end + around]
        parts += [
            Text(),
            Text.assemble(
                (f"{start}—{end}  ", "dim"),
                f"…{one_line(before)}",
                (one_line(text[start:end]), "bold underline"),
                f"{one_line(after)}…",
            ),
        ]
    return Group(*parts)


def dictionary_table(name: str, meaning: str, columns: Sequence["ColumnInfo"]) -> RenderableType:
    """One published table: its columns with type, unit, whether they may be empty, and what they mean."""
    table = Table(title=f"{name}: {meaning}", title_justify="left", title_style="bold", box=None, pad_edge=False)
    for header in ("column", "type", "unit", "empty", "meaning"):
        table.add_column(header, no_wrap=header == "column", overflow="fold")
    for column in columns:
        meant = f"{column.description} ({' | '.join(column.allowed)})" if column.allowed else column.description
        cells = (column.name, str(column.dtype), column.unit, "yes" if column.nullable else "", meant)
        table.add_row(*(Text(cell) for cell in cells))
    return Group(table, Text())


def _rows_table(summary: RunSummary) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("表 table")
    table.add_column("行数 rows", justify="right")
    table.add_column("增减 difference", justify="right")
    first = first_release(summary)
    for name, now in summary.rows.items():
        difference = NOTHING if first else signed(now - summary.rows_before.get(name, 0))
        table.add_row(f"{name} {words(TABLES, name).zh}", number(now), difference)
    return table


def _where(summary: RunSummary, report: Path) -> list[Text]:
    """Release and report, the path unbroken so that it can be copied."""
    lines = [f"报告 report    {visible(str(report))}"]
    if summary.release_id:
        lines.insert(0, f"版本 release   {summary.release_id}")
    if counts := _by_severity(summary.findings):
        lines.append(f"疑点 findings  {counts}: jihua findings")
    return [Text(line) for line in lines]


def _by_severity(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{SEVERITIES[s].zh} {s} {number(count)}" for s, count in gravest_first(counts).items())


def _finding(row: dict[str, Any]) -> list[RenderableType]:
    severity = words(SEVERITIES, row["severity"])
    head = Text.assemble(
        (f"{severity.zh} {row['severity']}", STYLES.get(row["severity"], "")),
        f"  {one_line(row['rule'])}  {one_line(row['source_name'])}  ",
        (one_line(row["finding_id"]), "dim"),
    )
    said = [Text(f"  {one_line(row['message'])}", style="bold"), Text(f"  {one_line(row['message_en'])}", style="dim")]
    return [head, *(line for line in said if line.plain.strip()), *_evidence(row), Text()]


def _evidence(row: dict[str, Any]) -> list[Text]:
    """The sentences, one a line, with the numbers in question underlined."""
    lines = mark(row["evidence"], quotes_of(row)).lines
    return [
        Text.assemble("  │ ", *((one_line(run.text), "bold underline" if run.marked else "") for run in line))
        for line in lines
        if line
    ]
