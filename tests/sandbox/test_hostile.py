"""Every file in `hostile` is a mini-app that means harm; its first lines say how it must end.

`expects` is a refusal's code (several are parted by " | "), or `screen` for an attack that comes to nothing; `type` and
`says` tell more about it. `repeats` runs it again: every end must be the `same`, or every title `distinct`. `written`
makes the source, where the source is too long to keep. Files with `capabilities` are tried in the whole house.
"""

import time

import pytest

from backend.core.errors import Refusal
from plugin_sdk.contract.limits import KILL_GRACE_SECONDS
from tests.host.sandbox.conftest import make_request, make_sources, no_host, publish
from tests.sandbox.corpus import ALL, ALONE, HOSTILE, promise_of, source_of

pytestmark = pytest.mark.quiet

DEADLINE_SECONDS = 0.5
COMPILE_SECONDS = 3.0
RELAY_SECONDS = 0.3
"""Beyond the promise, for two sockets and a busy test machine; the bench measures the promise itself."""


async def outcome_of(alone, source, *, entropy="ab" * 32, deadline_seconds=DEADLINE_SECONDS):
    """How a mini-app ends: the title of its screen, or the refusal; and after how many seconds."""
    started = time.monotonic()
    try:
        package = (await alone.compile_package(make_sources(source), deadline_seconds=COMPILE_SECONDS)).package
        started = time.monotonic()
        # Memory bombs may need a moment to fill their memory; only those that spin run into the deadline.
        request = make_request(entropy=entropy)
        answer = await alone.call(package, request, on_host_call=no_host, deadline_seconds=deadline_seconds)
    except Refusal as refusal:
        return refusal, time.monotonic() - started
    return answer.screen.title, time.monotonic() - started


def test_the_corpus_is_there():
    assert len(ALL) >= 200


@pytest.mark.parametrize("file", ALONE, ids=lambda file: file.stem)
async def test_ends_as_named_in_time_and_the_next_call_is_served(file, alone, draw):
    source, promise = source_of(file), promise_of(file)
    limit = COMPILE_SECONDS if "written" in promise else DEADLINE_SECONDS

    outcome, took = await outcome_of(alone, source)

    assert took < limit + KILL_GRACE_SECONDS + RELAY_SECONDS
    if promise["expects"] == "screen":
        assert outcome == promise.get("says", outcome)
        assert isinstance(outcome, str), outcome.params
    else:
        assert isinstance(outcome, Refusal), outcome
        assert outcome.code in promise["expects"].split(" | "), outcome.params
        assert promise.get("type") in (None, outcome.params.get("type")), outcome.params
        assert promise.get("says", "") in str(outcome.params), outcome.params
    assert (await draw()).title == "题"


@pytest.mark.parametrize("file", [file for file in ALONE if "repeats" in promise_of(file)], ids=lambda file: file.stem)
async def test_nothing_is_left_over_and_no_chance_comes_twice(file, alone):
    wanted = {"same": 1, "distinct": 20}[promise_of(file)["repeats"]]
    package = await publish(alone, source_of(file))

    titles = set()
    for n in range(20):
        answer = await alone.call(package, make_request(entropy=f"{n:064x}"), on_host_call=no_host)
        titles.add(answer.screen.title)

    assert len(titles) == wanted


async def test_memory_ends_under_one_name_wherever_the_interpreter_meets_the_end(alone):
    """Some allocations raise MemoryError, others abort; the seed of hashes decides which comes first."""
    source = source_of(HOSTILE / "memory_bomb_of_cycles_without_collector.py")

    ends = [await outcome_of(alone, source, entropy=f"{n:064x}", deadline_seconds=5) for n in range(20)]

    assert {outcome.code for outcome, _ in ends} == {"host.out-of-memory"}


async def test_nothing_of_one_call_is_there_in_the_next(alone, draw):
    package = await publish(alone, source_of(HOSTILE / "call_stack_holds_no_other_person.py"))
    titles = set()

    for _ in range(10):
        await draw(given={"echo": "CANARY-OF-ANOTHER-PERSON"})
        titles.add((await alone.call(package, make_request(), on_host_call=no_host)).screen.title)

    assert titles == {"0"}


@pytest.mark.parametrize("name", ["global_counter", "module_counter"])
async def test_a_counter_is_one_every_time(name, alone):
    package = await publish(alone, source_of(HOSTILE / f"{name}.py"))

    titles = [(await alone.call(package, make_request(), on_host_call=no_host)).screen.title for _ in range(50)]

    assert set(titles) == {"1"}


async def test_a_flood_of_host_calls_reaches_the_host_at_most_so_often(alone):
    package = await publish(alone, source_of(HOSTILE / "host_call_flood_that_catches.py"))
    calls = []

    async def counting(capability, payload):
        calls.append(capability)
        return await no_host(capability, payload)

    with pytest.raises(Refusal, match=r"host\.too-many-host-calls"):
        await alone.call(package, make_request(), on_host_call=counting)

    assert len(calls) == 64
