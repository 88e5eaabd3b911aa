"""A finished draft becomes a case: with everything that was known, typed, promised and handed in, and once."""

import asyncio
from uuid import uuid4

import pytest

from backend.core import database
from backend.demo.personas import BY_ID
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Channel, HandInDraft, Held
from backend.services.cases.forms import service as forms
from backend.services.cases.forms.errors import AlreadySubmitted, Incomplete
from backend.services.cases.forms.structs import HandedIn, MaterialState
from backend.services.items.structs import Necessity
from tests.services.cases.conftest import attempt, now
from tests.services.cases.forms.drafts import begin, finish, save

PATH = "/api/v1/applications"


@pytest.fixture
async def parent_id(database_url):
    yield BY_ID["young-parent"].person_id
    await database.execute("delete from cases_draft")


async def submitted(person_id, draft, *, by=None):
    command = HandInDraft(version=draft.version)
    return await flow.submit_draft(draft.id, person_id=person_id, command=command, attempt=by or attempt(), at=now())


class TestAnonymous:
    async def test_is_refused(self, client):
        response = await client.post(f"{PATH}/{uuid4()}/submit", json={"version": 1})

        assert (response.status_code, response.json()["code"]) == (401, "identity.not-signed-in")


class TestSubmit:
    async def test_makes_a_case_of_what_was_filled_in(self, client, sign_in, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        parent = await sign_in("young-parent")

        response = await client.post(f"{PATH}/{draft.id}/submit", json={"version": draft.version}, headers=parent)

        assert response.status_code == 201, response.text
        case = response.json()
        assert (case["state"], case["basicCode"], case["channel"]) == ("submitted", draft.code, "phone")
        assert case["queryCode"]
        answers = {one["name"]: one for one in case["answers"]}
        assert answers["motherName"]["fact"] == "mother.name"
        assert answers["childNativePlace"]["fact"] is None
        materials = {one["code"]: one for one in case["materials"]}
        assert materials["ID-CARD"]["held"] == "register"
        assert [one["held"] for one in case["materials"] if one["files"]] == ["file"]
        gone = await client.get(f"{PATH}/{draft.id}", headers=parent)
        assert (gone.status_code, gone.json()["params"]) == (410, {"caseId": case["id"]})

    async def test_the_same_key_is_told_the_same_case(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        caller = attempt(str(uuid4()))

        first, second = [await submitted(parent_id, draft, by=caller) for _ in range(2)]

        assert (first.id, bool(first.query_code), second.query_code) == (second.id, True, None)

    async def test_of_two_devices_one_hands_it_in(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))

        answers = await asyncio.gather(*(submitted(parent_id, draft) for _ in range(4)), return_exceptions=True)

        assert sum(isinstance(one, AlreadySubmitted) for one in answers) == 3

    async def test_what_is_not_complete_makes_no_case(self, parent_id):
        draft = await begin(parent_id)

        with pytest.raises(Incomplete):
            await submitted(parent_id, draft)
        assert (await forms.read_one(draft.id, person_id=parent_id)).version == 1


class TestReceive:
    async def test_shows_officers_both_values_where_the_applicant_says_otherwise(self, parent_id):
        draft = await finish(parent_id, await begin(parent_id))
        changes = {"corrections": {"householdAddress": True}, "answers": {"householdAddress": "新地址 1 号"}}

        case = await submitted(parent_id, await save(parent_id, draft, **changes))

        [address] = [one for one in case.answers if one.name == "householdAddress"]
        assert address.value == "新地址 1 号"
        assert address.register_value != address.value
        assert address.register

    @pytest.mark.parametrize(
        ("state", "held"),
        [
            (MaterialState.PAPER, Held.PAPER),
            (MaterialState.LATER, Held.MISSING),
            (MaterialState.OPTIONAL, Held.MISSING),
            (MaterialState.COMMITTED, Held.MISSING),
        ],
    )
    async def test_says_how_each_material_stands(self, parent_id, state, held):
        draft = await finish(parent_id, await begin(parent_id))
        async with database.transaction():
            ready = await forms.take(draft.id, person_id=parent_id, version=draft.version, case_id=uuid4())
            ready.materials[:] = [HandedIn(code="X", name="材料", necessity=Necessity.REQUIRED, state=state)]

            case = await flow.receive(ready, case_id=uuid4(), channel=Channel.WEB, at=now())

        [material] = case.materials
        assert (material.held, material.covered) == (held, state is MaterialState.COMMITTED)
