"""The guest's clients of records and HTTP against the fakes, and the fakes against the contract that the host keeps."""

import json

import msgspec
import pytest

from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.fake_http import FakeHttp
from plugin_sdk.guest.fake_records import FakeRecords
from plugin_sdk.guest.http import Http
from plugin_sdk.guest.records import Records


def calling(fake):
    """A host that gives the fake's answers, and holds every request and answer to the contract."""

    def host_call(capability: str, payload: str) -> str:
        contract = CAPABILITIES[capability]
        msgspec.json.decode(payload, type=contract)
        try:
            value = fake.answers()[capability](json.loads(payload))
        except CapabilityRefused as refused:
            return json.dumps({"answer": "refused", "code": refused.code, "message": refused.message})
        msgspec.convert(value, contract.answers)
        return json.dumps({"answer": "granted", "value": value})

    return host_call


class TestRecords:
    @pytest.fixture
    def fake(self):
        return FakeRecords("notes")

    @pytest.fixture
    def records(self, fake):
        return Records(calling(fake))

    def test_what_was_created_is_read_changed_and_listed(self, fake, records):
        made = records.create("notes", {"kind": "a"})
        changed = records.update("notes", made, {"kind": "b"})

        assert (made.version, changed.version, changed.value) == (1, 2, {"kind": "b"})
        assert records.get("notes", made.id).value == {"kind": "b"}
        assert [one.id for one in records.list("notes", where={"kind": "b"}).items] == [made.id]
        assert records.list("notes", where={"kind": "a"}).items == []
        assert fake.kept["notes"][0]["createdOn"] == made.created_on == "2026-01-15"

    def test_one_that_is_not_there_is_none(self, records):
        assert records.get("notes", "00000000-0000-4000-8000-000000000000") is None

    def test_an_older_version_is_refused_as_the_host_does(self, records):
        made = records.create("notes", {})
        records.update("notes", made, {"n": 1})

        with pytest.raises(CapabilityRefused) as refused:
            records.update("notes", made, {"n": 2})

        assert refused.value.code == "host.record-changed"

    def test_a_collection_that_is_not_declared_is_refused(self, records):
        with pytest.raises(CapabilityRefused) as refused:
            records.create("others", {})

        assert refused.value.code == "host.collection-unknown"

    def test_pages_follow_each_other_the_newest_day_first(self, fake, records):
        for day in ("2026-01-01", "2026-01-03", "2026-01-02"):
            fake.add("notes", {"day": day}, created_on=day)

        first = records.list("notes", limit=2)
        second = records.list("notes", limit=2, cursor=first.next_cursor)

        assert [one.value["day"] for one in (*first.items, *second.items)] == ["2026-01-03", "2026-01-02", "2026-01-01"]
        assert second.next_cursor is None


class TestHttp:
    @pytest.fixture
    def fake(self):
        return FakeHttp()

    @pytest.fixture
    def http(self, fake):
        return Http(calling(fake))

    def test_get_reads_what_the_test_gives(self, fake, http):
        fake.give("https://api.gansu.example/a", json={"n": 1})

        answer = http.get("https://api.gansu.example/a", query={"名": "值"})

        assert answer.ok
        assert answer.json() == {"n": 1}
        assert fake.asked[0]["url"] == "https://api.gansu.example/a?%E5%90%8D=%E5%80%BC"

    @pytest.mark.parametrize(
        ("told", "body", "kind"),
        [
            ({"json": {"a": "中"}}, '{"a": "中"}', "application/json"),
            ({"form": {"a": "1 2"}}, "a=1+2", "application/x-www-form-urlencoded"),
            ({"text": "hello"}, "hello", "text/plain"),
        ],
    )
    def test_post_tells_in_one_of_three_forms(self, fake, http, told, body, kind):
        fake.give("https://api.gansu.example/", method="POST", status=409, text="no")

        answer = http.post("https://api.gansu.example/", **told)

        assert (answer.ok, answer.status, answer.text) == (False, 409, "no")
        assert (fake.asked[0]["body"], fake.asked[0]["contentType"]) == (body, kind)

    def test_an_address_that_nobody_gave_is_refused_by_name(self, http):
        with pytest.raises(CapabilityRefused) as refused:
            http.get("https://api.gansu.example/")

        assert refused.value.code == "host.fetch-failed"
