"""The findings of a release as the commands list them: new, still there or gone, and those that somebody accepts apart.

In: a release and the accepted findings. Out: one `Listing`, for a terminal or, as JSON, for a program.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations.accepted import Accepted, split, unused
from flows.layout import Layout
from flows.publish.read import scan
from flows.publish.release import Release, find_release, release_before
from flows.report.findings import RuleText, quotes_of, with_status
from flows.report.marks import mark, marked_spans
from flows.report.visible import visible_json


@dataclass(frozen=True)
class Listing:
    """Rows of `findings` with `status` (new, still, gone): `shown` ones, and `silenced` ones with who and why.

    `compared` is false where no earlier release tells new from old; `unused` are the entries that no finding matches.
    """

    shown: pl.DataFrame
    silenced: pl.DataFrame
    unused: tuple[Accepted, ...]
    compared: bool

    def only(self, rule: str | None, severity: str | None) -> "Listing":
        """The same of one rule or family of rules, and of one severity; None takes all. Every unused entry stays."""
        return Listing(
            _only(self.shown, rule, severity), _only(self.silenced, rule, severity), self.unused, self.compared
        )


def list_findings(layout: Layout, accepted: Sequence[Accepted], release_id: str | None = None) -> Listing:
    """The findings of the release (default: the current one), and those that are gone since the one before it.

    Raises NoReleaseError where there is no such release.
    """
    release = find_release(layout, release_id)
    now = scan(layout, "findings", release.release_id).collect()
    before = _before(layout, release)
    gone = now.clear() if before is None else before.join(now, on="finding_id", how="anti")
    listed = with_status(release.run_id, now, gone).sort("source_name", "rule", "finding_id")
    divided = split(listed, accepted)
    return Listing(divided.shown, divided.silenced, unused(now, accepted), before is not None)


class UnknownFindingError(LookupError):
    """No finding, or more than one, has an id that begins so."""


def one_finding(listing: Listing, beginning: str) -> dict[str, Any]:
    """The finding whose id begins so, as a row. Raises UnknownFindingError."""
    rows = pl.concat([listing.shown, listing.silenced], how="diagonal")
    found = rows.filter(pl.col("finding_id").str.starts_with(beginning))
    if found.height != 1:
        what = "no finding" if not found.height else f"{found.height} findings"
        raise UnknownFindingError(f"{what} of the release with an id that begins with {beginning!r}")
    return found.row(0, named=True)


def text_of(layout: Layout, finding: Mapping[str, Any], release_id: str | None = None) -> str:
    """The normalised text that the finding's spans point into, as the parser read it that the release was made with.

    One that is gone points into the text of the last release that had it.
    """
    from flows.collect.store import RawStore

    held_by = finding["run_id"] if finding["status"] == "gone" else release_id
    document = scan(layout, "documents", held_by).filter(pl.col("doc_id") == finding["doc_id"])
    [parser_version] = document.select("parser_version").collect()["parser_version"]
    return RawStore(layout.store).read_text(finding["doc_id"], parser_version)


def rule_texts() -> list[RuleText]:
    """What every rule says of itself."""
    from expectations.rules import RULES

    return [
        RuleText(r.id, r.title_zh, r.title_en, r.checks_zh, r.checks, r.severity, r.tolerance_zh, r.tolerance)
        for r in RULES
    ]


def as_json(listing: Listing) -> str:
    """A JSON list of all findings, the accepted ones at its end.

    Each has the columns of the table, its status, accepted_by and accepted_why (null where nobody accepts it), and
    `marks`: where its quotes stand in `evidence`, as start and end in characters.
    """
    rows = pl.concat([listing.shown, listing.silenced], how="diagonal")
    listed = [row | {"marks": _marks(row)} for row in rows.iter_rows(named=True)]
    return visible_json(json.dumps(listed, ensure_ascii=False))


def _only(rows: pl.DataFrame, rule: str | None, severity: str | None) -> pl.DataFrame:
    if rule:
        rows = rows.filter((pl.col("rule") == rule) | pl.col("rule").str.starts_with(f"{rule}."))
    return rows.filter(pl.col("severity") == severity) if severity else rows


def _before(layout: Layout, release: Release) -> pl.DataFrame | None:
    before = release_before(layout, release)
    return None if before is None else scan(layout, "findings", before.release_id).collect()


def _marks(row: Mapping[str, Any]) -> list[dict[str, int]]:
    marked = mark(row["evidence"], quotes_of(row))
    return [{"start": start, "end": end} for start, end in marked_spans(marked)]
