"""Open a draft: whose it is, for whom, whether that is still allowed, and what it asks at its place today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core.ground import ground
from backend.identity.delegations import service as delegations
from backend.identity.delegations.structs import Authority, AuthorityKind, DelegatedAction
from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from backend.services.cases.forms import blank as blanks
from backend.services.cases.forms import queries, sources
from backend.services.cases.forms.blank import Blank
from backend.services.cases.forms.contents import Contents, unseal_for
from backend.services.cases.forms.errors import AlreadySubmitted, DraftNotFound
from backend.services.cases.forms.structs import ActingForShown, DraftKind
from backend.services.items import service as items


@dataclass(frozen=True)
class Opened:
    """A draft with everything that is needed to go on with it."""

    row: Mapping[str, Any]
    person_id: UUID
    subject: Subject
    authority: Authority
    blank: Blank
    contents: Contents

    @property
    def giver(self) -> UUID:
        """Who agrees to the reading of facts."""
        return sources.consenter(self.person_id, subject=self.subject, authority=self.authority)

    @property
    def acting_for(self) -> ActingForShown | None:
        """For whom, if not for oneself."""
        if self.authority.kind is AuthorityKind.SELF:
            return None
        return ActingForShown(
            kind=self.subject.kind,
            id=self.subject.id,
            name=self.contents.subject_name,
            authority=self.authority.kind,
            until=self.authority.until,
        )


async def opened(draft_id: UUID, *, person_id: UUID, lock: bool = False) -> Opened:
    """The person's draft, in the caller's transaction. With `lock`, nobody else changes it until that ends.

    Raises:
        DraftNotFound, AlreadySubmitted, DraftUnreadable, MayNotActFor
        UnknownItem, NotOfferedHere: the catalogue no longer has it here.
    """
    find = queries.one_locked if lock else queries.one
    row = await find(draft_id, person_id=person_id)
    if row is None:
        raise DraftNotFound
    if row["case_id"] is not None:
        raise AlreadySubmitted(caseId=str(row["case_id"]))
    contents = unseal_for(ground().keyring, draft_id=draft_id, sealed=row["content"])
    blank = await blank_at(row["kind"], row["code"], region_code=row["region_code"], scenario=contents.scenario)
    subject = Subject(kind=row["subject_kind"], id=row["subject_id"])
    authority = await authorised(person_id, subject=subject, basic_codes=blank.basic_codes)
    return Opened(row, person_id, subject, authority, blank, contents)


async def blank_at(kind: str, code: str, *, region_code: str, scenario: Mapping[str, str]) -> Blank:
    """The empty form of an item or bundle at a place.

    Raises:
        UnknownItem, UnknownBundle, NotOfferedHere, UnknownRegion
    """
    if kind == DraftKind.ITEM:
        return blanks.of_item(await items.at_place(code, region_code=region_code), scenario)
    bundle = await items.bundle(code, region_code=region_code)
    return blanks.of_bundle(bundle, scenario, region_name=await regions.name_of(bundle.region_code))


async def authorised(person_id: UUID, *, subject: Subject, basic_codes: Sequence[str]) -> Authority:
    """By what right the person applies for the subject; for every item that is applied for.

    Raises:
        MayNotActFor
    """
    today = regions.today()
    first, *others = basic_codes
    authority = await delegations.authority(
        agent_id=person_id, subject=subject, action=DelegatedAction.APPLY, basic_code=first, at=today
    )
    for code in others if authority.kind is AuthorityKind.DELEGATION else ():
        await delegations.authority(
            agent_id=person_id, subject=subject, action=DelegatedAction.APPLY, basic_code=code, at=today
        )
    return authority
