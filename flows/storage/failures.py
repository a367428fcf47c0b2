"""What may be wrong with a place where data lie, in words for the person who can mend it."""

import os
import re

from flows.storage.locations import S3Path


class BusyError(TimeoutError):
    """Somebody else held a lock for longer than was waited; the message names the lock."""


class StorageError(RuntimeError):
    """The object store does not give or take what it was asked for; the message says why, and what to do."""


class AwayError(StorageError, ConnectionError):
    """The object store does not answer, which may pass."""


STORE = re.compile(r"\bS3 error|Error performing (?:GET|PUT|POST|HEAD|DELETE)|<Code>\w+</Code>|s3://")
AWAY = re.compile(
    r"error sending request|tcp connect|dns error|timed out|[Cc]onnection (?:refused|reset|closed)"
    r"|ServiceUnavailable|SlowDown|InternalError|5\d\d (?:Internal|Service|Bad Gateway|Gateway)"
)
MAY_PASS = "check AWS_ENDPOINT_URL and the network"
MEANINGS = (  # what the answer has in it, and what that means; the first that fits
    (re.compile(r"NoSuchBucket"), "there is no bucket {bucket} at {endpoint}: create it, or correct `data`"),
    (
        re.compile(r"169\.254\.\d+\.\d+|CredentialsNotLoaded|[Mm]issing (?:access|secret)|MissingSecretAccessKey"),
        "no credentials for {where}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where the machine has a role",
    ),
    (
        re.compile(r"InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|TokenRefreshRequired"),
        "{endpoint} does not know these credentials ({code}): correct AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where "
        "it is used, AWS_SESSION_TOKEN",
    ),
    (
        re.compile(r"AccessDenied|403 Forbidden|401 Unauthorized"),
        "these credentials may not do this with {where}: allow s3:GetObject, s3:PutObject, s3:DeleteObject and "
        "s3:ListBucket",
    ),
    (
        re.compile(r"PermanentRedirect|AuthorizationHeaderMalformed|redirect without LOCATION"),
        "the bucket {bucket} is in another region than the one that was asked: set AWS_REGION",
    ),
    (
        re.compile(r"BadScheme|URL scheme is not allowed"),
        "{endpoint} is not encrypted: set AWS_ALLOW_HTTP=true if that is meant, or give an https address",
    ),
    (
        re.compile(r"NotImplemented|501 Not"),
        "{endpoint} does not know conditional writes (If-Match, If-None-Match), without which two runs would spoil each "
        "other's data: use a store that does",
    ),
    (AWAY, "{endpoint} does not answer: " + MAY_PASS),
)
CODE = re.compile(r"<Code>(\w+)</Code>")


def failure(error: BaseException, where: S3Path) -> StorageError:
    """The error in plain words."""
    text = str(error)
    said = meaning(text, where)
    if said is None:
        return StorageError(
            f"the object store failed at {where}: {text.splitlines()[0] if text else type(error).__name__}"
        )
    return AwayError(said) if said.endswith(MAY_PASS) else StorageError(said)


def meaning(text: str, where: S3Path) -> str | None:
    """What the words of an object store's error mean; None where they are not known."""
    code = CODE.search(text)
    for words, said in MEANINGS:
        if words.search(text):
            return said.format(
                bucket=where.bucket, where=where, endpoint=_endpoint(where), code=code[1] if code else "refused"
            )
    return None


def failed_store(error: BaseException | None, where: S3Path) -> str | None:
    """What an error means that came from the object store, through whatever library; None where it came from elsewhere."""
    while error is not None:
        if isinstance(error, StorageError):
            return str(error)
        if STORE.search(str(error)):
            return str(failure(error, where))
        error = error.__cause__ or error.__context__
    return None


def _endpoint(where: S3Path) -> str:
    return os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or f"the object store of {where.bucket}"
