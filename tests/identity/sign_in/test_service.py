"""What must hold even when something is away or nothing is bound."""

import dataclasses

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.cache import Cache
from backend.core.errors import Away
from backend.core.ground import ground, lay
from backend.core.ids import new_id
from backend.identity.sign_in import outbox, ports, service
from backend.identity.sign_in.errors import TooManyCodes
from tests.identity.conftest import new_phone

pytestmark = pytest.mark.usefixtures("database_url")
NO_KEY = Attempt(caller="address:-", key=None, request_hash=b"")


@pytest.fixture
def without_redis():
    """The same ground, with a Redis that is not there."""
    before = ground()
    lay(dataclasses.replace(before, cache=Cache("unix:///nonexistent")))
    yield
    lay(before)


async def test_the_limit_of_codes_holds_without_redis(without_redis, monkeypatch):
    monkeypatch.setattr(ports._Bound, "code_sender", outbox.DevelopmentOutbox())
    phone, address = new_phone(), str(new_id())
    assert not await ground().cache.answers()
    await service.send_code(phone, address=address, attempt=NO_KEY)

    for _ in range(20):
        with pytest.raises(TooManyCodes):
            await service.send_code(phone, address=address, attempt=NO_KEY)

    assert len((await outbox.texts_to(phone, limit=100)).items) == 1


async def test_with_no_sender_bound_codes_are_refused():
    with pytest.raises(Away):
        await ports.NoSender().send(phone=new_phone(), text="x")


async def test_with_no_personas_bound_there_is_nobody():
    assert await ports.NoPersonas().find("young-parent") is None
    assert list(await ports.NoPersonas().all()) == []


async def test_old_codes_and_texts_are_forgotten_and_new_ones_kept(monkeypatch):
    monkeypatch.setattr(ports._Bound, "code_sender", outbox.DevelopmentOutbox())
    old, new = new_phone(), new_phone()
    await service.send_code(old, address=str(new_id()), attempt=NO_KEY)
    await database.execute("update identity_development_text set at = now() - interval '25 hours'")
    await database.execute("update identity_phone_code set created_at = now() - interval '25 hours'")
    await service.send_code(new, address=str(new_id()), attempt=NO_KEY)

    assert await service.forget_old() >= 2
    assert (await outbox.texts_to(old, limit=10)).items == []
    assert len((await outbox.texts_to(new, limit=10)).items) == 1
