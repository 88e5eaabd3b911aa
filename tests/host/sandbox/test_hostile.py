"""Every file in `hostile` is a mini-app that means harm; its first lines say how it must end."""

import time
from pathlib import Path

import pytest

from backend.core.errors import Refusal
from plugin_sdk.contract.limits import KILL_GRACE_SECONDS
from tests.host.sandbox.conftest import make_request, no_host, publish

CORPUS = sorted((Path(__file__).parent / "hostile").glob("*.py"))
DEADLINE_SECONDS = 0.5
RELAY_SECONDS = 0.3
"""Beyond the promise, for two sockets and a busy test machine; the bench measures the promise itself."""


def promise_of(source):
    """The `# name: value` lines at the head of a hostile mini-app."""
    head = [line[2:].partition(": ") for line in source.splitlines() if line.startswith("# ")]
    return {name: value for name, _, value in head}


async def outcome_of(client, source):
    """How a mini-app ends: the title of its screen, or the refusal; and after how many seconds."""
    package = await publish(client, source)
    started = time.monotonic()
    try:
        # Memory bombs may need a moment to fill their memory; only those that spin run into the deadline.
        answer = await client.call(package, make_request(), on_host_call=no_host, deadline_seconds=DEADLINE_SECONDS)
    except Refusal as refusal:
        return refusal, time.monotonic() - started
    return answer.screen.title, time.monotonic() - started


def test_the_corpus_is_there():
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
async def test_ends_as_named_in_time_and_the_next_call_is_served(file, client, draw):
    source = file.read_text("utf-8")
    promise = promise_of(source)

    outcome, took = await outcome_of(client, source)

    assert took < DEADLINE_SECONDS + KILL_GRACE_SECONDS + RELAY_SECONDS
    if promise["expects"] == "screen":
        assert outcome == promise["says"]
    else:
        assert isinstance(outcome, Refusal), outcome
        assert outcome.code in promise["expects"].split(" | "), outcome.params
        assert promise.get("type") in (None, outcome.params.get("type")), outcome.params
        assert promise.get("says", "") in str(outcome.params), outcome.params
    assert (await draw()).title == "题"


async def test_nothing_of_one_call_is_there_in_the_next(client, draw):
    source = (Path(__file__).parent / "hostile" / "call_stack_holds_no_other_person.py").read_text("utf-8")
    package = await publish(client, source)
    titles = set()

    for _ in range(10):
        await draw(given={"echo": "CANARY-OF-ANOTHER-PERSON"})
        titles.add((await client.call(package, make_request(), on_host_call=no_host)).screen.title)

    assert titles == {"0"}


@pytest.mark.parametrize("name", ["global_counter", "module_counter"])
async def test_a_counter_is_one_every_time(name, client):
    package = await publish(client, (CORPUS[0].parent / f"{name}.py").read_text("utf-8"))

    titles = [(await client.call(package, make_request(), on_host_call=no_host)).screen.title for _ in range(50)]

    assert set(titles) == {"1"}


async def test_a_flood_of_host_calls_reaches_the_host_at_most_so_often(client):
    source = (CORPUS[0].parent / "host_call_flood_that_catches.py").read_text("utf-8")
    package = await publish(client, source)
    calls = []

    async def counting(capability, payload):
        calls.append(capability)
        return await no_host(capability, payload)

    with pytest.raises(Refusal, match=r"host\.too-many-host-calls"):
        await client.call(package, make_request(), on_host_call=counting)

    assert len(calls) == 64
