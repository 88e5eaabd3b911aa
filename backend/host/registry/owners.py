"""Who may act for what belongs to a mini-app: the bookings room's port `OwnerCheck`, answered from the manifests."""

from uuid import UUID

from backend.host.registry import service
from backend.host.registry.errors import NotYourDepartment, UnknownMiniApp

KIND = "mini-app"


class RegisteredOwners:
    """Developers of the registered department act for their live mini-apps; `mini-app:<app_id>` names one."""

    async def department_for(self, person_id: UUID, *, owner: str) -> str | None:
        """The registered name of the department, or None when this person does not act for it."""
        kind, _, app_id = owner.partition(":")
        if kind != KIND:
            return None
        try:
            manifest = (await service.find(app_id)).manifest
            await service.require_developer(person_id, manifest=manifest)
        except (UnknownMiniApp, NotYourDepartment):
            return None
        return manifest.gkb.department.name
