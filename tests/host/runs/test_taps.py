"""One drawn screen, one act: what happens with and without the gesture of the screen, over HTTP and all at once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.crypto.keyring import KeyRing
from backend.core.ground import ground
from backend.core.structs import now
from backend.host.runs import gestures, service
from tests.host.runs.forging import forgeries

STORE = ("store.get", "store.put")
TAPS = """
from plugin_sdk.guest import MiniApp, done, field_error, go_to, invalid, receipt, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("办", ui.button("好", action="act"), ui.button("错", action="complain"),
                     ui.button("走", action="lead"), ui.button("崩", action="fail"))

@app.screen("empty")
def empty(ctx, data):
    return ui.screen("空")

@app.action("act")
def act(ctx, data):
    n = (ctx.store.get("n") or 0) + 1
    ctx.store.put("n", n)
    return done(receipt(str(n), "好"))

@app.action("complain")
def complain(ctx, data):
    return invalid(field_error("area", zh="错", en="wrong"))

@app.action("lead")
def lead(ctx, data):
    return go_to(ui.screen("下一页", ui.button("别", action="other")))

@app.action("other")
def other(ctx, data):
    return done()

@app.action("fail")
def fail(ctx, data):
    ctx.store.put("n", 100)
    return 1 / 0
"""
ACTIONS = ("act", "complain", "lead", "other", "fail")


@pytest.fixture
async def app_id(publish):
    return await publish(TAPS, capabilities=STORE, actions=ACTIONS, pages=("home", "empty"))


async def counted(app_id: str) -> list[int]:
    return [
        row["value"] for row in await database.fetch("select value from host_stored where id like $1 || ' %'", app_id)
    ]


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


class TestWithout:
    async def test_an_action_without_a_gesture_is_refused(self, hand, app_id):
        student = await hand("student")

        assert refused(await student.act(app_id, data={})) == (403, "host.gesture-missing")
        assert await counted(app_id) == []

    async def test_a_gesture_of_another_person_session_mini_app_or_screen_is_refused(self, hand, app_id, publish):
        student, herder, again = await hand("student"), await hand("herder"), await hand("student")
        other_app = await publish(TAPS, capabilities=STORE, actions=ACTIONS, pages=("home", "empty"))
        wrong = {
            "other-person": await herder.gesture(app_id),
            "other-session": await again.gesture(app_id),
            "other-app": await student.gesture(other_app),
            "not-offered": await student.gesture(app_id, "empty"),
        }

        for reason, gesture in wrong.items():
            answer = await student.act(app_id, gesture=gesture)
            assert refused(answer) == (403, "host.gesture-refused")
            assert answer.json()["params"]["reason"] == reason
        assert await counted(app_id) == []

    async def test_an_action_that_the_screen_did_not_offer_is_refused(self, hand, app_id):
        student = await hand("student")

        answer = await student.act(app_id, "other", gesture=await student.gesture(app_id))

        assert refused(answer) == (403, "host.gesture-refused")

    async def test_hundreds_of_forged_ones_change_nothing(self, hand, app_id):
        student = await hand("student")
        genuine = [await student.gesture(app_id), await student.gesture(app_id, "empty")]
        forged = list(forgeries(genuine, foreign=KeyRing.generate(demo=True), kind=gestures.KIND, count=300, seed=21))

        answers = [await student.act(app_id, gesture=text) for text in forged]

        # What is not even spelt like a token cannot be read; the rest is refused.
        assert {refused(answer) for answer in answers} <= {(403, "host.gesture-refused"), (400, "core.unreadable")}
        assert await counted(app_id) == []

    @pytest.mark.parametrize("odd", ["", "x", "A" * 60, "A" * 60_001, "=" * 60, "中" * 60, "../../etc/passwd", 7, []])
    async def test_what_no_screen_ever_brought_is_refused(self, hand, app_id, odd):
        answer = await (await hand("student")).act(app_id, gesture=odd)

        assert refused(answer) in {(400, "core.unreadable"), (403, "host.gesture-refused")}

    async def test_an_expired_one_is_refused(self, hand, app_id):
        student = await hand("student")
        me = await student.principal()
        old = gestures.minted(
            ground().keyring, person=me, app=app_id, screen="home", offers=[gestures.action_offer("act")],
            at=now() - timedelta(minutes=31),
        )  # fmt: skip

        answer = await student.act(app_id, gesture=old)

        assert answer.json()["params"]["reason"] == "expired"


class TestOnce:
    async def test_a_gesture_acts_once(self, hand, app_id):
        student = await hand("student")
        gesture = await student.gesture(app_id)

        first, second = await student.act(app_id, gesture=gesture), await student.act(app_id, gesture=gesture)

        assert first.status_code == 200
        assert refused(second) == (409, "host.gesture-spent")
        assert await counted(app_id) == [1]

    async def test_three_hundred_replays_of_spent_ones_change_nothing(self, hand, app_id):
        student = await hand("student")
        spent = [await student.gesture(app_id) for _ in range(3)]
        for gesture in spent:
            assert (await student.act(app_id, gesture=gesture)).status_code == 200

        answers = [await student.act(app_id, gesture=gesture) for _ in range(100) for gesture in spent]

        assert {refused(answer) for answer in answers} == {(409, "host.gesture-spent")}
        assert await counted(app_id) == [3]

    @pytest.mark.parametrize("again", range(4))
    async def test_of_twelve_actions_with_one_gesture_at_once_exactly_one_acts(self, hand, app_id, again):
        student = await hand("student")
        gesture = await student.gesture(app_id)

        answers = await asyncio.gather(*(student.act(app_id, gesture=gesture, data={"n": n}) for n in range(12)))

        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 11
        assert {one.json()["code"] for one in answers if one.status_code == 409} == {"host.gesture-spent"}
        assert await counted(app_id) == [1]

    async def test_different_actions_of_one_screen_share_its_gesture(self, hand, app_id):
        student = await hand("student")
        gesture = await student.gesture(app_id)

        answers = await asyncio.gather(
            student.act(app_id, "act", gesture=gesture), student.act(app_id, "lead", gesture=gesture)
        )

        assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_a_retry_gets_the_earlier_answer_whatever_became_of_its_gesture(self, hand, app_id):
        student, key = await hand("student"), str(uuid4())
        gesture = await student.gesture(app_id)
        first = await student.act(app_id, key=key, gesture=gesture)

        same = await student.act(app_id, key=key, gesture=gesture)
        redrawn = await student.act(app_id, key=key, gesture=await student.gesture(app_id))
        without = await student.act(app_id, key=key)

        assert first.json() == same.json() == redrawn.json() == without.json()
        assert await counted(app_id) == [1]

    async def test_twelve_retries_at_once_act_once_and_get_one_answer(self, hand, app_id):
        student, key = await hand("student"), str(uuid4())
        gesture = await student.gesture(app_id)

        answers = await asyncio.gather(*(student.act(app_id, key=key, gesture=gesture) for _ in range(12)))

        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1
        assert await counted(app_id) == [1]

    async def test_an_action_that_failed_has_not_spent_it(self, hand, app_id):
        student = await hand("student")
        gesture = await student.gesture(app_id)

        failed = await student.act(app_id, "fail", gesture=gesture)
        taken = await student.act(app_id, "act", gesture=gesture)

        assert failed.json()["code"] == "host.guest-failed"
        assert taken.status_code == 200
        assert await counted(app_id) == [1]


class TestNextGesture:
    async def test_an_invalid_answer_brings_a_fresh_one_for_the_same_screen(self, hand, app_id):
        student = await hand("student")
        used = await student.gesture(app_id)

        answer = (await student.act(app_id, "complain", gesture=used)).json()
        corrected = await student.act(app_id, "act", gesture=answer["gesture"])

        assert answer["outcome"] == "invalid"
        assert answer["gesture"] != used
        assert corrected.status_code == 200
        assert refused(await student.act(app_id, "act", gesture=used)) == (409, "host.gesture-spent")

    async def test_an_answer_with_a_screen_brings_that_screens_own(self, hand, app_id):
        student = await hand("student")

        led = (await student.act(app_id, "lead", gesture=await student.gesture(app_id))).json()

        assert led["screen"]["title"] == "下一页"
        assert (await student.act(app_id, "act", gesture=led["gesture"])).status_code == 403
        assert (await student.act(app_id, "other", gesture=led["gesture"])).status_code == 200

    async def test_an_answer_that_ends_the_matter_brings_none(self, hand, app_id):
        student = await hand("student")

        answer = await student.act(app_id, gesture=await student.gesture(app_id))

        assert answer.json()["gesture"] is None


async def test_spent_nonces_are_forgotten_when_their_gesture_has_expired(database_url):
    spent = "insert into host_spent (nonce, expires_at) values ($1, now() + $2)"
    gone, kept = uuid4().bytes, uuid4().bytes
    await database.execute(spent, gone, -2 * timedelta(hours=1))
    await database.execute(spent, kept, timedelta(minutes=-5))

    await service.forget_spent()

    left = {
        row["nonce"] for row in await database.fetch("select nonce from host_spent where nonce in ($1, $2)", gone, kept)
    }
    assert left == {kept}
