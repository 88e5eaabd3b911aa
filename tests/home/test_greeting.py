"""Greetings by the clock."""

from datetime import time

import pytest

from backend.home.greeting import greeting


@pytest.mark.parametrize(
    ("clock", "zh", "en"),
    [
        (time(0), "晚上好", "Good evening"),
        (time(4, 59, 59), "晚上好", "Good evening"),
        (time(5), "早上好", "Good morning"),
        (time(10, 59), "早上好", "Good morning"),
        (time(11), "中午好", "Good morning"),
        (time(12), "中午好", "Good afternoon"),
        (time(13), "下午好", "Good afternoon"),
        (time(17, 59), "下午好", "Good afternoon"),
        (time(18), "晚上好", "Good evening"),
        (time(23, 59), "晚上好", "Good evening"),
    ],
)
def test_follows_the_clock(clock, zh, en):
    assert greeting(clock, name="王小满", language="zh") == f"{zh}，王小满"
    assert greeting(clock, name="王小满", language="en") == f"{en}, 王小满"


def test_whoever_has_no_name_is_greeted_all_the_same():
    assert greeting(time(9), name="", language="zh") == "早上好"
    assert greeting(time(9), name="", language="en") == "Good morning"
