import json

from plugin_sdk.tools.simulator import launches, runs
from tests.plugin_sdk.tools.simulator.conftest import manifest
from tests.plugin_sdk.tools.simulator.visits import APP, act, draw, refused


class TestGestures:
    def test_no_action_without_one(self, make_world):
        world = make_world()

        refusal = refused(lambda: runs.take_action(world, APP, "do", {}, gesture=None, lang="zh"))

        assert refusal.code == "host.gesture-missing"

    def test_it_serves_once(self, make_world):
        world = make_world()
        gesture = draw(world)["gesture"]
        act(world, gesture=gesture)

        assert refused(lambda: act(world, gesture=gesture)).code == "host.gesture-spent"

    def test_it_serves_for_what_its_screen_offered_only(self, make_world):
        world = make_world()
        gesture = draw(world)["gesture"]

        refusal = refused(lambda: runs.take_action(world, APP, "hidden", {}, gesture=gesture, lang="zh"))

        assert (refusal.code, refusal.params["reason"]) == ("host.gesture-refused", "not-offered")

    def test_it_serves_its_person_only(self, make_world):
        world = make_world()
        gesture = draw(world)["gesture"]
        world.be("elder")

        refusal = refused(lambda: act(world, gesture=gesture))

        assert refusal.params["reason"] == "other-person"

    def test_a_made_up_one_is_forged(self, make_world):
        assert refused(lambda: act(make_world(), gesture="made-up")).params["reason"] == "forged"

    def test_an_action_that_failed_has_not_spent_it(self, make_world):
        world = make_world()
        gesture = draw(world)["gesture"]
        refused(lambda: act(world, gesture=gesture, **{"raise": "x"}))

        assert act(world, gesture=gesture)["outcome"] == "done"

    def test_after_a_wrong_field_there_is_a_fresh_one_for_the_same_screen(self, make_world):
        world = make_world()
        answer = act(world, wrong=True)

        assert answer["outcome"] == "invalid"
        assert act(world, gesture=answer["gesture"])["outcome"] == "done"

    def test_the_same_key_again_is_answered_as_the_first_time(self, make_world):
        world = make_world()
        gesture = draw(world)["gesture"]
        first = act(world, ["store.put", {"key": "a", "value": 1}], gesture=gesture, key="key-1")
        calls = len(world.calls)

        again = act(world, gesture=gesture, key="key-1")

        assert again == first
        assert len(world.calls) == calls


class TestLaunches:
    def launch(self, world, app="other_app", **change):
        gesture = draw(world, {"app": app}, screen="launcher")["gesture"]
        asked = {"target": app, "intent": "show", "params": {"number": 1}, "gesture": gesture, **change}
        return launches.launch(world, APP, **asked)

    def test_a_mini_app_that_is_nowhere_is_taken_at_its_word_and_stood_in_for(self, make_world):
        world = make_world()

        allowed = self.launch(world)

        assert (allowed["app"], allowed["screen"]) == ("other_app", "open")
        drawn = launches.stand_in(world, "other_app", "open", intent=allowed["intent"])
        assert drawn["screen"]["body"][1]["facts"] == [{"label": "number", "value": "1"}]

    def test_one_whose_project_lies_beside_this_one_is_asked_as_in_the_product(self, make_world, project):
        intent = {
            "name": "show",
            "screen": "detail",
            "text": {"zh": "看", "en": "show"},
            "params": {"number": "integer"},
        }
        other = {**manifest(intents=[intent]), "app_id": "other_app", "name": "另一个"}
        (project.parent / "other_app").mkdir()
        place = project.parent / "other_app" / "manifest.json"
        place.write_text(json.dumps(other), "utf-8")

        allowed = self.launch(make_world())

        assert (allowed["screen"], allowed["name"]) == ("detail", "另一个")
        assert allowed["departmentName"] == "示例市民政局"
        place.write_text(json.dumps({**other, "gkb": manifest(intents=[])["gkb"]}), "utf-8")
        assert refused(lambda: self.launch(make_world())).code == "host.launch-unfit"

    def test_only_what_the_manifest_declares(self, make_world):
        assert refused(lambda: self.launch(make_world(), app="third_app")).code == "host.launch-not-declared"

    def test_only_with_the_parameters_that_the_screen_offered(self, make_world):
        refusal = refused(lambda: self.launch(make_world(), params={"number": 2}))

        assert (refusal.code, refusal.params["reason"]) == ("host.gesture-refused", "not-offered")

    def test_no_launch_without_a_gesture(self, make_world):
        assert refused(lambda: self.launch(make_world(), gesture=None)).code == "host.gesture-missing"

    def test_an_intent_of_this_mini_app_can_be_tried_once(self, make_world):
        world = make_world()
        allowed = launches.arrive(world, intent="open", params={"number": 1})

        drawn = draw(world, intent=allowed["intent"])

        assert drawn["screen"]["body"][1]["text"] == "simulator/open"
        assert refused(lambda: draw(world, intent=allowed["intent"])).code == "host.intent-spent"

    def test_an_intent_needs_exactly_its_parameters(self, make_world):
        world = make_world()

        assert refused(lambda: launches.arrive(world, intent="open", params={})).code == "host.launch-unfit"

    def test_an_intent_leads_to_its_own_screen_only(self, make_world):
        world = make_world()
        allowed = launches.arrive(world, intent="open", params={"number": 1})

        refusal = refused(lambda: draw(world, screen="quiet", intent=allowed["intent"]))

        assert (refusal.code, refusal.params["reason"]) == ("host.intent-refused", "other-screen")

    def test_a_screen_of_another_mini_app_opens_by_an_intent_only(self, make_world):
        refusal = refused(lambda: launches.stand_in(make_world(), "other_app", "open", intent=None))

        assert refusal.code == "host.unknown-mini-app"
