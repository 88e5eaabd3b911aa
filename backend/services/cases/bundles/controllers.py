"""HTTP of bundles."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.guards import real_name
from backend.identity.sessions.structs import Principal
from backend.services.cases.bundles import service
from backend.services.cases.bundles.structs import BundleCase, BundleSummary, SubmitBundle, WithdrawBundle
from backend.services.cases.forms.structs import Draft, StartBundle


class BundleApplicationController(Controller):
    """One application for all items of a bundle. The draft is read, saved and removed as any other application."""

    path = "/api/v1/bundle-applications"
    tags = ("Bundle applications",)
    guards = (real_name,)

    @post("/", operation_id="StartBundleApplication")
    async def start(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[StartBundle]
    ) -> Draft:
        """Begin the one application for a bundle at a place."""
        return await service.start(person.person_id, command=data, attempt=attempt)

    @get("/", operation_id="ListMyBundles")
    async def mine(
        self, person: NamedDependency[Principal], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[BundleSummary]:
        """Bundles that were handed in, the newest first."""
        return await service.mine(person.person_id, limit=limit, cursor=cursor)

    @get("/{bundle_id:uuid}", operation_id="ReadMyBundle")
    async def read_one(self, person: NamedDependency[Principal], bundle_id: FromPath[UUID]) -> BundleCase:
        """A bundle with its parts, how far each is, and the results so far."""
        return await service.read_one(bundle_id, person_id=person.person_id)

    @post("/{draft_id:uuid}/submit", operation_id="SubmitBundle")
    async def submit(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[SubmitBundle],
    ) -> BundleCase:
        """Hand in the draft; its first parts become cases at once."""
        return await service.submit(draft_id, person_id=person.person_id, command=data, attempt=attempt)

    @post("/{bundle_id:uuid}/withdraw", operation_id="WithdrawBundle", status_code=200)
    async def withdraw(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        bundle_id: FromPath[UUID],
        data: JSONBody[WithdrawBundle],
    ) -> BundleCase:
        """Take back some parts, or all that still can be."""
        return await service.withdraw(bundle_id, person_id=person.person_id, command=data, attempt=attempt)
