"""Guards without the framework's copies: each still runs, in its order, and the first refusal is the answer."""

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Controller, Litestar, Router, get
from litestar.handlers import HTTPRouteHandler

from backend.core.errors import NotFound, Refusal
from backend.core.web.guards import without_copies
from backend.core.web.problems import to_problem


@pytest.fixture
def seen():
    """What guards noted, in order."""
    return []


@pytest.fixture
async def phone(seen):
    """An application with guards on three layers."""

    def noting(name, *, refuses=False):
        async def note(_connection, handler):
            seen.append((name, handler))
            if refuses:
                raise NotFound

        return note

    class Doors(Controller):
        path = "/doors"
        guards = (noting("controller"),)

        @get("/open", guards=[noting("route")])
        async def opened(self) -> str:
            return "in"

        @get("/closed", guards=[noting("closed", refuses=True), noting("behind")])
        async def closed(self) -> str:
            return "in"

    app = without_copies(
        Litestar(
            [Router("/", route_handlers=[Doors], guards=[noting("router")])], exception_handlers={Refusal: to_problem}
        )
    )
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


async def test_all_layers_guard_and_see_the_handler_itself(phone, seen):
    for _ in range(2):
        assert (await phone.get("/doors/open")).text == "in"

    assert [name for name, _ in seen] == ["router", "controller", "route"] * 2
    assert len({id(handler) for _, handler in seen}) == 1


async def test_the_first_refusal_ends_it(phone, seen):
    answer = await phone.get("/doors/closed")

    assert (answer.status_code, answer.json()["code"]) == (404, "core.not-found")
    assert [name for name, _ in seen] == ["router", "controller", "closed"]


async def test_every_guarded_route_of_the_product_is_among_them(app):
    handlers = [one for route in app._app.routes for one in getattr(route, "route_handlers", ())]
    own = [
        one for one in handlers if one.resolve_guards() and type(one) is not HTTPRouteHandler
    ]  # these answer OPTIONS

    assert len(own) > 100
    assert all("authorize_connection" in vars(one) for one in own)
