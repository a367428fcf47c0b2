"""Whatever a file is, it ends as text or with a plain reason, within the limits (time on the clock counts where the
machine is not busy with other work).

LibreOffice takes seconds to refuse a file: what only it could read is left to it in the long run alone."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest
from hostile import by_hand, cut, damaged, good, lying_names, mixed, random_bytes, spliced

from flows.collect import Limits, RawStore, Reason, collect
from flows.collect.examine import Called, examine

SECONDS, BYTES = 10.0, 500 * 1024 * 1024
GENERATED = list(chain(random_bytes(220), cut(40), damaged(60), spliced(120), mixed(120)))
MADE = list(by_hand())
# a case of every kind, and what the largest reader took (kilobytes)
MOST_MEMORY = """
import resource, sys
sys.path.insert(0, "tests/support")
from hostile import by_hand
from flows.collect.examine import Called, examine
from flows.collect.reading import READERS_OF_ALL
for name, data in by_hand():
    examine(data, [Called(name)])
READERS_OF_ALL.stop()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
PLAIN = re.compile(r"Traceback|Error\b|<[a-z_]+ object|0x[0-9a-f]{6}")  # words of programs


def outcome(name: str, data: bytes) -> str | None:
    """The text of a file, or none where a plain reason says why there is none; fails where it took too long."""
    started = time.monotonic()
    found = next(iter(examine(data, [Called(name)]).values()))
    assert time.monotonic() - started < SECONDS or os.getloadavg()[0] > 2 * (os.cpu_count() or 1)
    if found.form.problem is None:
        assert found.form.encoding
        return found.text if found.text is not None else data.decode(found.form.encoding, "replace")
    assert found.form.problem.detail.endswith(".")
    assert not PLAIN.search(found.form.problem.detail)
    return None


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def test_there_are_cases_enough() -> None:
    assert len({(name.rpartition(".")[2], sha256(data).digest()) for name, data in (*GENERATED, *MADE)}) >= 1000


@pytest.mark.parametrize(("name", "data"), GENERATED, ids=[name for name, _ in GENERATED])
@pytest.mark.usefixtures("without_office")
def test_a_broken_file_ends_as_text_or_with_a_reason(name: str, data: bytes) -> None:
    text = outcome(name, data)

    assert text is None or text.strip()


@pytest.mark.parametrize(("name", "data"), MADE, ids=[name for name, _ in MADE])
def test_a_hostile_file_ends_as_text_or_with_a_reason(name: str, data: bytes) -> None:
    text = outcome(name, data)

    assert text is None or text.strip()


@pytest.mark.parametrize(("name", "data"), list(lying_names()), ids=[name for name, _ in lying_names()])
def test_a_good_file_is_read_whatever_it_is_called(name: str, data: bytes) -> None:
    text = outcome(name, data)

    assert text is not None
    assert "指标3" in text or "地区生产总值" in text


@pytest.mark.long
def test_no_reader_takes_more_memory_than_it_may() -> None:
    """In a process of its own, whose children are the readers alone."""
    told = subprocess.run(
        [sys.executable, "-c", MOST_MEMORY], cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True
    )

    assert 0 < int(told.stdout) * 1024 < BYTES


@pytest.mark.usefixtures("without_office")
def test_a_good_report_among_bad_files_is_taken_and_every_file_is_accounted_for(tmp_path: Path) -> None:
    assert_good_among(GENERATED[::9], tmp_path)


@pytest.mark.long
def test_a_good_report_among_all_of_them_is_taken(tmp_path: Path) -> None:
    assert_good_among([*GENERATED, *MADE, *lying_names()], tmp_path)


def assert_good_among(bad: Sequence[tuple[str, bytes]], folder: Path) -> None:
    """Every file of a folder ends as a document or in quarantine with a reason of the list, and the good one is there."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, (name, data) in enumerate(bad):
        (inbox / f"{number}-{name.replace('/', '_')}").write_bytes(data)
    (inbox / "good.txt").write_bytes(good()[".txt"] + "其他。".encode("gb18030"))

    collected = collect([inbox], RawStore(folder / "store"), Limits())

    statuses = dict(collected.sources.select("source_name", "status").iter_rows())
    assert statuses["good.txt"] == "new"
    assert len(statuses) == len(bad) + 1
    assert set(collected.quarantine["reason"]) <= {reason.value for reason in Reason}
    assert collected.quarantine.height == sum(status == "quarantined" for status in statuses.values())


@pytest.mark.parametrize("name", ["one-line.txt", "digits.txt", "rows.txt", "items.html"])
def test_a_few_characters_over_and_over_are_no_report(name: str) -> None:
    data = dict(MADE)[name]
    problem = next(iter(examine(data, [Called(name)]).values())).form.problem

    assert problem is not None
    assert problem.reason in (Reason.MONOTONOUS, Reason.TOO_LONG)
