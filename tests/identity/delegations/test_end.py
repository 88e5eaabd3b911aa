"""Nobody acts under a delegation that was ended, however close the race."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from backend.core import database, jobs
from backend.core.jobs import Subscriber
from backend.identity.delegations import queries, service
from backend.identity.delegations.errors import (
    DelegationUnknown,
    MayNotActFor,
)
from backend.identity.delegations.structs import DelegationEnded, DelegationSide, DelegationState
from backend.identity.people.structs import Capacity, Subject
from backend.reference.calendar import service as calendar
from tests.identity.delegations.conftest import (
    ITEM,
    NO_KEY,
    asked,
    end,
    firm_of,
    for_person,
    give,
    leaves_about,
    somebody,
)

pytestmark = pytest.mark.usefixtures("database_url")


class TestEnd:
    @pytest.mark.parametrize("side", list(DelegationSide))
    async def test_either_side_ends_it_at_once(self, side, monkeypatch):
        subscriber = Subscriber("test.undelegated", DelegationEnded, handle=print)
        monkeypatch.setattr(jobs, "_subscribers", {DelegationEnded: [subscriber]})
        elder, helper = await somebody(), await somebody()
        given = await give(elder, helper)
        assert await for_person(helper, elder)

        await end(elder if side is DelegationSide.PRINCIPAL else helper, given)

        with pytest.raises(MayNotActFor):
            await for_person(helper, elder)
        (shown,) = (await service.given(elder.id, limit=5, cursor=None)).items
        assert (shown.state, shown.ended_by) == (DelegationState.ENDED, side)
        (job,) = await database.fetch("delete from pgqueuer where entrypoint = 'test.undelegated' returning payload")
        assert msgspec.json.decode(job["payload"])["event"] == {"delegation_id": str(given.id), "by": side}

    async def test_twice_is_the_same_as_once(self):
        elder, helper = await somebody(), await somebody()
        given = await give(elder, helper)
        await end(elder, given)
        before = await service.given(elder.id, limit=5, cursor=None)

        await end(helper, given)

        assert await service.given(elder.id, limit=5, cursor=None) == before
        actions = [leaf["action"] for leaf in await leaves_about(elder.id)]
        assert actions.count("identity.delegation-ended") == 1

    async def test_of_other_people_is_unknown(self):
        elder, helper, other = await somebody(), await somebody(), await somebody()
        given = await give(elder, helper)

        with pytest.raises(DelegationUnknown):
            await end(other, given)
        with pytest.raises(DelegationUnknown):
            await service.end(elder.id, delegation_id=uuid4(), attempt=NO_KEY)
        assert await for_person(helper, elder)

    async def test_a_firms_is_ended_by_whoever_leads_the_firm(self):
        owner, other, clerk, helper = [await somebody() for _ in range(4)]
        firm = await firm_of(
            (owner.id, Capacity.LEGAL_PERSON), (other.id, Capacity.LEGAL_PERSON), (clerk.id, Capacity.AGENT)
        )
        given = await give(owner, helper, on_behalf_of=firm)

        with pytest.raises(DelegationUnknown):
            await end(clerk, given)
        await end(other, given)

        with pytest.raises(MayNotActFor):
            await asked(helper.id, Subject(kind="organisation", id=firm))

    async def test_an_end_waits_for_the_act_under_way(self):
        elder, helper = await somebody(), await somebody()
        given = await give(elder, helper)
        acting, done = asyncio.Event(), asyncio.Event()

        async def act():
            async with database.transaction():
                await service.authority(
                    agent_id=helper.id, subject=Subject(kind="person", id=elder.id), action="apply", basic_code=ITEM,
                    at=calendar.today(),
                )  # fmt: skip
                acting.set()
                await done.wait()

        act_task = asyncio.create_task(act())
        await acting.wait()
        end_task = asyncio.create_task(end(elder, given))
        await asyncio.sleep(0.1)

        assert not end_task.done()
        done.set()
        await asyncio.gather(act_task, end_task)
        with pytest.raises(MayNotActFor):
            await for_person(helper, elder)

    async def test_when_the_longest_is_ended_under_ones_eyes_the_next_one_counts(self):
        elder, helper = await somebody(), await somebody()
        long, short = await give(elder, helper), await give(elder, helper, to_date=calendar.today())
        ending, looked = asyncio.Event(), asyncio.Event()

        async def end_slowly():
            async with database.transaction():
                await queries.for_update(long.id)
                await queries.end(long.id, by="principal")
                ending.set()
                await looked.wait()

        task = asyncio.create_task(end_slowly())
        await ending.wait()
        asking = asyncio.create_task(for_person(helper, elder))
        await asyncio.sleep(0.1)
        looked.set()
        await task

        assert (await asking).delegation_id == short.id

    @pytest.mark.parametrize(
        "rounds", [40, pytest.param(200, marks=pytest.mark.slow), pytest.param(2_000, marks=pytest.mark.soak)]
    )
    async def test_no_act_commits_after_an_end(self, rounds):
        elder, helper, acted, refused, head_start = await somebody(), await somebody(), 0, 0, 0.0
        await database.execute("create table if not exists test_act (delegation_id uuid, at timestamptz)")
        for round_ in range(rounds):
            given = await direct(elder, helper, number=round_)

            *answers, seen = await asyncio.gather(
                *(later(-head_start, act(helper, elder)) for _ in range(3)),
                later(head_start, end_and_look(elder, given)),
                return_exceptions=True,
            )

            late = sum(isinstance(answer, MayNotActFor) for answer in answers)
            assert {type(answer) for answer in answers if isinstance(answer, Exception)} <= {MayNotActFor}
            assert await acts_under(given) == seen
            # Keeps the race close on any machine: whoever lost this time starts earlier the next time.
            head_start += 0.0005 * (late - 1.5)
            refused, acted = refused + late, acted + 3 - late

        after = await database.fetch(
            "select 1 from test_act a join identity_delegation d on d.id = a.delegation_id where a.at >= d.ended_at"
        )
        await database.execute("drop table test_act")
        assert not after
        assert min(acted, refused) > rounds // 10, "the race was never close"


async def direct(elder, helper, *, number):
    """A delegation without the limits on tries, which two thousand rounds would meet."""
    row = await queries.insert(
        uuid4(), principal_kind="person", principal_id=elder.id, given_by=elder.id, agent_id=helper.id,
        actions=["apply"], basic_codes=[], from_date=calendar.today(), to_date=calendar.today() + timedelta(number % 300),
    )  # fmt: skip
    return row["id"]


async def act(helper, elder):
    """What a case would do: ask, then keep the act, in one transaction."""
    async with database.transaction():
        found = await service.authority(
            agent_id=helper.id, subject=Subject(kind="person", id=elder.id), action="apply", basic_code=ITEM,
            at=calendar.today(),
        )  # fmt: skip
        await database.execute("insert into test_act values ($1, clock_timestamp())", found.delegation_id)


async def later(seconds, work):
    if seconds > 0:
        await asyncio.sleep(seconds)
    return await work


async def end_and_look(elder, delegation_id):
    """End it; how many acts there were at that moment."""
    await service.end(elder.id, delegation_id=delegation_id, attempt=NO_KEY)
    return await acts_under(delegation_id)


async def acts_under(delegation_id):
    return len(await database.fetch("select 1 from test_act where delegation_id = $1", delegation_id))
