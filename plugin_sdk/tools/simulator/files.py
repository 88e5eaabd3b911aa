"""Takes a file as the product does and remembers its description only: what it holds is nobody's business here."""

import uuid
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs, unquote

from plugin_sdk.tools.simulator.http import Request
from plugin_sdk.tools.simulator.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
NAME_CHARACTERS = 200


def take(request: Request) -> dict[str, Any]:
    """The description of a file that was sent alone or as the first file of a form.

    Raises:
        Refused: `core.too-large`, or `core.unreadable` when there is no file in it.

    """
    kind = request.headers.get("content-type", "application/octet-stream")
    if kind.startswith("multipart/"):
        name, media_type, content = _of_form(kind, request.body)
    else:
        named = request.headers.get("x-file-name") or parse_qs(request.query).get("name", ["file"])[0]
        name, media_type, content = unquote(named), kind.partition(";")[0], request.body
    if not content:
        raise Refused("core.unreadable", reason="no file")
    if len(content) > MOST_BYTES:
        raise Refused("core.too-large", limit=MOST_BYTES)
    return {
        "id": str(uuid.uuid4()),
        "name": name[:NAME_CHARACTERS],
        "mediaType": media_type,
        "bytes": len(content),
    }


def _of_form(kind: str, body: bytes) -> tuple[str, str, bytes]:
    form = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode("latin-1") + body)
    for part in form.walk():
        name = part.get_filename()
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            return name, part.get_content_type(), content
    raise Refused("core.unreadable", reason="no file in the form")
