"""One sandbox with two workers for everything hostile; `alone` speaks to it without the rest of the house."""

import pytest

from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.pauses import Pauses
from tests.host.sandbox.conftest import honest, image, make_request, no_host, sandbox

__all__ = ["honest", "image", "sandbox"]

NEVER = Pauses(failures=10**6)
"""What is proved here is how each call ends, also the hundredth of one package."""


@pytest.fixture
async def alone(sandbox):
    async with SandboxClient(sandbox._socket_path, pauses=NEVER) as made:
        yield made


@pytest.fixture
def draw(alone, honest):
    """Draw a screen of the honest mini-app."""

    async def drawn(name="home", **what_matters):
        answer = await alone.call(honest, make_request(name, **what_matters), on_host_call=no_host)
        return answer.screen

    return drawn
