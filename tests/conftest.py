"""One real PostgreSQL, one real Valkey and one real sandbox for the whole run; every test works on data of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import hypothesis
import pytest
from httpx import ASGITransport, AsyncClient
from litestar.types import ASGIApp

from backend.app import create_app
from backend.core import database
from backend.core.embedded.servers import EmbeddedServers, Urls
from backend.core.ground import ground
from backend.core.settings import Settings
from backend.host.sandbox import service as sandbox
from backend.operation.prepare import prepare
from backend.operation.sandbox import serving
from tests import built

SERVERS = {"servers", "image"}  # the fixtures below which everything lies that takes long to start
# How quick an example is made or judged is nothing that these tests assert, and this machine does other things beside.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")
Headers = dict[str, str]
SignIn = Callable[[str], Awaitable[Headers]]
Statements = Callable[[Callable[[], Awaitable[object]]], Awaitable[int]]


@pytest.hookimpl(tryfirst=True)  # before anything is chosen by its marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the servers of the run: `make check` does without."""
    for item in items:
        if isinstance(item, pytest.Function) and SERVERS & set(item.fixturenames):
            item.add_marker("served")


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    """PostgreSQL and Valkey of this run, in a folder of their own."""
    with EmbeddedServers(tmp_path_factory.mktemp("servers")) as running:
        yield running.urls


@pytest.fixture(scope="session")
def settings(servers: Urls, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demo installation on these servers; nothing is in the database yet."""
    return Settings(
        demo=True,
        data=built.installation(),
        database_url=servers.database,
        redis_url=servers.redis,
        sandbox_socket=tmp_path_factory.mktemp("s") / "sandbox.sock",
        log_level="ERROR",
    )


@pytest.fixture(scope="session")
async def installation(settings: Settings) -> AsyncIterator[Settings]:
    """The installation as `kuaiban up` leaves it: migrated, seeded, demo world, mini-apps released, sandbox running."""
    async with serving(settings):
        await prepare(settings, say=lambda _line: None)
        yield settings


@pytest.fixture(scope="session")
async def app(installation: Settings) -> AsyncIterator[ASGIApp]:
    """The whole application in this process, with its pool open. Its revocation feed does not run: each kill is asked
    for in the database, which is the slower and stricter way."""
    made = create_app(installation)
    await database.open_pool(installation.database_url or "")
    yield made
    sandbox.current().close()
    await ground().cache.close()
    await database.close_pool()


@pytest.fixture(scope="session")
def database_url(app: ASGIApp, installation: Settings) -> str:
    """A prepared database with this process's pool open; for tests of services."""
    assert app
    return installation.database_url or ""


@pytest.fixture(scope="session")
async def client(app: ASGIApp) -> AsyncIterator[AsyncClient]:
    """A phone on this machine."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as phone:
        yield phone


@pytest.fixture(scope="session")
def sign_in(client: AsyncClient) -> SignIn:
    """Sign in as a persona of the demo world; the headers of the session."""

    async def signed_in(persona: str) -> Headers:
        answer = await client.post("/api/v1/auth/demo-sign-in", json={"persona": persona})
        assert answer.status_code == 201, answer.text
        return {"authorization": f"Bearer {answer.json()['accessToken']}"}

    return signed_in


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Statements:
    """How many statements something takes once the memory is warm; what is asked every few seconds does not count."""

    async def once(work: Callable[[], Awaitable[object]]) -> int:
        await work()
        asked = []
        with monkeypatch.context() as patched:
            for name in ("fetch_one", "fetch", "execute"):
                real = getattr(database, name)

                async def noted(sql: str, *arguments: object, real: Any = real) -> object:
                    asked.append(sql)
                    return await real(sql, *arguments)

                patched.setattr(database, name, noted)
            await work()
        return len(asked)

    async def fewest(work: Callable[[], Awaitable[object]]) -> int:
        return min([await once(work) for _ in range(3)])

    return fewest
