"""What is kept is true: whoever changed is forgotten, also when the change came while a screen was composed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.audit.changes import Heard
from backend.core.ready import Ready
from backend.home.screens import LONGEST_SECONDS, REMEMBERED, Screens

START = datetime(2026, 11, 28, tzinfo=UTC)
READY = Ready.of(b'{"a": 1}')


def at(seconds):
    return START + timedelta(seconds=seconds)


class World:
    """Screens with a clock of their own, which have heard everything since the start."""

    def __init__(self, **options):
        self.time = 0.0
        self.screens = Screens(clock=lambda: self.time, **options)
        self.screens.hear(Heard(about=None, at=START))

    def keep(self, person, *, as_of, language="zh", seconds=100.0, begun=None):
        token = self.screens.begin() if begun is None else begun
        self.screens.keep(person, language, READY, seconds=seconds, begun=token, as_of=at(as_of))


@pytest.fixture
def world():
    return World()


def test_kept_by_person_and_language(world):
    person = uuid4()
    world.keep(person, as_of=1)

    assert world.screens.find(person, "zh") is READY
    assert world.screens.find(person, "en") is None
    assert world.screens.find(uuid4(), "zh") is None


@pytest.mark.parametrize("end", ["changed", "cleared", "over", "kept-anew", "pushed-out"])
def test_who_holds_on_to_a_screen_is_told_when_it_ends(end):
    world, person = World(bytes_most=2 * READY.size), uuid4()
    world.keep(person, as_of=1)
    held = world.screens.kept(person, "zh")
    assert world.screens.still(held) is READY

    if end == "changed":
        world.screens.hear(Heard(about=frozenset((person,)), at=at(2)))
    elif end == "cleared":
        world.screens.clear()
    elif end == "over":
        world.time += 100.0
    elif end == "kept-anew":
        world.keep(person, as_of=2)
    else:
        for _ in range(2):
            world.keep(uuid4(), as_of=1)

    assert world.screens.still(held) is None


def test_whoever_changed_is_forgotten_in_all_languages(world):
    person, other = uuid4(), uuid4()
    for one, language in ((person, "zh"), (person, "en"), (other, "zh")):
        world.keep(one, as_of=1, language=language)

    world.screens.hear(Heard(about=frozenset((person,)), at=at(2)))

    assert [world.screens.find(person, one) for one in ("zh", "en")] == [None, None]
    assert world.screens.find(other, "zh") is READY


def test_a_change_during_composing_keeps_it_out(world):
    person = uuid4()
    world.screens.hear(Heard(about=frozenset((person,)), at=at(5)))

    world.keep(person, as_of=5)
    assert world.screens.find(person, "zh") is None
    world.keep(person, as_of=5.001)
    assert world.screens.find(person, "zh") is READY


def test_a_publication_during_composing_keeps_it_out(world):
    person, begun = uuid4(), world.screens.begin()
    world.screens.clear()

    world.keep(person, as_of=1, begun=begun)

    assert world.screens.find(person, "zh") is None


def test_anybody_means_everybody(world):
    person = uuid4()
    world.keep(person, as_of=1)

    world.screens.hear(Heard(about=None, at=at(2)))

    assert world.screens.find(person, "zh") is None
    assert not world.screens.is_true(person, as_of=at(1.9))


def test_it_ends_with_its_words_and_at_the_latest_after_ten_minutes(world):
    person = uuid4()
    world.keep(person, as_of=1, seconds=10)
    world.time = 10
    assert world.screens.find(person, "zh") is None

    world.keep(person, as_of=1, seconds=10_000)
    world.time += LONGEST_SECONDS - 0.1
    assert world.screens.find(person, "zh") is READY
    world.time += 0.1
    assert world.screens.find(person, "zh") is None


def test_nothing_is_believed_that_is_older_than_what_is_remembered(world):
    person = uuid4()
    world.screens.hear(Heard(about=frozenset((person,)), at=at(1)))
    much_later = at(2) + REMEMBERED

    world.screens.hear(Heard(about=frozenset(), at=much_later))

    assert world.screens._changed == {}
    assert not world.screens.is_true(person, as_of=at(1.5))
    assert world.screens.is_true(person, as_of=at(2))


def test_who_never_heard_anything_believes_nothing():
    assert not Screens().is_true(uuid4(), as_of=at(1))


def test_memory_is_bounded_and_the_oldest_goes():
    world = World(bytes_most=3 * READY.size)
    people = [uuid4() for _ in range(5)]
    for one in people:
        world.keep(one, as_of=1)

    assert [world.screens.find(one, "zh") is not None for one in people] == [False, False, True, True, True]
    assert world.screens._bytes == 3 * READY.size


PEOPLE = [uuid4() for _ in range(3)]
MOVES = st.lists(
    st.tuples(st.sampled_from(["read", "write", "poll", "clear"]), st.integers(0, 2), st.sampled_from(["zh", "en"])),
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(MOVES)
def test_after_a_poll_no_screen_is_older_than_its_person(moves):
    """Reads, writes and polls in any order: what is found after a poll was composed after the last write."""
    world, second = World(), 1.0
    wrote, made = dict.fromkeys(PEOPLE, 0.0), {}
    unheard = set()
    for what, number, language in moves:
        second += 1
        person = PEOPLE[number]
        if what == "write":
            wrote[person] = second
            unheard.add(person)
        elif what == "read" and world.screens.find(person, language) is None:
            world.keep(person, as_of=second, language=language, seconds=1e9)
            made[person, language] = second
        elif what == "poll":
            world.screens.hear(Heard(about=frozenset(unheard), at=at(second)))
            unheard.clear()
            for (one, tongue), composed in made.items():
                assert world.screens.find(one, tongue) is None or composed > wrote[one]
        elif what == "clear":
            world.screens.clear()
