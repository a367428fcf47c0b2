"""What the raw store knows of one original: what its bytes are, and every source that they came from."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import polars as pl

from flows.collect.formats import recognise
from flows.collect.reasons import Problem

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
    }
)


@dataclass(frozen=True)
class Origin:
    """One source that the bytes came from. `taken` is false where they could not be read under this name."""

    source_uri: str
    source_name: str
    first_seen_at: str
    media_type: str = ""
    taken: bool = False


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
        }


@dataclass(frozen=True)
class Sighting:
    """One source as it was seen: where, under what name, when (UTC, ISO 8601)."""

    source_uri: str
    source_name: str
    seen_at: str


def remember(
    known: Record | None, doc_id: str, data: bytes, sighting: Sighting, detector: str
) -> tuple[Record, Problem | None]:
    """The record with this sighting in it, and why the bytes cannot be taken under its name.

    All origins are judged anew, since the code that judges may have changed. Without news the record comes out equal.
    """
    origins = known.origins if known else ()
    if known is None or known.origin(sighting.source_uri, sighting.source_name) is None:
        origins += (Origin(sighting.source_uri, sighting.source_name, sighting.seen_at),)
    forms = {name: recognise(data, name) for name in dict.fromkeys(origin.source_name for origin in origins)}
    readable = next((form for form in forms.values() if form.problem is None), None)
    record = Record(
        doc_id=doc_id,
        size=len(data),
        encoding=readable.encoding if readable else None,
        lost=readable.lost if readable else 0,
        detector=detector,
        origins=tuple(
            Origin(
                source_uri=origin.source_uri,
                source_name=origin.source_name,
                first_seen_at=origin.first_seen_at,
                media_type=forms[origin.source_name].media_type,
                taken=forms[origin.source_name].problem is None,
            )
            for origin in origins
        ),
    )
    return record, forms[sighting.source_name].problem


def to_json(record: Record) -> bytes:
    return (json.dumps(asdict(record), ensure_ascii=False, indent=2) + "\n").encode()


def from_json(data: bytes) -> Record:
    """The record; ValueError, KeyError or TypeError where the bytes are none."""
    fields = json.loads(data)
    if not isinstance(fields, dict):
        raise ValueError("it is not an object")
    origins = tuple(Origin(**origin) for origin in fields.pop("origins"))
    return Record(**fields, origins=origins)
