"""The answer of the host to one capability call: a value, or a refusal with a name."""

from typing import Annotated, Any

from msgspec import Meta, Struct


class HostTold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="answer"):
    """Base of both answers; `answer` says which."""


class Granted(HostTold, frozen=True, kw_only=True, tag="granted"):
    """The capability did its work; `value` is the Struct that the capability answers with."""

    value: Any


class Refused(HostTold, frozen=True, kw_only=True, tag="refused"):
    """The capability was not carried out; the guest sees `CapabilityRefused(code, message)`."""

    code: Annotated[str, Meta(max_length=100)]
    message: Annotated[str, Meta(max_length=1_000)]


HostAnswer = Granted | Refused
