"""Reading what a guest answered: size, shape and soundness, judged as the product judges them."""

from typing import Literal

import msgspec

from plugin_sdk.contract import limits
from plugin_sdk.contract.answer import ActionTaken, Answer, GuestError, ScreenDrawn
from plugin_sdk.contract.screen import ScreenTooComplex, ScreenUnsound, require_sound
from plugin_sdk.tools.simulator.refusals import Refused

NAMED = {"MemoryError": "host.out-of-memory", "OutputTooLarge": "host.output-too-large"}
"""Exceptions of the guest that are really limits."""

_ANSWER: msgspec.json.Decoder[ScreenDrawn | ActionTaken | GuestError] = msgspec.json.Decoder(Answer)


def decoded(text: str) -> ScreenDrawn | ActionTaken | GuestError:
    """The guest's answer by the contract; the author's own exception is an answer, too.

    Raises:
        Refused: `host.output-too-large`, or `host.answer-malformed` with the place in `reason`.

    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.OUTPUT_BYTES:
        raise Refused("host.output-too-large")
    try:
        return _ANSWER.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as wrong:
        raise Refused("host.answer-malformed", reason=str(wrong)) from wrong


def required(answer: ScreenDrawn | ActionTaken | GuestError, kind: Literal["screen", "action"]) -> None:
    """Require what was asked for, fit to be drawn.

    Raises:
        Refused: `host.guest-failed` (with type, message, file, line), a limit by its name, `host.answer-malformed`.

    """
    if isinstance(answer, GuestError):
        raise Refused(
            NAMED.get(answer.type, "host.guest-failed"),
            type=answer.type, message=answer.message, file=answer.file, line=answer.line,
        )  # fmt: skip
    screen = answer.screen if isinstance(answer, ScreenDrawn) else answer.action.screen
    try:
        if screen is not None:
            require_sound(screen)
    except (ScreenTooComplex, ScreenUnsound) as wrong:
        raise Refused("host.answer-malformed", reason=str(wrong)) from wrong
    if isinstance(answer, ScreenDrawn) is not (kind == "screen"):
        raise Refused("host.answer-malformed", reason=f"asked for {kind}, got something else")
