"""Files that become part of a case: only one's own are handed in, and what is handed in stays."""

from collections.abc import Sequence
from uuid import UUID

from backend.services.cases.flow.errors import FileNotHere
from backend.services.cases.flow.kinds import Held
from backend.services.cases.flow.orders import HandedMaterial
from backend.supports.files import service as files
from backend.supports.files.errors import FileMissing


async def hold(materials: Sequence[HandedMaterial], *, person_id: UUID) -> None:
    """Keep the files of these materials, in the step's transaction; naming somebody else's opens nothing.

    Raises:
        FileNotHere: one is not there, or not this person's; or a material says file and names none.
    """
    if any(one.held is Held.FILE and not one.files for one in materials):
        raise FileNotHere
    await hold_files([file_id for one in materials for file_id in one.files], person_id=person_id)


async def hold_files(file_ids: Sequence[UUID], *, person_id: UUID) -> None:
    """The same for plain files, such as a result.

    Raises:
        FileNotHere
    """
    try:
        await files.hold(file_ids, person_id=person_id)
    except FileMissing as refusal:
        raise FileNotHere from refusal
