"""HTTP of letters for the offices that answer them."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.structs import Principal
from backend.services.interaction.letters import desk
from backend.services.interaction.letters.structs import (
    DeskLetter,
    GiveReason,
    LetterState,
    LetterSummary,
    ProposeAnswer,
    PublishLetter,
    Transfer,
)
from backend.services.interaction.offices.guards import office_staff
from backend.supports.files.structs import SUFFIXES

StateText = Annotated[
    LetterState | None, QueryParameter(name="state", description="Where they stand; without it, all that wait")
]


class LetterDeskController(Controller):
    """The letters of the officer's own offices."""

    path = "/api/v1/desk/letters"
    tags = ("Letters",)
    guards = (office_staff,)

    @get("/", operation_id="ListDeskLetters")
    async def listed(
        self,
        person: NamedDependency[Principal],
        wanted: StateText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[LetterSummary]:
        """What is due first first; without a state, those that wait for the office."""
        return await desk.listed(person.person_id, state=wanted, limit=limit, cursor=cursor)

    @get("/{letter_id:uuid}", operation_id="ReadDeskLetter")
    async def read(self, person: NamedDependency[Principal], letter_id: FromPath[UUID]) -> DeskLetter:
        """A letter with its writer's name; that somebody looked is recorded."""
        return await desk.read(letter_id, staff=person.person_id)

    @get(
        "/{letter_id:uuid}/files/{file_id:uuid}",
        operation_id="ReadDeskLetterFile",
        operation_class=answers_file(*SUFFIXES),
    )
    async def file(
        self, person: NamedDependency[Principal], letter_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        """An attachment, to be saved."""
        found, content = await desk.file_of(letter_id, file_id, staff=person.person_id)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
        return Response(content, media_type=found.media_type, headers=headers)

    @post("/{letter_id:uuid}/assignment", operation_id="AssignLetter")
    async def assign(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], letter_id: FromPath[UUID]
    ) -> DeskLetter:
        """I see to it."""
        return await desk.assign(letter_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/transfer", operation_id="TransferLetter")
    async def transfer(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[Transfer],
    ) -> LetterSummary:
        """It belongs to another office."""
        return await desk.transfer(letter_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/refusal", operation_id="RefuseLetter")
    async def refuse(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[GiveReason],
    ) -> DeskLetter:
        """It is not taken up, and why."""
        return await desk.refuse(letter_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/answer", operation_id="ProposeLetterAnswer")
    async def propose(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[ProposeAnswer],
    ) -> DeskLetter:
        """An answer, for a colleague to check."""
        return await desk.propose(letter_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/answer-return", operation_id="ReturnLetterAnswer")
    async def give_back(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[GiveReason],
    ) -> DeskLetter:
        """I have checked the answer: it must change."""
        return await desk.give_back(letter_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/answer-approval", operation_id="ApproveLetterAnswer")
    async def approve(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], letter_id: FromPath[UUID]
    ) -> DeskLetter:
        """I have checked the answer: let it go out."""
        return await desk.approve(letter_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/publication", operation_id="PublishLetter")
    async def publish(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[PublishLetter],
    ) -> DeskLetter:
        """Let others read it in these words."""
        return await desk.publish(letter_id, data, staff=person.person_id, attempt=attempt, at=now())
