"""HTTP of files: the body is the file itself, its name stands in a header."""

from typing import Annotated, Any
from urllib.parse import quote, unquote
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter

from backend.core.attempts import Attempt
from backend.core.web.openapi import answers_file
from backend.identity.sessions.guards import signed_in
from backend.identity.sessions.structs import Principal
from backend.supports.files import service
from backend.supports.files.structs import SUFFIXES, StoredFile

FileName = Annotated[
    str,
    HeaderParameter(
        name="X-File-Name", max_length=600, pattern=r"^[!-~]*$", required=False, description="Percent-encoded UTF-8"
    ),
]


class FileController(Controller):
    """One's own files and nobody else's."""

    path = "/api/v1/files"
    tags = ("Files",)
    guards = (signed_in,)

    @post("/", operation_id="KeepFile")
    async def keep(
        self,
        request: Request[Any, Any, Any],
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        x_file_name: FileName = "",
    ) -> StoredFile:
        """Hand in a picture or a PDF; what comes back is what forms pass on."""
        name = unquote(x_file_name, errors="replace")
        return await service.keep(await request.body(), name=name, person_id=person.person_id, attempt=attempt)

    @get("/{file_id:uuid}", operation_id="ReadMyFile", operation_class=answers_file(*SUFFIXES))
    async def read(self, person: NamedDependency[Principal], file_id: FromPath[UUID]) -> Response[bytes]:
        """The file, to be saved and never to be run: a browser is told to believe the media type."""
        file, content = await service.read(file_id, person_id=person.person_id)
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Response(content, media_type=file.media_type, headers={"content-disposition": disposition})

    @delete("/{file_id:uuid}", operation_id="RemoveMyFile", status_code=204)
    async def remove(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], file_id: FromPath[UUID]
    ) -> None:
        """Forget the file."""
        await service.remove(file_id, person_id=person.person_id, attempt=attempt)
