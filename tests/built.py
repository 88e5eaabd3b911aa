"""The runtime component and its compiled image: what takes longest to make, and is the same for every test.

The component takes ten seconds to make, its image half a minute of both processors. Each is made once per checkout, kept in
`build/` under the digest of its inputs, and lent to whatever starts in a folder of its own: no key goes into the machine
code, so another folder's key signs what is compiled already. Several test processes may ask at the same time.
`test_dev.py` and `test_new_developer.py` begin with nothing, as people do.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.settings import Settings
from backend.operation import keys
from plugin_sdk.runtime.build import build_component, build_image, keep_image
from plugin_sdk.runtime.mac import is_genuine, mac_file
from plugin_sdk.tools.simulator import component_image

HOUSE = Path(__file__).resolve().parents[1]
COMPONENTS = HOUSE / "build" / "runtime"
INSTALLATION = HOUSE / "build" / "tests"
KEY = b"the image key of tests, no secret".ljust(40, b".")


def image() -> Path:
    """The compiled image of the present sources, under the tests' own key."""
    with _alone():
        return build_image(COMPONENTS, key=KEY)


def installation() -> Path:
    """The data folder of a demo installation that has its ring and the image that this ring signed."""
    compiled, runtime = image(), INSTALLATION / "runtime"
    with _alone():
        settings = Settings(demo=True, data=INSTALLATION)
        keys.ensure(settings)
        ring = KeyRing.load(settings.keys_file, allow_demo=True)
        _keep(build_component(COMPONENTS), runtime)
        _sign(compiled, runtime / compiled.name, key=ring.active(Purpose.IMAGE_MAC).secret)
    return INSTALLATION


def lend(data: Path) -> None:
    """Give a data folder that ring and its image: whatever starts there compiles nothing."""
    ours, name = installation(), image().name
    for folder in (data, data / "secrets", data / "runtime"):
        folder.mkdir(parents=True, exist_ok=True)
    data.chmod(0o711)
    (data / "secrets").chmod(0o700)
    shutil.copy2(ours / "secrets" / "keys.json", data / "secrets" / "keys.json")
    made = ours / "runtime" / name
    for file in (build_component(COMPONENTS), made, mac_file(made)):
        _keep(file, data / "runtime")


def lend_simulator(cache: Path) -> None:
    """Put the image where a developer's simulator keeps its own, signed by the key of that folder."""
    compiled = image()
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone():
        kept = component_image.place_of(build_component(COMPONENTS), folder=cache)
        _sign(compiled, kept, key=component_image.key_of(cache))


def _sign(compiled: Path, kept: Path, *, key: bytes) -> None:
    """The image under another name and key; `image` has just held it against its own MAC."""
    if not (kept.exists() and is_genuine(kept, kept.read_bytes(), key=key)):
        keep_image(compiled.read_bytes(), image=kept, key=key)


def _keep(file: Path, folder: Path) -> None:
    """A copy, whole or not at all, unless there is one: its name says what is in it."""
    if (folder / file.name).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        shutil.copy2(file, Path(scratch) / file.name).replace(folder / file.name)


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this checkout at a time; the others find what it made."""
    INSTALLATION.mkdir(parents=True, exist_ok=True)
    with (INSTALLATION / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
