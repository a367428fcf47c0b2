"""Settings: `JIHUA_…` variables, else lines of `jihua.toml` in the working directory, else the defaults below.

Variables and the file are merged here and held to the model by pydantic: pydantic-settings would do the same, but takes a
quarter of a second to import, of the second in which `jihua findings` answers.
"""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FilePath, PlainValidator, SecretStr, model_validator

from flows.storage import Location, S3Path, location

FILE = Path("jihua.toml")
PREFIX = "JIHUA_"


def _listed(value: object) -> object:
    """`a,b` as a variable has it, or a list as a file has it."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


# a name or an IP address alone: no scheme, no port
Host = Annotated[str, Field(pattern=r"^(?:[^\s/@:\[\]]+|\[?[0-9A-Fa-f]*:[0-9A-Fa-f:]*[0-9.]*\]?)$")]


def _located(value: object) -> Location:
    if not isinstance(value, str | Path | S3Path):
        raise ValueError("a folder or s3://bucket/prefix is asked for")
    return location(value)


class Settings(BaseModel):
    """What may be chosen from outside. A variable is the name in capitals behind `JIHUA_`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Annotated[Location, PlainValidator(_located)] = Field(
        default=Path("data"), description="root that holds raw/ and curated/: a folder, or s3://bucket/prefix"
    )
    max_source_bytes: int = Field(default=50 * 1024 * 1024, ge=1, description="larger sources go to quarantine")
    batch_documents: int = Field(default=250, ge=1, description="documents parsed together in one task")
    catalogue: Annotated[Location, PlainValidator(_located)] | None = Field(
        default=None, description="sources to watch; where not set, sources.toml in the data root or working directory"
    )
    user_agent: str | None = Field(
        default=None, pattern=r"^[!-~][ -~]*$", description="what fetching says it is; jihua and its version by default"
    )
    allowed_private_hosts: Annotated[tuple[Host, ...], BeforeValidator(_listed)] = Field(
        default=(), description="hosts that may be fetched from though they lie in a private network, divided by commas"
    )
    ocr_seconds: float = Field(
        default=900.0, gt=0, description="longest computing for one scan, where the extra ocr is installed"
    )
    pause_seconds: float = Field(default=1.0, ge=0, description="pause between two requests to a host")
    answer_seconds: float = Field(default=120.0, gt=0, description="longest time that fetching one address may take")
    fetch_attempts: int = Field(default=4, ge=1, le=10, description="attempts at an address where a failure may pass")
    ca_file: FilePath | None = Field(
        default=None, description="certificates (PEM) to trust besides the usual authorities"
    )
    accepted: Path = Field(
        default=Path("expectations") / "accepted.toml", description="findings that somebody accepts, with who and why"
    )
    fail_on: Literal["never", "info", "warning", "error"] = Field(
        default="never", description="exit with 3 when the release has findings of this severity or above"
    )
    keep_releases: int = Field(
        default=30, ge=1, description="releases that stay, the newest ones; what older ones alone need is deleted"
    )
    lock_seconds: float = Field(
        default=600, gt=0, description="how long a run waits for another one to finish publishing"
    )
    schedule: str = Field(default="30 6 * * *", description="when a server ingests, as cron in Beijing time")
    reports_url: str | None = Field(default=None, description="where a web server shows curated/reports, for links")
    webhook_url: SecretStr | None = Field(default=None, description="address that a server's notifications are sent to")
    runner: Literal["threads", "dask"] = Field(default="threads", description="what reads the batches side by side")
    workers: int = Field(default=2, ge=1, description="threads or processes that read batches at once")
    dask_address: str | None = Field(default=None, description="a Dask cluster's scheduler, such as tcp://host:8786")

    @model_validator(mode="before")
    @classmethod
    def _from_outside(cls, arguments: dict[str, Any]) -> dict[str, Any]:
        """Arguments beat variables, variables beat the file; no other source."""
        variables = {name: os.environ.get(f"{PREFIX}{name.upper()}") for name in cls.model_fields}
        return _file() | {name: value for name, value in variables.items() if value is not None} | arguments


def settings_for(data: str | Location | None) -> Settings:
    """The settings, with this data root where one is named."""
    return Settings() if data is None else Settings.model_validate({"data": data})


def _file() -> dict[str, Any]:
    """The lines of the file, none where there is no file. A ValueError names what is no TOML."""
    if not FILE.exists():
        return {}
    try:
        return tomllib.loads(FILE.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ValueError(f"{FILE}: {broken}") from broken
