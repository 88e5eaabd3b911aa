"""Who is of age."""

from datetime import date

import pytest

from backend.identity.delegations import rules


class TestAdult:
    @pytest.mark.parametrize(
        ("born", "day", "adult"),
        [
            (date(2008, 11, 28), date(2026, 11, 27), False),
            (date(2008, 11, 28), date(2026, 11, 28), True),
            (date(2008, 2, 29), date(2026, 2, 28), False),
            (date(2008, 2, 29), date(2026, 3, 1), True),
        ],
    )
    def test_from_the_eighteenth_birthday_on(self, born, day, adult):
        assert rules.is_adult(born, on=day) is adult
