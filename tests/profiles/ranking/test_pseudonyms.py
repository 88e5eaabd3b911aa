"""Names that are nobody's, and arms in which everybody stays."""

from collections import Counter
from datetime import date
from uuid import UUID, uuid4

from profiles.ranking import library, pseudonyms

ON = date(2026, 11, 28)


class TestPseudonym:
    def test_is_the_same_for_a_person_and_another_for_others(self, database_url):
        someone = uuid4()

        assert pseudonyms.pseudonym_of(someone) == pseudonyms.pseudonym_of(someone)
        assert len({pseudonyms.pseudonym_of(uuid4()) for _ in range(100)}) == 100

    def test_the_present_one_is_among_all(self, database_url):
        someone = uuid4()

        assert pseudonyms.pseudonym_of(someone) == pseudonyms.pseudonyms_of(someone)[0]


class TestArm:
    def test_nobody_moves_while_an_experiment_runs(self):
        (experiment,) = library.EXPERIMENTS
        for number in range(200):
            days = (experiment.valid_from, ON, experiment.valid_to)
            assert len({pseudonyms.arm_of(UUID(int=number), on=day).code for day in days}) == 1

    def test_shares_are_what_they_say(self):
        (experiment,) = library.EXPERIMENTS
        many = 20_000

        found = Counter(pseudonyms.assigned(UUID(int=number), experiment).code for number in range(many))

        for arm in experiment.arms:
            assert abs(found[arm.code] / many - arm.share / 10_000) < 0.01, arm.code

    def test_another_experiment_deals_afresh(self):
        (experiment,) = library.EXPERIMENTS
        import msgspec

        other = msgspec.structs.replace(experiment, code="another")
        moved = sum(
            pseudonyms.assigned(UUID(int=number), experiment) != pseudonyms.assigned(UUID(int=number), other)
            for number in range(1_000)
        )

        assert moved > 200

    def test_without_an_experiment_everybody_is_usual(self):
        assert pseudonyms.arm_of(UUID(int=1), on=date(2020, 1, 1)) is library.EVERYBODY
