"""Packages loaded ahead of their calls: faster, and otherwise not to be told from packages loaded within them."""

import asyncio
import json

import pytest

from backend.host.sandbox import errors
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.server import SandboxServer
from plugin_sdk.runtime.interpreter import READY_FUEL
from tests.host.sandbox.conftest import KEY, make_request, no_host, publish
from tests.host.sandbox.processes import children

APP = "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
HOME = "\n@app.screen('home')\ndef home(ctx, data):\n"


@pytest.fixture
async def alone(image, tmp_path):
    """A server with one worker, and a client of it."""
    server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1)
    async with server, SandboxClient(tmp_path / "s.sock") as client:
        yield server, client


async def rested(server):
    """Wait until every worker is idle and nothing is being loaded or replaced."""
    pool = server._pool
    async with asyncio.timeout(20):
        while pool._tasks or len(pool._idle) < pool._size:
            await asyncio.sleep(0.01)


async def called(server, client, package, **what_matters):
    """One call at rest: its answer and its figures."""
    await rested(server)
    figures = []
    answer = await client.call(
        package,
        make_request(**what_matters),
        on_host_call=what_matters.pop("on_host_call", no_host),
        on_figures=figures.append,
        deadline_seconds=10,
    )
    await rested(server)
    return answer, figures[0]


def zygote_of(server):
    return server._pool._zygote._process.pid


class TestPreloading:
    async def test_what_was_called_is_loaded_ahead_of_the_next_call(self, alone, honest):
        first, second = [await called(*alone, honest) for _ in range(2)]

        assert first[1].preloaded is False
        assert (second[1].ready, second[1].preloaded) == (True, True)

    @pytest.mark.parametrize(
        ("module", "body"),
        [
            pytest.param("words = {'a': '暖'}", "return ui.screen(words['a'] + ctx.new_id())", id="plain"),
            pytest.param("print('loading')", "print('called')\n    return ui.screen('题')", id="log"),
            pytest.param(
                "import random\ndice = random.Random(5)\ndice.random()",
                "return ui.screen(f'{dice.random()} {random.random()} {random.choice(range(99))} {ctx.random.random()}')",
                id="chance",
            ),
            pytest.param(
                "import datetime, time, uuid",
                "return ui.screen(f'{datetime.datetime.now()} {time.time()} {uuid.uuid4()} {datetime.date.today()}')",
                id="clock",
            ),
            pytest.param(
                "import decimal\ndecimal.getcontext().prec = 5",
                "return ui.screen(str(decimal.Decimal(1) / 3) + str(sorted({'a', 'b'})) + str({'x', 'y', 'z'}))",
                id="context",
            ),
            pytest.param("made = []", "made.append(1)\n    return ui.screen(str(len(made)))", id="counter"),
            pytest.param("x = 1", "return ui.screen(str(1 // 0))", id="failing"),
        ],
    )
    async def test_the_answer_is_the_same_either_way(self, module, body, alone):
        server, client = alone
        package = await publish(client, f"{APP}{module}{HOME}    {body}\n")
        ends, preloaded = [], []

        for _ in range(3):
            await rested(server)
            try:
                answer = await client.call(
                    package,
                    make_request(),
                    on_host_call=no_host,
                    on_figures=lambda figures: preloaded.append(figures.preloaded),
                )
            except errors.GuestFailed as failed:
                ends.append(failed.params)
            else:
                ends.append((answer.screen, answer.log))

        assert preloaded == [False, True, True]
        assert ends[0] == ends[1] == ends[2]

    async def test_as_many_packages_are_held_as_there_is_room_for_and_the_oldest_goes(self, alone):
        server, client = alone
        packages = [await publish(client, f"{APP}name = {n}{HOME}    return ui.screen(str(name))\n") for n in range(3)]

        in_turn = [(await called(server, client, packages[n]))[1].preloaded for n in (0, 1, 0, 1, 2, 1, 0)]

        assert in_turn == [False, False, True, True, False, True, False]

    async def test_calls_go_to_the_worker_that_holds_their_package(self, image, tmp_path, honest):
        server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=2)
        async with server, SandboxClient(tmp_path / "s.sock") as client:
            others = [await publish(client, f"{APP}n = {n}{HOME}    return ui.screen(str(n))\n") for n in range(3)]
            for package in (honest, *others):
                await called(server, client, package)

            again = [await called(server, client, package) for package in (*others, honest)]

        assert [answer.screen.title for answer, _ in again] == ["0", "1", "2", "题"]
        assert all(figures.preloaded for _, figures in again)

    async def test_many_calls_of_many_packages_at_once_get_their_own_answers(self, client):
        packages = [await publish(client, f"{APP}n = {n}{HOME}    return ui.screen(str(n))\n") for n in range(4)]

        answers = await asyncio.gather(
            *(client.call(packages[n % 4], make_request(), on_host_call=no_host) for n in range(80))
        )

        assert [answer.screen.title for answer in answers] == [str(n % 4) for n in range(80)]


class TestUnwilling:
    """Packages that are better not loaded ahead."""

    async def test_one_that_takes_long_to_load_is_tried_once_and_stops_nobody(self, alone, honest, monkeypatch):
        monkeypatch.setattr("backend.host.sandbox.priority.BURNT_SECONDS", 60.0)  # a slowed worker is replaced, too
        server, client = alone
        rounds = READY_FUEL // 300
        slow = await publish(client, f"{APP}for _ in range({rounds}):\n    pass\n{HOME}    return ui.screen('慢')\n")
        seen, before = [], children(zygote_of(server))

        for _ in range(3):
            answer, figures = await called(server, client, slow)
            seen.append((answer.screen.title, figures.preloaded, children(zygote_of(server))))

        assert [title for title, _, _ in seen] == ["慢"] * 3
        assert not any(preloaded for _, preloaded, _ in seen)
        assert seen[0][2] != before  # its fuel ended, and so did the worker
        assert seen[0][2] == seen[1][2] == seen[2][2]
        assert (await called(server, client, honest))[0].screen.title == "题"

    async def test_one_that_never_ends_is_killed_after_its_time(self, alone, honest, monkeypatch):
        monkeypatch.setattr("backend.host.sandbox.pool.PRELOAD_SECONDS", 0.0)
        server, client = alone
        before = children(zygote_of(server))

        for _ in range(2):
            await called(server, client, honest)

        assert children(zygote_of(server)) != before
        assert (await called(server, client, honest))[1].preloaded is False

    async def test_one_that_fails_to_load_costs_no_worker(self, alone):
        server, client = alone
        source = "from plugin_sdk.guest import MiniApp\napp = MiniApp()\nraise KeyError('面积')\n"
        package = await publish(client, source)
        before = children(zygote_of(server))

        for _ in range(2):
            await rested(server)
            with pytest.raises(errors.GuestFailed) as failed:
                await client.call(package, make_request(), on_host_call=no_host)

        assert failed.value.params["line"] == 3
        assert children(zygote_of(server)) == before

    async def test_one_that_fills_memory_while_it_loads_is_not_held(self, alone):
        server, client = alone
        package = await publish(client, f"{APP}full = bytearray(30_000_000){HOME}    return ui.screen('大')\n")

        seen = [(await called(server, client, package))[1] for _ in range(2)]

        assert not any(figures.preloaded for figures in seen)
        assert all(figures.memory_bytes > 30_000_000 for figures in seen)

    async def test_one_that_reaches_the_host_while_it_loads_gets_nothing_ahead_of_a_call(self, alone):
        server, client = alone
        reach = (
            "import re\nhost = re.enum.sys.modules['wit_world.imports.host']\n"
            "said = host.call('store.get', '{\"key\":\"k\"}')\n"
        )
        package = await publish(client, f"{APP}{reach}{HOME}    return ui.screen(said)\n")
        asked = []

        async def host(capability, payload):
            asked.append(capability)
            return json.dumps({"answer": "granted", "value": {"value": len(asked)}})

        titles = []
        for _ in range(3):
            await rested(server)
            answer = await client.call(package, make_request(), on_host_call=host)
            titles.append(json.loads(answer.screen.title)["value"]["value"])

        assert titles == [1, 2, 3]


@pytest.mark.parametrize(
    "line",
    [
        "import datetime; x = datetime.datetime.now()",
        "from datetime import date; x = date.today()",
        "import time; x = time.time()",
        "import time; x = time.localtime()",
        "import time; x = time.monotonic_ns()",
        "import random; x = random.random()",
        "from random import choice; x = choice([1, 2])",
        "import random; random.seed(5)",
        "import random; random.shuffle([1, 2])",
        "import random; x = random.Random()",
        "import random; x = random.SystemRandom().random()",
        "import uuid; x = uuid.uuid4()",
        "import re; x = re.enum.sys.modules['os'].urandom(8)",
        "from . import late",
    ],
)
async def test_a_module_has_neither_clock_nor_chance_while_it_is_loaded(line, client):
    package = await publish(client, f"{APP}{line}{HOME}    return ui.screen('题')\n", late="import time\ntime.time()\n")

    with pytest.raises(errors.GuestFailed) as failed:
        await client.call(package, make_request(), on_host_call=no_host)

    assert failed.value.params["type"] == "NotInMiniApps"
    assert "inside the function" in failed.value.params["message"]
    place = ("demo/late.py", 2) if "late" in line else ("demo/app.py", 3)
    assert (failed.value.params["file"], failed.value.params["line"]) == place


async def test_an_import_within_a_function_is_loading_too(client):
    source = f"{APP}{HOME}    from . import late\n    return ui.screen('题')\n"
    package = await publish(client, source, late="import datetime\nday = datetime.date.today()\n")

    with pytest.raises(errors.GuestFailed) as failed:
        await client.call(package, make_request(), on_host_call=no_host)

    assert (failed.value.params["type"], failed.value.params["file"]) == ("NotInMiniApps", "demo/late.py")


async def test_within_a_function_all_of_it_is_there(client):
    source = (
        f"{APP}import random, time, uuid\nfrom random import choice\n{HOME}"
        "    drawn = [random.random(), choice([1]), random.Random().random(), uuid.uuid4(), random.SystemRandom().random()]\n"
        "    return ui.screen(str(len(drawn)) + time.strftime('%Y') + str(random.getstate() is not None))\n"
    )
    package = await publish(client, source)

    answer = await client.call(package, make_request(), on_host_call=no_host)

    assert answer.screen.title == "52026True"
