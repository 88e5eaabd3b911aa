from plugin_sdk.contract.limits import INPUT_BYTES
from plugin_sdk.contract.record import replay
from plugin_sdk.tools.simulator import runs
from tests.plugin_sdk.tools.simulator.visits import APP, READ, act, agree, ask, draw, refused


class TestLimits:
    def test_unknown_names_are_refused(self, make_world):
        world = make_world()

        assert refused(lambda: draw(world, screen="nowhere")).code == "host.unknown-screen"
        assert (
            refused(lambda: runs.take_action(world, APP, "nothing", {}, gesture=None, lang="zh")).code
            == "host.unknown-action"
        )
        assert (
            refused(lambda: runs.open_screen(world, "other", "home", {}, intent=None, lang="zh")).code
            == "host.unknown-mini-app"
        )

    def test_calls_of_a_minute_are_counted_by_person(self, make_world):
        world = make_world(quotas={"calls_per_person_per_minute": 2})
        draw(world)
        draw(world)

        refusal = refused(lambda: draw(world))

        assert refusal.code == "host.too-many-calls"
        assert 0 < refusal.params["retryAfter"] <= 60
        world.be("elder")
        assert draw(world)["screen"]

    def test_too_much_input_is_refused_before_it_runs(self, make_world):
        world = make_world()

        assert refused(lambda: draw(world, {"a": "x" * INPUT_BYTES})).code == "host.input-too-large"
        assert not world.calls

    def test_a_loop_without_end_is_stopped(self, make_world):
        world = make_world()

        assert refused(lambda: draw(world, screen="endless")).code == "host.timed-out"
        assert world.problems[0].code == "run.stopped"


class TestLog:
    def test_an_error_is_told_with_the_authors_line_and_is_a_problem_until_it_goes_well(self, make_world):
        world = make_world()
        refused(lambda: draw(world, {"raise": "哎呀"}))

        entry, [problem] = world.calls[0], world.problems
        assert (entry.error["type"], entry.error["file"]) == ("ValueError", "app.py")
        assert problem.place == f"app.py:{entry.error['line']}"
        assert problem.fix_zh
        assert entry.log == ["said 0"]
        draw(world)
        assert world.problems == []

    def test_a_screen_that_cannot_be_drawn_says_where(self, make_world):
        world = make_world()

        refusal = refused(lambda: draw(world, screen="broken"))

        assert refusal.code == "host.answer-malformed"
        assert refusal.params["reason"]

    def test_the_record_of_a_call_plays_again(self, make_world, engine):
        world = make_world()
        ask(world, ["store.get", {"key": "a"}])
        record = world.record(world.calls[0].id)

        played = replay(
            record,
            world.ready().compiled,
            run=lambda package, request, host: engine.call(package, request, host).answer,
        )

        assert played.same

    def test_a_consent_that_is_needed_is_no_problem_of_the_authors(self, make_world):
        world = make_world()
        refused(lambda: ask(world, READ))

        assert world.problems == []
        assert world.calls[0].error["type"] == "host.consent-needed"


def test_forgetting_leaves_nothing(make_world):
    world = make_world()
    agree(world)
    act(world, ["store.put", {"key": "a", "value": 1}], ["message.send", {"title": "t", "body": "b"}])

    world.forget()

    assert world.kept.stored == {}
    assert world.kept.inbox == {}
    assert world.consents.given == []
    assert not world.calls
    assert not world.clock.stands


def test_nobody_can_be_who_does_not_exist(make_world):
    assert refused(lambda: make_world().be("nobody")).code == "simulator.unknown-persona"
