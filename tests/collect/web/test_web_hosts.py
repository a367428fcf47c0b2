"""Manners: two requests at a time and a pause for each host, measured by the server's log and by a clock that is held."""

import asyncio
import socket
import time

import pytest
from loopback import Reply, Site, impatient, page, serving

from flows.collect.web.hosts import LONGEST_PAUSE, Clock, Hosts, Manners
from flows.collect.web.options import WebOptions
from flows.collect.web.session import Answer, Session


def fetch_at_once(options: WebOptions, *addresses: str) -> list[Answer]:
    async def run() -> list[Answer]:
        async with Session(options, 100_000) as session:
            return await asyncio.gather(*map(session.fetch, addresses))

    return asyncio.run(run())


class HeldClock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 100.0
        self.clock = Clock(lambda: self.time, self.sleep)

    async def sleep(self, seconds: float) -> None:
        until = self.time + seconds
        await asyncio.sleep(0)
        self.time = max(self.time, until)


def starts(manners: Manners, requests: int, *, slow_down: float = 0.0, hold: float = 0.0) -> list[float]:
    """When so many requests to one host start, in seconds from the first."""
    held, begun = HeldClock(), []

    async def one(hosts: Hosts) -> None:
        async with hosts.of("a.example").turn():
            begun.append(held.time)

    async def run() -> None:
        hosts = Hosts(manners, clock=held.clock)
        await one(hosts)
        hosts.of("a.example").slow_down(slow_down)
        hosts.of("a.example").hold(hold)
        await asyncio.gather(*(one(hosts) for _ in range(requests - 1)))

    asyncio.run(run())
    return [at - begun[0] for at in begun]


def test_each_request_to_a_host_starts_a_pause_after_the_last() -> None:
    assert starts(Manners(pause_seconds=5), 4) == [0, 5, 10, 15]


def test_a_site_may_ask_for_a_longer_pause() -> None:
    assert starts(Manners(pause_seconds=1), 4, slow_down=3) == [0, 1, 4, 7]


def test_a_site_cannot_ask_for_a_pause_of_a_day() -> None:
    assert starts(Manners(pause_seconds=1), 3, slow_down=86_400) == [0, 1, 1 + LONGEST_PAUSE]


def test_a_host_that_is_held_is_left_alone_so_long() -> None:
    assert starts(Manners(pause_seconds=1), 3, hold=30) == [0, 30, 31]


@pytest.mark.parametrize("at_once", [1, 2])
def test_no_more_requests_at_a_time_than_the_manners_say(site: Site, at_once: int) -> None:
    for n in range(6):
        site.plays(f"/{n}", Reply(body=b"x", seconds=0.05))

    fetch_at_once(impatient(manners=Manners(0.0, at_once)), *(site.url(f"/{n}") for n in range(6)))

    assert site.most_at_once == at_once


def test_the_log_of_the_server_shows_the_pause(site: Site) -> None:
    for n in range(4):
        site.plays(f"/{n}", Reply(body=b"x"))

    fetch_at_once(impatient(manners=Manners(pause_seconds=0.15)), *(site.url(f"/{n}") for n in range(4)))

    times = [asked.at for asked in site.log]
    assert len(times) == 5  # robots.txt is a request like any other
    assert times[-1] - times[0] > 0.3  # four pauses, less what a busy machine adds to the first request


def test_a_catalogue_may_say_how_to_treat_a_host(site: Site) -> None:
    for n in range(3):
        site.plays(f"/{n}", Reply(body=b"x"))
    options = impatient(hosts={"127.0.0.1": Manners(pause_seconds=0.15, at_once=1)})

    fetch_at_once(options, *(site.url(f"/{n}") for n in range(3)))

    assert site.log[-1].at - site.log[0].at > 0.25


def test_a_slow_host_does_not_hold_up_another(site: Site) -> None:
    with serving("127.0.0.2") as slow:
        for n in range(6):
            slow.plays(f"/{n}", Reply(body=b"x", seconds=0.3))
        site.plays("/a", Reply(body=b"quick"))
        options = impatient(allowed_private_hosts=("127.0.0.1", "127.0.0.2"))

        *_, quick = fetch_at_once(
            options, *(slow.url(f"/{n}", "127.0.0.2") for n in range(6)), "http://127.0.0.1:9/dead", site.url("/a")
        )

        assert page(quick).data == b"quick"
        assert site.log[-1].at < slow.log[-1].at - 0.2


def test_names_that_hang_do_not_hold_up_another_host(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[float] = []
    known = socket.getaddrinfo

    def hanging(host: str, *rest: object, **more: object) -> object:
        if not host.endswith(".example"):
            return known(host, *rest, **more)  # type: ignore[arg-type]
        time.sleep(0.5)
        ended.append(time.monotonic())
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    site.plays("/a", Reply(body=b"quick"))

    fetch_at_once(impatient(), *(f"http://{n}.example/" for n in range(20)), site.url("/a"))

    assert len(ended) == 20
    assert site.log[-1].at < min(ended)
