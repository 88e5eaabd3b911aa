"""Open scenarios of real rows: opened by events, filled in by attributes, moved by cases, gone with their event."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.core import database
from backend.core.attempts import Attempt
from backend.core.errors import Refusal
from backend.reference.regions import service as regions
from backend.services.cases.flow.structs import CaseMoved, Conclude, Decide
from profiles.attributes.conditions import Purpose
from profiles.attributes.structs import AttributesChanged
from profiles.events.structs import LifeEventOpened, SayEvent
from profiles.scenarios import service
from profiles.scenarios.asking import Asked
from profiles.scenarios.engine import StepState
from profiles.scenarios.errors import ScenarioNotFound
from profiles.scenarios.structs import AnswerScenario
from tests.profiles.attributes.conftest import agree, firm_of, person
from tests.profiles.scenarios.conftest import events_of, load, open_codes, rewrite, settle, work_off

NO_KEY = Attempt(caller="person:-", key=None, request_hash=b"")
BIRTH_REGISTRATION = "000709001000"


async def say(person_id, kind, day=None):
    return await service.say(person_id, command=SayEvent(kind=kind, day=day), attempt=NO_KEY)


async def answer(person_id, scenario_id, *, done=(), **answers):
    command = AnswerScenario(answers=answers, done=list(done))
    return await service.answer(person_id, scenario_id=scenario_id, command=command, attempt=NO_KEY)


def state(found, step_id):
    return next(one.state for one in found.guide.steps if one.id == step_id)


async def newborn(make_person, make_child):
    """A mother whose child the register knows, with the guide open."""
    mother = await make_person()
    await make_child(mother, born=regions.today() - timedelta(days=3))
    await agree(mother)
    await agree(mother, Purpose.CHILDREN)
    await settle(person(mother))
    (found,) = [one for one in await service.open_for(person(mother)) if one.code == "new-child"]
    return mother, found


class TestOpening:
    async def test_an_event_of_a_register_opens_its_guide_with_reasons(self, make_person, make_child):
        _, found = await newborn(make_person, make_child)

        assert found.event == "birth"
        assert (found.why.attribute, found.why.title.zh) == ("household.childBirthDates", "子女出生日期")
        assert found.why.as_of == regions.today()
        assert (found.counts.done, found.open_questions > 0) == (0, True)

    async def test_news_twice_opens_once(self, make_person, make_child):
        mother, _ = await newborn(make_person, make_child)

        await asyncio.gather(*(work_off(person(mother)) for _ in range(3)))

        rows = await database.fetch("select code from profiles_scenario where subject_id = $1", mother)
        assert len(rows) == len({row["code"] for row in rows})

    async def test_not_for_whom_it_is_not_meant(self, make_person):
        someone = await make_person(born=regions.today() - timedelta(days=10 * 365), employment="在校学生")
        await agree(someone)

        said = await say(someone, "home-purchase")

        assert said.scenarios == [], "a child of ten buys no home"

    async def test_saying_it_opens_it_in_the_answer(self, make_person):
        someone = await make_person()

        said = await say(someone, "home-purchase")

        assert [one.code for one in said.scenarios] == ["buying-home"]
        assert await open_codes(person(someone)) == {"buying-home"}

    async def test_the_same_key_says_it_once(self, make_person):
        someone = await make_person()
        attempt = Attempt(caller=f"person:{someone}", key=str(uuid4()), request_hash=b"1")

        answers = [await service.say(someone, command=SayEvent(kind="marriage"), attempt=attempt) for _ in range(2)]

        assert answers[0] == answers[1]


class TestEnd:
    async def test_taking_the_event_back_takes_guide_and_answers(self, make_person):
        someone = await make_person()
        said = await say(someone, "home-purchase")
        await answer(someone, said.scenarios[0].id, kind="new")

        await service.take_back(someone, event_id=said.event.id, attempt=NO_KEY)

        assert await open_codes(person(someone)) == set()
        assert await database.fetch("select 1 from profiles_scenario where subject_id = $1", someone) == []

    async def test_without_the_consent_it_is_not_shown_even_before_the_worker_comes(self, make_person, make_child):
        mother, found = await newborn(make_person, make_child)

        await agree(mother, on=False)

        assert await open_codes(person(mother)) == set()
        assert (await service.mine(mother, limit=9, cursor=None)).items == []
        with pytest.raises(ScenarioNotFound):
            await service.guide(mother, scenario_id=found.id)

    async def test_the_worker_forgets_it(self, make_person, make_child):
        mother, _ = await newborn(make_person, make_child)
        await agree(mother, on=False)

        await settle(person(mother))

        assert await events_of(person(mother)) == set()
        assert await database.fetch("select 1 from profiles_scenario where subject_id = $1", mother) == []


class TestAnswers:
    async def test_what_is_known_is_filled_in_with_its_source(self, make_person, make_child):
        mother, found = await newborn(make_person, make_child)

        seen = await service.guide(mother, scenario_id=found.id)

        known = {one.id: one for one in seen.guide.questions if one.state is Asked.KNOWN}
        assert known["insurance"].answer == "employee"
        assert {one.title.zh for one in known["insurance"].basis} == {"性别", "就业状态"}
        assert {one.source for one in known["insurance"].basis} == {"人口库（公安）"}

    async def test_answers_are_kept_and_sealed(self, make_person, make_child):
        mother, found = await newborn(make_person, make_child)

        await answer(mother, found.id, certificate="no", done=["vaccination"])

        seen = await service.guide(mother, scenario_id=found.id)
        assert state(seen, "certificate") is StepState.MISSING
        assert state(seen, "vaccination") is StepState.DONE
        (row,) = await database.fetch("select content from profiles_scenario where id = $1", found.id)
        assert b"certificate" not in row["content"]

    async def test_the_home_screen_sees_how_far_it_is(self, make_person, make_child):
        mother, found = await newborn(make_person, make_child)
        await answer(mother, found.id, certificate="no", register="same", done=["vaccination"])

        (seen,) = [one for one in await service.open_for(person(mother)) if one.code == "new-child"]

        assert (seen.counts.done, seen.open_questions) == (1, 0)
        assert seen.next_up.step == "certificate"

    async def test_deadlines_count_from_the_event(self, make_person, make_child):
        mother, found = await newborn(make_person, make_child)

        seen = await service.guide(mother, scenario_id=found.id)

        due = next(one.due for one in seen.guide.steps if one.id == "vaccination")
        assert due.day > regions.today()
        assert due.legal

    @pytest.mark.parametrize(
        ("answers", "done", "code"),
        [
            ({"nothing": "yes"}, [], "profiles.unknown-question"),
            ({"certificate": "perhaps"}, [], "profiles.unknown-answer"),
            ({}, ["nothing"], "profiles.unknown-step"),
        ],
    )
    async def test_what_the_guide_does_not_ask_is_refused(self, make_person, make_child, answers, done, code):
        mother, found = await newborn(make_person, make_child)

        with pytest.raises(Refusal) as refusal:
            await answer(mother, found.id, done=done, **answers)

        assert refusal.value.code == code

    async def test_anothers_guide_looks_the_same_as_none(self, make_person):
        someone, other = await make_person(), await make_person()
        said = await say(someone, "marriage")

        with pytest.raises(ScenarioNotFound):
            await service.guide(other, scenario_id=said.scenarios[0].id)


def moved(case, *, from_state="draft", to_state="submitted"):
    return CaseMoved(
        case_id=case.id, event="test", from_state=from_state, to_state=to_state, subject_kind="person",
        subject_id=case.applicant_id, applicant_id=case.applicant_id, bundle_id=None, version=case.version,
    )  # fmt: skip


class TestCases:
    async def granted(self, office, case):
        for action, order in (
            ("accept", None),
            ("decide", Decide(outcome="granted", reasons="符合条件")),
            ("conclude", Conclude(name="户口簿")),
        ):
            case = await office.order(case, action, order)

    async def test_a_case_is_progress_and_its_grant_is_done(self, make_person, make_child, office):
        mother, found = await newborn(make_person, make_child)
        await answer(mother, found.id, certificate="yes")
        case = await office.submit(mother, rules={"basicCode": "002036001000"})

        await service.hear_case(moved(case))
        during = state(await service.guide(mother, scenario_id=found.id), "medical")
        await self.granted(office, case)
        await service.hear_case(moved(case, from_state="granted", to_state="concluded"))
        await service.hear_case(moved(case))
        after = state(await service.guide(mother, scenario_id=found.id), "medical")

        assert (during, after) == (StepState.IN_PROGRESS, StepState.DONE), "late news changes nothing"
        (seen,) = [one for one in await service.open_for(person(mother)) if one.code == "new-child"]
        assert seen.counts.done == 1, "the summary followed"

    async def test_a_case_from_before_the_event_is_another_childs(self, make_person, make_child, office):
        mother, found = await newborn(make_person, make_child)
        await answer(mother, found.id, certificate="yes")
        case = await office.submit(mother, rules={"basicCode": "002036001000"})
        await service.hear_case(moved(case))
        await database.execute("update profiles_step_case set began_on = began_on - 30 where case_id = $1", case.id)

        assert state(await service.guide(mother, scenario_id=found.id), "medical") is StepState.MISSING

    async def test_a_case_before_the_event_was_known_counts(self, make_person, make_child, office):
        mother = await make_person()
        await make_child(mother, born=regions.today())
        case = await office.submit(mother, rules={"basicCode": "002036001000"})
        await service.hear_case(moved(case))
        await agree(mother)
        await agree(mother, Purpose.CHILDREN)

        await settle(person(mother))

        (found,) = [one for one in await service.open_for(person(mother)) if one.code == "new-child"]
        assert state(await service.guide(mother, scenario_id=found.id), "medical") is StepState.IN_PROGRESS
        assert found.counts.in_progress == 1

    async def test_a_granted_case_opens_an_event_of_whoever_agreed(self, make_person, office):
        agreed, other = await make_person(), await make_person()
        await agree(agreed)
        for one in (agreed, other):
            case = await office.submit(one, rules={"basicCode": "000724001000"})
            await self.granted(office, case)
            await service.hear_case(moved(case, from_state="granted", to_state="concluded"))
            await work_off(person(one))

        assert await events_of(person(agreed)) == {"veteran-return"}
        assert "veteran" in await open_codes(person(agreed))
        assert await events_of(person(other)) == set()

    async def test_an_answer_and_a_case_at_once_are_both_kept(self, make_person, make_child, office):
        mother, found = await newborn(make_person, make_child)
        case = await office.submit(mother, rules={"basicCode": "002036001000"})

        await asyncio.gather(
            *(answer(mother, found.id, certificate="yes", done=["together"]) for _ in range(3)),
            *(service.hear_case(moved(case)) for _ in range(3)),
        )

        (seen,) = [one for one in await service.open_for(person(mother)) if one.code == "new-child"]
        assert (seen.counts.done, seen.counts.in_progress) == (1, 1)

    async def test_only_beginnings_and_ends_are_heard(self):
        said = {"case_id": uuid4(), "event": "x", "subject_kind": "person", "subject_id": uuid4(),
                "applicant_id": uuid4(), "bundle_id": None, "version": 1}  # fmt: skip

        assert service.hears_case(CaseMoved(from_state="draft", to_state="submitted", **said))
        assert service.hears_case(CaseMoved(from_state="granted", to_state="concluded", **said))
        assert not service.hears_case(CaseMoved(from_state="submitted", to_state="accepted", **said))

    async def test_cases_of_long_ago_are_forgotten(self, make_person, office):
        someone = await make_person()
        case = await office.submit(someone, rules={"basicCode": BIRTH_REGISTRATION})
        await service.hear_case(moved(case))
        await database.execute("update profiles_step_case set began_on = '2001-01-01' where case_id = $1", case.id)

        assert await service.tidy() >= 1


class TestAttributes:
    async def test_a_new_attribute_answers_and_moves_the_summary(self, make_person):
        someone = await make_person(employment=None)
        await agree(someone)
        said = await say(someone, "renting")
        before = said.scenarios[0].open_questions

        await rewrite(someone, employment="失业")
        await load(someone)

        (found,) = [one for one in await service.open_for(person(someone)) if one.code == "renting"]
        assert found.open_questions == before - 1

    def test_only_what_a_guide_looks_at_is_heard(self):
        subject = person(uuid4())

        assert service.hears_attributes(AttributesChanged(subject=subject, names=["person.residencePermitOn"]))
        assert not service.hears_attributes(AttributesChanged(subject=subject, names=["preference.elderMode"]))


class TestOpenFor:
    async def test_is_one_query_of_its_own(self, make_person, monkeypatch):
        someone = await make_person()
        await say(someone, "marriage")
        asked = []
        fetch = database.fetch

        async def counted(sql, *arguments):
            asked.append(sql)
            return await fetch(sql, *arguments)

        monkeypatch.setattr(database, "fetch", counted)
        found = await service.open_for(person(someone))

        assert [one.code for one in found] == ["getting-married"]
        # Whether a version is newer is asked every few seconds, by whoever comes first.
        assert sum("profiles_" in sql and "profiles_definition" not in sql for sql in asked) == 1

    async def test_a_firms_guides_need_no_consent(self, database_url, monkeypatch):
        firm = await firm_of("firm-owner")
        monkeypatch.setattr(regions, "today", lambda: date(2026, 3, 2))

        await settle(firm)

        assert "firm-annual-report" in await open_codes(firm)


async def test_news_in_any_order_comes_to_the_same(make_person):
    someone = await make_person()
    said = await say(someone, "marriage")
    await service.take_back(someone, event_id=said.event.id, attempt=NO_KEY)

    await service.hear_opened(LifeEventOpened(event_id=said.event.id, subject=person(someone), kind="marriage"))

    assert await open_codes(person(someone)) == set()
