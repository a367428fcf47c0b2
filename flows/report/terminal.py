"""What the commands print: the end of a run, findings, and the data dictionary.

In: the run's summary, rows of `findings`, or columns of the dictionary. Out: renderables for a rich console. Text from
reports is printed as text: no escape sequence and no markup in it has any effect. Runs and findings are for a console
that wraps softly (`Console(soft_wrap=True)`), so that a path or a sentence stays one line to copy or to search.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.report.findings import RuleText, quotes_of
from flows.report.marks import Run, cut, mark
from flows.report.verdict import first_release, gravest_first, verdict
from flows.report.visible import one_line, visible
from flows.report.words import FINDING_STATUSES, NOTHING, OUTCOMES, SEVERITIES, TABLES, number, signed, words
from flows.run import RunSummary
from flows.storage import Location

if TYPE_CHECKING:
    from expectations.accepted import Accepted
    from expectations.schemas import ColumnInfo

SHOWN_EXAMPLE = 100  # characters
STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}
STATUS_STYLES = {"new": "green", "gone": "dim"}
OUTCOME_STYLES = {"published": "green", "unchanged": "blue", "gate_failed": "bold red", "dry_run": "blue"}
AROUND = 150  # characters of the report on either side of a quote


def run_lines(summary: RunSummary, report: Location) -> RenderableType:
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


def comparison_lines(tables: pl.DataFrame, examples: pl.DataFrame, folder: Location, outcome: str) -> RenderableType:
    """What a backfill changes, row by row: counts per table, an example of each kind, and the folder with all of it.

    `tables` and `examples` have the columns of the comparison's files (`table`, added, removed, changed, moved; `row`,
    before, after).
    """
    if not tables.height:
        return Text("没有变动 nothing changes" if outcome != "dry_run" else "不会有变动 nothing would change")
    counts = Table(box=None, pad_edge=False, title="变动 changes row by row", title_justify="left")
    counts.add_column("表 table")
    for header in ("新增 added", "删除 removed", "改动 changed", "移位 moved"):
        counts.add_column(header, justify="right")
    for table, *numbers in tables.iter_rows():
        counts.add_row(f"{table} {words(TABLES, table).zh}", *map(number, numbers))
    first = examples.unique(["table", "change"], keep="first", maintain_order=True)
    shown = [
        Text(f"  {row['change']} {row['table']}: {one_line(row['row'] or '')[:SHOWN_EXAMPLE]}", style="dim")
        for row in first.iter_rows(named=True)
    ]
    return Group(Text(), counts, *shown, Text(f"全部 in full   {visible(str(folder))}"))


def findings_table(findings: pl.DataFrame, *, compared: bool = False, brackets: bool = False) -> RenderableType:
    """Findings (columns of the table; `status` too where `compared`) one below the other: severity, rule, document, id; message; sentence.

    With `compared` each says whether it is new, still there or gone; the gone ones are not counted. The numbers in question are underlined, or stand in
    【】 where `brackets` says that the reader has no such thing as underlining: a file, a pipe.
    """
    if not findings.height:
        return Text("没有疑点。 No findings.")
    entries = [part for row in findings.iter_rows(named=True) for part in _finding(row, compared, brackets)]
    return Group(*entries, Text(_totals(findings, compared)))


def accepted_lines(silenced: pl.DataFrame, unused: Sequence["Accepted"]) -> RenderableType:
    """The accepted findings, each with who accepted it and why, and the entries that no finding matches."""
    lines: list[RenderableType] = []
    if silenced.height:
        lines += [Text(), Text(f"已认可 accepted: {number(silenced.height)}")]
    for row in silenced.iter_rows(named=True):
        head = f"  {row['rule']}  {row['source_name']}  {row['finding_id']}  {row['message']}"
        lines += [Text(one_line(head)), Text(one_line(f"    {row['accepted_by']}: {row['accepted_why']}"), style="dim")]
    if unused:
        lines += [Text(), Text(f"未用到的认可 accepted, but not found: {number(len(unused))}", style="yellow")]
    for one in unused:
        what = one.finding or f"{one.rule}  {one.document}"
        lines.append(Text(one_line(f"  第{one.line}行 line {one.line}  {what}  {one.who}: {one.why}")))
    return Group(*lines)


def _tolerance(finding: Mapping[str, Any], rule: RuleText | None) -> str | None:
    """How far two values may lie apart, in both languages where the finding goes by what its rule says now."""
    said: str | None = finding["tolerance"]
    return f"{rule.tolerance_zh}。{said}" if rule and said == rule.tolerance_en else said


def explanation(
    finding: Mapping[str, Any], text: str, rule: RuleText | None, *, compared: bool = False, brackets: bool = False
) -> RenderableType:
    """One finding (a row as for `findings_table`), what its rule checks, and the document's text around its quotes."""
    parts: list[RenderableType] = _finding(finding, compared, brackets)
    facts = [("应为 expected", finding["expected"]), ("文中 stated", finding["observed"])]
    if rule:
        facts += [
            ("规则 rule", f"{rule.title_zh} {rule.title_en}"),
            ("查什么 checks", f"{rule.checks_zh} {rule.checks_en}"),
        ]
    facts.append(("容差 tolerance", _tolerance(finding, rule)))
    if finding.get("accepted_by"):
        facts.append(("已认可 accepted", f"{finding['accepted_by']}: {finding['accepted_why']}"))
    parts += [Text(f"  {label}: {one_line(fact)}", style="dim") for label, fact in facts if fact]
    spans = sorted((span["start"], span["end"]) for span in finding["char_spans"])
    for start, end in _windows(spans, len(text)):
        inside = [(first - start, last - start) for first, last in spans if start <= first < end]
        parts += [Text(), Text(f"  {start}—{end}", style="dim"), *_passage(text, start, end, inside, brackets)]
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


def _where(summary: RunSummary, report: Location) -> list[Text]:
    """Release and report, the path unbroken so that it can be copied."""
    lines = [f"报告 report    {visible(str(report))}"]
    if summary.release_id:
        lines.insert(0, f"版本 release   {summary.release_id}")
    if counts := _by_severity(summary.findings):
        lines.append(f"疑点 findings  {counts}: jihua findings")
    return [Text(line) for line in lines]


def _by_severity(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{SEVERITIES[s].zh} {s} {number(count)}" for s, count in gravest_first(counts).items())


def _finding(row: Mapping[str, Any], compared: bool, brackets: bool) -> list[RenderableType]:
    severity = words(SEVERITIES, row["severity"])
    status = words(FINDING_STATUSES, row["status"]) if compared else None
    head = Text.assemble(
        (f"{severity.zh} {row['severity']}", STYLES.get(row["severity"], "")),
        (f"  {status.zh} {status.en}" if status else "", STATUS_STYLES.get(row.get("status", ""), "")),
        f"  {one_line(row['rule'])}  {one_line(row['source_name'])}  ",
        (one_line(row["finding_id"]), "dim"),
    )
    said = [Text(f"  {one_line(row['message'])}", style="bold"), Text(f"  {one_line(row['message_en'])}", style="dim")]
    evidence = (line for line in mark(row["evidence"], quotes_of(row)).lines if line)
    return [
        head,
        *(line for line in said if line.plain.strip()),
        *(_marked_line(line, brackets) for line in evidence),
        Text(),
    ]


def _totals(findings: pl.DataFrame, compared: bool) -> str:
    """How many of which severity, those that are gone apart; and how many are new."""
    standing = findings.filter(pl.col("status") != "gone") if compared else findings
    counts = dict(standing.group_by("severity").len().iter_rows())
    total = f"疑点 findings: {number(standing.height)}" + (f" ({_by_severity(counts)})" if counts else "")
    if not compared:
        return total
    by_status = dict(findings.group_by("status").len().iter_rows())
    said = (f"{word.zh} {word.en} {number(by_status.get(status, 0))}" for status, word in FINDING_STATUSES.items())
    return f"{total}; {' · '.join(said)}"


def _windows(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The stretches of the text to show around the spans, those that overlap as one."""
    windows: list[tuple[int, int]] = []
    for start, end in spans:
        window = max(0, start - AROUND), min(length, end + AROUND)
        if windows and window[0] <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(windows[-1][1], window[1])
        else:
            windows.append(window)
    return windows


def _passage(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], brackets: bool) -> list[Text]:
    """A stretch of the text, one line a paragraph, with the spans (counted from its start) marked."""
    lines, at = [], 0
    for paragraph in text[start:end].split("\n"):
        here = [(first - at, last - at) for first, last in spans if at <= first < at + len(paragraph)]
        lines.append([*cut(paragraph, here)])
        at += len(paragraph) + 1
    if start > 0:
        lines[0].insert(0, Run("…", False))
    if end < len(text):
        lines[-1].append(Run("…", False))
    return [_marked_line(line, brackets) for line in lines if line]


def _marked_line(line: Sequence[Run], brackets: bool) -> Text:
    opening, closing = ("【", "】") if brackets else ("", "")
    pieces = (
        (f"{opening}{one_line(run.text)}{closing}", "bold underline") if run.marked else one_line(run.text)
        for run in line
    )
    return Text.assemble("  │ ", *pieces)
