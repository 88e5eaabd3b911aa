import asyncio
import json
import time

import pytest

from backend.core.errors import Refusal
from backend.host.sandbox import errors
from backend.host.sandbox.client import SECONDS, SandboxClient, _tell
from backend.host.sandbox.frames import Frame, FrameKind
from backend.host.sandbox.server import SandboxServer
from plugin_sdk.contract.limits import INPUT_BYTES, LOG_LINES
from tests.host.sandbox.conftest import KEY, make_request, make_sources, no_host, publish

pytestmark = pytest.mark.quiet


class TestCall:
    async def test_draws_a_screen(self, draw):
        screen = await draw(given={"echo": "兰州 🔥"})

        assert screen.body[0].text == "兰州 🔥"

    async def test_takes_an_action(self, client, honest):
        answer = await client.call(honest, make_request("submit", kind="action"), on_host_call=no_host)

        assert answer.action.outcome == "done"

    async def test_the_host_answers_capabilities(self, client, honest):
        async def host(capability, payload):
            assert (capability, json.loads(payload)) == ("store.get", {"key": "key"})
            return json.dumps({"answer": "granted", "value": {"value": "存着的"}}, ensure_ascii=False)

        answer = await client.call(honest, make_request("stored"), on_host_call=host)

        assert answer.screen.title == "存着的"

    async def test_what_the_host_raises_comes_out_unchanged_and_the_sandbox_serves_on(self, client, honest, draw):
        class ConsentNeeded(Exception):
            pass

        async def host(_capability, _payload):
            raise ConsentNeeded

        with pytest.raises(ConsentNeeded):
            await client.call(honest, make_request("stored"), on_host_call=host)

        assert (await draw()).title == "题"

    async def test_a_slow_host_counts_against_the_deadline(self, client, honest, draw):
        async def host(_capability, _payload):
            await asyncio.sleep(5)

        with pytest.raises(errors.TimedOut):
            await asyncio.wait_for(
                client.call(honest, make_request("stored"), on_host_call=host, deadline_seconds=0.2), 5.5
            )

        assert (await draw()).title == "题"

    async def test_too_much_input_is_refused_before_anything_runs(self, client, honest):
        with pytest.raises(errors.InputTooLarge) as refused:
            await client.call(honest, make_request(given={"x": "y" * INPUT_BYTES}), on_host_call=no_host)

        assert refused.value.params == {"limit": INPUT_BYTES}

    async def test_same_request_same_answer_and_other_entropy_other_answer(self, draw):
        first = await draw("chance")
        again = await draw("chance")
        other = await draw("chance", entropy="cd" * 32)

        assert first.title == again.title
        assert not set(first.title.split()) & set(other.title.split())

    async def test_ids_within_one_call_differ(self, draw):
        first, second, *_ = (await draw("chance")).title.split()

        assert first != second

    async def test_a_failure_names_type_file_and_line_and_keeps_the_log(self, client):
        source = "from plugin_sdk.guest import MiniApp\napp = MiniApp()\nprint('at line 3')\nraise KeyError('面积')\n"
        package = await publish(client, source)

        with pytest.raises(errors.GuestFailed) as failed:
            await client.call(package, make_request(), on_host_call=no_host)

        assert failed.value.params == {
            "type": "KeyError",
            "message": "'面积'",
            "file": "demo/app.py",
            "line": 4,
            "log": "at line 3",
        }

    async def test_a_package_has_modules_that_import_each_other(self, client):
        source = (
            "from plugin_sdk.guest import MiniApp, ui\nfrom . import texts\nfrom .texts import WORD\napp = MiniApp()\n"
            "@app.screen('home')\ndef home(ctx, data):\n    return ui.screen(texts.WORD + WORD)\n"
        )
        package = await publish(client, source, texts="WORD = '暖'\n")

        answer = await client.call(package, make_request(), on_host_call=no_host)

        assert answer.screen.title == "暖暖"

    async def test_the_log_keeps_the_first_lines_and_counts_the_rest(self, client):
        source = (
            "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
            "@app.screen('home')\ndef home(ctx, data):\n"
            "    for n in range(1000):\n        print(n, 'x' * 1000)\n    return ui.screen('题')\n"
        )
        package = await publish(client, source)

        answer = await client.call(package, make_request(), on_host_call=no_host)

        assert len(answer.log) == LOG_LINES + 1
        assert answer.log[0].startswith("0 xxx")
        assert answer.log[-1] == "… 900 more lines were not kept"

    async def test_an_altered_package_is_refused(self, client, honest):
        with pytest.raises(errors.GuestFailed):
            await client.call(honest.replace('"format":2', '"format":9'), make_request(), on_host_call=no_host)

    async def test_many_at_once_are_all_served(self, draw):
        screens = await asyncio.gather(*(draw(given={"echo": str(n)}) for n in range(60)))

        assert [screen.body[0].text for screen in screens] == [str(n) for n in range(60)]


class TestFigures:
    """What a call cost, told at its end."""

    async def called(self, client, package, **how):
        figures = []
        try:
            await client.call(package, how.pop("request", make_request()), on_figures=figures.append, **how)
        except Refusal as refusal:
            return refusal, figures
        return None, figures

    async def test_an_answer_tells_time_fuel_memory_and_host_calls(self, client, honest):
        _, [figures] = await self.called(client, honest, request=make_request("stored"), on_host_call=no_host)

        assert 0 < figures.milliseconds < 2000
        assert figures.fuel > 100_000
        assert 10_000_000 < figures.memory_bytes < 64 * 1024 * 1024
        assert figures.host_calls == 1

    async def test_more_memory_is_more_in_the_figures(self, client, honest):
        source = (
            "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
            "@app.screen('home')\ndef home(ctx, data):\n    return ui.screen(str(len(bytearray(20_000_000))))\n"
        )
        _, [little] = await self.called(client, honest, on_host_call=no_host)
        _, [much] = await self.called(client, await publish(client, source), on_host_call=no_host)

        assert 19_000_000 < much.memory_bytes - little.memory_bytes < 22_000_000

    async def test_an_exception_of_the_author_has_its_figures(self, client):
        package = await publish(client, "raise KeyError('x')\n")

        refusal, [figures] = await self.called(client, package, on_host_call=no_host)

        assert refusal.code == "host.guest-failed"
        assert figures.fuel > 0

    async def test_a_call_stopped_by_the_worker_has_its_figures(self, client):
        source = (
            "from plugin_sdk.guest import MiniApp, ui\napp = MiniApp()\n"
            "@app.screen('home')\ndef home(ctx, data):\n    while True:\n        ctx.store.get('key')\n"
        )

        refusal, [figures] = await self.called(client, await publish(client, source), on_host_call=no_host)

        assert refusal.code == "host.too-many-host-calls"
        assert figures.host_calls == 65
        assert figures.memory_bytes > 0

    async def test_a_call_killed_at_its_deadline_has_what_the_server_knows(self, client, honest):
        async def slow(_capability, _payload):
            await asyncio.sleep(5)

        refusal, [figures] = await self.called(
            client, honest, request=make_request("stored"), on_host_call=slow, deadline_seconds=0.2
        )

        assert refusal.code == "host.timed-out"
        assert 200 <= figures.milliseconds < 1000
        assert (figures.host_calls, figures.fuel, figures.memory_bytes) == (1, None, None)

    async def test_nonsense_from_a_worker_is_told_to_nobody(self):
        told = []

        for payload in (b"", b"\xff", b"{}", b'{"milliseconds":-1}', b'{"milliseconds":1,"more":2}'):
            _tell(told.append, Frame(FrameKind.FIGURES, payload))

        assert told == []

    async def test_figures_are_counted_for_operators(self, client, honest):
        def count():
            return sum(SECONDS.labels("demo", preloaded)._sum.get() for preloaded in ("true", "false"))

        before = count()
        await client.call(honest, make_request(), on_host_call=no_host)

        assert count() > before


class TestCompilePackage:
    async def test_a_syntax_error_is_named_with_file_and_line(self, client):
        with pytest.raises(errors.GuestFailed) as failed:
            await client.compile_package(make_sources("app = 1\napp = = 2\n"))

        assert failed.value.params["type"] == "SyntaxError"
        assert (failed.value.params["file"], failed.value.params["line"]) == ("demo/app.py", 2)

    async def test_source_without_app_is_refused(self, client):
        sources = make_sources("x = 1\n")
        sources.files["other.py"] = sources.files.pop("app.py")

        with pytest.raises(errors.GuestFailed, match=r"host\.guest-failed") as failed:
            await client.compile_package(sources)

        assert "app.py" in failed.value.params["message"]

    @pytest.mark.parametrize(
        "bomb",
        [
            pytest.param("(" * 100_000, id="brackets"),
            pytest.param("-" * 500_000 + "1", id="signs"),
            pytest.param("x = " + "1+" * 100_000 + "1", id="sum"),
            pytest.param("if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 200)), id="indents"),
        ],
    )
    async def test_a_compile_bomb_is_a_named_refusal_and_the_sandbox_serves_on(self, bomb, client, draw):
        with pytest.raises((errors.GuestFailed, errors.GuestTrapped, errors.OutOfMemory, errors.TimedOut)):
            await client.compile_package(make_sources(bomb), deadline_seconds=3)

        assert (await draw()).title == "题"

    async def test_too_much_source_is_refused(self, client):
        with pytest.raises(errors.InputTooLarge):
            await client.compile_package(make_sources("#" * 1_100_000))


class TestAway:
    async def test_no_server_is_a_named_refusal(self, tmp_path, honest):
        client = SandboxClient(tmp_path / "nobody.sock")

        with pytest.raises(errors.SandboxAway):
            await client.call(honest, make_request(), on_host_call=no_host)

        assert await client.is_there() is False

    async def test_a_server_that_answers_is_there(self, client):
        assert await client.is_there() is True

    async def test_a_server_that_stops_ends_the_call_and_a_new_one_serves_on(self, image, tmp_path, honest):
        started = asyncio.Event()

        async def host(_capability, _payload):
            started.set()
            await asyncio.sleep(0.3)
            return json.dumps({"answer": "granted", "value": {"value": None}})

        async with SandboxClient(tmp_path / "s.sock") as client:
            async with SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1):
                call = asyncio.create_task(client.call(honest, make_request("stored"), on_host_call=host))
                await started.wait()

            with pytest.raises(errors.SandboxCrashed):
                await call
            with pytest.raises(errors.SandboxAway):
                await client.call(honest, make_request(), on_host_call=no_host)
            async with SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1):
                answer = await client.call(honest, make_request(), on_host_call=no_host)

        assert answer.screen.title == "题"


class TestBusy:
    async def test_a_full_queue_refuses_at_once(self, image, tmp_path, honest):
        release = asyncio.Event()

        async def host(_capability, _payload):
            await release.wait()
            return json.dumps({"answer": "granted", "value": {"value": None}})

        server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1, queue=1)
        async with server, SandboxClient(tmp_path / "s.sock") as client:
            calls = [
                asyncio.create_task(client.call(honest, make_request("stored"), on_host_call=host)) for _ in range(2)
            ]
            await asyncio.sleep(0.2)
            started = time.monotonic()

            with pytest.raises(errors.Busy):
                await client.call(honest, make_request(), on_host_call=no_host)

            assert time.monotonic() - started < 0.2
            release.set()
            assert [answer.screen.title for answer in await asyncio.gather(*calls)] == ["None", "None"]

    async def test_waiting_in_vain_is_refused(self, image, tmp_path, honest):
        release = asyncio.Event()

        async def host(_capability, _payload):
            await release.wait()
            return json.dumps({"answer": "granted", "value": {"value": None}})

        server = SandboxServer(tmp_path / "s.sock", image_path=image, key=KEY, workers=1, patience_seconds=0.1)
        async with server, SandboxClient(tmp_path / "s.sock") as client:
            call = asyncio.create_task(client.call(honest, make_request("stored"), on_host_call=host))
            await asyncio.sleep(0.1)

            with pytest.raises(errors.Busy):
                await client.call(honest, make_request(), on_host_call=no_host)

            release.set()
            await call
