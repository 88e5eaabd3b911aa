"""A person with a mini-app in hand: draws a screen, acts by its gesture, launches another mini-app."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from backend.identity.sessions.structs import Principal


@dataclass(frozen=True)
class Hand:
    """One signed-in person's phone."""

    phone: AsyncClient
    headers: dict[str, str]

    async def draw(self, app_id: str, screen: str = "home", **body: Any) -> Response:
        """Open a screen."""
        return await self.phone.post(f"/api/v1/mini-apps/{app_id}/screens/{screen}", json=body, headers=self.headers)

    async def gesture(self, app_id: str, screen: str = "home") -> str:
        """The gesture of a screen drawn now."""
        answer = await self.draw(app_id, screen)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["gesture"])

    async def act(self, app_id: str, action: str = "act", *, key: str | None = None, **body: Any) -> Response:
        """Take an action; `body` holds the data and the gesture, if there is one."""
        headers = self.headers | {"idempotency-key": key or str(uuid4())}
        return await self.phone.post(f"/api/v1/mini-apps/{app_id}/actions/{action}", json=body, headers=headers)

    async def principal(self) -> Principal:
        """Who the house takes this hand for."""
        me = (await self.phone.get("/api/v1/me", headers=self.headers)).json()
        devices = (await self.phone.get("/api/v1/me/devices", headers=self.headers)).json()["items"]
        session = next(device["id"] for device in devices if device["current"])
        return Principal(person_id=UUID(me["id"]), session_id=UUID(session), level=2, roles=frozenset())

    async def launch(self, app_id: str, *, key: str | None = None, **body: Any) -> Response:
        """Ask for an intent."""
        headers = self.headers | {"idempotency-key": key or str(uuid4())}
        return await self.phone.post(f"/api/v1/mini-apps/{app_id}/launches", json=body, headers=headers)


@pytest.fixture
def hand(client, sign_in):
    """Take the phone into a persona's hand."""

    async def taken(persona: str) -> Hand:
        return Hand(phone=client, headers=await sign_in(persona))

    return taken
