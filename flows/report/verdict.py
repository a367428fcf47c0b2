"""What a run came to, in one sentence: the first line of the page, of the artifact and of the terminal.

In: the run's summary. Out: the sentence in Chinese and in English.
"""

from collections.abc import Mapping

import polars as pl

from flows.report.words import SEVERITIES, Words, plural, signed
from flows.run import RunSummary

BECAME = {
    "new": Words("新读入{}份报告", "{} read for the first time"),
    "reparsed": Words("重读{}份", "{} read again"),
    "renamed": Words("更名{}份", "{} under a new name"),
    "unchanged": Words("未变{}份", "{} unchanged"),
    "quarantined": Words("隔离{}个", "{} set aside"),
}


def verdict(summary: RunSummary) -> Words:
    """One sentence on what came in, what became of it, and how many findings the documents read in this run have."""
    if summary.outcome == "unchanged":
        return _nothing_new(summary)
    came = summary.sources.height
    parts = [Words(f"收到{came:,}个来源", f"{plural(came, 'source')} came in"), *_became(summary)]
    if summary.outcome in ("published", "dry_run"):
        parts.append(_rows(summary))
    parts.append(_found(gravest_first(summary.findings)))
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    opening = _opening(summary)
    return Words(f"{opening.zh}：{zh}。", f"{opening.en}: {en}.")


def first_release(summary: RunSummary) -> bool:
    """Whether there was nothing to compare with."""
    return not any(summary.rows_before.values())


def gravest_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by severity, errors first, severities without any left out."""
    return {severity: counts[severity] for severity in SEVERITIES if counts.get(severity)}


def _opening(summary: RunSummary) -> Words:
    if summary.outcome == "dry_run":
        return Words("试算，没有发布任何数据；发布后将是", "A dry run, nothing is published; published, it would be")
    return _held_back(summary) if summary.outcome == "gate_failed" else Words("新版本已发布", "A new release is out")


def _held_back(summary: RunSummary) -> Words:
    failed = len(summary.gate_failures)
    stays = Words("上一版本继续有效", "the last release stays current")
    if first_release(summary):
        stays = Words("目前还没有任何版本", "there is no release yet")
    return Words(
        f"数据没有发布，{failed}项发布检查未通过，{stays.zh}",
        f"Not published, {plural(failed, 'check')} failed, {stays.en}",
    )


def _became(summary: RunSummary) -> list[Words]:
    """How many sources ended which way, those that none did left out."""
    counts = {status: summary.sources.filter(pl.col("status") == status).height for status in BECAME}
    return [Words(w.zh.format(f"{counts[s]:,}"), w.en.format(f"{counts[s]:,}")) for s, w in BECAME.items() if counts[s]]


def _rows(summary: RunSummary) -> Words:
    now = summary.rows.get("observations", 0)
    zh, en = f"指标数据现有{now:,}条", f"{plural(now, 'observation')} now"
    if first_release(summary):
        return Words(zh, en)
    more = signed(now - summary.rows_before.get("observations", 0))
    return Words(f"{zh}（{more}）", f"{en} ({more})")


def _found(counts: Mapping[str, int]) -> Words:
    total = sum(counts.values())
    if not total:
        return Words("读入的报告里没有疑点", "no finding in what was read")
    zh = "、".join(f"{SEVERITIES[s].zh}{count:,}" for s, count in counts.items())
    en = ", ".join(plural(count, SEVERITIES[s].en) for s, count in counts.items())
    return Words(f"读入的报告里有疑点{total:,}处（{zh}）", f"{plural(total, 'finding')} in what was read ({en})")


def _nothing_new(summary: RunSummary) -> Words:
    came, set_aside = summary.sources.height, summary.count("quarantined")
    if not came:
        return Words("没有新内容：没有收到任何来源，数据没有变动。", "Nothing new: no source came in, no data changed.")
    known = came - set_aside
    zh = f"没有新内容：收到{came:,}个来源，{known:,}个在现行版本中已有，数据没有变动"
    en = f"Nothing new: {plural(came, 'source')} came in, {known:,} known to the current release, no data changed"
    if set_aside:
        zh += f"；{set_aside:,}个无法读取，已隔离"
        en += f"; {set_aside:,} could not be read, set aside"
    return Words(f"{zh}。", f"{en}.")
