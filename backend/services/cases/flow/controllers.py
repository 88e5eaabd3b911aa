"""HTTP for people: their cases, what they may still do, the table, and the public enquiry."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from backend.core.attempts import Attempt
from backend.core.structs import Command, Page, now
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.services.cases.flow import service
from backend.services.cases.flow.structs import (
    Case,
    CaseSummary,
    Enquiry,
    HandIn,
    Plain,
    Reasoned,
    StateTable,
    TrailEntry,
)
from backend.supports.files.structs import SUFFIXES

Standing = Annotated[Literal["all", "open", "ended"], QueryParameter(name="standing", description="Which of mine")]


class AskProgress(Command, frozen=True, kw_only=True):
    """Number and query code of a case, as they stand on the receipt."""

    number: Annotated[str, Meta(pattern=r"^[0-9]{21}$(?!\n)")]
    query_code: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{6}$(?!\n)")]


class CaseController(Controller):
    """One's own cases, and those of whom one acts for."""

    path = "/api/v1/cases"
    tags = ("Cases",)
    guards = (signed_in,)

    @get("/", operation_id="ListMyCases")
    async def mine(
        self,
        person: NamedDependency[Principal],
        standing: Standing = "all",
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[CaseSummary]:
        """My cases and those I may follow, the newest first."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor, standing=standing)

    @get("/{case_id:uuid}", operation_id="ReadMyCase")
    async def read_one(self, person: NamedDependency[Principal], case_id: FromPath[UUID]) -> Case:
        """One of them."""
        return await service.find(case_id, person_id=person.person_id)

    @get("/{case_id:uuid}/trail", operation_id="ReadMyCaseTrail")
    async def trail(
        self,
        person: NamedDependency[Principal],
        case_id: FromPath[UUID],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[TrailEntry]:
        """What happened to it, the first step first."""
        return await service.trail(case_id, person_id=person.person_id, limit=limit, cursor=cursor)

    @get("/{case_id:uuid}/files/{file_id:uuid}", operation_id="ReadMyCaseFile", operation_class=answers_file(*SUFFIXES))
    async def file(
        self, person: NamedDependency[Principal], case_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        """A file that was handed in with it, or its result."""
        stored, content = await service.file_of_own(case_id, file_id, person_id=person.person_id)
        return Response(content, media_type=stored.media_type, headers={"cache-control": "private, no-store"})

    @post("/{case_id:uuid}/supplement", operation_id="AnswerSupplement", status_code=200)
    async def answer_supplement(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        case_id: FromPath[UUID],
        data: JSONBody[HandIn],
    ) -> Case:
        """Hand in everything that the supplement request named."""
        return await service.order(
            case_id, action="answer-supplement", order=data, person_id=person.person_id, attempt=attempt, at=now()
        )

    @post("/{case_id:uuid}/later-materials", operation_id="HandInLaterMaterials", status_code=200)
    async def hand_in_later(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        case_id: FromPath[UUID],
        data: JSONBody[HandIn],
    ) -> Case:
        """Hand in what was allowed to follow."""
        return await service.order(
            case_id, action="hand-in-later", order=data, person_id=person.person_id, attempt=attempt, at=now()
        )

    @post("/{case_id:uuid}/withdrawal", operation_id="WithdrawCase", status_code=200)
    async def withdraw(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        case_id: FromPath[UUID],
        data: JSONBody[Reasoned],
    ) -> Case:
        """Take the application back, as long as nothing is decided."""
        return await service.order(
            case_id, action="withdraw", order=data, person_id=person.person_id, attempt=attempt, at=now()
        )

    @post("/{case_id:uuid}/reopening", operation_id="ReopenCase", status_code=200)
    async def reopen(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        case_id: FromPath[UUID],
        data: JSONBody[HandIn],
    ) -> Case:
        """Apply again after a refusal, with what is better now; a new round with new clocks."""
        return await service.order(
            case_id, action="reopen", order=data, person_id=person.person_id, attempt=attempt, at=now()
        )

    @post("/{case_id:uuid}/urges", operation_id="UrgeCase", status_code=200)
    async def urge(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        case_id: FromPath[UUID],
        data: JSONBody[Plain],
    ) -> Case:
        """Ask the department to hurry; a few times only."""
        return await service.order(
            case_id, action="urge", order=data, person_id=person.person_id, attempt=attempt, at=now()
        )


class CaseStateController(Controller):
    """The transition table."""

    path = "/api/v1/case-states"
    tags = ("Cases",)
    guards = (public,)

    @get("/", operation_id="ReadCaseStates", sync_to_thread=False)
    def read(self) -> StateTable:
        """Every state and every step, as the engine obeys them."""
        return service.state_table()


class CaseEnquiryController(Controller):
    """How a case stands, without signing in."""

    path = "/api/v1/case-enquiries"
    tags = ("Cases",)
    guards = (public,)

    @post("/", operation_id="EnquireCase", status_code=200)
    async def enquire(self, data: JSONBody[AskProgress]) -> Enquiry:
        """How the case of this number stands; POST, so that the query code stands in no address."""
        return await service.enquire(data.number, query_code=data.query_code)
