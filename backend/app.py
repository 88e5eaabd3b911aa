"""The composition root: lists the rooms, binds the ports, lays the ground. It must not grow otherwise."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.types import ASGIApp

from backend.core import database, logs
from backend.core.cache import Cache
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.errors import Refusal
from backend.core.ground import Ground, ground, lay
from backend.core.jobs import subscribe
from backend.core.pages import Cursors
from backend.core.room import Room
from backend.core.settings import Mode, Settings, load
from backend.core.web import health, metrics, openapi
from backend.core.web.answers import Answer
from backend.core.web.door import Door
from backend.core.web.explain import explain_problem
from backend.core.web.guards import without_copies
from backend.core.web.inputs import provide_attempt
from backend.core.web.problems import to_problem
from backend.core.web.static import StaticPages
from backend.demo.door import DemoPersonas
from backend.home.room import ROOM as HOME
from backend.host.broker import service as broker
from backend.host.broker.room import ROOM as BROKER
from backend.host.outside.room import ROOM as OUTSIDE
from backend.host.registry.live import RegisteredApps
from backend.host.registry.owners import RegisteredOwners
from backend.host.registry.purposes import RegisteredPurposes
from backend.host.registry.room import ROOM as REGISTRY
from backend.host.runs.room import ROOM as RUNS
from backend.host.sandbox import service as sandbox
from backend.host.sandbox.client import SandboxClient
from backend.identity.consents.ports import bind_purposes
from backend.identity.delegations.ports import bind_family
from backend.identity.room import ROOM as IDENTITY
from backend.identity.sessions.guards import current_person, operator
from backend.identity.sessions.revocations import feed
from backend.identity.sign_in.outbox import DevelopmentOutbox
from backend.identity.sign_in.ports import bind_code_sender, bind_personas
from backend.reference.calendar.guards import bind_loader
from backend.reference.calendar.room import ROOM as CALENDAR
from backend.reference.regions.room import ROOM as REGIONS
from backend.services.cases.forms.purposes import ApplicationPurposes
from backend.services.cases.room import ROOM as CASES
from backend.services.interaction.room import ROOM as INTERACTION
from backend.services.items.room import ROOM as ITEMS
from backend.services.windows.owners import HallOwners
from backend.services.windows.room import ROOM as WINDOWS
from backend.supports.bookings.ports import bind_owners
from backend.supports.bookings.room import ROOM as BOOKINGS
from backend.supports.exchange.embedded import embedded
from backend.supports.exchange.family import RegisterFamily
from backend.supports.exchange.ports import bind_registers, bind_titles
from backend.supports.exchange.room import ROOM as EXCHANGE
from backend.supports.files.bucket import Bucket
from backend.supports.files.clamd import Clamd
from backend.supports.files.folder import Folder
from backend.supports.files.ports import bind_files
from backend.supports.files.room import ROOM as FILES
from backend.supports.messages.room import ROOM as MESSAGES
from profiles.attributes.purposes import ProfilePurposes, titles
from profiles.room import ROOM as PROFILES
from profiles.studio.ports import bind_apps

ROOMS: tuple[Room, ...] = (
    REGIONS,
    CALENDAR,
    IDENTITY,
    MESSAGES,
    FILES,
    BOOKINGS,
    EXCHANGE,
    ITEMS,
    WINDOWS,
    INTERACTION,
    CASES,
    PROFILES,
    REGISTRY,
    OUTSIDE,
    BROKER,
    RUNS,
    HOME,
)
SHELL = Path(__file__).parent / "shell" / "dist"


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The whole product as one ASGI callable; granian's factory."""
    settings = settings or load()
    logs.configure(settings.log_level)
    lay(make_ground(settings))
    bind()
    hot = {path: answer for room in ROOMS for path, answer in room.hot.items()}
    return Door(litestar(), pages=StaticPages(SHELL), hot=hot, wrote=[room.wrote for room in ROOMS if room.wrote])


def make_ground(settings: Settings) -> Ground:
    """The footing of one process, whichever kind it is."""
    keyring = KeyRing.load(settings.keys_file, allow_demo=settings.mode is Mode.DEVELOPMENT)
    return Ground(
        settings=settings,
        keyring=keyring,
        cache=Cache(settings.redis_url or "unix:///nonexistent"),
        cursors=Cursors(keyring.active(Purpose.CURSOR).secret),
    )


def bind() -> None:
    """Give rooms what they need from above or outside (`ports.py`), and events their subscribers."""
    settings = ground().settings
    subscribe([subscriber for room in ROOMS for subscriber in room.subscribers])
    broker.offer(capability for room in ROOMS for capability in room.capabilities)
    bind_loader(operator)
    bind_family(RegisterFamily())
    bind_purposes(ProfilePurposes(), RegisteredPurposes(), ApplicationPurposes())
    bind_owners({"mini-app": RegisteredOwners(), "hall": HallOwners()})
    bind_apps(RegisteredApps())
    bind_registers(embedded())
    bind_titles(titles())
    bind_files(
        Bucket(settings) if settings.s3_endpoint else Folder(settings.data / "files"),
        Clamd(settings.scanner) if settings.scanner else None,
    )
    sandbox.bind(SandboxClient(settings.sandbox_address))
    health.CHECKS["sandbox"] = lambda: sandbox.current().is_there()
    if settings.mode is Mode.DEVELOPMENT:
        bind_code_sender(DevelopmentOutbox())
    if settings.demo:
        bind_personas(DemoPersonas())


def litestar() -> Litestar:
    """The framework's application without the door, for tests that look at its routes."""
    demo = ground().settings.demo
    controllers = [controller for room in ROOMS for controller in room.controllers]
    demo_controllers = [controller for room in ROOMS for controller in room.demo_controllers] if demo else []
    documents = [explain_problem, openapi.read_openapi, openapi.read_docs]
    own: list[Any] = [health.HealthController, metrics.read_metrics, *documents]
    app = Litestar(
        route_handlers=[*own, *controllers, *demo_controllers],
        dependencies={"attempt": Provide(provide_attempt), "person": Provide(current_person)},
        exception_handlers={Refusal: to_problem, Exception: to_problem},
        openapi_config=openapi.config(),
        plugins=[openapi.StructDocstrings()],
        lifespan=[_lifespan],
        response_class=Answer,
        logging_config=None,
    )
    return without_copies(app)


@asynccontextmanager
async def standing(settings: Settings, *, connections: int) -> AsyncIterator[None]:
    """A process that serves no HTTP (worker, preparation), on its ground and with its ports, while the block runs."""
    lay(make_ground(settings))
    bind()
    async with _connected(connections):
        yield


@asynccontextmanager
async def _lifespan(_app: Litestar) -> AsyncIterator[None]:
    async with _connected(database.POOL_SIZE), feed(), metrics.settling(), AsyncExitStack() as attending:
        for room in ROOMS:
            if room.attending:
                await attending.enter_async_context(room.attending())
        yield


@asynccontextmanager
async def _connected(connections: int) -> AsyncIterator[None]:
    footing = ground()
    await database.open_pool(footing.settings.database_url or "", size=connections)
    try:
        yield
    finally:
        sandbox.current().close()
        await footing.cache.close()
        await database.close_pool()
