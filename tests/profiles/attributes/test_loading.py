"""Where attributes come from: registers that may be away, and cases that were granted and concluded."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import database
from backend.core.structs import now
from backend.demo.personas import BY_ID
from backend.identity.people.structs import Subject
from backend.services.cases.flow.structs import CaseMoved, Conclude, Decide
from backend.supports.exchange import ports
from profiles.attributes import loading, service
from profiles.attributes.kinds import Purpose
from tests.profiles.attributes.conftest import agree, firm_of, known, person
from tests.services.cases.conftest import make_office  # noqa: F401 - a fixture

MARRIAGE, FOOD = "000711001000", "000131002000"


class AwayPopulation:
    """A population register that does not answer."""

    async def read(self, *_given, **_more):
        raise ConnectionError

    children = relatives = id_of = read


@pytest.fixture
def population_away(database_url, monkeypatch):
    """As long as the test lasts."""

    def take_away():
        bound = ports.registers()
        away = ports.Registers(
            population=AwayPopulation(),
            legal_persons=bound.legal_persons,
            credit=bound.credit,
            places=bound.places,
        )
        monkeypatch.setattr(ports._Bound, "registers", away)

    return take_away


async def concluded(office, someone, *, outcome="granted", basic_code=MARRIAGE, subject=None):
    """A case that went all the way, and the event that tells so."""
    about = {"subject": subject} if subject else {}
    case = await office.accepted(applicant=someone, rules={"basicCode": basic_code}, **about)
    await office.order(case, "decide", Decide(outcome=outcome, reasons="x"))
    last = await office.order(case, "conclude", Conclude(name="证"))
    subject = subject or person(someone)
    return CaseMoved(
        case_id=case.id, event="concluded", from_state=outcome, to_state="concluded", subject_kind=subject.kind,
        subject_id=subject.id, applicant_id=someone, bundle_id=None, version=last.version,
    )  # fmt: skip


async def hear(event):
    async with database.transaction():
        await service.hear_case(event)


class TestRegisters:
    async def test_one_that_is_away_is_asked_again_and_stops_nobody(self, make_person, population_away):
        someone = await make_person()
        population_away()

        states = await agree(someone)
        whole = await service.load_person(someone)

        assert states.states[0].on
        assert not whole
        row = await database.fetch_one("select loaded_at from profiles_subject where id = $1", someone)
        assert timedelta(0) < row["loaded_at"] + loading.FRESH - now() < loading.AGAIN

    async def test_the_page_shows_what_it_can_and_says_what_is_missing(self, make_person, population_away):
        someone = await make_person()
        population_away()

        view = await service.my_profile(someone)

        assert view.missing == ["population"]

    async def test_what_the_register_says_no_longer_is_ended(self, make_person):
        someone = await make_person()
        await agree(someone)
        assert "person.maritalStatus" in await known(person(someone))
        await database.execute("update exchange_person set marital_status = null where id = $1", someone)

        assert await service.load_person(someone)

        assert "person.maritalStatus" not in await known(person(someone))

    async def test_none_is_knowledge_where_the_register_lists_everybody_who_has_it(self, make_person):
        someone = await make_person()
        await agree(someone)
        await agree(someone, Purpose.CHILDREN)
        await agree(someone, Purpose.BENEFITS)

        found = await known(person(someone), uses=loading.KEPT_FOR)

        assert found["person.deathDate"] is None
        assert found["person.disabilityGrade"] is None
        assert found["household.childBirthDates"] is None
        assert "person.educationLevel" not in found

    async def test_data_of_children_count_only_beside_personalisation(self, make_person):
        someone = await make_person()
        await agree(someone, Purpose.CHILDREN)

        assert await known(person(someone)) == {}
        assert await known(person(someone), uses=[Purpose.CHILDREN]) == {"household.childBirthDates": None}


class TestCases:
    async def test_a_granted_case_says_when(self, make_person, make_office):  # noqa: F811
        someone = await make_person()
        await agree(someone)
        event = await concluded(await make_office(), someone)

        assert service.hears_case(event)
        await hear(event)
        await hear(event)

        (held,) = (await service.attributes_of(person(someone))).held["person.marriedOn"]
        assert (held.source_kind, held.confidence, held.basis) == ("case", 90, f"case:{event.case_id}")

    async def test_a_denied_one_says_nothing(self, make_person, make_office):  # noqa: F811
        someone = await make_person()
        await agree(someone)

        await hear(await concluded(await make_office(), someone, outcome="denied"))

        assert "person.marriedOn" not in await known(person(someone))

    async def test_nothing_is_kept_of_who_did_not_agree(self, make_person, make_office):  # noqa: F811
        someone = await make_person()

        await hear(await concluded(await make_office(), someone))
        await agree(someone)

        assert "person.marriedOn" not in await known(person(someone))

    async def test_an_item_about_firms_says_nothing_about_a_person(self, make_person, make_office):  # noqa: F811
        someone = await make_person()
        await agree(someone)

        await hear(await concluded(await make_office(), someone, basic_code=FOOD))

        assert not {name for name in await known(person(someone)) if name.startswith("firm.")}

    async def test_a_firms_case_needs_no_consent(self, database_url, make_office):  # noqa: F811
        firm = await firm_of("trader")

        await hear(await concluded(await make_office(), BY_ID["trader"].person_id, basic_code=FOOD, subject=firm))

        assert isinstance((await known(Subject(kind="organisation", id=firm.id)))["firm.foodLicenceOn"], str)

    def test_only_the_end_of_a_case_is_heard(self):
        def moved(before, after):
            return CaseMoved(
                case_id=UUID(int=1), event="x", from_state=before, to_state=after, subject_kind="person",
                subject_id=UUID(int=2), applicant_id=UUID(int=2), bundle_id=None, version=1,
            )  # fmt: skip

        assert service.hears_case(moved("granted", "concluded"))
        assert not service.hears_case(moved("concluded", "concluded"))
        assert not service.hears_case(moved("accepted", "granted"))
