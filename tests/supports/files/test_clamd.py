"""Asking clamd: by its protocol, over both kinds of socket, and nothing is taken for clean that nobody looked at."""

import asyncio

import pytest

from backend.supports.files import clamd
from backend.supports.files.clamd import Clamd
from backend.supports.files.errors import ScannerAway

# The harmless text that every scanner calls a virus, put together here so that no scanner of ours stumbles over it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Speaks clamd's INSTREAM (clamd(8)): a command ended by NUL, pieces with their length, an empty one at the end."""

    def __init__(self):
        self.seen, self.answer, self.hangs = [], None, False

    async def serve(self, reader, writer):
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(length)
        self.seen.append(content)
        if self.hangs:
            await asyncio.sleep(5)
        usual = "stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else "stream: OK"
        writer.write((self.answer if self.answer is not None else usual + "\0").encode())
        await writer.drain()
        writer.close()


@pytest.fixture(params=["tcp", "unix"])
async def daemon(request, tmp_path):
    made = Daemon()
    if request.param == "tcp":
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
        made.address = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    else:
        server = await asyncio.start_unix_server(made.serve, tmp_path / "clamd.sock")
        made.address = f"unix://{tmp_path}/clamd.sock"
    async with server:
        yield made


@pytest.mark.parametrize("content", [b"", b"x", b"y" * clamd.PIECE_BYTES, b"z" * (3 * clamd.PIECE_BYTES + 1)])
async def test_everything_is_shown_and_clean_is_clean(daemon, content):
    assert await Clamd(daemon.address).find(content) is None
    assert daemon.seen == [content]


async def test_malware_is_named_wherever_it_stands(daemon):
    found = await Clamd(daemon.address).find(b"a" * clamd.PIECE_BYTES + EICAR)

    assert found == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "answer",
    ["", "\0", "INSTREAM size limit exceeded. ERROR\0", "stream: OK", "stream: NOT OK\0", "x" * 10_000 + "\0"],
    ids=["hangs-up", "nothing", "too-large", "unfinished", "else", "endless"],
)
async def test_any_other_answer_is_not_clean(daemon, answer):
    daemon.answer = answer

    with pytest.raises(ScannerAway):
        await Clamd(daemon.address).find(b"x")


async def test_nobody_waits_for_a_daemon_that_hangs(daemon, monkeypatch):
    monkeypatch.setattr(clamd, "PATIENCE_SECONDS", 0.2)
    daemon.hangs = True

    with pytest.raises(ScannerAway):
        await Clamd(daemon.address).find(b"x")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "unix:///nowhere/clamd.sock"])
async def test_a_daemon_that_is_not_there_is_away(address):
    with pytest.raises(ScannerAway):
        await Clamd(address).find(b"x")
