import json

import msgspec
import pytest

from plugin_sdk.contract.answer import GuestError, ScreenDrawn
from plugin_sdk.contract.record import CallFigures, CallRecord, HostCallRecord, Recorder, plain_answer, replay
from plugin_sdk.contract.request import CallContext, CallRequest
from plugin_sdk.contract.screen import CATALOG_ID, Screen
from plugin_sdk.guest import CapabilityRefused, Context, MiniApp, ui

DIGEST = "ab" * 32
STORED = json.dumps({"answer": "granted", "value": {"value": "存着的"}}, ensure_ascii=False)


def make_request(name="home", *, given=None, app="demo"):
    context = CallContext(now="2026-01-15T09:30:00+08:00", entropy="ab" * 32)
    return CallRequest(app=app, kind="screen", name=name, input=given or {}, context=context)


def runner_of(app: MiniApp):
    """Runs a mini-app of this process as any runner of packages would."""

    def run(_package, request, host_call):
        call = json.loads(request)
        ctx = Context(host_call=host_call, now="2026-01-15T09:30:00+08:00", locale="zh", entropy="ab" * 32)
        return json.dumps(app.answer(call["kind"], call["name"], ctx, call["input"]), ensure_ascii=False)

    return run


def make_app(*keys):
    """A mini-app that reads keys of its store, one after the other."""
    app = MiniApp()

    @app.screen("home")
    def home(ctx, data):
        return ui.screen("题", *[ui.text(str(ctx.store.get(key))) for key in keys])

    return app


def record_of(app, request, host_call):
    """What a recorder keeps of one call."""
    recorder = Recorder()
    answer = runner_of(app)("", json.dumps(_plain(request)), recorder.around_sync(host_call))
    record = recorder.record(package_digest=DIGEST, request=request)
    return _with(record, answer=plain_answer(answer))


def _plain(request):
    return {"kind": request.kind, "name": request.name, "input": request.input}


def _with(record, **changes):
    return type(record)(**{name: getattr(record, name) for name in record.__struct_fields__} | changes)


class TestRecorder:
    async def test_notes_payload_and_answer_in_order(self):
        async def host(capability, payload):
            return STORED

        recorder = Recorder()
        noted = recorder.around(host)

        assert await noted("store.get", '{"key":"a"}') == STORED
        await noted("store.get", '{"key":"b"}')

        assert [call.payload for call in recorder.host_calls] == [{"key": "a"}, {"key": "b"}]
        assert recorder.host_calls[0].answer == json.loads(STORED)

    async def test_a_call_that_the_host_ends_is_noted_without_an_answer(self):
        async def host(capability, payload):
            raise KeyError(capability)

        recorder = Recorder()
        with pytest.raises(KeyError):
            await recorder.around(host)("person.read", "{}")

        assert recorder.host_calls == [HostCallRecord(capability="person.read", payload={})]

    def test_a_payload_that_is_no_json_is_kept_as_it_is(self):
        recorder = Recorder()

        recorder.around_sync(lambda _capability, _payload: "neither")("x", "{not json")

        assert recorder.host_calls == [HostCallRecord(capability="x", payload="{not json", answer="neither")]

    def test_a_flood_is_not_kept_whole(self):
        recorder = Recorder()
        noted = recorder.around_sync(lambda _capability, _payload: STORED)

        for _ in range(1000):
            noted("store.get", "{}")

        assert len(recorder.host_calls) == 65

    def test_an_answer_is_kept_in_plain_values(self):
        answer = ScreenDrawn(screen=Screen(catalog_id=CATALOG_ID, version=1, title="题", body=[]))
        figures = CallFigures(milliseconds=1.5, fuel=7, memory_bytes=8, host_calls=0, ready=True)

        record = Recorder().record(package_digest=DIGEST, request=make_request(), answer=answer, figures=figures)

        assert record.answer["kind"] == "screen"
        assert record.answer["screen"]["title"] == "题"
        assert record.figures == figures

    def test_an_exception_of_the_author_is_an_answer(self):
        failed = GuestError(type="KeyError", message="'面积'", file="demo/app.py", line=4)

        record = Recorder().record(
            package_digest=DIGEST, request=make_request(), answer=failed, failure="host.guest-failed"
        )

        assert (record.answer["kind"], record.answer["line"]) == ("error", 4)
        assert record.failure == "host.guest-failed"

    def test_a_record_survives_being_written_and_read(self):
        record = record_of(make_app("a"), make_request(given={"x": [1, "二", None]}), lambda _c, _p: STORED)

        assert msgspec.json.decode(msgspec.json.encode(record), type=CallRecord) == record


class TestReplay:
    def test_ends_as_recorded(self):
        app = make_app("a", "b")
        record = record_of(app, make_request(), lambda _capability, _payload: STORED)

        played = replay(record, "", run=runner_of(app))

        assert played.same
        assert played.answer == record.answer
        assert played.answer["screen"]["body"][1]["text"] == "存着的"

    def test_another_answer_is_not_the_same(self):
        record = record_of(make_app("a"), make_request(), lambda _capability, _payload: STORED)

        played = replay(_with(record, answer={"kind": "screen"}), "", run=runner_of(make_app("a")))

        assert not played.same
        assert played.drift == ""

    def test_a_changed_guest_is_refused_and_the_place_is_named(self):
        record = record_of(make_app("a", "b"), make_request(), lambda _capability, _payload: STORED)
        app = MiniApp()

        @app.screen("home")
        def home(ctx, data):
            try:
                ctx.store.get("a")
                ctx.store.get("c")
            except CapabilityRefused as refused:
                return ui.screen(refused.code)

        played = replay(record, "", run=runner_of(app))

        assert not played.same
        assert played.answer["screen"]["title"] == "replay.drifted"
        assert played.drift == 'host call 2: asked store.get {"key": "c"}; on record: store.get {"key":"b"}'

    @pytest.mark.parametrize(
        ("keys", "drift"),
        [
            (["a"], "host call 2: not asked; on record: store.get"),
            (["a", "b", "c"], 'host call 3: asked store.get {"key": "c"}; on record: nothing'),
        ],
    )
    def test_asking_less_or_more_is_drift(self, keys, drift):
        record = record_of(make_app("a", "b"), make_request(), lambda _capability, _payload: STORED)

        played = replay(record, "", run=_forgiving(runner_of(make_app(*keys))))

        assert not played.same
        assert played.drift == drift

    def test_a_call_ended_by_the_host_ends_there_again(self):
        ended = Recorder().record(package_digest=DIGEST, request=make_request(), failure="consents.needed")
        ended = _with(ended, host_calls=[HostCallRecord(capability="store.get", payload={"key": "a"})])
        app = MiniApp()

        @app.screen("home")
        def home(ctx, data):
            try:
                return ui.screen(str(ctx.store.get("a")))
            except Exception:  # noqa: BLE001  # as authors do
                return ui.screen("swallowed")

        played = replay(ended, "", run=runner_of(app))

        assert played.same
        assert played.answer is None

    def test_an_answer_outside_the_contract_plays_as_it_is(self):
        assert plain_answer('{"kind":"screen","screen":7}') == {"kind": "screen", "screen": 7}


def _forgiving(run):
    """What the author's exceptions become in a real runner."""

    def forgiving(package, request, host_call):
        try:
            return run(package, request, host_call)
        except CapabilityRefused as problem:
            return json.dumps({"kind": "error", "type": type(problem).__name__, "message": str(problem)})

    return forgiving
