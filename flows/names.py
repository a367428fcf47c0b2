"""Run names: what is done, and when by the clock of Beijing, so that a list of runs reads without opening one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from prefect.runtime import flow_run

CLOCK = ZoneInfo("Asia/Shanghai")


def ingest_name() -> str:
    """`ingest inbox · 2026-11-22 06:30`, or the first source and how many more."""
    given: list[str] = flow_run.parameters.get("sources") or []
    first = given[0].rstrip("/").rpartition("/")[2] if given else "inbox"
    more = f" and {len(given) - 1} more" if len(given) > 1 else ""
    again = " again" if flow_run.parameters.get("force") else ""
    return _stamped(f"ingest {first}{more}{again}")


def backfill_name() -> str:
    """`backfill 511700 2020-2025 plan_report dry run · 2026-11-22 10:15`; `backfill all` where nothing is chosen."""
    chosen = flow_run.parameters
    words = [str(chosen[name])[:40] for name in ("region", "years", "kind", "document") if chosen.get(name)]
    what = " ".join(words) or "all"
    return _stamped(f"backfill {what}{' dry run' if chosen.get('dry_run') else ''}")


def report_name() -> str:
    """`report of 20261122T063340Z-187f0e · 2026-11-22 10:15`."""
    return _stamped(f"report of {flow_run.parameters.get('run_id') or 'the last run'}")


def _stamped(what: str) -> str:
    planned: datetime = flow_run.scheduled_start_time
    return f"{what} · {planned.astimezone(CLOCK):%Y-%m-%d %H:%M}"
