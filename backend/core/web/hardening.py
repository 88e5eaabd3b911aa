"""What a request may look like before anything of ours reads it: size, depth, readable characters.

The checks run on raw bytes, once, at the door, so that no type further in can be forgotten.
"""

import re

from backend.core.errors import TooLarge, Unreadable

BODY_MOST = 1024 * 1024  # forms and drafts
FILE_MOST = 8 * 1024 * 1024  # a photograph as the phone has shrunk it, or a scanned PDF of some pages
FILE_PATH = "/api/v1/files"  # the one place where a body is no text; the room behind it reads it itself
DEPTH_MOST = 64  # our deepest schema is a screen of depth 16; a parser's stack holds thousands
PATH_MOST = 2048
QUERY_MOST = 4096

# Written-out control characters: \u0000 reaches PostgreSQL as an error. Tab, line feed and return stay allowed.
ESCAPED_CONTROL = re.compile(
    rb"(?<!\\)(?:\\\\)*\\(?:u(?:00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])|20(?:2[a-eA-E])|206[6-9]))"
)
# The same as raw bytes, with the bidirectional overrides (U+202A..202E, U+2066..2069) that make text lie.
RAW_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
PERCENT_CONTROL = re.compile(rb"%(?:[01][0-9a-fA-F]|7[fF])")
STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def check_address(path: bytes, query: bytes) -> None:
    """Refuse addresses that no link of ours can have.

    Raises:
        Unreadable: control characters (also percent-encoded) or too long.
    """
    if len(path) > PATH_MOST or len(query) > QUERY_MOST:
        raise Unreadable(reason="address too long")
    address = path + b"?" + query
    if PERCENT_CONTROL.search(address) or RAW_CONTROL.search(address):
        raise Unreadable(reason="control characters in the address")


def check_body(body: bytes) -> None:
    """Refuse a JSON body that is too large, too deep, not UTF-8, or holds characters nobody can see.

    Raises:
        TooLarge, Unreadable
    """
    if len(body) > BODY_MOST:
        raise TooLarge(limit=BODY_MOST)
    if body.count(b"[") + body.count(b"{") > DEPTH_MOST and _depth(body) > DEPTH_MOST:
        raise Unreadable(reason=f"nested deeper than {DEPTH_MOST}")
    if RAW_CONTROL.search(body) or ESCAPED_CONTROL.search(body):
        raise Unreadable(reason="control characters")
    if not body.isascii():
        _check_utf8(body)


def _check_utf8(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(reason="not UTF-8") from error


def _depth(body: bytes) -> int:
    deepest = depth = 0
    for found in STRUCTURE.finditer(body):
        token = found[0][:1]
        if token in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in b"]}":
            depth -= 1
    return deepest
