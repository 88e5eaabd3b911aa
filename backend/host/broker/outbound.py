"""The only way out of the house for mini-apps: one plain HTTPS exchange with a place that was found and judged.

TLS and `Host` keep the name, the connection goes to a judged address. Nothing is followed, nothing is remembered,
nothing of the environment (proxies) is asked, and a connection serves one exchange.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpcore

from backend.host.broker.addresses import Address
from backend.host.broker.errors import FetchFailed, FetchTooLarge
from backend.host.broker.places import Place
from plugin_sdk.contract.capabilities.http import FETCH_BYTES, FETCH_SECONDS

USER_AGENT: Final = "gansu-kuaiban-mini-apps"


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """One exchange with everything that belongs to it: name, connection, request and answer.

    Raises:
        FetchFailed: it took too long.
    """
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            yield
    except TimeoutError as error:
        raise FetchFailed(reason="time") from error


async def exchange(place: Place, *, method: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Ask the place once, and read its answer up to the limit.

    Raises:
        FetchTooLarge, FetchFailed
    """
    reach = place.reach
    url = httpcore.URL(scheme=reach.scheme, host=place.host, port=reach.port, target=place.target)
    # An answer that came compressed would be as large as it liked: none is asked for, and none is accepted.
    sent = {"user-agent": USER_AGENT, "accept-encoding": "identity", "connection": "close", **headers}
    try:
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=reach.trust() if reach.scheme == "https" else None,
                max_connections=1,
                network_backend=_Pinned(place.addresses, port=reach.port),
            ) as pool,
            pool.stream(method, url, headers=_encoded(sent), content=body if method == "POST" else None) as response,
        ):
            received = await _read_body(response)
    except (httpcore.ConnectError, httpcore.ConnectTimeout, ssl.SSLError) as error:
        raise FetchFailed(reason="connection") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
        raise FetchFailed(reason="protocol") from error
    names = {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in response.headers}
    return Answer(status=response.status, headers=names, body=received)


async def _read_body(response: httpcore.Response) -> bytes:
    received = bytearray()
    async for chunk in response.aiter_stream():
        received += chunk
        if len(received) > FETCH_BYTES:
            raise FetchTooLarge(limit=FETCH_BYTES)
    return bytes(received)


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), text.encode()) for name, text in headers.items()]


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to one of the judged addresses, the first that is there, whatever name it is asked for."""

    def __init__(self, addresses: Sequence[Address], *, port: int) -> None:
        self._addresses = addresses
        self._port = port
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - httpcore's signature; the name was resolved and judged before
        port: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a judged address."""
        away = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                return await self._network.connect_tcp(
                    str(address),
                    self._port,
                    timeout=timeout,
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except httpcore.ConnectError as error:
                away = error
        raise away
