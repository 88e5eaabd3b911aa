"""Every guard once as a refusal, through the service with the real database, and the way past it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.reference.calendar import service as calendars
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.guards import GUARDS
from backend.services.cases.flow.structs import (
    AcceptConditionally,
    AnswerPart,
    AskExtension,
    Commitment,
    Conclude,
    Countersign,
    Decide,
    HandIn,
    Held,
    PartWanted,
    Reasoned,
    RequestSupplement,
    Resume,
    Suspend,
    TakePaper,
    Wanted,
)
from backend.services.cases.flow.transitions import TABLE
from tests.services.cases.conftest import (
    Office,
    answer,
    apply,
    attempt,
    material,
    now,
    outcome,
)

GRANT = Decide(outcome="granted", reasons="符合条件")
DENY = Decide(outcome="denied", reasons="不符合条件")
WHY = Reasoned(reason="理由")
DONE = Conclude(name="测试证")


def tomorrow(days=1):
    return calendars.today() + timedelta(days=days)


def wanted(*codes, kind="material", days=10):
    named = [Wanted(code=code, kind=kind, what=f"缺 {code}") for code in codes]
    return RequestSupplement(wanted=named, answer_by=tomorrow(days))


def given(*codes, **what_matters):
    return HandIn(materials=[material(code, **what_matters) for code in codes])


def suspension(kind="expert-review", days=10):
    return Suspend(kind=kind, reason="需要评审", expected_until=tomorrow(days))


def part(department, **what_matters):
    return PartWanted(department=department, asks="请提出意见", **what_matters)


async def answer_part(case, officer, *, agrees=True):
    [asked] = [one for one in case.parts if one.outcome is None]
    order = AnswerPart(agrees=agrees, opinion="意见")
    return await flow.answer_part(asked.id, order=order, person_id=officer, attempt=attempt(), at=now())


async def proposed(office: Office, **what_matters):
    case = await office.accepted(**what_matters)
    return await office.order(case, "propose", GRANT)


class TestAcceptance:
    async def test_missing_materials_refuse_acceptance(self, office):
        case = await office.submit(materials=[material("a", held=Held.MISSING), material("b")])

        assert await outcome(office.order(case, "accept")) == "cases.materials-complete"

    async def test_optional_materials_may_be_missing(self, office):
        case = await office.submit(materials=[material("a", held=Held.MISSING, necessity="optional")])

        assert await outcome(office.order(case, "accept")) == "accepted"

    async def test_conditional_acceptance_is_the_items_to_allow(self, office):
        case = await office.submit(materials=[material("a", held=Held.MISSING, necessity="later")])
        order = AcceptConditionally(later_by=tomorrow())

        assert await outcome(office.order(case, "accept-conditionally", order)) == "cases.item-allows-conditional"

    async def test_conditional_acceptance_covers_only_what_may_follow(self, make_office):
        office = await make_office(conditional=True)
        later, required = (material("a", held=Held.MISSING, necessity=one) for one in ("later", "required"))
        order = AcceptConditionally(later_by=tomorrow())

        too_much = await office.submit(materials=[required])
        nothing = await office.submit()
        right = await office.submit(materials=[later])

        assert await outcome(office.order(too_much, "accept-conditionally", order)) == "cases.only-later-missing"
        assert await outcome(office.order(nothing, "accept-conditionally", order)) == "cases.only-later-missing"
        assert await outcome(office.order(right, "accept-conditionally", order)) == "accepted"

    @pytest.mark.parametrize("days", [0, 61])
    async def test_days_must_be_ahead_and_near(self, make_office, days):
        office = await make_office(conditional=True)
        case = await office.submit(materials=[material("a", held=Held.MISSING, necessity="later")])
        order = AcceptConditionally(later_by=tomorrow(days))

        assert await outcome(office.order(case, "accept-conditionally", order)) == "cases.day-is-ahead"

    async def test_what_was_to_follow_is_awaited_before_a_grant(self, make_office):
        office = await make_office(conditional=True)
        case = await office.submit(materials=[material("a", held=Held.MISSING, necessity="later")])
        case = await office.order(case, "accept-conditionally", AcceptConditionally(later_by=tomorrow()))

        early = await outcome(office.order(case, "decide", GRANT))
        handed_in = await apply(case, "hand-in-later", given("a"))

        assert early == "cases.later-materials-in"
        assert handed_in.later is None
        assert await outcome(office.order(case, "decide", GRANT)) == "granted"

    async def test_later_materials_are_those_that_are_awaited(self, make_office):
        office = await make_office(conditional=True)
        case = await office.submit(materials=[material("a", held=Held.MISSING, necessity="later"), material("b")])
        case = await office.order(case, "accept-conditionally", AcceptConditionally(later_by=tomorrow()))

        for order in (given("b"), given("nobody-asked"), HandIn(), given("a", held=Held.PAPER)):
            assert await outcome(apply(case, "hand-in-later", order)) == "cases.something-is-later"

    async def test_commitment_is_the_items_to_allow(self, office):
        case = await office.submit()

        assert await outcome(office.order(case, "accept-on-commitment")) == "cases.item-allows-commitment"

    async def test_commitment_must_have_been_given_and_covers_what_it_says(self, make_office):
        office = await make_office(noticeCommitment=True)
        committed = Commitment(text_version="1", given_at=now())
        bare, covered = material("a", held=Held.MISSING), material("a", held=Held.MISSING, covered=True)

        silent = await office.submit()
        too_much = await office.submit(materials=[bare], commitment=committed)
        right = await office.submit(materials=[covered], commitment=committed)

        assert await outcome(office.order(silent, "accept-on-commitment")) == "cases.commitment-given"
        assert await outcome(office.order(too_much, "accept-on-commitment")) == "cases.only-covered-missing"
        assert await outcome(office.order(right, "accept-on-commitment")) == "accepted"
        assert await outcome(office.order(right, "decide", GRANT)) == "granted"

    async def test_after_five_working_days_it_counts_as_accepted(self, office, on_day):
        day = calendars.today()
        case = await office.submit()
        on_day((await calendars.current()).add(day, 6).day)

        assert await outcome(office.order(case, "request-supplement", wanted("form"))) == "cases.acceptance-in-time"
        assert await outcome(office.order(case, "refuse-acceptance", WHY)) == "cases.acceptance-in-time"

    async def test_paper_is_taken_where_it_was_promised(self, office):
        case = await office.submit(materials=[material("a", held=Held.PAPER), material("b")])

        assert await outcome(office.order(case, "take-paper", TakePaper(materials=["b"]))) == "cases.paper-awaited"
        await office.order(case, "take-paper", TakePaper(materials=["a"]))
        assert await outcome(office.order(case, "accept")) == "accepted"


class TestSupplement:
    async def test_is_asked_once_and_names_what_the_case_has(self, office):
        case = await office.submit()

        unknown = await outcome(office.order(case, "request-supplement", wanted("unheard-of")))
        await office.order(case, "request-supplement", wanted("form"))
        await apply(case, "answer-supplement", given("form"))

        assert unknown == "cases.names-known-things"
        assert await outcome(office.order(case, "request-supplement", wanted("form"))) == "cases.not-asked-before"

    async def test_is_answered_whole_and_in_time(self, office, on_day):
        case = await office.submit(materials=[material("a"), material("b")])
        await office.order(case, "request-supplement", wanted("a", "b", days=3))

        half = await outcome(apply(case, "answer-supplement", given("a")))
        day = on_day(tomorrow(4))
        late = await outcome(apply(case, "answer-supplement", given("a", "b")))
        on_day(day - timedelta(days=1))

        assert half == "cases.answers-everything"
        assert late == "cases.answer-in-time"
        assert await outcome(apply(case, "answer-supplement", given("a", "b"))) == "submitted"

    async def test_the_clock_of_acceptance_starts_anew(self, office, on_day):
        case = await office.submit()
        await office.order(case, "request-supplement", wanted("form", days=60))
        day = on_day(tomorrow(30))

        answered = await apply(case, "answer-supplement", given("form"))

        assert answered.due_on == (await calendars.current()).add(day, 5).day

    async def test_a_field_may_be_asked_too(self, office):
        case = await office.submit()
        await office.order(case, "request-supplement", wanted("purpose", kind="field"))

        answered = await apply(case, "answer-supplement", HandIn(answers=[answer(value="开饭馆")]))

        assert [one.value for one in answered.answers] == ["开饭馆"]

    async def test_somebody_elses_file_opens_nothing(self, office):
        case = await office.submit()
        await office.order(case, "request-supplement", wanted("form"))

        for order in (given("form", held=Held.FILE), given("form", held=Held.FILE, files=[uuid4()])):
            assert await outcome(apply(case, "answer-supplement", order)) == "cases.file-not-here"


class TestExtension:
    async def test_is_asked_once_at_a_time_within_the_law_and_approved_by_another(self, office):
        case = await office.accepted()
        order = AskExtension(days=10, reason="案情复杂")

        too_long = await outcome(office.order(case, "ask-extension", AskExtension(days=11, reason="x")))
        nothing = await outcome(office.order(case, "approve-extension", by=office.approver))
        await office.order(case, "ask-extension", order)
        twice = await outcome(office.order(case, "ask-extension", order))
        own = await outcome(office.order(case, "approve-extension"))
        longer = await office.order(case, "approve-extension", by=office.approver)

        assert (too_long, nothing) == ("cases.extension-fits", "cases.extension-open")
        assert (twice, own) == ("cases.no-extension-open", "cases.not-the-asker")
        calendar = await calendars.current()
        assert longer.promised.due_on == calendar.add(calendars.today(), 20).day
        assert longer.statutory.due_on == calendar.add(calendars.today(), 30).day
        assert await outcome(office.order(case, "ask-extension", order)) == "cases.not-extended-before"

    async def test_a_refused_one_moves_nothing(self, office):
        case = await office.accepted()
        await office.order(case, "ask-extension", AskExtension(days=5, reason="x"))

        own = await outcome(office.order(case, "refuse-extension", WHY))
        refused = await office.order(case, "refuse-extension", WHY, by=office.approver)

        assert own == "cases.not-the-asker"
        assert (refused.extension, refused.due_on) == (None, case.due_on)


class TestSuspension:
    async def test_pauses_both_clocks(self, office, on_day):
        case = await office.accepted()
        suspended = await office.order(case, "suspend", suspension())
        day = on_day(tomorrow(14))
        resumed = await office.order(case, "resume", Resume(finding="通过"))

        calendar = await calendars.current()
        paused = calendar.between(day - timedelta(days=14), day).days
        assert (suspended.due_on, suspended.promised.paused) == (None, True)
        assert resumed.promised.due_on == calendar.add(day - timedelta(days=14), 10 + paused).day
        assert [one.finding for one in resumed.special] == ["通过"]

    async def test_an_expert_is_heard_where_the_item_asks(self, make_office):
        office = await make_office(expert=True)
        case = await office.accepted()

        early = await outcome(office.order(case, "decide", DENY))
        await office.order(case, "suspend", suspension())
        await office.order(case, "resume", Resume(finding="专家同意"))

        assert early == "cases.expert-heard"
        assert await outcome(office.order(case, "decide", GRANT)) == "granted"


class TestCountersigning:
    async def test_asks_every_department_once_and_not_oneself(self, office):
        case = await office.accepted()
        for parts in ([part(office.department)], [part("甲局"), part("甲局（演示）")]):
            assert await outcome(office.order(case, "countersign", Countersign(parts=parts))) == "cases.parts-distinct"

    async def test_the_items_departments_must_be_heard_and_none_may_disagree(self, make_office):
        other = await make_office()
        office = await make_office(countersign=[f"{other.department}（演示）"])
        case = await office.accepted()

        unheard = await outcome(office.order(case, "decide", DENY))
        case = await office.order(case, "countersign", Countersign(parts=[part(other.department)]))
        await answer_part(case, other.officer, agrees=False)
        against = await outcome(office.order(case, "decide", GRANT))
        case = await office.order(case, "countersign", Countersign(parts=[part(other.department)]))
        await answer_part(case, other.officer)

        assert (unheard, against) == ("cases.countersigned", "cases.nobody-against")
        assert await outcome(office.order(case, "decide", GRANT)) == "granted"

    async def test_stays_until_the_last_department_has_answered(self, office, make_office):
        one, two = await make_office(), await make_office()
        case = await office.accepted()
        order = Countersign(parts=[part(one.department, fields=["purpose"]), part(two.department)])
        case = await office.order(case, "countersign", order)
        first, second = sorted(case.parts, key=lambda asked: asked.department != one.department)
        opinion = AnswerPart(agrees=True, opinion="同意")

        seen = await flow.part(first.id, person_id=one.officer)
        await flow.answer_part(first.id, order=opinion, person_id=one.officer, attempt=attempt(), at=now())
        between = await flow.desk_case(case.id, person_id=office.officer)
        again = flow.answer_part(first.id, order=opinion, person_id=one.officer, attempt=attempt(), at=now())
        twice = await outcome(again)
        stranger = await outcome(flow.part(second.id, person_id=one.officer))
        await flow.answer_part(second.id, order=opinion, person_id=two.officer, attempt=attempt(), at=now())

        assert [field.name for field in seen.answers] == ["purpose"]
        assert seen.materials == []
        assert (between.state, twice, stranger) == ("countersigning", "cases.not-now", "cases.not-found")
        assert (await flow.desk_case(case.id, person_id=office.officer)).state == "in-review"

    async def test_can_be_recalled_so_that_no_department_holds_it_up(self, office):
        case = await office.accepted()
        case = await office.order(case, "countersign", Countersign(parts=[part("不答局")]))

        assert await outcome(office.order(case, "recall-countersign", WHY)) == "in-review"


def test_every_guard_of_the_table_exists_and_every_guard_is_used():
    asked = {name for row in TABLE for name in row.guards} - {"authority", "well-formed"}

    assert asked == set(GUARDS)
