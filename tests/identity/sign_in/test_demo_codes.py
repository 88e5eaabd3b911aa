"""Where the page is open to a network, a demo sign-in needs a code from the terminal, and each code works once."""

import msgspec
import pytest

from backend.core import ground

CODES = ("K7P2M9QX", "4TRW8HND")


@pytest.fixture
def open_to_the_network(client, monkeypatch):
    standing = ground.ground()
    settings = msgspec.structs.replace(standing.settings, demo_codes=CODES)
    monkeypatch.setattr(ground, "_laid", [ground.Ground(settings, standing.keyring, standing.cache, standing.cursors)])
    return client


async def sign_in(client, **more):
    return await client.post("/api/v1/auth/demo-sign-in", json={"persona": "student", **more})


async def test_without_a_code_nobody_comes_in(open_to_the_network):
    answer = await sign_in(open_to_the_network)

    assert answer.status_code == 401
    assert answer.json()["code"] == "identity.demo-code-needed"


async def test_a_wrong_code_is_no_code(open_to_the_network):
    assert (await sign_in(open_to_the_network, code="22222222")).status_code == 401


async def test_each_code_works_once(open_to_the_network):
    first = await sign_in(open_to_the_network, code=CODES[0])
    again = await sign_in(open_to_the_network, code=CODES[0])
    other = await sign_in(open_to_the_network, code=CODES[1])

    assert (first.status_code, again.status_code, other.status_code) == (201, 401, 201)


async def test_on_this_machine_alone_no_code_is_asked_for(client):
    assert (await sign_in(client)).status_code == 201
