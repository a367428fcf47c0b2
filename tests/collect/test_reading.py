"""Files are read in processes of their own, which are used again, and ended where they hang or swell."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from flows.collect.reading import Readers, ReadLimits
from flows.collect.reasons import Problem, Reason
from flows.extract.worker import HTML, PDF

PAGE = "<html><body><p>示例市2024年地区生产总值增长5.6%。</p></body></html>"
TEXT = "示例市2024年地区生产总值增长5.6%。"


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers()
    yield made
    made.stop()


def reason(found: str | Problem) -> Reason | None:
    return found.reason if isinstance(found, Problem) else None


def test_a_process_reads_one_file_after_the_other(readers: Readers) -> None:
    assert [readers.read(PAGE.encode("gb18030"), HTML, "gb18030") for _ in range(3)] == [TEXT] * 3
    assert readers._idle.qsize() == 1


def test_files_read_at_once_do_not_mix(readers: Readers) -> None:
    pages = [PAGE.replace("5.6", f"{i}.{i}") for i in range(12)]
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda page: readers.read(page.encode(), HTML, "utf-8"), pages))
    assert texts == [TEXT.replace("5.6", f"{i}.{i}") for i in range(12)]


def test_a_long_text_comes_whole(readers: Readers) -> None:
    assert readers.read(PAGE.replace("。", "。增长" * 200_000).encode(), HTML, "utf-8") == TEXT.replace(
        "。", "。增长" * 200_000
    )


def test_what_a_reader_refuses_is_a_problem_and_the_process_goes_on(readers: Readers) -> None:
    assert reason(readers.read(b"%PDF-1.7", PDF, "utf-8")) == Reason.BROKEN
    assert readers.read(PAGE.encode(), HTML, "utf-8") == TEXT
    assert readers._idle.qsize() == 1


def test_a_file_that_takes_too_much_computing_is_given_up_and_its_process_ended(readers: Readers) -> None:
    hasty = replace(readers, limits=ReadLimits(seconds=0.5))
    cells = "<tr>" + "<td>1</td>" * 400 + "</tr>"
    assert reason(hasty.read(f"<table>{cells * 1000}</table>".encode(), HTML, "utf-8")) == Reason.TOO_SLOW
    assert hasty._idle.empty()


def test_a_process_that_does_not_answer_is_ended(readers: Readers) -> None:
    impatient = replace(readers, limits=ReadLimits(patience=0.001))
    assert reason(impatient.read(PAGE.encode(), HTML, "utf-8")) == Reason.TOO_SLOW
    assert impatient._idle.empty()


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    small = Readers(ReadLimits(memory_bytes=80 * 1024 * 1024))
    page = PAGE.replace("</p>", "<b>增长</b>" * 1_000_000)
    assert reason(small.read(page.encode(), HTML, "utf-8")) == Reason.TOO_HEAVY
    assert small.read(PAGE.encode(), HTML, "utf-8") == TEXT
    small.stop()


def test_a_process_that_ends_by_itself_is_told_with_its_last_words(readers: Readers) -> None:
    found = readers.read(PAGE.encode(), "a form that has no reader", "utf-8")
    assert reason(found) == Reason.BROKEN
    assert isinstance(found, Problem)
    assert "What reads it failed: KeyError" in found.detail


def test_a_process_that_was_ended_from_outside_is_replaced(readers: Readers) -> None:
    readers.read(PAGE.encode(), HTML, "utf-8")
    worker = readers._idle.get()
    worker._process.kill()
    worker._process.wait()
    worker._process.returncode = None
    readers._idle.put(worker)
    assert readers.read(PAGE.encode(), HTML, "utf-8") == TEXT
