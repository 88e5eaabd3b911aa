"""Gestures without a server: what a screen offers, and that nothing but the genuine text of its person opens."""

import random
from datetime import timedelta
from typing import get_args
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.structs import now
from backend.host.runs import gestures, tokens
from backend.host.runs.errors import GestureMissing, GestureRefused
from backend.identity.sessions.structs import Principal
from plugin_sdk.contract.screen import Screen
from plugin_sdk.contract.values import Slug
from plugin_sdk.guest import ui
from tests.host.runs.forging import forgeries

RING = KeyRing.generate(demo=True)
AT = now()
ACT = gestures.action_offer("act")
FORGED = 10_000


def somebody() -> Principal:
    return Principal(person_id=uuid4(), session_id=uuid4(), level=2, roles=frozenset())


def made(person: Principal, *, app="one_app", offers=(ACT,), at=AT, ring=RING) -> str:
    return gestures.minted(ring, person=person, app=app, screen="home", offers=offers, at=at)


def read(text: str | None, person: Principal, *, app="one_app", offer=ACT, at=AT, ring=RING) -> gestures.Gesture:
    return gestures.verified(ring, text=text, person=person, app=app, offer=offer, at=at)


def reason(text: str, person: Principal, **said) -> str:
    with pytest.raises(GestureRefused) as refused:
        read(text, person, **said)
    return str(refused.value.params["reason"])


def screen(*body) -> Screen:
    return msgspec.convert({"title": "题", "body": list(body)}, Screen)


def structs_of(kind) -> set[type[msgspec.Struct]]:
    """Every Struct that may stand somewhere inside this type."""
    found, waiting = set(), [kind]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            if one not in found:
                found.add(one)
                waiting += [field.type for field in msgspec.structs.fields(one)]
        else:
            waiting += [part for part in get_args(one) if not isinstance(part, str)]
    return found


class TestOffers:
    def test_a_screen_offers_the_actions_of_its_buttons_forms_and_pickers_wherever_they_stand(self):
        nested = ui.card(
            ui.row(ui.column(ui.button("一", action="one"))),
            ui.tabs(甲=[ui.disclosure("更多", ui.button("二", action="two"))]),
            title="卡",
            to=ui.to_action("three"),
        )
        form = ui.form(ui.field("a", ui.short_text("甲")), submit="交", action="four")
        tapped = ui.list_of(ui.item("项", to=ui.to_action("five", id=1)))
        picked = ui.slot_picker(ui.slot_day("今天", ui.slot("1", "九点", free=1)), submit="约", action="six")
        place = ui.map_points("图", ui.map_point("厅", longitude=103.8, latitude=36.1, to=ui.to_action("seven")))
        tile = ui.service_tile("项", "flame", ui.to_action("eight"))

        offered = gestures.offers_of(screen(nested, form, tapped, picked, place, tile))

        names = ("one", "two", "three", "four", "five", "six", "seven", "eight")
        assert offered == sorted(map(gestures.action_offer, names))

    def test_no_component_names_an_action_under_another_word(self):
        told = {
            (part.__name__, field.name)
            for part in structs_of(Screen)
            for field in msgspec.structs.fields(part)
            if field.type == Slug
        }

        # A new component that names an action otherwise must be looked for in `gestures`.
        assert told == {
            ("Submit", "action"), ("SlotPicker", "action"), ("Icon", "name"), ("ServiceTile", "icon"),
            ("ToScreen", "name"), ("ToAction", "name"), ("ToLaunch", "intent"),
        }  # fmt: skip

    def test_it_offers_a_launch_with_just_these_parameters(self):
        offered = gestures.offers_of(screen(ui.button("去", to=ui.to_launch("other_app", "open", number="7"))))

        assert offered == [gestures.launch_offer("other_app", "open", {"number": "7"})]
        assert gestures.launch_offer("other_app", "open", {"number": 7}) not in offered
        assert gestures.launch_offer("other_app", "open", {}) not in offered

    def test_the_order_of_parameters_does_not_matter(self):
        assert gestures.launch_offer("a_b", "c", {"x": 1, "y": 2}) == gestures.launch_offer(
            "a_b", "c", {"y": 2, "x": 1}
        )

    def test_leading_to_a_screen_offers_nothing(self):
        assert gestures.offers_of(screen(ui.button("看", screen="home"), ui.text("字"))) == []

    def test_free_data_offers_nothing_however_it_is_spelt(self):
        lure = {"kind": "action", "name": "act", "action": "act", "submit": {"text": "x", "action": "act"}}
        drawn = msgspec.convert({"title": "题", "body": [], "data": {"a": lure, "b": [lure]}}, Screen)

        assert gestures.offers_of(drawn) == []

    @given(st.sets(st.sampled_from([f"a{n}" for n in range(30)]), max_size=20), st.integers(0, 10**6))
    def test_whatever_the_nesting_just_the_actions_that_stand_in_it_are_offered(self, names, seed):
        dice, body = random.Random(seed), [ui.text("字")]
        for name in sorted(names):
            inner = ui.button("好", action=name)
            for _ in range(dice.randrange(4)):
                inner = dice.choice([ui.row, ui.column, lambda one: ui.disclosure("更多", one)])(inner)
            body.append(inner)

        assert gestures.offers_of(screen(*body)) == sorted(map(gestures.action_offer, names))


class TestVerified:
    def test_the_person_for_whom_the_screen_was_drawn_may_do_what_it_offers(self):
        person = somebody()

        gesture = read(made(person), person)

        assert (gesture.app, gesture.screen) == ("one_app", "home")

    def test_without_one_nothing_is_done(self):
        with pytest.raises(GestureMissing):
            read(None, somebody())

    def test_it_is_of_no_use_to_anybody_or_for_anything_else(self):
        person = somebody()
        text = made(person)

        assert reason(text, somebody()) == "other-person"
        assert reason(text, msgspec.structs.replace(person, session_id=uuid4())) == "other-session"
        assert reason(text, person, app="two_app") == "other-app"
        assert reason(text, person, offer=gestures.action_offer("pay")) == "not-offered"
        assert reason(text, person, offer=gestures.launch_offer("act", "act", {})) == "not-offered"

    def test_it_holds_for_thirty_minutes_and_no_longer(self):
        person = somebody()
        text = made(person)

        assert read(text, person, at=AT + timedelta(minutes=29, seconds=58))
        assert reason(text, person, at=AT + timedelta(minutes=30)) == "expired"

    def test_an_intent_with_the_same_claims_is_no_gesture(self):
        person = somebody()
        gesture = read(made(person), person)

        assert reason(tokens.sealed(RING, kind="intent v1", claims=gesture), person) == "forged"

    def test_it_outlives_a_rotation_of_the_key_but_not_its_retirement(self):
        person, old = somebody(), RING.active(Purpose.GESTURE)
        text, rotated = made(person), RING.rotate(Purpose.GESTURE)

        assert read(text, person, ring=rotated)
        assert reason(text, person, ring=rotated.retire(Purpose.GESTURE, kid=old.kid)) == "forged"

    def test_two_gestures_of_one_screen_are_two(self):
        person = somebody()

        assert read(made(person), person).nonce != read(made(person), person).nonce

    def test_ten_thousand_forged_ones_are_refused_as_forged(self):
        person = somebody()
        genuine = [made(person, app=f"app_{n}", offers=[gestures.action_offer(f"a{n}"), ACT]) for n in range(20)]

        accepted = [
            text
            for text in forgeries(
                genuine, foreign=KeyRing.generate(demo=True), kind=gestures.KIND, count=FORGED, seed=11
            )
            if reason_or_none(text, person) != "forged"
        ]

        assert accepted == []

    @given(st.text(max_size=400))
    def test_no_text_whatever_makes_it_fail_otherwise(self, text):
        assert reason(text, somebody()) == "forged"

    def test_ten_thousand_genuine_ones_of_others_are_refused(self):
        dice, people = random.Random(12), [somebody() for _ in range(40)]
        drawn = {(person, app): made(person, app=app) for person in people for app in ("one_app", "two_app")}

        accepted = 0
        for _ in range(FORGED):
            (owner, app), text = dice.choice(list(drawn.items()))
            person = dice.choice(people)
            if (owner, app) == (person, "one_app"):
                continue
            accepted += reason_or_none(text, person) is None

        assert accepted == 0


def reason_or_none(text: str, person: Principal) -> str | None:
    try:
        read(text, person)
    except GestureRefused as refused:
        return str(refused.params["reason"])
    return None
