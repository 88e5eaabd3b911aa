"""Records: what a call sees and keeps, what is refused by name, and that nothing in them leads to a person."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core import database
from backend.host.broker import record_queries as queries
from backend.host.broker import records
from backend.host.broker.errors import ChangedByOthers, QuotaUsed
from backend.reference.regions import service as regions
from tests.host.broker.conftest import Refused

RECORDS = ("records.create", "records.get", "records.update", "records.list")
NOTES = {"name": "notes", "most_records": 1_000, "department_view": True}


@pytest.fixture
def notes(release):
    async def released(most=1_000, per_day=1_000, collections=(NOTES,)):
        declared = [one | {"most_records": most} for one in collections]
        return await release(*RECORDS, collections=declared, quotas={"records_per_person_per_day": per_day})

    return released


@pytest.fixture
def keep_one(call):
    async def kept(app_id, value, collection="notes", persona="student"):
        one = await call(app_id, persona)
        made = await one.ask("records.create", collection=collection, value=value)
        await one.keep()
        return made

    return kept


async def everything(call, app_id, limit=50, **asked):
    found, cursor = [], None
    while True:
        page = await (await call(app_id)).ask("records.list", collection="notes", limit=limit, cursor=cursor, **asked)
        found += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            return found


class TestCreate:
    async def test_what_was_kept_is_read_again_by_anybody_with_its_day(self, notes, keep_one, call):
        app_id = await notes()

        made = await keep_one(app_id, {"kind": "路灯", "n": 1})

        found = (await (await call(app_id, "herder")).ask("records.get", collection="notes", id=made["id"]))["record"]
        assert found == made
        assert made["version"] == 1
        assert made["createdOn"] == regions.today().isoformat()

    async def test_what_was_not_kept_is_not_there(self, notes, call):
        app_id = await notes()
        drawn = await call(app_id, attempt=None)

        made = await drawn.ask("records.create", collection="notes", value={"n": 1})

        answer = await (await call(app_id)).ask("records.get", collection="notes", id=made["id"])
        assert answer == {"record": None}

    async def test_nothing_in_the_database_leads_from_the_record_to_the_person_or_the_moment(
        self, notes, keep_one, database_url
    ):
        app_id = await notes()

        made = await keep_one(app_id, {"n": 1})

        row = await database.fetch_one("select * from host_record where id = $1", UUID(made["id"]))
        assert set(row.keys()) == {"id", "app_id", "collection", "value", "version", "created_on"}
        assert type(row["created_on"]) is date
        assert row["id"].version == 4
        told = await database.fetch("select leaf from core_audit_leaf union all select leaf from core_audit_entry")
        assert not any(made["id"].encode() in bytes(one["leaf"]) for one in told)

    async def test_a_collection_that_the_manifest_does_not_declare_is_refused(self, notes, call):
        one = await call(await notes())

        assert await one.refusal("records.create", collection="others", value={}) == "host.collection-unknown"

    async def test_more_records_than_the_manifest_asked_for_are_refused(self, notes, keep_one, call):
        app_id = await notes(most=2)
        await keep_one(app_id, {"n": 1})
        one = await call(app_id)

        await one.ask("records.create", collection="notes", value={"n": 2})

        assert await one.refusal("records.create", collection="notes", value={"n": 3}) == "host.records-full"

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ({"text": "字" * 6_000}, "host.record-too-large"),
            ({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}}, "host.payload-refused"),
            ({"text": "a\x00b"}, "host.payload-refused"),
            ({"a\x00b": 1}, "host.payload-refused"),
            ({"who": "620102199003071029"}, "host.record-personal"),
            ({"call": "电话13812341234"}, "host.record-personal"),
            ({"pay": "6222 0212 3456 7890 128"}, "host.record-personal"),
            ([1], "host.payload-refused"),
            ("text", "host.payload-refused"),
        ],
    )
    async def test_a_value_that_cannot_be_kept_is_refused_by_name(self, notes, call, value, code):
        one = await call(await notes())

        assert await one.refusal("records.create", collection="notes", value=value) == code

    async def test_what_no_json_can_say_is_refused_and_breaks_nothing(self, notes, call):
        one = await call(await notes())
        for value in ('{"n": 1e999}', '{"n": NaN}', '{"t": "\\ud800"}', '{"d": ' + "[" * 30_000 + "]" * 30_000 + "}"):
            with pytest.raises(Refused) as refused:
                await one.say("records.create", f'{{"collection": "notes", "value": {value}}}')
            assert refused.value.code == "host.payload-refused"

    @pytest.mark.parametrize("value", [{}, {"n": 10**400}, {"n": -0.0}, {"t": "😀' or 1=1 --"}, {"\\u0000": "\\u0000"}])
    async def test_odd_values_come_back_as_they_went(self, notes, keep_one, call, value):
        app_id = await notes()

        made = await keep_one(app_id, value)

        found = await (await call(app_id)).ask("records.get", collection="notes", id=made["id"])
        assert found["record"]["value"] == value


class TestUpdate:
    async def test_the_seen_version_is_replaced_and_the_next_one_told(self, notes, keep_one, call):
        app_id = await notes()
        made = await keep_one(app_id, {"n": 1})
        one = await call(app_id, "herder")

        changed = await one.ask("records.update", collection="notes", id=made["id"], value={"n": 2}, ifVersion=1)
        await one.keep()

        assert changed == made | {"version": 2, "value": {"n": 2}}
        assert await everything(call, app_id) == [changed]

    async def test_an_older_version_is_refused_and_told_the_new_one(self, notes, keep_one, call):
        app_id = await notes()
        made = await keep_one(app_id, {"n": 1})
        first = await call(app_id)
        await first.ask("records.update", collection="notes", id=made["id"], value={"n": 2}, ifVersion=1)
        await first.keep()

        code = await (await call(app_id)).refusal(
            "records.update", collection="notes", id=made["id"], value={"n": 3}, ifVersion=1
        )

        assert code == "host.record-changed"

    async def test_one_that_is_not_there_is_refused(self, notes, call):
        one = await call(await notes())

        code = await one.refusal("records.update", collection="notes", id=str(uuid4()), value={}, ifVersion=1)

        assert code == "host.record-unknown"

    async def test_what_moved_on_before_the_call_ended_makes_the_run_repeat(self, notes, keep_one, call):
        app_id = await notes()
        made = await keep_one(app_id, {"n": 1})
        slow, quick = await call(app_id), await call(app_id, "herder")
        for one in (slow, quick):
            await one.ask("records.update", collection="notes", id=made["id"], value={"n": 2}, ifVersion=1)
        await quick.keep()

        with pytest.raises(ChangedByOthers):
            await slow.keep()

    async def test_twenty_at_once_count_to_twenty(self, notes, keep_one, call):
        app_id = await notes()
        made = await keep_one(app_id, {"n": 0})

        async def add_one():
            while True:
                one = await call(app_id)
                now = (await one.ask("records.get", collection="notes", id=made["id"]))["record"]
                await one.ask(
                    "records.update", collection="notes", id=made["id"], value={"n": now["value"]["n"] + 1},
                    ifVersion=now["version"],
                )  # fmt: skip
                try:
                    await one.keep()
                except ChangedByOthers:
                    continue
                return

        await asyncio.gather(*(add_one() for _ in range(20)))

        assert [one["value"] for one in await everything(call, app_id)] == [{"n": 20}]

    async def test_two_calls_that_change_the_same_two_in_opposite_order_both_end(self, notes, keep_one, call):
        app_id = await notes()
        ids = [(await keep_one(app_id, {"n": n}))["id"] for n in range(2)]
        calls = [await call(app_id, persona) for persona in ("student", "herder")]
        for one, order in zip(calls, (ids, ids[::-1]), strict=True):
            for record_id in order:
                await one.ask("records.update", collection="notes", id=record_id, value={"by": order[0]}, ifVersion=1)

        ends = await asyncio.gather(*(one.keep() for one in calls), return_exceptions=True)

        assert [type(end).__name__ for end in ends if end is not None] == ["ChangedByOthers"]
        kept = {one["value"]["by"] for one in await everything(call, app_id)}
        assert len(kept) == 1, "half of each would be nobody's decision"


class TestList:
    async def test_walks_all_pages_the_newest_day_first_and_misses_none(self, notes, call):
        app_id = await notes()
        today = regions.today()
        for n in range(23):
            await queries.insert(
                uuid4(), app_id=app_id, collection="notes", value={"n": n}, created_on=today - timedelta(days=n % 5)
            )

        found = await everything(call, app_id, limit=4)

        assert sorted(one["value"]["n"] for one in found) == list(range(23))
        assert [one["createdOn"] for one in found] == sorted((one["createdOn"] for one in found), reverse=True)

    async def test_where_compares_by_type_and_content(self, notes, keep_one, call):
        app_id = await notes()
        for value in ({"a": 1}, {"a": True}, {"a": "1"}, {"a": None}, {"b": 1}, {"a": [1]}, {"a": 1, "b": "x"}):
            await keep_one(app_id, value)

        async def where(**fields):
            return [one["value"] for one in await everything(call, app_id, where=fields)]

        assert sorted(map(len, await where(a=1))) == [1, 2]
        assert await where(a=1.0) == await where(a=1)
        assert await where(a=True) == [{"a": True}]
        assert await where(a="1") == [{"a": "1"}]
        assert await where(a=None) == [{"a": None}]
        assert await where(a=1, b="x") == [{"a": 1, "b": "x"}]
        assert await where(c=1) == []

    async def test_a_promise_is_compared_as_the_database_compares(self, database_url):
        scalars = [
            0,
            1,
            -1,
            1.0,
            0.1,
            1e300,
            10**30,
            True,
            False,
            None,
            "",
            "1",
            "true",
            "null",
            "é",
            "e\u0301",
            2**53 + 1,
        ]
        held = [*({"a": one} for one in scalars), {}, {"b": 1}, {"a": [1]}, {"a": {"b": 1}}, {"a": []}]

        for value in held:
            for wanted in scalars:
                row = await database.fetch_one("select $1::jsonb @> $2::jsonb as fits", value, {"a": wanted})
                assert records._fits(value, {"a": wanted}) is row["fits"], (value, wanted)

    async def test_a_calls_own_promises_stand_in_its_lists_as_they_will_when_kept(self, notes, keep_one, call):
        app_id = await notes()
        made = [await keep_one(app_id, {"open": True, "n": n}) for n in range(5)]
        one = await call(app_id)
        await one.ask("records.update", collection="notes", id=made[0]["id"], value={"open": False}, ifVersion=1)
        await one.ask("records.update", collection="notes", id=made[1]["id"], value={"open": True, "n": 9}, ifVersion=1)
        await one.ask("records.create", collection="notes", value={"open": True, "n": 10})

        before, cursor = [], None
        while True:
            page = await one.ask("records.list", collection="notes", where={"open": True}, limit=2, cursor=cursor)
            before += page["items"]
            if (cursor := page["nextCursor"]) is None:
                break
        await one.keep()

        assert before == await everything(call, app_id, where={"open": True})
        assert sorted(record["value"]["n"] for record in before) == [2, 3, 4, 9, 10]

    async def test_another_mini_apps_and_another_collections_records_are_never_seen(self, notes, keep_one, call):
        both = (NOTES, {"name": "tasks"})
        mine, other = await notes(collections=both), await notes(collections=both)
        made = await keep_one(mine, {"n": 1})

        assert await everything(call, other) == []
        for app_id, collection in ((other, "notes"), (mine, "tasks")):
            one = await call(app_id)
            assert await one.ask("records.get", collection=collection, id=made["id"]) == {"record": None}
            assert (await one.ask("records.list", collection=collection))["items"] == []
            code = await one.refusal("records.update", collection=collection, id=made["id"], value={}, ifVersion=1)
            assert code == "host.record-unknown"

    async def test_a_cursor_of_another_list_is_refused(self, notes, keep_one, call):
        app_id = await notes()
        for n in range(3):
            await keep_one(app_id, {"n": n})
        one = await call(app_id)

        cursor = (await one.ask("records.list", collection="notes", limit=1))["nextCursor"]

        code = await one.refusal("records.list", collection="notes", limit=1, cursor=cursor, where={"n": 1})
        assert code == "core.bad-cursor"

    async def test_large_records_come_in_answers_that_the_host_may_give(self, notes, keep_one, call):
        app_id = await notes()
        for n in range(9):
            await keep_one(app_id, {"n": n, "text": "x" * 16_000})
        one = await call(app_id)

        page = await one.ask("records.list", collection="notes", limit=50)

        assert len(page["items"]) == 3
        assert len(await everything(call, app_id)) == 9

    @pytest.mark.parametrize("asked", [{"limit": 51}, {"limit": 0}, {"where": {"a": [1]}}, {"where": {"a": {}}}])
    async def test_what_the_contract_does_not_know_is_refused(self, notes, call, asked):
        one = await call(await notes())

        assert await one.refusal("records.list", collection="notes", **asked) == "host.payload-refused"


class TestQuota:
    async def test_more_in_a_day_than_the_manifest_asked_for_are_refused_whatever_they_are(self, notes, keep_one, call):
        app_id = await notes(per_day=3)
        made = await keep_one(app_id, {"n": 1})
        one = await call(app_id)
        await one.ask("records.create", collection="notes", value={"n": 2})
        await one.ask("records.update", collection="notes", id=made["id"], value={"n": 3}, ifVersion=1)

        code = await one.refusal("records.create", collection="notes", value={"n": 4})
        await one.keep()

        assert code == "host.quota-used"
        later = await call(app_id)
        assert await later.refusal("records.create", collection="notes", value={}) == "host.quota-used"
        assert await (await call(app_id, "herder")).ask("records.create", collection="notes", value={})

    async def test_who_used_it_is_kept_nowhere(self, notes, keep_one):
        app_id = await notes()
        await keep_one(app_id, {"n": 1})

        buckets = [row["bucket"] for row in await database.fetch("select bucket from core_rate")]

        mine = [one for one in buckets if one.startswith("quota:records")]
        assert mine
        assert not any(app_id in one for one in mine)

    async def test_two_calls_at_once_cannot_share_the_last_one(self, notes, call):
        app_id = await notes(per_day=1)
        calls = [await call(app_id), await call(app_id)]
        for one in calls:
            await one.ask("records.create", collection="notes", value={})

        ends = await asyncio.gather(*(one.keep() for one in calls), return_exceptions=True)

        assert sorted(type(end).__name__ for end in ends) == ["NoneType", QuotaUsed.__name__]
        assert await queries.kept(app_id, "notes") == 1
