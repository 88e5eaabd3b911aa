"""One project under review, with every fact that rules look at; each is found when first asked for."""

from functools import cached_property
from typing import Any

from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.check.facts.calls import CapabilityCall, capability_calls
from plugin_sdk.tools.check.facts.handlers import Handler, handlers
from plugin_sdk.tools.check.facts.sentences import Sentence, sentences
from plugin_sdk.tools.check.facts.shape import Fault, faults
from plugin_sdk.tools.check.rule import Place
from plugin_sdk.tools.drawing.drawings import Draw, Drawing, drawings
from plugin_sdk.tools.json_text import at_pointer
from plugin_sdk.tools.project import MANIFEST, Module, Project


class Reviewed:
    """What rules receive. Looking things up here never raises on what a package holds."""

    def __init__(self, project: Project, *, draw: Draw | None) -> None:
        self.project = project
        self._draw = draw

    @cached_property
    def faults(self) -> list[Fault]:
        """Where the manifest is not as the contract says; empty while it is no JSON at all."""
        if self.project.manifest_text.error or MANIFEST not in self.project.files:
            return []
        return sorted(faults(self.project.manifest_text.value, Manifest), key=lambda fault: fault.pointer)

    @property
    def is_python(self) -> bool:
        """Whether there is source to compare the manifest with; a component in another language has none for us."""
        return bool(self.member("/gkb/runtime") != "component")

    @cached_property
    def handlers(self) -> list[Handler]:
        """Functions registered as screens and actions."""
        return [handler for module in self.project.modules for handler in handlers(module)]

    @cached_property
    def calls(self) -> list[CapabilityCall]:
        """Capability calls that stand in the code."""
        return [call for module in self.project.modules for call in capability_calls(module)]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Everything that may be shown to people: of the manifest and of the code."""
        return sentences(self.project)

    @cached_property
    def drawings(self) -> list[Drawing]:
        """Screens drawn and actions tried; empty when nobody draws or there is nothing to draw with."""
        return drawings(self.project, self._draw) if self._draw else []

    def member(self, pointer: str) -> Any:
        """What stands in the manifest at that pointer, or None."""
        return at_pointer(self.project.raw_manifest, pointer)

    def members(self, pointer: str) -> list[tuple[str, Any]]:
        """The entries of a list of the manifest with their pointers; empty when there is no list."""
        found = self.member(pointer)
        return [(f"{pointer}/{index}", item) for index, item in enumerate(found)] if isinstance(found, list) else []

    def named(self, pointer: str, member: str = "") -> dict[str, str]:
        """Texts of a list of the manifest to their pointers: the items themselves, or one member of each."""
        found: dict[str, str] = {}
        for place, item in self.members(pointer):
            value = item.get(member) if member and isinstance(item, dict) else item
            if isinstance(value, str):
                found.setdefault(value, f"{place}/{member}" if member else place)
        return found

    def in_manifest(self, pointer: str) -> Place:
        """That place of the manifest."""
        return Place(file=MANIFEST, line=self.project.manifest_text.line(pointer), pointer=pointer)


def in_code(module: Module, node: Any) -> Place:
    """The line of that part of a module's tree."""
    return Place(file=module.path, line=max(1, int(getattr(node, "lineno", 1))))
