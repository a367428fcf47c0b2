"""Reports in a folder, as parsing takes them."""

import hashlib
from pathlib import Path

import polars as pl


def texts_of(folder: Path) -> pl.DataFrame:
    """One row a report, decoded and otherwise raw, in the order of the file names."""
    rows = [
        {
            "doc_id": hashlib.sha256(path.read_bytes()).hexdigest(),
            "source_name": path.name,
            "source_uri": path.as_uri(),
            "source_names": [path.name],
            "encoding": "utf-8",
            "media_type": "text/plain",
            "text": path.read_text(encoding="utf-8"),
        }
        for path in sorted(folder.glob("*.txt"))
    ]
    return pl.DataFrame(rows)
