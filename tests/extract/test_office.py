"""LibreOffice as a program beside: what it is asked, and what is made of how it ends. A script plays its part, and
where it is installed, it is asked itself."""

import io
import os
import subprocess
import time
from pathlib import Path

import pytest
from openpyxl import Workbook
from printers import as_docx

from flows.extract.extras import office as office_program
from flows.extract.office import CONVERTED, convert
from flows.extract.refusal import RefusedError, Why
from flows.extract.sheets import read_xlsx
from flows.extract.word import read_word
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
    play(office, "echo 'Warning: no java' >&2; echo 'Error: source file could not be loaded' >&2")

    assert why() == (Why.BROKEN, "LibreOffice cannot open it: source file could not be loaded")


@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
def test_the_real_program_gives_the_text_that_the_word_file_has(suffix: str, tmp_path: Path) -> None:
    word = as_docx(
        "一、主要目标\n示例县2024年完成投资12.5亿元，增长3.4%。\n| 指标 | 计划 | 完成 |\n| 就业（万人） | 1.2 | 1.3 |\n二、主要任务"
    )
    old = saved_as(word, ".docx", suffix, tmp_path)
    media_type = next(media_type for media_type, to in CONVERTED.items() if to.suffix == suffix)

    data, made = convert(old, media_type, 120)

    assert made == DOCX
    assert read_word(data) == read_word(word)


@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_the_real_program_gives_the_values_that_a_sheet_shows(tmp_path: Path) -> None:
    workbook, buffer = Workbook(), io.BytesIO()
    for row in (["指标", "计划", "完成"], ["地区生产总值增速", 0.065, 0.061]):
        workbook.active.append(row)
    for cell in ("B2", "C2"):
        workbook.active[cell].number_format = "0.0%"
    workbook.save(buffer)

    data, made = convert(saved_as(buffer.getvalue(), ".xlsx", ".xls", tmp_path), "application/vnd.ms-excel", 120)

    assert made == XLSX
    assert "| 地区生产总值增速 | 6.5% | 6.1% |" in read_xlsx(data)


def saved_as(data: bytes, suffix: str, other: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it in another form."""
    source = folder / f"file{suffix}"
    source.write_bytes(data)
    command = [str(office_program()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run([*command, "--convert-to", other[1:], "--outdir", folder, source], check=True, capture_output=True)
    return source.with_suffix(other).read_bytes()


def test_it_is_ended_with_all_that_it_started_when_its_time_is_up(office: Path, tmp_path: Path) -> None:
    play(office, f"(sleep 1.5; touch {tmp_path}/late) &\nsleep 60")
    started = time.monotonic()

    assert why(0.3)[0] == Why.TOO_SLOW
    assert time.monotonic() - started < 5
    time.sleep(1.6)
    assert not (tmp_path / "late").exists()
