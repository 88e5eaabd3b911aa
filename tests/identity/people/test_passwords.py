"""Passwords: what guessers try first is refused, and only the right one fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.people import passwords

PHONE = "13912345678"
NAME = "王小满"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("password123", "common"),
        ("PassWord123", "common"),
        ("woaini1314520", "common"),
        ("abababab", "repeated"),
        ("9999999999", "repeated"),
        ("3456789:;", "sequence"),
        ("zyxwvuts", "sequence"),
        (f"me{PHONE}!", "phone"),
        ("x12345678y!Q", "phone"),
        ("王小满的密码abcde", "name"),
    ],
)
def test_guessable_passwords_have_a_reason(password, reason):
    assert passwords.weakness(password, phone=PHONE, name=NAME) == reason


@pytest.mark.parametrize("password", ["correct horse battery", "四个月亮在唱歌呢", "vK3!pq0Zr"])
def test_good_passwords_have_none(password):
    assert passwords.weakness(password, phone=PHONE, name=NAME) is None


@given(st.text(min_size=8, max_size=128))
def test_any_text_is_judged(password):
    assert passwords.weakness(password, phone=PHONE, name=NAME) in {
        None, "common", "repeated", "sequence", "phone", "name",
    }  # fmt: skip


async def test_only_the_right_password_fits():
    hashed = await passwords.hash_of("vK3!pq0Zr")

    assert hashed.startswith("$argon2id$")
    assert await passwords.matches("vK3!pq0Zr", hashed=hashed)
    assert not await passwords.matches("vK3!pq0Zs", hashed=hashed)


async def test_without_a_hash_nothing_fits_not_even_nobodys_password():
    assert not await passwords.matches("nobody's password", hashed=None)


async def test_a_broken_hash_fits_nothing():
    assert not await passwords.matches("x", hashed="no hash")
