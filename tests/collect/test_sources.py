"""Paths and addresses in, one item a file out; what cannot be reached is an item with its problem."""

from pathlib import Path

import pytest

from flows.collect.reasons import Reason
from flows.collect.sources import Item, find


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("示例市")


def names(items: list[Item]) -> list[str]:
    return [item.name for item in items]


def reasons(items: list[Item]) -> list[Reason]:
    return [item.problem.reason for item in items if item.problem]


def test_a_folder_is_read_with_all_below_it_sorted(inbox: Path) -> None:
    write(inbox, "b.txt", "a/2.txt", "a/1.txt", "c.pdf")

    items, _ = find([inbox])

    assert names(items) == ["1.txt", "2.txt", "b.txt", "c.pdf"]


def test_hidden_files_leftovers_and_readmes_of_a_folder_are_left_aside_and_listed(inbox: Path) -> None:
    write(inbox, "a.txt", ".DS_Store", "~$a.docx", "Thumbs.db", "README.md", "readme", ".git/config")

    items, skipped = find([inbox])

    assert names(items) == ["a.txt"]
    assert {left.name: left.why for left in skipped} == {
        ".DS_Store": "hidden",
        ".git": "hidden",
        "~$a.docx": "left by another program",
        "Thumbs.db": "left by another program",
        "README.md": "describes its folder",
        "readme": "describes its folder",
    }


def test_a_file_that_is_named_itself_is_taken_whatever_it_is_called(inbox: Path) -> None:
    write(inbox, "README.md", "a.txt")

    items, skipped = find([inbox, inbox / "README.md"])

    assert names(items) == ["a.txt", "README.md"]
    assert skipped == []


def test_the_same_file_named_twice_is_one_source(inbox: Path) -> None:
    write(inbox, "a.txt")

    items, _ = find([inbox, inbox / "a.txt", str(inbox / "x" / ".." / "a.txt"), (inbox / "a.txt").as_uri()])

    assert [item.uri for item in items] == [(inbox / "a.txt").as_uri()]


def test_a_name_packed_in_gbk_is_read_right(inbox: Path) -> None:
    (inbox / "示例市.txt".encode("gbk").decode("utf-8", "surrogateescape")).write_text("x")

    items, _ = find([inbox])

    assert names(items) == ["示例市.txt"]


@pytest.mark.parametrize("source", ["没有.txt", "没有/报告.txt", "", "a\0b", "x" * 5000])
def test_a_path_that_leads_nowhere_is_missing(source: str) -> None:
    items, _ = find([source])

    assert reasons(items) in ([Reason.MISSING], [Reason.SYSTEM_ERROR])  # too long a name is the system's to refuse


@pytest.mark.parametrize("source", ["https://example.org/a/报告.html", "ftp://example.org/x", "http://[", "gs://b/k"])
def test_an_address_is_refused_as_what_is_not_fetched_yet(source: str) -> None:
    items, _ = find([source])

    assert [(item.uri, item.path) for item in items] == [(source, None)]
    assert reasons(items) == [Reason.NO_FETCHER]


def test_a_folder_without_files_is_empty_and_one_of_readmes_says_so(inbox: Path) -> None:
    (inbox / "a" / "b").mkdir(parents=True)
    write(inbox / "a", "README.md")

    items, _ = find([inbox])

    assert reasons(items) == [Reason.EMPTY_FOLDER]
    assert "1 files in it are left aside" in items[0].problem.detail  # type: ignore[union-attr]


def test_an_empty_folder_beside_a_report_is_no_problem(inbox: Path) -> None:
    (inbox / "empty").mkdir()
    write(inbox, "a.txt")

    items, _ = find([inbox])

    assert reasons(items) == []


def test_a_link_to_a_folder_above_it_is_named_and_not_followed(inbox: Path) -> None:
    write(inbox, "a.txt")
    (inbox / "loop").symlink_to(inbox)

    items, _ = find([inbox])

    assert names(items) == ["a.txt", "loop"]
    assert reasons(items) == [Reason.LINK_LOOP]


def test_a_linked_folder_is_read_once_under_the_name_of_the_link(inbox: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", "a.txt")
    (inbox / "link").symlink_to(tmp_path / "elsewhere")

    items, _ = find([inbox])

    assert [item.uri for item in items] == [(inbox / "link" / "a.txt").as_uri()]


def test_a_folder_that_may_not_be_listed_is_one_problem_among_the_others(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(inbox, "a.txt", "locked/b.txt")
    listed = Path.iterdir

    def iterdir(folder: Path) -> object:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)

    items, _ = find([inbox])

    assert names(items) == ["a.txt", "locked"]
    assert reasons(items) == [Reason.NO_PERMISSION]
