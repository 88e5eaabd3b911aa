"""SM3 without a library, as the stand-alone verifier carries it."""

import pytest

from backend.core.audit.verify_log import plain_sm3, sm3


class TestSm3:
    @pytest.mark.parametrize(
        ("message", "digest"),
        [
            (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        ],
    )
    def test_the_standards_examples_in_plain_python(self, message, digest):
        assert plain_sm3(message).hex() == sm3(message).hex() == digest

    def test_plain_python_agrees_with_openssl_at_every_length(self):
        for length in range(200):
            assert plain_sm3(b"x" * length) == sm3(b"x" * length)
