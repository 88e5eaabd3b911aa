"""One call's dealings with the platform, played here by the product's rules: granted, readable, within budget.

Everything that would be written goes into a copy of what is kept; whoever runs the call decides whether it stays.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.capabilities.cases import CASES_FIELD, CaseStatus, CaseSubmit
from plugin_sdk.contract.capabilities.messages import MessageSend
from plugin_sdk.contract.capabilities.person import PersonRead
from plugin_sdk.contract.capabilities.store import StoreGet, StorePut
from plugin_sdk.contract.host_call import Granted, HostAnswer
from plugin_sdk.contract.host_call import Refused as Told
from plugin_sdk.contract.limits import HOST_CALL_PAYLOAD_BYTES, HOST_CALLS, WRITES
from plugin_sdk.contract.manifest import Manifest
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.tools.simulator import quotas, shared_rooms
from plugin_sdk.tools.simulator.consents import Consents
from plugin_sdk.tools.simulator.kept import Kept
from plugin_sdk.tools.simulator.personas import Persona, source_of
from plugin_sdk.tools.simulator.refusals import EndsCall, Refused

SUBJECT_CHARACTERS = 26


class Asked(Struct, kw_only=True):
    """One capability call for the author's eyes; `answer` is empty when it ended the call."""

    capability: str
    payload: Any
    answer: dict[str, Any] = field(default_factory=dict)


class MockHost:
    """Answers the capability calls of one screen or action of one persona."""

    def __init__(
        self,
        *,
        manifest: Manifest,
        persona: Persona,
        kind: Literal["screen", "action"],
        kept: Kept,
        read_uses: quotas.Uses,
        consents: Consents,
        now: datetime,
        mocks: Path,
    ) -> None:
        self.kept = kept
        self.asked: list[Asked] = []
        self.ended: EndsCall | None = None
        self._manifest = manifest
        self._persona = persona
        self._kind = kind
        self._read_uses = read_uses
        self._consents = consents
        self._now = now
        self._mocks = mocks
        self._writes = 0

    def ask(self, capability: str, payload: str) -> str:
        """Answer one capability request in JSON; refusals are answers, too, so that the author's code can react.

        Raises:
            EndsCall: consent is needed, or the budget of one call is spent.

        """
        note = Asked(capability=capability[:100], payload=_plain(payload))
        self.asked.append(note)
        try:
            self._require_budget(capability, payload)
            answer: HostAnswer = Granted(value=self._carry_out(capability, payload))
        except EndsCall as end:
            self.ended = end
            raise
        except Refused as refused:
            answer = Told(code=refused.code, message=refused.words.en[:1_000])
        except CapabilityRefused as refused:  # by the fake of a room
            answer = Told(code=refused.code, message=refused.message[:1_000])
        note.answer = msgspec.to_builtins(answer)
        return msgspec.json.encode(answer).decode()

    def _require_budget(self, capability: str, payload: str) -> None:
        if len(self.asked) > HOST_CALLS or len(f"{capability}\n{payload}".encode()) > HOST_CALL_PAYLOAD_BYTES:
            raise EndsCall("host.too-many-host-calls")

    def _carry_out(self, name: str, payload: str) -> Any:
        contract = CAPABILITIES.get(name)
        if contract is None or not self._manifest.wants(name):
            raise Refused("host.not-granted", capability=name[:80])
        request = _decoded(contract, payload)
        if contract.writes and self._writes >= WRITES:
            raise Refused("host.too-many-writes", limit=WRITES)
        uses = self.kept.uses if contract.writes else self._read_uses
        quotas.use(uses, self._manifest, name, persona=self._persona.id, at=self._now.timestamp())
        answer = self._answer(name, request)
        self._writes += contract.writes
        return answer

    def _answer(self, name: str, request: CapabilityRequest) -> Any:
        match request:
            case PersonRead():
                return self._read_person(request)
            case StoreGet():
                return {"value": self._stored.get(request.key)}
            case StorePut():
                return {"value": self._put(request)}
            case MessageSend():
                return {"messageId": self._send(request)}
        if isinstance(request, CaseSubmit | CaseStatus):
            self._require_consent(request.purpose, [CASES_FIELD])
        if name == "person.subject":
            return {"subject": self._subject()}
        return self._ask_shared(name, request)

    def _ask_shared(self, name: str, request: CapabilityRequest) -> Any:
        answer = shared_rooms.answer(
            name,
            msgspec.to_builtins(request),
            rooms=self.kept.shared,
            manifest=self._manifest,
            persona=self._persona.id,
            now=self._now,
            drawing=self._kind == "screen",
            mocks=self._mocks,
        )
        for persona, title, body in shared_rooms.take_messages(self.kept.shared):
            self._deliver(persona, title=title, body=body, facts=[])
        return answer

    @property
    def _stored(self) -> dict[str, Any]:
        return self.kept.stored.setdefault(self._persona.id, {})

    def _read_person(self, wanted: PersonRead) -> dict[str, Any]:
        self._require_consent(wanted.purpose, wanted.fields)
        values = {name: self._persona.value(name) for name in wanted.fields}
        return {"values": values, "sources": {name: source_of(name) for name in wanted.fields}}

    def _require_consent(self, purpose: str, fields: Sequence[str]) -> None:
        self._consents.require(self._persona.id, self._manifest, purpose_id=purpose, fields=fields, at=self._now)

    def _put(self, request: StorePut) -> Any:
        stored = self._stored
        if request.if_absent and stored.get(request.key) is not None:
            return stored[request.key]
        limit = quotas.keys_most(self._manifest)
        if request.key not in stored and len(stored) >= limit:
            raise Refused("host.store-full", limit=limit)
        stored[request.key] = request.value
        return request.value

    def _send(self, request: MessageSend) -> str:
        facts = msgspec.to_builtins(request.facts)
        return self._deliver(self._persona.id, title=request.title, body=request.body, facts=facts)

    def _deliver(self, persona: str, *, title: str, body: str, facts: list[Any]) -> str:
        inbox = self.kept.inbox.setdefault(persona, [])
        message_id = f"message-{len(inbox) + 1}"
        message = {
            "id": message_id,
            "at": self._now.isoformat(),
            "sender": self._manifest.gkb.department.name,
            "title": title,
            "body": body,
            "facts": facts,
        }
        inbox.insert(0, message)
        return message_id

    def _subject(self) -> str:
        """The same at every call and another in every mini-app, as in the product."""
        made = hashlib.sha256(f"simulator\0{self._manifest.app_id}\0{self._persona.id}".encode()).hexdigest()
        return made[:SUBJECT_CHARACTERS]


def _decoded(contract: type[CapabilityRequest], payload: str) -> CapabilityRequest:
    try:
        return msgspec.json.decode(payload, type=contract)
    except msgspec.MsgspecError as error:
        raise Refused("host.payload-refused", reason=str(error)[:300]) from error


def _plain(payload: str) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload
