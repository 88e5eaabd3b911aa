import pytest

from profiles.audience import service
from profiles.audience.errors import PurposeUnknown
from profiles.audience.purposes import PURPOSES
from profiles.audience.structs import SetSwitch
from tests.profiles.audience.conftest import THERE, actions, attempt, enrol


async def switch(person_id, purpose, *, on):
    return await service.set_switch(person_id, purpose=purpose, command=SetSwitch(on=on), attempt=attempt(person_id))


@pytest.fixture
async def one(database_url):
    return (await enrol(THERE))[0]


async def test_everything_is_on_until_it_is_turned_off(one):
    page = await service.my_switches(one, limit=100)

    assert [each.purpose for each in page.items] == list(PURPOSES)
    assert all(each.on and each.title.zh for each in page.items)


async def test_off_and_on_again_twice_the_same_is_once(one):
    for _ in range(2):
        assert not (await switch(one, "consultation", on=False)).on
    off = {each.purpose: each.on for each in (await service.my_switches(one, limit=100)).items}
    for _ in range(2):
        assert (await switch(one, "consultation", on=True)).on

    assert [purpose for purpose, on in off.items() if not on] == ["consultation"]
    assert all(each.on for each in (await service.my_switches(one, limit=100)).items)
    assert (await actions("audience-purpose:consultation"))[-2:] == ["audience.switched-off", "audience.switched-on"]


async def test_an_unknown_purpose_is_refused(one):
    with pytest.raises(PurposeUnknown):
        await switch(one, "advertising", on=False)
