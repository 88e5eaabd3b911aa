import msgspec
import pytest

from backend.services.items import memory
from backend.services.items.memory import Memory


class Kept(msgspec.Struct):
    value: int


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Revisions:
    """Counts how often it was asked."""

    def __init__(self, current=1):
        self.current, self.asked = current, 0

    async def __call__(self):
        self.asked += 1
        return self.current


async def test_a_second_long_nobody_is_asked():
    clock, revisions = Clock(), Revisions()
    kept = Memory(clock=clock)

    for _ in range(5):
        await kept.refresh(revisions)

    assert revisions.asked == 1
    clock.now = 1.5
    await kept.refresh(revisions)
    assert revisions.asked == 2


async def test_a_question_that_failed_is_asked_again():
    clock, revisions = Clock(), Revisions()
    kept = Memory(clock=clock)

    async def away():
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await kept.refresh(away)
    await kept.refresh(revisions)

    assert revisions.asked == 1


async def test_a_new_revision_empties_it():
    clock, revisions = Clock(), Revisions()
    kept = Memory(clock=clock)
    await kept.refresh(revisions)
    kept.put("a", Kept(1), revision=kept.revision)

    clock.now, revisions.current = 2.0, 2
    await kept.refresh(revisions)

    assert kept.get("a", Kept) is None
    assert kept.revision == 2


async def test_what_was_read_before_a_change_is_not_kept_after_it():
    clock, revisions = Clock(), Revisions()
    kept = Memory(clock=clock)
    await kept.refresh(revisions)
    before = kept.revision
    clock.now, revisions.current = 2.0, 2
    await kept.refresh(revisions)

    assert kept.put("a", Kept(1), revision=before) == Kept(1)
    assert kept.get("a", Kept) is None


async def test_it_is_bounded_and_the_oldest_goes_first(monkeypatch):
    monkeypatch.setattr(memory, "KEPT_MOST", 2)
    kept = Memory(clock=Clock())
    for key in "abc":
        kept.put(key, Kept(1), revision=kept.revision)

    assert kept.get("a", Kept) is None
    assert kept.get("c", Kept) == Kept(1)


def test_another_kind_of_value_is_not_it():
    kept = Memory(clock=Clock())
    kept.put("a", Kept(1), revision=kept.revision)

    assert kept.get("a", memory.msgspec.Struct) is not None
    assert kept.get("b", Kept) is None
