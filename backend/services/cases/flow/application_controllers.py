"""HTTP of handing in: a draft of one item becomes a case."""

from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import now
from backend.identity.sessions.guards import real_name
from backend.identity.sessions.structs import Principal
from backend.services.cases.flow import service
from backend.services.cases.flow.structs import Case, HandInDraft


class ApplicationSubmissionController(Controller):
    """Beside the drafts of forms: the one step that makes a case of one."""

    path = "/api/v1/applications"
    tags = ("Applications",)
    guards = (real_name,)

    @post("/{draft_id:uuid}/submit", operation_id="SubmitApplication")
    async def submit(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[HandInDraft],
    ) -> Case:
        """Hand in the draft; the answer has the query code, which is told this once."""
        return await service.submit_draft(draft_id, person_id=person.person_id, command=data, attempt=attempt, at=now())
