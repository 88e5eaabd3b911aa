"""One call's dealings with the house: every capability request is judged here, every promised write kept here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from backend.core.errors import Param, Refusal
from backend.core.logs import logger
from backend.core.room import Caller, Capability
from backend.host.broker.errors import ConsentNeeded, NotGranted, PayloadRefused, TooManyWrites
from backend.identity.consents.errors import ConsentFields, ConsentMissing
from plugin_sdk.contract.capabilities.person import PersonRead
from plugin_sdk.contract.host_call import Granted, HostAnswer, Refused
from plugin_sdk.contract.limits import WRITES
from plugin_sdk.contract.manifest import Manifest, Purpose

log = logger(__name__)
FIELD_LABELS = {
    "name": "姓名",
    "idNumber": "身份证号码",
    "phone": "手机号码",
    "regionCode": "所在地区代码",
    "regionName": "所在地区",
    "birthDate": "出生日期",
    "gender": "性别",
}

_offered: dict[str, Capability] = {}


def offer(capabilities: Iterable[Capability]) -> None:
    """Make the rooms' capabilities known; called once by the composition root."""
    _offered.clear()
    _offered.update({one.name: one for one in capabilities})


@dataclass
class Dealings:
    """What one call asks, is told, and has promised."""

    caller: Caller
    manifest: Manifest
    promises: list[tuple[Capability, Any, msgspec.Struct]] = field(default_factory=list)

    async def ask(self, capability: str, payload: str) -> str:
        """Answer one capability request as JSON; refusals are answers too, so that the author's code can react.

        Raises:
            ConsentNeeded: the person must agree first; this ends the call, so no author can talk past it.
        """
        try:
            return _told(Granted(value=await self._carry_out(capability, payload)))
        except (ConsentMissing, ConsentFields) as missing:
            raise _consent_needed(self.manifest, self.caller, payload) from missing
        except Refusal as refusal:
            log.info("capability.refused", app_id=self.caller.app_id, capability=capability, code=refusal.code)
            return _told(Refused(code=refusal.code, message=refusal.en.format_map(dict(refusal.params))))

    async def keep(self) -> None:
        """Do everything that was promised, in order, inside the caller's transaction."""
        for capability, request, answer in self.promises:
            if capability.apply is not None:
                await capability.apply(self.caller, request, answer)

    async def _carry_out(self, name: str, payload: str) -> msgspec.Struct:
        capability = _offered.get(name)
        if capability is None or not self.manifest.wants(name):
            raise NotGranted(capability=name[:80])
        request = _decoded(capability, payload)
        if capability.apply is not None and len(self.promises) >= WRITES:
            raise TooManyWrites(limit=WRITES)
        answer = await capability.answer(self.caller, request)
        if capability.apply is not None:
            self.promises.append((capability, request, answer))
        return answer


def _decoded(capability: Capability, payload: str) -> msgspec.Struct:
    try:
        return msgspec.json.decode(payload, type=capability.payload)
    except msgspec.MsgspecError as error:
        raise PayloadRefused(reason=str(error)[:300]) from error


def _told(answer: HostAnswer) -> str:
    return msgspec.json.encode(answer).decode()


def _consent_needed(manifest: Manifest, caller: Caller, payload: str) -> Refusal:
    """What the person must agree to first. The payload was decoded before, so its purpose can be read."""
    wanted = msgspec.json.decode(payload, type=PersonRead)
    purpose = manifest.purpose(wanted.purpose)
    if purpose is None or not set(wanted.fields) <= set(purpose.fields):
        return PayloadRefused(reason=f"the manifest has no purpose {wanted.purpose} with these fields")
    return ConsentNeeded(consent=_sheet(manifest, caller, purpose))


def _sheet(manifest: Manifest, caller: Caller, purpose: Purpose) -> dict[str, Param]:
    """Everything the consent sheet shows; the department's name is the registered one."""
    return {
        "recipient": manifest.app_id,
        "recipientName": f"{manifest.name} · {caller.sender}",
        "purpose": purpose.id,
        "purposeText": {"zh": purpose.text.zh, "en": purpose.text.en},
        "fields": [{"name": name, "label": FIELD_LABELS.get(name, name)} for name in purpose.fields],
        "legalBasis": purpose.legal_basis,
        "textVersion": purpose.text_version,
        "termDays": purpose.term_days,
    }
