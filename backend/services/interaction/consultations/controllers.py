"""HTTP of consultations: to read for everybody, to comment for who is known by name, and the desk."""

from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import real_name
from backend.identity.sessions.structs import Principal
from backend.services.interaction.consultations import service
from backend.services.interaction.consultations.structs import (
    Comment,
    Consultation,
    ConsultationDetail,
    ConsultationResult,
    ConsultationText,
    DeskComment,
    DeskConsultation,
    DraftConsultation,
    GiveComment,
)
from backend.services.interaction.offices.guards import office_staff

CACHED = "public, max-age=60"
FRESH = "public, no-cache"
T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]
RegionText = Annotated[
    str | None,
    QueryParameter(name="regionCode", pattern=r"^[0-9]{6}([0-9]{3}){0,2}$", description="It and those above it"),
]
SearchText = Annotated[str | None, QueryParameter(name="q", min_length=1, max_length=40, description="In the title")]


class ConsultationController(Controller):
    """意见征集: drafts on which the public is asked."""

    path = "/api/v1/consultations"
    tags = ("Consultations",)
    guards = (public,)

    @get("/", operation_id="ListConsultations")
    async def listed(
        self,
        request: AnyRequest,
        region_code: RegionText = None,
        text: SearchText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Response[Page[Consultation]]:
        """Those of a region and above; what ends last stands first."""
        page = await service.listed(region_code=region_code, text=text, limit=limit, cursor=cursor)
        return _answer(request, page, cache_control=CACHED)

    @get("/{consultation_id:uuid}", operation_id="ReadConsultation")
    async def read(self, request: AnyRequest, consultation_id: FromPath[UUID]) -> Response[ConsultationDetail]:
        """One with its draft, and with its result when there is one."""
        return _answer(request, await service.find(consultation_id), cache_control=FRESH)

    @get("/{consultation_id:uuid}/comments", operation_id="ListMyComments", guards=(real_name,))
    async def mine(
        self, person: NamedDependency[Principal], consultation_id: FromPath[UUID], limit: Limit = LIMIT_USUAL
    ) -> Page[Comment]:
        """My own comments; nobody reads those of others here."""
        return await service.my_comments(consultation_id, person_id=person.person_id, limit=limit)

    @post("/{consultation_id:uuid}/comments", operation_id="GiveComment", guards=(real_name,))
    async def comment(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        consultation_id: FromPath[UUID],
        data: JSONBody[GiveComment],
    ) -> Comment:
        """Say something about the draft."""
        return await service.comment(consultation_id, data, person_id=person.person_id, attempt=attempt, at=now())

    @delete(
        "/{consultation_id:uuid}/comments/{comment_id:uuid}",
        operation_id="WithdrawComment",
        guards=(real_name,),
        status_code=200,
    )
    async def withdraw(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        consultation_id: FromPath[UUID],
        comment_id: FromPath[UUID],
    ) -> Comment:
        """Take my comment back."""
        return await service.withdraw_comment(
            consultation_id, comment_id, person_id=person.person_id, attempt=attempt, at=now()
        )


class ConsultationDeskController(Controller):
    """The consultations of the officer's own offices: one writes, another checks, at both ends."""

    path = "/api/v1/desk/consultations"
    tags = ("Consultations",)
    guards = (office_staff,)

    @get("/", operation_id="ListDeskConsultations")
    async def listed(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[Consultation]:
        """Drafts included, what was changed last first."""
        return await service.at_desk(person.person_id, limit=limit, cursor=cursor)

    @post("/", operation_id="DraftConsultation")
    async def draft(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[DraftConsultation]
    ) -> DeskConsultation:
        """Begin one."""
        return await service.draft(data, staff=person.person_id, attempt=attempt, at=now())

    @get("/{consultation_id:uuid}", operation_id="ReadDeskConsultation")
    async def read(self, person: NamedDependency[Principal], consultation_id: FromPath[UUID]) -> DeskConsultation:
        """One with what waits to be checked."""
        return await service.find_at_desk(consultation_id, staff=person.person_id)

    @put("/{consultation_id:uuid}/draft", operation_id="ReviseConsultation")
    async def revise(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        consultation_id: FromPath[UUID],
        data: JSONBody[ConsultationText],
    ) -> DeskConsultation:
        """Replace what the draft says, before it is opened."""
        return await service.revise(consultation_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{consultation_id:uuid}/opening", operation_id="OpenConsultation")
    async def open_it(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], consultation_id: FromPath[UUID]
    ) -> DeskConsultation:
        """I have checked it: let people comment."""
        return await service.open_it(consultation_id, staff=person.person_id, attempt=attempt, at=now())

    @get("/{consultation_id:uuid}/comments", operation_id="ListDeskComments")
    async def comments(
        self,
        person: NamedDependency[Principal],
        consultation_id: FromPath[UUID],
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[DeskComment]:
        """What was said, without names; that somebody looked is recorded."""
        return await service.comments_at_desk(consultation_id, staff=person.person_id, limit=limit, cursor=cursor)

    @put("/{consultation_id:uuid}/result", operation_id="ProposeConsultationResult")
    async def propose(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        consultation_id: FromPath[UUID],
        data: JSONBody[ConsultationResult],
    ) -> DeskConsultation:
        """Write what became of the comments."""
        return await service.propose_result(consultation_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{consultation_id:uuid}/result-publication", operation_id="PublishConsultationResult")
    async def publish(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], consultation_id: FromPath[UUID]
    ) -> DeskConsultation:
        """I have checked the result: let people read it."""
        return await service.publish_result(consultation_id, staff=person.person_id, attempt=attempt, at=now())


def _answer(request: AnyRequest, content: T, *, cache_control: str) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=cache_control))
