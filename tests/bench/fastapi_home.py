"""The peer of `http.home`: the same answer after the same checks, the way FastAPI's pages teach it.

Bearer security dependency, PyJWT, an asyncpg pool in the lifespan, pydantic response models. Who it is and what is
unread is read from the rows; what takes ranking (the sections) was computed before, as by a nightly job, and lies as
JSON in this process's memory, nearer than any database. Region names and mini-apps are in memory as well.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends, FastAPI, Header, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from backend.app import bind, make_ground
from backend.core import database
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.ground import lay
from backend.core.settings import Settings, load
from backend.home import service
from backend.home.greeting import greeting
from backend.identity.sessions import access_tokens
from backend.reference.regions import service as regions

bearer = HTTPBearer()


class Camel(BaseModel):
    """The wire is camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Department(Camel):
    name: str


class Card(Camel):
    id: str
    name: str
    short_name: str
    description: str
    department: Department
    icon: str
    version: str
    opens: str


class Person(Camel):
    name: str
    region_code: str
    region_name: str


class Words(Camel):
    zh: str
    en: str


class Basis(Camel):
    attribute: str | None
    title: Words | None
    source: str
    source_kind: str | None
    as_of: date


class Reason(Camel):
    feature: str
    title: Words
    about: str
    value: int
    weight: int
    contribution: int
    basis: list[Basis]


class Step(Camel):
    rule: str
    title: Words
    place: int | None
    at: int | None
    basis: list[Basis]


class HomeCard(Camel):
    id: str
    kind: str
    title: str
    text: str | None
    to: str
    due_on: date | None
    tone: str
    score: int | None
    reasons: list[Reason]
    steps: list[Step]


class Section(Camel):
    id: str
    title: str
    cards: list[HomeCard]


class Ranked(Camel):
    personalised: bool
    sections: list[Section]
    seen: str | None


class Home(Ranked):
    greeting: str
    person: Person
    mini_apps: list[Card]
    unread_messages: int


class Claims(BaseModel):
    sub: UUID
    sid: UUID


def create_app() -> FastAPI:
    """The application; its state is filled by the lifespan."""
    app = FastAPI(lifespan=lifespan)
    app.get("/api/v1/home")(home)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pool, read the key and what hardly ever changes."""
    settings: Settings = load()
    lay(make_ground(settings))
    bind()
    await database.open_pool(settings.database_url or "", size=2)
    app.state.ranked = {}
    key = KeyRing.load(settings.keys_file, allow_demo=True).active(Purpose.ACCESS_TOKEN)
    async with asyncpg.create_pool(settings.database_url, min_size=1, max_size=10) as pool:
        app.state.pool = pool
        app.state.issuer = settings.public_url
        app.state.key = Ed25519PrivateKey.from_private_bytes(key.secret).public_key()
        app.state.regions = dict(await pool.fetch("select code, full_name from regions_region where valid_to is null"))
        app.state.cards = [card(row["manifest"]) for row in await pool.fetch("select manifest from host_release")]
        yield


async def ranked(state: Any, person_id: UUID) -> Ranked:
    """What was computed before; the first time it is computed by ours, outside of what is measured."""
    if person_id not in state.ranked:
        ours = await service.home(person_id, language="zh", at=datetime.now(UTC))
        told = {"personalised": ours.personalised, "sections": ours.sections, "seen": ours.seen}
        state.ranked[person_id] = msgspec.json.encode(told)
    return Ranked.model_validate_json(state.ranked[person_id])


def card(manifest: str) -> Card:
    """A live mini-app as the phone lists it."""
    import json

    told = json.loads(manifest)
    return Card(
        id=told["app_id"],
        name=told["name"],
        short_name=told["short_name"],
        description=told["description"],
        department=Department(name=told["gkb"]["department"]["name"]),
        icon=told["icons"][0]["src"],
        version=told["version"]["name"],
        opens=told["pages"][0],
    )


async def signed_in(request: Request, given: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> Claims:
    """Prove the token, and that its session was not ended."""
    state = request.app.state
    try:
        told = jwt.decode(
            given.credentials, state.key, algorithms=["EdDSA"], audience=access_tokens.AUDIENCE, issuer=state.issuer
        )
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    claims = Claims.model_validate(told)
    row = await state.pool.fetchrow("select ended_at from identity_session where id = $1", claims.sid)
    if row is None or row["ended_at"] is not None:
        raise HTTPException(401)
    return claims


async def home(
    request: Request, claims: Annotated[Claims, Depends(signed_in)], accept_language: Annotated[str, Header()] = "zh"
) -> Home:
    """My first screen."""
    state: Any = request.app.state
    person = await state.pool.fetchrow("select name, region_code from identity_person where id = $1", claims.sub)
    unread = await state.pool.fetchval(
        "select count(*) from messages_message where person_id = $1 and read_at is null", claims.sub
    )
    language = "en" if accept_language.startswith("en") else "zh"
    clock, computed = regions.local_time(datetime.now(UTC)).time(), await ranked(state, claims.sub)
    return Home(
        **dict(computed),
        greeting=greeting(clock, name=person["name"], language=language),
        person=Person(
            name=person["name"], region_code=person["region_code"], region_name=state.regions[person["region_code"]]
        ),
        mini_apps=state.cards,
        unread_messages=unread,
    )
