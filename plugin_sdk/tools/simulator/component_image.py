"""Finds the runtime component and keeps its compiled image on this machine, so that only the first start waits.

The wheel carries the component; a checkout builds it. The image is machine code, so it lies in a folder that only its
owner can write to, under a MAC with a key from the same folder, and any doubt means compiling again.
"""

import hashlib
import secrets
from pathlib import Path

from plugin_sdk.tools.simulator.engines import EngineMissing, OnWait

RUNTIME = Path(__file__).resolve().parents[2] / "runtime"
SHIPPED = RUNTIME / "component.wasm"
BUILT = RUNTIME.parents[1] / "build" / "runtime"
CACHE = Path(".cache") / "gkb"
KEY_BYTES = 32
IMAGES_KEPT = 2


def component_file() -> Path:
    """The component, from the wheel or of this checkout.

    Raises:
        EngineMissing: neither is here and none can be built.

    """
    if SHIPPED.is_file():
        return SHIPPED
    try:
        from plugin_sdk.runtime.build import build_component  # late: only a checkout can build

        return build_component(BUILT)
    except Exception as missing:  # whatever is missing for building, the author runs on plain Python
        raise EngineMissing(f"no runtime component: {type(missing).__name__}: {missing}") from missing


def is_here() -> bool:
    """Whether there is a component without building one."""
    return SHIPPED.is_file() or any(BUILT.glob("runtime-*.wasm"))


def image_file(component: Path, *, cache: Path | None = None, on_wait: OnWait = lambda: None) -> Path:
    """The compiled image; where no folder can be written, the component itself, which takes longer to load.

    `on_wait` is called before the author has to wait for it to be made.

    Raises:
        EngineMissing: wasmtime is not installed, or cannot compile here.

    """
    try:
        from plugin_sdk.runtime.build import precompile  # late: needs wasmtime
        from plugin_sdk.runtime.mac import is_genuine
    except ImportError as missing:
        raise EngineMissing(str(missing)) from missing
    try:
        folder = cache or cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key, image = key_of(folder), place_of(component, folder=folder)
        if not (image.is_file() and is_genuine(image, image.read_bytes(), key=key)):
            on_wait()
            precompile(component, image=image, key=key)
            _forget_old(folder, but=image)
    except (OSError, RuntimeError):
        return component
    return image


def place_of(component: Path, *, folder: Path) -> Path:
    """Where this component's image is kept: under the digest of the component, the engine's version and the machine."""
    from plugin_sdk.runtime.mac import maker  # late, as the rest of the runtime

    digest = hashlib.sha256(component.read_bytes()).hexdigest()[:16]
    return folder / f"runtime-{digest}-{maker()}.cwasm"


def cache_folder() -> Path:
    """Where this person's image is kept.

    Raises:
        RuntimeError: the system knows no home of this person.

    """
    return Path.home() / CACHE


def _forget_old(folder: Path, *, but: Path) -> None:
    """An image is 40 MB; those of the last SDKs are enough."""
    images = sorted(folder.glob("runtime-*.cwasm"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in [image for image in images if image != but][IMAGES_KEPT - 1 :]:
        old.unlink()
        old.with_name(f"{old.name}.mac").unlink(missing_ok=True)


def key_of(folder: Path) -> bytes:
    """The key that signs the images of this folder, made when there is none."""
    place = folder / "image.key"
    if place.is_file() and place.stat().st_size == KEY_BYTES:
        return place.read_bytes()
    key = secrets.token_bytes(KEY_BYTES)
    place.touch(mode=0o600)
    place.write_bytes(key)
    return key
