"""What allows a read: the consent of somebody who may give it, or a clause of law in the hands of who may use it."""

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.identity.consents import service as consents
from backend.identity.consents.errors import ConsentMissing
from backend.identity.delegations import service as delegations
from backend.identity.delegations.errors import MayNotActFor
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.supports.exchange import asking
from backend.supports.exchange.clauses import CLAUSES
from backend.supports.exchange.errors import BeyondClause, NotEntitled, UnknownBasis
from backend.supports.exchange.structs import Reader

BASIC_CODE: Final = re.compile(r"[0-9]{6}[0-9A-Z]{6}")
APPLY: Final = "apply"  # whoever may apply for somebody may have their form filled in


async def require(subject: Subject, names: Sequence[str], *, reader: Reader) -> None:
    """Let the read be, in the caller's transaction; a consent is kept from being withdrawn until it ends.

    Raises:
        UnknownBasis, BeyondClause, NotEntitled, RegisterAway
        ConsentMissing, ConsentFields: as identity's consents say.
    """
    kind, _, which = reader.basis.partition(":")
    match kind:
        case "consent":
            await _by_consent(subject, names, reader=reader, consent=which)
        case "statutory":
            await _by_clause(subject, names, reader=reader, clause=which)
        case _:
            raise UnknownBasis


async def speaks_for(person_id: UUID, subject: Subject, *, purpose: str) -> bool:
    """Whether the person is the subject, a parent of a minor, speaks for the body, or was told to apply on its behalf.

    What lets them stays so until the caller's transaction ends. For a purpose that is no item only a delegation for all
    items counts.

    Raises:
        RegisterAway
    """
    code = purpose if BASIC_CODE.fullmatch(purpose) else None
    try:
        await delegations.authority(
            agent_id=person_id, subject=subject, action=APPLY, basic_code=code, at=regions.today()
        )
    except MayNotActFor:
        return False
    return True


async def is_minor_child(parent_id: UUID, child_id: UUID) -> bool:
    """Whether the population register has the one as a child of the other, not of age today.

    Raises:
        RegisterAway
    """
    minors = {child.id for child in await asking.children_of(parent_id) if child.is_minor}
    return bool(minors) and (child_id in minors or await asking.register_id_of(child_id) in minors)


async def _by_consent(subject: Subject, names: Sequence[str], *, reader: Reader, consent: str) -> None:
    try:
        consent_id = UUID(consent)
    except ValueError as error:
        raise UnknownBasis from error
    giver = await consents.hold(consent_id, recipient_name=reader.recipient, purpose=reader.purpose, fields=names)
    if not await speaks_for(giver, subject, purpose=reader.purpose):
        raise ConsentMissing(recipient=reader.recipient, purpose=reader.purpose)


async def _by_clause(subject: Subject, names: Sequence[str], *, reader: Reader, clause: str) -> None:
    known = CLAUSES.get(clause)
    if known is None:
        raise UnknownBasis
    if beyond := sorted(set(names) - known.facts):
        raise BeyondClause(names=list(beyond))
    if not await _works_for(reader) and not await speaks_for(reader.actor_id, subject, purpose=reader.purpose):
        raise NotEntitled


async def _works_for(reader: Reader) -> bool:
    return any(post.department == reader.recipient for post in await people.posts_of(reader.actor_id))
