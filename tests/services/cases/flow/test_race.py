"""64 officers at once on one case: one step happens, the others are told; nothing is decided, numbered or asked twice."""

import asyncio
from collections import Counter
from uuid import uuid4

from backend.core import database
from backend.core.attempts import Attempt
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import Approve, Conclude, Decide, Plain, Void
from tests.services.cases.conftest import make_person, now, outcome
from tests.services.cases.flow.test_guards import wanted

OFFICERS = 64
VOID = Void(kind="duplicate", reason="x")
AT_ONCE = 8  # fewer than the pool has connections: a waiting one must not starve the one that holds the row


async def race(works):
    """What came of all of them, at most AT_ONCE in the database at a time."""
    door = asyncio.Semaphore(AT_ONCE)

    async def one(work):
        async with door:
            return await outcome(work)

    return Counter(await asyncio.gather(*(one(work) for work in works)))


async def rows(sql, *values):
    return (await database.fetch_one(sql, *values))["n"]


class TestDecision:
    async def test_one_of_64_officers_decides(self, make_office):
        office = await make_office(officers=OFFICERS)
        case = await office.accepted()
        orders = [
            Decide(outcome="granted" if number % 2 else "denied", reasons=f"第 {number} 人")
            for number in range(OFFICERS)
        ]

        found = await race(
            office.order(case, "decide", order, by=officer)
            for officer, order in zip(office.officers, orders, strict=True)
        )

        assert found.pop("cases.not-now") == OFFICERS - 1
        assert sum(found.values()) == 1
        assert await rows("select count(*) as n from cases_step where case_id = $1 and kind = 'decision'", case.id) == 1
        assert (
            await rows("select count(*) as n from cases_trail where case_id = $1 and action = 'decide'", case.id) == 1
        )
        assert await rows("select sum(cases) as n from cases_tally where unit_id = "
                          "(select unit_id from cases_case where id = $1)", case.id) == 1  # fmt: skip

    async def test_grant_against_denial_against_withdrawal(self, make_office):
        office = await make_office(officers=OFFICERS)
        case = await office.accepted()
        deny = ("decide", Decide(outcome="denied", reasons="x"))
        orders = [("void", VOID) if number % 8 == 0 else deny for number in range(OFFICERS)]
        works = [office.order(case, *order, by=one) for one, order in zip(office.officers, orders, strict=True)]

        found = await race(works)

        assert sum(number for end, number in found.items() if end in {"denied", "void"}) == 1

    async def test_one_approval_of_one_proposal(self, make_office):
        office = await make_office(officers=OFFICERS, makerChecker=True)
        case = await office.accepted()
        case = await office.order(case, "propose", Decide(outcome="granted", reasons="x"))
        approve = Approve(content_hash=case.content_hash)

        found = await race(office.order(case, "approve", approve, by=one) for one in office.officers)

        # The proposer may come before or after the approval; refused they are either way.
        assert found.pop("cases.not-the-proposer", 0) + found.pop("cases.not-now") == OFFICERS - 1
        assert found == {"granted": 1}


class TestAcceptance:
    async def test_one_acceptance_and_one_supplement_request(self, make_office):
        office = await make_office(officers=OFFICERS)
        case = await office.submit()
        works = [office.order(case, "accept", by=one) for one in office.officers[::2]]
        works += [office.order(case, "request-supplement", wanted("form"), by=one) for one in office.officers[1::2]]

        found = await race(works)

        assert found["accepted"] + found["supplement-requested"] == 1
        assert found["cases.not-now"] == OFFICERS - 1


class TestSubmit:
    async def test_the_same_submission_64_times_is_one_case(self, office):
        applicant, same = await make_person(), uuid4()

        found = await race(office.submit(applicant, id=same) for _ in range(OFFICERS))

        assert found == {"submitted": OFFICERS}
        assert await rows("select count(*) as n from cases_case where id = $1", same) == 1
        assert await rows("select count(*) as n from cases_trail where case_id = $1", same) == 1

    async def test_numbers_are_never_given_twice(self, office):
        applicant = await make_person()

        await race(office.submit(applicant) for _ in range(OFFICERS))

        numbers = await database.fetch("select number from cases_case where applicant_id = $1", applicant)
        assert len({row["number"] for row in numbers}) == OFFICERS


class TestAttempt:
    async def test_the_same_tap_64_times_is_one_step(self, office):
        case = await office.submit()
        tap = Attempt(caller="person:x", key=str(uuid4()), request_hash=b"x")

        found = await race(
            flow.order_at_desk(
                case.id, action="accept", order=Plain(), person_id=office.officer, attempt=tap, at=now()
            )
            for _ in range(OFFICERS)
        )  # fmt: skip

        assert found == {"accepted": OFFICERS}
        assert await rows("select count(*) as n from cases_trail where case_id = $1", case.id) == 2

    async def test_a_result_is_issued_once(self, office):
        case = await office.accepted()
        await office.order(case, "decide", Decide(outcome="granted", reasons="x"))

        found = await race(office.order(case, "conclude", Conclude(name=f"证 {one}")) for one in range(16))

        assert found == {"concluded": 1, "cases.not-now": 15}
