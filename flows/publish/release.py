"""Releases: which Delta version of every table belongs together, and which release readers follow.

A release is one small file under `curated/releases/`. It becomes current by one replacement of `current.json`, so readers
see the last whole release or the new whole one. There is no commit over several Delta tables; this file is it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flows import storage
from flows.layout import Layout
from flows.storage import Location


@dataclass(frozen=True)
class TableState:
    """One table in a release: its Delta version and how many rows it has there."""

    version: int
    rows: int


@dataclass(frozen=True)
class Release:
    """One release. `previous` is the id of the release before it, None for the first."""

    release_id: str
    run_id: str
    created_at: str
    previous: str | None
    tables: Mapping[str, TableState]

    def rows(self) -> dict[str, int]:
        """Rows of every table."""
        return {name: state.rows for name, state in self.tables.items()}


class NoReleaseError(LookupError):
    """Nothing has been published yet, or the release asked for is not there."""


class SupersededError(RuntimeError):
    """Another run published meanwhile: what was planned against the release before it is to be planned again."""


def current_release(layout: Layout) -> Release | None:
    """The release that readers follow; None before the first one."""
    try:
        return read_release(layout.current)
    except FileNotFoundError:
        return None


def find_release(layout: Layout, release_id: str | None = None) -> Release:
    """The release with this id, or the current one. Raises NoReleaseError where there is none."""
    try:
        return read_release(layout.release(release_id) if release_id else layout.current)
    except FileNotFoundError as missing:
        what = f"no release {release_id!r}" if release_id else "no release yet: run `jihua ingest` first"
        raise NoReleaseError(f"{what} (looked in {layout.releases})") from missing


def release_before(layout: Layout, release: Release) -> Release | None:
    """The release before this one; None before the first, and where its file has been cleared away."""
    if release.previous is None:
        return None
    try:
        return find_release(layout, release.previous)
    except NoReleaseError:
        return None


def make_current(layout: Layout, release: Release) -> None:
    """Write the release's file, then let readers follow it by one replacement. Raises SupersededError where the current
    release is not the one before it any more."""
    storage.write(layout.release(release.release_id), _to_json(release))
    try:
        data, version = storage.read_version(layout.current)
    except FileNotFoundError:
        data, version = b"", None
    now = _release(data).release_id if data else None
    expected = (release.previous, release.release_id)
    if now not in expected or not storage.replace(layout.current, _to_json(release), version):
        storage.delete(layout.release(release.release_id))
        raise SupersededError(
            f"{release.release_id} was planned to follow {release.previous}, and {now} came before it"
        )


def point_to(layout: Layout, release: Release) -> None:
    """Let readers follow this release, whose file is there already."""
    storage.write(layout.current, _to_json(release))


def forget(layout: Layout, release_id: str) -> None:
    """Remove the file of a release that readers do not follow; the current one stays."""
    current = current_release(layout)
    if current is None or current.release_id != release_id:
        storage.delete(layout.release(release_id))


def read_release(where: Location) -> Release:
    """The release that this file describes. Raises FileNotFoundError where there is none."""
    return _release(storage.read(where))


def _to_json(release: Release) -> bytes:
    return (json.dumps(asdict(release), ensure_ascii=False, indent=2) + "\n").encode()


def _release(data: bytes) -> Release:
    """The release that these bytes describe."""
    entry = json.loads(data)
    tables = {name: TableState(**state) for name, state in entry.pop("tables").items()}
    return Release(**entry, tables=tables)
