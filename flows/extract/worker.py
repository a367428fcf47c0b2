"""The process that reads files for others: one request a line comes in, an answer goes out, until the input ends.

Request: JSON with `path` (the file), `media_type`, `encoding` (of HTML and delimited text), `seconds` (of computing that
reading it may take; the system ends the process then). Answer: JSON with `length`
and behind it so many bytes of UTF-8; or with `why` and `particulars`, where the file gives no text. Whatever else goes
wrong ends the process, and whoever asked sees that it ended.
"""

import json
import math
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from flows.extract.refusal import RefusedError, Why

HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, TSV = "text/csv", "text/tab-separated-values"
OFD = "application/ofd"

SCAN = "application/pdf;scanned"  # not a form of its own: a PDF whose pages are to be read off their pictures

Reader = Callable[[bytes, str], str]


def _html(data: bytes, encoding: str) -> str:
    from flows.extract.page import read_page

    return read_page(_decoded(data, encoding))


def _pdf(data: bytes, _: str) -> str:
    from flows.extract.pdf import read_pdf

    return read_pdf(data)


def _scan(data: bytes, _: str) -> str:
    from flows.extract.scan import read_scan

    return read_scan(data)


def _docx(data: bytes, _: str) -> str:
    from flows.extract.word import read_word

    return read_word(data)


def _xlsx(data: bytes, _: str) -> str:
    from flows.extract.sheets import read_xlsx

    return read_xlsx(data)


def _ofd(data: bytes, _: str) -> str:
    from flows.extract.ofd import read_ofd

    return read_ofd(data)


def _delimited(data: bytes, encoding: str) -> str:
    from flows.extract.sheets import read_delimited

    return read_delimited(_decoded(data, encoding))


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


READERS: dict[str, Reader] = {
    HTML: _html,
    PDF: _pdf,
    OFD: _ofd,
    DOCX: _docx,
    XLSX: _xlsx,
    CSV: _delimited,
    TSV: _delimited,
}


def main(memory_bytes: int) -> None:
    """Answer requests with no more memory than this."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_at_most(memory_bytes, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _allow(request["seconds"])
        _answer(answers, Path(request["path"]), request["media_type"], request["encoding"])


def _allow(seconds: float) -> None:
    """Have the system end this process after so much more computing. Time spent waiting for a busy machine is free."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = used.ru_utime + used.ru_stime + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_at_most(math.ceil(until), hard), hard))


def _at_most(limit: int, hard: int) -> int:
    """A limit that this process may set: no higher than what it was given itself."""
    return limit if hard == resource.RLIM_INFINITY else min(limit, hard)


def _answer(answers: BinaryIO, path: Path, media_type: str, encoding: str) -> None:
    try:
        reader = _scan if media_type == SCAN else READERS[media_type]
        text = reader(path.read_bytes(), encoding).encode("utf-8", errors="replace")
        if not text.strip():
            raise RefusedError(Why.EMPTY)
    except RefusedError as refused:
        _write(answers, {"why": refused.why, "particulars": refused.particulars})
    except MemoryError:
        _write(answers, {"why": Why.TOO_HEAVY, "particulars": ""})
    else:
        _write(answers, {"length": len(text)}, text)


def _write(answers: BinaryIO, header: dict[str, str | int], text: bytes = b"") -> None:
    answers.write(json.dumps(header).encode() + b"\n" + text)
    answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
