import json

import pytest

from tests.plugin_sdk.tools.simulator.visits import act, answers, ask


class TestRecords:
    def test_a_record_is_created_changed_and_listed(self, make_world):
        world = make_world()
        act(world, ["records.create", {"collection": "posts", "value": {"a": 1}}])
        record = answers(world)[0]["value"]

        act(world, ["records.update", {**pick(record), "collection": "posts", "value": {"a": 2}, "ifVersion": 1}])

        [page] = ask(world, ["records.list", {"collection": "posts"}])
        assert [one["value"] for one in page["items"]] == [{"a": 2}]

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"collection": "others", "value": {}}, "host.collection-unknown"),
            ({"collection": "posts", "value": {"who": "张三 622926200503120124"}}, "host.record-personal"),
            ({"collection": "posts", "value": {"tel": "13800000001"}}, "host.record-personal"),
            ({"collection": "posts", "value": {"a": "x" * 17_000}}, "host.record-too-large"),
        ],
    )
    def test_what_no_collection_takes_is_refused_by_name(self, make_world, asked, code):
        world = make_world()

        act(world, ["records.create", asked])

        assert answers(world)[0]["code"] == code

    def test_a_collection_is_full_at_the_number_of_the_manifest(self, make_world):
        world = make_world()
        create = ["records.create", {"collection": "posts", "value": {}}]

        act(world, create, create, create)

        assert [one.get("code") for one in answers(world)] == [None, None, "host.records-full"]

    def test_records_of_a_day_are_counted(self, make_world):
        world = make_world(quotas={"records_per_person_per_day": 1})
        create = ["records.create", {"collection": "posts", "value": {}}]

        act(world, create, create)

        assert answers(world)[1]["code"] == "host.quota-used"


def pick(record):
    return {"id": record["id"]}


class TestFetch:
    def fetch(self, url="https://data.example.gov.cn/v1/persons?q=1", **more):
        return ["http.fetch", {"url": url, **more}]

    def test_a_mock_department_answers_from_its_file(self, make_world, project):
        place = project / "mocks" / "data.example.gov.cn" / "v1" / "persons.json"
        place.parent.mkdir(parents=True)
        place.write_text('{"found": 1}', "utf-8")

        [answer] = ask(make_world(), self.fetch())

        assert (answer["status"], json.loads(answer["body"])) == (200, {"found": 1})

    def test_a_mock_may_name_its_status(self, make_world, project):
        place = project / "mocks" / "data.example.gov.cn" / "down.json"
        place.parent.mkdir(parents=True)
        place.write_text('{"status": 503, "json": null}', "utf-8")

        [answer] = ask(make_world(), self.fetch("https://data.example.gov.cn/down"))

        assert answer["status"] == 503

    def test_without_a_file_the_author_is_told_which_one_to_write(self, make_world):
        world = make_world()

        assert ask(world, self.fetch()) == ["host.fetch-failed"]
        assert "mocks/data.example.gov.cn/v1/persons.json" in answers(world)[0]["message"]

    @pytest.mark.parametrize(
        ("url", "code"),
        [
            ("https://elsewhere.example.gov.cn/a", "host.fetch-host-not-named"),
            ("http://data.example.gov.cn/a", "host.fetch-url-refused"),
            ("https://data.example.gov.cn/../../manifest", "host.fetch-failed"),
        ],
    )
    def test_other_hosts_forms_and_paths_are_refused(self, make_world, url, code):
        assert ask(make_world(), self.fetch(url)) == [code]

    def test_a_screen_may_not_post(self, make_world):
        assert ask(make_world(), self.fetch(method="POST")) == ["host.fetch-not-here"]

    def test_fetches_of_a_minute_are_counted_in_screens_too(self, make_world):
        world = make_world(quotas={"fetches_per_person_per_minute": 1})

        assert ask(world, self.fetch(), self.fetch()) == ["host.fetch-failed", "host.quota-used"]


class TestBookings:
    def test_a_place_is_held_and_seen_by_everybody(self, make_world):
        world = make_world()
        [found] = ask(world, ["booking.resources", {}])
        asked = {"resource": found["resources"][0]["id"], "fromDate": "2026-01-15", "days": 7}
        [page] = ask(world, ["booking.slots", asked])
        slot = page["slots"][0]

        act(world, ["booking.hold", {"slot": slot["id"]}])

        world.be("elder")
        [mine, after] = ask(world, ["booking.mine", {}], ["booking.slots", asked])
        assert mine == {"bookings": []}
        assert after["slots"][0]["free"] == slot["free"] - 1

    def test_what_can_be_booked_may_stand_in_the_project(self, make_world, project):
        (project / "mocks").mkdir()
        (project / "mocks" / "bookings.json").write_text('[{"name": "体检", "times": ["08:00"]}]', "utf-8")

        [found] = ask(make_world(), ["booking.resources", {}])

        assert [one["name"]["zh"] for one in found["resources"]] == ["体检"]

    def test_as_many_as_the_manifest_asked_for(self, make_world):
        world = make_world(quotas={"bookings_per_person": 0})
        [found] = ask(world, ["booking.resources", {}])
        asked = {"resource": found["resources"][0]["id"], "fromDate": "2026-01-15"}
        [page] = ask(world, ["booking.slots", asked])

        act(world, ["booking.hold", {"slot": page["slots"][0]["id"]}])

        assert answers(world)[0]["code"] == "host.bookings-full"

    def test_a_place_given_back_belongs_to_the_first_in_line_who_is_told(self, make_world, project):
        (project / "mocks").mkdir()
        (project / "mocks" / "bookings.json").write_text('[{"name": "体检", "times": ["08:00"]}]', "utf-8")
        world = make_world()
        [found] = ask(world, ["booking.resources", {}])
        [page] = ask(world, ["booking.slots", {"resource": found["resources"][0]["id"], "fromDate": "2026-01-15"}])
        slot = {"slot": page["slots"][0]["id"]}
        for persona in ("elder", "student"):
            world.be(persona)
            act(world, ["booking.hold", slot])
        held = answers(world)[0]["value"]
        for persona in ("herder", "trader"):
            world.be(persona)
            act(world, ["booking.wait", slot])

        world.be("student")
        act(world, ["booking.cancel", {"booking": held["id"]}])

        mine = {}
        for persona in ("herder", "trader"):
            world.be(persona)
            [told] = ask(world, ["booking.mine", {}])
            mine[persona] = [(one["state"], one["placeInLine"]) for one in told["bookings"]]
        assert mine == {"herder": [("held", None)], "trader": [("waiting", 1)]}
        assert [message["title"] for message in world.kept.inbox["herder"]] == ["排到名额了，请确认"]
        assert "trader" not in world.kept.inbox
