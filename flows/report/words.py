"""The words of the report: Chinese first, English beside it, one pair for every thing that a reader meets.

Codes of the tables (kinds, severities, statuses) and bare numbers come in; what goes out stands on the page, in the
artifacts and on the terminal alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
NOTHING = "—"
DECIMALS = 6  # beyond what any report prints; what floating point adds lies behind it


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str


KINDS = {
    "plan_report": Words("计划报告", "plan report"),
    "work_report": Words("政府工作报告", "work report"),
    "responsibility_plan": Words("责任分工方案", "responsibility plan"),
    "other": Words("其他", "other"),
}
SOURCE_STATUSES = {
    "new": Words("新", "new"),
    "renamed": Words("更名", "renamed"),
    "reparsed": Words("重读", "read again"),
    "unchanged": Words("未变", "unchanged"),
    "quarantined": Words("隔离", "set aside"),
}
SEVERITIES = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "info": Words("提示", "note"),
}
FINDING_STATUSES = {
    "new": Words("新", "new"),
    "still": Words("仍在", "still there"),
    "gone": Words("已消失", "gone"),
}
STAGES = {
    "collect": Words("收集", "collect"),
    "parse": Words("解析", "parse"),
    "check": Words("校验", "check"),
}
TRIGGERS = {
    "command": Words("手动", "by hand"),
    "schedule": Words("定时", "on schedule"),
    "backfill": Words("回溯重读", "backfill"),
}
OUTCOMES = {
    "published": Words("已发布", "Published"),
    "unchanged": Words("没有新内容", "Nothing new"),
    "gate_failed": Words("未发布", "Not published"),
    "dry_run": Words("试算，未发布", "Dry run, nothing published"),
}
MEASURES = {
    "level": Words("数值", "level"),
    "ratio": Words("比率", "ratio"),
    "growth": Words("增速", "growth"),
    "change": Words("增减", "change"),
}
TABLES = {
    "documents": Words("报告", "one row a report"),
    "sections": Words("章节", "one row a heading"),
    "sentences": Words("句子", "one row a sentence"),
    "observations": Words("指标数据", "one row a quantity that a report states"),
    "table_cells": Words("表格单元", "one row a table cell"),
    "tasks": Words("任务", "one row a task"),
    "milestones": Words("任务节点", "one row a milestone of a task"),
    "projects": Words("项目", "one row a named project"),
    "outcomes": Words("目标与实绩", "one row a target and its result"),
    "editions": Words("报告的部分与版本", "which report a document is a part or an edition of"),
    "panel": Words("面板数据", "one row a place, year, indicator and measure"),
    "findings": Words("疑点", "one row a thing that does not add up"),
    "quarantine": Words("隔离", "one row a source or row set aside"),
    "runs": Words("运行记录", "one row a run"),
}


def words(known: dict[str, Words], code: str) -> Words:
    """The words for a code; a code that has none is its own word."""
    return known.get(code, Words(code, code))


def number(value: float | None) -> str:
    """A number as people write it: 12345.60 → 12,345.6, nothing → —."""
    if value is None:
        return NOTHING
    shown = f"{round(value, DECIMALS):,.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown.replace("-", "−")


def signed(value: float | None) -> str:
    """A difference with its sign: +3, −2, ±0."""
    if value is None:
        return NOTHING
    shown = number(value)
    return "±0" if shown == "0" else shown if shown.startswith("−") else f"+{shown}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 in whole per cent, never rounded up to all or down to none."""
    if share is None:
        return NOTHING
    if share >= 1:
        return "100%"
    return f"{min(max(round(share * 100), 1 if share > 0 else 0), 99)}%"


def moment(at: datetime) -> str:
    """A time as it is in Beijing, wherever the run was."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def plural(count: int, noun: str) -> str:
    """1 source, 2 sources, 1,200 sources."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
