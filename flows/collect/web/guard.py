"""The one door to the network: names are resolved once, every address is checked, and the checked one is connected to.

A check of the address before fetching is worth nothing where the name is resolved again for the connection (a name that
answers a public address first and a private one next). So the check sits below the HTTP client, where a connection is
made: nothing above it (a redirect, a retry, a robots.txt) gets around it. TLS and the Host header keep the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address

import httpcore
import httpx

from flows.collect.web.addresses import refusal

Resolver = Callable[[str, int], Awaitable[list[str]]]


class RefusedAddressError(Exception):
    """The host lies where nothing is fetched from."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host, best first. Raises socket.gaierror where it knows none."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise socket.gaierror(socket.EAI_NONAME, "not a name") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, and to the hosts of `allowed` (names or addresses as they stand in the address
    fetched) wherever they lie."""

    def __init__(self, allowed: Iterable[str] = (), resolver: Resolver = resolve) -> None:
        self._allowed = frozenset(_as_asked_for(host) for host in allowed)
        self._resolve = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of the host that answers. Raises RefusedAddressError where any of them is
        closed: a host with a public and a private address is not to be trusted with either."""
        addresses = await self._checked(host, port, timeout)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the signature is given
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never: a socket of this machine is no place to fetch from."""
        raise RefusedAddressError(f"{path} is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _checked(self, host: str, port: int, timeout: float | None) -> list[str]:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("its name was not resolved in time") from error
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if host.lower() not in self._allowed:
            for address in addresses:
                if why := refusal(address):
                    raise RefusedAddressError(f"{_named(host, address)} {why}")
        return addresses


def _as_asked_for(host: str) -> str:
    """The host as the HTTP client names it: in small letters, IDNA for names in other scripts, no brackets."""
    return httpx.URL(scheme="http", host=host.strip("[]")).raw_host.decode("ascii")


def _named(host: str, address: str) -> str:
    """The address, with the name that led to it where that is another."""
    return address if host in (address, str(ip_address(address))) else f"{host} leads to {address}, which"
