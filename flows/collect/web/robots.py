"""What a site asks programs to leave alone (RFC 9309). In: addresses; out: whether they may be fetched.

The standard library's parser knows neither wildcards nor the rule that the longest match decides, and takes a site's
rules for stricter or laxer than they are; Protego, Scrapy's parser, knows both.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import httpx
from protego import Protego

from flows.collect.reasons import Problem, Reason, problem

if TYPE_CHECKING:
    from flows.collect.web.hosts import Host

MOST_BYTES = 500 * 1024  # what the standard asks a reader to take at least; the rest is not looked at
ABSENT = frozenset({Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.HTTP_ERROR, Reason.REDIRECTS})  # no rules are made
OF_HOST = frozenset(  # the pages share this fate
    {
        Reason.UNKNOWN_HOST,
        Reason.REFUSED_ADDRESS,
        Reason.NO_CONNECTION,
        Reason.CERTIFICATE,
        Reason.TLS,
        Reason.TOO_BUSY,
    }
)

Rules = Protego | Problem


class Robots:
    """The rules of every site met in a run, each read once."""

    def __init__(self, read: Callable[[httpx.URL], Awaitable[bytes | Problem]], user_agent: str) -> None:
        self._read = read
        self._agent = user_agent.partition("/")[0]  # the product token, as the standard has it
        self._rules: dict[httpx.URL, asyncio.Task[Rules]] = {}

    async def refusal(self, url: httpx.URL, host: "Host") -> Problem | None:
        """Why this address is not to be fetched, if so. The pause that the site asks for is kept from now on."""
        place = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        if place not in self._rules:
            self._rules[place] = asyncio.create_task(self._fetch(place))
        rules = await asyncio.shield(self._rules[place])
        if isinstance(rules, Problem):
            return rules
        if (pause := rules.crawl_delay(self._agent)) is not None:
            host.slow_down(float(pause))
        if rules.can_fetch(str(url), self._agent):
            return None
        return problem(Reason.ROBOTS, f"{place} does not let {self._agent} read it")

    async def _fetch(self, place: httpx.URL) -> Rules:
        data = await self._read(place)
        if not isinstance(data, Problem):
            return Protego.parse(data[:MOST_BYTES].decode("utf-8-sig", errors="replace"))
        if data.reason in ABSENT:
            return Protego.parse("")
        if data.reason in OF_HOST:
            return data
        return problem(Reason.NO_RULES, f"{place}: {data.reason}")
