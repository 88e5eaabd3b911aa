"""Where mini-apps' requests may go: addresses of one plain form, to hosts that the manifest names, at public addresses.

A name is resolved once and every address is judged; requests go to the judged addresses (`outbound`), so the name
cannot come to mean something else in between.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Final

from backend.host.broker.addresses import Address, is_public
from backend.host.broker.errors import FetchAddressRefused, FetchFailed, FetchHostNotNamed, FetchUrlRefused

# One form and no other, so that nobody can read an address differently than we do: lower case, ASCII, no user, no
# fragment, no backslash, no space. What does not fit is refused, never repaired.
URL: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)

# A slow name server holds a thread of these and of nobody else.
_resolvers: Final = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")
Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]


async def ask_system(host: str, port: int) -> Sequence[Address]:
    """The addresses of a host as the machine's resolver knows them.

    Raises:
        socket.gaierror: it knows none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_resolvers, _look_up, host, port)
    return [ip_address(one) for one in dict.fromkeys(found)]


def _look_up(host: str, port: int) -> list[str]:
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@cache
def system_trust() -> ssl.SSLContext:
    """The certificate authorities that this machine trusts; reading them takes a while, so once."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Reach:
    """Where mini-apps' requests may go. What stands here is the rule, and no setting changes it."""

    scheme: str = "https"
    port: int = 443
    resolve: Resolve = ask_system
    allows: Callable[[Address], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = system_trust


REACH = Reach()


@dataclass(frozen=True)
class Place:
    """Path and query at a named host, with its judged addresses."""

    host: str
    target: str
    addresses: Sequence[Address]
    reach: Reach


async def find(url: str, *, hosts: Iterable[str]) -> Place:
    """The place that an address means, with its name resolved and judged.

    Raises:
        FetchUrlRefused, FetchHostNotNamed, FetchAddressRefused, FetchFailed
    """
    reach = REACH
    host, target = _read(url, reach)
    if host not in hosts:
        raise FetchHostNotNamed(host=host)
    try:
        addresses = await reach.resolve(host, reach.port)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(reason="name") from error
    if not addresses or not all(reach.allows(one) for one in addresses):
        raise FetchAddressRefused(host=host)
    return Place(host=host, target=target, addresses=addresses, reach=reach)


def _read(url: str, reach: Reach) -> tuple[str, str]:
    """Host and target (path and query) of the one form of address.

    Raises:
        FetchUrlRefused
    """
    if not url.startswith(f"{reach.scheme}://"):
        raise FetchUrlRefused(reason=f"it does not begin with {reach.scheme}://")
    authority = url.removeprefix(f"{reach.scheme}://").partition("/")[0]
    if "@" in authority:
        raise FetchUrlRefused(reason="it names a user")
    parts = URL.fullmatch(url)
    if parts is None:
        raise FetchUrlRefused(reason="only lower-case host names with a dot, and plain ASCII paths, are accepted")
    if parts["port"] is not None and parts["port"] != str(reach.port):
        raise FetchUrlRefused(reason=f"the port is not {reach.port}")
    return parts["host"], parts["target"] or "/"
