"""One causal id from the tap to the rating: W3C trace context, carried by OpenTelemetry, kept by the audit log."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from functools import cache

from opentelemetry import context
from opentelemetry import trace as telemetry
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

TRACEPARENT_LENGTH = 55  # version-traceid-spanid-flags, W3C Trace Context section 3.2
TRACE_DIGITS = 32
DRAWN = 256  # ids at once
HEX = frozenset("0123456789abcdef")

_drawn: list[bytes] = []
os.register_at_fork(after_in_child=_drawn.clear)  # processes that were forked must not give out the same ids
_causal_id: ContextVar[str] = ContextVar("causal_id", default="0" * 32)


def causal_id() -> str:
    """The id of what is going on now: 32 hexadecimal digits, the trace id of the tap that started it."""
    return _causal_id.get()


def begin(traceparent: str | None) -> Token[str]:
    """Enter the caller's trace, or start one. Whoever runs us under OpenTelemetry sees the same context there."""
    trace = trace_id(traceparent)
    if _observed():
        _enter(trace, is_remote=traceparent is not None)
    return _causal_id.set(trace)


@contextmanager
def carrying(kept: str) -> Iterator[None]:
    """Go on under the causal id of something that began earlier: what is done in the block belongs to it."""
    token = _causal_id.set(kept)
    try:
        yield
    finally:
        _causal_id.reset(token)


def trace_id(traceparent: str | None) -> str:
    """The trace id of a caller's header, or a new one when it is none: for answers that begin nothing."""
    # From the kernel each time: taken from `new_id`, ordinary requests cost an eighth more each time. Asking lets
    # go of the interpreter's lock, which the server's own thread waits for.
    return _trace_id(traceparent) or os.urandom(TRACE_DIGITS // 2).hex()


def new_id() -> bytes:
    """An id that nobody has used, in ASCII, for answers that are ready: no secret, since callers may bring their own.

    Many are drawn at once: with so little else to do, asking the kernel each time would be felt.
    """
    if not _drawn:
        size = TRACE_DIGITS // 2
        _drawn.extend(random.randbytes(DRAWN * size).hex(" ", size).encode().split())
    return _drawn.pop()


@cache
def _observed() -> bool:
    """Whether an operator has set up OpenTelemetry, which happens before a process serves; else nobody looks."""
    return not isinstance(telemetry.get_tracer_provider(), telemetry.ProxyTracerProvider)


def _enter(trace: str, *, is_remote: bool) -> None:
    span = SpanContext(
        trace_id=int(trace, 16),
        span_id=int.from_bytes(os.urandom(8)) or 1,
        is_remote=is_remote,
        trace_flags=TraceFlags(TraceFlags.DEFAULT),
    )
    context.attach(telemetry.set_span_in_context(NonRecordingSpan(span)))


def _trace_id(traceparent: str | None) -> str | None:
    if traceparent is None or len(traceparent) != TRACEPARENT_LENGTH:
        return None
    found = traceparent[3:35]
    return found if HEX.issuperset(found) and found != "0" * 32 else None
