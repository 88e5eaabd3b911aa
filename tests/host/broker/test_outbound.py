"""The way out: only to named hosts at public addresses, pinned, within its limits; the loopback canary hears nothing."""

import asyncio
import socket
import ssl
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Refusal
from backend.host.broker import outbound, places
from backend.host.broker.addresses import is_public
from backend.host.broker.errors import FetchAddressRefused, FetchFailed, FetchTooLarge
from backend.host.broker.places import Reach
from tests.host.broker.servers import answer, authority, listening
from tests.host.broker.ssrf_payloads import NAMED, PAYLOADS, PUBLIC

ELSEWHERE = ip_address("127.0.0.2")  # plays the world outside, where the canary's address plays the inside


def knows(*addresses: str):
    """A resolver that always gives these."""

    async def resolve(_host, _port):
        return [ip_address(one) for one in addresses]

    return resolve


def outside_is(address):
    return lambda one: one == address


@pytest.fixture
def reach(monkeypatch):
    """Bind a reach for this test only."""

    def bound(**wanted) -> None:
        monkeypatch.setattr(places, "REACH", Reach(**wanted))

    return bound


async def fetch(url, *, hosts=(NAMED,), method="GET", headers=None, body=b""):
    async with outbound.in_time():
        place = await places.find(url, hosts=hosts)
        return await outbound.exchange(place, method=method, headers=headers or {}, body=body)


@pytest.fixture
async def canary():
    """Listens where nobody may be brought to speak."""
    async with listening("127.0.0.1", "::1") as server:
        yield server


class TestPayloads:
    def test_there_are_enough_and_none_twice(self):
        assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60

    @pytest.mark.parametrize("payload", PAYLOADS, ids=lambda one: f"{one.url!r} {one.addresses}")
    async def test_each_is_refused_by_its_name_and_never_reaches_the_canary(self, reach, canary, payload):
        resolve = places.ask_system if payload.addresses is None else knows(*payload.addresses)
        reach(port=canary.port, resolve=resolve)

        with pytest.raises(Refusal) as refused:
            await fetch(payload.url.replace("{port}", str(canary.port)), hosts=payload.hosts)

        assert refused.value.code == payload.refused
        assert canary.connections == 0

    async def test_the_canary_would_have_heard(self, reach, canary):
        reach(scheme="http", port=canary.port, resolve=knows("127.0.0.1"), allows=lambda _address: True)

        await fetch(f"http://{NAMED}:{canary.port}/")

        assert canary.connections == 1

    @pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
    async def test_a_redirect_to_the_canary_is_an_answer_and_not_followed(self, reach, canary, status):
        async with listening(str(ELSEWHERE), port=canary.port) as server:
            server.respond = lambda _: answer(status=status, location=f"http://127.0.0.1:{canary.port}/")
            reach(scheme="http", port=canary.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            told = await fetch(f"http://{NAMED}/")

        assert told.status == int(status[:3])
        assert canary.connections == 0

    async def test_a_name_that_changes_its_meaning_is_asked_once_and_the_judged_address_is_used(self, reach, canary):
        said = []

        async def changes(_host, _port):
            said.append(ELSEWHERE if not said else ip_address("127.0.0.1"))
            return [said[-1]]

        async with listening(str(ELSEWHERE), port=canary.port) as server:
            reach(scheme="http", port=canary.port, resolve=changes, allows=outside_is(ELSEWHERE))

            told = await fetch(f"http://{NAMED}/")

            assert (told.status, len(said), server.connections) == (200, 1, 1)
            with pytest.raises(FetchAddressRefused):
                await fetch(f"http://{NAMED}/")
        assert canary.connections == 0

    async def test_a_proxy_of_the_environment_is_not_asked(self, reach, canary, monkeypatch):
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
        async with listening(str(ELSEWHERE)) as server:
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            await fetch(f"http://{NAMED}/")

        assert (server.connections, canary.connections) == (1, 0)


class TestAddresses:
    @pytest.mark.parametrize(
        "address", [PUBLIC, "8.8.8.8", "202.100.64.68", "2606:4700::1111", "240e:1::1", "64:ff9b::808:808"]
    )
    def test_public_ones_are(self, address):
        assert is_public(ip_address(address))

    @given(st.ip_addresses(v=4))
    def test_none_is_public_that_python_knows_not_to_be_global(self, address: IPv4Address):
        assert address.is_global or not is_public(address)

    @given(st.ip_addresses(v=6))
    def test_of_the_new_kind_neither(self, address: IPv6Address):
        assert not is_public(address) or address.is_global or address in IPv6Network("64:ff9b::/96")

    @given(st.ip_addresses(v=4))
    def test_carried_in_another_it_is_judged_the_same(self, address: IPv4Address):
        number = int(address)
        for carrier in ((0xFFFF << 32) | number, (0x64FF9B << 96) | number):
            assert is_public(IPv6Address(carrier)) == is_public(address)
        assert not is_public(IPv6Address((0x2002 << 112) | (number << 80)))


class TestExchange:
    async def test_tls_and_host_keep_the_name_while_the_address_is_pinned(self, reach, tmp_path):
        own = authority(tmp_path, NAMED)
        async with listening("127.0.0.2", tls=own.server) as server:
            reach(port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE), trust=lambda: own.trust)

            told = await fetch(f"https://{NAMED}:{server.port}/a?b=%E4%B8%AD")

        assert (told.status, told.body) == (200, b"{}")
        assert server.names == [NAMED]
        assert f"\r\nHost: {NAMED}:{server.port}\r\n".lower().encode() in server.asked[0].lower()
        assert server.asked[0].startswith(b"GET /a?b=%E4%B8%AD HTTP/1.1\r\n")

    @pytest.mark.parametrize("vouched_for", ["other.gansu.example", None])
    async def test_a_server_that_nobody_trusts_for_this_name_is_not_spoken_to(self, reach, tmp_path, vouched_for):
        own = authority(tmp_path, vouched_for or NAMED)
        trust = own.trust if vouched_for else ssl.create_default_context()
        async with listening("127.0.0.2", tls=own.server) as server:
            reach(port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE), trust=lambda: trust)

            with pytest.raises(FetchFailed) as failed:
                await fetch(f"https://{NAMED}:{server.port}/")

        assert failed.value.params["reason"] == "connection"
        assert server.asked == []

    async def test_only_our_own_headers_are_sent(self, reach):
        async with listening("127.0.0.2") as server:
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            await fetch(f"http://{NAMED}/", headers={"accept": "text/*"})

        lines = server.asked[0].decode().strip().split("\r\n")[1:]
        assert sorted(line.split(":")[0].lower() for line in lines) == [
            "accept", "accept-encoding", "connection", "host", "user-agent",
        ]  # fmt: skip
        assert "user-agent: gansu-kuaiban-mini-apps" in [line.lower() for line in lines]

    async def test_cookies_are_neither_kept_nor_sent(self, reach):
        async with listening("127.0.0.2") as server:
            server.respond = lambda _: answer(b"{}", set_cookie="a=b; Path=/")
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            for _ in range(2):
                await fetch(f"http://{NAMED}/")

        assert b"cookie" not in server.asked[1].lower()

    @pytest.mark.parametrize("chunked", [False, True])
    async def test_an_answer_over_the_limit_is_cut_off_while_it_comes(self, reach, chunked):
        body = b"x" * (10 * 1024 * 1024)
        whole = answer(body)
        if chunked:
            head = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n"
            whole = head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        async with listening("127.0.0.2") as server:
            server.respond = lambda _: whole
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            with pytest.raises(FetchTooLarge):
                await fetch(f"http://{NAMED}/")

    async def test_exactly_the_limit_passes(self, reach):
        async with listening("127.0.0.2") as server:
            server.respond = lambda _: answer(b"x" * 65_536)
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            assert len((await fetch(f"http://{NAMED}/")).body) == 65_536

    @pytest.mark.parametrize(
        "said",
        [
            b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort", b"SSH-2.0-OpenSSH_9.6\r\n",
            b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000 + b"\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n",
        ],
    )  # fmt: skip
    async def test_what_is_no_answer_is_refused_by_name(self, reach, said):
        async with listening("127.0.0.2") as server:
            server.respond = lambda _: said
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

            with pytest.raises(FetchFailed) as failed:
                await fetch(f"http://{NAMED}/")

        assert failed.value.params["reason"] == "protocol"

    async def test_the_next_judged_address_is_tried_when_nobody_is_at_the_first(self, reach):
        async with listening("127.0.0.2") as server:
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.3", "127.0.0.2"), allows=lambda _: True)

            assert (await fetch(f"http://{NAMED}/")).status == 200

    async def test_nobody_there_is_refused_by_name(self, reach):
        async with listening("127.0.0.2") as server:
            port = server.port
        reach(scheme="http", port=port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))

        with pytest.raises(FetchFailed) as failed:
            await fetch(f"http://{NAMED}/")

        assert failed.value.params["reason"] == "connection"

    async def test_a_server_that_dawdles_is_left(self, reach):
        async with listening("127.0.0.2") as server:
            server.delay = 30
            reach(scheme="http", port=server.port, resolve=knows("127.0.0.2"), allows=outside_is(ELSEWHERE))
            began = asyncio.get_running_loop().time()

            with pytest.raises(FetchFailed) as failed:
                await fetch(f"http://{NAMED}/")

        assert failed.value.params["reason"] == "time"
        assert asyncio.get_running_loop().time() - began < 2

    async def test_a_name_that_nobody_knows_is_refused_by_name(self, reach):
        async def unknown(_host, _port):
            raise socket.gaierror

        reach(resolve=unknown)

        with pytest.raises(FetchFailed) as failed:
            await places.find(f"https://{NAMED}/", hosts=[NAMED])

        assert failed.value.params["reason"] == "name"

    async def test_the_loop_goes_on_while_a_name_server_is_slow(self, reach, monkeypatch):
        monkeypatch.setattr(places, "_look_up", lambda _host, _port: time.sleep(0.3) or [PUBLIC])
        turns = 0

        async def turn():
            nonlocal turns
            while True:
                await asyncio.sleep(0.01)
                turns += 1

        turning = asyncio.ensure_future(turn())
        place = await places.find(f"https://{NAMED}/", hosts=[NAMED])
        turning.cancel()

        assert place.addresses == [ip_address(PUBLIC)]
        assert turns > 10
