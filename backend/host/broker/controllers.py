"""The department's door to the records of its mini-app."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from litestar.response import Stream

from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.host.broker import record_view
from backend.host.broker.structs import RecordSeen
from backend.identity.sessions.guards import department_developer
from backend.identity.sessions.structs import Principal

AppName = Annotated[str, PathParameter(max_length=40, pattern="^[a-z][a-z0-9_]{1,39}$")]
CollectionName = Annotated[str, PathParameter(max_length=64, pattern="^[a-z][a-z0-9-]{0,63}$")]


class RecordController(Controller):
    """Collections that the manifest opens to the department's view; every look is audited."""

    path = "/api/v1/mini-apps/{app_id:str}/records/{collection:str}"
    tags = ("Mini-apps",)
    guards = (department_developer,)

    @get("/", operation_id="ListRecords")
    async def list_records(
        self,
        person: NamedDependency[Principal],
        app_id: AppName,
        collection: CollectionName,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[RecordSeen]:
        """The records of one collection, the newest day first. For developers of the department that answers for it."""
        return await record_view.page(
            person.person_id, app_id=app_id, collection=collection, limit=limit, cursor=cursor
        )

    @get("/export.csv", operation_id="ExportRecords", media_type="text/csv")
    async def export(self, person: NamedDependency[Principal], app_id: AppName, collection: CollectionName) -> Stream:
        """The whole collection as a table for a spreadsheet; no cell is ever computed as a formula."""
        pieces = await record_view.export(person.person_id, app_id=app_id, collection=collection)
        shown_as = f'attachment; filename="{app_id}-{collection}.csv"'
        return Stream(pieces, media_type="text/csv", headers={"content-disposition": shown_as})
