"""How often one may ask for codes and try secrets. Counted in PostgreSQL: without Redis the limits hold all the same.

By phone, against guessing and bombing one person; by address, against doing it to many. Whole villages and operators
share one address, so those limits are wide. Buckets hold fingerprints, never phones.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.core import rates
from backend.identity.sign_in.errors import TooManyCodes, TooManyTries

RESEND_SECONDS: Final = 60
Limit = tuple[int, timedelta]

CODES_A_PHONE: Final[tuple[Limit, ...]] = (
    (1, timedelta(seconds=RESEND_SECONDS)),
    (5, timedelta(hours=1)),
    (10, timedelta(days=1)),
)
CODES_AN_ADDRESS: Final[Limit] = (100, timedelta(minutes=10))
TRIES_A_PHONE_AND_ADDRESS: Final[Limit] = (10, timedelta(minutes=15))
TRIES_A_PHONE: Final[Limit] = (30, timedelta(minutes=15))
TRIES_AN_ADDRESS: Final[Limit] = (300, timedelta(minutes=15))
TRIES_A_PERSON: Final[Limit] = (10, timedelta(minutes=15))


async def count_code(*, phone_fingerprint: bytes, address: str) -> None:
    """Count a request for a code.

    Raises:
        TooManyCodes: with the seconds to wait.
    """
    mark = phone_fingerprint.hex()[:32]
    for number, limit in enumerate(CODES_A_PHONE):
        await _count_code(f"identity.code.phone.{number}:{mark}", limit)
    await _count_code(f"identity.code.address:{address}", CODES_AN_ADDRESS)


async def count_try(*, phone_fingerprint: bytes, address: str) -> None:
    """Count a try at a code or password, outside any transaction: a refused or wrong try is a try.

    Raises:
        TooManyTries: with the seconds to wait.
    """
    mark = phone_fingerprint.hex()[:32]
    await _count_try(f"identity.try.address:{address}", TRIES_AN_ADDRESS)
    await _count_try(f"identity.try.both:{mark}:{address}", TRIES_A_PHONE_AND_ADDRESS)
    await _count_try(f"identity.try.phone:{mark}", TRIES_A_PHONE)


async def count_password_change(person_id: UUID) -> None:
    """Count a try at the current password.

    Raises:
        TooManyTries: with the seconds to wait.
    """
    await _count_try(f"identity.try.person:{person_id}", TRIES_A_PERSON)


async def _count_code(bucket: str, limit: Limit) -> None:
    if seconds := await rates.count(bucket, most=limit[0], window=limit[1]):
        raise TooManyCodes(retryAfter=seconds)


async def _count_try(bucket: str, limit: Limit) -> None:
    if seconds := await rates.count(bucket, most=limit[0], window=limit[1]):
        raise TooManyTries(retryAfter=seconds)
