"""HTTP for officers: the queue, one case, and every order that the table gives to officers.

Each order has its own address and its own body; they differ in nothing else, so they are made from one list.
"""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.guards import case_officer
from backend.identity.sessions.structs import Principal
from backend.reference.calendar.structs import Light
from backend.services.cases.desk import service
from backend.services.cases.desk.structs import AskForWhom, CommitmentText, ForWhom, Intake
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import (
    AnswerPart,
    Case,
    CaseSummary,
    Colleague,
    Counts,
    DeskCase,
    Part,
    PartSummary,
    Plain,
    State,
    TrailEntry,
)
from backend.supports.files.structs import SUFFIXES

Number = Annotated[
    str | None, QueryParameter(name="number", pattern=r"^[0-9]{4,21}$", description="Whole, or its last digits")
]
Department = Annotated[str | None, QueryParameter(name="department", max_length=200)]
Region = Annotated[str | None, QueryParameter(name="region", pattern=r"^[0-9]{6}([0-9]{3}){0,2}$")]
Item = Annotated[str | None, QueryParameter(name="item", max_length=12, description="Basic code")]
InState = Annotated[State | None, QueryParameter(name="state", description="Only cases in this state")]
LightWish = Annotated[Light | None, QueryParameter(name="light", description="Only cases that show this light")]
Assigned = Annotated[Literal["me", "nobody"] | None, QueryParameter(name="assigned")]


class DeskController(Controller):
    """The queue and one case; only cases whose deciding place one of the caller's posts covers."""

    path = "/api/v1/desk/cases"
    tags = ("Desk",)
    guards = (case_officer,)

    @get("/", operation_id="ListDeskCases")
    async def queue(
        self,
        person: NamedDependency[Principal],
        in_state: InState = None,
        light: LightWish = None,
        item: Item = None,
        department: Department = None,
        region: Region = None,
        assigned: Assigned = None,
        number: Number = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[CaseSummary]:
        """The cases of my places, the nearest due day first: live ones, or those of one state."""
        return await flow.queue(
            person.person_id, limit=limit, cursor=cursor, state=in_state, light=light, item=item, department=department,
            region=region, assigned=assigned, number=number,
        )  # fmt: skip

    @get("/{case_id:uuid}", operation_id="ReadDeskCase")
    async def read_one(self, person: NamedDependency[Principal], case_id: FromPath[UUID]) -> DeskCase:
        """One of them, with what to read first and both values of every conflict."""
        return await flow.desk_case(case_id, person_id=person.person_id)

    @get("/{case_id:uuid}/trail", operation_id="ReadDeskCaseTrail")
    async def trail(
        self,
        person: NamedDependency[Principal],
        case_id: FromPath[UUID],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[TrailEntry]:
        """Everything that happened to it, the first step first."""
        return await flow.desk_trail(case_id, person_id=person.person_id, limit=limit, cursor=cursor)

    @get(
        "/{case_id:uuid}/files/{file_id:uuid}", operation_id="ReadDeskCaseFile", operation_class=answers_file(*SUFFIXES)
    )
    async def file(
        self, person: NamedDependency[Principal], case_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        """A file that was handed in with it, or its result."""
        stored, content = await flow.file_at_desk(case_id, file_id, person_id=person.person_id)
        return Response(content, media_type=stored.media_type, headers={"cache-control": "private, no-store"})

    @get("/{case_id:uuid}/colleagues", operation_id="ListColleagues")
    async def colleagues(
        self,
        person: NamedDependency[Principal],
        case_id: FromPath[UUID],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[Colleague]:
        """Officers of its place, by name: to whom it could be assigned."""
        return await flow.colleagues(case_id, person_id=person.person_id, limit=limit, cursor=cursor)


class CountController(Controller):
    """The desk at a glance."""

    path = "/api/v1/desk/counts"
    tags = ("Desk",)
    guards = (case_officer,)

    @get("/", operation_id="CountDeskCases")
    async def counts(self, person: NamedDependency[Principal]) -> Counts:
        """How many cases my places have in each state, and what wants attention."""
        return await flow.counts(person.person_id)


class PartController(Controller):
    """What other departments ask of mine."""

    path = "/api/v1/desk/parts"
    tags = ("Desk",)
    guards = (case_officer,)

    @get("/", operation_id="ListDeskParts")
    async def listed(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[PartSummary]:
        """What waits for our opinion, the oldest first."""
        return await flow.parts(person.person_id, limit=limit, cursor=cursor)

    @get("/{part_id:uuid}", operation_id="ReadDeskPart")
    async def read_one(self, person: NamedDependency[Principal], part_id: FromPath[UUID]) -> Part:
        """One of them, with what we were shown of the case."""
        return await flow.part(part_id, person_id=person.person_id)

    @get(
        "/{part_id:uuid}/files/{file_id:uuid}", operation_id="ReadDeskPartFile", operation_class=answers_file(*SUFFIXES)
    )
    async def file(
        self, person: NamedDependency[Principal], part_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        """A file of the materials that we were shown, and of no others."""
        stored, content = await flow.file_of_part(part_id, file_id, person_id=person.person_id)
        return Response(content, media_type=stored.media_type, headers={"cache-control": "private, no-store"})

    @post("/{part_id:uuid}/answer", operation_id="AnswerDeskPart", status_code=200)
    async def answer(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        part_id: FromPath[UUID],
        data: JSONBody[AnswerPart],
    ) -> Part:
        """Our opinion; it cannot be given twice."""
        return await flow.answer_part(part_id, order=data, person_id=person.person_id, attempt=attempt, at=now())


class TakenInController(Controller):
    """What my place took in for others."""

    path = "/api/v1/desk/taken-in"
    tags = ("Desk",)
    guards = (case_officer,)

    @get("/", operation_id="ListTakenIn")
    async def listed(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[CaseSummary]:
        """The newest first."""
        return await flow.taken_in(person.person_id, limit=limit, cursor=cursor)

    @get("/{case_id:uuid}", operation_id="ReadTakenIn")
    async def read_one(self, person: NamedDependency[Principal], case_id: FromPath[UUID]) -> Case:
        """One of them, as its applicant sees it."""
        return await flow.taken_in_one(case_id, person_id=person.person_id)

    @post("/{case_id:uuid}/hand-over", operation_id="HandOverCase", status_code=200)
    async def hand_over(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        case_id: FromPath[UUID],
        data: JSONBody[Plain],
    ) -> Case:
        """Send it to the deciding place, which alone may accept it."""
        return await flow.hand_over(case_id, order=data, person_id=person.person_id, attempt=attempt, at=now())


class IntakeController(Controller):
    """一窗受理: any officer takes in any item for a person who is present."""

    path = "/api/v1/desk/intake"
    tags = ("Desk",)
    guards = (case_officer,)

    @post("/", operation_id="TakeIn")
    async def take_in(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[Intake]
    ) -> Case:
        """Hand in for them; where another place decides, this one is the receiving place."""
        return await service.take_in(data, officer_id=person.person_id, attempt=attempt, at=now())

    @get("/commitment", operation_id="ReadCommitmentText", sync_to_thread=False)
    def commitment(self) -> CommitmentText:
        """What people promise in writing where an item is handled upon commitment: to be read out, or printed."""
        return service.commitment_text()

    @post("/acting", operation_id="AskForWhom", status_code=200)
    async def acting(
        self, person: NamedDependency[Principal], data: JSONBody[AskForWhom], limit: Limit = LIMIT_USUAL
    ) -> ForWhom:
        """For whom the person at the counter may apply for this item; POST, so that the number stands in no address."""
        return await service.for_whom(data, officer_id=person.person_id, limit=limit)
