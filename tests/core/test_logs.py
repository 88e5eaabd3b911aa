"""No log line carries a phone or an ID number, however careless the caller."""

import json
import subprocess
import sys

import pytest

from backend.core import logs

PROGRAM = """
import logging, sys
from backend.core import logs
logs.configure("INFO")
logs.logger("test").info("card.revoked " + sys.argv[1], card_id="17", who=sys.argv[1])
logging.getLogger("some.library").warning("number %s refused", sys.argv[1])
try:
    raise ValueError(sys.argv[1])
except ValueError as error:
    logs.logger("test").error("failed", exc_info=error)
"""


def lines(secret: str) -> list[dict[str, str]]:
    """What a process logs that is given `secret` everywhere."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM, secret], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ended.stderr.splitlines()]


def test_an_event_is_one_json_line_with_the_trace_id():
    ours, library, failure = lines("x")

    assert ours["event"] == "card.revoked x"
    assert ours["card_id"] == "17"
    assert len(ours["trace_id"]) == 32
    assert library["event"] == "number x refused"
    assert "ValueError: x" in failure["exception"]


@pytest.mark.parametrize("secret", ["13800000001", "11010519491231002X", "620102199003071029"])
def test_personal_numbers_are_masked_in_events_fields_libraries_and_tracebacks(secret):
    assert secret not in json.dumps(lines(secret))


@pytest.mark.parametrize("harmless", ["620102", "2026-11-23", "018f0b7e-1c5a-7b3e-9d0a-13800000001a", "1380000"])
def test_codes_and_ids_stay_readable(harmless):
    assert logs.masked(harmless) == harmless
