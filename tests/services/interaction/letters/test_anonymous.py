"""What must not be published is found, also with spaces in it; ordinary numbers are left alone."""

import pytest

from backend.services.interaction.letters.anonymous import left_in


@pytest.mark.parametrize(
    "text",
    ["我是王小满", "请打 138 0000 0001", "身份证 620102199505210021", "62010219950521002X", "写信到 a.b@example.cn"],
)
def test_it_is_found(text):
    assert left_in(text, writer="王小满") is not None


@pytest.mark.parametrize("text", ["2026 年 11 月 12 日", "每月 400 元", "甘政发〔2021〕69号", "热线 12345"])
def test_ordinary_numbers_are_left_alone(text):
    assert left_in(text, writer="王小满") is None
