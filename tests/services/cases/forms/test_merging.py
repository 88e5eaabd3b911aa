"""Two devices: what only one touched is taken, what both changed is shown with both values, and nothing is lost."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.services.cases.forms.contents import Contents, Handed
from backend.services.cases.forms.merging import Change, changes_of, merge
from backend.services.cases.forms.structs import HandIn, SaveDraft

names = st.sampled_from(["a", "b", "c"])
typed = st.dictionaries(names, st.one_of(st.none(), st.sampled_from(["1", "2", ""])), max_size=3)


def saved(contents, *, seen, version, **what):
    return merge(contents, changes_of(SaveDraft(version=max(seen, 1), **what)), seen=seen, version=version)


class TestMerge:
    def test_takes_what_nobody_else_touched(self):
        first = saved(Contents(), seen=1, version=1, answers={"a": "1"}).contents

        second = saved(first, seen=1, version=2, answers={"b": "2"})

        assert (second.contents.answers, second.conflicts) == ({"a": "1", "b": "2"}, [])

    def test_shows_both_values_and_keeps_nothing_of_the_later(self):
        first = saved(Contents(), seen=1, version=1, answers={"a": "1"}).contents

        second = saved(first, seen=1, version=2, answers={"a": "2", "b": "2"})

        assert [(one.change.key, one.change.value, one.theirs) for one in second.conflicts] == [("a", "2", "1")]
        assert (second.contents, second.changed) == (first, False)

    def test_the_same_value_on_both_is_no_quarrel(self):
        first = saved(Contents(), seen=1, version=1, answers={"a": "1"}).contents

        assert saved(first, seen=1, version=2, answers={"a": "1"}).conflicts == []

    def test_who_has_seen_it_may_change_it(self):
        first = saved(Contents(), seen=1, version=1, answers={"a": "1"}).contents

        assert saved(first, seen=2, version=2, answers={"a": None}).contents.answers == {}

    def test_taking_away_is_a_change_like_any_other(self):
        first = saved(Contents(answers={"a": "1"}), seen=1, version=1, answers={"a": ""}).contents

        assert [one.theirs for one in saved(first, seen=1, version=2, answers={"a": "2"}).conflicts] == [None]

    def test_materials_corrections_and_scenario_are_told_apart(self):
        file = UUID(int=1)
        merged = saved(
            Contents(), seen=1, version=1, scenario={"a": "x"}, corrections={"a": True}, committed=True,
            materials={"ID-CARD": HandIn(files=[file, file]), "PHOTO": None},
        )  # fmt: skip

        kept = merged.contents
        assert (kept.scenario, kept.corrections, kept.committed) == ({"a": "x"}, ["a"], True)
        assert kept.materials == {"ID-CARD": Handed(files=[file])}
        assert set(kept.touched) == {"scenario:a", "correction:a", "material:ID-CARD", "commitment:committed"}

    @given(typed, typed, typed)
    def test_never_loses_what_one_typed_after_the_other_had_seen_it(self, before, first, second):
        start = saved(Contents(), seen=1, version=1, answers=before).contents
        one = saved(start, seen=2, version=2, answers=first)
        two = saved(one.contents, seen=2, version=3 if one.changed else 2, answers=second)

        if not two.conflicts:
            wanted = {**start.answers, **first, **second}
            assert two.contents.answers == {name: value for name, value in wanted.items() if value}
        else:
            assert two.contents == one.contents
            for conflict in two.conflicts:
                assert conflict.theirs == one.contents.answers.get(conflict.change.key) != conflict.change.value

    @given(typed)
    def test_saving_the_same_again_changes_nothing(self, answers):
        first = saved(Contents(), seen=1, version=1, answers=answers)

        again = saved(first.contents, seen=1, version=2, answers=answers)

        assert (again.changed, again.conflicts, again.contents) == (False, [], first.contents)


def test_an_empty_answer_is_none():
    empty = {"text": " ", "object": {"type": ""}, "list": []}

    assert changes_of(SaveDraft(version=1, answers=empty)) == [Change("answer", name, None) for name in empty]
