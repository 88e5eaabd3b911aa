"""Whoever is answered can unpack it, and gets back what was packed."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.packing import coding_for, packed, unpacked


@pytest.mark.parametrize(
    ("asked", "coding"),
    [
        (b"gzip, deflate, br, zstd", b"br"),
        (b"GZIP, BR", b"br"),
        (b"br;q=0.1, gzip;q=1.0", b"br"),
        (b"gzip, deflate", b"gzip"),
        (b"gzip;q=0.5", b"gzip"),
        (b"br;q=0, gzip", b"gzip"),
        (b"br; q=0.000, gzip", b"gzip"),
        (b"gzip;q=0", None),
        (b"*", b"br"),
        (b"*;q=0", None),
        (b"gzip, *;q=0", b"gzip"),
        (b"br;q=0, *", b"gzip"),
        (b"identity", None),
        (b"", None),
        (b"zebra, x-gzipped, brotli", None),
        (b",;,=;q", None),
        (b"\xff\x00;q=\xff", None),
    ],
)
def test_the_smallest_that_the_reader_takes(asked, coding):
    assert coding_for(asked) == coding


@given(st.binary(max_size=5_000))
def test_what_was_packed_comes_back(body):
    assert unpacked(packed(body)) == body
    assert gzip.decompress(packed(body, b"gzip")) == body


@given(st.binary(max_size=200))
def test_no_header_is_too_strange(asked):
    assert coding_for(asked) in {b"br", b"gzip", None}
