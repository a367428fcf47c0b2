"""LibreOffice as a program beside: what it is asked, and what is made of how it ends. A script plays its part."""

import os
import time
from pathlib import Path

import pytest

from flows.extract.office import convert
from flows.extract.refusal import RefusedError, Why
from flows.extract.worker import DOCX, XLSX

COPY = 'while [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\n'
MADE = COPY + 'cat "$3" > "$2/source.docx"; cat "$3" > "$2/source.xlsx"'


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for the program, before all others."""
    program = tmp_path / "soffice"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return program


def play(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def why(seconds: float = 10) -> tuple[Why, str]:
    with pytest.raises(RefusedError) as refused:
        convert(b"x", "application/msword", seconds)
    return refused.value.why, refused.value.particulars


@pytest.mark.parametrize(
    ("media_type", "made"),
    [("application/msword", DOCX), ("application/rtf", DOCX), ("application/vnd.ms-excel", XLSX)],
)
def test_a_file_is_converted(office: Path, media_type: str, made: str) -> None:
    play(office, MADE)

    assert convert(b"the file", media_type, 10) == (b"the file", made)


def test_it_runs_with_a_profile_of_its_own_and_without_a_window(office: Path, tmp_path: Path) -> None:
    play(office, f'echo "$@" > {tmp_path}/asked; echo "$HOME" >> {tmp_path}/asked\n{MADE}')
    convert(b"x", "application/msword", 10)

    asked, home = (tmp_path / "asked").read_text().splitlines()

    assert f"-env:UserInstallation=file://{home}/profile" in asked
    assert "--headless" in asked
    assert not Path(home).exists()


def test_without_it_the_reason_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert why() == (Why.NO_CONVERTER, "It is read through LibreOffice, which is not installed here")


def test_a_file_that_it_cannot_open_is_broken(office: Path) -> None:
    play(office, "echo 'Error: source file could not be loaded' >&2")

    assert why() == (Why.BROKEN, "LibreOffice cannot open it: Error: source file could not be loaded")


def test_it_is_ended_with_all_that_it_started_when_its_time_is_up(office: Path, tmp_path: Path) -> None:
    play(office, f"(sleep 1.5; touch {tmp_path}/late) &\nsleep 60")
    started = time.monotonic()

    assert why(0.3)[0] == Why.TOO_SLOW
    assert time.monotonic() - started < 5
    time.sleep(1.6)
    assert not (tmp_path / "late").exists()
