"""Threat 18: 500 seeded secrets of packages, at least 99 in 100 found; and what is no secret is left in peace."""

import base64
import json
import random
import string
from pathlib import Path

import pytest

from plugin_sdk.tools.check.facts.secret_patterns import secrets_in
from plugin_sdk.tools.project import read_project
from tests.plugin_sdk.tools.check.seeded import TEMPLATES

SEEDED = 500
LEAST_FOUND = 0.99
CHANCE = random.Random(20261123)
LETTERS = string.ascii_letters + string.digits
HOUSE = Path(__file__).resolve().parents[4]


def letters(count, of=LETTERS):
    return "".join(CHANCE.choices(of, k=count))


def token():
    parts = ({"alg": "HS256"}, {"sub": letters(8), "exp": 1})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return f"{encoded[0]}.{encoded[1]}.{letters(43)}"


def password():
    return letters(CHANCE.randint(8, 14)) + CHANCE.choice("!@#$%^&*") + str(CHANCE.randint(0, 99))


HEX = "0123456789abcdef"
MAKERS = {
    "private key": lambda: f"-----BEGIN {CHANCE.choice(['RSA ', 'EC ', '', 'OPENSSH ', 'ENCRYPTED '])}PRIVATE KEY-----",
    "cloud key": lambda: f'"{CHANCE.choice(["AKIA", "ASIA"])}{letters(16, string.ascii_uppercase + string.digits)}"',
    "cloud key of another": lambda: f'"LTAI{letters(20)}"',
    "code host": lambda: f'"ghp_{letters(36)}"',
    "other code host": lambda: f'"glpat-{letters(20)}"',
    "chat": lambda: f'"xoxb-{letters(12, string.digits)}-{letters(24)}"',
    "search key": lambda: f'"AIza{letters(35)}"',
    "payment": lambda: f'"sk_live_{letters(24)}"',
    "model": lambda: f'"sk-{letters(40)}"',
    "signed token": lambda: f'"{token()}"',
    "database": lambda: f'"postgresql://app:{letters(12)}@db.example.net:5432/x"',
    "cache": lambda: f'"redis://:{letters(16)}@10.0.0.4:6379/0"',
    "odbc": lambda: f'"Server=db;Uid=app;Pwd={letters(10)};"',
    "password": lambda: f'PASSWORD = "{password()}"',
    "password in a dictionary": lambda: f'{{"db_password": "{password()}"}}',
    "password given": lambda: f'connect(user="app", passwd="{password()}")',
    "chinese name": lambda: f'{{"密码": "{password()}"}}',
    "app secret": lambda: f'APP_SECRET = "{letters(32, HEX)}"',
    "api key": lambda: f"api_key: '{letters(24)}'",
    "bearer": lambda: f'headers = {{"Authorization": "Bearer {letters(32)}"}}',
    "basic": lambda: f'"Basic {base64.b64encode(letters(18).encode()).decode()}"',
    "random": lambda: f'x = "{letters(40)}"',
    "hex": lambda: f'x = "{letters(64, HEX)}"',
    "sm4 key": lambda: f'SM4_KEY = "{letters(32, HEX)}"',
    "base64 key": lambda: f'x = "{base64.b64encode(CHANCE.randbytes(32)).decode()}"',
}


def seeded_secrets():
    kinds = list(MAKERS)
    return [(kinds[number % len(kinds)], MAKERS[kinds[number % len(kinds)]]()) for number in range(SEEDED)]


def test_at_least_99_in_100_seeded_secrets_are_found_at_their_line():
    missed = []
    for kind, line in seeded_secrets():
        found = list(secrets_in(f"# 说明\n{line}\n"))
        if [each.line for each in found] != [2]:
            missed.append((kind, line))

    assert 1 - len(missed) / SEEDED >= LEAST_FOUND, missed


def test_a_finding_shows_too_little_to_be_used():
    for _, line in seeded_secrets():
        for found in secrets_in(line):
            assert len(found.shown) <= len("abcd…")


@pytest.mark.parametrize(
    "line",
    [
        'PASSWORD = ""',
        'password = "your-password"',
        'token = "<token>"',
        'secret = "${SECRET}"',
        '"password": ("密码", "Password")',
        'PURPOSE = "heating-subsidy-application"',
        'KEY = "application.2025-2026"',
        '"catalogId": "https://kuaiban.gansu.example/catalog/v0_1"',
        'ui.button(texts.say(ctx, "accept-and-continue-to-the-status"), screen="status")',
        'LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"',
        'id = "00000000-0000-4000-8000-000000000001"',
        '"620102000000", "甘肃省兰州市城关区"',
        "from plugin_sdk.guest.capabilities import CapabilityRefused",
        "def test_sending_twice_gives_one_application_and_one_message() -> None:",
        'token_error = "Please type the token again."',
        '"token": "application-token"',
    ],
)
def test_what_is_no_secret_is_left_in_peace(line):
    assert list(secrets_in(line)) == []


@pytest.mark.parametrize("folder", [*sorted(TEMPLATES.glob("[a-z]*")), HOUSE / "miniapps" / "heating_subsidy"], ids=str)
def test_there_is_none_in_what_we_ship(folder):
    project = read_project(folder)

    found = {path: list(secrets_in(content.decode("utf-8", "replace"))) for path, content in project.files.items()}

    assert not any(found.values()), found
