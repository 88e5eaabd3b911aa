"""What routes answer with: JSON as bytes with few headers, sent in two steps.

The framework's own response is made for cookies, background tasks, templates and foreign types; making it took a
quarter of a plain route's time. What this one does not know it leaves to that one.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import msgspec
from litestar import Response
from litestar.datastructures import Cookie
from litestar.serialization import default_serializer
from litestar.types import ASGIApp, Receive, Scope, Send

from backend.core.ready import of_json

T = TypeVar("T")
JSON: Final = "application/json"
WITHOUT_BODY: Final = frozenset({204, 304})
_encoder: Final = msgspec.json.Encoder(enc_hook=default_serializer)


class Answer(Response[T]):
    """An answer in JSON, or bytes that are JSON already; `Litestar(response_class=Answer)`."""

    def __init__(
        self,
        content: T,
        *,
        status_code: int | None = None,
        headers: Mapping[str, str] | None = None,
        media_type: Any = None,
        type_encoders: Any = None,
        **more: Any,
    ) -> None:
        """As the framework's own; encoders are for types that are not ours."""
        if more and any(more.values()):
            super().__init__(
                content, status_code=status_code, headers=headers, media_type=media_type, type_encoders=type_encoders,
                **more,
            )  # fmt: skip
            return
        self.content, self.status_code, self.media_type = content, status_code, media_type
        self.headers = dict(headers) if headers else {}
        self.background, self.cookies, self.encoding, self.response_type_encoders = None, [], "utf-8", {}

    def to_asgi_response(
        self,
        app: Any,
        request: Any,
        *,
        background: Any = None,
        cookies: Iterable[Cookie] | None = None,
        headers: Mapping[str, str] | None = None,
        media_type: Any = None,
        status_code: int | None = None,
        type_encoders: Any = None,
        **more: Any,
    ) -> Any:
        """As the framework asks for it."""
        media = self.media_type or media_type or JSON
        special = self.cookies or cookies or self.background or background or (more and any(more.values()))
        if media != JSON or special or isinstance(self.content, str):
            return super().to_asgi_response(
                app, request, background=background, cookies=cookies, headers=dict(headers or {}),
                media_type=media_type, status_code=status_code, type_encoders=type_encoders, **more,
            )  # fmt: skip
        return sent(
            self.status_code or status_code or 200,
            self.content,
            headers={**headers, **self.headers} if headers else self.headers,
        )


def sent(status: int, content: object, *, headers: Mapping[str, str]) -> ASGIApp:
    """The answer on its way; statuses that have no body get none."""
    body = b"" if status in WITHOUT_BODY else content if isinstance(content, bytes) else _encoder.encode(content)
    head = [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers.items()]
    if status not in WITHOUT_BODY:
        head += of_json(body)

    async def send_it(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    return send_it
