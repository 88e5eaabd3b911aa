"""Snapshots on disk: whole or not there."""

from datetime import date

import numpy as np
import pytest

from profiles.attributes import conditions as c
from profiles.audience import columns, index_files, partition
from tests.profiles.scenarios.people import facts

DAY = date(2026, 11, 28)
SORTS = {
    "person.gender": c.Sort(kind=c.ValueKind.TEXT),
    "tag.elder": c.Sort(kind=c.ValueKind.FLAG),
    "person.name": c.Sort(kind=c.ValueKind.TEXT, hidden=True),
}


def person(gender=None, *, elder=None, name="张三"):
    found = facts(person__gender=gender, person__name=name) if gender else {}
    return found | ({} if elder is None else facts(tag__elder=elder))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "person" / "1"


def test_what_was_written_is_read(folder):
    writer = index_files.Writer(folder, SORTS)
    writer.add([person("女", elder=True), person("男", elder=False), person()])
    writer.finish(as_of=DAY)

    index = index_files.load(folder)

    assert (index.rows, index.as_of) == (3, DAY)
    assert columns.count(columns.members(index, c.Is(attribute="person.gender", value="女"))) == 1
    assert columns.count(columns.members(index, c.Is(attribute="tag.elder", value=False))) == 1
    assert columns.count(columns.members(index, c.Not(of=c.Is(attribute="person.gender", value="女")))) == 1


def test_no_hidden_value_reaches_the_disk(folder):
    writer = index_files.Writer(folder, SORTS)
    writer.add([person("女", name="李四")])
    writer.finish(as_of=DAY)

    assert not any("李四".encode() in file.read_bytes() for file in folder.iterdir())


def test_half_a_snapshot_is_not_there(folder):
    writer = index_files.Writer(folder, SORTS)
    writer.add([person("女")])

    with pytest.raises(FileNotFoundError):
        index_files.load(folder)

    writer.give_up()
    assert list(folder.parent.iterdir()) == []


def test_nobody_at_all_is_a_snapshot_too(folder):
    index = index_files.Writer(folder, SORTS).finish(as_of=DAY)

    assert index.rows == 0
    assert columns.count(columns.members(index, c.Present(attribute="person.gender"))) == 0


class TestAtoms:
    def test_the_newest_is_found_and_older_ones_go(self, folder):
        index_files.Writer(folder, SORTS).finish(as_of=DAY)
        one = partition.whole(5)
        two = partition.Partition(atoms=np.array([0, 1, 0, 1, 1], np.uint16), sizes=np.array([2, 3], np.int64))

        index_files.keep_atoms(folder, one, ordinal=1)
        index_files.keep_atoms(folder, two, ordinal=12)
        found, ordinal = index_files.kept_atoms(folder, most=20)

        assert ordinal == 12
        assert (found.atoms.tolist(), found.sizes.tolist()) == ([0, 1, 0, 1, 1], [2, 3])
        assert len(list(folder.glob("atoms.*"))) == 1

    def test_two_processes_may_keep_the_same(self, folder):
        index_files.Writer(folder, SORTS).finish(as_of=DAY)

        index_files.keep_atoms(folder, partition.whole(5), ordinal=1)
        index_files.keep_atoms(folder, partition.whole(5), ordinal=1)

        assert index_files.kept_atoms(folder, most=20)[1] == 1

    def test_one_of_more_answers_than_there_are_goes(self, folder):
        index_files.Writer(folder, SORTS).finish(as_of=DAY)
        index_files.keep_atoms(folder, partition.whole(5), ordinal=3)

        assert index_files.kept_atoms(folder, most=2) is None
        assert list(folder.glob("atoms.*")) == []

    def test_without_any_there_is_none(self, folder):
        index_files.Writer(folder, SORTS).finish(as_of=DAY)

        assert index_files.kept_atoms(folder, most=20) is None


def test_earlier_generations_go(tmp_path):
    for name in ("1", "2", "3", ".building-x"):
        (tmp_path / name).mkdir()

    index_files.forget_before(tmp_path, 3)

    assert [one.name for one in tmp_path.iterdir()] == ["3"]
