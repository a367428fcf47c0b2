"""`jihua doctor`: is everything in a data folder as it should be, and if not, what is to be done?

Looks at originals against their hashes, at the tables against the release, and for what broken runs left behind. Mending
touches only what is safe: it puts originals back from the sources that they came from, brings tables back to the current
release, and deletes what nothing names. What needs a person's decision is said, not done.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from urllib.request import url2pathname

import polars as pl
from filelock import FileLock

from flows.batch import clear_published
from flows.collect import RawStore, StoreError
from flows.journal import settle
from flows.layout import Layout
from flows.publish import tables as delta
from flows.publish.keep import releases, remove_unnamed, unnamed
from flows.publish.read import scan
from flows.publish.release import NoReleaseError, Release, current_release
from flows.staging import finished_batches

QUIET_SECONDS = 3600  # what nobody has touched for so long belongs to no run that is still going
FILE = "file://"
KEYS = {"documents": "doc_id", "observations": "observation_id", "findings": "finding_id"}
READ = (*KEYS, "quarantine")


@dataclass(frozen=True)
class Trouble:
    """One thing that is not as it should be: where, what is wrong, what a person can do, and `mend`, which does it where
    that is safe."""

    where: str
    what: str
    advice: str
    mend: Callable[[], None] | None = None


@dataclass(frozen=True)
class Examined:
    """What the doctor found: how much was looked at, what is wrong, and which of it was mended."""

    originals: int
    tables: int
    releases: int
    troubles: tuple[Trouble, ...]
    mended: tuple[Trouble, ...] = ()

    @property
    def left(self) -> tuple[Trouble, ...]:
        """What is still wrong."""
        return tuple(trouble for trouble in self.troubles if trouble not in self.mended)


def examine(layout: Layout, *, mend: bool = False, lock_seconds: float = 600) -> Examined:
    """Look at everything, with the publishing lock held; `mend` what can be mended safely.

    Raises `filelock.Timeout` where a run publishes for longer than `lock_seconds`.
    """
    if not layout.root.is_dir():
        raise NoReleaseError(f"there is no data folder {layout.root}")
    layout.curated.mkdir(parents=True, exist_ok=True)
    with FileLock(layout.publish_lock, timeout=lock_seconds):
        store = RawStore(layout.store)
        doc_ids = store.doc_ids()
        troubles = (*_releases(layout), *_originals(store, doc_ids), *_documents(layout, store), *_leftovers(layout))
        mended = []
        for trouble in troubles if mend else ():
            if trouble.mend is not None:
                trouble.mend()
                mended.append(trouble)
        current = current_release(layout)
        tables = len(current.tables) if current else 0
        return Examined(len(doc_ids), tables, len(_kept(layout)), troubles, tuple(mended))


def _originals(store: RawStore, doc_ids: list[str]) -> Iterator[Trouble]:
    """Originals that are not what they were, and records that cannot be read."""
    for doc_id in doc_ids:
        folder = store.original_path(doc_id).parent
        try:
            record = store.record(doc_id)
        except StoreError as error:
            yield Trouble(str(folder), str(error), "Ingest its source again: the record is then written anew.")
            continue
        try:
            store.read_original(doc_id)
        except StoreError as error:
            sources = [origin.source_uri for origin in record.origins]
            found = next((path for uri in sources if (path := _same_bytes(uri, doc_id)) is not None), None)
            names = ", ".join(sources)
            yield Trouble(
                str(folder),
                str(error),
                f"Its source still has it: {found}"
                if found
                else f"Ingest its source again ({names}), or a backup of it.",
                _put_back(store, found) if found else None,
            )


def _same_bytes(uri: str, doc_id: str) -> Path | None:
    """The file that a source was, where it still has the very bytes."""
    path = Path(url2pathname(uri.removeprefix(FILE))) if uri.startswith(FILE) else None
    if path is None or not path.is_file():
        return None
    return path if hashlib.sha256(path.read_bytes()).hexdigest() == doc_id else None


def _put_back(store: RawStore, source: Path) -> Callable[[], None]:
    def put_back() -> None:
        store.add(source.read_bytes(), source.as_uri(), source.name)

    return put_back


def _releases(layout: Layout) -> Iterator[Trouble]:
    """Releases that are not whole, and tables that are ahead of the current one."""
    current = current_release(layout)
    for release in _kept(layout):
        yield from _broken(layout, release, is_current=current is not None and release == current)
    if current is None:
        return
    for table, named in current.tables.items():
        if delta.missing(layout, table, named) is None and delta.is_ahead(layout, table, named):
            yield Trouble(
                str(layout.table(table)),
                "the table holds other rows than the current release: a run died while it published",
                "Readers of the release do not see them; the next run takes them back.",
                lambda table=table, named=named: delta.bring_to(layout, table, named),  # type: ignore[misc]
            )


def _broken(layout: Layout, release: Release, *, is_current: bool) -> Iterator[Trouble]:
    for table, named in release.tables.items():
        if (lost := delta.missing(layout, table, named)) is not None:
            advice = "`jihua rollback` to a release that is whole, then `jihua backfill`; or restore a backup."
            yield Trouble(
                str(layout.table(table)),
                f"release {release.release_id}{' (current)' if is_current else ''} is not whole: {lost}",
                advice if is_current else f"Remove {layout.releases / release.release_id}.json, or restore a backup.",
            )


def _kept(layout: Layout) -> list[Release]:
    return releases(layout) if layout.releases.is_dir() else []


def _documents(layout: Layout, store: RawStore) -> Iterator[Trouble]:
    """Documents that are in the release and not in the store, or in the store and nowhere else."""
    current = current_release(layout)
    if current is None or any(delta.missing(layout, table, current.tables[table]) for table in READ):
        return
    released = set(scan(layout, "documents").select("doc_id").collect()["doc_id"])
    stored = set(store.records()["doc_id"])
    aside = set(scan(layout, "quarantine").select("doc_id").collect()["doc_id"].drop_nulls())
    for doc_id in sorted(released - set(store.doc_ids())):
        yield Trouble(
            str(store.original_path(doc_id).parent),
            "the release has this document, the raw store has no original of it",
            "Restore it from a backup, or ingest its source again.",
        )
    if waiting := sorted(stored - released - aside):
        yield Trouble(
            str(layout.store),
            f"{len(waiting)} documents were collected and are in no release, such as {waiting[0][:12]}",
            "`jihua backfill` reads them; if a gate held them back, the last report says why.",
        )
    yield from _repeated(layout)


def _repeated(layout: Layout) -> Iterator[Trouble]:
    for table, key in KEYS.items():
        twice = scan(layout, table).select(pl.col(key).is_duplicated().sum()).collect().item()
        if twice:
            advice = "`jihua rollback` to an earlier release, then `jihua backfill --force`."
            yield Trouble(str(layout.table(table)), f"{twice} rows share their {key} with another", advice)


def _leftovers(layout: Layout) -> Iterator[Trouble]:
    """What broken runs left: announcements, batches that are published, half files, data files that nothing names."""
    if pending := sorted(layout.journal.glob("*.pending")):
        yield Trouble(
            str(pending[0]), "a run died while it published", "The next run settles it.", lambda: settle(layout)
        )
    if quiet := [folder for folder, _ in finished_batches(layout.staged) if _is_quiet(folder)]:
        yield Trouble(
            str(layout.staged),
            f"{len(quiet)} batches were read and wait to be published",
            "The next run or backfill over their documents takes them as they are; those published before can go.",
            lambda: clear_published(layout),
        )
    half = [path for path in _half_files(layout) if _is_quiet(path)]
    if half:
        yield Trouble(
            str(half[0]),
            f"{len(half)} half files of runs that died",
            "They can be deleted.",
            lambda: _delete(half),
        )
    if lost := unnamed(layout):
        count = sum(len(files) for files in lost.values())
        yield Trouble(
            str(layout.table(next(iter(lost)))),
            f"{count} data files belong to no release that is kept",
            "They can be deleted.",
            lambda: _sweep(layout),
        )


def _half_files(layout: Layout) -> Iterator[Path]:
    yield from layout.staged.glob(".*")
    yield from layout.store.glob("??/*/.*.part")
    for folder in (layout.releases, layout.journal, layout.curated, layout.reports):
        yield from (path for path in folder.glob(".*") if path != layout.publish_lock)


def _is_quiet(path: Path) -> bool:
    return path.stat().st_mtime < time.time() - QUIET_SECONDS


def _delete(paths: list[Path]) -> None:
    for path in paths:
        rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _sweep(layout: Layout) -> None:
    remove_unnamed(layout)
