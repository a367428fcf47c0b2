"""`jihua findings` and `jihua explain`: what is new, still there, gone, and accepted; for people and for programs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import cli
from flows.layout import Layout
from flows.publish.release import Release
from flows.staging import Staged

Jihua = Callable[..., Result]
ACCEPTED = """
[[accepted]]
rule = "years.horizon"
document = "乙市"
who = "王某"
why = "远景目标"

[[accepted]]
finding = "000000000000000000000000"
who = "李某"
why = "旧稿"
"""


@pytest.fixture
def two_releases(layout: Layout, stage: Callable[..., Staged], published: Callable[..., Release]) -> Layout:
    """A finding of 甲市 is gone, that of 乙市 still there, that of 丙市 new."""
    published(stage(甲市="增长5%！", 乙市="增长6%！", 丙市="增长7%"), "run-1")
    published(stage(甲市="增长5%", 丙市="增长7%！"), "run-2")
    return layout


@pytest.fixture
def jihua(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jihua:
    """jihua("findings") runs the command on the data root, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, [*words, "--data", str(layout.root)])


@pytest.fixture
def accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "accepted.toml"
    path.write_text(ACCEPTED, encoding="utf-8")
    monkeypatch.setenv("JIHUA_ACCEPTED", str(path))
    return path


def listed(done: Result) -> dict[str, dict[str, object]]:
    """The findings of a JSON listing by their document."""
    return {row["source_name"]: row for row in json.loads(done.stdout)}


def heads(done: Result) -> list[str]:
    """The first line of every finding, as words."""
    return [" ".join(line.split()) for line in done.stdout.splitlines() if "years.horizon  " in line]


@pytest.mark.usefixtures("two_releases")
def test_every_finding_says_whether_it_is_new_still_there_or_gone(jihua: Jihua) -> None:
    done = jihua("findings")
    assert heads(done) == [
        "警告 warning 新 new years.horizon 丙市 丙市-1",
        "警告 warning 仍在 still there years.horizon 乙市 乙市-1",
        "警告 warning 已消失 gone years.horizon 甲市 甲市-1",
    ]
    total = "疑点 findings: 2 (警告 warning 2); 新 new 1 · 仍在 still there 1 · 已消失 gone 1"
    assert total in done.stdout.splitlines()


@pytest.mark.usefixtures("two_releases")
def test_the_same_is_said_to_programs(jihua: Jihua) -> None:
    statuses = {name: row["status"] for name, row in listed(jihua("findings", "--format", "json")).items()}
    assert statuses == {"甲市": "gone", "乙市": "still", "丙市": "new"}


@pytest.mark.usefixtures("two_releases")
def test_in_a_first_release_nothing_is_called_new(jihua: Jihua) -> None:
    assert heads(jihua("findings", "--run", "run-1")) == [
        "警告 warning years.horizon 乙市 乙市-1",
        "警告 warning years.horizon 甲市 甲市-1",
    ]


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize(
    ("option", "count"),
    [
        pytest.param(("--rule", "years"), 3, id="a family"),
        pytest.param(("--rule", "years.horizon"), 3, id="a rule"),
        pytest.param(("--rule", "year"), 0, id="a part of a name"),
        pytest.param(("--severity", "error"), 0, id="another severity"),
    ],
)
def test_rules_and_severities_are_chosen(jihua: Jihua, option: tuple[str, str], count: int) -> None:
    assert len(listed(jihua("findings", "--format", "json", *option))) == count


@pytest.mark.usefixtures("two_releases")
def test_programs_are_told_where_in_the_evidence_the_quotes_stand(jihua: Jihua) -> None:
    row = listed(jihua("findings", "--format", "json"))["丙市"]
    assert (row["evidence"], row["quotes"], row["marks"]) == ("增长7%！", ["增长7%！"], [{"start": 0, "end": 5}])


@pytest.mark.usefixtures("two_releases", "accepted")
def test_accepted_findings_are_counted_and_listed_at_the_end(jihua: Jihua) -> None:
    lines = jihua("findings").stdout.splitlines()
    assert "疑点 findings: 1 (警告 warning 1); 新 new 1 · 仍在 still there 0 · 已消失 gone 1" in lines
    at = lines.index("已认可 accepted: 1")
    assert lines[at + 1 : at + 3] == ["  years.horizon  乙市  乙市-1  m", "    王某: 远景目标"]


@pytest.mark.usefixtures("two_releases", "accepted")
def test_an_entry_that_accepts_nothing_is_listed_with_its_line(jihua: Jihua) -> None:
    lines = jihua("findings").stdout.splitlines()
    at = lines.index("未用到的认可 accepted, but not found: 1")
    assert lines[at + 1] == "  第8行 line 8  000000000000000000000000  李某: 旧稿"


@pytest.mark.usefixtures("two_releases", "accepted")
def test_programs_get_the_accepted_ones_too_and_why(jihua: Jihua) -> None:
    rows = listed(jihua("findings", "--format", "json"))
    assert (rows["乙市"]["accepted_by"], rows["乙市"]["accepted_why"]) == ("王某", "远景目标")
    assert rows["丙市"]["accepted_by"] is None


@pytest.mark.parametrize("command", [("findings",), ("explain", "f"), ("ingest",), ("backfill",), ("report",)])
def test_a_wrong_list_is_wrong_usage_before_anything_is_done(
    jihua: Jihua, accepted: Path, layout: Layout, command: tuple[str, ...]
) -> None:
    accepted.write_text(ACCEPTED.replace('who = "李某"\n', ""), encoding="utf-8")
    done = jihua(*command)
    assert done.exit_code == 2
    assert "accepted.toml, line 8: who: is missing" in done.stderr
    assert not layout.root.exists()


@pytest.mark.usefixtures("two_releases")
@pytest.mark.parametrize("beginning", ["丁市", "市", ""])
def test_one_finding_has_to_be_meant(jihua: Jihua, beginning: str) -> None:
    done = jihua("explain", beginning)
    assert done.exit_code == 2
    assert "an id that begins with" in done.stderr
