"""What lies in deploy/, as far as it can be tried without a container engine or a service manager."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from server import ROOT, environment_file

from flows.notifications import automations
from flows.settings import PREFIX, Settings

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.fixture
def compose() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return services


def instructions() -> list[tuple[str, list[str]]]:
    """The Dockerfile's instructions, lines that go on joined, with their words."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], shlex.split(line)[1:]) for line in lines]


def test_every_setting_in_the_environment_file_is_one() -> None:
    text = (DEPLOY / "jihua.env").read_text(encoding="utf-8")
    named = re.findall(rf"^#?{PREFIX}([A-Z_]+)=", text, re.MULTILINE)
    assert {"DATA", "SCHEDULE", "REPORTS_URL", "WEBHOOK_URL"} <= set(named)
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_image_has_all_that_the_command_needs(tmp_path: Path) -> None:
    """The files that the Dockerfile copies are enough to start the command and read the deployments."""
    for kind, words in instructions():
        if kind == "COPY":
            *sources, target = words
            for source in sources:
                _copy(ROOT / source, tmp_path / target)
    code = "import flows.ingest, flows.backfill, flows.rebuild_report, flows.cli; print(flows.cli.__file__)"
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))
    assert (tmp_path / "deploy" / "prefect.yaml").exists()


def test_the_image_is_built_from_pinned_versions_and_runs_as_a_user() -> None:
    steps = instructions()
    [install] = [words for kind, words in steps if kind == "RUN" and "pip" in words]
    assert install[install.index("-c") + 1] == "constraints.txt"
    assert ("USER", ["jihua"]) in steps


def test_the_build_leaves_out_what_is_not_copied() -> None:
    kept = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"}
    copied = {source for kind, words in instructions() if kind == "COPY" for source in words[:-1]}
    assert kept == copied


def test_compose_builds_from_files_that_are_there(compose: dict[str, Any]) -> None:
    build = compose["services"]["server"]["build"]
    context = DEPLOY / build["context"]
    assert (context / build["dockerfile"]).exists()
    assert {"postgres", "server", "deploy", "worker"} == set(compose["services"])


def test_compose_starts_each_service_after_what_it_needs(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, needed, state in [
        ("server", "postgres", "service_healthy"),
        ("deploy", "server", "service_healthy"),
        ("worker", "deploy", "service_completed_successfully"),
    ]:
        assert services[name]["depends_on"][needed]["condition"] == state
        assert state != "service_healthy" or "healthcheck" in services[needed]


def test_compose_and_the_units_start_the_same_programs(compose: dict[str, Any]) -> None:
    for name in ("server", "worker"):
        unit = (DEPLOY / "systemd" / f"jihua-{name}.service").read_text(encoding="utf-8")
        [start] = re.findall(r"^ExecStart=/opt/jihua/.venv/bin/(.+)$", unit, re.MULTILINE)
        assert start.split() == compose["services"][name]["command"]


def test_the_ports_are_open_to_this_machine_alone(compose: dict[str, Any]) -> None:
    assert compose["services"]["server"]["ports"] == ["127.0.0.1:4200:4200"]
    assert environment_file(DEPLOY / "jihua.env")["PREFECT_SERVER_API_HOST"] == "127.0.0.1"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    programs = tmp_path / "program"
    programs.write_text("#!/bin/sh\n")
    programs.chmod(0o755)
    for unit in UNITS:
        text = re.sub(r"^(ExecStart=)\S+", rf"\g<1>{programs}", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "jihua" in line]
    assert not complaints
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
def test_the_programs_of_the_units_are_in_the_checkout(unit: Path) -> None:
    for program in re.findall(r"^ExecStart=/opt/jihua/(\S+)", unit.read_text(encoding="utf-8"), re.MULTILINE):
        assert program == ".venv/bin/prefect" or os.access(ROOT / program, os.X_OK)


def test_every_automation_tells_the_webhook() -> None:
    entries = automations(DEPLOY / "automations.yaml", "2f1c6a52-3f0f-4a51-9d3a-6d3f7f3a1b1e")
    assert len({entry["name"] for entry in entries}) == len(entries) == 4
    for entry in entries:
        [action] = entry["actions"]
        assert action["block_document_id"] == "2f1c6a52-3f0f-4a51-9d3a-6d3f7f3a1b1e"


@pytest.mark.parametrize("script", ["backup.sh", "restore.sh"])
def test_a_script_says_what_it_lacks(script: str, tmp_path: Path) -> None:
    done = subprocess.run([DEPLOY / script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"usage: {script}" in done.stderr


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
