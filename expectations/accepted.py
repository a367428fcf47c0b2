"""Findings that a person has looked at and accepts: `accepted.toml` and a run's findings come in, two frames go out.

The file silences for good, each entry one finding by its id, or all findings of a rule in one document:

    [[accepted]]
    finding = "0f3a5c7e9b1d2f4a6c8e0b1d"
    who = "王某"
    why = "附表为年初数，正文为年末数"

    [[accepted]]
    rule = "lists.respectively"
    document = "示例市2024年计划报告.txt"
    who = "王某"
    why = "一个数值对应两个名称"

A rule may be named by its family (lists), a document by its name or its sha256. What is silenced is counted and listed at
the end of the quality report and of `jihua findings`, never hidden; nothing is taken from the findings table.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ENTRY = "accepted"
FINDING_FIELDS = ("finding",)
RULE_FIELDS = ("rule", "document")
SAID_FIELDS = ("who", "why")
FINDING_ID = re.compile(r"[0-9a-f]{24}")
HEADER = re.compile(r"\s*\[\[\s*([^\]\s]+)\s*\]\]")


class AcceptedFileError(ValueError):
    """A file that is not a list of accepted findings; the message names file, line, field and what is wrong."""

    def __init__(self, path: Path, line: int | None, field: str | None, wrong: str) -> None:
        self.path, self.line, self.field, self.wrong = path, line, field, wrong
        where = f"{path}" if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {f'{field}: ' if field else ''}{wrong}")


@dataclass(frozen=True)
class Accepted:
    """One entry: a finding by its id, or a rule (or family) in a document; `line` is where the entry starts."""

    finding: str | None
    rule: str | None
    document: str | None
    who: str
    why: str
    line: int


@dataclass(frozen=True)
class Split:
    """A run's findings: `shown` ones, and `silenced` ones with who and why."""

    shown: pl.DataFrame
    silenced: pl.DataFrame


def read_accepted(path: Path) -> tuple[Accepted, ...]:
    """The entries of the file; none where there is no file. Raises `AcceptedFileError`."""
    if not path.exists():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        line = re.search(r"at line ([0-9]+)", str(broken))
        raise AcceptedFileError(path, int(line[1]) if line else None, None, str(broken)) from broken
    except UnicodeDecodeError as broken:
        raise AcceptedFileError(path, None, None, "is not UTF-8 text") from broken
    lines = text.splitlines()
    entries = table.pop(ENTRY, [])
    for name in table:
        raise AcceptedFileError(path, _line_of(lines, 0, name), name, f"is unknown; write [[{ENTRY}]] for each entry")
    if not isinstance(entries, list):
        raise AcceptedFileError(path, _line_of(lines, 0, ENTRY), ENTRY, f"write [[{ENTRY}]] for each entry")
    starts = _starts(lines, len(entries))
    return tuple(_entry(path, entry, lines, start) for entry, start in zip(entries, starts, strict=True))


def _starts(lines: Sequence[str], count: int) -> list[int]:
    """The line (from 1) on which each entry starts; the first line for all where they are written as an inline array."""
    headers = ((number, HEADER.match(line)) for number, line in enumerate(lines, start=1))
    starts = [number for number, header in headers if header and header[1] == ENTRY]
    return starts if len(starts) == count else [1] * count


def _line_of(lines: Sequence[str], start: int, field: str) -> int:
    """The line of `field` behind line `start`, up to the next entry; the entry's own where it is missing."""
    for number, line in enumerate(lines[start:], start=start + 1):
        if number > start + 1 and HEADER.match(line):
            break
        if re.match(rf"\s*[\[\"']*{re.escape(field)}\b", line):
            return number
    return max(start, 1)


def _entry(path: Path, entry: object, lines: Sequence[str], start: int) -> Accepted:
    fields = entry if isinstance(entry, dict) else {}
    wrong = next(_wrong(fields), None)
    if wrong:
        field, what = wrong
        raise AcceptedFileError(path, _line_of(lines, start, field), field, what)
    said = {field: value.strip() for field, value in fields.items()}
    return Accepted(said.get("finding"), said.get("rule"), said.get("document"), said["who"], said["why"], start)


def _wrong(fields: dict[str, object]) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry: field and reason."""
    known = (*FINDING_FIELDS, *RULE_FIELDS, *SAID_FIELDS)
    for field, value in fields.items():
        if field not in known:
            yield field, f"is unknown; known are {', '.join(known)}"
        elif not isinstance(value, str) or not value.strip():
            yield field, "has to be text, and not empty"
    yield from ((field, "is missing: say who accepts it, and why") for field in SAID_FIELDS if field not in fields)
    if "finding" in fields:
        if any(field in fields for field in RULE_FIELDS):
            yield "finding", "stands alone: give a finding, or a rule and a document"
        if not FINDING_ID.fullmatch(str(fields["finding"]).strip()):
            yield "finding", "is not the id of a finding (24 characters 0 to 9 and a to f)"
        return
    both = "is missing: give a finding, or a rule and a document"
    yield from ((field, both) for field in RULE_FIELDS if field not in fields)
    rule = str(fields.get("rule")).strip()
    if rule not in _known_rules():
        yield "rule", f"there is no rule or family of rules “{rule}”"


def _known_rules() -> set[str]:
    """Rules and families. Imported here: most files name findings, and a listing shall not wait for the rules."""
    from expectations.rules import RULES

    return {name for rule in RULES for name in (rule.id, rule.family)}


def split(findings: pl.DataFrame, accepted: Sequence[Accepted]) -> Split:
    """Divide rows of `findings` by the entries; the first entry that matches a finding silences it.

    `silenced` has two columns more: accepted_by and accepted_why.
    """
    entry = pl.coalesce(
        *(pl.when(_matches(one)).then(pl.lit(place)) for place, one in enumerate(accepted)), pl.lit(None, pl.Int32)
    )
    placed = findings.with_columns(entry.cast(pl.Int64).alias("entry"))
    said = pl.DataFrame(
        {
            "entry": range(len(accepted)),
            "accepted_by": [one.who for one in accepted],
            "accepted_why": [one.why for one in accepted],
        },
        schema={"entry": pl.Int64, "accepted_by": pl.String, "accepted_why": pl.String},
    )
    silenced = placed.drop_nulls("entry").join(said, on="entry", maintain_order="left")
    return Split(shown=placed.filter(pl.col("entry").is_null()).drop("entry"), silenced=silenced.drop("entry"))


def unused(findings: pl.DataFrame, accepted: Sequence[Accepted]) -> tuple[Accepted, ...]:
    """The entries that match none of the findings, which should be all that a release has."""
    return tuple(one for one in accepted if not findings.select(_matches(one).any()).item())


def _matches(one: Accepted) -> pl.Expr:
    if one.finding:
        return pl.col("finding_id") == one.finding
    family = pl.col("rule").str.split(".").list.first()
    document = (pl.col("source_name") == one.document) | (pl.col("doc_id") == one.document)
    return ((pl.col("rule") == one.rule) | (family == one.rule)) & document
