"""`store.get` and `store.put`: values per mini-app and person, with optimistic versions.

A call reads, promises and only writes when it ends. If another call of the same person wrote in between, the version
no longer fits, nothing of the call is written, and it is run again on what is there now.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from backend.core.room import Caller
from backend.host.broker import queries, quotas
from backend.host.broker.errors import StoreChanged, StoreFull
from backend.host.registry import service as registry
from plugin_sdk.contract.capabilities.store import Stored, StoreGet, StorePut


@dataclass
class Slot:
    """What this call knows of one key: the value as it will be, and the version it was read at (0: absent)."""

    value: Any
    version: int


async def get(caller: Caller, request: StoreGet) -> Stored:
    """The value as this call sees it: its own promises first."""
    return Stored(value=(await _slot(caller, request.key)).value)


async def put(caller: Caller, request: StorePut) -> Stored:
    """Promise a value; with `if_absent` an existing one stays and is the answer.

    Raises:
        StoreFull: a new key would be one too many.
    """
    slot = await _slot(caller, request.key)
    if request.if_absent and slot.value is not None:
        return Stored(value=slot.value)
    limit = _keys_most(caller)
    if slot.version == 0 and slot.value is None and await _keys(caller) >= limit:
        raise StoreFull(limit=limit)
    slot.value = request.value
    return Stored(value=request.value)


async def write(caller: Caller, request: StorePut, answer: Stored) -> None:
    """Keep the promise, in the transaction that ends the call.

    Raises:
        StoreChanged: somebody else wrote since this call read.
    """
    slot: Slot = caller.promised[_id(caller, request.key)]
    if answer.value != request.value:
        return  # `if_absent` found a value: there is nothing to write
    value = msgspec.json.encode(request.value).decode()
    if not await queries.write(_id(caller, request.key), value=value, seen_version=slot.version):
        raise StoreChanged
    slot.version += 1


async def _slot(caller: Caller, key: str) -> Slot:
    slot: Slot | None = caller.promised.get(_id(caller, key))
    if slot is None:
        row = await queries.read(_id(caller, key))
        slot = Slot(value=row["value"], version=row["version"]) if row else Slot(value=None, version=0)
        caller.promised[_id(caller, key)] = slot
    return slot


async def _keys(caller: Caller) -> int:
    """How many keys there will be, with those that this call has promised."""
    slots = (one for one in caller.promised.values() if isinstance(one, Slot))
    new = sum(one.version == 0 and one.value is not None for one in slots)
    return await queries.count(_prefix(caller)) + new


def _keys_most(caller: Caller) -> int:
    release = registry.known(caller.app_id)
    return quotas.KEYS_MOST if release is None else quotas.keys_most(release.manifest)


def _id(caller: Caller, key: str) -> str:
    return _prefix(caller) + key


def _prefix(caller: Caller) -> str:
    return f"{caller.app_id} {caller.person_id} "
