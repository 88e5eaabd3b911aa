"""PEM armour around fixed DER: the keys of our suites have one length, so there is nothing to parse."""

import base64
import binascii
from textwrap import wrap

from backend.core.crypto.errors import InvalidKey

PEM_LINE_CHARACTERS = 64


def armour(der: bytes, *, label: str) -> str:
    """Write DER between the two marker lines."""
    body = "\n".join(wrap(base64.b64encode(der).decode("ascii"), PEM_LINE_CHARACTERS))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"


def strip_armour(text: str, *, label: str) -> bytes:
    """Read the DER of a text that holds exactly one block with this label.

    Raises:
        InvalidKey: another label, text around the block, or broken base64.
    """
    lines = text.strip().splitlines()
    if not lines or lines[0] != f"-----BEGIN {label}-----" or lines[-1] != f"-----END {label}-----":
        raise InvalidKey(f"this is not a PEM block with the label {label}")
    try:
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except binascii.Error as error:
        raise InvalidKey("the PEM block is not base64") from error
