"""The text of files that are not text. In: bytes and their media type; out: their text, or why they give none.

Readers run in processes of their own (flows/extract/worker.py) with a limit on time and memory, since a file from
outside may hang, crash or swell whatever reads it. A process is started when the first such file comes, and is used
again; plain text never needs one. doc, wps, rtf and the like are made docx or xlsx by LibreOffice first, where it is
installed. A PDF that holds only pictures of text is read off them where the extra `ocr` is installed: that takes seconds
a page and twice a reader's memory, so that it has limits and a process of its own.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, LifoQueue
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO

from flows.collect.reasons import Problem, Reason, problem
from flows.extract.extras import can_read_scans
from flows.extract.marks import UNREAD_START
from flows.extract.office import CONVERTED, convert
from flows.extract.refusal import RefusedError, Why
from flows.extract.worker import PDF, READERS, SCAN

READABLE = frozenset({*READERS, *CONVERTED})  # media types
MOST_FILES = 300  # that one process reads; what libraries leak ends with it
LAST_WORDS = 300  # bytes of what a process said before it died
CHUNK = 1 << 16


@dataclass(frozen=True)
class ReadLimits:
    """What reading one file may cost: seconds of computing, and bytes of memory.

    A busy machine takes longer for the same work: `patience` seconds on the clock end what computes nothing at all.
    `convert_seconds` is LibreOffice's time on the clock.
    """

    seconds: float = 8.0
    patience: float = 60.0
    memory_bytes: int = 500 * 1024 * 1024
    convert_seconds: float = 60.0


SCAN_MEMORY = 4 * 1024 * 1024 * 1024  # bytes that reading pictures may ask for; it uses a quarter of them
CROWDED = 10.0  # times the seconds of computing that a scan may take on the clock of a busy machine


def scan_limits() -> ReadLimits:
    """What reading the pictures of one file may cost, as the settings say."""
    from flows.settings import Settings

    seconds = Settings().ocr_seconds
    return ReadLimits(seconds=seconds, patience=CROWDED * seconds, memory_bytes=SCAN_MEMORY)


class EndedError(Exception):
    """A process ended without an answer: by itself, or because its time was up."""

    def __init__(self, last_words: str = "", *, timed_out: bool = False) -> None:
        super().__init__(last_words)
        self.timed_out = timed_out


class Worker:
    """One process that reads files, one at a time."""

    def __init__(self, memory_bytes: int) -> None:
        self.files = 0
        self._complaints: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it stays as long as the process does
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.extract.worker", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )

    def read(self, path: Path, media_type: str, encoding: str, limits: ReadLimits) -> str:
        """The file's text. Raises `RefusedError` for what its reader refuses, `EndedError` where there is no answer."""
        self.files += 1
        until = time.monotonic() + limits.patience
        request = json.dumps(
            {"path": str(path), "media_type": media_type, "encoding": encoding, "seconds": limits.seconds}
        )
        try:
            os.write(self._requests, request.encode() + b"\n")  # short enough to be written at once
        except BrokenPipeError as error:
            raise EndedError(self._last_words()) from error
        header, _, text = self._receive(until, b"").partition(b"\n")
        answer = json.loads(header)
        if "why" in answer:
            raise RefusedError(Why(answer["why"]), answer["particulars"])
        return self._receive(until, text, answer["length"]).decode()

    @property
    def _requests(self) -> int:
        return _number(self._process.stdin)

    @property
    def _answers(self) -> int:
        return _number(self._process.stdout)

    @property
    def is_running(self) -> bool:
        return self._process.returncode is None

    def stop(self) -> None:
        """End the process and whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream:
                stream.close()

    def _receive(self, until: float, received: bytes, length: int | None = None) -> bytes:
        """What the process answers, up to this length, or until there is a whole line."""
        chunks, size = [received], len(received)
        while (size < length) if length is not None else not chunks[-1].count(b"\n"):
            ready, _, _ = select.select([self._answers], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise EndedError(timed_out=True)
            chunk = os.read(self._answers, CHUNK)
            if not chunk:
                last_words = self._last_words()
                raise EndedError(last_words, timed_out=self._process.returncode == -signal.SIGXCPU)
            chunks.append(chunk)
            size += len(chunk)
        return b"".join(chunks)

    def _last_words(self) -> str:
        """The last line of what the process complained of."""
        self._process.wait()
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - LAST_WORDS))
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"signal {-self._process.returncode}"


def _number(stream: IO[bytes] | None) -> int:
    if stream is None:
        raise ValueError("the process was started without this stream")
    return stream.fileno()


@contextmanager
def _as_file(data: bytes) -> Iterator[Path]:
    with NamedTemporaryFile(prefix="jihua-") as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


@dataclass
class Readers:
    """Processes that read files, as many as are asked at once; they stay for the next files."""

    limits: ReadLimits = field(default_factory=ReadLimits)
    scan_limits: ReadLimits | None = None  # as the settings say, where none are given
    _idle: "LifoQueue[Worker]" = field(default_factory=LifoQueue)

    def read(self, data: bytes, media_type: str, encoding: str) -> str | Problem:
        """The text of a file of one of the `READABLE` media types."""
        try:
            if media_type in CONVERTED:
                data, media_type = convert(data, media_type, self.limits.convert_seconds)
            text = self._read(data, media_type, encoding)
            lacks_pages = media_type == PDF and isinstance(text, str) and UNREAD_START in text
            scanned = self._read_scan(data) if lacks_pages and can_read_scans() else text
            return text if isinstance(scanned, Problem) else scanned
        except RefusedError as refused:
            if refused.why is Why.PICTURES_ONLY and media_type == PDF and can_read_scans():
                return self._read_scan(data)
            return problem(Reason[refused.why.name], refused.particulars)

    def _read(self, data: bytes, media_type: str, encoding: str) -> str | Problem:
        with _as_file(data) as path:
            while True:
                with self._worker() as worker:
                    try:
                        return worker.read(path, media_type, encoding, self.limits)
                    except EndedError as ended:
                        worker.stop()
                        if ended.timed_out:
                            return problem(Reason.TOO_SLOW, f"It was not read within {self.limits.seconds:.0f} seconds")
                        if worker.files == 1:  # an old process may fail for what it read before, a new one does not
                            return problem(Reason.BROKEN, f"What reads it failed: {ended}")

    def _read_scan(self, data: bytes) -> str | Problem:
        """The text of a PDF that holds pictures, by a process that ends with it: its models fill the memory."""
        limits = self.scan_limits or scan_limits()
        worker = Worker(limits.memory_bytes)
        try:
            with _as_file(data) as path:
                return worker.read(path, SCAN, "", limits)
        except RefusedError as refused:
            return problem(Reason[refused.why.name], refused.particulars)
        except EndedError as ended:
            if ended.timed_out:
                seconds = f"Its pictures were not read within {limits.seconds:.0f} seconds"
                return problem(Reason.TOO_SLOW, seconds, "Raise the limit (JIHUA_OCR_SECONDS), or split it.")
            return problem(Reason.PICTURES_ONLY, f"What reads them failed: {ended}")
        finally:
            worker.stop()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = Worker(self.limits.memory_bytes)
        try:
            yield worker
        finally:
            if worker.is_running and worker.files < MOST_FILES:
                self._idle.put(worker)
            else:
                worker.stop()

    def stop(self) -> None:
        """End all processes that wait for work."""
        while not self._idle.empty():
            self._idle.get_nowait().stop()


READERS_OF_ALL = Readers()
atexit.register(READERS_OF_ALL.stop)
