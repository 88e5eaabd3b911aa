"""No read without a consent that covers it or a clause in the right hands."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.demo.personas import BY_ID
from backend.demo.registers import person_id
from backend.identity.consents.errors import ConsentFields, ConsentMissing
from backend.identity.delegations import service as delegations
from backend.identity.delegations.structs import DelegatedAction, GiveDelegation
from backend.identity.people import service as people
from backend.reference.regions import service as regions
from backend.supports.exchange import service
from backend.supports.exchange.errors import BeyondClause, NotEntitled, UnknownBasis
from tests.identity.conftest import new_person
from tests.supports.exchange.conftest import (
    CHILD,
    ELDER,
    HELPER,
    NEWBORN,
    NO_KEY,
    OFFICER,
    PARENT,
    SPOUSE,
    firm_of,
    kept,
    new_case,
    person,
    reader,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def make_pair(database_url):
    """Two people of whom the one may apply for the other; the delegation's id."""

    async def make(*, codes):
        person_ids = []
        for _ in range(2):
            one = new_person(name="委托人")
            person_ids.append((await people.enrol(one), one))
        (principal, _), (agent, who) = person_ids
        today = regions.today()
        command = GiveDelegation(
            agent_name=who.name, agent_phone=who.phone, actions=[DelegatedAction.APPLY], basic_codes=codes,
            from_date=today, to_date=today + timedelta(days=30),
        )  # fmt: skip
        return principal, agent, (await delegations.give(principal, command=command, attempt=NO_KEY)).id

    return make


NAMES = ["person.name", "person.address"]


async def read(subject, who, *, names=NAMES, **which):
    return await service.facts(subject=subject, names=names, reader=who, **which)


class TestConsent:
    async def test_opens_what_it_names(self, give):
        _, who = await give()

        assert set(await read(person(PARENT), who)) == set(NAMES)

    async def test_opens_nothing_more(self, give):
        _, who = await give(case_ref=(case := new_case()))

        with pytest.raises(ConsentFields) as refused:
            await read(person(PARENT), who, names=["person.name", "person.idNumber", "spouse.name"])

        assert refused.value.params == {"fields": ["person.idNumber", "spouse.name"]}
        assert await kept(case) == [("denied", "identity.consent-fields")]

    async def test_once_withdrawn_opens_nothing(self, give):
        consent, who = await give(case_ref=(case := new_case()))
        await withdraw(PARENT, consent)

        with pytest.raises(ConsentMissing):
            await read(person(PARENT), who)
        assert await kept(case) == [("denied", "identity.consent-missing")]

    async def test_to_other_words_opens_nothing(self, give, item):
        _, who = await give()
        item.publish(text_version="another")

        with pytest.raises(ConsentMissing):
            await read(person(PARENT), who)

    @pytest.mark.parametrize(
        "change",
        [
            {"purpose": "000114005001"},
            {"recipient": "兰州市公安局（演示）"},
            {"recipient": "兰州市民政局"},
        ],
    )
    async def test_for_one_purpose_and_recipient_is_for_no_other(self, give, change):
        consent, _ = await give()

        with pytest.raises(ConsentMissing):
            await read(person(PARENT), reader(basis=f"consent:{consent.id}", **change))

    @pytest.mark.parametrize("other", [SPOUSE, ELDER, HELPER])
    async def test_of_one_person_opens_no_other(self, give, other):
        _, who = await give()

        with pytest.raises(ConsentMissing):
            await read(person(other), who)

    @pytest.mark.parametrize("child", [CHILD, NEWBORN])
    async def test_of_a_parent_opens_a_minor_childs(self, give, child):
        _, who = await give(names=["person.name"])

        assert set(await read(person(child), who, names=["person.name"])) == {"person.name"}

    async def test_of_a_parent_does_not_open_a_grown_childs(self, give):
        _, who = await give(ELDER, names=["person.name"])

        with pytest.raises(ConsentMissing):
            await read(person(HELPER), who, names=["person.name"])

    async def test_of_a_child_does_not_open_a_parents(self, give):
        _, who = await give(BY_ID["student"].person_id, names=["person.name"])

        with pytest.raises(ConsentMissing):
            await read(person(person_id("student-mother")), who, names=["person.name"])

    async def test_of_a_delegate_opens_the_principals_while_the_delegation_stands(self, give, make_pair):
        principal, agent, delegation = await make_pair(codes=[])
        _, who = await give(agent, names=["person.phone"])

        assert await read(person(principal), who, names=["person.phone"])
        await delegations.end(principal, delegation_id=delegation, attempt=NO_KEY)
        with pytest.raises(ConsentMissing):
            await read(person(principal), who, names=["person.phone"])

    async def test_of_a_delegate_for_another_item_does_not(self, give, make_pair):
        principal, agent, _ = await make_pair(codes=["000114005009"])
        _, who = await give(agent, names=["person.phone"])

        with pytest.raises(ConsentMissing):
            await read(person(principal), who, names=["person.phone"])

    async def test_of_who_speaks_for_a_firm_opens_the_firms(self, give):
        _, who = await give(BY_ID["firm-owner"].person_id, names=["firm.name", "credit.class"])
        body = await firm_of("firm-owner")

        assert set(await read(body, who, names=["firm.name", "credit.class"])) == {"firm.name", "credit.class"}
        with pytest.raises(ConsentMissing):
            await read(await firm_of("trader"), who, names=["firm.name"])


class TestClause:
    async def test_opens_what_it_covers_to_the_recipients_staff(self):
        assert await read(person(ELDER), reader(actor_id=OFFICER))

    async def test_opens_nothing_beyond_it(self):
        with pytest.raises(BeyondClause) as refused:
            await read(person(PARENT), reader(basis="statutory:market-entity-19"), names=["firm.name", "person.name"])

        assert refused.value.params == {"names": ["person.name"]}

    @pytest.mark.parametrize("persona", ["reviewer", "operator", "leader", "job-seeker", "elder"])
    async def test_is_of_no_use_to_anybody_else(self, persona):
        case = new_case()
        with pytest.raises(NotEntitled):
            await read(person(PARENT), reader(actor_id=BY_ID[persona].person_id, case_ref=case))

        assert await kept(case) == [("denied", "exchange.not-entitled")]

    async def test_staff_reads_for_its_own_department_only(self):
        with pytest.raises(NotEntitled):
            await read(person(PARENT), reader(actor_id=OFFICER, recipient="兰州市公安局（演示）"))

    async def test_a_person_may_be_shown_their_own_their_childs_and_their_firms(self):
        owner = BY_ID["firm-owner"].person_id

        assert await read(person(PARENT), reader(actor_id=PARENT))
        assert await read(person(NEWBORN), reader(actor_id=PARENT), names=["person.name"])
        assert await read(await firm_of("firm-owner"), reader(actor_id=owner), names=["firm.name"])
        with pytest.raises(NotEntitled):
            await read(await firm_of("trader"), reader(actor_id=owner), names=["firm.name"])


class TestBasis:
    @pytest.mark.parametrize(
        "basis",
        ["", "own", "own:", "consent", "consent:", "consent:1", "statutory", "statutory:", "statutory:no-such-law",
         "CONSENT:x", f"licence:{uuid4()}", "consent:' or 1=1 --"],
    )  # fmt: skip
    async def test_that_is_none_is_refused(self, basis):
        case = new_case()
        with pytest.raises(UnknownBasis):
            await read(person(PARENT), reader(actor_id=PARENT, basis=basis, case_ref=case))

        assert await kept(case) == [("denied", "exchange.unknown-basis")]

    async def test_a_consent_that_never_was_is_missing(self, item):
        with pytest.raises(ConsentMissing):
            await read(person(PARENT), reader(basis=f"consent:{uuid4()}"))
