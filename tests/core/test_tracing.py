"""Going on under the causal id of something that began earlier."""

from backend.core import tracing


def test_what_is_done_in_the_block_bears_the_earlier_id():
    tracing.begin(f"00-{'a' * 32}-{'0' * 15}1-00")

    with tracing.carrying("b" * 32):
        inside = tracing.causal_id()

    assert (inside, tracing.causal_id()) == ("b" * 32, "a" * 32)
