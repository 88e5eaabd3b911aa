"""What the guest says, read: JSON of the capability's contract, of bounded depth, in texts that can be kept."""

from typing import Any

import msgspec

from backend.core.room import Capability
from backend.host.broker.errors import PayloadRefused

PAYLOAD_DEPTH = 20
"""Objects and lists inside each other: a form in a stored value needs ten, and JSONB and its readers recurse."""


def read(capability: Capability, payload: str) -> msgspec.Struct:
    """The request of the capability's contract.

    Raises:
        PayloadRefused: not JSON, not the contract's, nested too deeply, or with NUL, which PostgreSQL keeps nowhere.
    """
    try:
        require_plain(msgspec.json.decode(payload), depth=PAYLOAD_DEPTH)
        return msgspec.json.decode(payload, type=capability.payload)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise PayloadRefused(reason=str(error)[:300]) from error


def require_plain(whole: object, *, depth: int) -> None:
    """Refuse what nests deeper than `depth`, and texts with NUL.

    Raises:
        PayloadRefused: as said.
    """
    waiting: list[tuple[Any, int]] = [(whole, 1)]
    while waiting:
        part, level = waiting.pop()
        if isinstance(part, str):
            if "\x00" in part:
                raise PayloadRefused(reason="a text holds the character NUL")
        elif isinstance(part, dict | list):
            if level > depth:
                raise PayloadRefused(reason=f"nested more than {depth} deep")
            inner = [*part, *part.values()] if isinstance(part, dict) else part
            waiting += [(one, level + 1) for one in inner]
