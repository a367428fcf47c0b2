"""Manners towards hosts: how many requests at a time, and what pause between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST_AT_ONCE = 2
LONGEST_PAUSE = 60.0  # seconds; a site that asks for more (Crawl-delay: 86400) would never be read


@dataclass(frozen=True)
class Manners:
    """How to treat a host: seconds from the start of one request to the start of the next, and requests at a time."""

    pause_seconds: float = 1.0
    at_once: int = MOST_AT_ONCE


@dataclass(frozen=True)
class Clock:
    """Where time comes from, so that a test can hold it."""

    now: Callable[[], float] = field(default=lambda: asyncio.get_running_loop().time())
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)


class Host:
    """One host during one run."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self._pause = manners.pause_seconds
        self._slots = asyncio.Semaphore(manners.at_once)
        self._clock = clock
        self._free_at = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a request to this host is in order; it counts as under way until the block ends."""
        async with self._slots:
            while (wait := self._free_at - self._clock.now()) > 0:  # it may be put off while this one sleeps
                await self._clock.sleep(wait)
            self._free_at = self._clock.now() + self._pause
            yield

    def slow_down(self, pause: float) -> None:
        """Make at least this pause from now on, within reason: the site asks for it."""
        self._pause = max(self._pause, min(pause, LONGEST_PAUSE))

    def hold(self, seconds: float) -> None:
        """Start no request for so long."""
        self._free_at = max(self._free_at, self._clock.now() + seconds)


class Hosts:
    """All hosts of one run, by name."""

    def __init__(
        self, manners: Manners, particular: Mapping[str, Manners] | None = None, clock: Clock | None = None
    ) -> None:
        self._manners = manners
        self._particular = dict(particular or {})
        self._clock = clock or Clock()
        self._hosts: dict[str, Host] = {}

    def of(self, name: str) -> Host:
        if name not in self._hosts:
            self._hosts[name] = Host(self._particular.get(name, self._manners), self._clock)
        return self._hosts[name]
