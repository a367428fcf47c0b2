"""Settings: arguments beat variables, variables beat jihua.toml, jihua.toml beats the defaults."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.fetching import catalogue, web_options
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


def test_hosts_are_divided_by_commas_or_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHUA_ALLOWED_PRIVATE_HOSTS", "127.0.0.1, intranet.example,")
    assert Settings().allowed_private_hosts == ("127.0.0.1", "intranet.example")
    monkeypatch.delenv("JIHUA_ALLOWED_PRIVATE_HOSTS")
    (tmp_path / "jihua.toml").write_text('allowed_private_hosts = ["a.example"]\n')
    assert Settings().allowed_private_hosts == ("a.example",)


def test_every_setting_is_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"| `{name}` |" not in readme] == []


def test_fetching_is_done_as_the_settings_say() -> None:
    chosen = web_options(Settings(allowed_private_hosts=("a.example",), pause_seconds=3, fetch_attempts=2))
    assert (chosen.allowed_private_hosts, chosen.manners.pause_seconds, chosen.attempts) == (("a.example",), 3, 2)
    assert chosen.user_agent.startswith("jihua/")


def test_the_catalogue_is_looked_for_in_the_data_root_and_the_working_directory(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    assert catalogue(settings) is None
    (tmp_path / "sources.toml").touch()
    assert catalogue(settings) == Path("sources.toml")
    settings.data.mkdir()
    (settings.data / "sources.toml").touch()
    assert catalogue(settings) == settings.data / "sources.toml"
    assert catalogue(Settings(catalogue=Path("mine.toml"))) == Path("mine.toml")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allowed_private_hosts", "http://a.example"),
        ("allowed_private_hosts", "127.0.0.1:8080"),
        ("user_agent", "计划\r\nX-Injected: 1"),
        ("ca_file", "/no/such/file.pem"),
        ("pause_seconds", "-1"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"JIHUA_{name.upper()}", value)
    with pytest.raises(ValidationError, match=name):
        Settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[fd00::1]", "::ffff:10.0.0.1", "intranet.example", "示例.中国"])
def test_hosts_may_be_names_and_addresses(host: str) -> None:
    assert Settings(allowed_private_hosts=(host,)).allowed_private_hosts == (host,)
