"""What a room shows the composition root. A room registers itself; the root only lists rooms."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from backend.core.jobs import Periodic, Subscriber
from backend.core.ready import HotGet


@dataclass(frozen=True)
class Caller:
    """On whose behalf and through which mini-app a capability is used. Bound by the host, never by the guest.

    `sender` is the registered name of the department behind the mini-app. `promised` holds what this call has said it
    will write, by capability: later reads of the same call see it, although nothing is written before the call ends.
    `attempt` names the tap that is carried out, the same in every repeated run; None while a screen is drawn.
    `disclosed` holds what the call was told about the person, purpose by purpose: the label of all that it sends out.
    `level` is how well the person is known (identity's trust level). `items` are the basic codes that the manifest
    names, `files` the ids of the files that the person handed in with this very tap.
    """

    person_id: UUID
    app_id: str
    sender: str
    call_id: UUID
    promised: dict[str, Any] = field(default_factory=dict)
    attempt: str | None = None
    disclosed: dict[str, list[str]] = field(default_factory=dict)
    level: int = 1
    items: frozenset[str] = frozenset()
    files: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Disclosed:
    """What a request would be told about the calling person, and for which purpose of the manifest."""

    purpose: str
    fields: Sequence[str]


@dataclass(frozen=True)
class Capability:
    """Something a mini-app may ask of a room; `payload` is the contract's Struct for it.

    A read answers at once. A write is split in two: `answer` says now what it will have done (and refuses now), and
    `apply` does it in the one transaction that ends the call; a call that fails leaves nothing behind. An answer of
    which `promises` says no is a read after all (it told why nothing can be done): nothing is kept of it or counted.

    One that tells something about the person says what in `discloses`: the broker then lets it answer only for a
    purpose of the manifest and under a consent, which it holds until the room has answered. `least_level` is the trust
    level that the person must have proved.
    """

    name: str
    payload: type[msgspec.Struct]
    answer: Callable[[Caller, Any], Awaitable[msgspec.Struct]]
    consent_zh: str
    consent_en: str
    apply: Callable[[Caller, Any, Any], Awaitable[None]] | None = None
    promises: Callable[[Any], bool] = lambda _answer: True
    discloses: Callable[[Any], Disclosed] | None = None
    least_level: int = 1


@dataclass(frozen=True)
class Room:
    """Everything the root needs to know about a room; leave out what the room does not have.

    `hot` answers addresses from memory in front of the framework; `wrote` is told who has just written something
    through this process, so that people see their own writes at once; `attending` is entered by each web process when
    its pool is open, and left before that is closed.
    """

    name: str
    controllers: Sequence[type] = ()
    capabilities: Sequence[Capability] = ()
    subscribers: Sequence[Subscriber] = ()
    periodic: Sequence[Periodic] = ()
    demo_controllers: Sequence[type] = ()
    hot: Mapping[str, HotGet] = field(default_factory=dict)
    wrote: Callable[[str], None] | None = None
    attending: Callable[[], AbstractAsyncContextManager[None]] | None = None
