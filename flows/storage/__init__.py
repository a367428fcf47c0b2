"""Where data lie: in a folder, or in a bucket of an object store (S3 API). Both answer the same few verbs.

A location is a `Path` or an `S3Path`; `location` makes either of what a person wrote. Whatever appears under a name
appears whole, and a writer that was killed leaves nothing under it. Two that replace the same file at once cannot both
succeed, and one that loses is told.

folder.py   files and folders: a rename for what is whole, lock files for what is conditional
bucket.py   objects: puts are whole, conditional requests (If-Match, If-None-Match)
lease.py    who may work alone on a bucket, and how long
frames.py   parquet files, for polars
failures.py what an object store's errors mean, in plain words
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from flows.storage import folder
from flows.storage.failures import AwayError, BusyError, StorageError
from flows.storage.locations import Location, S3Path, location

__all__ = [
    "AwayError",
    "BusyError",
    "Location",
    "S3Path",
    "StorageError",
    "changed_at",
    "copied",
    "create",
    "delete",
    "delete_all",
    "exists",
    "files",
    "held",
    "local",
    "location",
    "names",
    "read",
    "read_version",
    "replace",
    "size",
    "write",
]

LOCK = ".lock"


def read(where: Location) -> bytes:
    """All bytes. Raises FileNotFoundError where there is nothing."""
    found: bytes = _verbs(where).read(where)
    return found


def read_version(where: Location) -> tuple[bytes, str]:
    """All bytes, and the version that `replace` asks for. Raises FileNotFoundError where there is nothing."""
    found: tuple[bytes, str] = _verbs(where).read_version(where)
    return found


def write(where: Location, data: bytes) -> None:
    """Put `data` there, whole and for good, whatever was there before."""
    _verbs(where).write(where, data)


def replace(where: Location, data: bytes, version: str | None, lock: Location | None = None) -> bool:
    """Put `data` there if what is there has still this version (None: if nothing is there); says whether it was done.

    On a folder the writers of a file wait for one another at the file `lock`, by default `.lock` beside it.
    """
    done: bool = _verbs(where).replace(where, data, version, lock or where.parent / LOCK)
    return done


def create(where: Location, data: bytes, lock: Location | None = None) -> bool:
    """Put `data` there if nothing is there; says whether it was done."""
    return replace(where, data, None, lock)


def exists(where: Location) -> bool:
    """Whether a file is there. What a folder holds, `names` tells."""
    there: bool = _verbs(where).exists(where)
    return there


def size(where: Location) -> int:
    """Bytes of a file. Raises FileNotFoundError where there is none."""
    found: int = _verbs(where).size(where)
    return found


def changed_at(where: Location) -> float:
    """When a file was written, in seconds since 1970, by the clock of what keeps it. Raises FileNotFoundError."""
    found: float = _verbs(where).changed_at(where)
    return found


def names(where: Location) -> list[str]:
    """The names of files and folders in a folder, sorted; none where there is no folder."""
    found: list[str] = _verbs(where).names(where)
    return found


def files(where: Location) -> list[Location]:
    """Every file below a folder, however deep, sorted; none where there is no folder."""
    found: list[Location] = _verbs(where).files(where)
    return found


def delete(where: Location) -> None:
    """Remove a file; it is no mistake if it has gone already."""
    _verbs(where).delete(where)


def delete_all(where: Location) -> None:
    """Remove a folder with all that is in it. What cannot be removed now stays, and is a leftover."""
    _verbs(where).delete_all(where)


@contextmanager
def held(lock: Location, seconds: float) -> Iterator[Callable[[], None]]:
    """Work alone: nobody else holds `lock` meanwhile. Raises BusyError after waiting for `seconds`.

    Gives a function that raises AwayError where the lock was lost, as it may be on a bucket where this process could not
    say for a while that it is alive. Call it before what cannot be undone.
    """
    with _verbs(lock).held(lock, seconds) as still_held:
        yield still_held


@contextmanager
def local(where: Location) -> Iterator[Path]:
    """A folder for programs that know files alone: the folder itself, or a copy of what the bucket has, which is brought
    back when the work is done."""
    with _verbs(where).local(where) as path:
        yield path


def copied(where: Location) -> Path:
    """A file that other programs can open: the file itself, or a copy of the object in the system's temporary folder."""
    copy: Path = _verbs(where).copied(where)
    return copy


def _verbs(where: Location) -> ModuleType:
    if isinstance(where, Path):
        return folder
    from flows.storage import bucket

    return bucket
