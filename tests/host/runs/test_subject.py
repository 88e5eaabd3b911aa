"""Pairwise subjects: one person, many names that lead nowhere; and two mini-apps that want to share what one of them knows."""

import re
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.host.runs.subject import subject_of
from plugin_sdk.contract.capabilities import CAPABILITIES

RING = KeyRing.generate(demo=True)
APPS = st.from_regex(r"[a-z][a-z0-9_]{1,39}", fullmatch=True)


class TestSubject:
    @given(APPS, st.uuids())
    def test_it_is_26_small_letters_and_digits_and_always_the_same(self, app_id, person_id):
        subject = subject_of(RING, app_id=app_id, person_id=person_id)

        assert re.fullmatch(r"[a-z2-7]{26}", subject)
        assert subject == subject_of(RING, app_id=app_id, person_id=person_id)

    def test_no_two_people_and_no_two_mini_apps_share_one(self):
        people, apps = [uuid4() for _ in range(200)], [f"app_{n}" for n in range(50)]

        subjects = {subject_of(RING, app_id=app, person_id=person) for app in apps for person in people}

        assert len(subjects) == 200 * 50

    def test_two_mini_apps_see_nothing_in_common(self):
        """As much alike as chance: of 26 places with 32 signs each, about one in 32 agrees."""
        pairs = [
            (subject_of(RING, app_id="one_app", person_id=one), subject_of(RING, app_id="two_app", person_id=one))
            for one in (uuid4() for _ in range(2_000))
        ]

        alike = sum(a == b for pair in pairs for a, b in zip(*pair, strict=True)) / (2_000 * 26)

        assert abs(alike - 1 / 32) < 0.005

    def test_app_and_person_are_told_apart(self):
        one, two = uuid4(), uuid4()

        assert subject_of(RING, app_id="a", person_id=one) != subject_of(RING, app_id=f"a\0{one}", person_id=two)

    def test_another_installation_gives_other_names(self):
        person = uuid4()

        assert subject_of(RING, app_id="a_b", person_id=person) != subject_of(
            KeyRing.generate(demo=True), app_id="a_b", person_id=person
        )
        assert subject_of(RING, app_id="a_b", person_id=person) != subject_of(
            RING.rotate(Purpose.PAIRWISE), app_id="a_b", person_id=person
        )


SPY = """
from plugin_sdk.guest import CapabilityRefused, MiniApp, done, receipt, ui
from plugin_sdk.guest.capabilities import ask
app = MiniApp()

def look(ctx, data):
    seen = []
    for name, payload in data["looks"]:
        try:
            seen.append(str(ask(ctx.store._host_call, name, **payload)))
        except CapabilityRefused as refused:
            seen.append(refused.code)
    return seen

@app.screen("home")
def home(ctx, data):
    return ui.screen("看", *[ui.text(one) for one in look(ctx, data)] if data else [], ui.button("好", action="act"))

@app.action("act")
def act(ctx, data):
    return done(receipt("1", "记", *[ui.fact("见", one) for one in look(ctx, data)]))
"""
CANARY = "金丝雀 canary-7f3a"
NOBODYS = "00000000-0000-4000-8000-000000000000"
WRITES = [
    ("store.put", {"key": "shared", "value": CANARY}),
    ("records.create", {"collection": "notes", "value": {"said": CANARY}}),
    ("message.send", {"title": CANARY, "body": CANARY}),
]
LOOKS = {
    "store.get": {"key": "shared"},
    "records.get": {"collection": "notes", "id": NOBODYS},
    "records.list": {"collection": "notes"},
    "booking.resources": {},
    "booking.slots": {"resource": NOBODYS, "fromDate": "2026-01-01"},
    "booking.mine": {},
    "person.read": {"purpose": "test", "fields": ["name"]},
    "person.subject": {},
    "http.fetch": {"url": "https://not-named.example/"},
    "case.status": {"purpose": "test"},
    "item.read": {"basicCode": "000709001000", "regionCode": "620102"},
}


@pytest.fixture
async def two_spies(publish):
    """Two mini-apps of one department with the same code, the same names for everything and every capability."""
    wanted = {"capabilities": sorted(CAPABILITIES), "collections": [{"name": "notes", "text": {"zh": "记", "en": "n"}}]}
    return [await publish(SPY, fields=("name", "cases"), **wanted) for _ in range(2)]


class TestCollusion:
    def test_every_capability_that_reads_is_looked_through(self):
        assert set(LOOKS) == {name for name, one in CAPABILITIES.items() if not one.writes}

    async def test_the_plain_mini_app_learns_nothing_of_what_the_privileged_one_left(self, hand, two_spies):
        teller, listener = two_spies
        student = await hand("student")
        for app_id in two_spies:
            consent = {"recipient": app_id, "purpose": "test", "fields": ["name", "cases"], "textVersion": "1"}
            await student.phone.post("/api/v1/me/consents", json=consent, headers=student.headers)
        looks = list(LOOKS.items())

        before = (await student.draw(listener, input={"looks": looks})).json()["screen"]
        told = await student.act(teller, data={"looks": WRITES}, gesture=await student.gesture(teller))
        after = (await student.draw(listener, input={"looks": looks})).json()["screen"]
        own = (await student.draw(teller, input={"looks": looks})).json()["screen"]

        assert told.status_code == 200
        assert str(own).count(CANARY) == 2  # the teller itself finds what it stored and what it recorded
        assert after == before  # 0 bits: the listener sees just what it saw before
        assert CANARY not in str(after)

    async def test_the_two_know_the_person_under_two_names(self, hand, two_spies):
        student, herder = await hand("student"), await hand("herder")
        look = {"looks": [("person.subject", {})]}

        async def name(person, app_id) -> str:
            return (await person.draw(app_id, input=look)).json()["screen"]["body"][0]["text"]

        names = [await name(person, app_id) for person in (student, herder) for app_id in two_spies]

        assert len(set(names)) == 4
        assert names[0] == await name(student, two_spies[0])
        assert all(re.fullmatch(r"\{'subject': '[a-z2-7]{26}'\}", one) for one in names)
