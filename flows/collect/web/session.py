"""One session on the network: addresses in, pages out, with every manner and limit kept.

A request waits for its turn with the host, is made through the guard, is tried again where that may help, and its
redirects are followed one by one, each judged like a new address. A server that cannot be reached, or that asks to come
back much later, is left alone from then on: its other pages fail at once for the same reason. Cookies last as long as
the session: some sites hand out a page only to who shows the cookie of the first answer.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

import httpx
import stamina

from flows.collect.encodings import decode, find_encoding
from flows.collect.reasons import Problem, Reason, problem
from flows.collect.record import Fetched
from flows.collect.web.answers import (
    FAULTS,
    Page,
    PassingError,
    Redirect,
    Unchanged,
    facts,
    judge_error,
    judge_status,
)
from flows.collect.web.body import ACCEPT_ENCODING, read_body
from flows.collect.web.guard import GuardedBackend, Resolver, resolve
from flows.collect.web.hosts import Clock, Host, Hosts
from flows.collect.web.links import is_frame, refresh
from flows.collect.web.names import file_name
from flows.collect.web.options import WebOptions
from flows.collect.web.robots import Robots
from flows.collect.web.transport import GuardedTransport, tls_context
from flows.collect.web.urls import parse_address

THREADS = 64
MOST_SENDING = 100_000  # bytes; a page that only sends its reader on has few

Answer = Page | Unchanged | Problem


class Session:
    """Fetches addresses as `options` say, none larger than `max_bytes`. Use it with `async with`."""

    def __init__(
        self, options: WebOptions, max_bytes: int, resolver: Resolver = resolve, clock: Clock | None = None
    ) -> None:
        self._options = options
        self._max_bytes = max_bytes
        backend = GuardedBackend(options.allowed_private_hosts, resolver)
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(backend, tls_context(options.ca_file)),
            trust_env=False,  # a proxy of the environment would connect where the guard does not see it
            timeout=httpx.Timeout(options.read_seconds, connect=options.connect_seconds, pool=None),
            headers={
                "User-Agent": options.user_agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.9",
                "Accept-Encoding": ACCEPT_ENCODING,
                "Accept-Language": "zh-CN,zh;q=0.9",
            },
        )
        self._closed: dict[httpx.URL, Problem] = {}  # servers that are left alone for the rest of the session, and why
        self._hosts = Hosts(options.manners, options.hosts, clock)
        self._under_way = asyncio.Semaphore(options.at_once)
        self._robots = Robots(self._read_robots, options.user_agent)
        stamina.instrumentation.set_on_retry_hooks([])  # its log lines say nothing that the outcome does not say
        self._retrying = stamina.AsyncRetryingCaller(
            attempts=options.attempts,
            timeout=None,
            wait_initial=options.first_wait,
            wait_max=options.longest_wait,
            wait_jitter=min(1.0, options.first_wait),
        ).on(self._when_again)

    async def __aenter__(self) -> Self:
        # names are resolved in threads: a few that hang must not hold up all others
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "fetching"))
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def fetch(self, address: str, known: Fetched | None = None) -> Answer:
        """What the address gives. With `known`, what it said last time, an unchanged page costs one short answer."""
        return await self._follow(address, known, obey=True)

    async def _follow(self, address: str, known: Fetched | None, *, obey: bool) -> Answer:
        """Follow redirects to the page. The same address may come twice: sites redirect to it to set a cookie."""
        url = parse_address(address)
        for _ in range(self._options.redirects + 1):
            if isinstance(url, Problem):
                return url
            host = self._hosts.of(url.host)
            if obey and (refusal := await self._robots.refusal(url, host)):
                return refusal
            answer = await self._get(url, host, _conditions(url, known))
            if obey and isinstance(answer, Page):
                answer = await asyncio.to_thread(_sent_on, answer)
            if not isinstance(answer, Redirect):
                return answer
            url = parse_address(answer.location, url)
        return problem(Reason.REDIRECTS, f"After {self._options.redirects} redirects it leads to {url}")

    async def _get(self, url: httpx.URL, host: Host, headers: dict[str, str]) -> Answer | Redirect:
        """One address, tried as often as may help."""
        try:
            return await self._retrying(self._take_turn, url, host, headers)
        except PassingError as failure:
            if failure.of_host or self._is_too_long(failure.wait):
                self._closed[_server(url)] = failure.why
            return failure.why

    async def _take_turn(self, url: httpx.URL, host: Host, headers: dict[str, str]) -> Answer | Redirect:
        async with host.turn(), self._under_way:
            return self._closed.get(_server(url)) or await self._try(url, host, headers)

    async def _try(self, url: httpx.URL, host: Host, headers: dict[str, str]) -> Answer | Redirect:
        try:
            async with asyncio.timeout(self._options.answer_seconds):
                async with self._client.stream("GET", url, headers=headers) as response:
                    return await self._read(response, conditional=bool(headers))
        except TimeoutError:
            return problem(Reason.TIMED_OUT, f"It was not whole after {self._options.answer_seconds:g} seconds")
        except PassingError as failure:
            if failure.wait is not None and not self._is_too_long(failure.wait):
                host.hold(failure.wait)
            raise
        except FAULTS as error:
            return judge_error(error)

    async def _read(self, response: httpx.Response, *, conditional: bool) -> Answer | Redirect:
        judged = judge_status(response, conditional=conditional)
        if judged is not None:
            return judged
        data = await read_body(response, self._max_bytes)
        if isinstance(data, Problem):
            return data
        name = file_name(response.url, response.headers.get("content-disposition", ""))
        return Page(data, name, facts(response))

    async def _read_robots(self, place: httpx.URL) -> bytes | Problem:
        answer = await self._follow(str(place), None, obey=False)
        if isinstance(answer, Unchanged):
            raise TypeError("an answer to no condition")
        return answer.data if isinstance(answer, Page) else answer

    def _when_again(self, error: Exception) -> bool | float:
        """Whether to try again, or after how many seconds."""
        if not isinstance(error, PassingError) or self._is_too_long(error.wait):
            return False
        return True if error.wait is None else error.wait

    def _is_too_long(self, wait: float | None) -> bool:
        return wait is not None and wait > self._options.longest_wait


def _sent_on(page: Page) -> Page | Redirect:
    """The page, or where it only sends its reader on."""
    if len(page.data) > MOST_SENDING or b"refresh" not in page.data.lower():
        return page
    encoding = find_encoding(page.data)
    text = page.data.decode("latin-1") if isinstance(encoding, Problem) else decode(page.data, encoding.name)
    location = refresh(text, httpx.URL(page.facts.final_url)) if is_frame(text) else None
    return Redirect(location) if location else page


def _server(url: httpx.URL) -> httpx.URL:
    return url.copy_with(raw_path=b"/")


def _conditions(url: httpx.URL, known: Fetched | None) -> dict[str, str]:
    """Headers that ask for the page only where it is another than the known one. An ETag means something at the very
    address that gave it alone."""
    if known is None or known.final_url != str(url):
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
