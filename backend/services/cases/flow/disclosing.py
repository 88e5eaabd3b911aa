"""Files of cases, shown to whoever may see them; each look is a disclosure and is audited as one."""

from typing import Final
from uuid import UUID

from backend.core import database
from backend.core.audit import log as audit
from backend.services.cases.flow import engine, queries, reading, standing
from backend.services.cases.flow.desk_views import part_of
from backend.services.cases.flow.dossier import Dossier
from backend.services.cases.flow.errors import CaseNotFound, FileNotHere
from backend.services.cases.flow.views import files_of
from backend.supports.files import service as files
from backend.supports.files.structs import StoredFile

RESULT: Final = "result"
HANDLING: Final = "case-handling"  # the duty of the deciding place
OPINION: Final = "countersigning"  # the duty of a department that was asked
OWN: Final = "own-case"


async def file_of_own(case_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """A file that was handed in with the case, or its result, for whoever may follow the case.

    Raises:
        CaseNotFound, FileNotHere
    """
    async with database.transaction():
        case = await reading.followed(case_id, person_id)
        owner = await _disclosed(case, file_id, files_of(case), person_id=person_id, purpose=OWN)
    return await files.read(file_id, person_id=owner)


async def file_at_desk(case_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """The same for the officers of the deciding place.

    Raises:
        CaseNotFound, FileNotHere
    """
    async with database.transaction():
        row = await queries.case_of_decider(case_id, await standing.scope(person_id))
        if row is None:
            raise CaseNotFound
        case = await engine.load(row)
        owner = await _disclosed(case, file_id, files_of(case), person_id=person_id, purpose=HANDLING)
    return await files.read(file_id, person_id=owner)


async def file_of_part(part_id: UUID, file_id: UUID, *, person_id: UUID) -> tuple[StoredFile, bytes]:
    """A file of the materials that a department was shown with a question; of no others it learns that they are there.

    Raises:
        CaseNotFound: no post covers the department that was asked.
        FileNotHere: it was not shown this file.
    """
    async with database.transaction():
        row = await queries.case_of_part(part_id, await standing.scope(person_id))
        if row is None:
            raise CaseNotFound
        case = await engine.load(row)
        part = part_of(case, next(one for one in case.steps if one.id == part_id))
        seen = {file: one.handed_by for one in part.materials for file in one.files}
        owner = await _disclosed(
            case, file_id, seen, person_id=person_id, purpose=OPINION, basis=f"part:{part_id}"
        )  # fmt: skip
    return await files.read(file_id, person_id=owner)


async def _disclosed(
    case: Dossier,
    file_id: UUID,
    owners: dict[UUID, UUID | None],
    *,
    person_id: UUID,
    purpose: str,
    basis: str | None = None,
) -> UUID:
    """Note the look before it happens; whose file it is, so that it is read once no transaction waits for a store."""
    owner = owners.get(file_id)
    if owner is None:
        raise FileNotHere
    await audit.record(
        action="cases.file-disclosed", actor=f"person:{person_id}", subject=f"file:{file_id}", about=case.subject_id,
        purpose=purpose, basis=basis or f"case:{case.id}", fields=[_what(case, file_id)],
    )  # fmt: skip
    return owner


def _what(case: Dossier, file_id: UUID) -> str:
    """The code of the material that the file belongs to."""
    return next((one.code for one in case.content.materials if file_id in one.files), RESULT)
