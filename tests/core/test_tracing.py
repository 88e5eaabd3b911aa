"""Going on under the causal id of something that began earlier."""

import os
import re

from opentelemetry import trace

from backend.core import tracing


def test_what_is_done_in_the_block_bears_the_earlier_id():
    tracing.begin(f"00-{'a' * 32}-{'0' * 15}1-00")

    with tracing.carrying("b" * 32):
        inside = tracing.causal_id()

    assert (inside, tracing.causal_id()) == ("b" * 32, "a" * 32)


def test_opentelemetry_sees_the_trace_where_an_operator_looks(monkeypatch):
    monkeypatch.setattr(tracing, "_observed", lambda: True)

    tracing.begin(f"00-{'a' * 32}-{'0' * 15}1-01")

    span = trace.get_current_span().get_span_context()
    assert (f"{span.trace_id:032x}", span.is_remote, span.span_id != 0) == ("a" * 32, True, True)


def test_nobody_looks_until_a_provider_is_set_up(monkeypatch):
    tracing._observed.cache_clear()
    assert not tracing._observed()

    monkeypatch.setattr(trace, "get_tracer_provider", trace.NoOpTracerProvider)
    tracing._observed.cache_clear()
    assert tracing._observed()
    tracing._observed.cache_clear()


def test_a_new_id_is_nobody_elses():
    drawn = [tracing.new_id() for _ in range(tracing.DRAWN * 3)]

    assert len(set(drawn)) == len(drawn)
    assert all(re.fullmatch(rb"[0-9a-f]{32}", one) for one in drawn)


def test_processes_that_were_forked_draw_ids_of_their_own():
    tracing.new_id()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, b" ".join(tracing.new_id() for _ in range(tracing.DRAWN)))
        finally:
            os._exit(0)  # whatever happens: a second run of all tests would go on here
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        theirs = set(told.read().split())
    os.waitpid(child, 0)

    assert len(theirs) == tracing.DRAWN
    assert not theirs & {tracing.new_id() for _ in range(tracing.DRAWN)}
