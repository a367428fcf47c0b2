"""`jihua doctor`: is everything in a data folder as it should be, and if not, what is to be done?

Looks at originals against their hashes, at the tables against the release, and for what broken runs left behind. Mending
touches only what is safe: it puts originals back from the sources that they came from, brings tables back to the current
release, and deletes what nothing names. What needs a person's decision is said, not done.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import url2pathname

import polars as pl

from flows import storage
from flows.batch import clear_published
from flows.collect import RawStore, StoreError
from flows.journal import announced, settle
from flows.layout import Layout
from flows.publish import tables as delta
from flows.publish.keep import releases, remove_unnamed, unnamed
from flows.publish.read import scan
from flows.publish.release import NoReleaseError, Release, current_release
from flows.staging import finished_batches, is_older, leftovers
from flows.storage import Location, StorageError
from flows.storage.folder import PART

QUIET_SECONDS = 3600  # what nobody has touched for so long belongs to no run that is still going
FILE, BUCKET = "file://", "s3://"
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

    Raises BusyError where a run publishes for longer than `lock_seconds`.
    """
    if not storage.names(layout.root):
        raise NoReleaseError(f"there is no data folder {layout.root}")
    with storage.held(layout.publish_lock, lock_seconds):
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


def _same_bytes(uri: str, doc_id: str) -> Location | None:
    """The file that a source was, where it still has the very bytes."""
    if uri.startswith(FILE):
        source: Location = Path(url2pathname(uri.removeprefix(FILE)))
    elif uri.startswith(BUCKET):
        source = storage.location(uri)
    else:
        return None
    try:
        data = storage.read(source)
    except (OSError, StorageError):
        return None
    return source if hashlib.sha256(data).hexdigest() == doc_id else None


def _put_back(store: RawStore, source: Location) -> Callable[[], None]:
    def put_back() -> None:
        store.add(storage.read(source), source.as_uri(), source.name)

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
                advice if is_current else f"Remove {layout.release(release.release_id)}, or restore a backup.",
            )


def _kept(layout: Layout) -> list[Release]:
    return releases(layout)


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
    if pending := announced(layout):
        note = str(layout.announcement(pending[0]))
        yield Trouble(note, "a run died while it published", "The next run settles it.", lambda: settle(layout))
    if quiet := [batch for batch, _ in finished_batches(layout.staged) if is_older(batch, QUIET_SECONDS)]:
        yield Trouble(
            str(layout.staged),
            f"{len(quiet)} batches were read and wait to be published",
            "The next run or backfill over their documents takes them as they are; those published before can go.",
            lambda: clear_published(layout),
        )
    if half := _half_files(layout):
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


def _half_files(layout: Layout) -> list[Location]:
    """Files that were being written and rows of no batch, which nobody has touched for long."""
    folders = (layout.raw, layout.curated)
    parts = [file for folder in folders for file in storage.files(folder) if file.name.endswith(PART)]
    return [*(part for part in parts if is_older(part, QUIET_SECONDS)), *leftovers(layout.staged, QUIET_SECONDS)]


def _delete(leftover: list[Location]) -> None:
    for where in leftover:
        storage.delete(where) if where.name.endswith(PART) else storage.delete_all(where)


def _sweep(layout: Layout) -> None:
    remove_unnamed(layout)
