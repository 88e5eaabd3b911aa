"""Calls of mini-apps without the sandbox: what a guest would ask is asked here, of the real broker and database."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.ids import new_id
from backend.core.room import Caller
from backend.demo.personas import BY_ID
from backend.host.broker.service import Dealings
from backend.host.registry import service as registry
from tests.host.conftest import take_back


class Refused(Exception):
    """What the guest is told instead of a value; `code` is the refusal's name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass
class Call:
    """One call of a mini-app: `ask` as the guest does, `keep` as the host does when the call ends well."""

    dealings: Dealings

    async def ask(self, capability: str, **payload) -> Any:
        return await self.say(capability, json.dumps(payload))

    async def say(self, capability: str, payload: str) -> Any:
        told = json.loads(await self.dealings.ask(capability, payload))
        if told["answer"] == "refused":
            raise Refused(told["code"], told["message"])
        return told["value"]

    async def refusal(self, capability: str, **payload) -> str:
        with pytest.raises(Refused) as refused:
            await self.ask(capability, **payload)
        return refused.value.code

    async def keep(self) -> None:
        async with database.transaction():
            await self.dealings.keep()


@pytest.fixture
async def release(client, write_package) -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Release a mini-app that is never run; its id."""
    made = []

    async def released(*capabilities: str, **wanted) -> str:
        async def not_compiled(_sources) -> str:
            return "nothing"

        folder = write_package("", capabilities=capabilities, **wanted)
        assert await registry.publish(folder, compile_sources=not_compiled, runtime="test")
        made.append(folder.name)
        return folder.name

    yield released
    await take_back(made)


@pytest.fixture
def call() -> Callable[..., Awaitable[Call]]:
    """Begin a call of a released mini-app for a persona; `attempt=None` as while a screen is drawn."""

    async def begun(app_id: str, persona: str = "student", *, attempt: str | None = "") -> Call:
        manifest = (await registry.find(app_id)).manifest
        caller = Caller(
            person_id=BY_ID[persona].person_id,
            app_id=app_id,
            sender="测试部门",
            call_id=new_id(),
            attempt=uuid4().hex if attempt == "" else attempt,
        )
        return Call(Dealings(caller=caller, manifest=manifest))

    return begun
