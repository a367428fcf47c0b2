"""A real HTTP server on loopback that plays the parts: it answers as a test tells it to, and logs what it was asked."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from flows.collect.reasons import Problem, Reason
from flows.collect.record import Fetched
from flows.collect.web.answers import Page
from flows.collect.web.guard import Resolver, resolve
from flows.collect.web.hosts import Manners
from flows.collect.web.options import WebOptions
from flows.collect.web.session import Answer, Session

MAX_BYTES = 2_000_000


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: when (seconds), what path, with which headers."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer: status, headers, body. Content-Length is that of the body unless a header says otherwise."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0


Part = Reply | Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A site: `site.plays("/a", Reply(503), Reply(body=b"…"))` answers in that order and stays with the last one. A
    path that it does not know is a 404."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.log: list[Asked] = []
        self.most_at_once = 0
        self.host, self.port = "127.0.0.1", server.server_address[1]
        self._parts: dict[str, list[Part]] = {}
        self._at_once = 0
        self._lock = Lock()

    def plays(self, path: str, *parts: Part) -> str:
        self._parts[path] = list(parts)
        return self.url(path)

    def url(self, path: str, host: str | None = None) -> str:
        return f"http://{host or self.host}:{self.port}{path}"

    def asked(self, path: str) -> list[Asked]:
        return [asked for asked in self.log if asked.path == path]

    @property
    def pages_asked(self) -> list[str]:
        return [asked.path for asked in self.log if asked.path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            headers = {name.lower(): value for name, value in handler.headers.items()}
            self.log.append(Asked(time.monotonic(), handler.path, headers))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            parts = self._parts.get(handler.path) or [Reply(404)]
            part = parts.pop(0) if len(parts) > 1 else parts[0]
        try:
            play(handler, part) if isinstance(part, Reply) else part(handler)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True
        finally:
            with self._lock:
                self._at_once -= 1


def play(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    time.sleep(reply.seconds)
    handler.send_response(reply.status)
    for name, value in ({"Content-Length": str(len(reply.body))} | reply.headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(reply.body)


@contextmanager
def serving(host: str = "127.0.0.1", wrap: Callable[[ThreadingHTTPServer], None] | None = None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature is given
            """Nothing to standard error: the site keeps its own log."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients hang up on purpose
        if wrap:
            wrap(server)
        site = Site(server)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def impatient(**changes: object) -> WebOptions:
    """Options that are quick, and allowed to fetch from loopback."""
    quick = WebOptions(
        user_agent="jihua-test/1.0",
        allowed_private_hosts=("127.0.0.1",),
        connect_seconds=2.0,
        read_seconds=0.4,
        answer_seconds=0.8,
        attempts=3,
        first_wait=0.01,
        longest_wait=2.0,
        manners=Manners(pause_seconds=0.0),
    )
    return replace(quick, **changes)


def fetch(address: str, known: Fetched | None = None, resolver: Resolver = resolve, **changes: object) -> Answer:
    """The answer of a session of its own."""
    return fetch_each([address], impatient(**changes), known, resolver)[0]


def fetch_each(
    addresses: list[str], options: WebOptions, known: Fetched | None = None, resolver: Resolver = resolve
) -> list[Answer]:
    """The answers of one session, asked for one after the other."""

    async def run() -> list[Answer]:
        async with Session(options, MAX_BYTES, resolver) as session:
            return [await session.fetch(address, known) for address in addresses]

    return asyncio.run(run())


def page(answer: Answer) -> Page:
    assert isinstance(answer, Page), answer
    return answer


def reason(answer: Answer) -> Reason:
    assert isinstance(answer, Problem), answer
    return answer.reason
