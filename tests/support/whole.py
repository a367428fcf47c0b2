"""Whether a data root is as it should be: what readers see of it, and what a run must not leave behind."""

import polars as pl

from flows import storage
from flows.journal import announced
from flows.layout import Layout
from flows.publish.plan import RUN_COLUMNS
from flows.publish.read import scan
from flows.publish.release import current_release
from flows.staging import finished_batches
from flows.storage import Location

Digests = dict[str, int]


def digests(root: Location) -> Digests:
    """A digest of every table that readers see, whatever the order of its rows and the run that wrote them."""
    layout = Layout(root)
    release = current_release(layout)
    assert release is not None
    found = {}
    for table, state in release.tables.items():
        rows = scan(layout, table).collect()
        assert rows.height == state.rows, f"{table} is not as its release says"
        if table != "runs":
            facts = rows.select(sorted(set(rows.columns) - set(RUN_COLUMNS)))
            found[table] = facts.select(pl.struct(pl.all()).hash().sum()).item() if rows.height else 0
    return found


def check_nothing_left(root: Location) -> None:
    """Documents stand once, the release has its entry in the journal, and no batch waits."""
    layout = Layout(root)
    documents = scan(layout, "documents").select("doc_id").collect()["doc_id"]
    assert documents.is_unique().all()
    release = current_release(layout)
    assert release is not None
    assert storage.exists(layout.entry(release.run_id)), "the run of the release is not in the journal"
    assert not announced(layout)
    assert not list(finished_batches(layout.staged))
