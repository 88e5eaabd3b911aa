from plugin_sdk.contract.limits import WRITES
from tests.plugin_sdk.tools.simulator.visits import act, answers, ask, refused


class TestCapabilities:
    def test_an_undeclared_capability_is_refused_by_name(self, make_world):
        world = make_world(capabilities=[])

        assert ask(world, ["store.get", {"key": "a"}]) == ["host.not-granted"]

    def test_a_capability_that_does_not_exist_is_refused_the_same_way(self, make_world):
        assert ask(make_world(), ["world.rule", {}]) == ["host.not-granted"]

    def test_a_payload_against_the_contract_is_refused(self, make_world):
        assert ask(make_world(), ["store.get", {"key": "UPPER"}]) == ["host.payload-refused"]

    def test_what_an_action_wrote_a_screen_reads(self, make_world):
        world = make_world()

        act(world, ["store.put", {"key": "a", "value": {"n": 1}}])

        assert ask(world, ["store.get", {"key": "a"}]) == [{"value": {"n": 1}}]

    def test_two_personas_do_not_see_each_others_store(self, make_world):
        world = make_world()
        act(world, ["store.put", {"key": "a", "value": 1}])

        world.be("elder")

        assert ask(world, ["store.get", {"key": "a"}]) == [{"value": None}]

    def test_if_absent_keeps_what_is_there(self, make_world):
        world = make_world()
        act(world, ["store.put", {"key": "a", "value": 1}])

        act(world, ["store.put", {"key": "a", "value": 2, "ifAbsent": True}])

        assert answers(world) == [{"answer": "granted", "value": {"value": 1}}]

    def test_a_screen_may_promise_but_nothing_is_kept(self, make_world):
        world = make_world()

        ask(world, ["store.put", {"key": "a", "value": 1}], ["message.send", {"title": "t", "body": "b"}])

        assert world.kept.stored.get("young-parent", {}) == {}
        assert world.kept.inbox == {}

    def test_an_action_that_fails_keeps_nothing(self, make_world):
        world = make_world()

        refusal = refused(lambda: act(world, ["store.put", {"key": "a", "value": 1}], **{"raise": "late"}))

        assert refusal.code == "host.guest-failed"
        assert world.kept.stored.get("young-parent", {}) == {}

    def test_the_store_is_full_at_the_quota_of_the_manifest(self, make_world):
        world = make_world(quotas={"store_keys_per_person": 1})

        act(world, ["store.put", {"key": "a", "value": 1}], ["store.put", {"key": "b", "value": 1}])

        assert [one.get("code") for one in answers(world)] == [None, "host.store-full"]

    def test_one_call_writes_so_often_and_no_more(self, make_world):
        world = make_world()

        act(world, *[["store.put", {"key": f"k{number}", "value": 1}] for number in range(WRITES + 1)])

        assert answers(world)[-1]["code"] == "host.too-many-writes"

    def test_a_message_lands_in_the_inbox_in_the_departments_name(self, make_world):
        world = make_world()

        act(world, ["message.send", {"title": "回执", "body": "正文", "facts": [{"label": "a", "value": "b"}]}])

        [message] = world.kept.inbox["young-parent"]
        assert (message["sender"], message["title"]) == ("示例市民政局", "回执")
        assert message["facts"] == [{"label": "a", "value": "b"}]

    def test_messages_of_a_day_are_counted_and_only_those_that_were_sent(self, make_world):
        world = make_world(quotas={"messages_per_person_per_day": 1})
        send = ["message.send", {"title": "t", "body": "b"}]
        ask(world, send)

        act(world, send, send)

        assert [one.get("code") for one in answers(world)] == [None, "host.quota-used"]

    def test_the_subject_is_the_same_again_and_another_for_another_person(self, make_world):
        world = make_world()
        [mine], [again] = ask(world, ["person.subject", {}]), ask(world, ["person.subject", {}])
        world.be("elder")

        [other] = ask(world, ["person.subject", {}])

        assert mine == again
        assert mine != other
        assert len(mine["subject"]) == 26

    def test_a_flood_of_host_calls_ends_the_call(self, make_world):
        world = make_world()

        refusal = refused(lambda: ask(world, *[["store.get", {"key": "a"}]] * 65))

        assert refusal.code == "host.too-many-host-calls"
