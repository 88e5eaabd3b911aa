"""The peer of `http.home`: the same answer from the same rows after the same checks, the way FastAPI's pages teach it.

Bearer security dependency, PyJWT, an asyncpg pool in the lifespan, pydantic response models. What ours keeps in memory
(region names, mini-apps) is kept in memory here too; the phone is not unsealed, because the answer does not need it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends, FastAPI, Header, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.settings import Settings, load
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


class Home(Camel):
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
    key = KeyRing.load(settings.keys_file, allow_demo=True).active(Purpose.ACCESS_TOKEN)
    async with asyncpg.create_pool(settings.database_url, min_size=1, max_size=10) as pool:
        app.state.pool = pool
        app.state.issuer = settings.public_url
        app.state.key = Ed25519PrivateKey.from_private_bytes(key.secret).public_key()
        app.state.regions = dict(await pool.fetch("select code, full_name from regions_region where valid_to is null"))
        app.state.cards = [card(row["manifest"]) for row in await pool.fetch("select manifest from host_release")]
        yield


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
    clock = regions.local_time(datetime.now(UTC)).time()
    return Home(
        greeting=greeting(clock, name=person["name"], language=language),
        person=Person(
            name=person["name"], region_code=person["region_code"], region_name=state.regions[person["region_code"]]
        ),
        mini_apps=state.cards,
        unread_messages=unread,
    )
