"""Names of files and folders: `Path` on a disk, `S3Path` in a bucket."""

import re
from dataclasses import dataclass
from pathlib import Path

S3 = "s3://"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")  # jihua-data
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")  # gs://…, and s3:/…, which a path makes of s3://…


@dataclass(frozen=True, order=True)
class S3Path:
    """A name in a bucket; it answers what this project asks of a `Path`."""

    bucket: str
    key: str = ""

    def __truediv__(self, name: str | Path) -> "S3Path":
        return S3Path(self.bucket, f"{self.key}/{name}".strip("/"))

    def __str__(self) -> str:
        return f"{S3}{self.bucket}/{self.key}"

    @property
    def name(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    @property
    def parent(self) -> "S3Path":
        return S3Path(self.bucket, self.key.rpartition("/")[0])

    def as_uri(self) -> str:
        return str(self)

    def resolve(self) -> "S3Path":
        return self


Location = Path | S3Path


def location(text: "str | Location") -> Location:
    """The folder or file that a person means: a path, or `s3://bucket/prefix`. Raises ValueError for what is neither."""
    if not isinstance(text, str):
        return text
    if text.startswith(S3):
        bucket, _, key = text.removeprefix(S3).partition("/")
        if not BUCKET.fullmatch(bucket):
            raise ValueError(f"{text}: {bucket!r} cannot be the name of a bucket")
        return S3Path(bucket, "/".join(part for part in key.split("/") if part))
    if scheme := SCHEME.match(text):
        raise ValueError(f"{text}: {scheme[1]} is not known; a folder or s3://bucket/prefix is")
    return Path(text)
