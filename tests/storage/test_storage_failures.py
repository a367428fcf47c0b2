"""What an object store answers, and what a person is told."""

import pytest

from flows.storage import AwayError, S3Path, StorageError
from flows.storage.failures import failed_store, failure

WHERE = S3Path("reports", "curated/releases/current.json")
REFUSED = "Error performing GET https://store.example/reports/a in 8ms - Server returned non-2xx status code: {}"


def refused(status: str, code: str) -> str:
    return REFUSED.format(f"{status}: <?xml version='1.0'?>\n<Error><Code>{code}</Code><Message>m</Message></Error>")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refused("404 Not Found", "NoSuchBucket"), "there is no bucket reports at https://store.example: create it"),
        (
            refused("403 Forbidden", "AccessDenied"),
            "may not do this with s3://reports/curated/releases/current.json: allow",
        ),
        (
            refused("403 Forbidden", "InvalidAccessKeyId"),
            r"does not know these credentials \(InvalidAccessKeyId\): correct",
        ),
        (refused("403 Forbidden", "SignatureDoesNotMatch"), "does not know these credentials"),
        (refused("301 Moved", "PermanentRedirect"), "in another region than the one that was asked: set AWS_REGION"),
        (refused("501 Not Implemented", "NotImplemented"), "does not know conditional writes"),
        (
            "Error performing PUT http://169.254.169.254/latest/api/token in 2ms - HTTP error: error sending request",
            "no credentials for .*: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where the machine has a role",
        ),
    ],
)
def test_a_refusal_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch, answer: str, said: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://store.example")
    with pytest.raises(StorageError, match=said) as raised:
        raise failure(OSError(answer), WHERE)
    assert not isinstance(raised.value, AwayError)


@pytest.mark.parametrize(
    "answer",
    [
        "Generic S3 error: Error performing GET https://store.example/a - HTTP error: error sending request",
        refused("503 Service Unavailable", "SlowDown"),
        refused("500 Internal Server Error", "InternalError"),
    ],
)
def test_what_may_pass_is_told_apart(answer: str) -> None:
    assert isinstance(failure(OSError(answer), WHERE), AwayError)


def test_an_unknown_failure_keeps_its_first_line() -> None:
    said = str(failure(OSError("Generic S3 error: teapot\nDebug source: …"), WHERE))
    assert said == f"the object store failed at {WHERE}: Generic S3 error: teapot"


def test_a_failure_is_found_behind_the_error_of_another_library() -> None:
    error = ValueError("Failed to read the table")
    error.__cause__ = OSError(refused("403 Forbidden", "AccessDenied"))
    assert "these credentials may not do this" in str(failed_store(error, WHERE))
    assert failed_store(ValueError("years"), WHERE) is None
