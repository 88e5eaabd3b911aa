"""Posts, regions and attachments, as all rooms of the shelf ask about them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.reference.regions import service as regions
from backend.reference.regions.errors import UnknownRegion
from backend.services.interaction.offices.errors import FileNotHere, NotYourOffice, RegionUnknown
from backend.services.interaction.offices.structs import Attachment, Office
from backend.supports.files import service as files
from backend.supports.files.errors import FileMissing
from backend.supports.files.structs import StoredFile

Kept = list[dict[str, Any]]


async def mine(person_id: UUID) -> list[Office]:
    """The offices for which the person works as an officer now."""
    posts = await people.posts_of(person_id)
    return [
        Office(department=one.department, region_code=one.region_code)
        for one in posts
        if Role.CASE_OFFICER in one.roles
    ]


async def works_for(person_id: UUID, *, department: str, region_code: str) -> bool:
    """Whether one of the person's posts is in exactly this office."""
    return Office(department=department, region_code=region_code) in await mine(person_id)


async def require(person_id: UUID, *, department: str, region_code: str) -> None:
    """Let only officers of this office pass, as posts are now.

    Raises:
        NotYourOffice
    """
    if not await works_for(person_id, department=department, region_code=region_code):
        raise NotYourOffice(department=department)


async def columns(person_id: UUID) -> tuple[list[str], list[str]]:
    """The person's offices as SQL unnests them: departments, and the region of each."""
    own = await mine(person_id)
    return [one.department for one in own], [one.region_code for one in own]


async def way(region_code: str | None) -> list[str] | None:
    """The regions from the province down to this one: what is published for any of them holds here. None: everywhere.

    Raises:
        RegionUnknown
    """
    if region_code is None:
        return None
    try:
        return [place.code for place in await regions.path_of(region_code)]
    except UnknownRegion as error:
        raise RegionUnknown(code=region_code) from error


async def attached(file_ids: Sequence[UUID], *, person_id: UUID, kept: Kept) -> Kept:
    """These files as a row keeps them: what stands there already, and the person's own, which are held from now on.

    Raises:
        FileNotHere: one is neither.
    """
    known = {str(one["id"]): one for one in kept}
    new = [one for one in file_ids if str(one) not in known]
    own = {str(one.id): one for one in await files.of_person(new, person_id=person_id)}
    if len(own) != len(set(new)):
        raise FileNotHere
    await files.hold(new, person_id=person_id)
    fresh = {key: {**msgspec.to_builtins(one), "owner": str(person_id)} for key, one in own.items()}
    return [(known | fresh)[str(one)] for one in dict.fromkeys(file_ids)]


def attachments(kept: Kept) -> list[Attachment]:
    """What people see of them."""
    return [
        Attachment(id=UUID(one["id"]), name=one["name"], media_type=one["mediaType"], bytes=one["bytes"])
        for one in kept
    ]


async def content(kept: Kept, file_id: UUID) -> tuple[StoredFile, bytes]:
    """One of these files with its content.

    Raises:
        FileNotHere
    """
    owner = next((one["owner"] for one in kept if one["id"] == str(file_id)), None)
    if owner is None:
        raise FileNotHere
    try:
        return await files.read(file_id, person_id=UUID(owner))
    except FileMissing as error:
        raise FileNotHere from error
