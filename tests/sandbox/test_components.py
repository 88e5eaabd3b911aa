"""Mini-apps in other languages: what is of our world runs, and everything else is refused when it is published."""

import asyncio
import hashlib
import json
import os
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
import wasmtime

from backend.core.errors import Refusal
from backend.host.sandbox import errors
from backend.host.sandbox.client import SandboxClient
from backend.host.sandbox.component_images import ComponentImages
from backend.host.sandbox.component_pools import ComponentPools
from backend.host.sandbox.pool import NoRoom
from backend.host.sandbox.server import SandboxServer
from plugin_sdk.contract.limits import COMPONENT_BYTES, HOST_CALLS
from plugin_sdk.runtime import build
from tests.host.sandbox.conftest import KEY, make_request, no_host
from tests.host.sandbox.processes import children, status
from tests.sandbox import component_bombs as bombs

APPS = Path(__file__).parent / "component_apps"
CPU_SECONDS = 3
DEADLINE_SECONDS = 1.5


def assembled(text):
    return bytes(wasmtime.wat2wasm(text))


@pytest.fixture(scope="session")
async def house(image, tmp_path_factory):
    """A server with one worker, whose compiler has little time."""
    folder = tmp_path_factory.mktemp("c")
    images = ComponentImages(folder / "images", key=KEY, cpu_seconds=CPU_SECONDS)
    server = SandboxServer(folder / "s.sock", image_path=image, key=KEY, workers=1, components=images)
    async with server:
        yield server


@pytest.fixture
async def foreign(house):
    async with SandboxClient(house._socket_path) as made:
        yield made


@pytest.fixture
async def visits(foreign):
    return await foreign.publish_component(assembled(bombs.VISITS))


class Store:
    """A host that keeps one value."""

    def __init__(self):
        self.kept = {}

    async def __call__(self, capability, payload):
        asked = json.loads(payload)
        if capability == "store.put":
            self.kept[asked["key"]] = asked["value"]
        return json.dumps({"answer": "granted", "value": {"value": self.kept.get(asked["key"])}}, separators=(",", ":"))


@pytest.mark.quiet
class TestPublishComponent:
    async def test_a_component_of_our_world_draws_and_acts(self, foreign, visits):
        store = Store()

        first = await foreign.call(visits, make_request(), on_host_call=store)
        acted = await foreign.call(visits, make_request("come", kind="action"), on_host_call=store)
        then = await foreign.call(visits, make_request(), on_host_call=store)

        assert (first.screen.body[0].text, acted.action.outcome) == ("第一次来", "done")
        assert then.screen.body[0].text == "您来过"
        assert store.kept == {"visited": True}

    async def test_the_same_component_is_compiled_once(self, foreign, visits, house):
        images = set((house._components._folder).iterdir())

        assert await foreign.publish_component(assembled(bombs.VISITS)) == visits
        assert set((house._components._folder).iterdir()) == images

    @pytest.mark.parametrize("name", bombs.REFUSED)
    async def test_what_is_not_of_our_world_is_refused_by_name(self, name, foreign):
        text, said = bombs.REFUSED[name]
        started = time.monotonic()

        with pytest.raises(errors.ComponentRefused) as refused:
            await foreign.publish_component(assembled(text))

        assert said in refused.value.params["reason"]
        assert time.monotonic() - started < 3 * CPU_SECONDS + 10

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"\0asm\1\0\0\0", id="a-core-module"),
            pytest.param(b"(component)", id="text"),
            pytest.param(b"\x7fELF" + bytes(100), id="machine-code"),
            pytest.param(b"\0asm\x0d\0\1\0" + b"\xff" * 100, id="nonsense"),
        ],
    )
    async def test_what_is_no_component_is_refused(self, content, foreign):
        with pytest.raises(errors.ComponentRefused):
            await foreign.publish_component(content)

    async def test_every_truncation_is_refused(self, foreign):
        whole = assembled(bombs.VISITS)
        for length in random.Random(2026).sample(range(9, len(whole)), 15):
            with pytest.raises(errors.ComponentRefused):
                await foreign.publish_component(whole[:length])

    async def test_a_compiled_image_is_not_taken_for_a_component(self, foreign, visits, house):
        (image,) = (
            path
            for path in house._components._folder.iterdir()
            if path.name.startswith(visits[10:20]) and path.suffix == ".cwasm"
        )

        with pytest.raises(errors.ComponentRefused):
            await foreign.publish_component(image.read_bytes())

    async def test_over_the_size_cap_nothing_is_sent(self, foreign):
        with pytest.raises(errors.InputTooLarge):
            await foreign.publish_component(bytes(COMPONENT_BYTES + 1))

    @pytest.mark.slow
    async def test_honest_calls_go_on_while_a_bomb_is_compiled(self, foreign, visits, house):
        text, _ = bombs.REFUSED["a-function-dear-to-compile"]
        bomb = assembled(text)
        async with SandboxClient(house._socket_path) as other:
            compiling = asyncio.create_task(other.publish_component(bomb + custom_section(b"other")))
            took = []
            while not compiling.done():
                started = time.monotonic()
                await foreign.call(visits, make_request(), on_host_call=no_host, deadline_seconds=20)
                took.append(time.monotonic() - started)
                await asyncio.sleep(0.05)
            with pytest.raises(errors.ComponentRefused):
                await compiling

        took.sort()
        assert len(took) > 10
        assert took[len(took) // 2] < 1  # the bomb alone takes three times as long

    async def test_one_is_compiled_at_a_time_and_none_outlives_its_answer(self, house):
        bomb = assembled(bombs.REFUSED["a-start-that-loops"][0])

        async def publish(n):
            async with SandboxClient(house._socket_path) as client:
                with pytest.raises(errors.ComponentRefused):
                    await client.publish_component(bomb + custom_section(b"%d" % n))

        publishing = asyncio.gather(*(publish(n) for n in range(4)))
        most = 0
        while not publishing.done():
            most = max(most, len(compilers()))
            await asyncio.sleep(0.01)
        await publishing

        assert most == 1
        assert compilers() == []


def compilers():
    """Ids of the compiling processes of this test process, which is the server."""
    found = []
    for pid in children(os.getpid()):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            found += [pid] if b"compile_one" in Path(f"/proc/{pid}/cmdline").read_bytes() else []
    return found


def custom_section(content):
    """Makes another digest of the same component."""
    return b"\0" + bytes([len(content) + 2, 1]) + b"x" + content


@pytest.mark.slow
class TestComponentizePy:
    """The same tool that builds our runtime, used by an author directly: a component of 18 MB."""

    async def test_it_is_published_and_runs_within_the_same_limits(self, image, tmp_path):
        build.componentize(APPS / "counting", wit=build.WIT, world="mini-app", entry="app", out=tmp_path / "made.wasm")
        wasm = (tmp_path / "made.wasm").read_bytes()
        server = SandboxServer(
            tmp_path / "s.sock",
            image_path=image,
            key=KEY,
            workers=1,
            components=ComponentImages(tmp_path / "images", key=KEY),
        )

        async with server, SandboxClient(tmp_path / "s.sock") as foreign:
            package = await foreign.publish_component(wasm)
            store = Store()
            first = await foreign.call(package, make_request(), on_host_call=store)
            acted = await foreign.call(package, make_request("add", kind="action"), on_host_call=store)
            then = await foreign.call(package, make_request(), on_host_call=store)

        assert first.screen.body[0].text == "home None"
        assert acted.action.outcome == "done"
        assert then.screen.body[0].text == "home 1"


@pytest.mark.quiet
class TestCall:
    @pytest.mark.parametrize("name", bombs.HARMFUL)
    async def test_what_does_harm_when_called_is_stopped_by_name_and_the_next_call_is_served(
        self, name, foreign, visits
    ):
        text, code = bombs.HARMFUL[name]
        package = await foreign.publish_component(assembled(text))

        with pytest.raises(Refusal) as refused:
            await foreign.call(package, make_request(), on_host_call=no_host, deadline_seconds=DEADLINE_SECONDS)

        assert refused.value.code == code
        answer = await foreign.call(visits, make_request(), on_host_call=no_host)
        assert answer.screen.title == "到访"

    async def test_a_flood_of_host_calls_reaches_the_host_at_most_so_often(self, foreign):
        package = await foreign.publish_component(assembled(bombs.HARMFUL["floods-the-host"][0]))
        calls = []

        async def counting(capability, payload):
            calls.append(capability)
            return await no_host(capability, payload)

        with pytest.raises(errors.TooManyHostCalls):
            await foreign.call(package, make_request(), on_host_call=counting)

        assert len(calls) == HOST_CALLS

    @pytest.mark.parametrize(
        "line",
        [
            "component:" + "0" * 64,
            "component:../../runtime/secret",
            "component:" + "g" * 64,
            "component:",
            "component:" + "0" * 64 + ":",
        ],
    )
    async def test_an_image_that_was_never_published_is_refused(self, line, foreign):
        with pytest.raises((errors.ImageNotGenuine, errors.GuestFailed)):
            await foreign.call(line, make_request(), on_host_call=no_host)

    async def test_an_image_under_another_name_is_refused_though_its_mac_came_along(self, foreign, visits, house):
        folder = house._components._folder
        genuine = visits.removeprefix("component:")
        other = hashlib.sha256(b"other").hexdigest()
        for path in list(folder.iterdir()):
            if path.name.startswith(genuine):
                (folder / path.name.replace(genuine, other)).write_bytes(path.read_bytes())

        with pytest.raises(errors.ImageNotGenuine):
            await foreign.call(f"component:{other}", make_request(), on_host_call=no_host)

    async def test_the_worker_of_a_component_is_as_shut_in_as_any(self, foreign, visits, house):
        await foreign.call(visits, make_request(), on_host_call=no_host)

        digest = visits.removeprefix("component:")
        zygote = house._component_pools._kept[digest].pool._zygote._process.pid
        (worker,) = children(zygote)
        assert (status(worker)["Seccomp"], status(worker)["NoNewPrivs"]) == ("2", "1")


class TestPools:
    @pytest.fixture
    async def images(self, tmp_path):
        made = ComponentImages(tmp_path / "images", key=KEY)
        digests = []
        for n in range(3):
            line = await made.publish(assembled(bombs.VISITS) + custom_section(b"%d" % n))
            digests.append(line.removeprefix("component:"))
        return made, digests

    async def test_the_least_recently_called_pool_makes_room(self, images):
        made, (first, second, third) = images
        pools = ComponentPools(made, queue=5, patience_seconds=1, alive=2)

        for digest in (first, second, first, third):
            async with pools.lease(digest):
                pass

        assert pools.alive() == [first, third]
        await pools.close()
        assert pools.alive() == []

    async def test_a_busy_pool_is_never_ended_and_the_refusal_is_named(self, images):
        made, (first, second, _) = images
        pools = ComponentPools(made, queue=5, patience_seconds=1, alive=1)

        async with pools.lease(first) as worker:
            with pytest.raises(NoRoom):
                async with pools.lease(second):
                    pytest.fail("it was leased")
            assert not worker.killed
        async with pools.lease(second):
            assert pools.alive() == [second]
        await pools.close()

    async def test_an_idle_pool_is_ended_with_its_processes(self, images):
        made, (first, *_) = images
        pools = ComponentPools(made, queue=5, patience_seconds=1, idle_seconds=0.2)
        async with pools.lease(first):
            zygote = pools._kept[first].pool._zygote._process.pid

        for _ in range(40):
            if not pools.alive():
                break
            await asyncio.sleep(0.05)

        assert pools.alive() == []
        assert not Path(f"/proc/{zygote}").exists() or status(zygote)["State"].startswith("Z")
        await pools.close()

    async def test_an_altered_image_starts_no_pool(self, images):
        made, (first, *_) = images
        (path,) = (one for one in made._folder.iterdir() if one.name.startswith(first) and one.suffix == ".cwasm")
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.chmod(0o600)
        path.write_bytes(content)
        pools = ComponentPools(made, queue=5, patience_seconds=1)

        with pytest.raises(errors.ImageNotGenuine):
            async with pools.lease(first):
                pytest.fail("it was leased")
        assert pools.alive() == []
        await pools.close()
