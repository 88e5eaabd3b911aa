"""Reading what a guest answered: size, depth and shape are checked before anybody believes a word."""

import re
from typing import Literal

import msgspec

from backend.core.errors import Refusal
from backend.host.sandbox import errors
from plugin_sdk.contract import limits
from plugin_sdk.contract.answer import ActionTaken, Answer, CompileAnswer, GuestError, PackageCompiled, ScreenDrawn
from plugin_sdk.contract.disguise import disguise_in
from plugin_sdk.contract.screen import Screen, ScreenTooComplex, ScreenUnsound, require_sound

JSON_DEPTH = limits.SCREEN_DEPTH + 4
"""A screen inside an action's answer inside its envelope."""

_ANSWER: msgspec.json.Decoder[ScreenDrawn | ActionTaken | GuestError] = msgspec.json.Decoder(Answer)
_COMPILED: msgspec.json.Decoder[PackageCompiled | GuestError] = msgspec.json.Decoder(CompileAnswer)
_BRACKETS_AND_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]')

NAMED: dict[str, type[Refusal]] = {"MemoryError": errors.OutOfMemory, "OutputTooLarge": errors.OutputTooLarge}
"""Exceptions of the guest that are really limits."""


def read_answer(content: bytes, kind: Literal["screen", "action"]) -> ScreenDrawn | ActionTaken:
    """The answer of a call.

    Raises:
        GuestFailed, OutOfMemory, OutputTooLarge: the guest says so itself.
        AnswerMalformed: wrong shape, too deep, too many nodes, or not what was asked.

    """
    if len(content) > limits.OUTPUT_BYTES:
        raise errors.OutputTooLarge(detail=f"{len(content)} bytes")
    _require_shallow(content)
    try:
        answer = _ANSWER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise errors.AnswerMalformed(reason=str(wrong)) from wrong
    if isinstance(answer, GuestError):
        raise _as_refusal(answer)
    disguise = disguise_in(answer.screen if isinstance(answer, ScreenDrawn) else answer.action, content)
    if disguise:
        raise errors.AnswerMalformed(reason=f"a text for people holds {disguise}")
    screen = answer.screen if isinstance(answer, ScreenDrawn) else answer.action.screen
    _require_sound(screen)
    if isinstance(answer, ScreenDrawn) is not (kind == "screen"):
        raise errors.AnswerMalformed(reason=f"asked for {kind}, got something else")
    return answer


def read_compiled(content: bytes) -> PackageCompiled:
    """The package that was compiled.

    Raises:
        GuestFailed: a syntax error, with file and line.
        AnswerMalformed: wrong shape.

    """
    try:
        answer = _COMPILED.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise errors.AnswerMalformed(reason=str(wrong)) from wrong
    if isinstance(answer, GuestError):
        raise _as_refusal(answer)
    if "\n" in answer.package or not answer.package.startswith("{"):
        raise errors.AnswerMalformed(reason="a package is one line of JSON")
    return answer


def _as_refusal(error: GuestError) -> Refusal:
    refusal = NAMED.get(error.type, errors.GuestFailed)
    return refusal(type=error.type, message=error.message, file=error.file, line=error.line, log="\n".join(error.log))


def _require_sound(screen: Screen | None) -> None:
    if screen is None:
        return
    try:
        require_sound(screen)
    except (ScreenTooComplex, ScreenUnsound) as wrong:
        raise errors.AnswerMalformed(reason=str(wrong)) from wrong


def _require_shallow(content: bytes) -> None:
    """Decoding deep JSON takes stack; threads with small stacks die of it, so depth is measured first."""
    if content.count(b"[") + content.count(b"{") <= JSON_DEPTH:
        return
    depth = 0
    for found in _BRACKETS_AND_STRINGS.finditer(content):
        first = found[0][:1]
        depth += first in b"[{"
        depth -= first in b"]}"
        if depth > JSON_DEPTH:
            raise errors.AnswerMalformed(reason=f"nested deeper than {JSON_DEPTH}")
