"""A small store per mini-app and person: JSON values by key. Two mini-apps never see each other's keys."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from plugin_sdk.contract.capabilities.base import CapabilityRequest

Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$(?!\n)")]


class Stored(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The value under a key; null when there is none."""

    value: Any = None


class StoreGet(CapabilityRequest, frozen=True, kw_only=True):
    """Read the value that this mini-app stored for the calling person."""

    capability: ClassVar[str] = "store.get"
    answers: ClassVar[type[Struct]] = Stored

    key: Key


class StorePut(CapabilityRequest, frozen=True, kw_only=True):
    """Write a value for the calling person.

    With `if_absent` an existing value stays, and the answer is that value: the way to do a thing once only,
    because two calls of the same person may run at the same time.
    """

    capability: ClassVar[str] = "store.put"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = Stored

    key: Key
    value: Any
    if_absent: bool = False
