"""The key ring: every secret of the house, several keys per purpose, rotated without downtime."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self, TypeVar

import msgspec

from backend.core.crypto import keys
from backend.core.crypto.errors import InvalidKey, KeyRingRefused, UnknownKey
from backend.core.crypto.keyfile import read_private, write_private
from backend.core.crypto.keys import Key, PublicKey, Purpose, State

R = TypeVar("R")


class KeyRing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All keys of one installation; immutable, so a rotation is a new ring that is saved and then used.

    `demo` marks secrets that may be public: `load` refuses such a ring outside the demo world.
    """

    version: Literal[1] = 1
    demo: bool
    keys: tuple[Key, ...]

    def __post_init__(self) -> None:
        """Refuse a ring without exactly one active key for every purpose.

        Raises:
            InvalidKey: naming the purpose.
        """
        for purpose in Purpose:
            active = sum(key.purpose == purpose and key.state == State.ACTIVE for key in self.keys)
            if active != 1:
                raise InvalidKey(f"the ring needs exactly one active key for {purpose}, and has {active}")

    @classmethod
    def generate(cls, *, demo: bool) -> Self:
        """Make a ring with one fresh key for every purpose."""
        return cls(demo=demo, keys=tuple(keys.generate(purpose) for purpose in Purpose))

    @classmethod
    def load(cls, path: Path, *, allow_demo: bool = False) -> Self:
        """Read the ring from its file.

        Raises:
            KeyRingRefused: the file is exposed or broken, or holds a demo ring outside the demo world.
        """
        ring = _read(path, cls)
        if ring.demo and not allow_demo:
            raise KeyRingRefused(f"{path} is a demo key ring: generate one for this installation")
        return ring

    @classmethod
    def complete(cls, path: Path) -> None:
        """Give a ring that an older version of the house made a key for each purpose it did not know yet.

        What stands in it stays as it is; a ring that has everything is not written.

        Raises:
            KeyRingRefused: the file is exposed or broken.
        """
        kept = _read(path, _Kept)
        missing = [purpose for purpose in Purpose if all(key.purpose != purpose for key in kept.keys)]
        if missing:
            cls(demo=kept.demo, keys=(*kept.keys, *map(keys.generate, missing))).save(path)

    def save(self, path: Path) -> None:
        """Write the ring to its file, readable by its owner only."""
        write_private(path, content=msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")

    def active(self, purpose: Purpose) -> Key:
        """The key that signs, seals or tags now."""
        return next(key for key in self.keys if key.purpose == purpose and key.state == State.ACTIVE)

    def usable(self, purpose: Purpose) -> Sequence[Key]:
        """The keys whose works still count, the active one first."""
        found = [key for key in self.keys if key.purpose == purpose and key.state != State.RETIRED]
        return sorted(found, key=lambda key: key.state != State.ACTIVE)

    def find(self, purpose: Purpose, *, kid: str) -> Sequence[Key]:
        """The usable keys with this kid; try each, as a kid is a hint and may clash.

        Raises:
            UnknownKey: there is none, or only a retired one.
        """
        found = [key for key in self.usable(purpose) if key.kid == kid]
        if not found:
            raise UnknownKey(f"no usable key {kid} for {purpose}")
        return found

    def public_keys(self, purpose: Purpose) -> Sequence[PublicKey]:
        """What verifiers need: the public halves of all usable keys."""
        return [key.public_key() for key in self.usable(purpose)]

    def rotate(self, purpose: Purpose) -> Self:
        """Give the purpose a new active key; the old one still verifies.

        Rotating INDEX or PAIRWISE changes every fingerprint or subject made from it: recompute the stored ones first.
        """
        kept = (_in_state(key, state=State.VERIFY_ONLY) if key == self.active(purpose) else key for key in self.keys)
        return msgspec.structs.replace(self, keys=(*kept, keys.generate(purpose)))

    def retire(self, purpose: Purpose, *, kid: str) -> Self:
        """End a key: what it signed no longer verifies, what it sealed no longer opens.

        Raises:
            UnknownKey: no usable key has this kid, or it is the active one, which must be rotated out first.
        """
        ended = self.find(purpose, kid=kid)
        if self.active(purpose) in ended:
            raise UnknownKey(f"{kid} is the active key for {purpose}: rotate first")
        kept = (_in_state(key, state=State.RETIRED) if key in ended else key for key in self.keys)
        return msgspec.structs.replace(self, keys=tuple(kept))


class _Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ring as it lies in its file, of whatever version of the house."""

    version: Literal[1] = 1
    demo: bool
    keys: tuple[Key, ...]


def _read(path: Path, kind: type[R]) -> R:
    try:
        return msgspec.json.decode(read_private(path), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # `from None`: the text names the place and the rule; the bytes that a traceback could show are secrets.
        raise KeyRingRefused(f"the key file {path} is not a key ring: {error}") from None


def _in_state(key: Key, *, state: State) -> Key:
    return msgspec.structs.replace(key, state=state)
