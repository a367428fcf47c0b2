"""Settings: arguments beat variables, variables beat jihua.toml, jihua.toml beats the defaults."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.settings import Settings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    assert Settings().data == Path("data")
    assert Settings().max_source_bytes == 50 * 1024 * 1024


def test_the_file_beats_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "jihua.toml").write_text('data = "archive"\n')
    assert Settings().data == Path("archive")


def test_a_variable_beats_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jihua.toml").write_text('data = "archive"\n')
    monkeypatch.setenv("JIHUA_DATA", "elsewhere")
    assert Settings().data == Path("elsewhere")


def test_an_argument_beats_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHUA_DATA", "elsewhere")
    assert Settings(data=Path("here")).data == Path("here")


def test_a_misspelt_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jihua.toml").write_text("max_source_byte = 1\n")
    with pytest.raises(ValidationError, match="max_source_byte"):
        Settings()
