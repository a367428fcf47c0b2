"""Findings that a person accepts are set apart with who and why, and a file that is wrong says where."""

from pathlib import Path

import polars as pl
import pytest

from expectations.accepted import AcceptedFileError, read_accepted, split, unused

FIRST, SECOND, THIRD = ("a" * 24, "b" * 24, "c" * 24)
BY_ID = f"""
[[accepted]]
finding = "{FIRST}"
who = "王某"
why = "口径不同"
"""
BY_RULE = """
[[accepted]]
rule = "lists.respectively"
document = "甲市.txt"
who = "李某"
why = "一个数值对应两个名称"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    return path


def findings() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "finding_id": [FIRST, SECOND, THIRD],
            "rule": ["sums.total", "lists.respectively", "lists.respectively"],
            "doc_id": ["1", "1", "2"],
            "source_name": ["甲市.txt", "甲市.txt", "乙市.txt"],
        }
    )


def test_without_a_file_everything_is_shown(tmp_path: Path) -> None:
    apart = split(findings(), read_accepted(tmp_path / "accepted.toml"))
    assert apart.shown.equals(findings())
    assert apart.silenced.height == 0


def test_a_finding_is_silenced_by_its_id(tmp_path: Path) -> None:
    apart = split(findings(), read_accepted(written(tmp_path, BY_ID)))
    assert apart.shown["finding_id"].to_list() == [SECOND, THIRD]
    assert apart.silenced.select("finding_id", "accepted_by", "accepted_why").rows() == [(FIRST, "王某", "口径不同")]


@pytest.mark.parametrize("rule", ["lists.respectively", "lists"])
@pytest.mark.parametrize("document", ["甲市.txt", "1"])
def test_a_rule_or_family_is_silenced_in_one_document(tmp_path: Path, rule: str, document: str) -> None:
    text = BY_RULE.replace("lists.respectively", rule).replace("甲市.txt", document)
    apart = split(findings(), read_accepted(written(tmp_path, text)))
    assert apart.silenced["finding_id"].to_list() == [SECOND]
    assert apart.shown["finding_id"].to_list() == [FIRST, THIRD]


def test_nothing_is_lost_and_nothing_shown_twice(tmp_path: Path) -> None:
    apart = split(findings(), read_accepted(written(tmp_path, BY_ID + BY_RULE)))
    both = [*apart.shown["finding_id"], *apart.silenced["finding_id"]]
    assert sorted(both) == [FIRST, SECOND, THIRD]


def test_an_entry_that_matches_no_finding_is_named(tmp_path: Path) -> None:
    entries = read_accepted(written(tmp_path, BY_ID.replace(FIRST, "f" * 24) + BY_RULE))
    assert [one.finding for one in unused(findings(), entries)] == ["f" * 24]


def test_no_findings_at_all_can_be_divided(tmp_path: Path) -> None:
    entries = read_accepted(written(tmp_path, BY_ID))
    apart = split(findings().clear(), entries)
    assert (apart.shown.height, apart.silenced.height) == (0, 0)
    assert unused(findings().clear(), entries) == entries


@pytest.mark.parametrize(
    ("text", "line", "field", "wrong"),
    [
        pytest.param(BY_ID.replace("who", "whom"), 4, "whom", "is unknown", id="an unknown field"),
        pytest.param(BY_ID.replace('why = "口径不同"', ""), 2, "why", "is missing", id="no reason"),
        pytest.param(BY_ID.replace("口径不同", " "), 5, "why", "not empty", id="an empty reason"),
        pytest.param(BY_ID.replace('"王某"', "3"), 4, "who", "has to be text", id="a number for a name"),
        pytest.param(BY_ID.replace(FIRST, "abc"), 3, "finding", "is not the id", id="no id"),
        pytest.param(BY_ID + BY_RULE.replace("respectively", "nothing"), 8, "rule", "there is no rule", id="no such rule"),
        pytest.param(BY_RULE.replace('document = "甲市.txt"', ""), 2, "document", "is missing", id="a rule everywhere"),
        pytest.param(BY_ID + 'rule = "lists"', 3, "finding", "stands alone", id="a finding and a rule"),
        pytest.param('[[silenced]]\nwho = "王某"\n', 1, "silenced", "is unknown", id="another table"),
        pytest.param('accepted = "all"\n', 1, "accepted", "for each entry", id="no table at all"),
        pytest.param("[[accepted]]\nwho = 王某\n", 2, None, "line 2", id="no TOML"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_line_field_and_reason(
    tmp_path: Path, text: str, line: int, field: str | None, wrong: str
) -> None:
    with pytest.raises(AcceptedFileError, match=wrong) as error:
        read_accepted(written(tmp_path, text))
    assert (error.value.line, error.value.field) == (line, field)
    assert f"accepted.toml, line {line}" in str(error.value)


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "accepted.toml"
    path.write_bytes("口径".encode("gb18030"))
    with pytest.raises(AcceptedFileError, match="UTF-8"):
        read_accepted(path)
