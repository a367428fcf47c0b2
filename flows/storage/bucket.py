"""Objects of a bucket, over the S3 API. Credentials and endpoint are those of the usual `AWS_…` variables, else the
machine's own role.

A put is whole or not there. What depends on what was there is a conditional put, which the store decides: If-None-Match
for what must be new, If-Match with the ETag that was read for what must be unchanged.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import S3Store

from flows.storage.failures import failure
from flows.storage.lease import held
from flows.storage.locations import S3Path

__all__ = ["held"]  # with the verbs below

RETRIES = {"max_retries": 5, "retry_timeout": timedelta(seconds=30)}
AT_ONCE = 16  # requests


def read(where: S3Path) -> bytes:
    return read_version(where)[0]


def read_version(where: S3Path) -> tuple[bytes, str]:
    with _plain(where) as store:
        found = obstore.get(store, where.key)
        return found.bytes().to_bytes(), found.meta["e_tag"] or ""


def write(where: S3Path, data: bytes) -> None:
    with _plain(where) as store:
        obstore.put(store, where.key, data)


def replace(where: S3Path, data: bytes, version: str | None, _lock: object = None) -> bool:
    return replaced(where, data, version) is not None


def replaced(where: S3Path, data: bytes, version: str | None) -> str | None:
    """Like `replace`; gives the version of what is there now, None where nothing was done."""
    with _plain(where) as store:
        try:
            done = obstore.put(store, where.key, data, mode={"e_tag": version} if version else "create")
        except (AlreadyExistsError, PreconditionError):
            return _version_of(where, data)
        return done["e_tag"]


def exists(where: S3Path) -> bool:
    try:
        return size(where) >= 0
    except FileNotFoundError:
        return False


def size(where: S3Path) -> int:
    with _plain(where) as store:
        return obstore.head(store, where.key)["size"]


def changed_at(where: S3Path) -> float:
    with _plain(where) as store:
        return obstore.head(store, where.key)["last_modified"].timestamp()


def names(where: S3Path) -> list[str]:
    with _plain(where) as store:
        found = obstore.list_with_delimiter(store, where.key)
        paths = [*found["common_prefixes"], *(str(one["path"]) for one in found["objects"])]
    return sorted({S3Path(where.bucket, path).name for path in paths} - {""})


def files(where: S3Path) -> list[S3Path]:
    with _plain(where) as store:
        return sorted(S3Path(where.bucket, one["path"]) for part in obstore.list(store, where.key) for one in part)


def delete(where: S3Path) -> None:
    _delete(where, [where])


def delete_all(where: S3Path) -> None:
    _delete(where, files(where))


def copied(where: S3Path) -> Path:
    copy = Path(tempfile.mkdtemp(prefix="jihua-")) / where.name
    copy.write_bytes(read(where))
    return copy


@contextmanager
def local(where: S3Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jihua-") as folder, ThreadPoolExecutor(AT_ONCE) as threads:
        root = Path(folder).resolve()
        objects = {str(one).removeprefix(f"{where}/"): one for one in files(where)}
        before = dict(zip(objects, threads.map(_fetch, objects.values(), map(root.joinpath, objects)), strict=True))
        yield root
        after = {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}
        changed = [name for name, path in after.items() if _digest(path.read_bytes()) != before.get(name)]
        list(threads.map(lambda name: write(where / name, after[name].read_bytes()), changed))
        _delete(where, [one for name, one in objects.items() if name not in after])


def _fetch(where: S3Path, to: Path) -> str:
    """Bring an object to a file that is as old as the object; returns the digest of its bytes."""
    data, written = read(where), changed_at(where)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(data)
    os.utime(to, (written, written))
    return _digest(data)


def _delete(where: S3Path, objects: list[S3Path]) -> None:
    with _plain(where) as store:
        obstore.delete(store, [one.key for one in objects])


def _version_of(where: S3Path, data: bytes) -> str | None:
    """The version of an object if it is this very data: an answer that was lost made the store be asked twice."""
    try:
        there, version = read_version(where)
    except FileNotFoundError:
        return None
    return version if there == data else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _plain(where: S3Path) -> Iterator[S3Store]:
    """The bucket's store; what it says is wrong becomes a StorageError, what is not there a FileNotFoundError."""
    try:
        yield _store(where.bucket, frozenset((k, v) for k, v in os.environ.items() if k.startswith("AWS_")))
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise failure(error, where) from error
        raise FileNotFoundError(f"there is no {where}") from error
    except BaseError as error:
        raise failure(error, where) from error


@lru_cache(maxsize=8)
def _store(bucket: str, _variables: frozenset[tuple[str, str]]) -> S3Store:
    return S3Store(bucket, retry_config=RETRIES)  # type: ignore[arg-type]
