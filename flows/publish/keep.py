"""Which releases stay: older ones are forgotten by a setting, and any that stays can be made current again.

Deleting goes in an order that a killed run cannot spoil: first the file of a release, so that nobody is led to it, then
the data files that no release names any more. Call these with the data root's publishing lock held.
"""

import re

from flows import storage
from flows.layout import Layout
from flows.publish import tables as delta
from flows.publish.datapackage import write_datapackage
from flows.publish.release import Release, current_release, find_release, forget, point_to, read_release

RELEASE = re.compile(r"[^.].*\.json")  # 20261122T063340Z-187f0e.json


def releases(layout: Layout) -> list[Release]:
    """Every release that is kept, the newest first: by the versions of its tables, for clocks may be wrong."""
    files = (layout.releases / name for name in storage.names(layout.releases) if RELEASE.fullmatch(name))
    kept = (read_release(file) for file in files if file != layout.current)
    return sorted(kept, key=lambda release: release.tables["runs"].version, reverse=True)


def forget_old(layout: Layout, keep: int) -> list[str]:
    """Forget all but the newest `keep` releases and the current one, once a few more have gathered, since looking for
    data files takes its time; returns the ids of those forgotten."""
    known = releases(layout)
    current = current_release(layout)
    if current is None or len(known) < keep + _some(keep):
        return []
    old = [release for release in known[keep:] if release.release_id != current.release_id]
    for release in old:
        forget(layout, release.release_id)
    if old:
        remove_unnamed(layout)
    return [release.release_id for release in old]


def remove_unnamed(layout: Layout) -> int:
    """Delete the data files that no kept release names, such as those of a run that died; returns how many."""
    return sum(len(delta.vacuum(layout, table, versions)) for table, versions in named_versions(layout).items())


def unnamed(layout: Layout) -> dict[str, list[str]]:
    """The same files, table by table, only looked for."""
    found = {
        table: delta.vacuum(layout, table, versions, dry_run=True) for table, versions in named_versions(layout).items()
    }
    return {table: files for table, files in found.items() if files}


def roll_back(layout: Layout, release_id: str) -> Release:
    """Make this release the current one again. Readers of the release follow at once; the tables are then
    brought to it, too, for those who read them directly. Raises NoReleaseError where it is not kept."""
    release = find_release(layout, release_id)
    delta.check(layout, release)
    point_to(layout, release)
    for table, state in release.tables.items():
        delta.bring_to(layout, table, state)
    write_datapackage(layout, release)
    return release


def named_versions(layout: Layout) -> dict[str, list[int]]:
    """Of every table the versions that kept releases name."""
    named: dict[str, set[int]] = {}
    for release in releases(layout):
        for table, state in release.tables.items():
            named.setdefault(table, set()).add(state.version)
    return {table: sorted(versions) for table, versions in named.items()}


def _some(keep: int) -> int:
    """How many releases more than `keep` are let gather before they are forgotten together."""
    return max(1, keep // 3)
