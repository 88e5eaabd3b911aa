"""Builds the runtime component and its compiled image, both cached by the digest of everything they depend on."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from plugin_sdk.runtime.mac import is_genuine, mac_file, mac_of, maker

SDK = Path(__file__).resolve().parent.parent
WIT = SDK / "runtime" / "runtime.wit"
ENTRY = "plugin_sdk.runtime.inside.entry"
FOR_AUTHORS_ONLY = ("testing", "fake_")


class ComponentNotBuilt(RuntimeError):
    """componentize-py refused the sources; its own words are the message."""


def build_component(out_dir: Path) -> Path:
    """The component of the present sources, built in some ten seconds unless it is there already.

    Raises:
        ComponentNotBuilt: componentize-py refused the sources.

    """
    component = out_dir / f"runtime-{inputs_digest()[:16]}.wasm"
    if component.exists():
        return component
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir) as scratch:
        stage = Path(scratch) / "stage"
        for source in _sources():
            target = stage / "plugin_sdk" / source.relative_to(SDK)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        componentize(stage, wit=WIT, world="mini-app", entry=ENTRY, out=Path(scratch) / "out.wasm")
        (Path(scratch) / "out.wasm").replace(component)
    return component


def componentize(stage: Path, *, wit: Path, world: str, entry: str, out: Path) -> None:
    """Run componentize-py over a folder of sources, with WASI stubbed out and nothing else on its path."""
    command = [
        sys.executable,
        "-I",
        "-c",
        "import componentize_py; componentize_py.script()",
        "-q",
        "-d",
        str(wit),
        "-w",
        world,
    ]
    command += ["componentize", "--stub-wasi", "-p", str(stage), "-o", str(out), entry]
    ended = subprocess.run(command, check=False, capture_output=True, env={}, cwd=stage)
    if ended.returncode:
        raise ComponentNotBuilt(ended.stderr.decode("utf-8", "replace"))


def build_image(out_dir: Path, *, key: bytes) -> Path:
    """The compiled image of the present sources with its MAC, made anew when missing or not genuine."""
    component = build_component(out_dir)
    image = component.with_name(f"{component.stem}-{maker()}.cwasm")
    if image.exists() and is_genuine(image, image.read_bytes(), key=key):
        return image
    return precompile(component, image=image, key=key)


def precompile(component: Path, *, image: Path, key: bytes) -> Path:
    """Compile the component for this machine and write the image beside its MAC, both read-only."""
    # Late: the contract and the guest must be importable where wasmtime is not installed.
    from wasmtime.component import Component

    from plugin_sdk.runtime.engine import engine

    compiled = bytes(Component(engine(), component.read_bytes()).serialize())
    keep_image(compiled, image=image, key=key)
    return image


def keep_image(compiled: bytes, *, image: Path, key: bytes) -> None:
    """Write an image beside its MAC, both read-only."""
    image.parent.mkdir(parents=True, exist_ok=True)
    _write(mac_file(image), mac_of(compiled, name=image.name, key=key).encode("ascii"))
    _write(image, compiled)


def inputs_digest() -> str:
    """Digest of every source and version that goes into the component."""
    digest = hashlib.sha256(f"componentize-py {version('componentize-py')}\n".encode())
    for source in [WIT, *_sources()]:
        content = source.read_bytes()
        digest.update(f"{source.relative_to(SDK)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources() -> list[Path]:
    folders = [SDK / "guest", SDK / "runtime" / "inside"]
    files = [SDK / "__init__.py", SDK / "runtime" / "__init__.py"]
    files += [file for folder in folders for file in folder.glob("*.py") if not file.name.startswith(FOR_AUTHORS_ONLY)]
    return sorted(files)


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: two processes may build at the same time."""
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as scratch:
        scratch.write(content)
        os.fchmod(scratch.fileno(), 0o400)
    Path(scratch.name).replace(target)
