"""HTTP of notices: open to everybody, and the desk of those who publish."""

from typing import Annotated, Any, TypeVar, cast
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.structs import Principal
from backend.services.interaction.notices import service
from backend.services.interaction.notices.categories import categories
from backend.services.interaction.notices.structs import (
    DeskNotice,
    DeskNoticeLine,
    DraftNotice,
    GiveReason,
    Notice,
    NoticeCategories,
    NoticeDetail,
    NoticeText,
    VersionState,
)
from backend.services.interaction.offices.guards import office_staff
from backend.supports.files.structs import SUFFIXES

CACHED = "public, max-age=60"
FRESH = "public, no-cache"  # a withdrawal must be seen at once
T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]
RegionText = Annotated[
    str | None,
    QueryParameter(name="regionCode", pattern=r"^[0-9]{6}([0-9]{3}){0,2}$", description="It and those above it"),
]
CategoryText = Annotated[str | None, QueryParameter(name="category", max_length=40)]
DepartmentText = Annotated[str | None, QueryParameter(name="department", min_length=1, max_length=120)]
SearchText = Annotated[str | None, QueryParameter(name="q", min_length=1, max_length=40, description="In all words")]
VersionNumber = Annotated[int | None, QueryParameter(name="version", ge=1, le=10_000, description="An earlier one")]

StateText = Annotated[VersionState | None, QueryParameter(name="state", description="Of the newest version")]


class NoticeController(Controller):
    """政务公开: what departments publish, for everybody."""

    path = "/api/v1/notices"
    tags = ("Notices",)
    guards = (public,)

    @get("/", operation_id="ListNotices")
    async def listed(
        self,
        request: AnyRequest,
        region_code: RegionText = None,
        category: CategoryText = None,
        department: DepartmentText = None,
        text: SearchText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Response[Page[Notice]]:
        """Notices for a region, of a kind, of a department, with words in them; the newest first."""
        page = await service.listed(
            region_code=region_code, category=category, department=department, text=text, limit=limit, cursor=cursor
        )
        return _answer(request, page, cache_control=CACHED)

    @get("/categories", operation_id="ListNoticeCategories")
    async def kinds(self, request: AnyRequest) -> Response[NoticeCategories]:
        """The kinds of disclosure with the clauses that ask for them."""
        return _answer(request, NoticeCategories(categories=list(categories())), cache_control=CACHED)

    @get("/{notice_id:uuid}", operation_id="ReadNotice")
    async def read(
        self, request: AnyRequest, notice_id: FromPath[UUID], version: VersionNumber = None
    ) -> Response[NoticeDetail]:
        """One notice, as it is or as it was."""
        return _answer(request, await service.find(notice_id, version=version), cache_control=FRESH)

    @get(
        "/{notice_id:uuid}/files/{file_id:uuid}", operation_id="ReadNoticeFile", operation_class=answers_file(*SUFFIXES)
    )
    async def file(self, notice_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[bytes]:
        """An attachment, to be saved."""
        found, content = await service.file_of(notice_id, file_id)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
        return Response(content, media_type=found.media_type, headers=headers)


class NoticeDeskController(Controller):
    """The notices of the officer's own offices: one writes, another checks."""

    path = "/api/v1/desk/notices"
    tags = ("Notices",)
    guards = (office_staff,)

    @get("/", operation_id="ListDeskNotices")
    async def listed(
        self,
        person: NamedDependency[Principal],
        wanted: StateText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[DeskNoticeLine]:
        """What was changed last first."""
        return await service.at_desk(person.person_id, state=wanted, limit=limit, cursor=cursor)

    @post("/", operation_id="DraftNotice")
    async def draft(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[DraftNotice]
    ) -> DeskNotice:
        """Begin a notice."""
        return await service.draft(data, staff=person.person_id, attempt=attempt, at=now())

    @get("/{notice_id:uuid}", operation_id="ReadDeskNotice")
    async def read(self, person: NamedDependency[Principal], notice_id: FromPath[UUID]) -> DeskNotice:
        """A notice with what is being worked on."""
        return await service.find_at_desk(notice_id, staff=person.person_id)

    @put("/{notice_id:uuid}/draft", operation_id="ReviseNotice")
    async def revise(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        notice_id: FromPath[UUID],
        data: JSONBody[NoticeText],
    ) -> DeskNotice:
        """Replace what the open version says."""
        return await service.revise(notice_id, data, staff=person.person_id, attempt=attempt, at=now())

    @delete("/{notice_id:uuid}/draft", operation_id="DiscardNoticeDraft", status_code=204)
    async def discard(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], notice_id: FromPath[UUID]
    ) -> None:
        """Throw away what is being written; what is published stays."""
        await service.discard(notice_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{notice_id:uuid}/submission", operation_id="SubmitNotice")
    async def submit(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], notice_id: FromPath[UUID]
    ) -> DeskNotice:
        """Ask a colleague to check it."""
        return await service.submit(notice_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{notice_id:uuid}/publication", operation_id="PublishNotice")
    async def publish(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], notice_id: FromPath[UUID]
    ) -> DeskNotice:
        """I have checked it: let people see it."""
        return await service.publish(notice_id, staff=person.person_id, attempt=attempt, at=now())

    @post("/{notice_id:uuid}/return", operation_id="ReturnNotice")
    async def give_back(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        notice_id: FromPath[UUID],
        data: JSONBody[GiveReason],
    ) -> DeskNotice:
        """I have checked it: this must change."""
        return await service.give_back(notice_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{notice_id:uuid}/correction", operation_id="CorrectNotice")
    async def correct(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        notice_id: FromPath[UUID],
        data: JSONBody[GiveReason],
    ) -> DeskNotice:
        """Open the next version."""
        return await service.correct(notice_id, data, staff=person.person_id, attempt=attempt, at=now())

    @post("/{notice_id:uuid}/withdrawal", operation_id="WithdrawNotice")
    async def withdraw(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        notice_id: FromPath[UUID],
        data: JSONBody[GiveReason],
    ) -> DeskNotice:
        """Show it no longer."""
        return await service.withdraw(notice_id, data, staff=person.person_id, attempt=attempt, at=now())


def _answer(request: AnyRequest, content: T, *, cache_control: str) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=cache_control))
