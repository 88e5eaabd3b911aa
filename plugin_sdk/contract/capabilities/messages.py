"""Sending a message to the calling person's inbox, in the name of the registered department."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct, field

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.display import Fact
from plugin_sdk.contract.values import Label


class MessageSent(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The message is in the inbox."""

    message_id: str


class MessageSend(CapabilityRequest, frozen=True, kw_only=True):
    """Send a message to the calling person; `body` is plain text in lines."""

    capability: ClassVar[str] = "message.send"
    writes: ClassVar[bool] = True
    answers: ClassVar[type[Struct]] = MessageSent

    title: Label
    body: Annotated[str, Meta(max_length=4_000)]
    facts: Annotated[list[Fact], Meta(max_length=50)] = field(default_factory=list)
