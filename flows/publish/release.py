"""Releases: which Delta version of every table belongs together, and which release readers follow.

A release is one small file under `curated/releases/`. It becomes current by one rename over `current.json`, so readers
see the last whole release or the new whole one. There is no commit over several Delta tables; this file is it.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.layout import Layout

CURRENT = "current.json"


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


def current_release(layout: Layout) -> Release | None:
    """The release that readers follow; None before the first one."""
    path = layout.releases / CURRENT
    return read_release(path) if path.exists() else None


def find_release(layout: Layout, release_id: str | None = None) -> Release:
    """The release with this id, or the current one. Raises NoReleaseError where there is none."""
    path = layout.releases / (f"{release_id}.json" if release_id else CURRENT)
    if not path.exists():
        what = f"no release {release_id!r}" if release_id else "no release yet: run `jihua ingest` first"
        raise NoReleaseError(f"{what} (looked in {layout.releases})")
    return read_release(path)


def release_before(layout: Layout, release: Release) -> Release | None:
    """The release before this one; None before the first, and where its file has been cleared away."""
    path = layout.releases / f"{release.previous}.json"
    return read_release(path) if release.previous and path.exists() else None


def make_current(layout: Layout, release: Release) -> Path:
    """Write the release's file, then let readers follow it by one rename. Returns the file."""
    path = layout.releases / f"{release.release_id}.json"
    replace_text(path, _to_json(release))
    point_to(layout, release)
    return path


def point_to(layout: Layout, release: Release) -> None:
    """Let readers follow this release, whose file is there already."""
    replace_text(layout.releases / CURRENT, _to_json(release))


def _to_json(release: Release) -> str:
    return json.dumps(asdict(release), ensure_ascii=False, indent=2) + "\n"


def forget(layout: Layout, release_id: str) -> None:
    """Remove the file of a release that readers do not follow; the current one stays."""
    current = current_release(layout)
    if current is None or current.release_id != release_id:
        (layout.releases / f"{release_id}.json").unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Put `text` at `path` by writing beside it and renaming, so that no reader sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as out:
        try:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
            Path(out.name).replace(path)
        except OSError:
            Path(out.name).unlink(missing_ok=True)
            raise


def read_release(path: Path) -> Release:
    """The release that this file describes."""
    entry = json.loads(path.read_text(encoding="utf-8"))
    tables = {name: TableState(**state) for name, state in entry.pop("tables").items()}
    return Release(**entry, tables=tables)
