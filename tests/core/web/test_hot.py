"""The short cut says exactly what the long way would say, or nothing."""

import gzip

import pytest

from backend.core.ready import Ready
from backend.core.web.hot import found

BODY = b'{"greeting":"' + "早上好".encode() * 50 + b'"}'
READY = Ready.of(BODY)


def scope(*headers, method="GET", path="/hot", query=b""):
    return {"type": "http", "method": method, "path": path, "query_string": query, "headers": list(headers)}


def ask(given, find=lambda _bearer, _language: READY):
    return found({"/hot": find}, given, settled=[(b"x-safe", b"1")])


def test_packed_for_who_can_unpack():
    start, body = ask(scope((b"accept-encoding", b"br, gzip")))

    head = dict(start["headers"])
    assert start["status"] == 200
    assert head[b"content-encoding"] == b"gzip"
    assert head[b"content-length"] == str(len(body["body"])).encode()
    assert gzip.decompress(body["body"]) == BODY
    assert (head[b"x-safe"], head[b"cache-control"], len(head[b"x-trace-id"])) == (b"1", b"no-store", 32)
    assert head[b"vary"] == b"authorization, accept-language, accept-encoding"


def test_plain_for_who_cannot():
    start, body = ask(scope())

    assert body["body"] == BODY
    assert b"content-encoding" not in dict(start["headers"])


def test_nothing_again_for_who_holds_it():
    start, body = ask(scope((b"if-none-match", READY.tag)))

    assert (start["status"], body["body"]) == (304, b"")
    assert dict(start["headers"])[b"etag"] == READY.tag


def test_the_callers_trace_goes_on():
    trace = b"0af7651916cd43dd8448eb211c80319c"
    start, _ = ask(scope((b"traceparent", b"00-" + trace + b"-b7ad6b7169203331-01")))

    assert dict(start["headers"])[b"x-trace-id"] == trace


def test_a_bad_trace_gets_a_new_one():
    start, _ = ask(scope((b"traceparent", b"\xff" * 55)))

    assert len(dict(start["headers"])[b"x-trace-id"]) == 32


@pytest.mark.parametrize(
    "given",
    [
        scope(method="HEAD"),
        scope(method="POST"),
        scope(path="/hot/"),
        scope(path="/other"),
        scope(query=b"a=1"),
        scope((b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")),
        scope((b"accept-encoding", b"gzip"), (b"accept-encoding", b"br")),
    ],
)
def test_anything_unusual_goes_the_long_way(given):
    assert ask(given) is None


def test_what_is_not_ready_goes_the_long_way():
    assert ask(scope(), find=lambda _bearer, _language: None) is None


def test_the_tag_is_of_what_it_says():
    assert Ready.of(BODY).tag == READY.tag
    assert Ready.of(BODY + b" ").tag != READY.tag
