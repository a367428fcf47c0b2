"""What the raw store knows of one original: what its bytes are, and every source that they came from."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from flows.collect.examine import Called, Examined, examine
from flows.collect.reasons import Problem, Reason
from flows.extract.office import CONVERTED

RECORDS_SCHEMA = pl.Schema(
    {
        "doc_id": pl.String(),
        "source_name": pl.String(),
        "source_uri": pl.String(),
        "source_names": pl.List(pl.String),
        "encoding": pl.String(),
        "media_type": pl.String(),
        "size": pl.Int64(),
        "lost": pl.Int64(),
        "first_seen_at": pl.Datetime("us", "UTC"),
        "hint_region": pl.String(),
        "hint_kind": pl.String(),
        "hint_year": pl.Int32(),
    }
)


PASSING = frozenset({Reason.SYSTEM_ERROR, Reason.TOO_HEAVY})  # trouble of the day; such files are read again


@dataclass(frozen=True)
class Fetched:
    """What the network said of bytes: when they came (UTC, ISO 8601), where redirects ended, and the headers of the
    answer. `found_on` is the page whose link led there, where one did; `leads_to` the files that the page is only a
    frame around, `goes_on` the other pages of a report that a site shows on several."""

    fetched_at: str
    final_url: str
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    found_on: str = ""
    leads_to: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()

    def says_more_than(self, known: "Fetched | None") -> bool:
        """Whether anything but the time is news."""
        return known is None or replace(self, fetched_at=known.fetched_at) != known


@dataclass(frozen=True)
class Hints:
    """What a person knows of a source and its document may not say itself: the GB/T 2260 code of its region, its kind,
    the year that it plans."""

    region: str | None = None
    kind: str | None = None
    year: int | None = None


NO_HINTS = Hints()


@dataclass(frozen=True)
class Origin:
    """One source that the bytes came from: a file, or an address (then with what the network said). `taken` is false
    where they could not be read under this name, or are no report but a frame around one: `refused` says why they could
    not be, as found by the readers of `refused_by`."""

    source_uri: str
    source_name: str
    first_seen_at: str
    media_type: str = ""
    taken: bool = False
    fetched: Fetched | None = None
    hints: Hints = NO_HINTS
    refused: str = ""
    refused_for: str = ""
    refused_by: str = ""

    def known_problem(self, readers: str) -> Problem | None:
        """Why the bytes cannot be taken, if these readers found that before."""
        return Problem(Reason(self.refused), self.refused_for) if self.refused_by == readers else None


@dataclass(frozen=True)
class Record:
    """What is known of one original.

    `encoding` is empty where none could be told, `lost` counts the characters that could not be read, `detector` is
    the version of the code that told both. The original is a document where it could be taken from any origin.
    """

    doc_id: str
    size: int
    encoding: str | None
    lost: int
    detector: str
    origins: tuple[Origin, ...]

    @property
    def taken(self) -> tuple[Origin, ...]:
        """The sources under which the bytes could be read, first one first."""
        return tuple(origin for origin in self.origins if origin.taken)

    @property
    def names(self) -> list[str]:
        """Every name that the document came under, first one first."""
        return list(dict.fromkeys(origin.source_name for origin in self.taken))

    @property
    def hints(self) -> Hints:
        """What people know of the document: the hints of the first source that has any."""
        return next((origin.hints for origin in self.taken if origin.hints != NO_HINTS), NO_HINTS)

    def origin(self, uri: str, name: str) -> Origin | None:
        return next((o for o in self.origins if (o.source_uri, o.source_name) == (uri, name)), None)

    def row(self) -> dict[str, Any]:
        """The document as a row of `RECORDS_SCHEMA`."""
        first = self.taken[0]
        return {
            "doc_id": self.doc_id,
            "source_name": first.source_name,
            "source_uri": first.source_uri,
            "source_names": self.names,
            "encoding": self.encoding,
            "media_type": first.media_type,
            "size": self.size,
            "lost": self.lost,
            "first_seen_at": datetime.fromisoformat(first.first_seen_at),
            "hint_region": self.hints.region,
            "hint_kind": self.hints.kind,
            "hint_year": self.hints.year,
        }


@dataclass(frozen=True)
class Sighting:
    """One source as it was seen: where, under what name, when (UTC, ISO 8601), and what the network said of it."""

    source_uri: str
    source_name: str
    seen_at: str
    fetched: Fetched | None = None


@dataclass(frozen=True)
class Remembered:
    """A record with a sighting in it, why the bytes cannot be taken as they were seen then, and the document's text
    where it had to be read out of them."""

    record: Record
    problem: Problem | None
    text: str | None


def remember(
    known: Record | None, doc_id: str, data: bytes, sighting: Sighting, detector: str, readers: str
) -> Remembered:
    """The record with this sighting in it. `readers` is the detector with all that reading depends on.

    All origins are judged anew, since the code that judges may have changed. Without news the record comes out equal.
    """
    origins = _with_sighting(known.origins if known else (), sighting)
    examined = examine(data, [_called(origin) for origin in origins])
    by_origin = {origin: examined[_called(origin)] for origin in origins}
    readable = next((found for found in examined.values() if found.form.problem is None), None)
    record = Record(
        doc_id=doc_id,
        size=len(data),
        encoding=readable.form.encoding if readable else None,
        lost=readable.form.lost if readable else 0,
        detector=detector,
        origins=tuple(_judged(origin, found, readers) for origin, found in by_origin.items()),
    )
    seen = next(o for o in origins if (o.source_uri, o.source_name) == (sighting.source_uri, sighting.source_name))
    return Remembered(record, by_origin[seen].form.problem, readable.text if readable else None)


def _judged(origin: Origin, found: Examined, readers: str) -> Origin:
    """The origin with what was found of it. LibreOffice is timed by the clock: that it was too slow may pass, too."""
    why = found.form.problem
    passes = why is not None and (why.reason in PASSING or (why.reason is Reason.TOO_SLOW and _converted(found)))
    return replace(
        origin,
        media_type=found.form.media_type,
        taken=why is None and not _is_frame(origin),
        refused=why.reason.value if why else "",
        refused_for=why.detail if why else "",
        refused_by=readers if why and not passes else "",
    )


def _converted(found: Examined) -> bool:
    return found.form.media_type in CONVERTED


def _called(origin: Origin) -> Called:
    return Called(origin.source_name, origin.fetched.content_type if origin.fetched else "")


def with_hints(record: Record, uri: str, hints: Hints) -> Record:
    """The record with these hints at every origin of this address."""
    return replace(record, origins=tuple(replace(o, hints=hints) if o.source_uri == uri else o for o in record.origins))


def _with_sighting(origins: tuple[Origin, ...], sighting: Sighting) -> tuple[Origin, ...]:
    """The origins with this sighting: a new one at the end, or news from the network in a known one."""
    here = (sighting.source_uri, sighting.source_name)
    if not any((origin.source_uri, origin.source_name) == here for origin in origins):
        return (*origins, Origin(*here, sighting.seen_at, fetched=sighting.fetched))
    if sighting.fetched is None:
        return origins
    news = sighting.fetched
    return tuple(
        replace(o, fetched=news) if (o.source_uri, o.source_name) == here and news.says_more_than(o.fetched) else o
        for o in origins
    )


def _is_frame(origin: Origin) -> bool:
    return origin.fetched is not None and bool(origin.fetched.leads_to)


def to_json(record: Record) -> bytes:
    return (json.dumps(asdict(record), ensure_ascii=False, indent=2) + "\n").encode()


def from_json(data: bytes) -> Record:
    """The record; ValueError, KeyError or TypeError where the bytes are none."""
    fields = json.loads(data)
    if not isinstance(fields, dict):
        raise ValueError("it is not an object")
    origins = tuple(_origin(origin) for origin in fields.pop("origins"))
    return Record(**fields, origins=origins)


def _fetched(fields: dict[str, Any]) -> Fetched:
    lists = {name: tuple(fields.get(name, ())) for name in ("leads_to", "goes_on")}
    return Fetched(**fields | lists)


def _origin(fields: dict[str, Any]) -> Origin:
    """An origin as JSON holds it; the first stores knew no network and no hints."""
    fetched, hints = fields.pop("fetched", None), fields.pop("hints", None)
    return Origin(
        **fields,
        fetched=_fetched(fetched) if fetched else None,
        hints=Hints(**hints) if hints else NO_HINTS,
    )
