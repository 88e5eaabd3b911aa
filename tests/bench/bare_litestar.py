"""What the framework itself costs: one plain Litestar route that answers the same head and bytes, and does nothing else."""

import os
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, Response, get

from tests.bench.raw_home import ANSWER, Answer


def create_app() -> Any:
    """The application, with its answer in memory; nothing of ours stands in front of it or in it."""
    answer = msgspec.json.decode(Path(os.environ[ANSWER]).read_bytes(), type=Answer)
    head = {name: value for name, value in answer.headers if name not in {"content-type", "content-length"}}

    @get(["/api/v1/home", "/{path:path}"])
    async def plain(path: str = "") -> Response[bytes]:
        return Response(answer.body, headers=head, media_type="application/json")

    return Litestar([plain], openapi_config=None, logging_config=None)
