"""The command line: quick where nothing is to be done, plain where something is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

JIHUA = Path(sys.executable).with_name("jihua")


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([JIHUA, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False)


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(
        f"  {c} " in done.stdout for c in ("ingest", "backfill", "findings", "report", "export", "tables", "deploy")
    )


def test_help_needs_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    code = "import sys; from flows.cli import cli; print([m for m in ('prefect', 'pandera', 'polars') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["findings"], 1, "run `jihua ingest` first", id="nothing published yet"),
        pytest.param(["report"], 1, "run `jihua ingest` first", id="no run yet"),
        pytest.param(["export", "--to", "out"], 2, "--format", id="no format"),
        pytest.param(["backfill", "--kind", "budget"], 2, "plan_report", id="unknown kind"),
        pytest.param(["ingest", "--data"], 2, "--data", id="option without value"),
    ],
)
def test_errors_are_plain_words_and_the_right_exit_code(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    assert "Traceback" in run("--debug", "findings", cwd=tmp_path).stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "jihua.toml").write_text("max_source_bytes = -1\n")
    done = run("findings", cwd=tmp_path)
    assert done.returncode == 2
    assert "max_source_bytes" in done.stderr


def test_the_data_dictionary_is_printed(tmp_path: Path) -> None:
    done = run("tables", cwd=tmp_path)
    assert done.returncode == 0
    assert "observations" in done.stdout
    assert "char_start" in done.stdout
