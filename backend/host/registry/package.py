"""Read a package folder: manifest and sources or component, checked against each other. Pure; nothing is run."""

import hashlib
from pathlib import Path

import msgspec

from backend.host.registry.errors import PackageRefused
from plugin_sdk.contract.limits import COMPONENT_BYTES, SOURCE_BYTES
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.request import PackageSources

COMPONENT = "component.wasm"
Contents = PackageSources | bytes
"""Python sources, or a WebAssembly component as its author's compiler wrote it."""


def read_folder(folder: Path) -> tuple[Manifest, Contents]:
    """The package in `folder`.

    Raises:
        PackageRefused: the manifest cannot be read, names another folder, or the sources break a limit.
    """
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        contents = _component(folder) if manifest.gkb.runtime == "component" else _sources(folder, manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PackageRefused(reason=str(error)) from error
    if manifest.app_id != folder.name:
        raise PackageRefused(reason=f"app_id {manifest.app_id} is not the folder's name {folder.name}")
    return manifest, contents


def digest(contents: Contents, manifest: Manifest, *, runtime: str) -> str:
    """What a release is made of: the same digest need not be compiled again. `runtime` names the interpreter image."""
    made_of = contents if isinstance(contents, bytes) else msgspec.json.encode(contents, order="sorted")
    parts = (hashlib.sha256(made_of).digest(), msgspec.json.encode(manifest, order="sorted"), runtime.encode())
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _component(folder: Path) -> bytes:
    with (folder / COMPONENT).open("rb") as file:
        content = file.read(COMPONENT_BYTES + 1)
    if len(content) > COMPONENT_BYTES:
        raise PackageRefused(reason=f"{COMPONENT} has more than {COMPONENT_BYTES} bytes")
    if any(folder.glob("*.py")):
        raise PackageRefused(reason=f"{COMPONENT} runs without Python: what are the Python files for?")
    return content


def _sources(folder: Path, manifest: Manifest) -> PackageSources:
    sources = msgspec.convert({"app": manifest.app_id, "files": _files(folder)}, PackageSources)
    if "app.py" not in sources.files:
        raise PackageRefused(reason="there is no app.py")
    if sum(len(text.encode()) for text in sources.files.values()) > SOURCE_BYTES:
        raise PackageRefused(reason=f"more than {SOURCE_BYTES} bytes of source")
    if (folder / COMPONENT).exists():
        raise PackageRefused(reason=f"{COMPONENT} is there, but the manifest says Python")
    return sources


def _files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"}
