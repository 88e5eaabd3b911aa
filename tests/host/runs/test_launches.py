"""Launches between mini-apps: only what a screen offered, both manifests declare and the person's own phone opens once."""

import asyncio
import random
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.crypto.keyring import KeyRing
from backend.core.ground import ground
from backend.core.structs import now
from backend.host.runs import launches, service
from backend.host.runs.errors import IntentRefused
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.manifest import Manifest
from tests.host.conftest import manifest_of
from tests.host.runs.forging import forgeries

RING = KeyRing.generate(demo=True)
AT = now()
FORGED = 10_000
OPEN = {"name": "open", "screen": "detail", "params": {"number": "string", "count": "integer", "urgent": "boolean"}}
PARAMS = {"number": "A-7", "count": 2, "urgent": True}
TARGET = msgspec.convert(manifest_of("target_app", pages=("home", "detail"), intents=[OPEN]), Manifest)

OPENED = """
from plugin_sdk.guest import MiniApp, done, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("首页")

@app.screen("detail")
def detail(ctx, data):
    if ctx.launch is None:
        return ui.screen("没有来处")
    said = ctx.launch.params
    return ui.screen(f"{ctx.launch.app} {ctx.launch.intent} {said['number']} {said['count']} {said['urgent']}")

@app.screen("asking")
def asking(ctx, data):
    return ui.screen(ctx.person.read(purpose="test", fields=["name"])["name"])

@app.action("act")
def act(ctx, data):
    return done()
"""


def opener(target: str, intent: str = "open", params: str = "number='A-7', count=2, urgent=True") -> str:
    """A mini-app whose screen offers this launch."""
    return f"""
from plugin_sdk.guest import MiniApp, done, ui
app = MiniApp()

@app.screen("home")
def home(ctx, data):
    return ui.screen("来", ui.button("去", to=ui.to_launch({target!r}, {intent!r}, {params})))

@app.screen("empty")
def empty(ctx, data):
    return ui.screen("空")

@app.action("act")
def act(ctx, data):
    return done()
"""


def somebody() -> Principal:
    return Principal(person_id=uuid4(), session_id=uuid4(), level=2, roles=frozenset())


def made(person: Principal, *, app="target_app", params=PARAMS, at=AT) -> str:
    return launches.minted(RING, person=person, by="by_app", app=app, intent="open", params=params, at=at)


def reason(text: str, person: Principal, *, target=TARGET, screen="detail", at=AT) -> str | None:
    """Why the intent is refused; None when it is accepted."""
    try:
        launches.verified(RING, text=text, person=person, target=target, screen=screen, at=at)
    except IntentRefused as refused:
        return str(refused.params["reason"])
    return None


class TestVerified:
    def test_it_opens_its_screen_for_its_person_within_a_minute(self):
        person = somebody()
        text = made(person)

        assert reason(text, person, at=AT + timedelta(seconds=58)) is None
        assert reason(text, person, at=AT + timedelta(seconds=60)) == "expired"

    def test_it_opens_nothing_else_and_nothing_for_others(self):
        person = somebody()
        text, other = made(person), msgspec.convert(manifest_of("other_app", intents=[OPEN]), Manifest)

        assert reason(text, somebody()) == "other-person"
        assert reason(text, msgspec.structs.replace(person, session_id=uuid4())) == "other-session"
        assert reason(text, person, target=other) == "other-app"
        assert reason(text, person, screen="home") == "other-screen"

    def test_parameters_that_a_new_version_no_longer_takes_are_refused(self):
        person = somebody()
        changed = msgspec.convert(
            manifest_of("target_app", pages=("detail",), intents=[OPEN | {"params": {"number": "string"}}]), Manifest
        )

        assert reason(made(person), person, target=changed) == "other-params"

    def test_what_the_guest_is_told_names_the_launching_mini_app(self):
        person = somebody()
        wanted = launches.verified(RING, text=made(person), person=person, target=TARGET, screen="detail", at=AT)

        told = launches.told(wanted)

        assert (told.app, told.intent, told.params) == ("by_app", "open", PARAMS)

    def test_ten_thousand_forged_ones_are_refused_as_forged(self):
        person = somebody()
        genuine = [made(person, params=PARAMS | {"count": n}) for n in range(20)]
        foreign = KeyRing.generate(demo=True)

        accepted = [
            text
            for text in forgeries(genuine, foreign=foreign, kind=launches.KIND, count=FORGED, seed=31)
            if reason(text, person) != "forged"
        ]

        assert accepted == []

    def test_ten_thousand_genuine_ones_of_others_or_of_yesterday_are_refused(self):
        dice, people = random.Random(32), [somebody() for _ in range(30)]
        made_before = {
            (person, app, age): made(person, app=app, at=AT - timedelta(seconds=age))
            for person in people for app in ("target_app", "other_app") for age in (0, 61, 86_400)
        }  # fmt: skip

        accepted = 0
        for _ in range(FORGED):
            (owner, app, age), text = dice.choice(list(made_before.items()))
            person = dice.choice(people)
            if (owner, app, age) != (person, "target_app", 0):
                accepted += reason(text, person) is None

        assert accepted == 0


@pytest.fixture
async def target(publish):
    asking = {"name": "ask", "screen": "asking"}
    return await publish(
        OPENED,
        pages=("home", "detail", "asking"),
        intents=[OPEN, asking],
        capabilities=("person.read",),
        department="收件部门",
    )


@pytest.fixture
async def source(publish, target):
    return await publish(opener(target), pages=("home", "empty"), launches=[(target, "open")])


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def launched(hand, source, target, *, intent="open", params=PARAMS, **more):
    more.setdefault("gesture", await hand.gesture(source))
    return await hand.launch(source, app=target, intent=intent, params=params, **more)


class TestLaunch:
    async def test_anonymous_is_refused(self, client, source, target):
        answer = await client.post(f"/api/v1/mini-apps/{source}/launches", json={"app": target, "intent": "open"})

        assert refused(answer) == (401, "identity.not-signed-in")

    async def test_an_offered_launch_opens_the_target_with_its_parameters(self, hand, source, target):
        student = await hand("student")

        answer = await launched(student, source, target)
        opened = await student.draw(target, "detail", intent=answer.json()["intent"])

        said = answer.json()
        assert answer.status_code == 201
        assert {name: said[name] for name in ("app", "screen", "name", "departmentName")} == {
            "app": target, "screen": "detail", "name": "测试应用", "departmentName": "收件部门",
        }  # fmt: skip
        assert opened.json()["screen"]["title"] == f"{source} open A-7 2 True"

    async def test_it_is_in_the_audit_log(self, hand, source, target):
        await launched(await hand("student"), source, target)

        leaf = await database.fetch_one(
            "select 1 from core_audit_leaf where convert_from(leaf, 'utf8') like '%mini-app.launched%' || $1 || '%'",
            target,
        )
        entry = await database.fetch_one(
            "select 1 from core_audit_entry where convert_from(leaf, 'utf8') like '%mini-app.launched%' || $1 || '%'",
            target,
        )
        assert leaf or entry

    async def test_without_an_intent_the_guest_knows_of_no_launch(self, hand, target):
        student = await hand("student")

        opened = await student.draw(target, "detail", input={"number": "A-7", "launch": "x"})

        assert opened.json()["screen"]["title"] == "没有来处"

    async def test_without_a_gesture_or_with_one_of_another_screen_it_is_refused(self, hand, source, target):
        student = await hand("student")

        assert refused(await launched(student, source, target, gesture=None)) == (403, "host.gesture-missing")
        empty = await student.gesture(source, "empty")
        assert refused(await launched(student, source, target, gesture=empty)) == (403, "host.gesture-refused")

    @pytest.mark.parametrize(
        "altered",
        [
            {"params": PARAMS | {"count": 3}},
            {"params": PARAMS | {"more": 1}},
            {"params": {}},
            {"params": PARAMS | {"count": "2"}},
            {"params": PARAMS | {"count": True}},
            {"intent": "ask"},
        ],
    )
    async def test_anything_but_the_offered_launch_is_refused(self, hand, source, target, altered):
        answer = await launched(await hand("student"), source, target, **altered)

        assert refused(answer) == (403, "host.gesture-refused")

    async def test_one_that_the_manifest_does_not_declare_is_refused(self, hand, publish, target):
        undeclared = await publish(opener(target), launches=[(target, "ask")])

        answer = await launched(await hand("student"), undeclared, target)

        assert refused(answer) == (403, "host.launch-not-declared")

    async def test_one_that_the_target_does_not_take_is_refused(self, hand, publish, target):
        student = await hand("student")
        no_intent = await publish(opener(target, "shut"), launches=[(target, "shut")])
        few = await publish(opener(target, params="number='A-7'"), launches=[(target, "open")])
        wrong = await publish(opener(target, params="number=7, count=2, urgent=True"), launches=[(target, "open")])

        for source, intent, params in (
            (no_intent, "shut", PARAMS), (few, "open", {"number": "A-7"}), (wrong, "open", PARAMS | {"number": 7}),
        ):  # fmt: skip
            answer = await launched(student, source, target, intent=intent, params=params)
            assert refused(answer) == (422, "host.launch-unfit")

    async def test_a_target_that_is_not_live_is_refused(self, hand, publish):
        nobody = await publish(opener("nobody_there"), launches=[("nobody_there", "open")])

        answer = await launched(await hand("student"), nobody, "nobody_there")

        assert refused(answer) == (404, "host.unknown-mini-app")

    async def test_oversized_parameters_cannot_be_read(self, hand, source, target):
        student = await hand("student")

        long = await launched(student, source, target, params=PARAMS | {"number": "x" * 201})
        many = await launched(student, source, target, params={f"p{n}": 1 for n in range(21)})
        deep = await launched(student, source, target, params=PARAMS | {"number": {"a": 1}})

        assert {answer.status_code for answer in (long, many, deep)} == {400}

    async def test_one_gesture_launches_once_and_a_retry_gets_the_same_intent(self, hand, source, target):
        student, key = await hand("student"), str(uuid4())
        gesture = await student.gesture(source)

        first = await launched(student, source, target, gesture=gesture, key=key)
        retry = await launched(student, source, target, gesture=gesture, key=key)
        second = await launched(student, source, target, gesture=gesture)

        assert first.json() == retry.json()
        assert refused(second) == (409, "host.gesture-spent")


class TestOpen:
    async def test_an_intent_opens_once(self, hand, source, target):
        student = await hand("student")
        intent = (await launched(student, source, target)).json()["intent"]

        first, second = (
            await student.draw(target, "detail", intent=intent),
            await student.draw(target, "detail", intent=intent),
        )

        assert first.status_code == 200
        assert refused(second) == (409, "host.intent-spent")

    async def test_two_hundred_replays_of_spent_ones_open_nothing(self, hand, source, target):
        student = await hand("student")
        spent = [(await launched(student, source, target)).json()["intent"] for _ in range(2)]
        for intent in spent:
            assert (await student.draw(target, "detail", intent=intent)).status_code == 200

        answers = [await student.draw(target, "detail", intent=intent) for _ in range(100) for intent in spent]

        assert {refused(answer) for answer in answers} == {(409, "host.intent-spent")}

    async def test_of_eight_openings_at_once_one_opens(self, hand, source, target):
        student = await hand("student")
        intent = (await launched(student, source, target)).json()["intent"]

        answers = await asyncio.gather(*(student.draw(target, "detail", intent=intent) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7

    async def test_another_person_session_screen_or_mini_app_does_not_open_it(self, hand, source, target):
        student, herder, again = await hand("student"), await hand("herder"), await hand("student")
        intent = (await launched(student, source, target)).json()["intent"]

        wrong = {
            "other-person": await herder.draw(target, "detail", intent=intent),
            "other-session": await again.draw(target, "detail", intent=intent),
            "other-screen": await student.draw(target, "home", intent=intent),
            "other-app": await student.draw(source, "home", intent=intent),
        }

        for name, answer in wrong.items():
            assert refused(answer) == (403, "host.intent-refused")
            assert answer.json()["params"]["reason"] == name
        assert (await student.draw(target, "detail", intent=intent)).status_code == 200

    async def test_an_expired_one_does_not_open(self, hand, source, target):
        student = await hand("student")
        old = launches.minted(
            ground().keyring, person=await student.principal(), by=source, app=target, intent="open",
            params=PARAMS, at=now() - timedelta(seconds=61),
        )  # fmt: skip

        answer = await student.draw(target, "detail", intent=old)

        assert answer.json()["params"]["reason"] == "expired"

    async def test_hundreds_of_forged_ones_open_nothing(self, hand, source, target):
        student = await hand("student")
        genuine = [(await launched(student, source, target)).json()["intent"] for _ in range(2)]
        forged = list(forgeries(genuine, foreign=KeyRing.generate(demo=True), kind=launches.KIND, count=300, seed=33))

        answers = [await student.draw(target, "detail", intent=text) for text in forged]

        assert {refused(answer) for answer in answers} <= {(403, "host.intent-refused"), (400, "core.unreadable")}

    async def test_one_that_ran_into_a_missing_consent_opens_once_when_the_sheet_was_read(
        self, hand, publish, target, monkeypatch
    ):
        student = await hand("student")
        source = await publish(opener(target, "ask", params=""), launches=[(target, "ask")])
        intent = (await launched(student, source, target, intent="ask", params={})).json()["intent"]

        asked = await student.draw(target, "asking", intent=intent)
        kept_open = asked.json()["params"]["intent"]
        consent = {"recipient": target, "purpose": "test", "fields": ["name"], "textVersion": "1"}
        await student.phone.post("/api/v1/me/consents", json=consent, headers=student.headers)
        monkeypatch.setattr(service, "now", lambda: now() + timedelta(minutes=20))
        late = await student.draw(target, "asking", intent=intent)
        opened = await student.draw(target, "asking", intent=kept_open)
        again = await student.draw(target, "asking", intent=kept_open)

        assert refused(asked) == (403, "host.consent-needed")
        assert refused(late) == (403, "host.intent-refused")
        assert opened.json()["screen"]["title"] == "马小雨"
        assert refused(again) == (409, "host.intent-spent")

    async def test_the_kept_open_and_the_first_one_are_one(self, hand, publish, target):
        student = await hand("herder")
        source = await publish(opener(target, "ask", params=""), launches=[(target, "ask")])
        intent = (await launched(student, source, target, intent="ask", params={})).json()["intent"]
        asked = await student.draw(target, "asking", intent=intent)
        consent = {"recipient": target, "purpose": "test", "fields": ["name"], "textVersion": "1"}
        await student.phone.post("/api/v1/me/consents", json=consent, headers=student.headers)

        first = await student.draw(target, "asking", intent=intent)
        second = await student.draw(target, "asking", intent=asked.json()["params"]["intent"])

        assert first.status_code == 200
        assert refused(second) == (409, "host.intent-spent")

    async def test_an_intent_is_no_gesture_and_a_gesture_no_intent(self, hand, source, target):
        student = await hand("student")
        gesture = await student.gesture(source)
        intent = (await launched(student, source, target)).json()["intent"]

        assert refused(await student.act(target, gesture=intent)) == (403, "host.gesture-refused")
        assert refused(await student.draw(target, "detail", intent=gesture)) == (403, "host.intent-refused")
