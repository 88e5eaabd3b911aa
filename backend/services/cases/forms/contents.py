"""What a draft holds, and how it lies at rest: sealed to its own row."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from backend.core.crypto.errors import CannotUnseal
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.structs import Moment
from backend.services.cases.forms.errors import DraftUnreadable, TooLarge

CONTENT_MOST = 128 * 1024  # a hundred fields of a thousand characters each, and a drawn signature; people fill a tenth


class KeptFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as a register gave it."""

    value: str | int
    register: str
    source: str
    as_of: date


class Handed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a material is handed in."""

    files: list[UUID] = []
    later: bool = False
    paper: bool = False


class Contents(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything of a draft that is nobody else's business.

    `touched` says in which version each thing was last changed, by `what:key`: that is how two devices are told apart.
    `agreed` are the facts that the person lets be read; None before they decided.
    """

    scenario: dict[str, str] = {}
    answers: dict[str, Any] = {}
    corrections: list[str] = []
    materials: dict[str, Handed] = {}
    committed: bool = False
    facts: dict[str, KeptFact] = {}
    agreed: list[str] | None = None
    asked: list[str] = []
    consent_id: UUID | None = None
    read_at: Moment | None = None
    away: bool = False
    child_id: UUID | None = None
    subject_name: str = ""
    touched: dict[str, int] = {}

    def __repr__(self) -> str:
        return "Contents(...)"


def seal_for(ring: KeyRing, *, draft_id: UUID, contents: Contents) -> bytes:
    """Seal so that the bytes open in this draft's row only.

    Raises:
        TooLarge
    """
    plaintext = msgspec.json.encode(contents)
    if len(plaintext) > CONTENT_MOST:
        raise TooLarge(limit=CONTENT_MOST)
    return seal(ring.active(Purpose.SEALING), plaintext=plaintext, context=_context(draft_id))


def unseal_for(ring: KeyRing, *, draft_id: UUID, sealed: bytes) -> Contents:
    """Read what `seal_for` wrote.

    Raises:
        DraftUnreadable: altered, moved from another row, or sealed under a retired key.
    """
    try:
        plaintext = unseal(ring.usable(Purpose.SEALING), sealed=sealed, context=_context(draft_id))
    except CannotUnseal as error:
        raise DraftUnreadable from error
    return msgspec.json.decode(plaintext, type=Contents)


def _context(draft_id: UUID) -> bytes:
    return b"cases_draft.content:" + draft_id.bytes
