"""The application with every room, built without a database: for looking at its routes and its contract."""

import tempfile
from functools import cache
from pathlib import Path

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from backend import app
from backend.core import ground
from backend.core.settings import Settings
from backend.operation import keys

WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@cache
def house(*, demo: bool = True) -> Litestar:
    """The framework's application; the ground of other tests in this process is left as it was."""
    before = list(ground._laid)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(demo=demo, data=Path(folder))
        keys.create(settings.keys_file, demo=True)
        ground.lay(app.make_ground(settings))
        try:
            return app.litestar()
        finally:
            ground._laid[:] = before


@cache
def addresses() -> dict[HTTPRouteHandler, tuple[str, ...]]:
    """Every HTTP handler with its addresses, the framework's own answers to OPTIONS left out."""
    found: dict[HTTPRouteHandler, tuple[str, ...]] = {}
    for route in house().routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if handler.http_methods != {"OPTIONS"}:
                    found[handler] = (*found.get(handler, ()), route.path)
    return found


def handlers() -> list[HTTPRouteHandler]:
    """Every HTTP handler once, by address."""
    return sorted(addresses(), key=title)


def title(handler: HTTPRouteHandler) -> str:
    """The handler's address, method and name, for messages."""
    return f"{' '.join(addresses()[handler])} {'/'.join(sorted(handler.http_methods))} {handler.handler_name}"
