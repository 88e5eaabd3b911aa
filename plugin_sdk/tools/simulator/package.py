"""A project made ready to run: read, held against the contract, compiled. What is wrong comes back as problems."""

from pathlib import Path

import msgspec
from msgspec import Struct

from plugin_sdk.contract.answer import CompileAnswer, GuestError, PackageCompiled
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.tools.problem import Problem
from plugin_sdk.tools.project import ENTRY, MANIFEST, Project, read_project
from plugin_sdk.tools.simulator import problems
from plugin_sdk.tools.simulator.engines import Engine
from plugin_sdk.tools.simulator.refusals import Refused

_COMPILED: msgspec.json.Decoder[PackageCompiled | GuestError] = msgspec.json.Decoder(CompileAnswer)


class Package(Struct, frozen=True, kw_only=True):
    """A compiled package with its manifest."""

    manifest: Manifest
    compiled: str


def load(folder: Path, engine: Engine) -> tuple[Package | None, list[Problem]]:
    """The package of that folder, or why there is none."""
    project = read_project(folder)
    manifest, wrong = _manifest(project)
    if manifest is None:
        return None, wrong
    if manifest.gkb.runtime != "python":
        return None, [problems.not_python(project.manifest_text)]
    if ENTRY not in project.sources:
        return None, [problems.no_entry()]
    try:
        answer = _COMPILED.decode(engine.compile(manifest.app_id, project.sources))
    except Refused as refused:
        return None, [problems.of_refusal(refused, name=ENTRY)]
    if isinstance(answer, GuestError):
        return None, [problems.of_guest(answer, app=manifest.app_id)]
    return Package(manifest=manifest, compiled=answer.package), []


def _manifest(project: Project) -> tuple[Manifest | None, list[Problem]]:
    text = project.manifest_text
    exists = MANIFEST in project.files
    said = str(text.error or "")
    if exists and text.error is None:
        try:
            return msgspec.convert(text.value, Manifest), []
        except (msgspec.ValidationError, RecursionError) as wrong:
            said = str(wrong)
    return None, [problems.no_manifest(text, exists=exists, said=said)]
