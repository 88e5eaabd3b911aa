"""Sessions: begun by a sign-in, carried on by refresh tokens that work once, ended once and for all."""

from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.core import database
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.errors import Refusal
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.core.structs import Page, now
from backend.identity.people import service as people
from backend.identity.people.structs import Standing
from backend.identity.sessions import access_tokens, queries, refresh_tokens
from backend.identity.sessions.errors import (
    DeviceUnknown,
    RefreshTokenExpired,
    RefreshTokenReplayed,
    RefreshTokenUnknown,
    SessionEnded,
)
from backend.identity.sessions.structs import Device, Principal, SignedInDevice, Tokens

LIFE_DAYS: Final = 90  # after this the person proves themselves again, however active they are
IDLE_DAYS: Final = 30  # a phone in a drawer
KEPT_DAYS: Final = 7  # tokens of sessions that are over: long enough to explain a complaint


async def start(person_id: UUID, *, device: Device, way: str) -> Tokens:
    """Begin a session of somebody who has proved who they are; it replaces their older one on the same device.

    Inside the caller's transaction, so that the proof is used up if and only if the session begins.

    Raises:
        PersonNotFound: nobody has this id.
    """
    async with database.transaction():
        standing = await people.standing(person_id)
        for replaced in await queries.end_on_device(person_id, device_id=device.id, reason="replaced"):
            await _record("session-ended", person_id=person_id, session_id=replaced)
        session_id, token = new_id(), refresh_tokens.new()
        await queries.insert_session(
            session_id,
            person_id=person_id,
            device_id=device.id,
            device_name=device.name,
            way=way,
            level=standing.level,
            days=LIFE_DAYS,
        )
        await queries.insert_token(refresh_tokens.digest(token), session_id=session_id)
        await _record("session-started", person_id=person_id, session_id=session_id)
    return _tokens(person_id, session_id=session_id, standing=standing, refresh_token=token)


async def refresh(token: str, *, attempt_key: str | None) -> Tokens:
    """Exchange a refresh token for its successor and a new access token.

    Not remembered as an attempt, because the answer is a secret. An honest retry (same token, same key) is answered
    with the same successor for as long as that was not used.

    Raises:
        RefreshTokenUnknown, SessionEnded, RefreshTokenExpired: as they say.
        RefreshTokenReplayed: used a second time; the session is ended.
    """
    async with database.transaction():
        answer = await _exchange(token, attempt_key=attempt_key)
    # Raised out here: the end of a replayed session must be committed, not rolled back.
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def _exchange(token: str, *, attempt_key: str | None) -> Tokens | Refusal:
    digest = refresh_tokens.digest(token)
    row = await queries.token_for_update(digest, idle_days=IDLE_DAYS)
    if row is None:
        return RefreshTokenUnknown()
    if row["ended_at"] is not None:
        return SessionEnded()
    if row["expired"]:
        return RefreshTokenExpired()
    person_id, session_id = row["person_id"], row["session_id"]
    successor = refresh_tokens.successor(ground().keyring, token=token, attempt_key=attempt_key)
    known = refresh_tokens.digest(successor)
    standing = await people.standing(person_id)
    if row["used_at"] is None:
        await queries.use_token(digest, session_id=session_id, level=standing.level)
        await queries.insert_token(known, session_id=session_id)
        await _record("session-refreshed", person_id=person_id, session_id=session_id)
    elif not await queries.is_unused(known, session_id=session_id):
        await queries.end(session_id, reason="replayed")
        await _record("session-replayed", person_id=person_id, session_id=session_id)
        return RefreshTokenReplayed()
    return _tokens(person_id, session_id=session_id, standing=standing, refresh_token=successor)


async def sign_out(person: Principal) -> None:
    """End the caller's own session; doing it twice is the same as once."""
    async with database.transaction():
        if await queries.end(person.session_id, reason="signed-out"):
            await _record("session-ended", person_id=person.person_id, session_id=person.session_id)


async def end_device(person_id: UUID, *, session_id: UUID, attempt: Attempt) -> None:
    """End one of the person's sessions from another one.

    Raises:
        DeviceUnknown: it is somebody else's, or had ended.
    """

    async def work() -> Done:
        if not await queries.end_of_person(person_id, session_id=session_id, reason="ended-by-person"):
            raise DeviceUnknown
        await _record("session-ended", person_id=person_id, session_id=session_id)
        return Done()

    await once(attempt, Done, work)


async def end_others(person: Principal) -> None:
    """End every session of the person but the caller's own: a new password means the old one may be known."""
    async with database.transaction():
        for ended in await queries.end_all_but(person.person_id, kept=person.session_id, reason="password-changed"):
            await _record("session-ended", person_id=person.person_id, session_id=ended)


async def devices(person: Principal, *, limit: int, cursor: str | None) -> Page[SignedInDevice]:
    """Where the person is signed in, the newest first.

    Raises:
        BadCursor: it was altered, or belongs to another list.
    """
    cursors, purpose = ground().cursors, f"identity.devices:{person.person_id}"
    position = cursors.read(purpose, cursor)
    before = UUID(position) if position else None
    rows = await queries.live_of(person.person_id, idle_days=IDLE_DAYS, before=before, limit=limit + 1)
    return cursors.page(
        purpose, rows, limit=limit, item=lambda row: _device(row, person), position=lambda row: str(row["id"])
    )


async def forget_old() -> int:
    """Remove refresh tokens whose sessions are long over; the number removed."""
    return await queries.forget_over(KEPT_DAYS)


def _device(row: Record, person: Principal) -> SignedInDevice:
    return SignedInDevice(
        id=row["id"],
        name=row["device_name"],
        created_at=row["created_at"],
        last_used_at=row["last_used_at"],
        current=row["id"] == person.session_id,
    )


def _tokens(person_id: UUID, *, session_id: UUID, standing: Standing, refresh_token: str) -> Tokens:
    footing = ground()
    access_token = access_tokens.issue(
        footing.keyring,
        issuer=footing.settings.public_url,
        person_id=person_id,
        session_id=session_id,
        level=standing.level,
        roles=list(standing.roles),
        now=now(),
    )
    return Tokens(access_token=access_token, refresh_token=refresh_token, expires_in=access_tokens.LIFE_SECONDS)


async def _record(what: str, *, person_id: UUID, session_id: UUID) -> None:
    actor, subject = f"person:{person_id}", f"session:{session_id}"
    await audit.record(action=f"identity.{what}", actor=actor, subject=subject, about=person_id)
