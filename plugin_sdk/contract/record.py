"""One call on record: everything that went into it and came out, so that it can be played again anywhere.

A call is a pure function of its request and the host's answers. `Recorder` notes a call while it runs, `replay` plays
a record on any runner. A record holds what people typed: `masking.masked` it before it leaves the platform.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from plugin_sdk.contract import limits
from plugin_sdk.contract.answer import Answer
from plugin_sdk.contract.request import CallRequest

HostCall = Callable[[str, str], str]
"""`host_call(capability, payload)`: JSON in, JSON out, as the guest sees it."""

OnHostCall = Callable[[str, str], Awaitable[str]]
"""The same as the platform answers it; what it raises ends the call."""

RunCall = Callable[[str, str, HostCall], str]
"""`run(package, request_json, host_call)`: any runner of packages; answers with the JSON of an `Answer`."""

_ANSWER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Answer)


class CallFigures(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What one call cost. `fuel` and `memory_bytes` are None when its process was killed before it could say.

    `milliseconds` is wall time with the host's answers; `memory_bytes` the largest linear memory of the instance;
    `ready`: its interpreter was made ahead of time; `preloaded`: with the package already in it.
    """

    milliseconds: Annotated[float, Meta(ge=0)]
    fuel: Annotated[int, Meta(ge=0)] | None = None
    memory_bytes: Annotated[int, Meta(ge=0)] | None = None
    host_calls: Annotated[int, Meta(ge=0)] = 0
    ready: bool = False
    preloaded: bool = False


class HostCallRecord(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One thing that the guest asked. `answer` is the decoded `HostAnswer`, or None when the host ended the call.

    `payload` is the decoded JSON, or the text itself when it was none.
    """

    capability: Annotated[str, Meta(max_length=limits.HOST_CALL_PAYLOAD_BYTES)]
    payload: Any
    answer: Any = None


class CallRecord(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A whole call. `answer` is what the guest answered, its own exception included, as plain JSON values.

    `failure` is the code of the refusal that came out of the call, empty when all went well; a call that was stopped
    has a failure and no answer. `package_digest` is the SHA-256 in hex of the package's line.
    """

    package_digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
    request: CallRequest
    host_calls: Annotated[list[HostCallRecord], Meta(max_length=limits.HOST_CALLS + 1)] = []
    answer: dict[str, Any] | None = None
    failure: Annotated[str, Meta(max_length=100)] = ""
    figures: CallFigures | None = None


class Recorder:
    """Notes the host calls of one call. Put `around` (or `around_sync`) between the runner and the host."""

    def __init__(self) -> None:
        self.host_calls: list[HostCallRecord] = []

    def around(self, on_host_call: OnHostCall) -> OnHostCall:
        """The same host, with every call noted; one that raises is noted without an answer."""

        async def noted(capability: str, payload: str) -> str:
            place = self._ask(capability, payload)
            answer = await on_host_call(capability, payload)
            self._answer(place, answer)
            return answer

        return noted

    def around_sync(self, host_call: HostCall) -> HostCall:
        """As `around`, for runners in this process."""

        def noted(capability: str, payload: str) -> str:
            place = self._ask(capability, payload)
            answer = host_call(capability, payload)
            self._answer(place, answer)
            return answer

        return noted

    def record(
        self,
        *,
        package_digest: str,
        request: CallRequest,
        answer: Answer | None = None,
        failure: str = "",
        figures: CallFigures | None = None,
    ) -> CallRecord:
        """The call as it ended; `answer` may be a `GuestError`."""
        return CallRecord(
            package_digest=package_digest,
            request=request,
            host_calls=list(self.host_calls),
            answer=None if answer is None else msgspec.to_builtins(answer),
            failure=failure,
            figures=figures,
        )

    def _ask(self, capability: str, payload: str) -> int:
        if len(self.host_calls) <= limits.HOST_CALLS:  # a flood ends there, and so does what is kept of it
            self.host_calls.append(HostCallRecord(capability=capability, payload=_decoded(payload)))
        return len(self.host_calls) - 1

    def _answer(self, place: int, answer: str) -> None:
        asked = self.host_calls[place]
        self.host_calls[place] = msgspec.structs.replace(asked, answer=_decoded(answer))


class Replayed(Struct, frozen=True, kw_only=True):
    """How a record played: `same` when the end is the recorded one.

    `drift` names the first host call that differed from the record and how, empty when none did.
    """

    answer: dict[str, Any] | None
    same: bool
    drift: str = ""


class EndedByHost(BaseException):
    """The recorded host ended the call here. No Exception, so that an author's `except Exception` lets it pass."""


def replay(record: CallRecord, package: str, *, run: RunCall) -> Replayed:
    """Play the record on a runner: its request, with the recorded answers of the host in their order.

    A guest that asks for something else than on record is refused with `replay.drifted`; it ends as it ends.
    """
    tape = _Tape(record.host_calls)
    try:
        answer = plain_answer(run(package, msgspec.json.encode(record.request).decode(), tape.answer))
    except EndedByHost:
        answer = None
    drift = tape.drift or tape.rest()
    return Replayed(answer=answer, same=not drift and answer == record.answer, drift=drift)


def plain_answer(answer: str) -> dict[str, Any]:
    """A guest's answer as records keep it: plain values, with the contract's defaults filled in where it holds.

    Raises:
        msgspec.DecodeError: no JSON object at all.

    """
    try:
        plain: dict[str, Any] = msgspec.to_builtins(_ANSWER.decode(answer))
    except msgspec.ValidationError:
        plain = msgspec.json.decode(answer, type=dict[str, Any])
    return plain


class _Tape:
    """The host of a replay."""

    def __init__(self, host_calls: list[HostCallRecord]) -> None:
        self._host_calls = host_calls
        self._played = 0
        self.drift = ""

    def answer(self, capability: str, payload: str) -> str:
        number, self._played = self._played + 1, self._played + 1
        kept = self._host_calls[number - 1] if number <= len(self._host_calls) else None
        if kept is None or (kept.capability, kept.payload) != (capability, _decoded(payload)):
            recorded = f"{kept.capability} {msgspec.json.encode(kept.payload).decode()}" if kept else "nothing"
            self.drift = self.drift or f"host call {number}: asked {capability} {payload}; on record: {recorded}"
            return '{"answer":"refused","code":"replay.drifted","message":"not on record"}'
        if kept.answer is None:
            raise EndedByHost
        return msgspec.json.encode(kept.answer).decode()

    def rest(self) -> str:
        """What stands on the record and was not asked."""
        if self._played >= len(self._host_calls):
            return ""
        missing = self._host_calls[self._played]
        return f"host call {self._played + 1}: not asked; on record: {missing.capability}"


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):  # whatever a guest may send
        return text
