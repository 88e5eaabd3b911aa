"""A mini-app that does nothing but fail is paused, and nobody else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Refusal
from backend.host.sandbox import errors
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.pauses import FAILURES, FIRST_SECONDS, LONGEST_SECONDS, REMEMBERED, Pauses
from backend.host.sandbox.server import SandboxServer
from tests.host.sandbox.conftest import KEY, make_request, no_host, publish

LOOPS = "from plugin_sdk.guest import MiniApp\napp = MiniApp()\nwhile True:\n    pass\n"
FAILS = "from plugin_sdk.guest import MiniApp\napp = MiniApp()\n1 / 0\n"
SOMETIMES = """
from plugin_sdk.guest import MiniApp, ui
app = MiniApp()
@app.screen("home")
def home(ctx, data):
    while data.get("loop"):
        pass
    return ui.screen("题")
"""
ONE, OTHER = b"{one}", b"{other}"


class Clock:
    """Goes on only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kept(clock):
    return Pauses(clock)


def fail(kept, times=FAILURES, package=ONE):
    return [kept.failed(package) for _ in range(times)]


def test_the_fifth_failure_in_a_row_begins_a_pause_for_this_package_only(kept):
    assert fail(kept) == [0.0] * (FAILURES - 1) + [FIRST_SECONDS]
    assert kept.seconds_left(ONE) == FIRST_SECONDS
    assert kept.seconds_left(OTHER) == 0.0


def test_an_answer_in_between_starts_the_count_anew(kept):
    fail(kept, FAILURES - 1)
    kept.answered(ONE)

    assert fail(kept, FAILURES - 1) == [0.0] * (FAILURES - 1)
    assert kept.seconds_left(ONE) == 0.0


def test_after_a_pause_one_call_is_tried_and_the_others_wait_for_it(kept, clock):
    fail(kept)
    clock.now += FIRST_SECONDS

    assert kept.seconds_left(ONE) == 0.0
    assert kept.seconds_left(ONE) > 0.0
    kept.answered(ONE)
    assert [kept.seconds_left(ONE) for _ in range(3)] == [0.0] * 3


def test_a_try_that_nobody_hears_of_again_does_not_pause_for_ever(kept, clock):
    fail(kept)
    clock.now += FIRST_SECONDS
    kept.seconds_left(ONE)  # whoever was let through hung up
    clock.now += FIRST_SECONDS

    assert kept.seconds_left(ONE) == 0.0


def test_each_pause_is_four_times_as_long_up_to_a_minute(kept, clock):
    lengths = [fail(kept)[-1]]
    for _ in range(1_200):
        clock.now += lengths[-1]
        assert kept.seconds_left(ONE) == 0.0
        lengths.append(kept.failed(ONE))

    assert lengths == [1.0, 4.0, 16.0, *[LONGEST_SECONDS] * 1_198]


def test_calls_that_were_under_way_when_a_pause_began_do_not_lengthen_it(kept, clock):
    fail(kept)
    fail(kept, 40)

    clock.now += FIRST_SECONDS
    assert kept.seconds_left(ONE) == 0.0


def test_a_bounded_number_of_packages_is_remembered(kept):
    for number in range(REMEMBERED + 10):
        kept.failed(b"%d" % number)

    assert len(kept._records) == REMEMBERED


@given(st.lists(st.sampled_from(["answered", "failed"]), max_size=60))
def test_only_who_failed_five_times_in_a_row_is_paused(ends):
    kept, row, ever = Pauses(Clock()), 0, False
    for end in ends:
        getattr(kept, end)(ONE)
        row = row + 1 if end == "failed" else 0
        ever = row > 0 and (ever or row >= FAILURES)
        assert (kept.seconds_left(ONE) > 0) == ever


@pytest.fixture
async def client(image, tmp_path):
    """A client of a server with one worker."""
    server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1)
    async with server, SandboxClient(tmp_path / "s.sock") as client:
        yield client


async def call(client, package, **given):
    return await client.call(package, make_request(given=given), on_host_call=no_host, deadline_seconds=0.1)


@pytest.mark.quiet
async def test_a_mini_app_that_always_loops_is_refused_by_name_and_its_neighbour_served(client, honest):
    package = await publish(client, LOOPS)
    for _ in range(FAILURES):
        with pytest.raises(errors.TimedOut):
            await call(client, package)

    with pytest.raises(errors.Paused) as refused:
        await call(client, package)

    assert refused.value.params["retryAfter"] == 1
    assert (await client.call(honest, make_request(), on_host_call=no_host)).screen.title == "题"


@pytest.mark.quiet
async def test_a_mini_app_with_one_bad_page_stays_in_use(client):
    package = await publish(client, SOMETIMES)
    for _ in range(FAILURES + 1):
        with pytest.raises(errors.TimedOut):
            await call(client, package, loop=True)

        answer = await client.call(package, make_request(), on_host_call=no_host)

        assert answer.screen.title == "题"


@pytest.mark.quiet
async def test_who_is_well_again_is_served_after_the_pause(client, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(client, "_pauses", Pauses(clock))
    package = await publish(client, SOMETIMES)
    for _ in range(FAILURES):
        with pytest.raises(Refusal):
            await call(client, package, loop=True)
    clock.now += FIRST_SECONDS

    answers = [await client.call(package, make_request(), on_host_call=no_host) for _ in range(3)]

    assert [answer.screen.title for answer in answers] == ["题"] * 3


async def test_an_error_of_the_author_pauses_nobody(client):
    package = await publish(client, FAILS)
    for _ in range(FAILURES + 1):
        with pytest.raises(errors.GuestFailed):
            await client.call(package, make_request(), on_host_call=no_host)
