"""What allows a read: the consent of somebody who may give it, or a clause of law in the hands of who may use it."""

from collections.abc import Sequence
from uuid import UUID

from backend.identity.consents import service as consents
from backend.identity.consents.errors import ConsentMissing
from backend.identity.people import service as people
from backend.identity.people.structs import Subject
from backend.supports.exchange import asking
from backend.supports.exchange.clauses import CLAUSES
from backend.supports.exchange.errors import BeyondClause, NotEntitled, UnknownBasis
from backend.supports.exchange.structs import Reader


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


async def speaks_for(person_id: UUID, subject: Subject) -> bool:
    """Whether the subject is the person themself, a minor child of theirs, or a body they speak for.

    Raises:
        RegisterAway
    """
    if subject.kind == "organisation":
        return any(one.id == subject.id for one in await people.organisations_of(person_id))
    return person_id == subject.id or await is_minor_child(person_id, subject.id)


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
    if not await speaks_for(giver, subject):
        raise ConsentMissing(recipient=reader.recipient, purpose=reader.purpose)


async def _by_clause(subject: Subject, names: Sequence[str], *, reader: Reader, clause: str) -> None:
    known = CLAUSES.get(clause)
    if known is None:
        raise UnknownBasis
    if beyond := sorted(set(names) - known.facts):
        raise BeyondClause(names=list(beyond))
    if not await _works_for(reader) and not await speaks_for(reader.actor_id, subject):
        raise NotEntitled


async def _works_for(reader: Reader) -> bool:
    return any(post.department == reader.recipient for post in await people.posts_of(reader.actor_id))
