"""A task is tried again where trying again may help."""

import errno

import pytest
from prefect.states import Failed

from flows.storage import AwayError, BusyError, StorageError
from flows.tasks import _transient


@pytest.mark.parametrize(
    ("error", "again"),
    [
        pytest.param(OSError(errno.ESTALE, "Stale file handle"), True, id="a network disk that was away"),
        pytest.param(ConnectionResetError(errno.ECONNRESET, "reset"), True, id="a connection that broke"),
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), False, id="a full disk"),
        pytest.param(PermissionError(errno.EACCES, "Permission denied"), False, id="a folder that may not be written"),
        pytest.param(BusyError("/data/curated/.publish.lock"), False, id="a lock that was waited for long enough"),
        pytest.param(AwayError("http://store.example does not answer"), True, id="an object store that was away"),
        pytest.param(StorageError("there is no bucket reports"), False, id="a bucket that is not there"),
        pytest.param(KeyError("indicator"), False, id="a mistake of ours"),
    ],
)
def test_what_falters_is_tried_again(error: Exception, again: bool) -> None:
    assert _transient(None, None, Failed(data=error)) is again
