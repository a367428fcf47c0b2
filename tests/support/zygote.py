"""Runs that can be killed: a process that has imported everything forks a child for every run.

A cold run costs seconds of imports, a forked one none. The parent only imports: a polars that has worked cannot be
forked. A child does what the flows do, in their order and by their functions, without a Prefect server: collect, read
batches, release, report; `backfill` in place of collecting where no sources are named.

`Zygote` is the side of the tests; `python zygote.py` is the process.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

STEPS = (  # module and function: before and after each of these a run is killed
    ("flows.storage", "replace"),
    ("flows.storage", "write"),
    ("flows.storage", "delete"),
    ("flows.batch", "load_texts"),
    ("flows.batch", "parse"),
    ("flows.batch", "write_batch"),
    ("flows.releasing", "settle"),
    ("flows.areas", "check_areas"),
    ("flows.releasing", "plan_release"),
    ("flows.releasing", "judge"),
    ("flows.releasing", "write_comparison"),
    ("flows.releasing", "announce"),
    ("flows.publish.tables", "prepare"),
    ("flows.publish.tables", "replace_rows"),
    ("flows.publish.tables", "replace_all"),
    ("flows.publish.publish", "make_current"),
    ("flows.publish.publish", "write_datapackage"),
    ("flows.storage", "delete_all"),
    ("flows.reporting", "write_quality_report"),
)
KILLED = -signal.SIGKILL
UNLIKE = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}|[0-9a-f]{8,}")  # the part of a name that differs from run to run


class Zygote:
    """A process to fork runs from."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        command = [sys.executable, __file__]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def run(self, data: Path | str, sources: Path | str | None, **how: object) -> dict[str, Any]:
        """Run to the end, or to a kill; gives `status` (0, 1, or KILLED), `seconds`, `calls` and the `error` if any.

        `after` kills once so many seconds are over, `at` kills at the so manieth moment before or after a step, `older`
        reads as an older parser would, `unjudged` takes the suites as kept, `report` writes the quality report, `clock`
        sets the clock forward (or back) by so many seconds, `largest` lets no file grow beyond so many bytes, `lease` is how
        long a dead run holds the lock of a bucket.
        """
        assert self.process.stdin is not None
        told = self.folder / "told"
        asked = {"data": str(data), "sources": str(sources) if sources else None, "told": str(told), **how}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        shutil.rmtree(self.folder)

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process that runs are forked from has died"
        answer: dict[str, Any] = json.loads(line)
        return answer


def main() -> None:
    import flows.releasing
    import flows.reporting
    import flows.trouble  # noqa: F401

    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_forked(json.loads(line))), flush=True)


def _forked(asked: dict[str, Any]) -> dict[str, Any]:
    told = Path(asked["told"])
    told.unlink(missing_ok=True)
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os._exit(_child(asked, told))
    if "after" in asked:
        time.sleep(asked["after"])
        os.kill(child, signal.SIGKILL)
    _, ended, used = os.wait4(child, 0)
    answer = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    spent = {"seconds": time.monotonic() - begun, "processor_seconds": used.ru_utime + used.ru_stime}
    return {**answer, **spent, "status": os.waitstatus_to_exitcode(ended)}


def _child(asked: dict[str, Any], told: Path) -> int:
    from flows.storage import location
    from flows.trouble import explained

    calls: list[str] = []
    _instrument(calls, asked.get("at"))
    try:
        with explained(location(asked["data"])):
            outcome = run_here(asked)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test is told
        told.write_text(json.dumps({"error": str(error), "traceback": traceback.format_exc()}), encoding="utf-8")
        return 1
    told.write_text(json.dumps({"outcome": outcome, "calls": calls}), encoding="utf-8")
    return 0


def _instrument(calls: list[str], at: int | None) -> None:
    """Count the moments before and after every step, and die at number `at`."""
    for path, name in STEPS:
        module = _module(path)
        setattr(module, name, _counted(getattr(module, name), f"{path}.{name}", calls, at))


def _module(path: str) -> ModuleType:
    """The module of this path; the last part may be a module that the one before has imported."""
    if path in sys.modules:
        return sys.modules[path]
    outer, _, inner = path.rpartition(".")
    found: ModuleType = getattr(sys.modules[outer], inner)
    return found


def _counted(function: Callable[..., Any], name: str, calls: list[str], at: int | None) -> Callable[..., Any]:
    def moment(when: str, of: str) -> None:
        if len(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        calls.append(f"{when} {name}{of}")

    def counted(*arguments: Any, **keywords: Any) -> Any:
        of = f" {UNLIKE.sub('…', arguments[0].name)}" if name.startswith("flows.storage") else ""
        moment("before", of)
        result = function(*arguments, **keywords)
        moment("after", of)
        return result

    return counted


def _set_clock(seconds: float) -> None:
    """Let the modules that ask for the time have it shifted."""
    from flows import releasing, staging, work
    from flows.collect import store

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=seconds)

    for module in (releasing, work, store):
        module.datetime = Shifted  # type: ignore[attr-defined]
    now, monotonic = time.time, time.monotonic_ns
    staging.time = SimpleNamespace(time=lambda: now() + seconds, monotonic_ns=monotonic)  # type: ignore[assignment]


def run_here(asked: dict[str, Any]) -> str:
    """What `flows.ingest.read_sources` and `flows.backfill.backfill` do, less their tasks."""
    import polars as pl

    from expectations.judge import Verdict
    from flows import batch, releasing, work
    from flows.collect import Limits, RawStore, collect
    from flows.layout import Layout
    from flows.reporting import quality_report, reported_tables
    from flows.run import SET_ASIDE_SCHEMA
    from flows.settings import Settings
    from flows.storage import lease, location

    if "largest" in asked:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"], asked["largest"]))
    if "lease" in asked:
        lease.LEASE_SECONDS = asked["lease"]
    if "clock" in asked:
        _set_clock(asked["clock"])
    if asked.get("older"):
        for module in (batch, work):
            module.parser_version = lambda: "0.0.1"  # type: ignore[attr-defined]
    if asked.get("unjudged"):
        page = Path(asked["data"]) / "curated" / "data_docs" / "site" / "index.html"
        releasing.judge = lambda *_: Verdict(True, (), (), page)  # type: ignore[assignment]
    settings, layout = Settings(batch_documents=2), Layout(location(asked["data"]))
    run = work.start("command")
    if asked["sources"]:
        collected = collect([asked["sources"]], RawStore(layout.store), Limits())
        statuses = work.document_statuses(layout, collected.documents)
        sources = work.source_statuses(collected.sources, collected.quarantine, statuses)
        aside = work.set_aside(collected.quarantine)
    else:
        chosen = {"region": None, "years": None, "kind": None}
        sources = statuses = work.select_documents(layout, RawStore(layout.store), **chosen)
        aside = pl.DataFrame(schema=SET_ASIDE_SCHEMA)
    batches = batch.cut(layout, statuses.filter(pl.col("status") != "unchanged")["doc_id"], settings.batch_documents)
    job = releasing.Job(run, sources, aside, batches, compared=asked["sources"] is None)
    for doc_ids in batches:
        batch.read_batch(layout, doc_ids)
    summary = releasing.release(layout, settings, job)
    if asked.get("report"):
        quality_report(layout, summary, reported_tables(layout, summary))
    return summary.outcome


if __name__ == "__main__":
    main()
