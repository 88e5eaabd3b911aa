"""The small HTTP server against clients that do not speak it well."""

import asyncio

import pytest

from plugin_sdk.tools.simulator.http import BODY_MOST, HEAD_BYTES, HttpServer, Response


@pytest.fixture
async def server():
    async def answer(request):
        return Response(200, "text/plain", f"{request.method} {request.path} {len(request.body)}".encode())

    running = HttpServer(answer)
    await running.start(0)
    yield running
    await running.stop()


@pytest.fixture
def say(server):
    """Send raw bytes, `{host}` filled in; what came back until the server hung up or fell silent."""

    async def send(raw):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(raw.replace(b"{host}", f"127.0.0.1:{server.port}".encode()))
        try:
            await writer.drain()
            return await asyncio.wait_for(reader.read(), 0.5)
        except TimeoutError:
            return b"silence"
        except ConnectionError:
            return b""
        finally:
            writer.close()

    return send


@pytest.mark.parametrize(
    "raw",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /\r\nHost: {host}\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: {host}\r\n\r\n",
        b"GET http://[broken HTTP/1.1\r\nHost: {host}\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_refused_and_hung_up(say, raw):
    answer = await say(raw)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"core.unreadable" in answer


async def test_too_much_body_is_refused_unread(say):
    answer = await say(f"POST / HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: {BODY_MOST + 1}\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_an_endless_head_is_hung_up_on(say):
    assert await say(b"GET / HTTP/1.1\r\nX: " + b"x" * (HEAD_BYTES * 4)) in {b"", b"silence"}


async def test_no_host_is_a_foreign_one(say):
    assert b"simulator.other-origin" in await say(b"GET / HTTP/1.1\r\n\r\n")


async def test_a_client_that_leaves_in_the_middle_harms_nobody(say, server):
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
    writer.close()

    assert (await say(b"GET /x HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).startswith(b"silence")


async def test_one_connection_serves_many_requests(server):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for number in range(3):
        writer.write(f"GET /{number} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())

        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        assert await reader.readexactly(length) == f"GET /{number} 0".encode()
    writer.close()
    await writer.wait_closed()


async def test_a_head_request_has_no_body(say):
    answer = await say(b"HEAD / HTTP/1.1\r\nHost: {host}\r\n\r\n")

    assert answer == b"silence" or answer.endswith(b"\r\n\r\n")


async def test_it_listens_on_the_loopback_only(server):
    assert [each.getsockname()[0] for each in server._server.sockets] == ["127.0.0.1"]
