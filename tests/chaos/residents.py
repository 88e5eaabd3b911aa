"""Residents who write through HTTP while servers die under them, and the journals in which they keep what they did.

A resident writes down what is about to be done before sending it, and what was answered after: the journal is what the
database is held against at the end. A write is repeated with the same Idempotency-Key until it is answered.
"""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from backend.core.ground import ground
from backend.core.structs import now
from backend.host.runs import gestures
from backend.identity.sessions.structs import Principal

APP = "heating_subsidy"
CONSENT = {
    "recipient": APP,
    "purpose": "heating-subsidy-application",
    "fields": ["name", "idNumber", "regionName", "phone"],
    "textVersion": "1",
}
APPLICATION = {"data": {"area": 80, "heating": "coal", "household": "low-income", "agreed": True}}
ANSWER_SECONDS = 3.0  # then the phone asks again
GIVE_UP_SECONDS = 30.0  # a write that is not acknowledged by then fails the test
PAUSE_SECONDS = 0.05  # between the tries of one write
THINK_SECONDS = 0.02  # between two writes of one client


class GivenUp(Exception):
    """A write was refused for good, or not acknowledged in time."""


@dataclass(frozen=True)
class Resident:
    """Somebody with a session."""

    person_id: UUID
    session_id: UUID
    access_token: str
    refresh_token: str

    def form(self) -> str:
        """The gesture of the form as drawn before the first application: a phone keeps a page open, and sends again."""
        me = Principal(person_id=self.person_id, session_id=self.session_id, level=2, roles=frozenset())
        offers = [gestures.action_offer("submit")]
        return gestures.minted(ground().keyring, person=me, app=APP, screen="apply", offers=offers, at=now())


@dataclass(frozen=True)
class Acknowledged:
    """A write that was answered; times are of the monotonic clock, `sent` is that of the try that was answered."""

    kind: str
    key: str
    person_id: UUID
    began: float
    sent: float
    ended: float
    answer: Any


@dataclass
class Client:
    """One phone after another in the same hand; its journal outlives it."""

    http: httpx.AsyncClient
    journal: Path
    residents: list[Resident]
    acknowledged: list[Acknowledged] = field(default_factory=list)
    intended: int = 0
    retries: Counter[str] = field(default_factory=Counter)
    tokens: dict[UUID, tuple[str, str]] = field(default_factory=dict)

    async def live(self, stop: asyncio.Event) -> None:
        """Live the lives of its residents, over and over, until told to stop; what is under way is finished."""
        while not stop.is_set():
            for resident in self.residents:
                await self._one_day(resident)
                if stop.is_set():
                    return

    async def _one_day(self, resident: Resident) -> None:
        """Consent, apply, read the receipt's message, withdraw."""
        consent = await self._write("give", resident, "POST", "/api/v1/me/consents", CONSENT)
        tap = APPLICATION | {"gesture": resident.form()}
        taken = await self._write("submit", resident, "POST", f"/api/v1/mini-apps/{APP}/actions/submit", tap)
        if receipt := taken.get("receipt"):
            await self._write("read", resident, "POST", f"/api/v1/messages/{receipt['messageId']}/read", None)
        await self._write("withdraw", resident, "DELETE", f"/api/v1/me/consents/{consent['id']}", None)

    async def _write(self, kind: str, resident: Resident, method: str, path: str, body: Any) -> Any:
        """Do one write: intent, tries with one key, acknowledgement."""
        key, began = str(uuid4()), time.monotonic()
        self._note(intent=kind, key=key, person=str(resident.person_id), path=path)
        self.intended += 1
        while time.monotonic() - began < GIVE_UP_SECONDS:
            sent = time.monotonic()
            answer = await self._try(resident, method, path, body, key)
            if answer is not None and answer.is_success:
                said = answer.json() if answer.content else None
                self._note(acknowledged=kind, key=key, status=answer.status_code, answer=said)
                done = Acknowledged(kind, key, resident.person_id, began, sent, time.monotonic(), said)
                self.acknowledged.append(done)
                await asyncio.sleep(THINK_SECONDS)
                return said
            await self._make_sense_of(answer, resident, kind)
            await asyncio.sleep(PAUSE_SECONDS)
        raise GivenUp(f"{kind} {path} was not acknowledged within {GIVE_UP_SECONDS} s: {self.retries}")

    async def _try(self, resident: Resident, method: str, path: str, body: Any, key: str) -> httpx.Response | None:
        access, _ = self.tokens.get(resident.person_id, (resident.access_token, ""))
        headers = {"authorization": f"Bearer {access}", "idempotency-key": key}
        try:
            return await self.http.request(method, path, json=body, headers=headers, timeout=ANSWER_SECONDS)
        except httpx.TransportError as error:
            self.retries[type(error).__name__] += 1
            return None

    async def _make_sense_of(self, answer: httpx.Response | None, resident: Resident, kind: str) -> None:
        """Go on when it was nobody's fault; refresh when the token is old; anything else is a defect."""
        if answer is None:
            return
        problem = answer.json()
        self.retries[f"{kind} {answer.status_code} {problem['code']}"] += 1
        if problem["code"] == "identity.token-expired":
            await self._refresh(resident)
        elif answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            raise GivenUp(f"{kind} was refused: {answer.status_code} {answer.text}")

    async def _refresh(self, resident: Resident) -> None:
        _, token = self.tokens.get(resident.person_id, ("", resident.refresh_token))
        headers = {"idempotency-key": f"refresh-{token[:20]}"}
        try:
            answer = await self.http.post(
                "/api/v1/auth/refresh", json={"refreshToken": token}, headers=headers, timeout=ANSWER_SECONDS
            )
        except httpx.TransportError:
            return
        if answer.is_success:
            fresh = answer.json()
            self.tokens[resident.person_id] = (fresh["accessToken"], fresh["refreshToken"])

    def _note(self, **what: object) -> None:
        with self.journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps({"at": time.time(), **what}, ensure_ascii=False) + "\n")
