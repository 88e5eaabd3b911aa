"""Cards say what to do, in order of urgency, in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from backend.core.structs import now
from backend.home import cards
from backend.home.greeting import next_change
from backend.home.structs import HomeCard, SectionId, Tone
from backend.reference.calendar.structs import Light
from backend.reference.regions.service import local_time
from backend.services.cases.flow.kinds import Channel, State, Words
from backend.services.cases.flow.structs import CaseSummary

TODAY = date(2026, 11, 28)
CARD = HomeCard(id="item:1", kind="item", title="高龄津贴", text=None, to="/items/1")


def case(state, *, due_on=None):
    return CaseSummary(
        id=uuid4(), number="1", item_name="高龄津贴发放", basic_code="000511002000", item_code="x", department="民政局",
        region_code="620102", subject_kind="person", subject_name="张桂兰", state=state,
        state_words=Words(zh="审查中", en="In review"), light=Light.GREEN, due_on=due_on, remaining_days=None,
        channel=Channel.PHONE, submitted_at=now(), changed_at=now(), bundle_id=None, conditional=False,
    )  # fmt: skip


def test_only_what_waits_for_the_person_is_to_do_and_the_nearest_comes_first():
    late, soon = (case(State.SUPPLEMENT_REQUESTED, due_on=TODAY + timedelta(days=days)) for days in (20, 3))
    other = case(State.IN_REVIEW)

    found = cards.waiting([late, other, soon], today=TODAY, language="zh")

    assert [one.id for one in found] == [f"case:{soon.id}", f"case:{late.id}"]
    assert [one.tone for one in found] == [Tone.URGENT, Tone.PLAIN]
    assert found[0].text == "请补正材料"


def test_the_same_case_stands_in_one_place_only():
    open_ones = [case(State.SUPPLEMENT_REQUESTED), case(State.IN_REVIEW)]

    to_do = cards.waiting(open_ones, today=TODAY, language="en")
    going_on = cards.going_on([], open_ones, language="en")

    assert [one.text for one in going_on] == ["In review"]
    assert not {one.id for one in to_do} & {one.id for one in going_on}


def test_an_empty_section_is_left_out():
    parts = {SectionId.NEAR: cards.near([]), SectionId.TO_DO: [], SectionId.FOR_YOU: [CARD], SectionId.CONTINUE: [CARD]}

    found = cards.sections(parts, language="zh", personal=True)

    assert [one.id for one in found] == [SectionId.CONTINUE, SectionId.FOR_YOU]


@pytest.mark.parametrize(("personal", "title"), [(True, "For you"), (False, "Often used")])
def test_what_is_for_everybody_does_not_claim_to_be_for_one(personal, title):
    (found,) = cards.sections({SectionId.FOR_YOU: [CARD]}, language="en", personal=personal)

    assert found.title == title


@pytest.mark.parametrize(
    ("local", "expected"), [((4, 59), 5), ((5, 0), 11), ((11, 59), 12), ((12, 0), 13), ((17, 0), 18), ((18, 0), 24)]
)
def test_words_hold_until_the_next_greeting(local, expected):
    day = local_time(datetime(2026, 11, 28, 4, tzinfo=UTC)).replace(minute=0)
    moment = day.replace(hour=local[0], minute=local[1])

    assert next_change(moment) == day.replace(hour=0) + timedelta(hours=expected)
