"""The capability item.read: what a mini-app sees of the catalogue."""

from uuid import uuid4

import pytest

from backend.core.room import Caller
from backend.services.items.capability import read
from backend.services.items.errors import NoSuchAnswer, NotOfferedHere, UnknownItem
from plugin_sdk.contract.capabilities.items import ItemRead
from tests.services.items.making import BIRTH, MARRIAGE

pytestmark = pytest.mark.usefixtures("catalogue")
CALLER = Caller(person_id=uuid4(), app_id="guide", sender="甘肃省大数据中心（演示）", call_id=uuid4())


def asked(code=MARRIAGE, region="620102001", **given):
    return ItemRead(basic_code=code, region_code=region, given=given)


async def test_item_read_shows_what_certainly_applies_and_what_to_ask_next():
    guide = await read(CALLER, asked())

    assert (guide.department, guide.region_code, guide.promised.amount) == ("城关区民政局", "620102", 5)
    assert [one.code for one in guide.materials] == ["TEST-ID-CARD"]
    assert guide.next_question.id == "kind"
    assert guide.evidence == "invented"


async def test_what_was_given_narrows_it():
    guide = await read(CALLER, asked(kind="again", lost="yes"))

    assert guide.next_question is None
    assert [one.necessity for one in guide.materials] == ["required", "later"]
    assert guide.fees[0].amount_fen == 900
    assert guide.conditions == ["双方自愿", "持有离婚证或者配偶死亡证明"]


async def test_it_refuses_as_the_room_does():
    for request, refusal in (
        (asked(code="620711999000"), UnknownItem),
        (asked(code=BIRTH, region="620100"), NotOfferedHere),
        (asked(kind="third"), NoSuchAnswer),
    ):
        with pytest.raises(refusal):
            await read(CALLER, request)
