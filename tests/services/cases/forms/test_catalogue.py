"""Every item and bundle of the catalogue makes a form that the phone can draw, for any way through its questions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.services.cases.forms import blank as blanks
from backend.services.cases.forms import composing, sources
from backend.services.cases.forms.fitting import facts_for
from backend.services.cases.forms.purposes import ApplicationPurposes
from backend.services.cases.forms.viewing import known_of
from backend.services.items import service as items
from plugin_sdk.contract.form import require_drawable
from tests.services.cases.forms.conftest import HOUSEHOLD, PLACE
from tests.services.cases.forms.examples import TODAY, make_fact

PLACES = ("620102", "620100", "620000", "620102001", "620102001001")


async def offered():
    """Every item at the first place that handles it."""
    found, cursor = [], None
    while True:
        page = await items.listed(limit=100, cursor=cursor, sector=None, audience=None, region_code=None)
        for one in page.items:
            for place in PLACES:
                try:
                    found.append(await items.at_place(one.basic_code, region_code=place))
                    break
                except items.NotOfferedHere:
                    continue
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.fixture(scope="module")
async def every_item(database_url):
    return await offered()


def walk(ask, choose):
    """Answer every question as `choose` says, until none is left."""
    answers = {}
    while (blank := ask(answers)).question:
        answers[blank.question.id] = choose(blank.question.choices).value
    return blank


async def test_there_are_items(every_item):
    assert len(every_item) > 150


async def test_every_item_can_be_drawn_empty_and_filled(every_item):
    for item in every_item:
        for pick in (0, -1):
            blank = walk(
                lambda answers, item=item: blanks.of_item(item, answers), lambda choices, pick=pick: choices[pick]
            )
            for facts in ({}, {name: make_fact("张三") for name in facts_for(blank.fields)}):
                known = known_of(blank.fields, facts, today=TODAY)
                made = composing.compose(blank.fields, known=known, answers={}, regions={})
                require_drawable(made.form)


async def test_every_purpose_of_an_item_is_registered(every_item):
    for item in every_item[::25]:
        blank = blanks.of_item(item, {})
        recipient, purpose = sources.recipient_of(blank)

        assert await ApplicationPurposes().find(recipient, purpose) == sources.purpose_of(blank)


class TestPurposes:
    async def test_a_bundles_purpose_names_its_place(self, database_url):
        bundle = await items.bundle("newborn", region_code=PLACE)
        blank = blanks.of_bundle(bundle, {}, region_name="城关区")
        recipient, purpose = sources.recipient_of(blank)

        found = await ApplicationPurposes().find(recipient, purpose)

        assert (recipient, purpose) == ("bundle:newborn", f"newborn-{PLACE}")
        assert found == sources.purpose_of(blank)
        assert found.text_version

    @pytest.mark.parametrize(
        ("recipient", "purpose"),
        [
            ("heating_subsidy", "apply"),
            ("item:" + "0" * 31, HOUSEHOLD),
            ("item:short", HOUSEHOLD),
            ("bundle:nothing", f"nothing-{PLACE}"),
            ("bundle:newborn", "newborn-999999"),
            ("bundle:newborn", "other"),
        ],
    )
    async def test_what_is_not_offered_is_no_purpose(self, database_url, recipient, purpose):
        assert await ApplicationPurposes().find(recipient, purpose) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
async def test_every_way_through_a_bundle_asks_nothing_twice(every_bundle, data):
    bundle = data.draw(st.sampled_from(every_bundle))

    blank = walk(
        lambda answers: blanks.of_bundle(bundle, answers, region_name="城关区"),
        lambda choices: data.draw(st.sampled_from(choices)),
    )

    names = [one.name for one in blank.fields]
    assert len(names) == len(set(names))
    filled = [(one.prefill, one.kind) for one in blank.fields if one.prefill]
    assert len(filled) == len(set(filled)), [one for one in filled if filled.count(one) > 1]
    assert len({one.code for one in blank.materials}) == len(blank.materials)
    require_drawable(composing.compose(blank.fields, known={}, answers={}, regions={}).form)


@pytest.fixture(scope="module")
async def every_bundle(database_url):
    return [await items.bundle(one.code, region_code=PLACE) for one in await items.bundles()]
