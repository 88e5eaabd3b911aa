"""case.submit and case.status as the room answers them: the phone's own checks, once per tap, and nobody else's cases."""

from dataclasses import replace
from typing import get_args
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.errors import Refusal
from backend.core.room import Caller
from backend.demo.personas import BY_ID
from backend.identity.consents import service as consents
from backend.identity.consents.structs import GiveConsent
from backend.services.cases.flow import capability, through_apps
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.errors import (
    FileOfAnotherTap,
    HandedInOtherwise,
    ItemNotDeclared,
    NeedsTap,
    NumberTaken,
    OneCaseOneTap,
    OtherDepartmentsItem,
)
from backend.services.cases.flow.kinds import State
from backend.services.cases.forms.errors import FactsNotAgreed, UnknownField, UnknownMaterial, WrongType
from backend.services.items.errors import NoSuchAnswer, NotOfferedHere
from backend.supports.files import service as files
from plugin_sdk.contract.capabilities.cases import CaseMaterial, CaseStatus, CaseSubmit, StateName
from tests.services.cases.conftest import attempt, make_person, now
from tests.services.cases.forms.drafts import PDF

CARD = "002011001000"  # 老年人优待证（电子）申领: four fields, all of them known to registers
BIRTH = "000709001000"  # 出生登记: questions, fields of all kinds, materials
PLACE = "620302"
VALUES = {
    "applicantName": "张桂兰",
    "applicantId": {"type": "111", "number": "620302195102080062"},
    "applicantPhone": "13800000003",
    "applicantAddress": "新华路 1 号",
}
pytestmark = pytest.mark.usefixtures("client")


@pytest.fixture
async def elder():
    """The demo world's elder, without any consent or case of an earlier test."""
    person_id = BY_ID["elder"].person_id
    yield person_id
    await database.execute("update identity_consent set withdrawn_at = now() where recipient like 'item:%'")


def tap(person_id, **what_matters) -> Caller:
    usual = {
        "app_id": f"t{uuid4().hex[:12]}", "sender": "甘肃省民政厅（演示）", "call_id": uuid4(), "attempt": uuid4().hex,
        "items": frozenset({CARD, BIRTH}), "level": 2,
    }  # fmt: skip
    return Caller(person_id=person_id, **usual | what_matters)


def again(caller: Caller, **what_matters) -> Caller:
    """Another call of the same mini-app for the same person."""
    return replace(caller, **{"call_id": uuid4(), "attempt": uuid4().hex, "promised": {}} | what_matters)


def wanted(**what_matters) -> CaseSubmit:
    return CaseSubmit(**{"purpose": "test", "basic_code": CARD, "region_code": PLACE} | what_matters)


async def kept(caller: Caller, request: CaseSubmit):
    """What the host does with a tap that ends well."""
    told = await capability.promise(caller, request)
    async with database.transaction():
        await capability.hand_in(caller, request, told)
    return told


async def state_of(caller: Caller, *numbers: str):
    return (
        await capability.status(again(caller, attempt=None), CaseStatus(purpose="test", numbers=list(numbers)))
    ).cases


async def agree(person_id, refusal: FactsNotAgreed):
    sheet = refusal.params["consent"]
    command = GiveConsent(
        recipient=sheet["recipient"], purpose=sheet["purpose"], text_version=sheet["textVersion"],
        fields=[one["name"] for one in sheet["fields"]],
    )  # fmt: skip
    await consents.give(person_id, command=command, attempt=Attempt(caller="-", key=None, request_hash=b""))


async def how_many(caller: Caller) -> int:
    return (await database.fetch_one("select count(*) as n from cases_case where app_id = $1", caller.app_id))["n"]


def test_the_contract_names_exactly_the_states_of_the_table():
    assert set(get_args(StateName)) == {one.value for one in State} - {"draft"}


class TestSubmit:
    async def test_what_is_missing_is_told_at_once_and_nothing_is_kept(self, elder):
        caller = tap(elder)

        told = await capability.promise(caller, wanted(prefill=False))

        assert (told.outcome, told.case) == ("incomplete", None)
        assert [(one.what, one.key) for one in told.missing] == [("field", name) for name in VALUES]
        assert not capability.CAPABILITIES[0].promises(told)
        assert await how_many(caller) == 0

    async def test_what_is_wrong_is_told_in_both_languages(self, elder):
        told = await capability.promise(tap(elder), wanted(prefill=False, values=VALUES | {"applicantPhone": "123"}))

        assert [one.key for one in told.missing] == ["applicantPhone"]
        assert told.missing[0].problem.zh == "手机号码应为 11 位数字。"

    async def test_a_promise_makes_no_case_and_a_kept_one_just_that(self, elder):
        caller, request = tap(elder), wanted(prefill=False, values=VALUES)

        told = await capability.promise(caller, request)
        before = await how_many(caller)
        async with database.transaction():
            await capability.hand_in(caller, request, told)

        [case] = await state_of(caller)
        assert (before, await how_many(caller)) == (0, 1)
        assert case == told.case
        assert (case.state, case.department, case.next.kind) == ("submitted", "金川区民政局", "nothing")
        assert (case.remaining_days, case.promised_on > case.due_on) == (5, True)

    async def test_it_is_the_case_that_the_phone_shows_with_its_channel_letter_and_trail(self, elder):
        caller = tap(elder)
        told = await kept(caller, wanted(prefill=False, values=VALUES))

        [summary, *_] = (await flow.mine(elder, limit=1)).items
        case = await flow.find(summary.id, person_id=elder)
        trail = await flow.trail(case.id, person_id=elder, limit=5)
        letter = await database.fetch_one(
            "select title from messages_message where person_id = $1 order by id desc limit 1", elder
        )

        assert (case.number, case.channel, case.app_id) == (told.case.number, "mini-app", caller.app_id)
        assert {one.name: one.value for one in case.answers} == VALUES
        assert [one.action for one in trail.items] == ["submit"]
        assert letter["title"].startswith("申请已提交")

    async def test_registers_fill_in_under_the_persons_consent_and_tell_the_mini_app_nothing(self, elder):
        caller = tap(elder)
        with pytest.raises(FactsNotAgreed) as refused:
            await capability.promise(caller, wanted())
        await agree(elder, refused.value)

        told = await capability.promise(caller, wanted(values={"applicantName": "别人"}))

        if told.case is None:  # the demo register may not know where somebody lives
            missing = {one.key: VALUES[one.key] for one in told.missing}
            assert set(missing) <= {"applicantPhone", "applicantAddress"}
            told = await capability.promise(caller := again(caller), wanted(values=missing))
        async with database.transaction():
            await capability.hand_in(caller, wanted(), told)
        case = await flow.find((await flow.mine(elder, limit=1)).items[0].id, person_id=elder)
        answers = {one.name: one for one in case.answers}
        assert (answers["applicantName"].value, answers["applicantName"].fact) == ("张桂兰", "person.name")
        assert "张桂兰" not in str(told)

    async def test_the_reading_stands_in_the_persons_access_history_once(self, elder):
        caller = tap(elder)
        with pytest.raises(FactsNotAgreed) as refused:
            await capability.promise(caller, wanted())
        await agree(elder, refused.value)
        count = "select count(*) as n from exchange_access where actor_id = $1"
        before = (await database.fetch_one(count, elder))["n"]

        request = wanted(values={name: VALUES[name] for name in ("applicantPhone", "applicantAddress")})
        await kept(caller, request)

        assert (await database.fetch_one(count, elder))["n"] == before + 1

    async def test_the_sheet_says_who_reads_what_for_how_long(self, elder):
        with pytest.raises(FactsNotAgreed) as refused:
            await capability.promise(tap(elder), wanted())

        sheet = refused.value.params["consent"]
        assert sheet["recipient"].startswith("item:")
        assert {one["name"] for one in sheet["fields"]} >= {"person.name", "person.idNumber"}
        assert all(sheet[name] for name in ("recipientName", "purpose", "purposeText", "legalBasis", "termDays"))

    async def test_the_same_tap_is_the_same_case(self, elder):
        caller, request = tap(elder), wanted(prefill=False, values=VALUES)

        first = await kept(caller, request)
        second = await kept(again(caller, attempt=caller.attempt), request)

        assert first.case.number == second.case.number
        assert await how_many(caller) == 1

    async def test_two_runs_of_one_tap_at_once_make_one_case(self, elder):
        caller, request = tap(elder), wanted(prefill=False, values=VALUES)
        runs = [again(caller, attempt=caller.attempt) for _ in range(2)]
        told = [await capability.promise(one, request) for one in runs]

        async with database.transaction():
            await capability.hand_in(runs[0], request, told[0])
        with pytest.raises(HandedInOtherwise):  # the number that it was told is not the case's: the run is repeated
            async with database.transaction():
                await capability.hand_in(runs[1], request, told[1])

        assert (await capability.promise(again(caller, attempt=caller.attempt), request)).case.number == (
            told[0].case.number
        )
        assert await how_many(caller) == 1


class TestRefusals:
    async def test_without_a_tap_nothing_is_handed_in(self, elder):
        with pytest.raises(NeedsTap):
            await capability.promise(tap(elder, attempt=None), wanted())

    async def test_one_tap_hands_in_one(self, elder):
        caller = tap(elder)
        await capability.promise(caller, wanted(prefill=False, values=VALUES))

        with pytest.raises(OneCaseOneTap):
            await capability.promise(caller, wanted(prefill=False, values=VALUES))

    async def test_after_an_incomplete_one_the_same_tap_may_try_again(self, elder):
        caller = tap(elder)
        await capability.promise(caller, wanted(prefill=False))

        assert (await capability.promise(caller, wanted(prefill=False, values=VALUES))).outcome == "submitted"

    async def test_an_item_that_the_manifest_does_not_name_is_refused_by_name(self, elder):
        with pytest.raises(ItemNotDeclared) as refused:
            await capability.promise(tap(elder, items=frozenset({BIRTH})), wanted())

        assert refused.value.params == {"item": CARD}

    @pytest.mark.parametrize("sender", ["甘肃省公安厅", "兰州市民政局（演示）", "城关区民政局", "测试部门", ""])
    async def test_another_departments_item_is_refused_even_if_the_manifest_names_it(self, elder, sender):
        with pytest.raises(OtherDepartmentsItem) as refused:
            await capability.promise(tap(elder, sender=sender), wanted())

        assert refused.value.params == {"item": CARD, "department": "金川区民政局"}

    @pytest.mark.parametrize("sender", ["甘肃省民政厅", "金昌市民政局（演示）", "金川区民政局"])
    async def test_the_department_of_the_place_and_those_above_it_may(self, elder, sender):
        told = await capability.promise(tap(elder, sender=sender), wanted(prefill=False, values=VALUES))

        assert told.outcome == "submitted"

    @pytest.mark.parametrize(
        ("request_", "refusal"),
        [
            (wanted(region_code="620000"), NotOfferedHere),
            (wanted(given={"nothing": "yes"}), NoSuchAnswer),
            (wanted(values={"nothing": "x"}), UnknownField),
            (wanted(values={"applicantName": 7}), WrongType),
            (wanted(materials={"NOTHING": CaseMaterial(later=True)}), UnknownMaterial),
        ],
        ids=lambda one: one.__name__ if isinstance(one, type) else "",
    )
    async def test_the_forms_own_checks_hold(self, elder, request_, refusal):
        with pytest.raises(refusal):
            await capability.promise(tap(elder), request_)

    async def test_a_file_that_did_not_come_with_this_tap_is_refused(self, elder):
        own = await files.keep(PDF, name="a.pdf", person_id=elder, attempt=attempt())
        reference = {"id": str(own.id), "name": own.name, "mediaType": own.media_type, "bytes": own.bytes}

        for request in (
            wanted(materials={"ID-CARD": CaseMaterial(files=[own.id])}),
            wanted(values={"applicantName": [reference]}),
            wanted(values={"applicantName": [reference | {"id": "no id"}]}),
        ):
            with pytest.raises(FileOfAnotherTap):
                await capability.promise(tap(elder), request)

    async def test_somebody_elses_file_is_not_there_even_with_the_tap(self, elder):
        foreign = await files.keep(PDF, name="a.pdf", person_id=await make_person(), attempt=attempt())

        with pytest.raises(Refusal) as refused:
            await capability.promise(
                tap(elder, files=frozenset({foreign.id})),
                wanted(materials={"ID-CARD": CaseMaterial(files=[foreign.id])}),
            )

        assert refused.value.code == "files.not-found"

    async def test_a_file_of_this_tap_goes_into_the_case_and_stays(self, elder):
        own = await files.keep(PDF, name="a.pdf", person_id=elder, attempt=attempt())
        caller = tap(elder, files=frozenset({own.id}))

        await kept(
            caller,
            wanted(prefill=False, values=VALUES, materials={"ID-CARD": CaseMaterial(files=[own.id])}),
        )

        case = await flow.find((await flow.mine(elder, limit=1)).items[0].id, person_id=elder)
        assert [one.files for one in case.materials] == [[own.id]]
        with pytest.raises(Refusal):
            await files.remove(own.id, person_id=elder, attempt=attempt())

    async def test_facts_whose_consent_was_taken_back_before_the_end_are_asked_for_again(self, elder):
        caller, request = tap(elder), wanted(values={name: VALUES[name] for name in list(VALUES)[2:]})
        with pytest.raises(FactsNotAgreed) as refused:
            await capability.promise(caller, request)
        await agree(elder, refused.value)
        told = await capability.promise(caller, request)
        await database.execute("update identity_consent set withdrawn_at = now() where recipient like 'item:%'")

        with pytest.raises(HandedInOtherwise):
            async with database.transaction():
                await capability.hand_in(caller, request, told)

        with pytest.raises(FactsNotAgreed):
            await capability.promise(again(caller, attempt=caller.attempt), request)

    async def test_a_number_that_another_case_took_is_promised_anew(self, elder, monkeypatch):
        request = wanted(prefill=False, values=VALUES)
        taken = await kept(tap(elder), request)
        caller = tap(elder)
        promised = await capability.promise(caller, request)
        plan = caller.promised[capability.PROMISED]
        case = type(plan.case.case)(
            **{name: getattr(plan.case.case, name) for name in plan.case.case.__struct_fields__}
            | {"number": taken.case.number}
        )
        caller.promised[capability.PROMISED] = replace(plan, case=replace(plan.case, case=case))

        with pytest.raises(NumberTaken):
            async with database.transaction():
                await capability.hand_in(caller, request, promised)


async def test_a_case_of_no_promise_is_never_handed_in(elder):
    caller = tap(elder)
    plan = await flow.promise_for_app(
        through_apps.Tap(person_id=elder, app_id=caller.app_id, department=caller.sender, attempt="x"),
        capability._command(wanted(prefill=False)),
        at=now(),
    )

    with pytest.raises(ValueError, match="nothing was promised"):
        await through_apps.hand_in(
            through_apps.Tap(person_id=elder, app_id=caller.app_id, department=caller.sender, attempt="x"),
            plan,
        )
