"""httpx over a guarded connection pool: the seam where the HTTP client meets `guard.py`.

httpx's own transport takes no network backend, so this one hands requests to an httpcore pool that does. httpcore's
errors have the names of httpx's and are raised again as those.
"""

import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import httpcore
import httpx

from flows.collect.web.guard import GuardedBackend

CONNECTIONS = 128  # open at once, idle ones included
KEEPALIVE_SECONDS = 15.0


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Trust in the usual authorities, and in those of `ca_file` (PEM). The environment has no say in it."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except ssl.SSLError as error:
            raise ValueError(f"{ca_file} holds no certificates (PEM) to trust: {error.reason}") from error
    return context


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests over HTTP/1.1 or HTTP/2, through no proxy, to where the backend lets it."""

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=KEEPALIVE_SECONDS,
            http2=True,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        with _httpx_errors():
            answer = await self._pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        stream = _Stream(cast("AsyncIterable[bytes]", answer.stream), answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, parts: AsyncIterable[bytes], answer: httpcore.Response) -> None:
        self._parts = parts
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _httpx_errors():
            async for part in self._parts:
                yield part

    async def aclose(self) -> None:
        with _httpx_errors():
            await self._answer.aclose()


@contextmanager
def _httpx_errors() -> Iterator[None]:
    """Raise httpcore's errors as httpx's of the same name."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise getattr(httpx, type(error).__name__)(str(error)) from error
    except httpcore.UnsupportedProtocol as error:
        raise httpx.UnsupportedProtocol(str(error)) from error
