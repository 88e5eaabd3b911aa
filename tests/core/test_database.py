"""The engine gives every connection back, whatever happened to the transaction."""

import asyncio

import asyncpg
import pytest

from backend.core import database


async def test_a_commit_that_fails_gives_the_connection_back(database_url):
    await database.execute("create table if not exists test_deferred (id int unique deferrable initially deferred)")

    for _ in range(database.POOL_SIZE * 2):
        with pytest.raises(asyncpg.UniqueViolationError):
            async with database.transaction():
                await database.execute("insert into test_deferred values (1), (1)")

    assert await database.fetch_one("select 1 as one")
    await database.execute("drop table test_deferred")


async def test_a_lost_connection_leaves_no_transaction_behind(database_url):
    async def lose() -> None:
        async with database.transaction():
            await database.execute("select pg_terminate_backend(pg_backend_pid())")

    for _ in range(database.POOL_SIZE * 2):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await lose()
        assert not database.in_transaction()

    row = await database.fetch_one("select 1 as one")
    assert row is not None


async def test_a_cancelled_transaction_is_rolled_back_and_its_connection_serves_on(database_url):
    async def wait() -> None:
        async with database.transaction():
            await database.execute("insert into core_rate values ('test:cancelled', 1, now())")
            await database.execute("select pg_sleep(5)")

    for _ in range(database.POOL_SIZE + 2):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(wait(), 0.05)

    assert await database.fetch_one("select 1 from core_rate where bucket = 'test:cancelled'") is None


async def test_an_inner_transaction_joins_the_outer(database_url):
    with pytest.raises(ZeroDivisionError):
        async with database.transaction():
            async with database.transaction():
                await database.execute("insert into core_rate values ('test:inner', 1, now())")
            raise ZeroDivisionError

    assert await database.fetch_one("select 1 from core_rate where bucket = 'test:inner'") is None


async def test_json_arrives_as_objects_from_raw_sql(database_url):
    row = await database.fetch_one("select $1::jsonb as value", {"a": [1, "二"]})

    assert row["value"] == {"a": [1, "二"]}


async def test_the_application_is_no_superuser_and_commits_are_durable(database_url):
    row = await database.fetch_one("select rolsuper from pg_roles where rolname = current_user")
    durable = await database.fetch_one("select current_setting('synchronous_commit') as it")

    assert row["rolsuper"] is False
    assert durable["it"] == "on"


class TestIfRolledBack:
    @staticmethod
    def note(done):
        async def work() -> None:
            assert not database.in_transaction()
            done.append(await database.fetch_one("select 1 as one"))

        return work

    async def test_work_is_done_after_a_rollback(self, database_url):
        done = []
        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                async with database.transaction():
                    database.if_rolled_back(self.note(done))
                raise ZeroDivisionError

        assert len(done) == 1

    async def test_work_is_done_after_a_commit_that_fails(self, database_url):
        await database.execute("create table if not exists test_late (id int unique deferrable initially deferred)")
        done = []
        with pytest.raises(asyncpg.UniqueViolationError):
            async with database.transaction():
                database.if_rolled_back(self.note(done))
                await database.execute("insert into test_late values (1), (1)")

        assert len(done) == 1
        await database.execute("drop table test_late")

    async def test_work_is_done_after_the_connection_was_lost(self, database_url):
        done = []
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            async with database.transaction():
                database.if_rolled_back(self.note(done))
                await database.execute("select pg_terminate_backend(pg_backend_pid())")

        assert len(done) == 1

    async def test_no_work_is_done_after_a_commit(self, database_url):
        done = []
        async with database.transaction():
            database.if_rolled_back(self.note(done))

        assert done == []

    async def test_work_that_fails_hides_neither_the_error_nor_the_rest(self, database_url):
        done = []

        async def fail() -> None:
            raise OSError

        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                database.if_rolled_back(fail)
                database.if_rolled_back(self.note(done))
                raise ZeroDivisionError

        assert len(done) == 1

    def test_there_must_be_a_transaction(self):
        with pytest.raises(RuntimeError):
            database.if_rolled_back(self.note([]))


class TestSavepoint:
    async def test_what_fails_is_undone_alone(self, database_url):
        async with database.transaction():
            await database.execute("insert into core_rate values ('test:kept', 1, now())")
            with pytest.raises(asyncpg.DivisionByZeroError):
                async with database.savepoint():
                    await database.execute("insert into core_rate values ('test:undone', 1, now())")
                    await database.execute("select 1 / 0")

        rows = await database.fetch("select bucket from core_rate where bucket in ('test:kept', 'test:undone')")
        assert [row["bucket"] for row in rows] == ["test:kept"]
        await database.execute("delete from core_rate where bucket = 'test:kept'")

    async def test_there_must_be_a_transaction(self, database_url):
        with pytest.raises(RuntimeError):
            async with database.savepoint():
                pass


async def test_nothing_is_held_outside_a_transaction_and_nothing_after_it(database_url):
    with pytest.raises(RuntimeError):
        database.held()
    async with database.transaction():
        database.held()["one"] = 1
        async with database.transaction():
            assert database.held() == {"one": 1}
    async with database.transaction():
        assert database.held() == {}


class TestReading:
    KEEP = "insert into core_rate values ('test:reading', 1, now()) returning bucket"
    KEPT = "select 1 from core_rate where bucket = 'test:reading'"

    async def test_what_is_held_is_changed_by_nobody_until_it_is_over(self, database_url):
        await database.execute("insert into core_rate values ('test:held', 1, now())")
        writer = await database.single_connection(database_url)
        try:
            async with database.reading():
                await database.fetch("select 1 from core_rate where bucket = 'test:held' for share")
                deleting = asyncio.create_task(writer.execute("delete from core_rate where bucket = 'test:held'"))
                await asyncio.sleep(0.2)
                assert not deleting.done()
            assert await asyncio.wait_for(deleting, 5) == "DELETE 1"
        finally:
            await writer.close()

    async def test_nothing_is_written_in_it(self, database_url):
        with pytest.raises(RuntimeError, match="only read"):
            async with database.reading():
                await database.execute("select 1")
        with pytest.raises(RuntimeError, match="only read"):
            async with database.reading(), database.transaction():
                pass

    async def test_what_is_written_past_the_rules_is_undone(self, database_url):
        async with database.reading():
            assert await database.fetch(self.KEEP)

        assert await database.fetch_one(self.KEPT) is None

    async def test_inside_a_transaction_it_is_a_part_of_that_one(self, database_url):
        async with database.transaction():
            async with database.reading():
                pass
            await database.execute(self.KEEP)

        assert await database.fetch_one(self.KEPT)
        await database.execute("delete from core_rate where bucket = 'test:reading'")

    async def test_what_is_to_be_told_of_a_rollback_is_told_only_of_a_failure(self, database_url):
        told = []

        async def tell() -> None:
            told.append(1)

        async with database.reading():
            database.if_rolled_back(tell)
        assert told == []
        with pytest.raises(ZeroDivisionError):
            async with database.reading():
                database.if_rolled_back(tell)
                raise ZeroDivisionError
        assert told == [1]


async def backend() -> int:
    row = await database.fetch_one("select pg_backend_pid() as pid")
    return row["pid"]


class TestOneConnection:
    async def test_all_statements_of_the_block_go_over_it(self, database_url):
        async with database.one_connection():
            inside = {await backend() for _ in range(5)}
            async with database.connection() as same:
                inside.add(await same.fetchval("select pg_backend_pid()"))

        assert len(inside) == 1

    async def test_a_transaction_inside_is_another(self, database_url):
        async with database.one_connection():
            outside = await backend()
            async with database.transaction():
                assert await backend() != outside
            assert await backend() == outside

    async def test_inside_a_transaction_it_is_that_ones(self, database_url):
        async with database.transaction():
            own = await backend()
            async with database.one_connection():
                assert await backend() == own

    async def test_an_error_gives_it_back(self, database_url):
        for _ in range(database.POOL_SIZE * 2):
            with pytest.raises(asyncpg.DivisionByZeroError):
                async with database.one_connection():
                    await database.fetch("select 1 / 0")

        assert await backend()

    async def test_one_that_is_lost_leaves_nothing_behind(self, database_url):
        for _ in range(database.POOL_SIZE * 2):
            with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
                async with database.one_connection():
                    await database.fetch("select pg_terminate_backend(pg_backend_pid())")
                    await backend()

        assert await backend()

    async def test_blocks_side_by_side_have_each_their_own(self, database_url):
        async def one() -> int:
            async with database.one_connection():
                own = await backend()
                await database.fetch("select pg_sleep(0.05)")
                assert await backend() == own
                return own

        assert len(set(await asyncio.gather(one(), one(), one()))) == 3


class TestFetchOf:
    SQL = "select name from pg_settings where name = any($1) and name <> $2 order by name"
    NAMES = ("jit", "port", "work_mem")

    @pytest.mark.parametrize("keys", [(), NAMES[:1], NAMES[:2], NAMES, {"port"}, frozenset(NAMES)])
    async def test_finds_what_the_statement_says(self, database_url, keys):
        rows = await database.fetch_of(keys, self.SQL, "work_mem")

        assert [row["name"] for row in rows] == sorted(set(keys) - {"work_mem"})

    async def test_one_key_is_planned_once(self, database_url):
        sql = "select bucket from core_rate where bucket = any($1) -- planned once"
        async with database.one_connection():
            for number in range(20):
                await database.fetch_of([f"nobody:{number}"], sql)
                await database.fetch_of([f"nobody:{number}", "nobody"], sql)
            kept = await database.fetch(
                "select custom_plans from pg_prepared_statements where statement like $1 order by 1", "%planned once"
            )

        assert [row["custom_plans"] for row in kept] == [5, 20]
