"""HTTP of letters for people: where to write to, one's own, and what others may read."""

from typing import Annotated, Any, TypeVar, cast
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page, now
from backend.core.web.etag import tagged
from backend.core.web.guards import public
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.core.web.openapi import answers_file
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.services.interaction.letters import service
from backend.services.interaction.letters.structs import (
    AskAgain,
    Letter,
    LetterBoxes,
    LetterKind,
    LetterSummary,
    PublicLetter,
    Settle,
    WriteLetter,
)
from backend.supports.files.structs import SUFFIXES

CACHED = "public, max-age=60"
T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]
RegionText = Annotated[
    str | None,
    QueryParameter(name="regionCode", pattern=r"^[0-9]{6}([0-9]{3}){0,2}$", description="It and those above it"),
]
SearchText = Annotated[str | None, QueryParameter(name="q", min_length=1, max_length=40, description="In all words")]


class LetterBoxController(Controller):
    """Where one can write to."""

    path = "/api/v1/letter-boxes"
    tags = ("Letters",)
    guards = (public,)

    @get("/", operation_id="ListLetterBoxes")
    async def listed(self, request: AnyRequest, region_code: RegionText = None) -> Response[LetterBoxes]:
        """The boxes of a region and above, at most a hundred, with the terms of answers."""
        return _answer(request, await service.boxes(region_code))


class LetterController(Controller):
    """领导信箱: one's own letters."""

    path = "/api/v1/letters"
    tags = ("Letters",)
    guards = (signed_in,)

    @post("/", operation_id="WriteLetter")
    async def write(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[WriteLetter]
    ) -> Letter:
        """Write to an office."""
        return await service.write(data, person_id=person.person_id, attempt=attempt, at=now())

    @get("/", operation_id="ListMyLetters")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[LetterSummary]:
        """My letters, the newest first."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor)

    @get("/{letter_id:uuid}", operation_id="ReadMyLetter")
    async def read(self, person: NamedDependency[Principal], letter_id: FromPath[UUID]) -> Letter:
        """A letter of mine with what happened."""
        return await service.find(letter_id, person_id=person.person_id)

    @get(
        "/{letter_id:uuid}/files/{file_id:uuid}",
        operation_id="ReadMyLetterFile",
        operation_class=answers_file(*SUFFIXES),
    )
    async def file(
        self, person: NamedDependency[Principal], letter_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[bytes]:
        """An attachment of mine, to be saved."""
        found, content = await service.file_of(letter_id, file_id, person_id=person.person_id)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
        return Response(content, media_type=found.media_type, headers=headers)

    @post("/{letter_id:uuid}/follow-up", operation_id="AskAgain", status_code=200)
    async def ask_again(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[AskAgain],
    ) -> Letter:
        """The answer did not solve it; one may ask again once."""
        return await service.ask_again(letter_id, data, person_id=person.person_id, attempt=attempt, at=now())

    @post("/{letter_id:uuid}/verdict", operation_id="SettleLetter", status_code=200)
    async def settle(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        letter_id: FromPath[UUID],
        data: JSONBody[Settle],
    ) -> Letter:
        """Whether the answer solved it."""
        return await service.settle(letter_id, data, person_id=person.person_id, attempt=attempt, at=now())


class PublicLetterController(Controller):
    """Letters with answers that others may read; nothing in them says who wrote."""

    path = "/api/v1/public-letters"
    tags = ("Letters",)
    guards = (public,)

    @get("/", operation_id="ListPublicLetters")
    async def listed(
        self,
        request: AnyRequest,
        region_code: RegionText = None,
        kind: FromQuery[LetterKind | None] = None,
        text: SearchText = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Response[Page[PublicLetter]]:
        """Those of a region and above, of a kind, with words in them; the newest first."""
        page = await service.published(region_code=region_code, kind=kind, text=text, limit=limit, cursor=cursor)
        return _answer(request, page)

    @get("/{letter_id:uuid}", operation_id="ReadPublicLetter")
    async def read(self, request: AnyRequest, letter_id: FromPath[UUID]) -> Response[PublicLetter]:
        """One of them."""
        return _answer(request, await service.find_published(letter_id))


def _answer(request: AnyRequest, content: T) -> Response[T]:
    """Bytes on the wire; the type is what the contract shows."""
    return cast("Response[T]", tagged(request, content, cache_control=CACHED))
