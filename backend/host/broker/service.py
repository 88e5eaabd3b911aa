"""One call's dealings with the house: every capability request is judged here, every promised write kept here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec

from backend.core import database
from backend.core.errors import Refusal, Unagreed
from backend.core.logs import logger
from backend.core.room import Caller, Capability, Disclosed
from backend.host.broker import payloads, quotas
from backend.host.broker.consent_sheet import consent_needed, declared
from backend.host.broker.errors import ChangedByOthers, ConsentNeeded, LevelTooLow, NotGranted, TooManyWrites
from backend.identity.consents import service as consents
from backend.identity.consents.errors import ConsentFields, ConsentMissing
from plugin_sdk.contract.host_call import Granted, HostAnswer, Refused
from plugin_sdk.contract.limits import WRITES
from plugin_sdk.contract.manifest import Manifest

log = logger(__name__)

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
        except ConsentNeeded:
            raise
        except Unagreed as unagreed:
            raise ConsentNeeded(**unagreed.params) from unagreed
        except Refusal as refusal:
            log.info("capability.refused", app_id=self.caller.app_id, capability=capability, code=refusal.code)
            return _told(Refused(code=refusal.code, message=refusal.en.format_map(dict(refusal.params))))

    async def keep(self) -> None:
        """Do everything that was promised, in order, inside the caller's transaction.

        A consent that was taken back since the promise stops it: the person is asked again.

        Raises:
            ConsentNeeded
            Changed: another call was in the way; the run must be repeated.
            QuotaUsed, BookingsFull: another call of the same person has used up what was left when this one asked.
        """
        try:
            for capability, request, answer in self.promises:
                if capability.apply is not None:
                    if capability.discloses is not None:
                        await self._require_consent(capability.discloses(request))
                    await quotas.use(self.caller, self.manifest, capability.name)
                    await capability.apply(self.caller, request, answer)
        except asyncpg.DeadlockDetectedError as error:  # two calls change the same things in another order
            raise ChangedByOthers from error

    async def _carry_out(self, name: str, payload: str) -> msgspec.Struct:
        capability = _offered.get(name)
        if capability is None or not self.manifest.wants(name):
            raise NotGranted(capability=name[:80])
        request = payloads.read(capability, payload)
        if self.caller.level < capability.least_level:
            raise LevelTooLow(needed=capability.least_level)
        if capability.discloses is None:
            return await self._answer(capability, request)
        return await self._disclose(capability, request, capability.discloses(request))

    async def _disclose(self, capability: Capability, request: msgspec.Struct, told: Disclosed) -> msgspec.Struct:
        """Let the room answer under the consent, which nobody can withdraw in between."""
        async with database.transaction():
            await self._require_consent(told)
            answer = await self._answer(capability, request)
        self.caller.disclosed.setdefault(told.purpose, []).extend(told.fields)
        return answer

    async def _require_consent(self, told: Disclosed) -> None:
        """Hold the person's consent until the transaction ends."""
        purpose = declared(self.manifest, told)
        try:
            await consents.require(
                person_id=self.caller.person_id,
                recipient=self.caller.app_id,
                purpose=told.purpose,
                fields=told.fields,
            )
        except (ConsentMissing, ConsentFields) as missing:
            raise consent_needed(self.manifest, self.caller, purpose) from missing

    async def _answer(self, capability: Capability, request: msgspec.Struct) -> msgspec.Struct:
        if capability.apply is not None:
            return await self._promise(capability, request)
        await quotas.use(self.caller, self.manifest, capability.name)
        return await capability.answer(self.caller, request)

    async def _promise(self, capability: Capability, request: msgspec.Struct) -> msgspec.Struct:
        if len(self.promises) >= WRITES:
            raise TooManyWrites(limit=WRITES)
        promised = [one.name for one, _, _ in self.promises]
        await quotas.require_left(self.caller, self.manifest, capability.name, promised=promised)
        answer = await capability.answer(self.caller, request)
        if capability.promises(answer):
            self.promises.append((capability, request, answer))
        return answer


def _told(answer: HostAnswer) -> str:
    return msgspec.json.encode(answer).decode()
