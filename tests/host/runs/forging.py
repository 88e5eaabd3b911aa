"""Ten thousand ways to pass off a sealed text as another: altered, cut, sewn together, of another key or kind."""

import base64
import random
from collections.abc import Callable, Iterator, Sequence

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.host.runs import tokens

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ODD = "=+/ \n\x00.é字"


def forgeries(genuine: Sequence[str], *, foreign: KeyRing, kind: str, count: int, seed: int) -> Iterator[str]:
    """So many texts that are none of the genuine ones; the same seed gives the same."""
    dice = random.Random(seed)
    ways: list[Callable[[random.Random, str, str], str]] = [
        _other_character, _odd_character, _flipped_bit, _cut, _grown, _swapped_halves, _respelt, _other_tag,
        lambda dice, text, other: _resigned(text, foreign, kind),
        lambda dice, text, other: _resigned(text, foreign, f"{kind}x"),
        lambda dice, text, other: "".join(dice.choices(ALPHABET, k=len(text))),
    ]  # fmt: skip
    made = 0
    while made < count:
        text, other = dice.sample(list(genuine), 2)
        forged = dice.choice(ways)(dice, text, other)
        if forged not in genuine:
            made += 1
            yield forged


def _other_character(dice: random.Random, text: str, _other: str) -> str:
    place = dice.randrange(len(text))
    return text[:place] + dice.choice(ALPHABET) + text[place + 1 :]


def _odd_character(dice: random.Random, text: str, _other: str) -> str:
    place = dice.randrange(len(text) + 1)
    return text[:place] + dice.choice(ODD) + text[place:]


def _flipped_bit(dice: random.Random, text: str, _other: str) -> str:
    raw = bytearray(_raw(text))
    raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    return _text(bytes(raw))


def _cut(dice: random.Random, text: str, _other: str) -> str:
    return text[: dice.randrange(len(text))]


def _grown(dice: random.Random, text: str, _other: str) -> str:
    return _text(_raw(text) + dice.randbytes(dice.randint(1, 40)))


def _swapped_halves(dice: random.Random, text: str, other: str) -> str:
    place = dice.randrange(1, min(len(text), len(other)))
    return text[:place] + other[place:]


def _respelt(dice: random.Random, text: str, _other: str) -> str:
    """The same bytes in another spelling: padding, or bits behind the last byte."""
    if len(text) % 4 == 0 or dice.random() < 0.3:
        return text + "=" * dice.randint(1, 3)
    return text[:-1] + ALPHABET[ALPHABET.index(text[-1]) ^ 1]


def _other_tag(_dice: random.Random, text: str, other: str) -> str:
    return _text(_raw(other)[: tokens.TAG_BYTES] + _raw(text)[tokens.TAG_BYTES :])


def _resigned(text: str, ring: KeyRing, kind: str) -> str:
    """The same claims under a key of somebody else's, or for another kind of text."""
    body = _raw(text)[tokens.TAG_BYTES :]
    claims = msgspec.msgpack.decode(body)

    class Anything(tokens.Claims, frozen=True, kw_only=True, array_like=True):
        rest: list[object]

    said = Anything(nonce=claims[0], person_id=claims[1], session_id=claims[2], expires=claims[3], rest=claims[4:])
    return tokens.sealed(ring, kind=kind, claims=said)


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
