"""Messages on the wire and between rooms."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, field

from backend.core.ids import new_id
from backend.core.jobs import Event
from backend.core.structs import Moment, Wire

Sender = Annotated[str, Meta(min_length=1, max_length=200)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Summary = Annotated[str, Meta(max_length=120)]
Body = Annotated[str, Meta(max_length=4000, description="Plain text in lines")]


class MessageFact(Wire, frozen=True, kw_only=True):
    """One labelled value, both ready for reading."""

    label: Annotated[str, Meta(min_length=1, max_length=200)]
    value: Annotated[str, Meta(max_length=1000)]


class SendMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Put a message into a person's inbox. `id` is the sending: the same one again sends nothing again.

    `sender` is the registered name of who speaks. `app_id` and `call_id` say through which mini-app, if any.
    """

    person_id: UUID
    sender: Sender
    title: Title
    body: Body
    summary: Summary = ""
    facts: Annotated[list[MessageFact], Meta(max_length=50)] = []
    app_id: str | None = None
    call_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


class MessageSent(Event, frozen=True, kw_only=True):
    """A message lies in the inbox; carriers (push, SMS) may knock at the person's door."""

    message_id: UUID
    person_id: UUID


class MessageSummary(Wire, frozen=True, kw_only=True):
    """A message as the list shows it."""

    id: UUID
    title: str
    summary: str
    sender: str
    at: Moment
    read_at: Moment | None


class Message(MessageSummary, frozen=True, kw_only=True):
    """A message as one reads it."""

    body: str
    facts: list[MessageFact]
