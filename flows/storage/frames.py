"""Parquet files wherever data lie, and what polars and Delta are to be told of a bucket."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import storage
from flows.storage import folder
from flows.storage.locations import Location

if TYPE_CHECKING:
    import polars as pl

DELTA_OPTIONS = {"max_retries": "5", "retry_timeout": "30s"}  # by default it asks for three minutes


def write_parquet(where: Location, rows: "pl.DataFrame") -> None:
    """Put the rows there as one parquet file, whole."""
    if isinstance(where, Path):
        with folder.writing(where) as part:
            rows.write_parquet(part)
        return
    data = BytesIO()
    rows.write_parquet(data)
    storage.write(where, data.getvalue())


def read_parquet(where: Location) -> "pl.DataFrame":
    """All rows of one parquet file."""
    import polars as pl

    return pl.read_parquet(where if isinstance(where, Path) else storage.read(where))


def scan_parquet(files: Sequence[Location | str], **how: Any) -> "pl.LazyFrame":
    """The rows of these files, read as they are asked for; `how` as polars has it. All files lie in the same place."""
    import polars as pl

    if isinstance(files[0], Path) or not str(files[0]).startswith("s3://"):
        return pl.scan_parquet(files, **how)  # type: ignore[arg-type]
    # what polars asks by default costs the import of another library; the environment says it all
    return pl.scan_parquet([str(file) for file in files], credential_provider=None, **how)


def delta_options(where: Location) -> dict[str, str] | None:
    """What Delta is told beside an address; the rest it finds in the environment."""
    return None if isinstance(where, Path) else DELTA_OPTIONS
