"""What a room shows the composition root. A room registers itself; the root only lists rooms."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from backend.core.jobs import Periodic, Subscriber


@dataclass(frozen=True)
class Caller:
    """On whose behalf and through which mini-app a capability is used. Bound by the host, never by the guest.

    `sender` is the registered name of the department behind the mini-app. `promised` holds what this call has said it
    will write, by capability: later reads of the same call see it, although nothing is written before the call ends.
    """

    person_id: UUID
    app_id: str
    sender: str
    call_id: UUID
    promised: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Capability:
    """Something a mini-app may ask of a room; `payload` is the contract's Struct for it.

    A read answers at once. A write is split in two: `answer` says now what it will have done (and refuses now), and
    `apply` does it in the one transaction that ends the call; a call that fails leaves nothing behind.
    """

    name: str
    payload: type[msgspec.Struct]
    answer: Callable[[Caller, Any], Awaitable[msgspec.Struct]]
    consent_zh: str
    consent_en: str
    apply: Callable[[Caller, Any, Any], Awaitable[None]] | None = None


@dataclass(frozen=True)
class Room:
    """Everything the root needs to know about a room; leave out what the room does not have."""

    name: str
    controllers: Sequence[type] = ()
    capabilities: Sequence[Capability] = ()
    subscribers: Sequence[Subscriber] = ()
    periodic: Sequence[Periodic] = ()
    demo_controllers: Sequence[type] = ()
