"""Snapshots are made behind the scenes: one builder at a time, whole, and once a week."""

import pytest

from backend.core import database
from profiles.attributes import conditions as c
from profiles.audience import building, columns, index_files, keeper
from tests.profiles.audience.conftest import HERE, asked, enrol, new_snapshot, within

PERSON = c.SubjectKind.PERSON


async def test_everybody_who_agreed_is_in_it_and_nobody_else(crowd):
    before = await new_snapshot(forget=True)
    await enrol(HERE, many=5)
    after = await new_snapshot(forget=True)

    first, second = (index_files.load(keeper.folder_of(PERSON) / str(one["generation"])) for one in (before, after))
    assert columns.count(columns.members(second, within(HERE))) == 150
    assert first.rows == second.rows


async def test_firms_have_a_snapshot_of_their_own(crowd):
    made = await new_snapshot(c.SubjectKind.FIRM, forget=True)

    assert made["kind"] == "firm"
    assert index_files.load(keeper.folder_of(c.SubjectKind.FIRM) / str(made["generation"])).rows >= 0


async def test_while_one_process_builds_another_does_not(crowd):
    with building._alone(keeper.folder_of(PERSON)) as alone:
        assert alone
        assert not await building.build_one(PERSON)


async def test_a_snapshot_is_kept_for_its_week(crowd):
    await new_snapshot(forget=True)
    await new_snapshot(c.SubjectKind.FIRM, forget=True)

    assert await building.build() == 0

    await database.execute("update profiles_audience_snapshot set made_at = made_at - interval '8 days'")
    assert await building.build() == 2


async def test_what_is_answered_while_it_is_built_is_carried_too(snapshot, monkeypatch):
    """Between reading what is remembered and making the snapshot known somebody is answered."""
    usual, times = building._carry, []

    async def answered_meanwhile(kind, index, before):
        carried = await usual(kind, index, before)
        if not times:
            times.append(1)
            await asked(within(HERE))
        return carried

    monkeypatch.setattr(building, "_carry", answered_meanwhile)
    later = await new_snapshot()

    assert later["answers"] == 1


async def test_a_build_that_fails_leaves_nothing_behind(snapshot, monkeypatch):
    async def broken(*_arguments, **_more):
        raise OSError("the disk is full")

    monkeypatch.setattr(building.attributes, "attributes_of_many", broken)

    with pytest.raises(OSError, match="full"):
        await building.build_one(PERSON)

    left = {one.name for one in keeper.folder_of(PERSON).iterdir()}
    assert not {name for name in left if name.startswith(".building")}
    assert str(snapshot["generation"]) in left
