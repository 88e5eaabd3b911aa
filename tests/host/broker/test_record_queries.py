"""The plans that records are found by, on a hundred and twenty thousand of them: never the whole table, never a sort of it."""

import json
from datetime import date
from uuid import UUID, uuid4

import pytest

from backend.core import database
from backend.host.broker import record_queries as queries

ROWS = 120_000
FILL = """
insert into host_record (id, app_id, collection, value, version, created_on)
select gen_random_uuid(), $1, 'notes',
    jsonb_build_object('number', n, 'kind', 'k' || n % 4, 'text', md5(n::text)), 1, date '2026-01-01' + n % 300
from generate_series(1, $2::int) as n
"""


@pytest.fixture(scope="module")
async def full(database_url):
    """A collection of that size, and others beside it."""
    app_id = f"t{uuid4().hex[:12]}"
    for name, rows in ((app_id, ROWS), (f"{app_id}x", 2_000)):
        await database.execute(FILL, name, rows)
    await database.execute("analyze host_record")
    yield app_id
    await database.execute("delete from host_record where app_id like $1 || '%'", app_id)


async def plan(sql, *arguments):
    """Every node of the plan, and how many rows were read for the answer."""
    async with database.transaction():
        await database.execute("set local plan_cache_mode = force_custom_plan")
        row = await database.fetch_one(f"explain (analyze, format json) {sql}", *arguments)
    told = row[0]
    waiting, nodes = [(json.loads(told) if isinstance(told, str) else told)[0]["Plan"]], []
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += node.get("Plans", [])
    return nodes


def read(nodes):
    return max(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in nodes)


@pytest.mark.slow
@pytest.mark.quiet  # fifty thousand rows are written within what a statement may take
class TestPlans:
    async def test_the_first_page_and_one_deep_inside_walk_the_index_by_day(self, full):
        for before in (queries.NEWEST_FIRST, (date(2026, 3, 1), UUID(int=2**127))):
            nodes = await plan(queries.PAGE, full, "notes", *before, 51)

            assert {node.get("Index Name") for node in nodes} >= {"host_record_newest"}
            assert not {node["Node Type"] for node in nodes} & {"Seq Scan", "Sort"}
            assert read(nodes) <= 51

    async def test_a_rare_value_is_found_by_the_index_of_values(self, full):
        where = {"number": 77_777}

        nodes = await plan(queries.PAGE_WHERE, full, "notes", *queries.NEWEST_FIRST, 51, where)

        assert {node.get("Index Name") for node in nodes} >= {"host_record_value"}
        assert "Seq Scan" not in {node["Node Type"] for node in nodes}
        assert read(nodes) <= 5

    async def test_two_fields_are_looked_up_together(self, full):
        where = {"number": 77_777, "kind": "k1"}

        nodes = await plan(queries.PAGE_WHERE, full, "notes", *queries.NEWEST_FIRST, 51, where)

        assert {node.get("Index Name") for node in nodes} >= {"host_record_value"}
        assert nodes[0]["Actual Rows"] == 1

    async def test_a_common_value_is_walked_to_by_day_and_no_further_than_the_page(self, full):
        nodes = await plan(queries.PAGE_WHERE, full, "notes", *queries.NEWEST_FIRST, 51, {"kind": "k2"})

        assert {node.get("Index Name") for node in nodes} >= {"host_record_newest"}
        assert nodes[0]["Actual Rows"] == 51
        assert read(nodes) <= 2_000

    async def test_the_query_itself_finds_what_the_plan_promises(self, full):
        async with database.transaction():
            rows = await queries.page_where(
                full, "notes", before=queries.NEWEST_FIRST, limit=51, where={"number": 77_777}
            )

        assert [row["value"]["kind"] for row in rows] == ["k1"]
