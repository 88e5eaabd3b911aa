"""What the framework itself costs: one plain Litestar route that answers the same head and bytes, and does nothing else.

The rest of the head is added in front of it, as our door does it: through the framework it would cost more.
"""

import os
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, Response, get

from tests.bench.raw_home import ANSWER, Answer

OF_THE_FRAMEWORK = ("content-type", "content-length")


def create_app() -> Any:
    """The application, with its answer in memory; nothing of ours stands in front of it or in it."""
    answer = msgspec.json.decode(Path(os.environ[ANSWER]).read_bytes(), type=Answer)
    head = [(name.encode(), value.encode()) for name, value in answer.headers if name not in OF_THE_FRAMEWORK]

    @get(["/api/v1/home", "/{path:path}"])
    async def plain(path: str = "") -> Response[bytes]:
        return Response(answer.body, media_type="application/json")

    inner = Litestar([plain], openapi_config=None, logging_config=None)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def with_head(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *head]
            await send(message)

        await inner(scope, receive, with_head if scope["type"] == "http" else send)

    return app
