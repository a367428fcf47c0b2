"""Files and folders on a disk, or on a file system over the network that has locks.

A file is written whole beside its place and renamed into it, and both it and its folder are synchronised, so that what a
name names is there after a power cut, too.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.storage.failures import BusyError

PART = ".part"  # what a file is called while it is written: `.name.1a2b3c4d.part`
POLL_SECONDS = 0.005


def read(path: Path) -> bytes:
    return path.read_bytes()


def read_version(path: Path) -> tuple[bytes, str]:
    data = path.read_bytes()
    return data, _version(data)


def write(path: Path, data: bytes) -> None:
    with writing(path) as part:
        part.write_bytes(data)


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A file to write to, which is put in the place of `path` when the context ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        yield part
        _synchronise(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _synchronise(path.parent)


def replace(path: Path, data: bytes, version: str | None, lock: Path) -> bool:
    from filelock import FileLock

    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock, poll_interval=POLL_SECONDS):
        if (_version(path.read_bytes()) if path.exists() else None) != version:
            return False
        write(path, data)
        return True


def exists(path: Path) -> bool:
    return path.exists()


def size(path: Path) -> int:
    return path.stat().st_size


def changed_at(path: Path) -> float:
    return path.stat().st_mtime


def names(path: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in path.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def files(path: Path) -> list[Path]:
    return sorted(Path(folder) / name for folder, _, found in os.walk(path) for name in found)


def delete(path: Path) -> None:
    path.unlink(missing_ok=True)


def delete_all(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def held(lock: Path, seconds: float) -> Iterator[Callable[[], None]]:
    """The system frees the lock at once where its holder dies; a holder cannot lose it."""
    from filelock import FileLock, Timeout

    lock.parent.mkdir(parents=True, exist_ok=True)
    file = FileLock(lock)
    try:
        file.acquire(timeout=seconds)
    except Timeout as busy:
        raise BusyError(str(lock)) from busy
    try:
        yield lambda: None
    finally:
        file.release()


@contextmanager
def local(path: Path) -> Iterator[Path]:
    yield path


def copied(path: Path) -> Path:
    return path


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _synchronise(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
