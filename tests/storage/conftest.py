"""An S3 API on loopback for the module, and a location of its own for each test: in a folder, and in a bucket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from s3server import S3Server

from flows.storage import Location, location


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an empty bucket that this process reaches."""
    with S3Server() as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server.make("jihua-tests")


@pytest.fixture(params=["folder", "bucket"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    if request.param == "folder":
        return tmp_path / "计划"
    return location(request.getfixturevalue("bucket")) / request.node.name.partition("[")[0]
