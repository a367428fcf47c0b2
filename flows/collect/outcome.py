"""How one source ended: the plain record that reading files and fetching pages both fill."""

from dataclasses import dataclass

from flows.collect.reasons import Problem
from flows.collect.sources import Item
from flows.collect.store import Added


@dataclass(frozen=True)
class Outcome:
    """How one source ended: kept in the store (`added`), taken or not (`problem`), or not even read (both)."""

    item: Item
    added: Added | None
    problem: Problem | None

    @property
    def doc_id(self) -> str | None:
        return self.added.record.doc_id if self.added else None

    @property
    def status(self) -> str:
        return self.added.novelty if self.added and self.problem is None else "quarantined"
