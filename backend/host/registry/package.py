"""Read a package folder: manifest and sources, checked against each other. Pure; nothing is run."""

import hashlib
from pathlib import Path

import msgspec

from backend.host.registry.errors import PackageRefused
from plugin_sdk.contract.limits import SOURCE_BYTES
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.contract.request import PackageSources


def read_folder(folder: Path) -> tuple[Manifest, PackageSources]:
    """The package in `folder`.

    Raises:
        PackageRefused: the manifest cannot be read, names another folder, or the sources break a limit.
    """
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        sources = msgspec.convert({"app": manifest.app_id, "files": _files(folder)}, PackageSources)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PackageRefused(reason=str(error)) from error
    if manifest.app_id != folder.name:
        raise PackageRefused(reason=f"app_id {manifest.app_id} is not the folder's name {folder.name}")
    if "app.py" not in sources.files:
        raise PackageRefused(reason="there is no app.py")
    if sum(len(text.encode()) for text in sources.files.values()) > SOURCE_BYTES:
        raise PackageRefused(reason=f"more than {SOURCE_BYTES} bytes of source")
    return manifest, sources


def digest(sources: PackageSources, manifest: Manifest, *, runtime: str) -> str:
    """What a release is made of: the same digest need not be compiled again. `runtime` names the interpreter image."""
    parts = (msgspec.json.encode(part, order="sorted") for part in (sources, manifest))
    return hashlib.sha256(b"\n".join((*parts, runtime.encode()))).hexdigest()


def _files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"}
