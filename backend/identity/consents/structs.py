"""Consents and disclosures, on the wire and between rooms."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from backend.core.jobs import Event
from backend.core.structs import Command, Moment, Wire

# A field of a person (`idNumber`) or a fact of a register (`child.birthDate`).
FieldName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}(?:\.[a-z][A-Za-z0-9]{0,39})?$(?!\n)", max_length=40)]
# Who would read: a mini-app by its id, an item (31-character code) or a bundle of the catalogue.
Recipient = Annotated[
    str,
    Meta(pattern=r"^(?:[a-z][a-z0-9_]{1,39}|item:[0-9A-Z]{12,31}|bundle:[a-z][a-z0-9-]{0,31})$(?!\n)", max_length=40),
]
# What for: the name that the recipient registered, or the 12-character code of an item.
PurposeCode = Annotated[str, Meta(pattern=r"^(?:[a-z][a-z0-9-]{0,63}|[0-9]{6}[0-9A-Z]{6})$(?!\n)", max_length=64)]


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """What a recipient may ask consent for, as registered and reviewed; the words are the ones people are shown."""

    recipient_name: str
    text_zh: str
    text_en: str
    fields: Sequence[str]
    legal_basis: str
    text_version: str
    term_days: int


class Bilingual(Wire, frozen=True, kw_only=True):
    """The same words in two languages."""

    zh: str
    en: str


class GiveConsent(Command, frozen=True, kw_only=True):
    """Allow a recipient to read fields for a purpose, in the words of `text_version`."""

    recipient: Recipient
    purpose: PurposeCode
    fields: Annotated[list[FieldName], Meta(min_length=1, max_length=40)]
    text_version: Annotated[str, Meta(min_length=1, max_length=20)]


class Consent(Wire, frozen=True, kw_only=True):
    """A consent as it was given. It stands while it is neither withdrawn nor past `expires_at`."""

    id: UUID
    recipient: str
    recipient_name: str
    purpose: str
    purpose_text: Bilingual
    fields: list[str]
    legal_basis: str
    text_version: str
    given_at: Moment
    expires_at: Moment
    withdrawn_at: Moment | None


class StandingConsent(msgspec.Struct, frozen=True, kw_only=True):
    """A consent that stands, as a room holds it while it reads."""

    id: UUID
    fields: frozenset[str]


class Disclosure(Wire, frozen=True, kw_only=True):
    """One time when somebody saw one's data; `id` identifies it in a complaint."""

    id: UUID
    at: Moment
    recipient: str
    recipient_name: str
    purpose: str
    purpose_text: Bilingual
    fields: list[str]
    consent_id: UUID


class ConsentGiven(Event, frozen=True, kw_only=True):
    """A person allowed a recipient something; what stood before for the same purpose is replaced."""

    consent_id: UUID
    person_id: UUID
    recipient: str
    purpose: str


class ConsentWithdrawn(Event, frozen=True, kw_only=True):
    """A person took a consent back: whoever keeps data because of it must let go of them."""

    consent_id: UUID
    person_id: UUID
    recipient: str
    purpose: str
