"""What the registry shows."""

from dataclasses import dataclass

from backend.core.structs import Wire
from plugin_sdk.contract.manifest import Manifest


class MiniAppDepartment(Wire, frozen=True, kw_only=True):
    """The registered department that answers for a mini-app."""

    name: str


class MiniAppCard(Wire, frozen=True, kw_only=True):
    """A mini-app as the phone lists it; `icon` names one of the shell's kept set, `opens` its first screen."""

    id: str
    name: str
    short_name: str
    description: str
    department: MiniAppDepartment
    icon: str
    version: str
    opens: str


class MiniApps(Wire, frozen=True, kw_only=True):
    """The mini-apps that are open to everybody now."""

    items: list[MiniAppCard]


@dataclass(frozen=True)
class Release:
    """A released package, checked against its MAC and ready to run."""

    manifest: Manifest
    package: str

    def card(self) -> MiniAppCard:
        """As people see it."""
        manifest = self.manifest
        return MiniAppCard(
            id=manifest.app_id,
            name=manifest.name,
            short_name=manifest.short_name,
            description=manifest.description,
            department=MiniAppDepartment(name=manifest.gkb.department.name),
            icon=manifest.icons[0].src,
            version=manifest.version.name,
            opens=manifest.pages[0],
        )
