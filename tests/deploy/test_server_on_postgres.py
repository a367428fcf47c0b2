"""jihua on a Prefect server, as `deploy/` sets it up: PostgreSQL, a password, a worker, a schedule, notifications."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from server import ROOT, Installation, wait_for

from flows.layout import Layout
from flows.publish.read import scan

STAMP = r"· [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"
TOLD_SECONDS = 120  # the server takes events in their order, and those of three runs may stand before one
HELD_BACK = """
from datetime import UTC, datetime
import polars as pl
from prefect.events.worker import EventsWorker
from flows.events import announce
from flows.run import SOURCES_SCHEMA, RunSummary
now = datetime.now(UTC)
failures = ("Tables must not shrink. It is 0.4.",)
run = RunSummary("r2", "command", now, now, "gate_failed", "1", "1", pl.DataFrame(schema=SOURCES_SCHEMA), {},
                 gate_failures=failures)
columns = ("source_name", "severity", "first_run_id", "message")
rows = [("样本县.txt", "error", "r2", "各项之和大于总数"), ("样本县.txt", "error", "r1", "旧错误"),
        ("样本县.txt", "warning", "r2", "不是错误")]
announce(run, pl.DataFrame(rows, schema=columns, orient="row"), "https://reports.example.org/r2.html")
EventsWorker.instance().wait_until_empty()  # the process must not end before
"""


@pytest.fixture(scope="module")
def scheduled(installation: Installation) -> dict[str, Any]:
    """The first run that the scheduler itself started, once it has ended; no further one is scheduled."""
    ingests = {"name": {"any_": ["ingest"]}}

    def runs() -> list[dict[str, Any]]:
        found = installation.call("POST", "flow_runs/filter", flows=ingests, sort="EXPECTED_START_TIME_ASC")
        return [run for run in found if run["auto_scheduled"]]

    [first, *_] = wait_for(lambda: [run for run in runs() if run["start_time"]], 150, "the scheduler started no run")
    deployment = installation.call("GET", "deployments/name/ingest/ingest")["id"]
    assert installation.ask("PATCH", f"deployments/{deployment}", paused=True).is_success
    return installation.ended(lambda: [installation.call("GET", f"flow_runs/{first['id']}")])


@pytest.fixture(scope="module")
def by_hand(installation: Installation, scheduled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Runs that somebody started on the page, all at once, by what they are: each once it has ended."""
    assert scheduled
    report = reports(installation)[0]
    report.unlink()
    started = {
        "backfill": installation.start("backfill", years="2023-2025", kind="plan_report", dry_run=True),
        "report": installation.start("report", run_id=report.stem),
        "failing": installation.start("report", run_id="20000101T000000Z-000000"),
    }
    return {
        what: installation.ended(lambda run=run: [installation.call("GET", f"flow_runs/{run['id']}")])
        for what, run in started.items()
    }


def test_the_api_asks_for_the_password(installation: Installation) -> None:
    assert httpx.get(f"{installation.environment['PREFECT_API_URL']}/admin/version").status_code == 401
    assert installation.ask("GET", "admin/version").is_success


def test_a_failed_gate_and_new_errors_are_told(installation: Installation) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELD_BACK], cwd=ROOT, env=installation.environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    events = {"jihua.gate.failed", "jihua.findings.new-errors"}
    wait_for(lambda: events <= installation.receiver.events(), TOLD_SECONDS, "no notification came")
    texts = {message["event"]: message["text"] for message in installation.receiver.received}
    assert "Tables must not shrink. It is 0.4." in texts["jihua.gate.failed"]
    assert "样本县.txt: 各项之和大于总数" in texts["jihua.findings.new-errors"]
    assert "旧错误" not in texts["jihua.findings.new-errors"]


def test_the_server_keeps_its_records_in_postgres(installation: Installation) -> None:
    query = "select name from deployment order by name"
    psql = installation.postgres
    assert psql.run(
        "psql", "-h", psql.folder, "-p", psql.port, "-U", "jihua", "-d", "prefect", "-Atc", query
    ).split() == ["backfill", "ingest", "report"]


def test_the_schedule_is_that_of_the_settings_in_beijing_time(installation: Installation) -> None:
    [schedule] = installation.call("GET", "deployments/name/ingest/ingest")["schedules"]
    assert schedule["active"]
    assert schedule["schedule"]["cron"] == "* * * * *"
    assert schedule["schedule"]["timezone"] == "Asia/Shanghai"


def test_the_form_of_a_backfill_says_what_each_field_is(installation: Installation) -> None:
    fields = installation.call("GET", "deployments/name/backfill/backfill")["parameter_openapi_schema"]["properties"]
    assert all(field["description"] for field in fields.values())
    assert fields["kind"]["anyOf"][0]["enum"] == ["plan_report", "work_report", "responsibility_plan", "other"]
    assert fields["dry_run"]["type"] == "boolean"


@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param({"region": "Dazhou"}, id="a region by its name"),
        pytest.param({"years": "2020 to 2025"}, id="years in words"),
        pytest.param({"kind": "budget"}, id="a kind that is none"),
    ],
)
def test_the_form_refuses_what_makes_no_sense(installation: Installation, parameters: dict[str, object]) -> None:
    deployment = installation.call("GET", "deployments/name/backfill/backfill")["id"]
    answer = installation.ask("POST", f"deployments/{deployment}/create_flow_run", parameters=parameters)
    assert answer.status_code in (409, 422), answer.text


def test_the_scheduler_starts_a_run_that_publishes(installation: Installation, scheduled: dict[str, Any]) -> None:
    assert scheduled["state"]["name"] == "CompletedWithFindings", scheduled["state"]["message"]
    assert re.fullmatch(rf"ingest inbox {STAMP}", scheduled["name"])
    assert {"jihua", "ingest"} <= set(scheduled["tags"])
    assert pl.read_delta(str(installation.data / "curated" / "documents")).height == 3


def test_the_page_tells_what_came_of_it(installation: Installation, scheduled: dict[str, Any]) -> None:
    artifacts = installation.artifacts(scheduled)
    assert "observations" in artifacts["quality-summary"]["data"]
    findings = pl.read_delta(str(installation.data / "curated" / "findings"))
    assert 0 < artifacts["findings"]["data"].count("finding_id") == findings.height <= 200
    report = reports(installation)[0]
    assert f"https://reports.example.org/jihua/{report.name}" in artifacts["quality-report"]["data"]
    assert (artifacts["progress"]["data"], artifacts["progress"]["description"]) == (100.0, "published")


def test_the_log_counts(installation: Installation, scheduled: dict[str, Any]) -> None:
    log = wait_for(lambda: _whole(installation.log(scheduled)), 20, "the log is not whole")
    assert any("3 sources: 3 documents, 0 set aside" in line for line in log)
    assert any(re.search(r"batch 1 of 1: [0-9]+ observations, [0-9]+ findings", line) for line in log)
    assert any(re.search(r"published: documents 3, .*observations [0-9]+", line) for line in log)


def test_the_tasks_have_names_that_a_person_understands(installation: Installation, scheduled: dict[str, Any]) -> None:
    mine = {"id": {"any_": [scheduled["id"]]}}
    names = wait_for(
        lambda: [t["name"] for t in installation.call("POST", "task_runs/filter", flow_runs=mine)], 20, "no task runs"
    )
    assert sorted(names) == ["collect sources", "publish release", "read batch 1 of 1", "write quality report"]


def test_a_notification_says_that_a_release_is_out(installation: Installation, scheduled: dict[str, Any]) -> None:
    assert scheduled
    wait_for(lambda: "jihua.release.published" in installation.receiver.events(), TOLD_SECONDS, "no notification came")
    [message] = [m for m in installation.receiver.received if m["event"] == "jihua.release.published"]
    assert "A new release is out: 3 sources came in" in message["text"]
    assert "https://reports.example.org/jihua/" in message["text"]


def test_a_backfill_by_hand_takes_its_parameters(
    installation: Installation, by_hand: dict[str, dict[str, Any]]
) -> None:
    run = by_hand["backfill"]
    assert run["state"]["type"] == "COMPLETED", run["state"]["message"]
    assert run["state"]["message"].startswith("dry run, nothing published")
    assert re.fullmatch(rf"backfill 2023-2025 plan_report dry run {STAMP}", run["name"])
    assert len(list((installation.data / "curated" / "releases").glob("2*.json"))) == 1


def test_a_report_is_made_again(installation: Installation, by_hand: dict[str, dict[str, Any]]) -> None:
    run = by_hand["report"]
    assert run["state"]["type"] == "COMPLETED", run["state"]["message"]
    assert reports(installation)[0].name in installation.artifacts(run)["quality-report"]["data"]
    assert {"quality-summary", "findings", "quality-report"} <= set(installation.artifacts(run))


def test_a_run_that_fails_is_told(installation: Installation, by_hand: dict[str, dict[str, Any]]) -> None:
    run = by_hand["failing"]
    assert run["state"]["type"] == "FAILED"
    assert "no run" in run["state"]["message"]
    told = "prefect.flow-run.Failed"
    wait_for(lambda: told in installation.receiver.events(), TOLD_SECONDS, "no notification came")
    [message] = [m for m in installation.receiver.received if m["event"] == told]
    assert message["text"].startswith("report of 20000101T000000Z-000000")


def test_a_backup_is_restored_elsewhere(installation: Installation, scheduled: dict[str, Any], tmp_path: Path) -> None:
    assert scheduled
    cluster = installation.postgres
    cluster.run("createdb", "-h", cluster.folder, "-p", cluster.port, "-U", "jihua", "restored")
    backed_up = script("backup.sh", installation.environment, tmp_path / "backups")
    elsewhere = installation.environment | {
        "JIHUA_DATA": str(tmp_path / "data"),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": cluster.url.replace("/prefect", "/restored"),
    }
    script("restore.sh", elsewhere, Path(backed_up.strip()))
    where = ("-h", cluster.folder, "-p", cluster.port, "-U", "jihua", "-d", "restored")
    assert cluster.run("psql", *where, "-Atc", "select count(*) from deployment").strip() == "3"
    for table in ("documents", "observations", "findings"):
        assert scan(Layout(tmp_path / "data"), table).collect().equals(scan(Layout(installation.data), table).collect())
    checked = installation.jihua("doctor", "--data", tmp_path / "data")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def script(name: str, environment: dict[str, str], argument: Path) -> str:
    command = [ROOT / "deploy" / name, argument]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def reports(installation: Installation) -> list[Path]:
    """The quality reports, that of the first run first: the schedule may have started a second one meanwhile."""
    return sorted((installation.data / "curated" / "reports").glob("*.html"))


def _whole(log: list[str]) -> list[str]:
    return log if any("Finished in state" in line and "CompletedWithFindings" in line for line in log) else []
