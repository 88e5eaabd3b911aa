"""HTTP of profiles for staff: corrections of what their department keeps, and the definitions of tags."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_MOST, LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.people.structs import Role
from backend.identity.sessions.guards import case_officer, staff_with
from backend.identity.sessions.structs import Principal
from backend.supports.files.structs import SUFFIXES
from profiles.attributes import service
from profiles.attributes.correction_structs import AnswerCorrection, Correction, DeskCorrection
from profiles.attributes.structs import TagDefinition

Answered = Annotated[
    bool, QueryParameter(name="answered", description="Those that were answered, instead of open ones")
]
any_staff = staff_with(*Role)


class DeskCorrectionController(Controller):
    """Requests for what one's department keeps, in one's places."""

    path = "/api/v1/desk/profile-corrections"
    tags = ("Profiles at the desk",)
    guards = (case_officer,)

    @get("/", operation_id="ListDeskCorrections")
    async def queue(
        self,
        person: NamedDependency[Principal],
        answered: Answered = False,  # noqa: FBT002 - a query parameter
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[DeskCorrection]:
        """Open ones the oldest first, answered ones the newest first; without values."""
        return await service.correction_queue(person.person_id, answered=answered, limit=limit, cursor=cursor)

    @get("/{correction_id:uuid}", operation_id="ReadDeskCorrection")
    async def read(self, person: NamedDependency[Principal], correction_id: FromPath[UUID]) -> Correction:
        """One with its values; the person sees in their access history that it was read."""
        return await service.open_correction(correction_id, staff_id=person.person_id)

    @get(
        "/{correction_id:uuid}/files/{file_id:uuid}",
        operation_id="ReadDeskCorrectionFile",
        operation_class=answers_file(*SUFFIXES),
    )
    async def file(
        self, person: NamedDependency[Principal], correction_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        """What the person handed in with it."""
        stored, content = await service.correction_file(correction_id, file_id, staff_id=person.person_id)
        return Response(content, media_type=stored.media_type, headers={"content-disposition": "attachment"})

    @post("/{correction_id:uuid}/answer", operation_id="AnswerCorrection")
    async def answer(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        correction_id: FromPath[UUID],
        data: JSONBody[AnswerCorrection],
    ) -> Correction:
        """Changed at the source, or not, with the reason that the person reads."""
        return await service.answer_correction(correction_id, command=data, staff_id=person.person_id, attempt=attempt)


class TagController(Controller):
    """The definitions of computed tags, for staff."""

    path = "/api/v1/desk/profile-tags"
    tags = ("Profiles at the desk",)
    guards = (any_staff,)

    @get("/", operation_id="ListProfileTags")
    async def tags_list(self, limit: Limit = LIMIT_MOST) -> Page[TagDefinition]:
        """Every definition, each with its condition, dates and owner."""
        return Page(items=(await service.tag_definitions())[:limit])

    @get("/{tag_id:str}", operation_id="ReadProfileTag")
    async def tag(self, tag_id: FromPath[str]) -> TagDefinition:
        """The newest definition of one tag."""
        return await service.tag_definition(tag_id)
