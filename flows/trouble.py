"""What is wrong with the machine rather than with a report, said so that a person knows what to do.

A full disk or a folder that may not be written to shows itself in whatever library happens to write: as an `OSError`, as
an error of a library that names the system's number in its text, or as one that does not name it (a parquet file that
"is out of specification"), when only the disk itself tells. `explained` makes one plain sentence of all of them.
"""

import errno
import getpass
import os
import re
import shutil
from pathlib import Path
from types import TracebackType

import httpx

from flows.storage import BusyError, Location
from flows.storage.failures import failed_store

SYSTEM_NUMBER = re.compile(r"\(os error ([0-9]+)\)|\[Errno ([0-9]+)\]")  # No space left on device (os error 28)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
NEARLY_FULL = 4 * 1024**2  # bytes; whatever fails on a disk with less free fails for that
KEPT = "The last whole release stays current, and what was collected and read so far is kept: run again then."


class TroubleError(RuntimeError):
    """The run could not go on for a reason outside of it; the message says which, and what to do."""


class explained:  # noqa: N801 - it reads as a verb: with explained(root): ...
    """A context in which errors of the system below `root` become `TroubleError`; other errors pass as they are."""

    def __init__(self, root: Location) -> None:
        self.root = root

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, TroubleError) and (said := _said(error, self.root)):
            raise TroubleError(said) from error


def _said(error: BaseException, root: Location) -> str | None:
    if isinstance(error, BusyError):
        return f"another run has been publishing for a long time (it holds {error}). {KEPT}"
    if isinstance(error, httpx.TransportError):
        where = os.environ.get("PREFECT_API_URL", "of this run")
        return f"the Prefect server {where} went away and did not answer again in time ({error}). {KEPT}"
    number = _number(error)
    if not isinstance(root, Path):
        failed = failed_store(error, root)
        return f"{failed}. {KEPT}" if failed else None
    free = shutil.disk_usage(_there(root)).free
    if number in FULL or (number is None and isinstance(error, Exception) and free < NEARLY_FULL):
        return f"no space is left for {_place(error, root)} ({free / 1024**2:,.1f} MB free): make room. {KEPT}"
    if number is not None and number in FORBIDDEN:
        why = os.strerror(number)
        return f"{_place(error, root)} may not be written to by user {getpass.getuser()} ({why}): allow it. {KEPT}"
    return None


def _number(error: BaseException | None) -> int | None:
    """The system's number of an error, or of the one that it came from."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL | FORBIDDEN:
            return error.errno
        if match := SYSTEM_NUMBER.search(str(error)):
            return int(match[1] or match[2])
        error = error.__cause__ or error.__context__
    return None


def _place(error: BaseException, root: Path) -> str:
    return str(getattr(error, "filename", None) or root)


def _there(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return path if path.exists() else _there(path.parent)
