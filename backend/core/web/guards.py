"""Who may enter is a named thing beside the route; "anyone" is also named. A test walks every route for one of these.

Guards are async, because Litestar wraps sync ones and their identity is lost.
"""

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from backend.core.errors import Kind, NotFound, Refusal
from backend.core.ground import ground

AnyConnection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[AnyConnection, BaseRouteHandler], Awaitable[None]]
G = TypeVar("G", bound=Guard)

GUARDS: set[Guard] = set()


class MetricsClosed(Refusal):
    """Metrics are for the operator's collector: with the token, or from this machine when no token is set."""

    kind = Kind.FORBIDDEN
    code = "core.metrics-closed"
    zh = "监控数据只对运维系统开放。"
    en = "Metrics are open to the operator's collector only."


def guard(function: G) -> G:
    """Register a guard; only registered ones count as a stated door."""
    GUARDS.add(function)
    return function


def without_copies(app: Litestar) -> Litestar:
    """Let the guards of all routes see the handler itself; none of them changes it.

    The framework makes a copy of it for each guard of each request: a sixth of a plain route's time.
    """
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if (guards := handler.resolve_guards()) and hasattr(handler, "__dict__"):  # the framework's own have none
                handler.authorize_connection = partial(_authorize, handler, guards)
    return app


async def _authorize(handler: BaseRouteHandler, guards: Sequence[Guard], connection: AnyConnection) -> None:
    for one in guards:
        await one(connection, handler)


@guard
async def public(_connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Anyone may enter."""


@guard
async def demo_only(_connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Exists only in the demo world; elsewhere there is nothing here."""
    if not ground().settings.demo:
        raise NotFound


@guard
async def metrics_reader(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """The operator's collector."""
    token = ground().settings.metrics_token
    given = connection.headers.get("authorization", "")
    if token is None:
        client = connection.client
        if client is None or not _loopback(client.host):
            raise MetricsClosed
    elif not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise MetricsClosed


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
