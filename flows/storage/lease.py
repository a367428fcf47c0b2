"""Who works alone on a bucket. An object says who holds the lock, and its holder writes it anew every few seconds.

Whoever waits takes the lock over once it has not changed for `LEASE_SECONDS` of its own clock: its holder died. No two
clocks are compared, but for a lock that was left many minutes ago. Every change is a conditional put, so that of two that
take a lock one is told that it came second.
"""

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from platform import node
from threading import Event, Lock, Thread

from flows.storage.failures import AwayError, BusyError, StorageError
from flows.storage.locations import S3Path

LEASE_SECONDS = 60.0
BEATS = 6  # in that time
LEFT_SECONDS = 600.0  # a lock as old as that is nobody's, whatever the clocks say
POLL_SECONDS = 0.5


@dataclass
class _Lease:
    """A lock that this process holds, in the version that it wrote last."""

    where: S3Path
    version: str
    holder: str
    beat: int = 0
    lost: bool = False
    writing: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)

    def renew(self) -> None:
        """Say that the holder is alive. Raises AwayError where the lock is another's by now."""
        with self.writing:
            self.beat += 1
            version = None if self.lost else _put(self.where, self.holder, self.beat, self.version)
            if version is None:
                self.lost = True
                raise AwayError(f"another run took {self.where} over, since this one was not heard of for too long")
            self.version = version

    def keep(self) -> None:
        while not self.over.wait(LEASE_SECONDS / BEATS) and not self.lost:
            try:
                self.renew()
            except StorageError:
                continue  # asked again soon; whoever holds the lock asks before what cannot be undone

    def free(self) -> None:
        self.over.set()
        with self.writing:
            if not self.lost:
                _put(self.where, None, self.beat, self.version)


@contextmanager
def held(lock: S3Path, seconds: float) -> Iterator[Callable[[], None]]:
    """As `flows.storage.held` has it."""
    lease = _taken(lock, seconds)
    Thread(target=lease.keep, name=f"hold {lock}", daemon=True).start()
    try:
        yield lease.renew
    finally:
        lease.free()


def _taken(lock: S3Path, seconds: float) -> _Lease:
    """The lock, as soon as it is free or its holder is dead."""
    holder = f"{node()} {os.getpid()} {secrets.token_hex(4)}"
    begun = watched = time.monotonic()
    seen: str | None = None
    while True:
        free, version = _look(lock)
        if version != seen:
            seen, watched = version, time.monotonic()
        dead = time.monotonic() - watched > LEASE_SECONDS
        if (free or dead) and (mine := _put(lock, holder, 0, version)):
            return _Lease(lock, mine, holder)
        if time.monotonic() - begun > seconds:
            raise BusyError(str(lock))
        time.sleep(POLL_SECONDS)


def _look(lock: S3Path) -> tuple[bool, str | None]:
    """Whether nobody holds the lock, and its version."""
    from flows.storage import bucket

    try:
        data, version = bucket.read_version(lock)
        left = time.time() - bucket.changed_at(lock) > LEFT_SECONDS
    except FileNotFoundError:
        return True, None
    return left or json.loads(data)["holder"] is None, version


def _put(lock: S3Path, holder: str | None, beat: int, version: str | None) -> str | None:
    from flows.storage import bucket

    return bucket.replaced(lock, json.dumps({"holder": holder, "beat": beat}).encode(), version)
