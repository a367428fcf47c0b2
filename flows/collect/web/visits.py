"""What every address gave last time, so that an unchanged page costs one short answer and no list is read in vain.

    store/visits/ab/abcd….json    named by the sha256 of the address

A visit that is lost or damaged costs one full answer, nothing else.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from flows import storage
from flows.collect.record import Fetched
from flows.collect.web.links import Link
from flows.storage import Location


@dataclass(frozen=True)
class Visit:
    """An address, what it said, and what it gave: the bytes that the store keeps under `doc_id` and their name, or the
    links of a list page."""

    address: str
    facts: Fetched
    doc_id: str | None = None
    name: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Visits:
    """The visits below the raw store's root."""

    store: Location

    def last(self, address: str) -> Visit | None:
        """The last visit to this address that gave something."""
        try:
            return _json().validate_json(storage.read(self._path(address)))
        except (FileNotFoundError, ValidationError):
            return None

    def remember(self, visit: Visit) -> None:
        """Keep this visit; one that says the same but for the time writes nothing."""
        known = self.last(visit.address)
        if known and replace(visit, facts=known.facts) == known and not visit.facts.says_more_than(known.facts):
            return
        storage.write(self._path(visit.address), _json().dump_json(visit))

    def _path(self, address: str) -> Location:
        key = hashlib.sha256(address.encode()).hexdigest()
        return self.store / "visits" / key[:2] / f"{key}.json"


@cache
def _json() -> TypeAdapter[Visit]:
    return TypeAdapter(Visit)
