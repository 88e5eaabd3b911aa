"""The key ring of a development machine is made at the first start; production brings its own."""

from pathlib import Path

from backend.core.crypto.keyring import KeyRing
from backend.core.settings import Mode, Settings


def ensure(settings: Settings) -> None:
    """Make a demo ring where none is and complete an older one, in development only.

    In production a ring that is absent or lacks a purpose is for `KeyRing.load` to say.
    """
    if settings.mode is not Mode.DEVELOPMENT:
        return
    if settings.keys_file.exists():
        KeyRing.complete(settings.keys_file)
    else:
        create(settings.keys_file, demo=True)


def create(path: Path, *, demo: bool) -> None:
    """Write a fresh ring, readable by its owner only.

    Raises:
        FileExistsError: there is one already; overwriting it would make everything sealed with it unreadable.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists: a key ring is rotated, never overwritten")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    KeyRing.generate(demo=demo).save(path)
