"""The guard connects to the address that it checked, and to no other."""

import asyncio

import httpcore
import pytest
from loopback import Reply, Site, fetch, page, reason

from flows.collect.reasons import Problem, Reason
from flows.collect.web.guard import GuardedBackend, RefusedAddressError, Resolver


def answering(*answers: list[str]) -> tuple[Resolver, list[str]]:
    """A name service that gives these answers in turn, and the list of names that it was asked for."""
    asked: list[str] = []
    left = list(answers)

    async def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return left.pop(0) if len(left) > 1 else left[0]

    return resolver, asked


def connect(backend: GuardedBackend, host: str, port: int) -> None:
    async def run() -> None:
        stream = await backend.connect_tcp(host, port, timeout=2.0)
        await stream.aclose()

    asyncio.run(run())


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
def test_this_machine_is_refused_however_it_is_written(site: Site, host: str) -> None:
    site.plays("/a.txt", Reply(body=b"secret"))

    answer = fetch(site.url("/a.txt", host), allowed_private_hosts=())

    assert reason(answer) is Reason.REFUSED_ADDRESS
    assert site.log == []


def test_the_problem_names_the_address_and_what_would_allow_it(site: Site) -> None:
    answer = fetch(site.url("/a.txt"), allowed_private_hosts=())

    assert isinstance(answer, Problem)
    assert "127.0.0.1 is this machine" in answer.detail
    assert "JIHUA_ALLOWED_PRIVATE_HOSTS" in answer.detail


def test_a_host_that_the_settings_name_is_fetched_from(site: Site) -> None:
    site.plays("/a.txt", Reply(body=b"own"))

    assert page(fetch(site.url("/a.txt"))).data == b"own"


def test_another_name_for_an_allowed_address_is_not_allowed(site: Site) -> None:
    assert reason(fetch(site.url("/a.txt", "localhost"))) is Reason.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/", "http://localhost:{port}/", "http://[::1]:{port}/"]
)
def test_a_redirect_does_not_lead_inside(site: Site, target: str) -> None:
    site.plays("/a", Reply(302, {"Location": target.format(port=site.port)}))

    assert reason(fetch(site.url("/a"))) is Reason.REFUSED_ADDRESS
    assert site.pages_asked == ["/a"]


def test_a_name_that_answers_a_public_address_first_and_a_private_one_next_leads_nowhere_inside(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver, asked = answering(["1.1.1.1"], ["127.0.0.1"])
    connected: list[str] = []

    async def unreachable(_: object, host: str, *_rest: object) -> httpcore.AsyncNetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("no route")

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", unreachable)

    answer = fetch(site.url("/a", "rebind.example"), resolver=resolver)

    assert reason(answer) is Reason.REFUSED_ADDRESS
    assert connected == ["1.1.1.1"]
    assert asked == ["rebind.example", "rebind.example"]
    assert site.log == []


def test_one_connection_asks_the_name_service_once_and_goes_to_what_it_said(site: Site) -> None:
    resolver, asked = answering(["127.0.0.1"], ["192.0.2.1"])

    connect(GuardedBackend(["allowed.example"], resolver), "allowed.example", site.port)

    assert asked == ["allowed.example"]


def test_one_private_address_among_public_ones_closes_the_host() -> None:
    resolver, _ = answering(["1.1.1.1", "10.0.0.1"])

    with pytest.raises(RefusedAddressError, match=r"mixed\.example leads to 10\.0\.0\.1, which is private"):
        connect(GuardedBackend([], resolver), "mixed.example", 80)


def test_where_the_first_address_does_not_answer_the_next_is_tried(site: Site) -> None:
    resolver, _ = answering(["127.0.0.2", "127.0.0.1"])

    connect(GuardedBackend(["two.example"], resolver), "two.example", site.port)


@pytest.mark.parametrize("allowed", ["Own.Example", "示例.中国"], ids=["capitals", "another script"])
def test_the_settings_may_write_a_host_as_people_do(site: Site, allowed: str) -> None:
    resolver, _ = answering(["127.0.0.1"])
    site.plays("/a", Reply(body=b"own"))

    answer = fetch(site.url("/a", allowed), resolver=resolver, allowed_private_hosts=(allowed,))

    assert page(answer).data == b"own"


def test_sockets_of_this_machine_are_refused() -> None:
    with pytest.raises(RefusedAddressError):
        asyncio.run(GuardedBackend().connect_unix_socket("/run/docker.sock"))


def test_a_name_service_that_does_not_answer_is_a_time_out() -> None:
    async def silent(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(5)
        return []

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(GuardedBackend(resolver=silent).connect_tcp("slow.example", 80, timeout=0.05))


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, site.url(""))

    answer = fetch("http://169.254.169.254/latest/")

    assert reason(answer) is Reason.REFUSED_ADDRESS
    assert site.log == []
