"""The bytes of a file. In: its path and the limits; out: the bytes, or why they cannot be had.

No more than the limit is ever held in memory, whatever the file claims about its size, and nothing is waited for:
a pipe or a device that lies among the files is refused.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from flows import storage
from flows.collect.reasons import Problem, Reason, problem
from flows.collect.sources import system_problem
from flows.storage import Location, S3Path, StorageError

OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # without O_NONBLOCK, opening a pipe waits for its writer


@dataclass(frozen=True)
class Limits:
    """What one source may cost: its size in bytes."""

    max_bytes: int = 50 * 1024 * 1024


def read_file(path: Location, limits: Limits) -> bytes | Problem:
    """All bytes of a regular file, or of an object of a bucket, within the limits."""
    if isinstance(path, S3Path):
        return _read_object(path, limits)
    try:
        with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return problem(Reason.NOT_A_FILE)
            if status.st_size > limits.max_bytes:
                return _too_large(f"{status.st_size:,}", limits)
            data = file.read(limits.max_bytes + 1)  # it may grow meanwhile
    except FileNotFoundError:
        return _gone(path)
    except OSError as error:
        return system_problem(error)
    return data if len(data) <= limits.max_bytes else _too_large(f"more than {limits.max_bytes:,}", limits)


def _read_object(where: S3Path, limits: Limits) -> bytes | Problem:
    try:
        if (size := storage.size(where)) > limits.max_bytes:
            return _too_large(f"{size:,}", limits)
        return storage.read(where)
    except FileNotFoundError:
        return problem(Reason.VANISHED)
    except StorageError as error:
        return problem(Reason.SYSTEM_ERROR, str(error))


def _too_large(size: str, limits: Limits) -> Problem:
    return problem(Reason.TOO_LARGE, f"It has {size} bytes, the limit is {limits.max_bytes:,}")


def _gone(path: Path) -> Problem:
    if path.is_symlink():
        return problem(Reason.MISSING, "It is a link to what is not there")
    return problem(Reason.VANISHED)
