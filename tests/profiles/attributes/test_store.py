"""The store: events with the change, the same number of statements for one and for many, and its index."""

import asyncio
import itertools
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import database, jobs
from backend.core.jobs import Subscriber
from backend.reference.regions import service as regions
from profiles.attributes import service, store
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import AttributesChanged, Declare, Held, Offer
from tests.profiles.attributes.conftest import NO_KEY, PARENT, agree, firm_of, known, person


@pytest.fixture
def heard(database_url, monkeypatch):
    """What would be told to a subscriber."""
    told = []

    async def emit_all(events):
        assert database.in_transaction()
        told.extend(events)

    monkeypatch.setattr(store, "emit_all", emit_all)
    return told


def offer(value, name="person.socialCardOn", **more):
    usual = {"source_kind": SourceKind.CASE, "source": "测试局", "as_of": regions.today(), "basis": "test"}
    return Offer(name=name, value=value, **usual | more)


class TestEvents:
    async def test_a_change_is_told_with_its_names(self, make_person, heard):
        someone = await make_person()
        await agree(someone)
        heard.clear()

        for value in ("2024-01-01", "2024-01-01", "2024-02-02"):
            await service.give({someone: [offer(value)]}, kind=SubjectKind.PERSON, by="test")

        assert heard == [AttributesChanged(subject=person(someone), names=["person.socialCardOn"])] * 2

    async def test_yes_and_no_are_told_even_when_no_value_changes(self, make_person, heard):
        someone = await make_person()
        await service.declare(someone, name="preference.language", command=Declare(value="bo"), attempt=NO_KEY)
        heard.clear()

        await agree(someone)
        on = {name for event in heard for name in event.names}
        heard.clear()
        await agree(someone, on=False)

        assert "preference.language" in on
        assert "preference.language" in {name for event in heard for name in event.names}

    async def test_a_change_that_does_not_commit_is_not_told(self, make_person):
        someone = await make_person()
        await agree(someone)
        name = "test.attributes-changed"

        async def nothing(_event):
            return None

        before = dict(jobs._subscribers)
        jobs._subscribers.setdefault(AttributesChanged, []).append(Subscriber(name, AttributesChanged, nothing))
        try:
            with pytest.raises(RuntimeError, match="on purpose"):
                async with database.transaction():
                    await service.give({someone: [offer("2024-01-01")]}, kind=SubjectKind.PERSON, by="test")
                    raise RuntimeError("on purpose")
        finally:
            jobs._subscribers.clear()
            jobs._subscribers.update(before)

        rows = await database.fetch("select payload from pgqueuer where entrypoint = $1", name)
        assert rows == []
        assert "person.socialCardOn" not in await known(person(someone))


class TestNumbers:
    async def test_many_take_as_many_statements_as_one(self, make_person, statements):
        people = [await make_person() for _ in range(12)]
        for one in people:
            await agree(one)

        async def read(ids):
            found = await service.attributes_of_many([person(one) for one in ids])
            assert all(one.facts for one in found.values())

        assert await statements(lambda: read(people[:1])) == await statements(lambda: read(people))

    async def test_a_load_of_many_is_a_few_statements(self, make_person, statements):
        people = [await make_person() for _ in range(8)]
        for one in people:
            await agree(one)
        days = (str(date(2024, 1, 1) + timedelta(days=number)) for number in itertools.count())

        async def load(ids):
            news = [offer(next(days))]
            changed = await service.give(dict.fromkeys(ids, news), kind=SubjectKind.PERSON, by="test")
            assert set(changed) == set(ids)

        assert await statements(lambda: load(people[:2])) == await statements(lambda: load(people))

    async def test_the_same_attribute_twice_in_one_load_is_its_last_value(self, make_person):
        someone = await make_person()
        await agree(someone)

        await service.give({someone: [offer("2024-01-01"), offer("2024-02-02")]}, kind=SubjectKind.PERSON, by="test")

        assert (await known(person(someone)))["person.socialCardOn"] == "2024-02-02"

    async def test_the_current_values_are_found_by_the_index(self, database_url):
        async with database.transaction():
            await database.execute("set local enable_seqscan = off")
            plan = await database.fetch(
                "explain select * from profiles_attribute where subject_id = any($1::uuid[]) and valid_to is null",
                [PARENT],
            )

        assert "profiles_attribute_current" in "\n".join(row[0] for row in plan)

    async def test_writers_of_one_subject_take_turns_and_one_value_stays(self, make_person):
        someone = await make_person()
        await agree(someone)

        await asyncio.gather(*(
            service.give({someone: [offer(f"2024-01-{day:02}")]}, kind=SubjectKind.PERSON, by="test")
            for day in range(1, 9)
        ))  # fmt: skip

        rows = await database.fetch(
            "select valid_to from profiles_attribute where subject_id = $1 and name = 'person.socialCardOn'", someone
        )
        assert (len(rows), sum(row["valid_to"] is None for row in rows)) == (8, 1)


class TestGive:
    @pytest.mark.parametrize(
        ("name", "value", "kind"),
        [
            ("person.shoeSize", "42", SourceKind.CASE),
            ("person.birthDate", "1990-01-01", SourceKind.CASE),
            ("person.socialCardOn", 5, SourceKind.CASE),
            ("person.religion", "x", SourceKind.PERSON),
        ],
    )
    async def test_nobody_says_what_is_not_theirs_to_say(self, make_person, name, value, kind):
        someone = await make_person()

        with pytest.raises(ValueError, match="may not say"):
            await service.give(
                {someone: [offer(value, name=name, source_kind=kind)]}, kind=SubjectKind.PERSON, by="test"
            )

    async def test_a_firms_many_values_may_be_given(self, database_url):
        firm = await firm_of("firm-owner")

        await service.give({firm.id: [offer("2020-02-02", name="firm.sealFiledOn")]}, kind=SubjectKind.FIRM, by="test")

        assert (await known(firm))["firm.sealFiledOn"] == "2020-02-02"


def held(name, value, kind, day):
    return Held(
        id=PARENT, name=name, value=value, source_kind=kind, source=kind.value, purpose=Purpose.PERSONALISATION,
        basis="x", confidence=50, as_of=regions.today().replace(day=day), received_at=None, keep_until=regions.today(),
    )  # fmt: skip


@given(
    st.lists(
        st.builds(held, st.sampled_from(["a.a", "b.b"]), st.integers(), st.sampled_from(SourceKind), st.integers(1, 28))
    )
)
def test_the_more_reliable_source_counts_then_the_later_day(rows):
    facts = store.facts_of(rows)

    assert set(facts) == {one.name for one in rows}
    for one in rows:
        best = facts[one.name]
        assert (store.RANK[best.source_kind], -best.as_of.toordinal()) <= (
            store.RANK[one.source_kind], -one.as_of.toordinal(),
        )  # fmt: skip
    assert store.facts_of(rows[::-1]).keys() == facts.keys()


def test_the_event_holds_ids_and_names_and_no_value():
    assert {one.name for one in msgspec.structs.fields(AttributesChanged)} == {"subject", "names"}
