"""The yardstick of `http.home`: an ASGI callable that answers the same head and bytes, and does nothing else."""

import os
from pathlib import Path
from typing import Any

import msgspec

ANSWER = "BENCH_ANSWER"  # names the file that holds what ours answered


class Answer(msgspec.Struct):
    """What our home answered to somebody."""

    headers: list[tuple[str, str]]
    body: bytes


def create_app() -> Any:
    """The callable, with its answer in memory."""
    answer = msgspec.json.decode(Path(os.environ[ANSWER]).read_bytes(), type=Answer)
    head = [(name.encode(), value.encode()) for name, value in answer.headers]
    start = {"type": "http.response.start", "status": 200, "headers": head}
    body = {"type": "http.response.body", "body": answer.body, "more_body": False}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send(start)
        await send(body)

    return app
