"""A register that is away, slow or wrong ends in a clear refusal, and nothing of it is used."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.core.crypto.errors import CannotUnseal
from backend.demo import registers as demo
from backend.reference.regions import service as regions
from backend.supports.exchange import asking, ports, service
from backend.supports.exchange.errors import RegisterAway, RegisterUnclear
from backend.supports.exchange.ports import Answer, Known
from backend.supports.exchange.structs import Entries
from tests.identity.conftest import new_person
from tests.supports.exchange.conftest import CHILD, PARENT, kept, new_case, person, reader

pytestmark = pytest.mark.usefixtures("database_url")


class Register:
    """A register that answers as a test wants; the others stay."""

    def __init__(self, answer):
        self.answer = answer

    async def read(self, *_key, **_which):
        return await self.answer()

    async def children(self, *_key, **_which):
        return await self.answer()

    async def id_of(self, *_key):
        return await self.answer()


@pytest.fixture
def register(monkeypatch):
    """Put another register in the place of one."""

    def put(which, answer):
        changed = msgspec.structs.replace(ports.registers(), **{which: Register(answer)})
        monkeypatch.setattr(ports._Bound, "registers", changed)

    return put


class TestBadRegisters:
    NAMES = ("person.name", "person.idNumber", "place.gridName")

    @pytest.mark.parametrize("error", [OSError("620102199505210025"), ValueError, KeyError("x"), RuntimeError])
    async def test_one_that_fails_is_away_and_nothing_is_told(self, register, error):
        async def fail():
            raise error

        register("population", fail)
        case = new_case()
        with pytest.raises(RegisterAway) as refused:
            await service.facts(subject=person(PARENT), names=self.NAMES, reader=reader(case_ref=case))

        assert refused.value.params == {"register": "population"}
        assert await kept(case) == [("failed", "exchange.register-away")]

    async def test_one_that_is_slow_is_away(self, register, monkeypatch):
        monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.05)

        async def sleep():
            await database.execute("select pg_sleep(5)")

        register("places", sleep)
        case = new_case()
        for _ in range(database.POOL_SIZE + 1):
            with pytest.raises(RegisterAway) as refused:
                await service.facts(subject=person(PARENT), names=self.NAMES, reader=reader(case_ref=case))

        assert refused.value.params == {"register": "place"}
        assert set(await kept(case)) == {("failed", "exchange.register-away")}

    @pytest.mark.parametrize(
        "nonsense",
        [
            Answer(values={"person.idNumber": Known("620102199505210026", date(2026, 1, 1))}),
            Answer(values={"person.phone": Known("13800000001", date(2026, 1, 1))}),
            Answer(values={"person.name": "王小满"}),
            Answer(values={"person.name": Known("王小满", date(2126, 1, 1))}),
            Answer(values=None),
            {"person.name": "王小满"},
            "busy",
        ],
    )
    async def test_nonsense_is_not_used(self, register, nonsense):
        async def answer():
            return nonsense

        register("population", answer)
        case = new_case()
        with pytest.raises(RegisterUnclear):
            await service.facts(subject=person(PARENT), names=self.NAMES, reader=reader(case_ref=case))

        assert await kept(case) == [("failed", "exchange.register-unclear")]

    async def test_a_number_that_was_moved_to_another_row_does_not_open(self):
        stranger = new_person()
        one, other = (
            msgspec.structs.replace(entry, id=uuid4(), number=None, birth_certificate=certificate)
            for entry, certificate in zip(
                demo.personas(today=regions.today()).people[:2], ("A620000001", "A620000002"), strict=True
            )
        )
        await service.fill(Entries(people=[one, other]))
        await database.execute(
            "update exchange_person set birth_certificate_sealed = (select birth_certificate_sealed from "
            "exchange_person where id = $1), birth_date = $3 where id = $2",
            one.id,
            other.id,
            regions.today(),
        )

        with pytest.raises(RegisterAway) as refused:
            await service.facts(subject=person(other.id), names=["child.birthCertificateNumber"], reader=reader())
        assert isinstance(refused.value.__cause__, CannotUnseal)
        assert stranger.number not in str(refused.value)

    async def test_the_callers_transaction_is_usable_after_it(self, register):
        async def fail():
            await database.execute("select 1 / 0")

        register("population", fail)
        case = new_case()
        async with database.transaction():
            with pytest.raises(RegisterAway):
                await service.facts(subject=person(PARENT), names=self.NAMES, reader=reader(case_ref=case))
            assert await database.fetch_one("select 1 as one")

        assert await kept(case) == [("failed", "exchange.register-away")]

    async def test_children_are_refused_too(self, register):
        async def fail():
            raise OSError

        register("population", fail)

        with pytest.raises(RegisterAway):
            await service.children(PARENT)
        with pytest.raises(RegisterAway):
            await service.is_minor_child(PARENT, CHILD)
