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


def test_a_variable_is_read_as_the_type_of_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHUA_BATCH_DOCUMENTS", "20")
    assert Settings().batch_documents == 20


def test_a_variable_that_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHUA_LOCK_SECONDS", "soon")
    with pytest.raises(ValidationError, match="lock_seconds"):
        Settings()


def test_a_file_that_is_no_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "jihua.toml").write_text("data = archive\n")
    with pytest.raises(ValidationError, match=r"jihua\.toml: .*line 1"):
        Settings()
