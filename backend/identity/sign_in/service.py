"""The ways in. None says whether a phone is known to anybody who has not proved it."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import uuid4

from backend.core import database, rates
from backend.core.attempts import Attempt, Done, once
from backend.core.audit import log as audit
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import fingerprint
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.identity.people import service as people
from backend.identity.people.errors import UnknownPerson
from backend.identity.people.sealed import phone_fingerprint
from backend.identity.sessions import service as sessions
from backend.identity.sessions.structs import Device, Principal, Tokens
from backend.identity.sign_in import limits, ports, queries
from backend.identity.sign_in.errors import DemoCodeNeeded, UnknownPersona, WrongCode
from backend.identity.sign_in.structs import (
    CodeSent,
    Persona,
    SetPassword,
    SignInAsPersona,
    SignInByPassword,
    SignInByPhone,
)

CODE_SECONDS: Final = 300
CODE_TRIES: Final = 5  # of a million codes: one guess in 200 000 succeeds
KEPT_HOURS: Final = 24
DEMO_CODE_KEPT: Final = timedelta(days=1)  # longer than anybody leaves `make run LAN=1` running with the same codes
TEXT: Final = "【甘快办】验证码 {code}，5 分钟内有效。请勿告诉他人，工作人员不会向您索要。"


async def send_code(phone: str, *, address: str, attempt: Attempt) -> CodeSent:
    """Send the phone a code; it replaces the one before.

    The counting joins the transaction: a refused request is not counted, which changes nothing about how many codes
    go out, and a repeat with the same key is neither counted nor sent.

    Raises:
        TooManyCodes: for this phone, or from this address.
        Away: nobody can send texts now.
    """

    async def work() -> CodeSent:
        mark = phone_fingerprint(ground().keyring, phone=phone)
        await limits.count_code(phone_fingerprint=mark, address=address)
        code, code_id = f"{secrets.randbelow(1_000_000):06}", new_id()
        await queries.insert_code(
            code_id,
            phone_fingerprint=mark,
            code_fingerprint=_code_fingerprint(phone, code),
            life_seconds=CODE_SECONDS,
        )
        await ports.code_sender().send(phone=phone, text=TEXT.format(code=code))
        await audit.record(action="identity.code-sent", actor="anonymous", subject=f"phone-code:{code_id}")
        return CodeSent(expires_in=CODE_SECONDS, resend_after=limits.RESEND_SECONDS)

    return await once(attempt, CodeSent, work)


async def by_phone(command: SignInByPhone, *, address: str) -> Tokens:
    """Sign in whoever holds the phone. Not remembered as an attempt, because the answer is a secret.

    Raises:
        TooManyTries: for this phone, or from this address.
        WrongCode: not the newest code, used, too old, or tried too often.
        UnknownPerson: the phone is proved, and nobody is enrolled with it.
    """
    mark = phone_fingerprint(ground().keyring, phone=command.phone)
    await limits.count_try(phone_fingerprint=mark, address=address)
    tokens: Tokens | None = None
    async with database.transaction():
        right = await queries.try_newest_code(
            phone_fingerprint=mark,
            code_fingerprint=_code_fingerprint(command.phone, command.code),
            most_tries=CODE_TRIES,
        )
        person_id = await people.find_by_phone(command.phone) if right else None
        if person_id is not None:
            tokens = await sessions.start(person_id, device=command.device, way="phone-code")
    # Raised out here: a wrong try must be counted, and a right code must be used up, even when nobody gets in.
    if not right:
        raise WrongCode
    if tokens is None:
        raise UnknownPerson
    return tokens


async def by_password(command: SignInByPassword, *, address: str) -> Tokens:
    """Sign in by password. Not remembered as an attempt, because the answer is a secret.

    Raises:
        TooManyTries: for this phone, or from this address.
        WrongPassword: whatever of the two is wrong.
    """
    mark = phone_fingerprint(ground().keyring, phone=command.phone)
    await limits.count_try(phone_fingerprint=mark, address=address)
    person_id = await people.check_password(command.phone, password=command.password)
    return await sessions.start(person_id, device=command.device, way="password")


async def as_persona(command: SignInAsPersona) -> Tokens:
    """Sign in as somebody of the demo world, without any proof. Not remembered: the answer is a secret.

    Where the settings name one-time codes (the page is open to a network), each lets one device in once.

    Raises:
        UnknownPersona: nobody of that name.
        DemoCodeNeeded: codes are asked for, and this is none of them or was used.
    """
    if ground().settings.demo_codes:
        await _use_demo_code(command.code)
    person_id = await ports.personas().find(command.persona)
    if person_id is None:
        raise UnknownPersona
    # Without a device of its own every demo sign-in is a new one, and ends nobody else's.
    device = command.device or Device(id=uuid4(), name="演示设备")
    return await sessions.start(person_id, device=device, way="persona")


async def all_personas() -> Sequence[Persona]:
    """Who there is in the demo world."""
    return await ports.personas().all()


async def set_password(person: Principal, *, command: SetPassword, attempt: Attempt) -> None:
    """Give the caller a password and end their other sessions.

    Raises:
        TooManyTries: the current password was tried too often.
        WrongCurrentPassword, WeakPassword: as they say.
    """
    await limits.count_password_change(person.person_id)

    async def work() -> Done:
        await people.set_password(person.person_id, password=command.password, current=command.current)
        await sessions.end_others(person)
        return Done()

    await once(attempt, Done, work)


async def forget_old() -> int:
    """Remove codes and development texts nobody needs any more; the number removed."""
    return await queries.forget_codes(KEPT_HOURS) + await queries.forget_texts(KEPT_HOURS)


def _code_fingerprint(phone: str, code: str) -> bytes:
    """Keyed, because six digits under a plain hash are six digits; bound to the phone."""
    key = ground().keyring.active(Purpose.INDEX)
    return fingerprint(key, value=f"{phone}:{code}", column="identity_phone_code.code")


async def _use_demo_code(code: str | None) -> None:
    known = any(hmac.compare_digest((code or "").encode(), one.encode()) for one in ground().settings.demo_codes)
    if not known or await rates.count(f"demo-code:{code}", most=1, window=DEMO_CODE_KEPT):
        raise DemoCodeNeeded
