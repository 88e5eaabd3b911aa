"""Learning in the worker, counting, and letting go."""

import sys

import pytest

from backend.core import database
from profiles.ranking import service, sweeping, weighing
from profiles.ranking.features import FEATURES, NUMBER
from profiles.ranking.structs import BindWeights
from tests.profiles.attributes.conftest import NO_KEY
from tests.profiles.ranking.conftest import show


def vector(name):
    return " ".join("1000" if place == NUMBER[name] else "0" for place in range(len(FEATURES)))


VECTORS = {"1": vector("interest"), "2": vector("tag")}


async def versions():
    return (await service.weights_page(limit=20, cursor=None)).items


@pytest.fixture
def few_examples(monkeypatch):
    monkeypatch.setattr(sweeping, "EXAMPLES_LEAST", 100)


@pytest.mark.usefixtures("no_weights", "few_examples")
class TestLearn:
    async def test_makes_a_version_that_counts_and_says_from_what(self):
        await show(people=150, opened=("1",), vectors=VECTORS)

        done = await service.learn()

        newest, prior = await versions()
        before = {one.feature: one.weight for one in prior.weights}
        after = {one.feature: one.weight for one in newest.weights}
        assert done == 300
        assert (newest.version, newest.in_force, newest.from_version) == (1, True, 0)
        assert newest.learned_from == newest.examples
        assert after["interest"] > before["interest"]
        assert after["tag"] < before["tag"]
        assert newest.loss_after <= newest.loss_before

    async def test_each_exposure_teaches_once(self):
        await show(people=150, opened=("1",), vectors=VECTORS)

        assert [await service.learn() for _ in range(2)] == [300, 0]
        assert len(await versions()) == 2

    async def test_today_is_not_over(self):
        await show(people=150, opened=("1",), days_ago=0, vectors=VECTORS)

        assert await service.learn() == 0

    async def test_too_few_would_be_chance(self):
        await show(people=20, opened=("1",), vectors=VECTORS)

        assert await service.learn() == 0
        assert [one.version for one in await versions()] == [0]

    async def test_it_goes_on_from_what_is_in_force(self):
        for days in (3, 2):
            await show(people=150, opened=("1",), days_ago=days, vectors=VECTORS)
            await service.learn()

        second, first, _ = await versions()

        assert (second.from_version, second.learned_from) == (1, first.examples + second.examples)

    async def test_processes_take_the_new_weights_over(self):
        await show(people=150, opened=("1",), vectors=VECTORS)
        before = (await service.nobody()).version
        await service.learn()

        await weighing.refresh()

        who = await service.nobody()
        assert who.weights_version == 1
        assert who.version != before

    async def test_after_going_back_what_is_learned_waits(self):
        await show(people=150, opened=("1",), days_ago=4, vectors=VECTORS)
        await service.learn()
        await bind(0)
        await show(people=150, opened=("1",), days_ago=3, vectors=VECTORS)
        await service.learn()

        assert [(one.version, one.in_force) for one in await versions()] == [(2, False), (1, False), (0, True)]
        assert (await versions())[0].from_version == 0

    async def test_binding_the_newest_lets_learning_go_on(self):
        await show(people=150, opened=("1",), days_ago=4, vectors=VECTORS)
        await service.learn()
        await bind(0)
        await bind(1)
        await show(people=150, opened=("1",), days_ago=3, vectors=VECTORS)
        await service.learn()

        assert [(one.version, one.in_force) for one in await versions()] == [(2, True), (1, False), (0, False)]

    async def test_worse_weights_are_kept_but_do_not_count(self, monkeypatch):
        def worse(state, examples):
            return sweeping.Learned(state=state, examples=len(examples), loss_before=1, loss_after=2)

        monkeypatch.setattr(sweeping.learning, "learn", worse)
        await show(people=150, vectors=VECTORS)
        await service.learn()

        assert [(one.version, one.in_force) for one in await versions()] == [(1, False), (0, True)]


async def bind(version):
    return await service.bind_weights("person:x", version=version, command=BindWeights(reason="试"), attempt=NO_KEY)


@pytest.mark.usefixtures("no_weights")
class TestCount:
    async def test_a_card_counts_where_enough_people_saw_it(self):
        await show(people=20, opened=("1",), region="620102")
        await show(people=19, opened=("2",), region="620200")

        await service.count()
        await weighing.refresh()

        model = (await service.nobody()).model
        assert dict(model.use) == {"item:1": 1000, "item:2": 993}
        assert model.use_near["620102"] == {"item:1": 1000}, "nobody there opened the other one"
        assert model.use_near["6201"]["item:1"] == 1000
        assert model.use_near["6201"]["item:2"] < 993, "less used there than in the province, drawn towards it"
        assert "6202" not in model.use_near, "nineteen people saw it there"
        assert model.names["6201"] == "兰州市"

    async def test_nineteen_people_stay_among_themselves(self):
        await show(people=19, opened=("1",))

        await service.count()

        assert await database.fetch("select 1 from profiles_rank_use") == []

    async def test_days_are_summed_by_arm_and_summed_again(self):
        await show(people=3, opened=("1",), arm="usual")
        await show(people=2, opened=(), arm="curious")

        await service.count()
        await service.count()

        usual, curious = (await service.figures_page(limit=9, cursor=None)).items
        assert (usual.arm, usual.people, usual.shown, usual.opened, usual.open_rate) == ("usual", 3, 6, 3, 500_000)
        assert (curious.arm, curious.opened, curious.weighted_open_rate) == ("curious", 0, 0)


@pytest.mark.usefixtures("no_weights")
class TestTidy:
    async def test_what_was_shown_a_month_ago_goes(self):
        await show(people=2, days_ago=31)
        await show(people=3, days_ago=30)

        assert await service.tidy() == 4
        assert len(await database.fetch("select 1 from profiles_rank_exposure")) == 6


def test_web_processes_never_load_river():
    import subprocess

    code = "import sys, profiles.room; print('river' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"
