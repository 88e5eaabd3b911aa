"""Idempotent commands: the key, the request's hash and the answer are kept in the command's own transaction.

A client that lost our answer repeats the request with the same `Idempotency-Key` and gets the same answer; nothing
happens twice. Refusals are not kept: the transaction rolled back, so the same key may try again.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from backend.core import database
from backend.core.crypto.keys import Purpose
from backend.core.crypto.tags import tag
from backend.core.errors import Kind, Refusal
from backend.core.ground import ground

KEPT_HOURS = 48  # a phone may be a day without network; twice that is kept
T = TypeVar("T")


class KeyReused(Refusal):
    """The same key arrived with another request: a client's mistake that must not be answered with the old answer."""

    kind = Kind.CONFLICT
    code = "core.idempotency-key-reused"
    zh = "这个操作编号已经用于另一项内容，请重新提交。"
    en = "This Idempotency-Key was used for a different request. Please submit again with a new key."


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try at a command: who, under which key, with which content. Without a key nothing is remembered."""

    caller: str
    key: str | None
    request_hash: bytes


class Done(msgspec.Struct, frozen=True):
    """The answer of a command that has nothing to say."""


def attempt_at(*, caller: str, key: str | None, method: str, path: str, body: bytes) -> Attempt:
    """The attempt that a request makes; `caller` keeps one person's keys apart from another's.

    The hash is keyed: bodies hold phone and ID numbers, and a plain hash of so few digits can be guessed back.
    """
    key_of_tags = ground().keyring.active(Purpose.INDEX)
    digest = tag(key_of_tags, message=f"{method} {path}\n".encode() + body)
    return Attempt(caller=caller, key=key, request_hash=digest)


async def once(attempt: Attempt, answer: type[T], work: Callable[[], Awaitable[T]]) -> T:
    """Do `work` in a transaction, unless this attempt was already done: then give its answer again.

    Two equal attempts at the same time: the second waits for the first on the primary key.

    Raises:
        KeyReused: the key belongs to a different request.
    """
    async with database.transaction():
        if attempt.key is None:
            return await work()
        if not await _claim(attempt):
            return await _answer_again(attempt, answer)
        result = await work()
        await _keep(attempt, msgspec.json.encode(result).decode())
        return result


async def earlier(attempt: Attempt, answer: type[T]) -> T | None:
    """The answer this attempt was given before, if any: for commands whose work is dear even before the transaction.

    Raises:
        KeyReused: the key belongs to a different request.
    """
    if attempt.key is None or not await database.fetch_one("select 1 from core_attempt where id = $1", _id(attempt)):
        return None
    return await _answer_again(attempt, answer)


async def forget_old() -> int:
    """Remove attempts older than `KEPT_HOURS`; the number removed."""
    return await database.execute(
        "delete from core_attempt where created_at < now() - make_interval(hours => $1)", KEPT_HOURS
    )


async def _claim(attempt: Attempt) -> bool:
    touched = await database.execute(
        "insert into core_attempt (id, request_hash) values ($1, $2) on conflict do nothing",
        _id(attempt),
        attempt.request_hash,
    )
    return touched == 1


async def _answer_again(attempt: Attempt, answer: type[T]) -> T:
    row = await database.fetch_one("select request_hash, answer from core_attempt where id = $1", _id(attempt))
    if row is None or row["request_hash"] != attempt.request_hash:
        raise KeyReused
    return msgspec.convert(row["answer"], answer)


async def _keep(attempt: Attempt, answer: str) -> None:
    await database.execute("update core_attempt set answer = $2 where id = $1", _id(attempt), answer)


def _id(attempt: Attempt) -> str:
    return f"{attempt.caller} {attempt.key}"
