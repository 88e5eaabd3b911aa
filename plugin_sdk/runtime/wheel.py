"""The SDK as one wheel that installs alone and offline: tools, templates, simulator pages, component and engine.

msgspec and wasmtime travel inside as they were installed here, with their licences, under `plugin_sdk/vendor`; so the
wheel fits this kind of machine and this Python only, and says so in its name. Same inputs, same bytes.
"""

import base64
import hashlib
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath

from plugin_sdk.runtime.build import SDK, build_component

VENDORED = ("msgspec", "wasmtime")
COMPONENT = "plugin_sdk/runtime/component.wasm"
PAGES = "plugin_sdk/tools/simulator/pages"
LEFT_OUT = frozenset(("__pycache__", "node_modules"))
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


class PartMissing(RuntimeError):
    """Something that belongs inside was not built yet; the message says how to build it."""


def build_wheel(out_dir: Path, *, pages: Path, component_dir: Path) -> Path:
    """Build the wheel and return its path; `pages` is the simulator as Vite built it.

    Raises:
        PartMissing: the simulator's pages are not there.

    """
    if not (pages / "index.html").exists():
        raise PartMissing(f"{pages} has no index.html; build the pages first with `make shell`")
    project = tomllib.loads((SDK / "pyproject.toml").read_text("utf-8"))["project"]
    members = dict(_sources())
    members[COMPONENT] = build_component(component_dir).read_bytes()
    members |= {f"{PAGES}/{path.relative_to(pages).as_posix()}": path.read_bytes() for path in _files(pages)}
    for name in VENDORED:
        members |= dict(_vendored(distribution(name)))
    information = f"gkb_sdk-{project['version']}.dist-info"
    members |= {f"{information}/{name}": text.encode() for name, text in _information(project).items()}
    out_dir.mkdir(parents=True, exist_ok=True)
    wheel = out_dir / f"gkb_sdk-{project['version']}-{tag()}.whl"
    _write(wheel, members, record=f"{information}/RECORD")
    return wheel


def tag() -> str:
    """Which interpreters and machines the wheel fits: those of the msgspec inside, the only one bound to a Python."""
    text = distribution("msgspec").read_text("WHEEL") or ""
    tags = [line.removeprefix("Tag: ") for line in text.splitlines() if line.startswith("Tag: ")]
    return min(tags) if tags else f"cp{sys.version_info.major}{sys.version_info.minor}-none-any"


def _sources() -> Iterator[tuple[str, bytes]]:
    for path in _files(SDK):
        if path.name != "pyproject.toml":
            yield f"plugin_sdk/{path.relative_to(SDK).as_posix()}", path.read_bytes()


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith((".pyc", ".map")))
    return sorted(path for path in found if not LEFT_OUT & set(path.relative_to(folder).parts))


def _vendored(one: Distribution) -> Iterator[tuple[str, bytes]]:
    """Everything an installed distribution consists of, its licence included."""
    for path in one.files or []:
        inside = PurePosixPath(str(path))
        if ".." in inside.parts or "__pycache__" in inside.parts or inside.parts[0] == "bin":
            continue
        yield f"plugin_sdk/vendor/{inside}", Path(str(one.locate_file(path))).read_bytes()


def _information(project: dict[str, str]) -> dict[str, str]:
    metadata = [
        "Metadata-Version: 2.4",
        "Name: gkb-sdk",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        f"License-Expression: {project['license']}",
    ]
    wheel = ["Wheel-Version: 1.0", "Generator: gkb", "Root-Is-Purelib: false", f"Tag: {tag()}"]
    return {
        "METADATA": "\n".join(metadata) + "\n",
        "WHEEL": "\n".join(wheel) + "\n",
        "entry_points.txt": "[console_scripts]\ngkb = plugin_sdk.tools.cli:main\n",
        "top_level.txt": "plugin_sdk\n",
    }


def _write(wheel: Path, members: dict[str, bytes], *, record: str) -> None:
    lines = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(members):
            digest = base64.urlsafe_b64encode(hashlib.sha256(members[name]).digest()).decode().rstrip("=")
            lines.append(f"{name},sha256={digest},{len(members[name])}")
            _add(archive, name, members[name])
        _add(archive, record, "\n".join([*lines, f"{record},,", ""]).encode())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, date_time=_EPOCH)
    member.create_system, member.external_attr, member.compress_type = 3, _PLAIN_FILE, zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


if __name__ == "__main__":
    HOUSE = SDK.parent
    DIST = HOUSE / "build" / "sdk"
    sys.stdout.write(
        f"{build_wheel(DIST, pages=HOUSE / 'backend/shell/dist-simulator', component_dir=HOUSE / 'build/runtime')}\n"
    )
