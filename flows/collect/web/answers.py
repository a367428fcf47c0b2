"""What came of a request: a page, word that it is unchanged, where it went, or why it cannot be had.

In: a response's status line and headers, or the error that took its place; out: one of these. What may pass on its own
(429, 5xx, faults of the connection) is raised as `PassingError`, so that whoever asked can ask again.
"""

import socket
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from flows.collect.reasons import Problem, Reason, problem
from flows.collect.record import Fetched
from flows.collect.web.body import CutOffError
from flows.collect.web.guard import RefusedAddressError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
FINAL = {
    401: Reason.FORBIDDEN,
    403: Reason.FORBIDDEN,
    404: Reason.NOT_FOUND,
    410: Reason.NOT_FOUND,
    451: Reason.FORBIDDEN,
}
MOST_HEADER = 500  # characters of a header that are kept
FAULTS = (  # what may go wrong on the way
    httpx.TransportError,
    httpx.InvalidURL,
    CutOffError,
    RefusedAddressError,
    zlib.error,
    OSError,
)


@dataclass(frozen=True)
class Page:
    """What an address gave: its bytes, the name of the file, and what the answer said about them."""

    data: bytes
    name: str
    facts: Fetched


@dataclass(frozen=True)
class Unchanged:
    """The address gives what it gave when its `ETag` or `Last-Modified` was kept (304)."""


@dataclass(frozen=True)
class Redirect:
    """The address leads on to another."""

    location: str


class PassingError(Exception):
    """A failure that may be gone at the next attempt. `wait` is how long the server asks to wait; `of_host` says that
    the host as a whole is out of reach, not one page of it."""

    def __init__(self, why: Problem, wait: float | None = None, *, of_host: bool = False) -> None:
        super().__init__(why.detail)
        self.why = why
        self.wait = wait
        self.of_host = of_host


def judge_status(response: httpx.Response, *, conditional: bool) -> Unchanged | Redirect | Problem | None:
    """What the status says; None where the body is what was asked for. Raises PassingError for 429 and 5xx."""
    status = response.status_code
    said = f"Its server answered HTTP {status} {response.reason_phrase}".rstrip()
    if response.is_success:
        return None
    if status == 304 and conditional:
        return Unchanged()
    if status in REDIRECTS and (location := response.headers.get("location")):
        return Redirect(location)
    if status == 429:
        raise PassingError(problem(Reason.TOO_BUSY, said), retry_after(response.headers.get("retry-after")))
    if status >= 500:
        raise PassingError(problem(Reason.SERVER_ERROR, said), retry_after(response.headers.get("retry-after")))
    return problem(FINAL.get(status, Reason.HTTP_ERROR), said)


def judge_error(error: Exception) -> Problem:
    """What an error while fetching means, where another attempt is of no use. Raises PassingError where it may be."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, RefusedAddressError):
            return problem(Reason.REFUSED_ADDRESS, str(cause))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return problem(Reason.CERTIFICATE, f"The check says: {cause.verify_message}")
        if isinstance(cause, ssl.SSLError):
            return problem(Reason.TLS, f"The library says: {cause.reason or cause}")
        if isinstance(cause, socket.gaierror):
            return _unresolved(cause)
        if isinstance(cause, zlib.error):
            return problem(Reason.PACKED, "Its packed bytes are damaged")
    if isinstance(error, httpx.InvalidURL):
        return problem(Reason.BAD_ADDRESS, f"It redirects to what is no address: {error}")
    if isinstance(error, httpx.ConnectTimeout):
        raise PassingError(problem(Reason.NO_CONNECTION, "It did not answer in time"), of_host=True)
    if isinstance(error, httpx.ConnectError):
        raise PassingError(problem(Reason.NO_CONNECTION, _words(causes)), of_host=True)
    if isinstance(error, httpx.TimeoutException):
        raise PassingError(problem(Reason.TIMED_OUT, "Nothing came for too long"))
    if isinstance(error, CutOffError | httpx.NetworkError | httpx.ProtocolError | OSError):
        raise PassingError(problem(Reason.BROKEN_OFF, _words(causes)))
    raise error


def retry_after(header: str | None) -> float | None:
    """Seconds that a server asks to wait: it writes a number of them, or a date."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def facts(response: httpx.Response) -> Fetched:
    """What the answer said about the bytes."""

    def header(name: str) -> str:
        return str(response.headers.get(name, ""))[:MOST_HEADER]

    return Fetched(
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        final_url=str(response.url),
        content_type=header("content-type"),
        etag=header("etag"),
        last_modified=header("last-modified"),
    )


def _unresolved(error: socket.gaierror) -> Problem:
    """A name that is not known, which is final, or a name service that does not answer, which may pass."""
    why = problem(Reason.UNKNOWN_HOST, f"The name service says: {error.strerror}")
    if error.errno in (socket.EAI_AGAIN, socket.EAI_SYSTEM):
        raise PassingError(why, of_host=True) from error
    return why


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, outermost first."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _words(causes: tuple[BaseException, ...]) -> str:
    """What the innermost error that says something says."""
    return next((text for cause in reversed(causes) if (text := str(cause).strip(". "))), "No more is known")
